"""Standing bodies in which actors take part in planning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwerk.statements import Statement, iri
from planwerk.tell.names import find_domains, find_groups
from planwerk.tell.page import BULLET, Page, Sentence, Step, text

Told = Iterator[tuple[Step, Statement]]

_THROUGH = re.compile(
    r"(?i)\b(?:beteiligt|einbezogen|eingebunden)\b[^\n]*:$|\b(?:Fachgremien|Gremien|Arbeitskreise|Arbeitsgruppen)\b[^\n]*:$"
)
_STANDING = re.compile(r"(?i)gremi|arbeitskreis|arbeitsgruppe|fachforen|facharbeits|netzwerk")


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
