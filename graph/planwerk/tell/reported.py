"""What a report says of the points of a resolution that it calls by number, be it in another file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from planwerk.statements import Statement, day, iri
from planwerk.tell.addresses import meaning, paper_iri, task_of
from planwerk.tell.page import Page, Step, concept, span_statements, text
from planwerk.tell.tasks import shortened, time_limit

_LINE = re.compile(
    r"^[ \t]*(?:(?:Beschlussp|P)unkt|Ziffer|Nr\.)[ \t]*(?P<number>\d{1,2})[ \t]*[:–-][ \t]*(?P<status>[^\n☐☒]{3,40}?)[ \t]*(?:[☒☑✓✔xX]|\[[xX]\])?[ \t]*$"
    r"|^[ \t]*\|?[ \t]*(?P<row>\d{1,2})[ \t]*\|[ \t]*(?P<state>[^|\n]{3,40}?)[ \t]*\|(?P<cell>[^|\n]*)",
    re.M,
)
_HEAD = re.compile(r"^[ \t#*]*Beschluss(?:es)?[ \t]+(?P<number>[\w./-]*\d)[ \t:*]*$", re.M)
_STATES = (
    (
        "done",
        re.compile(r"(?i)\b(?:erledigt|umgesetzt|abgeschlossen|erfüllt)\b(?<!nicht umgesetzt)(?<!nicht erledigt)"),
    ),
    ("in-progress", re.compile(r"(?i)\bin (?:Arbeit|Bearbeitung|Umsetzung|Vorbereitung)\b|laufend|begonnen")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """What a report prints of a point: its number, the state in its words, and what it adds to that."""

    number: int
    status: str
    span: tuple[int, int]
    said: tuple[int, int]


def tell_reported(page: Page) -> Iterator[tuple[Step, Statement]]:
    """Tell the state of each point that a report lists below the number of its resolution.

    Where the resolution is not of this page, its task is spoken of by number; :func:`planwerk.tell.joined.join` finds it.
    """
    for step in page.steps:
        if step.kind != "report" or step.day is None:
            continue
        for resolution, line in _lines(page, step):
            yield from ((step, one) for one in _progress(page, step, resolution, line))


def _lines(page: Page, step: Step) -> Iterator[tuple[str, Line]]:
    heads = [(match.start(), match["number"]) for match in _HEAD.finditer(page.copy, step.start, step.end)]
    named = {
        item.text
        for item in page.reading.items
        if item.field == "document_numbers" and meaning(page.paper.profile, item.text).kind == "resolution"
    }
    found = list(_LINE.finditer(page.copy, step.heading[1], step.end))
    for place, match in enumerate(found):
        above = [number for start, number in heads if start < match.start()]
        number = above[-1] if above else next(iter(named)) if len(named) == 1 else None
        if number is None:
            continue
        if match["row"]:
            said = match.span("cell")
        else:
            ends = [start for start, _ in heads if start > match.start()]
            ends += [found[place + 1].start()] if place + 1 < len(found) else []
            paragraph = page.copy.find("\n\n", match.end(), step.end)
            said = (match.end(), min([*ends, paragraph if paragraph > 0 else step.end, step.end]))
        group = "row" if match["row"] else "number"
        status = match["state"] or match["status"]
        yield number, Line(int(match[group]), status, match.span(), said)


def _progress(page: Page, step: Step, resolution: str, line: Line) -> Iterator[Statement]:
    state = next((name for name, pattern in _STATES if pattern.search(line.status)), None)
    if state is None or step.day is None:
        return
    task = task_of(page.iri("resolution", resolution), page.place.base, line.number)
    name, rule = page.iri("progress", task.rpartition("/")[2], step.day.isoformat()), "progress.point"
    said = page.copy[slice(*line.said)].strip()
    yield page.say(paper_iri(page, step), "statesProgress", name, line.span, rule)
    yield page.say(name, "rdf:type", iri("ProgressStatement"), line.span, rule)
    if said:
        yield page.say(name, "rdfs:label", text(shortened(said, 24)), line.said, rule)
    yield page.say(name, "progressOf", task, line.span, rule)
    yield page.say(name, "statedOn", day(step.day), step.heading, rule)
    yield page.say(name, "taskStatus", concept(f"task-status/{state}"), line.span, rule)
    yield page.say(name, "statusAsWritten", text(line.status), line.span, rule)
    if state == "done":
        yield page.say(task, "fulfilledBy", paper_iri(page, step), line.span, rule, 0.7)
    elif said and (found := time_limit(page, *line.said)):
        when, told = span_statements(page, *found, rule)
        yield from told
        if when:
            yield page.say(name, "scheduledFor", when, found[1:], rule, 0.7)
