"""Staff: full-time equivalents and posts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwerk.dates import GAP
from planwerk.paper import Find, Paper

_WORDS = {
    "eine halbe": 0.5, "einer halben": 0.5, "halbe": 0.5, "halben": 0.5, "ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1,
    "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12,
}  # fmt: skip
_NUMBER = rf"(?P<number>(?<![\d.,/])\d{{1,4}}(?:,\d{{1,3}})?|\b(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))}))"
_KIND = r"(?:(?:zusätzliche|unbefristete|befristete|weitere|neue|volle|unbesetzte|besetzte|offene)[nrs]?[ \n]){0,2}"
_STAFF = re.compile(
    rf"{_NUMBER}{GAP}(?P<percent>%|Prozent)?{GAP}(?P<times>x{GAP}\d,\d+{GAP})?{_KIND}"
    r"(?P<unit>V[ZK][ÄAWKE]\b(?:-(?:Stellen?|Anteile?))?|VzÄ\b|VK\b|AK-?Stellen?\b|Vollzeitäquivalente?n?\b|Vollzeit(?:plan|-?[Ss])?tellen?\b|Vollzeitstellen?\b"
    r"|Vollzeit-Stellen?\b|Planstellen?\b|Personalstellen?\b|Vollkräfte?n?\b|Stellenanteile?n?\b|(?P<posts>Stellen)\b)"
)
_PLACES = re.compile(r"\b(?:an|auf|bis zu|um)\s+(?:\w+\s+)?$")  # "an drei Stellen" are places


def find_staff(paper: Paper) -> Iterator[Find]:
    """Find numbers of posts and full-time equivalents as ``staff``, with ``fte`` (0.5 for a half post).

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "2,0 VZÄ, eine halbe Vollzeitstelle und 50 % VZÄ; an drei Stellen im Text"
    >>> paper = to_paper("a.txt", text.encode(), text, read_profile())
    >>> [find.values["fte"] for find in find_staff(paper)]
    [2.0, 0.5, 0.5]
    """
    for match in _STAFF.finditer(paper.reading):
        if match["posts"] and _PLACES.search(paper.reading[max(0, match.start() - 20) : match.start()]):
            continue
        word = match["number"]
        number = float(_WORDS[word]) if word in _WORDS else float(word.replace(",", "."))
        fte = number / 100 if match["percent"] else number
        if match["times"]:  # "2 x 0,5 Vollzeitstellen"
            fte *= float(match["times"][1:].strip().replace(",", "."))
        values = {"fte": fte, "unit": match["unit"]}
        confidence = 0.7 if match["posts"] else 0.95
        yield Find(
            "staff", match.start(), match.end(), "staff.posts" if match["posts"] else "staff.fte", 1, confidence, values
        )
