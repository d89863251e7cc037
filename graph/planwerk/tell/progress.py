"""What a report says on each task that the resolution before it gave."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwerk.statements import Statement, day, iri
from planwerk.tell.addresses import paper_iri, task_iri
from planwerk.tell.decisions import adopted_step
from planwerk.tell.events import find_events
from planwerk.tell.money import tell_resources
from planwerk.tell.page import Page, Point, Sentence, Step, concept, span_statements, text
from planwerk.tell.procedure import ticked
from planwerk.tell.tasks import shortened, time_limit

_DONE = re.compile(
    r"(?i)\b(?:fand(?:en)?\b.*\bstatt|wurde\b.*\b(?:durchgeführt|vorgelegt|abgeschlossen|umgesetzt|beschlossen|bereitgestellt)|liegt vor|ist (?:erfolgt|erledigt|umgesetzt|abgeschlossen))"
)
_GOING = re.compile(
    r"(?i)\b(?:erarbeitet|vorbereitet|erstellt) (?:wird|werden)\b|\b(?:wird|werden)\b.*\b(?:erarbeitet|vorbereitet|erstellt|geplant)\b|\b(?:erarbeitet|bereitet|plant)\b.*\b(?:derzeit|aktuell|zurzeit|gegenwärtig)\b|\bin (?:Arbeit|Vorbereitung|Bearbeitung)\b|\bgeplante[nrs]?\b"
)
_TICKED = (
    ("done", re.compile(r"(?i)erledigt|umgesetzt|abgeschlossen|erfüllt")),
    ("in-progress", re.compile(r"(?i)in (?:Arbeit|Bearbeitung|Umsetzung)|laufend|begonnen")),
)
_NOUN = re.compile(
    r"\b[A-ZÄÖÜ][\wäöüß]*(?:[Kk]onzept|[Ff]orum|[Kk]onferenz|[Pp]lan|[Pp]rogramm|[Bb]ericht|[Ss]trategie|[Mm]ittel)(?=e?s?\b)|\bKonzept(?=e?s?\b)|\bPlan(?=e?s?\b)"
)


def tell_progress(page: Page) -> Iterator[tuple[Step, Statement]]:
    """Tell a state for each task that a report speaks of by what it is to produce; a ticked status is the report's own."""
    for step in page.steps:
        if step.kind != "report" or step.day is None:
            continue
        giving = _giving(page, step)
        if giving is None:
            continue
        heads = {point: _head(page, point) for point in giving.points if not _only_money(page, point)}
        for point, head in heads.items():
            if not head or sum(1 for other in heads.values() if other == head) > 1:
                continue
            about = [
                one
                for one in page.sentences(step)
                if one.start >= step.heading[1] and re.search(rf"(?<!\w){re.escape(head)}", one.text)
            ]
            yield from ((step, one) for one in _state(page, step, giving, point, about))


def _giving(page: Page, step: Step) -> Step | None:
    """Give the version whose points the resolution before the report adopted, as its tasks are named after it."""
    before = [one for one in page.steps if one.kind == "resolution" and one.start < step.start]
    return adopted_step(page, before[-1]) if before else None


def _only_money(page: Page, point: Point) -> bool:
    return any(True for _ in tell_resources(page, "", point.start, point.end))


def _head(page: Page, point: Point) -> str:
    event = next(find_events(page.copy, point.start, point.end), None)
    if event:
        return event.name.split(" ")[0]
    match = _NOUN.search(page.copy, point.start, point.end)
    return match[0] if match else ""


def _state(page: Page, step: Step, giving: Step, point: Point, about: list[Sentence]) -> Iterator[Statement]:
    said = [
        (one, "done" if _DONE.search(one.text) else "in-progress")
        for one in about
        if _DONE.search(one.text) or _GOING.search(one.text)
    ]
    if not said or step.day is None:
        return
    sentence, state = next((one for one in said if one[1] == "done"), said[0])
    task, rule, span = task_iri(page, giving, point), "progress.sentence", (sentence.start, sentence.end)
    name = page.iri("progress", task.rpartition("/")[2], step.day.isoformat())
    yield page.say(paper_iri(page, step), "statesProgress", name, span, rule, 0.7)
    yield page.say(name, "rdf:type", iri("ProgressStatement"), span, rule, 0.7)
    yield page.say(name, "rdfs:label", text(shortened(sentence.text)), span, rule, 0.7)
    yield page.say(name, "progressOf", task, span, rule, 0.7)
    yield page.say(name, "statedOn", day(step.day), step.heading, rule)
    tick = ticked(page, step)
    ticks = [named for named, pattern in _TICKED if tick and pattern.search(page.copy[slice(*tick)])]
    if tick and len(ticks) == 1:
        yield page.say(name, "taskStatus", concept(f"task-status/{ticks[0]}"), tick, "progress.ticked")
    else:
        yield page.say(name, "taskStatus", concept(f"task-status/{state}"), span, rule, 0.7)
    if state != "done":
        yield from _scheduled(page, step, name, sentence, rule)


def _scheduled(page: Page, step: Step, name: str, sentence: Sentence, rule: str) -> Iterator[Statement]:
    """Tell for when a report expects it; where a sentence speaks of two things, the day may be the other's."""
    if len({match[0].lower() for match in _NOUN.finditer(sentence.text)}) > 1:
        return
    found = time_limit(page, sentence.start, sentence.end)
    if found:
        when, told = span_statements(page, *found, rule)
        yield from told
        if when:
            yield page.say(name, "scheduledFor", when, found[1:], rule, 0.7)
