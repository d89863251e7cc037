"""The reading copy: a source's text as a person reads it, each character with its place in the source.

Left out are hyphens of lost line breaks, soft hyphens, the headers and footers that a printer repeats on every page, page
numbers and the letters of a watermark; ligatures and odd spaces are written plainly. Nothing is moved or added, so a place in the copy is
a place in the source.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator

Span = tuple[int, int]

_WORD = "a-zäöüß"
# A hyphen at a line's end goes only between lower-case letters, as in "Senioren-\nhilfe": "Kinder-\nund Jugendhilfe"
# is caught by the words that follow such a hyphen in German.
_COORDINATED = r"(?:und|oder|bzw|sowie|u|wie|als|bis)\b"
_UNDONE = re.compile(
    r"(?P<soft>\u00ad[ \t]*\n?[ \t]*)"
    rf"|(?P<hyphen>(?<=[{_WORD}])[-\u2010\u2011][ \t]*(?:\r?\n|\f)\s*(?!{_COORDINATED})(?=[{_WORD}]))"
    r"|(?P<space>[\u00a0\u2007\u2009\u202f])"
    r"|(?P<ligature>[\ufb00-\ufb06])"
    r"|(?P<return>\r\n?)"
    r"|(?P<page>\f)"
    rf"|(?P<lost>(?<![\w/.@:\u2010-])(?P<first>[A-ZÄÖÜ]?[{_WORD}]+)[-\u2010\u00ac](?P<second>[{_WORD}]{{3,}})(?![\w/@\u2010-]|\.\w))"
)
_PLAIN = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}

# The ends of a word that was cut: no word of its own begins a second part like these ("konzeptorien-tiert").
_TORN = re.compile(
    r"[bcdfghjklmnpqrstvwxzß]{0,2}"
    r"(?:iert|ierung|ierend|isch|lich|ung|heit|keit|sam|bar|nis|tät|tion|sion|ten|tet|tes|ter)(?:e|en|er|em|es|s)?"
)
# What does stand behind a hyphen with a small letter: "Corona-bedingt", "EU-weit", "Rund-um", "Bürger-innen".
_HEADS = re.compile(
    r"(?:innen|bedingt|berechtigt|frei|nah|weit|spezifisch|bezogen|orientiert|gerecht|relevant|abhängig|intern|extern|fähig"
    r"|ähnlich|typisch|konform|basiert|gestützt|finanziert|gefördert|übergreifend|betroffen|positiv|negativ|infiziert"
    r"|geeignet|pflichtig|artig|arm|reich|los|eigen|treu|feindlich|freundlich|neutral|kritisch|politisch|rechtlich"
    r"|von|vom|der|die|das|den|dem|des|zum|zur|auf|aus|mit|ohne|und|oder|out|how|box|line|life|off|not)(?:e|en|er|em|es)?"
)
_ADJECTIVE = re.compile(r"\w{3,}(?:isch|lich|ell|iv|ig|al|ant|ent|iert)(?:e|en|er|em|es)?")

_PAGE_NUMBER = re.compile(
    r"^[ \t]*(?:[-–—][ \t]*\d{1,4}[ \t]*[-–—]|(?:Seite|S\.)[ \t]*\d{1,4}(?:[ \t]*(?:von|/)[ \t]*\d{1,4}(?:[ \t]+Seiten)?)?)[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)
_EDGE = 4  # lines at the top and at the bottom of a page that may be its header and footer
_LETTERS = re.compile(r"(?:^[ \t]*[^\W\d_xX][ \t]*(?:\n|\Z))+", re.MULTILINE)
_WATERMARK = 12  # so many lines of one letter, with so many different letters among them, are no list
_DIFFERENT = 6


def reading_copy(text: str) -> tuple[str, array[int]]:
    r"""Give the reading copy and the place of each of its characters in the text, with one entry more for the end.

    >>> reading, origin = reading_copy("Die Wohnungsnot-fallhilfe und die Kinder-\nund Jugend\u00adhilfe")
    >>> reading, origin[reading.index("fallhilfe")]
    ('Die Wohnungsnotfallhilfe und die Kinder-\nund Jugendhilfe', 16)
    """
    kept, origin = _without(text, _merged([*_furniture(text), *_page_numbers(text), *_watermark(text)]))
    parts: list[str] = []
    places = array("L")
    words: set[str] = set()
    last = 0

    def keep(start: int, end: int) -> None:
        parts.append(kept[start:end])
        places.extend(origin[start:end])

    for match in _UNDONE.finditer(kept):
        keep(last, match.start())
        last = match.end()
        kind = match.lastgroup or ""
        if match["lost"]:
            first, second = match.span("first"), match.span("second")
            words = words or set(re.findall(rf"(?<![\w\u2010-])[A-ZÄÖÜ]?[{_WORD}]+", kept))
            if _is_torn(match["first"], match["second"], words):
                keep(*first)
                keep(*second)
            else:
                keep(match.start(), match.end())
            continue
        if kind == "page" and parts and parts[-1].endswith("\n"):
            continue
        written = {"space": " ", "return": "\n", "page": "\n"}.get(kind) or _PLAIN.get(match[0], "")
        parts.append(written)
        places.extend([origin[match.start()]] * len(written))
    keep(last, len(kept))
    places.append(len(text))
    return "".join(parts), places


def norm(text: str) -> str:
    r"""Make white space and line-break hyphens uniform, so that copies with other line breaks compare equal.

    >>> norm("Senioren-\n  hilfe und  Teil\u00adhabe")
    'Seniorenhilfe und Teilhabe'
    """
    text = text.replace("\r", "\n").replace("\u00ad", "")
    text = re.sub(r"(?<=[a-zäöüß])-[ \t]*\n[ \t]*(?=[a-zäöüß])", "", text)
    return re.sub(r"\s+", " ", text).strip()


def _is_torn(first: str, second: str, words: set[str]) -> bool:
    """Tell whether the two are one word with a hyphen left over from a line's end of another print."""
    joined = first + second
    if joined in words or joined.lower() in words or joined.capitalize() in words:
        return True
    if re.fullmatch(_HEADS, second) or re.fullmatch(_COORDINATED, second):
        return False
    if first[0].islower():
        return _TORN.fullmatch(second) is not None
    # A noun with a capital goes on with a capital behind a hyphen that is meant: "Kita-Platz", never "Kita-platz".
    return len(first) > 1 and second not in words and (
        _TORN.fullmatch(second) is not None or _ADJECTIVE.fullmatch(second) is None
    )  # fmt: skip


