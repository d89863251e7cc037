"""The lists a form chooses from: domains, groups, statuses, kinds of bodies, norms; by the names people know them by."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from planwerk import shipped
from planwerk.vocabulary import CONCEPT, LAW, NS

NAMES = tuple(
    NamedNode(iri)
    for iri in (
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://www.w3.org/2000/01/rdf-schema#label",
        "http://www.w3.org/2004/02/skos/core#altLabel",
    )
)
BODY_KINDS = (
    "AdministrativeUnit", "Post", "Council", "SpecialistBody", "WorkingGroup", "AdvisoryBoard", "ProviderAssociation",
)  # fmt: skip
RELATIONS = ("dependsOn", "feedsInto", "implementsPlan", "coordinatedWith")
BASES = ("hasLegalBasis", "citesLaw")


@cache
def choices(name: str) -> dict[str, str]:
    """Give a list by its name: the German label that a form shows, and the IRI it stands for.

    Names are concept schemes (``domain``, ``target-group``, ``plan-status`` …), ``law``, ``body``, ``relation`` and
    ``basis``.

    >>> choices("plan-status")["vorhanden"]
    'https://w3id.org/planwerk/concept/plan-status/existing'
    """
    fixed = {"body": BODY_KINDS, "relation": RELATIONS, "basis": BASES}.get(name)
    if fixed:
        return {_labels()[NS + local][0]: NS + local for local in fixed}
    stem = LAW if name == "law" else f"{CONCEPT}{name}/"
    found = {iri: names for iri, names in _labels().items() if iri.startswith(stem)}
    if name == "law":
        return {names[0]: iri for iri, names in found.items() if "/duty/" not in iri}
    if name == "domain":
        return {
            f"{iri.rsplit('/', 1)[-1]} {names[0]}": iri
            for iri, names in sorted(found.items())
            if not iri.endswith("/all")
        }
    return {names[0]: iri for iri, names in found.items()}


def chosen(name: str, text: str) -> str | None:
    """Give the IRI a text stands for in a list: by label, other names, notation or IRI; None where it is none of these.

    >>> chosen("domain", "D05") == chosen("domain", "Altenhilfe") == chosen("domain", "d05 Senioren und Altenhilfe")
    True
    """
    return _index(name).get(" ".join(text.split()).casefold())


def nearest(name: str, text: str) -> list[str]:
    """Give the labels of a list that look most like a text."""
    near = difflib.get_close_matches(text, choices(name), 3, 0.4)
    return near or list(choices(name))[:8]


def shown(name: str, iri: str) -> str:
    """Give the label by which a form shows an IRI; the IRI itself where the list does not have it."""
    return {value: label for label, value in choices(name).items()}.get(iri, iri)


@cache
def _index(name: str) -> dict[str, str]:
    index: dict[str, str] = {}
    for label, iri in choices(name).items():
        for known in (iri, iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1], label, *_labels()[iri]):
            index.setdefault(known.casefold(), iri)
    return index


@cache
def _labels() -> dict[str, list[str]]:
    """Give the German names of everything shipped, preferred ones first."""
    said: dict[str, list[list[str]]] = defaultdict(lambda: [[] for _ in NAMES])
    for subject, predicate, value in _triples():
        if predicate in NAMES and isinstance(value, Literal) and value.language == "de":
            said[subject][NAMES.index(predicate)].append(value.value)
    return {iri: [name for names in every for name in sorted(names)] for iri, every in sorted(said.items())}


def _triples() -> Iterator[tuple[str, object, object]]:
    ontology = shipped.ontology()
    paths = [ontology / "core.ttl", ontology / "law.ttl", *(ontology / "vocabularies").glob("*.ttl")]
    for path in sorted([*(p for p in paths if p.is_file()), *(shipped.data() / "law").glob("*.ttl")]):
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject.value, quad.predicate, quad.object
