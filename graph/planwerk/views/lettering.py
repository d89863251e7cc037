"""Lettering on a card: how wide a word is, where a German compound may break, which lines fit.

Lines are broken here and not in the browser, so that every machine shows the same card. The
widths are those of DejaVu Sans, the widest of the fonts a page falls back to: a narrower font
leaves a little room, none runs over the edge.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Advance widths in hundredths of the font size, measured in a browser.
_WIDTHS = {
    character: width / 100
    for width, characters in {
        28: "'ijl", 32: "IJ ,.·", 34: "/:;|\\", 36: "f-", 40: "()[]t!", 42: "r", 46: '"', 50: "*_`„“”‚‘’",
        53: "sz?–", 56: "cçL", 59: "Fkvxyýÿ", 62: "aoeTYP«»áàâãäåóòôõöøéèêë", 64: "bdghnpquñùúûüß0123456789${}§ESÉÈÊË",
        69: "ABKRVXZÀÁÂÃÄÅ", 75: "CDGHNUÇÙÚÛÜ", 79: "OQ&ÒÓÔÕÖØ", 84: "w#+<=>~×", 88: "M%", 100: "mWæ@…—→←",
    }.items()
    for character in characters
}  # fmt: skip
_BOLD = 1.12

# Words that stand at the end of planning compounds: a break before them reads best.
_HEAD = re.compile(
    r"""(?<=\w{3})(?=
        abteilung|ämter|(?<!ges)amt(?:s|\b)|angebote|arbeit|aufgaben|ausschuss|ausschüsse|bedarf|beirat|beiräte|beratung|bericht|
        beschluss|betreuung|bewerber|entwicklung|förderung|forum|gesetz|hilfe|konferenz|konzept|leistung|maßnahmen|
        ordnung|planung|programm|rats?\b|richtlinie|stelle|träger|verordnung|versammlung|verwaltung|vorlage|zentrum)""",
    re.IGNORECASE | re.VERBOSE,
)
_JOINT = re.compile(r"(?<=\w(?:ungs|eits|ions|ings|täts))(?=\w{3})|(?<=schafts)(?=\w{3})")
_VOWELS = "aeiouyäöüáéíóúàèâêîôû"
# A break falls before the last consonant between two vowels; these letters stay together.
_SYLLABLE = re.compile(
    rf"(?<=[{_VOWELS}])(?=(?:ch|ph|th|qu|sch|[b-df-hj-np-tv-xzß])[{_VOWELS}])"
    rf"|(?<=[b-df-hj-np-tv-xzß])(?<!sc)(?<!c)(?=(?:sch|ch|ph|th|qu|[bdfgj-np-tv-xz])[{_VOWELS}])",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=65_536)  # words come again, thousands of times on a large map
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Give the width of `text` in the unit of the font size, never less than a browser draws.

    >>> text_width("Amt", 10) < text_width("Amt", 10, bold=True)
    True
    >>> text_width("计划", 10)
    20.0
    """
    total = 0.0
    for character in text:
        known = _WIDTHS.get(character)
        if known is None:
            if unicodedata.combining(character) or character == "\u00ad":
                continue
            known = 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.72
        total += known
    return total * size * (_BOLD if bold else 1)


def break_points(word: str) -> list[int]:
    """Give the places where a word may break, best kind first, each place once.

    >>> word = "Wohnungsnotfallhilfekonzept"
    >>> [word[:place] for place in break_points(word)[:3]]
    ['Wohnungsnotfall', 'Wohnungsnotfallhilfe', 'Wohnungs']
    >>> break_points("Amt"), joints("Gesamtverantwortung")
    ([], [])
    """
    found: list[int] = []
    for rule, before, after in ((_HEAD, 3, 3), (_JOINT, 3, 3), (_SYLLABLE, 3, 3)):
        for match in rule.finditer(word):
            place = match.start()
            if before <= place <= len(word) - after and place not in found and word[place - 1].isalpha():
                found.append(place)
    return found


def joints(text: str, *, longer_than: int = 14) -> list[int]:
    """Give the places where the compounds of a text may break without a hyphen: between their words.

    >>> text = "Beirat der Stadtverordnetenversammlung"
    >>> [text[place:] for place in joints(text)]
    ['versammlung']
    """
    return [
        word.start() + place
        for word in re.finditer(r"\w+", text)
        if len(word.group()) > longer_than
        for place in sorted({match.start() for rule in (_HEAD, _JOINT) for match in rule.finditer(word.group())})
        if place <= len(word.group()) - 3
    ]


def _pieces(word: str, room: float, size: float, bold: bool) -> tuple[str, str] | None:
    """Split a word so that the head with its hyphen fits into `room`; None where no break fits."""
    hard = [match.end() for match in re.finditer(r"[-/–\u00ad](?=\w)", word)]
    fitting = [place for place in hard if text_width(word[:place], size, bold=bold) <= room]
    if fitting:
        head = word[: fitting[-1]]
        return (head[:-1] + "-" if head.endswith("\u00ad") else head), word[fitting[-1] :]
    best: int | None = None
    points = break_points(word)
    good = {match.start() for rule in (_HEAD, _JOINT) for match in rule.finditer(word)}
    for place in points:
        # A joint of the compound beats a syllable unless it would leave most of the line empty.
        if text_width(word[:place] + "-", size, bold=bold) <= room and (
            best is None
            or (place in good and (best not in good or place > best))
            or (best not in good and place > best)
        ):
            best = place
    return None if best is None else (word[:best] + "-", word[best:])


def _cut(word: str, room: float, size: float, bold: bool) -> tuple[str, str]:
    """Split where no rule helps (addresses, numbers): as many characters as fit, at least one."""
    end = 1
    while end < len(word) and text_width(word[: end + 1], size, bold=bold) <= room:
        end += 1
    return word[:end], word[end:]


def fit_lines(text: str, size: float, width: float, *, most: int | None = None, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines no wider than `width`; past `most` lines an ellipsis says that more follows.

    >>> fit_lines("Fortschreibung Wohnungsnotfallhilfe", 13, 150)
    ('Fortschreibung', 'Wohnungsnotfallhilfe')
    >>> fit_lines("Eingliederungshilfeverordnung", 13, 150)
    ('Eingliederungshilfe-', 'verordnung')
    >>> fit_lines("eins zwei drei vier", 13, 44, most=2)
    ('eins', 'zwei…')
    """
    words = _SPACES.sub(" ", text).strip().split(" ")
    lines: list[str] = []
    line = ""
    waiting = list(reversed(words))
    while waiting and (most is None or len(lines) <= most):
        word = waiting.pop()
        start = f"{line} " if line else ""
        if text_width(start + word, size, bold=bold) <= width:
            line = start + word
            continue
        alone = text_width(word, size, bold=bold) <= width
        room = width - text_width(start, size, bold=bold)
        # A word that fits a line of its own is not torn; only compounds wider than a line are.
        split = None if alone else _pieces(word, room, size, bold)
        if split:
            line = start + split[0]
            waiting.append(split[1])
        elif line:
            waiting.append(word)
        else:
            line, rest = _cut(word, width, size, bold)
            waiting.append(rest)
        lines.append(line)
        line = ""
    if line:
        lines.append(line)
    if most is not None and (len(lines) > most or waiting):
        last = lines[most - 1]
        while last and text_width(last + "…", size, bold=bold) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], last.rstrip(" -–,") + "…"]
    return tuple(line.replace("\u00ad", "") for line in lines) or ("",)
