"""Which steps of a procedure a page holds: each version of each paper, with its day and its points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from planwerk.dates import find_periods
from planwerk.paper import Paper
from planwerk.tell.page import Point, Span, Step

KINDS = ("report", "resolution", "amendment", "position", "answer", "question", "information", "proposal", "motion")
_LINE = re.compile(r"^[^\n]+$", re.M)
_POINT = re.compile(
    r"^[ \t]*(?:[-•–*]|\d{1,2}[.)])[ \t]+[^\n]+(?:\n(?![ \t]*(?:[-•–*]|\d{1,2}[.)])[ \t]|[ \t]*\n|[A-ZÄÖÜ][^\n]{0,60}:?\n)[^\n]+)*",
    re.M,
)


def steps_of(paper: Paper) -> tuple[Step, ...]:
    """Give the steps of a page by its headings; those of one kind are versions of one paper, told apart by their days."""
    text = paper.reading
    heads = list(_heads(paper))
    steps: list[Step] = []
    for number, (kind, span, day) in enumerate(heads):
        end = heads[number + 1][1][0] if number + 1 < len(heads) else len(text)
        steps += _versions(paper, Step(kind, span[0], end, span, day, empty=not text[span[1] : end].strip()))
    return tuple(_numbered(_with_text(steps, text)))


def _with_text(steps: list[Step], text: str) -> list[Step]:
    """Give the text below two headings of one kind to the newer version: the older one is only named."""
    found = list(steps)
    for number, (one, two) in enumerate(pairwise(steps)):
        newer = "Neufassung" in text[slice(*one.heading)] or (one.day and two.day and one.day > two.day)
        if one.empty and one.kind == two.kind and newer:
            found[number] = replace(two, start=one.start, heading=one.heading, day=one.day)
            found[number + 1] = replace(one, start=two.start, heading=two.heading, day=two.day, end=two.heading[1])
    return found


def _heads(paper: Paper) -> Iterator[tuple[str, Span, date | None]]:
    seen = False
    for line in _LINE.finditer(paper.reading):
        kind = next((one for one in KINDS if any(p.match(line[0]) for p in paper.profile.headings.get(one, ()))), None)
        if kind is None or len(line[0]) > 160:
            continue
        day = next((one.earliest for one in find_periods(line[0]) if one.precision == "day"), None)
        if day or not seen:
            seen = True
            yield kind, line.span(), day


def _versions(paper: Paper, step: Step) -> list[Step]:
    """Take apart a position that prints its new version before the reasons of the old one."""
    text, headings = paper.reading, paper.profile.headings
    new = old = None
    for line in _LINE.finditer(text, step.heading[1], step.end):
        if new is None and "Neufassung" in line[0] and any(p.match(line[0]) for p in headings.get("alternative", ())):
            new = line
        elif (
            old is None
            and re.search(r"\balte Fassung\b", line[0])
            and any(p.match(line[0]) for p in headings.get("reasons", ()))
        ):
            old = line
    if new is None:
        return [replace(step, points=_points(paper, step.heading[1], step.end))]
    first, last = new.start(), old.start() if old else step.end
    rest = ((step.start, first), (last, step.end)) if old else ((step.start, first),)
    revised = Step(step.kind, first, last, new.span(), None, 2, alternative=True, points=_points(paper, first, last))
    return [replace(step, edition=1, parts=rest), revised]


def _points(paper: Paper, start: int, end: int) -> tuple[Point, ...]:
    headings = paper.profile.headings
    begins = None
    for line in _LINE.finditer(paper.reading, start, end):
        if begins is not None and any(p.match(line[0]) for p in headings.get("reasons", ())):
            end = line.start()
            break
        if begins is None and any(
            p.match(line[0]) for name in ("points", "alternative") for p in headings.get(name, ())
        ):
            begins = line.end()
    if begins is None:
        return ()
    found = _POINT.finditer(paper.reading, begins, end)
    return tuple(Point(number, one.start(), one.end()) for number, one in enumerate(found, 1))


def _numbered(steps: list[Step]) -> Iterator[Step]:
    for step in steps:
        same = [one for one in steps if one.kind == step.kind and step.kind in ("motion", "proposal", "position")]
        if step.edition is not None or len(same) < 2:
            yield step
        else:
            order = sorted(same, key=lambda one: (one.day is None, one.day or date.max))
            yield replace(step, edition=order.index(step) + 1)
