"""Words of the law in a text that does not cite it: inferred by comparison, and never told as a citation or a basis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pyoxigraph import Literal, NamedNode

from planwerk.reading import Item
from planwerk.statements import Statement, Telling, Term, day, iri
from planwerk.tell.addresses import version_iri
from planwerk.tell.page import Page, Step, text
from planwerk.vocabulary import slug


def tell_reused(page: Page, step: Step, beside: Telling) -> Iterator[Telling]:
    """Tell, beside what a version says, in which provision each run of its words stands.

    Of words that several provisions have it is open whose they are, and nothing is told.
    """
    if step.kind in ("resolution", "report", "consultation"):
        return
    statements: list[Statement] = []
    basics: dict[tuple[str, str, Term], None] = {}
    for item in page.reading.items:
        if item.field != "text_reuse" or "sources" in item.values:
            continue
        span = page.paper.copy_span(item.start, item.end)
        if not step.holds(span[0]):
            continue
        editions = item.values["editions"]
        assert isinstance(editions, tuple), "the index gives them"
        more = tuple(("wordingAsOf", day(date.fromisoformat(one))) for one in editions)
        provision = provision_iri(page, item)
        version = version_iri(page, step)
        statements.append(page.say(version, "echoesProvision", provision, span, "reuse.run", item.confidence, more))
        basics |= dict.fromkeys(_described(page, item, provision))
    if statements:
        names = {
            "de": f"{beside.names['de']}: übereinstimmender Wortlaut",
            "en": f"{beside.names['en']}: reused wording",
        }
        yield replace(
            beside,
            graph=f"{beside.graph}-reuse",
            names=names,
            statements=tuple(statements),
            basics=tuple(basics),
            role="inferred",
        )


def act_of(page: Page, item: Item) -> str:
    """Give the act that has the words: one that the shipped data on law knows, or one of this workspace."""
    act = item.values.get("act")
    return act if isinstance(act, str) else page.iri("law", str(item.values["law"]))


def provision_iri(page: Page, item: Item) -> str:
    """Give the provision that has the words, in the form of the shipped data on law."""
    paragraph, number = item.values.get("paragraph"), item.values.get("number")
    inner = [slug(str(paragraph))] if paragraph else []
    inner += [slug(str(number)) if paragraph else f"no-{slug(str(number))}"] if number else []
    return "/".join((act_of(page, item), slug(str(item.values["section"])), *inner))


def _described(page: Page, item: Item, provision: str) -> Iterator[tuple[str, str, Term]]:
    """Describe a provision whose words were found: its name stands nowhere in the paper."""
    label, kind = iri("rdfs:label").value, iri("rdf:type").value
    act, law = act_of(page, item), str(item.values["law"])
    parts = [item.values.get(name) for name in ("section", "paragraph", "number")]
    yield provision, kind, iri("LegalProvision")
    yield provision, iri("provisionOf").value, NamedNode(act)
    for lang, words in (("de", ("", "Abs.", "Nr.")), ("en", ("", "para.", "no."))):
        said = " ".join(f"{word} {part}".strip() for word, part in zip(words, parts, strict=True) if part)
        yield provision, label, text(f"{item.values['kind']} {said} {law}", lang)
    for name, part in zip(("sectionNumber", "subsectionNumber", "itemNumber"), parts, strict=True):
        if part:
            yield provision, iri(name).value, Literal(str(part))
    if "act" not in item.values:
        yield act, kind, iri("LegalAct")
        yield act, label, text(law)
        yield act, label, text(law, "en")
