"""Which papers a version refers to by number."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal

from planwerk.statements import Statement, iri
from planwerk.tell.page import Page, Step, text
from planwerk.tell.procedure import version_iri


def tell_references(page: Page) -> Iterator[tuple[Step, Statement]]:
    """Tell the papers that each version cites; what a list says to be a plan is told there."""
    listed = set(page.known.values())
    for item in page.reading.items:
        if item.field != "document_numbers" or item.text == page.reference:
            continue
        span = page.paper.copy_span(item.start, item.end)
        step = page.step_at(span[0])
        if step is None or step.kind in ("resolution", "report") or page.iri("edition", item.text) in listed:
            continue
        cited = page.iri("paper", item.text)
        if cited == page.iri("paper", page.reference):
            continue
        yield step, page.say(version_iri(page, step), "dcterms:references", cited, span, "paper.cites", item.confidence)
        yield step, page.say(cited, "rdf:type", iri("CouncilPaper"), span, "paper.cites", item.confidence)
        yield step, page.say(cited, "rdfs:label", text(item.text), span, "paper.cites", item.confidence)
        yield step, page.say(cited, "referenceNumber", Literal(item.text), span, "paper.cites", item.confidence)
