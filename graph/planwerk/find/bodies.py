"""Actors: the bodies, offices, groups, boards, providers and role holders that a paper names; no natural persons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwerk.bodies import find_named
from planwerk.paper import Find, Paper

# What stands behind these words in the head of a paper is a body, even where it is an abbreviation nobody could guess.
_LABEL = re.compile(
    r"(?m)^[ \t]*(?:Dienststelle|Verantwortlich|Einreicher(?:in)?|Eingereicht von|Antragsteller(?:in)?|Federführende? ?(?:Amt|Stelle|Dezernat|Bereich)?"
    r"|Fachbereich|Dezernat|Amt|Organisationseinheit|Geschäftsbereich|Federführend|Vorlage von|Erstellt von|Absender)[ \t]*:[ \t]*\n?[ \t]*(?P<name>[^\n]{2,80}?)[ \t]*$"
)
_SHORT = re.compile(
    r"(?:[A-ZÄÖÜ]{2,6}(?:[-/][A-ZÄÖÜ][A-Za-z]{1,4})?|(?:Dez|Ref)\. ?(?:[IVX]+|\d+))(?=\s*$|,|[ /](?![A-ZÄÖÜ\d]))"
)


def find_bodies(paper: Paper) -> Iterator[Find]:
    r"""Find the actors of a paper, each with its kind.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "Dienststelle: SJB\nDer Seniorenbeirat bittet Oberbürgermeister Max Mustermann."
    >>> paper = to_paper("a.txt", text.encode(), text, read_profile())
    >>> [(paper.reading[find.start:find.end], find.values["type"]) for find in find_bodies(paper)]
    [('SJB', 'office'), ('Seniorenbeirat', 'board'), ('Oberbürgermeister', 'role')]
    """
    taken: list[tuple[int, int]] = []
    for label in _LABEL.finditer(paper.reading):
        short = _SHORT.match(label["name"])
        if short is not None:
            start = label.start("name")
            taken.append((start, start + short.end()))
            yield Find("actors", start, start + short.end(), "actor.label", values={"type": "office"})
    for city in paper.profile.cities:
        for match in re.finditer(rf"\b[Dd]ie (Stadt {re.escape(city)})\b", paper.reading):
            yield Find("actors", *match.span(1), "actor.municipality", values={"type": "municipality"})
    for one in find_named(paper.reading, paper.profile.bodies):
        if not any(start < one.end and one.start < end for start, end in taken):
            yield Find("actors", one.start, one.end, f"actor.{one.kind}", confidence=0.9, values={"type": one.kind})
