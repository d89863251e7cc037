"""Text files: bytes into characters, with the encoding found out and said.

Council software exports UTF-8 with and without a byte order mark, Windows-1252, and now and then UTF-16. What was
guessed is recorded with the paper; positions count the decoded characters, a byte order mark is none of them.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from planwerk.sources.rejected import Reason, Refusal

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How files begin that are no text whatever their name says.
_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP or DOCX"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x7fELF", "ELF"),
    (b"\x1f\x8b", "gzip"),
)
_LOOKED_AT = 65536  # bytes from which UTF-16 without a mark is told
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MULTIBYTE = re.compile(rb"[\xc3\xc2\xe2][\x80-\xbf]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a file and how they were had: an encoding, or the way a text layer was taken out.

    ``pages`` is 0 where the file has none; ``pages_without_text`` numbers from 1 those that are pictures only.
    """

    text: str
    encoding: str
    pages: int = 0
    pages_without_text: tuple[int, ...] = ()


def kind_of(content: bytes) -> str | None:
    """Tell what a file is by its first bytes, None where they are not known."""
    return next((name for start, name in _MAGIC if content.startswith(start)), None)


def decode(content: bytes) -> Decoded:
    r"""Decode a text file; raises Refusal where it is empty or no text.

    Without a byte order mark it is UTF-16 where every other byte is zero, UTF-8 where it is valid, UTF-8 with
    replacements where most of its umlauts are, else Windows-1252.

    >>> decode("Änderung".encode("cp1252"))
    Decoded(text='Änderung', encoding='windows-1252', pages=0, pages_without_text=())
    >>> decode(b"\xef\xbb\xbfAntrag").encoding
    'utf-8-sig'
    """
    if not content:
        raise Refusal(Reason.empty)
    if kind := kind_of(content):
        raise Refusal(Reason.mislabelled, f"begins as {kind}")
    text, encoding = _decoded(content)
    if len(_CONTROL.findall(text)) > len(text) // 200:
        raise Refusal(Reason.binary)
    if not text.strip():
        raise Refusal(Reason.without_text, "only white space")
    return Decoded(text, encoding)


def _decoded(content: bytes) -> tuple[str, str]:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None) or _utf_16(content[:_LOOKED_AT])
    if encoding:
        try:
            return content.decode(encoding).removeprefix("\ufeff"), encoding
        except UnicodeDecodeError:
            replaced = content.decode(encoding, "replace").removeprefix("\ufeff")
            return replaced, f"{encoding}, {_lost(replaced)}"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    # A few broken bytes do not make UTF-8 into something else: a cut inside a character, a pasted line.
    replaced = content.decode("utf-8", "replace")
    if len(_MULTIBYTE.findall(content)) > replaced.count("\ufffd"):
        return replaced, f"utf-8, {_lost(replaced)}"
    try:
        return content.decode("cp1252"), "windows-1252"
    except UnicodeDecodeError:
        replaced = content.decode("cp1252", "replace")
        if replaced.count("\ufffd") > len(replaced) // 200 + 1:
            raise Refusal(Reason.binary) from None
        return replaced, f"windows-1252, {_lost(replaced)}"


def _lost(text: str) -> str:
    return f"{text.count(chr(0xFFFD))} characters replaced"


def _utf_16(start: bytes) -> str | None:
    even, odd = start[::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return None
