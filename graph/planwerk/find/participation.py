"""Participation and coordination as a paper words them: who is involved, heard or coordinated with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwerk.paper import Find, Paper

_CAP = r"[A-ZÄÖÜ][\wäöüß*/-]*"
# Groups and bodies as they stand in a list: "freie Träger in Leipzig, Experten, relevante Ämter und Behörden".
_ONE = rf"(?:(?:den|der|die|des|dem|aller|allen|relevante[nr]?|freie[nr]?|betroffene[nr]?|beteiligte[nr]?|städtische[nr]?|soziale[nr]?|weitere[nr]?|andere[nr]?|örtliche[nr]?|zuständige[nr]?)\s+){{0,3}}{_CAP}(?:\s+(?:der|des|von|für|in|und)\s+(?:(?:der|den|die|freien)\s+)?{_CAP}){{0,3}}"
_LIST = rf"{_ONE}(?:(?:,|\s+und|\s+sowie)\s+{_ONE}){{0,8}}"
_FORMS = tuple(
    (kind, re.compile(form))
    for kind, form in (
        ("involvement", rf"\b(?:[Uu]nter|[Mm]it)\s+(?:der\s+|früher\s+|enger\s+)?(?:Einbeziehung|Beteiligung|Mitwirkung)\s+(?:von\s+)?(?P<who>{_LIST})"),
        ("coordination", rf"\b[Ii]n\s+(?:enger\s+)?(?:Abstimmung|Zusammenarbeit|Kooperation)\s+mit\s+(?P<who>{_LIST})"),
        ("coordination", rf"\bim\s+Benehmen\s+mit\s+(?P<who>{_LIST})"),
        ("involvement", rf"\b(?:wird|werden|wurden?|sind|ist)\s+(?P<who>{_LIST})\s+(?:(?:[^.;]|(?<=\d)\.){{0,160}}?\s)?(?:einbezogen|beteiligt|angehört|einzubeziehen|zu\s+beteiligen)\b"),
        ("involvement", rf"(?:\A|[.:]\s+|\n)(?P<who>{_LIST})\s+(?:wird|werden|wurden?|sind|ist)\s+(?:(?:[^.;]|(?<=\d)\.){{0,120}}?\s)?(?:einbezogen|beteiligt|angehört|einzubeziehen|zu\s+beteiligen)\b"),
    )
)  # fmt: skip
_PAPERWORK = re.compile(r"\A(?:Anlage|Antrag|Vorlage|Beschluss|Abbildung|Punkt|Ziffer|Mitteln?|Kosten)\b")


def find_participation(paper: Paper) -> Iterator[Find]:
    """Find who is involved in or coordinated with, as printed.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "Das Konzept entsteht unter Einbeziehung der freien Träger und des Seniorenbeirats."
    >>> paper = to_paper("a.txt", text.encode(), text, read_profile())
    >>> [(find.values["kind"], find.values["who"]) for find in find_participation(paper)]
    [('involvement', 'der freien Träger und des Seniorenbeirats')]
    """
    last = 0
    found = [
        (match.start("who") if match[0][0] in ".:\n" else match.start(), match.end(), kind, match)
        for kind, form in _FORMS
        for match in form.finditer(paper.reading)
    ]
    for start, end, kind, match in sorted(found, key=lambda one: (one[0], -one[1])):
        if start < last or _PAPERWORK.match(match["who"]):
            continue
        last = end
        who = re.sub(r"\s+", " ", match["who"])
        yield Find(
            "participation", start, end, f"participation.{kind}", confidence=0.75, values={"kind": kind, "who": who}
        )
