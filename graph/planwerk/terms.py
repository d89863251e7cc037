"""The words explained: what a class, a property or a value of a list means."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from planwerk import shipped
from planwerk.errors import QueryError
from planwerk.vocabulary import CONCEPT, NS, PREFIXES

KINDS = {
    "Class": ("Klasse", "class"),
    "ObjectProperty": ("Beziehung", "relation"),
    "DatatypeProperty": ("Angabe", "attribute"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A word with its kind, label and definition in one language."""

    name: str
    kind: str
    label: str
    definition: str


def find_terms(name: str | None, lang: str) -> list[Term]:
    """Give the term of that name, or all; raises QueryError that suggests the nearest where there is none.

    >>> [term.label for term in find_terms("PlanEdition", "de")]
    ['Planfassung']
    """
    every = _terms(lang)
    if name is None:
        return list(every.values())
    wanted = name.removeprefix("pw:").removeprefix(NS).removeprefix(CONCEPT)
    found = [
        term
        for key, term in every.items()
        if key == wanted or key.endswith(f"/{wanted}") or term.label.casefold() == wanted.casefold()
    ]
    if not found:
        near = difflib.get_close_matches(wanted, [*every, *(t.label for t in every.values())], 1, 0.5)
        raise QueryError(
            f'there is no term "{name}"', f"did you mean {near[0]}?" if near else "planwerk terms lists them all"
        )
    return found


@cache
def _terms(lang: str) -> dict[str, Term]:
    said: dict[str, dict[str, str]] = {}
    for path in sorted(shipped.ontology().rglob("*.ttl")):
        if path.name == "shapes.ttl" or path.parent.name == "alignments":
            continue
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            _take(quad, said, lang)
    return {
        name: Term(name, about["kind"], about.get("label", name), about.get("definition", ""))
        for name, about in sorted(said.items(), key=lambda item: ("/" in item[0], item[0]))
        if "kind" in about
    }


def _take(quad: Quad, said: dict[str, dict[str, str]], lang: str) -> None:
    if not isinstance(quad.subject, NamedNode) or not quad.subject.value.startswith((NS, CONCEPT)):
        return
    about = said.setdefault(quad.subject.value.removeprefix(NS).removeprefix(CONCEPT), {})
    predicate, value = quad.predicate.value, quad.object
    if predicate == PREFIXES["rdf"] + "type" and isinstance(value, NamedNode):
        kind = value.value.rsplit("#", 1)[-1]
        if kind in KINDS:
            about["kind"] = KINDS[kind][lang == "en"]
        elif kind == "Concept":
            about["kind"] = "Wert" if lang == "de" else "value"
    elif isinstance(value, Literal) and value.language == lang:
        if predicate in (PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel"):
            about["label"] = value.value
        elif predicate == PREFIXES["skos"] + "definition":
            about["definition"] = value.value
