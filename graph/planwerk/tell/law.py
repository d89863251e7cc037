"""Which act a citation names, as an IRI: one that the shipped data on law knows, or one named after what is printed."""

from __future__ import annotations

from planwerk.law import find_act
from planwerk.reading import Item
from planwerk.tell.page import Page, Step
from planwerk.vocabulary import LAW, slug


def act_iri(item: Item) -> str | None:
    """Give the act that a citation names; None where the finder could not tell which."""
    law = item.values.get("law")
    if not isinstance(law, str) or not law:
        return None
    return find_act(law) or f"{LAW}de/{slug(law)}"


def laws_in(page: Page, start: int, end: int) -> list[tuple[str, tuple[int, int]]]:
    """Give the acts that a passage of the reading copy cites, each with its place."""
    found = []
    for item in page.reading.items:
        span = page.paper.copy_span(item.start, item.end)
        if item.field == "legal_citations" and start <= span[0] < end and (act := act_iri(item)):
            found.append((act, span))
    return found


def provisions_in(page: Page, step: Step) -> list[tuple[str, tuple[int, int]]]:
    """Give what a version cites, the provision where one is named, else the act; form lines cite nothing."""
    found = []
    for item in page.reading.items:
        span = page.paper.copy_span(item.start, item.end)
        if item.field != "legal_citations" or item.values.get("boilerplate") or not step.holds(span[0]):
            continue
        provision = item.values.get("provision") or act_iri(item)
        if isinstance(provision, str):
            found.append((provision, span))
    return found
