"""What a party says of how things are: told as its claim, never as a fact."""

from __future__ import annotations

from collections.abc import Iterator

from planwerk.statements import Statement, iri
from planwerk.tell.addresses import paper_iri, speaker
from planwerk.tell.page import Page, Step, text
from planwerk.tell.tasks import shortened


def tell_claims(page: Page) -> Iterator[tuple[Step, Statement]]:
    """Tell the assessments of each version, as what its speaker says in this matter."""
    for item in page.reading.items:
        if item.field != "claims":
            continue
        span = page.paper.copy_span(item.start, item.end)
        step = page.step_at(span[0])
        if step is None or step.kind in ("resolution", "consultation"):
            continue
        name, rule = page.iri("claim", page.reference, step.kind, shortened(item.text, 8)), "claim.assessment"
        for predicate, value in (
            ("rdf:type", iri("Claim")),
            ("rdfs:label", text(shortened(item.text))),
            ("claimedBy", speaker(page, step)),
            ("about", paper_iri(page, step)),
        ):
            yield step, page.say(name, predicate, value, span, rule, item.confidence)
