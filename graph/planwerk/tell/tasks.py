"""What a point gives somebody to do: who, by when, what is to come of it, whom to involve, with what money."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import NamedNode

from planwerk.dates import Period, find_periods
from planwerk.reading import Item
from planwerk.readingcopy import norm
from planwerk.statements import Statement, iri
from planwerk.tell.addresses import task_iri
from planwerk.tell.events import Event, event_statements, find_events
from planwerk.tell.money import tell_resources
from planwerk.tell.names import find_groups
from planwerk.tell.page import Page, Point, Step, concept, span_statements, text

_CUE = re.compile(
    r"(?i)\b(?:(?:spätestens\s+)?bis\s+(?:zu[mr]\s+|spätestens\s+)?|spätestens\s+|im\s+|in\s+|zu[mr]\s+|ab\s+|am\s+)$"
)
_PRESENTS = re.compile(
    r"\b(?:ein|eine|einen|das|den|die)\s+(?P<what>(?:[a-zäöüß]+e[nrs]?\s+)*[A-ZÄÖÜ][\wäöüß-]*(?:\s+[A-ZÄÖÜ][\wäöüß-]+)?"
    r"(?:\s+(?:zur|zum|für|über|der|des)\s+(?:[a-zäöüß]+e[nrs]?\s+)*[A-ZÄÖÜ][\wäöüß-]+)*)\s*(?=,|\.|;|\bvor\b|\bvorzulegen|\bzu erstellen|\bzu erarbeiten|\berarbeiten|\berstellen|$)"
)  # fmt: skip
_PLAN = re.compile(
    r"(?i)(?:konzept|plan|planung|programm|strategie|leitlinien|leitbild|bericht|rahmenplan|agenda)\w{0,2}$"
)
_REWORKS = re.compile(
    r"\b(?:mit der|zur|die)\s+(?:Überarbeitung|Fortschreibung|Aktualisierung|Erarbeitung|Erstellung)\s+(?P<what>(?:der|des|einer|eines)\s+[^,.;]{3,80}?)(?=\s+(?:beauftragt|vorzulegen|vorlegen|zu)|[,.;])"
)  # fmt: skip
_INVOLVES = re.compile(
    r"(?i)\b(?:einbezogen|einzubeziehen|unter (?:aktiver )?(?:Einbeziehung|Beteiligung|Mitwirkung)|beteiligt|zu beteiligen|gemeinsam mit|Einbindung)\b"
)


def tell_tasks(page: Page) -> Iterator[tuple[Step, Statement]]:
    """Tell the tasks of all points: of a proposal as proposed, of a resolution as given."""
    for step in page.steps:
        for point in step.points:
            yield from ((step, statement) for statement in _task(page, step, point))


def _task(page: Page, step: Step, point: Point) -> Iterator[Statement]:
    item = page.task_at(point)
    if item is None:
        return
    name, span = task_iri(page, step, point), (point.start, point.end)
    words = page.copy[point.start : point.end]
    yield page.say(name, "rdf:type", iri("Task"), span, "task.point")
    yield page.say(name, "rdfs:label", text(shortened(words)), span, "task.point")
    yield page.say(name, "dcterms:abstract", text(words), span, "task.point")
    yield from _responsible(page, name, point, item)
    found = time_limit(page, point.start, point.end)
    if found:
        when, told = span_statements(page, *found, "task.deadline")
        yield from told
        if when:
            yield page.say(name, "deadline", when, found[1:], "task.deadline")
    resources = list(tell_resources(page, name, point.start, point.end))
    if resources:  # what the money is for is not what this point has to produce
        for event in _apart(page, point):
            yield from event_statements(page, event, "planned", "task.purpose")
            for one in resources:
                if one.predicate == iri("requiresResource").value and isinstance(one.object, NamedNode):
                    resource, place = one.object.value, (event.start, event.end)
                    yield page.say(resource, "resourceFor", page.iri("event", event.name), place, "task.purpose")
    else:
        yield from _deliverable(page, name, point, words)
    if _INVOLVES.search(words):
        for group in find_groups(page.copy, point.start, point.end):
            yield page.say(name, "involves", group.iri, (group.start, group.end), "task.involves")
    yield from resources


def shortened(words: str, most: int = 12) -> str:
    """Give the first words of a passage as its name.

    >>> shortened("- Der Rat nimmt den Bericht zur Kenntnis.", 4)
    'Der Rat nimmt den …'
    """
    plain = re.sub(r"^(?:[-•–*]|\d{1,2}[.)]|[a-z]\))\s+", "", norm(words)).rstrip(".;,")
    some = plain.split()
    return plain if len(some) <= most else " ".join(some[:most]).rstrip(",;(") + " …"


def _responsible(page: Page, name: str, point: Point, item: Item) -> Iterator[Statement]:
    printed = item.values.get("responsible")
    if not isinstance(printed, str):
        return
    match = re.search(re.escape(printed), page.copy[point.start : point.end])
    span = (point.start + match.start(), point.start + match.end()) if match else (point.start, point.end)
    body, told = body_statements(page, printed, span, "task.responsible")
    yield from told
    yield page.say(name, "responsible", body, span, "task.responsible")


def body_statements(page: Page, printed: str, span: tuple[int, int], rule: str) -> tuple[str, list[Statement]]:
    """Tell a role or office by its printed name; a person who holds it is never named."""
    administration = re.fullmatch(r"(?:Stadt|Kreis|Gemeinde)?[Vv]erwaltung", printed)
    body = page.iri("body", "verwaltung" if administration else printed)
    post = re.search(r"meister(?:in)?$|^Landr[aä]t", printed)
    if administration:
        return body, []  # named once for the whole page
    return body, [
        page.say(body, "rdf:type", iri("Post" if post else "AdministrativeUnit"), span, rule),
        page.say(body, "rdfs:label", text(printed), span, rule),
    ]


def time_limit(page: Page, start: int, end: int) -> tuple[Period, int, int] | None:
    """Give the time limit of a passage with its cue word; "bis" goes before "im", what stands in brackets is passed over.

    Two limits that differ leave it open which is meant, so there is none.
    """
    found: list[tuple[Period, int, int]] = []
    for period in find_periods(page.copy[start:end], lambda _: _year(page, start)):
        first = start + period.start
        cue = _CUE.search(page.copy, max(start, first - 24), first)
        if cue is None or period.latest is None or _in_brackets(page.copy[start:first]):
            continue
        found.append((period, cue.start(), start + period.end))
    limits = [one for one in found if re.match(r"(?i)(?:spätestens|bis)", page.copy[one[1] : one[2]])]
    chosen = limits or found[:1]
    return chosen[0] if len({one[0].latest for one in chosen}) == 1 else None


def _year(page: Page, start: int) -> int | None:
    step = page.step_at(start)
    return step.day.year if step and step.day else None


def _in_brackets(before: str) -> bool:
    return before.count("(") > before.count(")")


def _apart(page: Page, point: Point) -> list[Event]:
    """Give the events of a point, each once, without those in brackets, which only compare."""
    found = {
        event.name: event
        for event in find_events(page.copy, point.start, point.end)
        if not _in_brackets(page.copy[point.start : event.start])
    }
    return list(found.values())


def _deliverable(page: Page, name: str, point: Point, words: str) -> Iterator[Statement]:
    rule = "task.deliverable"
    events = _apart(page, point)
    if events:
        event = events[0]
        yield from event_statements(page, event, "planned", rule)
        yield page.say(name, "deliverable", page.iri("event", event.name), (event.start, event.end), rule)
        return
    match = (
        _PRESENTS.search(words)
        if re.search(r"\b(?:legt|legen|vorzulegen|erarbeite\w*|erstell\w*|erarbeiten)\b", words)
        else None
    )
    match = match or _REWORKS.search(words)
    if match is None:
        return
    span = (point.start + match.start("what"), point.start + match.end("what"))
    printed = re.sub(r"^(?:der|des|einer|eines)\s+(?:([A-ZÄÖÜa-zäöüß]\w+e)n(?=\s))?", r"\1", norm(match["what"]))
    plan = _PLAN.search(printed.split()[0]) or _PLAN.search(printed.split()[-1])
    made = page.iri("edition" if plan else "deliverable", page.reference, printed)
    yield page.say(made, "rdf:type", iri("PlanEdition" if plan else "Deliverable"), span, rule)
    yield page.say(made, "rdfs:label", text(printed), span, rule)
    if plan:
        yield page.say(made, "planStatus", concept("plan-status/intended"), span, rule)
    yield page.say(name, "deliverable", made, span, rule)
