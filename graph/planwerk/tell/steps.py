"""The steps of a page as versions of papers: which stand there with their text, which are only named, in what order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from planwerk import procedure
from planwerk.dates import find_periods
from planwerk.paper import Paper
from planwerk.tell.page import Point, Span, Step

HEAD = 700  # characters in which a paper says whose it is and when it is dealt with
VERSIONED = ("motion", "amendment", "position", "proposal")


def steps_of(paper: Paper) -> tuple[Step, ...]:
    """Give the versions of papers and the decisions of a page, each with its text, day and points.

    What the page only names is told where it is an older version of a paper that stands there, named in its head.
    """
    read = procedure.to_procedure(paper)
    printed = [one for one in read.steps if one.printed]
    found = [_step(paper, one) for one in printed]
    for one in read.steps:
        if not one.printed and one.kind in VERSIONED and any(_in_head(one, of) for of in printed):
            found.append(replace(_step(paper, one), empty=True))
    found += _rows(paper, read, found)
    return tuple(sorted(_numbered(found), key=lambda step: (step.start, step.role is not None, step.end)))


def _rows(paper: Paper, read: procedure.Procedure, printed: list[Step]) -> Iterator[Step]:
    """Give the rows of a Beratungsfolge: what came of it is known from its own day, and not from that of the paper.

    A row that decides is a resolution; the number that the paper prints for its resolution is that of the only one.
    """
    decided = [
        one for one in read.steps if not one.printed and one.kind == "resolution" and one.body and not one.reference
    ]
    deciding = {
        row: one for row in read.consultations for one in decided if row.start < one.end and one.start < row.end
    }
    numbers = {match["number"] for match in _RESOLUTION_NUMBER.finditer(paper.reading)}
    for row in read.consultations:
        day = _day(row.date)
        if day is None or not any(one.start <= row.start < one.end for one in printed):
            continue
        place = (row.start, row.start + len(paper.reading[row.start : row.end].rstrip()))
        step = Step(
            "consultation", *place, place, day, body=row.body, role=row.role or "", result=row.result, parts=(place,)
        )
        if row in deciding:
            number = next(iter(numbers)) if len(numbers) == 1 and len(deciding) == 1 else None
            yield replace(step, kind="resolution", number=number)
        yield step


def first_sitting(paper: Paper) -> date | None:
    """Give the first day on which a body consults on the paper, by its rows or by the days in its head.

    By that day at the latest the paper was there, whatever day it bears itself.
    """
    read = procedure.to_procedure(paper)
    rows = [day for row in read.consultations if (day := _day(row.date))]
    if rows:
        return min(rows)
    ends = min(
        (part.start for one in read.steps for part in one.sections if part.kind != "consultations"), default=HEAD
    )
    head = paper.reading[: min(ends, HEAD)]
    days = [period.earliest for period in find_periods(head) if period.precision == "day" and period.earliest]
    return min(days, default=None)


def _in_head(one: procedure.Step, of: procedure.Step) -> bool:
    head = min((section.start for section in of.sections), default=of.end)
    return one.kind == of.kind and of.start < one.start < head and one.reference in (None, of.reference)


def _step(paper: Paper, one: procedure.Step) -> Step:
    heading = _heading(paper.reading, one)
    outside = tuple((part.start, part.end) for part in one.sections if not one.start <= part.start < one.end)
    return Step(
        kind=one.kind,
        number=_number(paper, one),
        start=one.start,
        end=one.end,
        heading=heading,
        day=_day(one.date),
        revised=one.version == "new",
        first=one.version == "old",
        reference=_reference(paper, one),
        body=one.body or "",
        adopts=one.adopts,
        alternative=any(part.kind == "alternative" for part in one.sections),
        points=tuple(_points(one)),
        parts=((one.start, one.end), *outside) if outside else (),
    )


_RESOLUTION_NUMBER = re.compile(
    r"\bBeschl(?:uss|üsse)(?:[-\s]*(?:Nr|Nummer)\.?)?\s*:?[ \t]*(?P<number>(?=[A-Z0-9])[\w.-]*\d[\w.-]*/[\w/-]*\d)(?=[\s:,;)]|$)",
    re.M,
)


def _number(paper: Paper, one: procedure.Step) -> str | None:
    """Give the number that a resolution prints of itself, if it is one only."""
    if one.kind != "resolution":
        return None
    found = {match["number"] for match in _RESOLUTION_NUMBER.finditer(paper.reading, one.start, one.end)}
    return found.pop() if len(found) == 1 else None


def _reference(paper: Paper, one: procedure.Step) -> str | None:
    return None if one.reference and one.reference == _number(paper, one) else one.reference


def _points(one: procedure.Step) -> Iterator[Point]:
    """Give the points of a step by their printed numbers, or counted where a number stands twice."""
    printed = [int(point.number) for point in one.points if point.number.isdecimal()]
    numbers = printed if len(set(printed)) == len(one.points) else range(1, len(one.points) + 1)
    for number, point in zip(numbers, one.points, strict=True):
        yield Point(number, point.start, point.end)


def _heading(copy: str, one: procedure.Step) -> Span:
    """Give the line that heads a step; what a letterhead prints above it is none."""
    words = re.escape(one.title).replace(r"\ ", r"\s+")
    title = re.compile(words).search(copy, one.start, one.end) if one.title else None
    begins = (
        title.start() if title else one.start + len(copy[one.start : one.end]) - len(copy[one.start : one.end].lstrip())
    )
    line = copy.find("\n", title.end() if title else begins, one.end)
    return begins, one.end if line < 0 else line


def _day(text: str | None) -> date | None:
    with suppress(TypeError, ValueError):  # a month or a year is no day
        return date.fromisoformat(text or "")
    return None


def _numbered(steps: list[Step]) -> Iterator[Step]:
    """Count the versions of one paper: the old before the new one, else by their days."""
    for step in steps:
        same = [one for one in steps if one.kind == step.kind and step.kind in VERSIONED]
        if len(same) < 2:
            yield step
        else:
            order = sorted(same, key=lambda one: (one.revised, not one.first, one.day or date.max))
            yield replace(step, edition=order.index(step) + 1)
