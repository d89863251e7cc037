"""Which papers a version refers to by number."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal

from planwerk.statements import Statement, iri
from planwerk.tell.addresses import meaning, paper_iri, paper_of, version_iri
from planwerk.tell.page import Page, Step, text


def tell_references(page: Page) -> Iterator[tuple[Step, Statement]]:
    """Tell the papers that each version cites; what a list says to be a plan is told there."""
    listed = set(page.known.values())
    own = {page.iri("paper", page.reference), *(paper_iri(page, step) for step in page.steps)}
    for item in page.reading.items:
        if item.field != "document_numbers" or meaning(page.paper.profile, item.text).kind == "resolution":
            continue
        span = page.paper.copy_span(item.start, item.end)
        step = page.step_at(span[0])
        if (
            step is None
            or step.kind in ("resolution", "report", "consultation")
            or page.iri("edition", item.text) in listed
        ):
            continue
        cited = paper_of(page, item.text)
        if cited in own:
            continue
        said = meaning(page.paper.profile, item.text)
        number = said.on if said.revision is not None and said.on else item.text
        yield step, page.say(version_iri(page, step), "dcterms:references", cited, span, "paper.cites", item.confidence)
        yield step, page.say(cited, "rdf:type", iri("CouncilPaper"), span, "paper.cites", item.confidence)
        yield step, page.say(cited, "rdfs:label", text(number), span, "paper.cites", item.confidence)
        yield step, page.say(cited, "referenceNumber", Literal(number), span, "paper.cites", item.confidence)
