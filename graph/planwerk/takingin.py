"""Taking a filled form into a workspace: checked line by line, then written as a curated file of statements."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, serialize

from planwerk.errors import SourceError
from planwerk.files import write_atomically
from planwerk.sources.form import sheet_name
from planwerk.sources.naming import slug
from planwerk.sources.sheet import SUFFIXES, read_form
from planwerk.sources.stating import state
from planwerk.vocabulary import PREFIXES
from planwerk.workspace import Workspace

__all__ = ["SUFFIXES", "TakenIn", "read_sheet", "take_in"]

MARK = "# Made from a form by planwerk import sheet; change the form and import it again.\n"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What was taken in: the file that was written, lines by sheet, statements, sheets that were not read."""

    path: Path | None
    lines: dict[str, int]
    statements: int
    unread: list[str]


def read_sheet(path: Path, *, base: str) -> list[Quad]:
    """Give the statements of a form that lies among the curated files; it must name the day from which it is known.

    Raises SourceError where it is none of the forms, FormError with all that is wrong in it.
    """
    return _stated(path, base, None, "de")[0]


def take_in(
    workspace: Workspace,
    path: Path,
    *,
    today: date | None = None,
    lang: str = "de",
    write: bool = True,
    replace: bool = False,
) -> TakenIn:
    """Check a form and write it as TriG into the workspace's curated folder; nothing is written where one cell objects.

    Raises FormError with all that is wrong, and SourceError where the file is none of the forms, or a curated file of
    that name is there: one made by hand is never replaced, one from a form only when asked.
    """
    quads, lines, unread = _stated(path, workspace.base, today or date.today(), lang)
    target = workspace.folder / "curated" / f"{slug(path.stem)}.trig"
    if write:
        if target.exists():
            ours = target.read_bytes().startswith(MARK.encode())
            if not (ours and replace):
                hint = (
                    "add --replace to take in the form anew"
                    if ours
                    else "it was not made from a form; name the form otherwise"
                )
                raise SourceError(f"{target} is there already", hint)
        prefixes = {**PREFIXES, "id": workspace.base}
        named = sorted(quads, key=lambda q: (str(q.graph_name), str(q)))
        content = serialize(named, format=RdfFormat.TRIG, prefixes=prefixes) or b""
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, MARK.encode() + content)
    return TakenIn(target if write else None, lines, len(quads), unread)


def _stated(path: Path, base: str, today: date | None, lang: str) -> tuple[list[Quad], dict[str, int], list[str]]:
    form, unread = read_form(path, lang)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    quads = state(form, path, base=base, digest=digest, today=today, lang=lang)
    return quads, {sheet_name(kind, lang): len(lines) for kind, lines in form.lines().items()}, unread
