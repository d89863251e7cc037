"""DOCX papers: the words of headers, body, notes and footers, streamed out of the archive with every size bounded.

No tree is built and no library opens the file before its archive has been looked at: a hostile one declares a wrong
size, unpacks to a thousand times its length, or brings entities of its own. Text that is marked as deleted is left
out, inserted text is kept, and the numbers that a word processor only draws before its paragraphs are written out.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError, XMLParser

from planwerk.sources.rejected import Reason, Refusal
from planwerk.sources.text import Decoded, kind_of
from planwerk.sources.wordxml import Numbering, NumberingReader, TextReader

MOST_BYTES = 200_000_000  # unpacked, of the parts that are read; a thousand pages have a tenth of that
MOST_TIMES = 200  # a part that unpacks to more than so many times its packed size is no text
MOST_ENTRIES = 20_000
_CHUNK = 1 << 16
_PART = re.compile(r"word/(?:header\d*|document|footnotes|endnotes|footer\d*)\.xml")
_ORDER = ("header", "document", "footnotes", "endnotes", "footer")


def extract(content: bytes) -> Decoded:
    """Take the text out of a DOCX; raises Refusal where there is none, or where the file is not to be trusted."""
    if not content:
        raise Refusal(Reason.empty)
    kind = kind_of(content)
    if kind == "old Office":  # an encrypted DOCX is packed in the old format, as is a .doc
        raise Refusal(Reason.encrypted if _utf16("EncryptedPackage") in content else Reason.mislabelled, f"begins as {kind}")  # fmt: skip
    if kind != "ZIP or DOCX":
        raise Refusal(Reason.mislabelled, f"begins as {kind or 'no DOCX does'}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = _text(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise Refusal(Reason.broken, str(error)[:200]) from error
    except ParseError as error:
        raise Refusal(Reason.broken, f"XML: {error}") from error
    except RuntimeError as error:  # zipfile's word for a part with a password
        raise Refusal(Reason.encrypted) from error
    if not text.strip():
        raise Refusal(Reason.without_text)
    return Decoded(text, "text of DOCX")


def _text(archive: zipfile.ZipFile) -> str:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Refusal(Reason.hostile, f"{len(entries)} parts in the archive")
    names = {entry.filename: entry for entry in entries}
    if len(names) < len(entries):
        raise Refusal(Reason.hostile, "two parts of one name")
    if "word/document.xml" not in names:
        raise Refusal(Reason.mislabelled, "an archive, but no DOCX")
    parts = sorted((name for name in names if _PART.fullmatch(name)), key=lambda name: (_rank(name), name))
    left = [MOST_BYTES]
    numbering = Numbering()
    if "word/numbering.xml" in names:
        reader = NumberingReader()
        _parse(archive, names["word/numbering.xml"], reader, left)
        numbering = reader.numbering
    said: list[str] = []
    for name in parts:
        words = TextReader(numbering)
        _parse(archive, names[name], words, left)
        text = words.text.strip("\n")
        # A header and a footer stand there once for the first page, once for odd and once for even ones.
        if text.strip() and (_rank(name) == 1 or text not in said):
            said.append(text)
    return "\n\n".join(said) + "\n" if said else ""


def _rank(name: str) -> int:
    return next(number for number, start in enumerate(_ORDER) if name.startswith(f"word/{start}"))


def _parse(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: NumberingReader | TextReader, left: list[int]) -> None:  # fmt: skip
    parser = XMLParser(target=target)
    for chunk in _unpacked(archive, entry, left):
        parser.feed(chunk)
    parser.close()


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: list[int]) -> Iterator[bytes]:
    bound = max(entry.compress_size * MOST_TIMES, 1_000_000)
    with archive.open(entry) as file:
        while chunk := file.read(_CHUNK):
            left[0] -= len(chunk)
            bound -= len(chunk)
            if left[0] < 0 or bound < 0:
                raise Refusal(Reason.hostile, f"{entry.filename} unpacks to far more than its size")
            yield chunk


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")
