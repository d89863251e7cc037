"""The kinds of things that have an index of their own, and the things of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import DefaultGraph, NamedNode

from planwerk.questions import query
from planwerk.site.seen import Seen
from planwerk.views.mapquestions import DAYS
from planwerk.vocabulary import NS, PREFIXES


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: what people call it, and the classes of the ontology that it holds, with all below them."""

    name: str
    german: str
    english: str
    classes: tuple[str, ...]

    def title(self, lang: str) -> str:
        """Give the heading of its index."""
        return self.german if lang == "de" else self.english


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("paper", "Vorlagen und Beschlüsse", "Papers and resolutions", ("CouncilPaper", "Resolution")),
        Kind("plan", "Pläne", "Plans", ("Plan", "PlanEdition")),
        Kind(
            "body",
            "Gremien, Ämter und Beteiligte",
            "Bodies, offices and others involved",
            (
                "Municipality", "Council", "AdvisoryBoard", "AdministrativeUnit", "Post", "SpecialistBody", "WorkingGroup",
                "ProviderAssociation", "org:Organization", "org:OrganizationalUnit", "prov:Agent",
            ),
        ),
        Kind("domain", "Handlungsfelder", "Planning domains", ("PlanningDomain",)),
        Kind("provision", "Rechtsgrundlagen", "Legal bases", ("LegalAct", "LegalProvision", "PlanningObligation")),
        Kind("task", "Aufträge", "Tasks", ("Task",)),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """A thing as its index lists it; ``mentions`` counts the statements of the city's sources that refer to it."""

    iri: str
    name: str
    number: str | None
    label: str
    day: date | None
    mentions: int | None


def classes_of(seen: Seen, kind: Kind) -> list[str]:
    """Give the IRIs of a kind's classes and of all below them."""
    store, sub = seen.city.data.store, NamedNode(PREFIXES["rdfs"] + "subClassOf")
    found: list[str] = []
    waiting = [_class(name) for name in kind.classes]
    while waiting:
        one = waiting.pop(0)
        if one not in found:
            found.append(one)
            waiting += sorted(
                q.subject.value
                for q in store.quads_for_pattern(None, sub, NamedNode(one), DefaultGraph())
                if isinstance(q.subject, NamedNode)
            )
    return found


def _class(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon else NS + name


def instances(seen: Seen, kind: Kind) -> dict[str, str]:
    """Give the things of a kind with the IRI of the closest class that says so."""
    store, is_a = seen.city.data.store, NamedNode(PREFIXES["rdf"] + "type")
    found: dict[str, str] = {}
    for one in classes_of(seen, kind):  # classes come before those below them, so that the closest stays
        for quad in store.quads_for_pattern(None, is_a, NamedNode(one), DefaultGraph()):
            if isinstance(quad.subject, NamedNode):
                found[quad.subject.value] = one
    return found


def kind_of(seen: Seen, iri: str) -> str | None:
    """Give the name of the kind a thing is of, None where it has no index."""
    return seen.kinds.get(iri)


def members(seen: Seen, kind: Kind) -> list[Member]:
    """Give the things of a kind: those the city's sources refer to most first, where the kind is shipped law."""
    found = instances(seen, kind)
    names = seen.names({*found, *found.values()})
    days = {
        str(thing): day
        for thing, _, day in reversed(query(seen.city.data, DAYS.format(ns=NS)).rows)
        if isinstance(day, date)
    }
    numbers = _numbers(seen)
    mentions = _mentions(seen, found)
    made = [
        Member(iri, names[iri], numbers.get(iri), names[one], days.get(iri), mentions.get(iri))
        for iri, one in found.items()
    ]
    if kind.name == "provision":
        return sorted(made, key=lambda one: (-(one.mentions or 0), one.name, one.iri))
    if kind.name == "paper":
        return sorted(made, key=lambda one: (one.day or date.min, one.name), reverse=True)
    return sorted(made, key=lambda one: (one.name.casefold(), one.iri))  # fmt: skip


def _numbers(seen: Seen) -> dict[str, str]:
    store = seen.city.data.store
    return {
        quad.subject.value: quad.object.value
        for quad in store.quads_for_pattern(None, NamedNode(NS + "referenceNumber"), None, DefaultGraph())
        if isinstance(quad.subject, NamedNode) and not isinstance(quad.object, NamedNode) and hasattr(quad.object, "value")
    }  # fmt: skip


def _mentions(seen: Seen, things: dict[str, str]) -> Counter[str]:
    """Count who refers to each, in what the city's sources say; the shipped law refers to itself all the time."""
    return Counter(thing for thing in _referred(seen) if thing in things)


def _referred(seen: Seen) -> Iterator[str]:
    graphs = seen.city.data.graphs
    for graph in graphs:
        if not graph.endswith("-evidence"):
            for quad in seen.city.data.store.quads_for_pattern(None, None, None, NamedNode(graph)):
                if isinstance(quad.object, NamedNode):
                    yield quad.object.value