def _without(text: str, spans: Iterable[Span]) -> tuple[str, array[int]]:
    parts: list[str] = []
    origin = array("L")
    last = 0
    for start, end in [*spans, (len(text), len(text))]:
        parts.append(text[last:start])
        origin.extend(range(last, start))
        last = end
    origin.append(len(text))
    return "".join(parts), origin


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _page_numbers(text: str) -> Iterator[Span]:
    yield from (match.span() for match in _PAGE_NUMBER.finditer(text))


def _watermark(text: str) -> Iterator[Span]:
    """Find the letters that a watermark leaves between the lines, one or two at a time.

    Longer runs are words that stand upright on the page.
    """
    found = [match for match in _LETTERS.finditer(text) if len(match[0].split()) <= 2]
    if len(found) >= _WATERMARK and len({match[0].strip() for match in found}) >= _DIFFERENT:
        yield from (match.span() for match in found)


def _furniture(text: str) -> Iterator[Span]:
    """Find the lines that a printer repeats at the top or bottom of most pages, but for the first time.

    Two lines are the same where they differ in the page's number only: a sum that stands at the foot of each page is
    no footer. The first stands, since a header often is the only place of the paper's number.
    """
    pages = list(_pages(text))
    if len(pages) < 3:
        return
    edges = [
        {(edge, _same(text[start:end], number)): (start, end) for edge, part in _edges(lines) for start, end in part}
        for number, lines in enumerate(pages, 1)
    ]
    counted = Counter(key for page in edges for key in page)
    often = max(3, round(len(pages) * 0.6))
    seen: set[tuple[str, str]] = set()
    for page in edges:
        for key, span in page.items():
            if counted[key] >= often and (key in seen or not re.search(r"[^\W\d]", key[1])):
                yield span
            seen.add(key)


def _pages(text: str) -> Iterator[list[Span]]:
    """Give the lines of each page that have words, each with its line's end."""
    start = 0
    for page in text.split("\f"):
        lines = [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*(?:\n|\Z)", page)]
        yield [(start + first, start + last) for first, last in lines]
        start += len(page) + 1


def _edges(lines: list[Span]) -> Iterator[tuple[str, list[Span]]]:
    half = (len(lines) + 1) // 2
    yield "top", lines[: min(_EDGE, half)]
    yield "bottom", lines[max(len(lines) - _EDGE, half) :]


def _same(line: str, number: int) -> str:
    """Give the line with the page's number blanked, also where a cover is not counted or counted twice."""
    near = {str(number + off): f"#{off}" for off in (-1, 0, 1)}
    return re.sub(r"\d+", lambda digits: near.get(digits[0], digits[0]), " ".join(line.split()))
