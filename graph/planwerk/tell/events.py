"""Forums, conferences and the like: planned, and held with day, place, number and groups of those who took part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal

from planwerk.dates import find_periods
from planwerk.readingcopy import norm
from planwerk.statements import Statement, day, iri
from planwerk.tell.names import find_groups
from planwerk.tell.page import Page, Sentence, Step, concept, text

_HEAD = r"(?:[A-ZÄÖÜ][a-zäöüß]+)?(?:[Ff]orum|[Ff]oren|[Kk]onferenz|[Ff]achtag(?:ung)?|[Ww]orkshop|[Zz]ukunftswerkstatt|[Bb]ürgerversammlung|[Ee]inwohnerversammlung|[Ff]achgespräch|[Rr]ingveranstaltung)"
_EVENT = re.compile(
    rf"(?<![\w-])(?:(?P<number>\d{{1,2}}\.)\s+)?(?P<head>{_HEAD})(?P<ending>e?s)?(?![\w-])"
    r"(?:[ \t]+(?P<name>[„“\"][^„“”\"\n]{3,60}[“”\"]|(?!(?:Am|Im|In|An|Der|Die|Das|Dem|Den|Und)\b)[A-ZÄÖÜ][a-zäöüß]+(?![\w-])))?"
)
_HELD = re.compile(
    r"\b(?:fand(?:en)?\b[^\n]*\bstatt|wurde\b[^\n]*\b(?:durchgeführt|veranstaltet|ausgerichtet)|hat\b[^\n]*\bstattgefunden)\b"
)
_VENUE = re.compile(
    r"\b(?P<in>im|in der|in den|in dem|auf dem|am)\s+(?P<venue>(?:[a-zäöüß]+e[nrs]\s+)?[A-ZÄÖÜ][\wäöüß-]+(?:\s+(?:[„“\"][^„“”\"\n]{2,60}[“”\"]|der\s+[A-ZÄÖÜ]\w+|[A-ZÄÖÜ][\wäöüß-]+))*)"
)
_NOT_A_PLACE = re.compile(
    r"(?i)Quartal|Halbjahr|Jahr|Monat|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Rahmen|Sinne|Anschluss"
)
_ATTENDED = re.compile(
    r"\b(?:nahm(?:en)?\s+(?:(?:rund|etwa|ca\.|circa|über|mehr als|insgesamt)\s+)?(?P<a>\d{1,5})\b[^\n]*\bteil"
    r"|mit\s+(?:(?:rund|etwa|ca\.)\s+)?(?P<b>\d{1,5})\s+(?:Teilnehm|Vertreter|Gäste|Personen))"
)


@dataclass(frozen=True, slots=True)
class Event:
    """An event named in a text: "characters 40 to 59 name the Forum Sozialplanung"."""

    start: int
    end: int
    name: str


def find_events(copy: str, start: int, end: int) -> Iterator[Event]:
    """Find the events that a passage names with a name or number of their own; a genitive is undone.

    >>> [one.name for one in find_events("im Rahmen eines Forums Sozialplanung und auf Foren", 0, 48)]
    ['Forum Sozialplanung']
    """
    for match in _EVENT.finditer(copy, start, end):
        if (
            not match["name"]
            and not match["number"]
            and not re.search(r"[a-zäöüß](?:forum|konferenz|tag)$", match["head"])
        ):
            continue
        quoted = re.sub(r"^[“\"](.*)[”\"]$", r"„\1“", match["name"] or "")
        name = " ".join(filter(None, (match["number"], match["head"], quoted)))
        yield Event(match.start(), match.end(), norm(name))


def event_statements(page: Page, event: Event, status: str, rule: str) -> Iterator[Statement]:
    """Tell an event with its name and whether it is planned or was held."""
    name, span = page.iri("event", event.name), (event.start, event.end)
    yield page.say(name, "rdf:type", iri("ParticipationEvent"), span, rule)
    yield page.say(name, "rdfs:label", text(event.name), span, rule)
    if status:
        yield page.say(name, "eventStatus", concept(f"event-status/{status}"), span, rule)


def tell_events(page: Page) -> Iterator[tuple[Step, Statement]]:
    """Tell the events that were held; who took part may stand in the sentence that follows."""
    for step in page.steps:
        held: Event | None = None
        for sentence in page.sentences(step):
            named = list(find_events(page.copy, sentence.start, sentence.end))
            if _HELD.search(sentence.text) and len({one.name for one in named}) == 1:
                held = named[0]
                yield from ((step, one) for one in _held(page, sentence, held))
            if held and (attended := _ATTENDED.search(sentence.text)):
                yield from ((step, one) for one in _attended(page, sentence, held, attended))
                held = None


def _held(page: Page, sentence: Sentence, event: Event) -> Iterator[Statement]:
    name, rule = page.iri("event", event.name), "event.held"
    yield from event_statements(page, event, "held", rule)
    days = [one for one in find_periods(sentence.text) if one.precision == "day" and one.earliest]
    if len(days) == 1 and days[0].earliest:
        span = (sentence.start + days[0].start, sentence.start + days[0].end)
        yield page.say(name, "takesPlaceOn", day(days[0].earliest), span, rule)
    for match in _VENUE.finditer(sentence.text):
        if _NOT_A_PLACE.search(match["venue"]) or re.search(_HEAD, match["venue"]):
            continue
        span = (sentence.start + match.start("venue"), sentence.start + match.end("venue"))
        printed = re.sub(
            r"^([a-zäöüß]+e)[nms]\b", r"\1r", re.sub(r"[“\"]([^„“”\"]+)[”\"]", r"„\1“", norm(match["venue"]))
        )
        place = page.iri("place", match["venue"])
        yield page.say(place, "rdf:type", iri("dcterms:Location"), span, rule)
        yield page.say(place, "rdfs:label", text(printed), span, rule)
        yield page.say(name, "venue", place, span, rule)
        break


def _attended(page: Page, sentence: Sentence, event: Event, match: re.Match[str]) -> Iterator[Statement]:
    name, rule = page.iri("event", event.name), "event.attended"
    span = (sentence.start, sentence.end)
    yield page.say(name, "attendeeCount", Literal(int(match["a"] or match["b"])), span, rule)
    for group in find_groups(page.copy, sentence.start + match.start(), sentence.end):
        yield page.say(group.iri, "participatesIn", name, (group.start, group.end), rule)
