"""Papers of a folder: every file becomes a Paper or is told of as rejected; none is passed over in silence.

For text files the decoded source is the file; for HTML, PDF and DOCX it is the text taken out of it, to which every position
refers. The bytes themselves are never changed, and their SHA-256 goes with the paper.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from planwerk.files import write_atomically
from planwerk.paper import Paper, to_paper
from planwerk.privacy import Privacy, mask
from planwerk.profile import Profile, profile_of
from planwerk.sources import docx, html, pdf, text
from planwerk.sources.rejected import Reason, Refusal, Rejected
from planwerk.sources.text import Decoded
from planwerk.workspace import Workspace

_WAYS: dict[str, Callable[[bytes], Decoded]] = {
    ".txt": text.decode,
    ".text": text.decode,
    ".md": text.decode,
    ".html": html.extract,
    ".htm": html.extract,
    ".xhtml": html.extract,
    ".pdf": pdf.extract,
    ".docx": docx.extract,
}
SUFFIXES = tuple(_WAYS)
FEEDS = (".json", ".jsonl", ".zip")  # OParl objects and raw harvests lie in the same folder; they are no papers
TEXTS = "texts"  # the folder, in a build, of the texts that were taken out of files
MOST_PLAIN = 20_000_000  # bytes of a text or a page
MOST_PACKED = 500_000_000  # bytes of a PDF or DOCX, where pictures take the room


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file that should hold a paper; ``name`` is what the paper is called: its path below the folder, with slashes.

    ``inside`` is a folder that links must not lead out of; ``given`` are the bytes where they came by another way.
    """

    name: str
    path: Path
    inside: Path | None = None
    given: bytes | None = None

    def content(self) -> bytes:
        """Give the bytes; raises Refusal where there is no ordinary file of a bearable size, or one from outside."""
        if self.given is not None:
            return self.given
        try:
            if self.inside is not None and not self.path.resolve().is_relative_to(self.inside.resolve()):
                raise Refusal(Reason.outside)
            status = self.path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise Refusal(Reason.no_file, "a folder" if stat.S_ISDIR(status.st_mode) else "a device or pipe")
            most = bound(self.name)
            if status.st_size > most:
                raise Refusal(Reason.too_large, f"{status.st_size / 1e6:.0f} MB, at most {most / 1e6:.0f}")
            with self.path.open("rb") as file:
                return file.read(most)
        except (OSError, RuntimeError) as error:  # RuntimeError: how Path.resolve calls a loop of links
            said = getattr(error, "strerror", None) or "a loop of links"
            raise Refusal(Reason.unreadable, str(said)) from error
        except ValueError as error:  # a zero byte in the name
            raise Refusal(Reason.unreadable, str(error)) from error


def bound(name: str) -> int:
    """Give the most bytes that a file of this name may have."""
    return MOST_PACKED if name.lower().endswith((".pdf", ".docx")) else MOST_PLAIN


def paper_files(workspace: Workspace) -> list[PaperFile]:
    """List the files below ``papers/``, by name; feeds and hidden files are not among them, all else is.

    Links to folders are not followed and come as a file that will be rejected. The papers of included workspaces
    follow; of two files with one name the workspace's own counts.
    """
    named: dict[str, PaperFile] = {}
    for folder in workspace.all_papers:
        for file in files_below(folder):
            named.setdefault(file.name, file)
    return list(named.values())


def files_below(folder: Path) -> Iterator[PaperFile]:
    """List the files below a folder that are to be read or told of, in the order of their names."""
    found = []
    for where, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(where) / name).is_symlink()]
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in [*names, *links]:
            path = Path(where) / name
            # Word keeps a lock file beside what is open.
            if not name.startswith((".", "~$")) and path.suffix.lower() not in FEEDS:
                found.append(PaperFile(readable(path.relative_to(folder)), path, folder))
    return iter(sorted(found, key=lambda file: file.name))


def readable(path: Path) -> str:
    """Give a path as text with slashes that every output can hold; bytes that are no UTF-8 are spelt out."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def open_paper(
    file: PaperFile, profile: Profile | None = None, *, day: date | None = None, privacy: Privacy | None = None
) -> Paper | Rejected:
    """Read one file into a paper, or say in a word why not."""
    try:
        content = file.content()
    except Refusal as refusal:
        return Rejected(file.name, None, refusal.reason, refusal.detail)
    return to_paper_or_rejected(file.name, content, profile, day=day, privacy=privacy)


def to_paper_or_rejected(
    name: str,
    content: bytes,
    profile: Profile | None = None,
    *,
    day: date | None = None,
    privacy: Privacy | None = None,
) -> Paper | Rejected:
    """Make a paper of a file's bytes; the ending of its name says how to read them.

    Without a profile the text shows whose it is. Private data is masked before anything else sees the text.
    """
    try:
        decoded = to_text(name, content)
    except Refusal as refusal:
        return Rejected(name, hashlib.sha256(content).hexdigest(), refusal.reason, refusal.detail)
    masked = mask(decoded.text, privacy)
    return to_paper(
        name,
        content,
        masked,
        profile or profile_of(masked),
        day=day,
        encoding=decoded.encoding,
        pages_without_text=decoded.pages_without_text,
    )


def to_text(name: str, content: bytes) -> Decoded:
    """Take the text out of a file's bytes; raises Refusal where there is none.

    What comes without a name (``-``, standard input) is told by its first bytes.

    >>> to_text("antrag.txt", "Der Rat möge beschließen".encode()).text
    'Der Rat möge beschließen'
    """
    suffix = _told_by(content) if name == "-" else os.path.splitext(name)[1].lower()  # noqa: PTH122 - a name, no path
    way = _WAYS.get(suffix)
    if way is None:
        raise Refusal(Reason.unknown, f"read are {' '.join(SUFFIXES)}")
    if len(content) > (most := MOST_PACKED if suffix in (".pdf", ".docx") else MOST_PLAIN):
        raise Refusal(Reason.too_large, f"more than {most / 1e6:.0f} MB")
    return way(content)


def keep_text(folder: Path, paper: Paper) -> None:
    """Keep the text that was taken out of an HTML, PDF or DOCX file, under the checksum of its bytes.

    Its places count characters of that text, and another version of a library may take out another one. What is kept
    is masked as it was read. A text file is its own text and is not kept twice.
    """
    if _is_taken_out(paper.name):
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / f"{paper.sha256}.txt", paper.text.encode())


def kept_text(folder: Path | None, content: bytes) -> str | None:
    """Give the text that a build kept of a file with these bytes, None where none did."""
    if folder is None or not folder.is_dir():
        return None
    try:
        return (folder / f"{hashlib.sha256(content).hexdigest()}.txt").read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _is_taken_out(name: str) -> bool:
    return _WAYS.get(os.path.splitext(name)[1].lower()) is not text.decode  # noqa: PTH122 - a name, no path


def _told_by(content: bytes) -> str:
    kind = text.kind_of(content)
    if kind in ("PDF", "ZIP or DOCX"):
        return ".pdf" if kind == "PDF" else ".docx"
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return ".html" if start.startswith((b"<!doctype html", b"<html")) else ".txt"
