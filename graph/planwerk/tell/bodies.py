"""Standing bodies in which actors take part in planning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwerk.readingcopy import norm
from planwerk.statements import Statement, iri
from planwerk.tell.names import find_domains, find_groups
from planwerk.tell.page import BULLET, Page, Sentence, Step, text
from planwerk.tell.prose import passages
from planwerk.tell.tasks import body_statements

Told = Iterator[tuple[Step, Statement]]

_THROUGH = re.compile(
    r"(?i)\b(?:beteiligt|einbezogen|eingebunden)\b[^\n]*:$|\b(?:Fachgremien|Gremien|Arbeitskreise|Arbeitsgruppen)\b[^\n]*:$"
)
_STANDING = re.compile(r"(?i)gremi|arbeitskreis|arbeitsgruppe|fachforen|facharbeits|netzwerk")


_NAMED = re.compile(
    r"\b(?P<name>(?:(?:Facha|A)rbeits(?:kreis|gruppe)|Steuerungsgruppe|Lenkungs(?:gruppe|kreis)|Projektgruppe|Begleitgremium|Fachforum)"
    r"(?:es|s)?(?:\s+[A-ZÄÖÜ][\w-]{2,40}){1,3})"
)
_SITS = re.compile(
    r"\b(?:tagt|tagen|sitzen|Mitglieder|vertreten|begleitet)\b|\bgehören\b.*\ban\b|\btrifft sich\b|\bstimmen\b.*\bab\b|\babstimmen\b"
)
_MEMBERS = re.compile(
    r"\b(?:sitzen|Mitglieder|vertreten|abstimmen)\b|\b(?<!nicht )gehören\b(?!.*\bnicht\b)|\bstimmen\b.*\bab\b"
)


def tell_meeting(page: Page) -> Told:
    """Tell a body that is said to meet, under its name, and who sits in it, in the same sentence or the next."""
    for step in page.steps:
        named: tuple[str, tuple[int, int]] | None = None
        for sentence in passages(page, step) if step.role is None and not step.empty else ():
            found = list(_NAMED.finditer(page.copy, sentence.start, sentence.end))
            if len(found) == 1:
                name = re.sub(r"(?<=kreis)es(?=\s)", "", norm(found[0]["name"]))
                named = (name, found[0].span("name"))
            elif found or (named and not re.match(r"(?:In (?:ihm|ihr)|Ihm|Ihr|Er|Sie)\b", sentence.text)):
                named = None
            if named is None or not _SITS.search(sentence.text):
                continue
            body, rule = page.iri("body", named[0]), "body.meets"
            yield step, page.say(body, "rdf:type", iri("SpecialistBody"), named[1], rule, 0.8)
            yield step, page.say(body, "rdfs:label", text(named[0]), named[1], rule, 0.8)
            if _MEMBERS.search(sentence.text):
                for item in page.reading.items:
                    span = page.paper.copy_span(item.start, item.end)
                    if (
                        item.field == "actors"
                        and sentence.start <= span[0] < sentence.end
                        and not _overlap(span, named[1])
                    ):
                        member, told = body_statements(page, item.text, span, rule)
                        yield from ((step, one) for one in told)
                        yield step, page.say(body, "involves", member, (sentence.start, sentence.end), rule, 0.7)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def tell_bodies(page: Page) -> Told:
    """Tell the standing bodies through which a lead-in says that actors take part in planning."""
    for step in page.steps:
        lead: Sentence | None = None
        groups: list[str] = []
        for line in page.lines(step):
            bullet = BULLET.match(page.copy, line.start)
            if not bullet:
                through = _THROUGH.search(line.text) and _STANDING.search(line.text)
                lead = line if through else None
                groups = [one.iri for one in find_groups(page.copy, line.start, line.end)] if through else []
            elif lead:
                span = (bullet.end(), line.end)
                printed = page.copy[slice(*span)].strip().rstrip(",;.")
                span = (span[0], span[0] + len(printed))
                name, rule = page.iri("body", printed), "body.standing"
                yield step, page.say(name, "rdf:type", iri("SpecialistBody"), span, rule)
                yield step, page.say(name, "rdfs:label", text(printed), span, rule)
                for group in groups:
                    yield step, page.say(name, "involves", group, (lead.start, lead.end), rule)
                for domain in find_domains(page.copy, *span):
                    yield step, page.say(name, "coversDomain", domain.iri, span, rule, 0.7)
