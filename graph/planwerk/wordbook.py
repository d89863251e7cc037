"""The ontology as a book: every class, relation, attribute and value with its words in both languages and its place.

What is told comes from the files in ``ontology/`` alone: terms and value lists, the alignments with other vocabularies,
the shapes that hold the data to them, the rules and the questions that use them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store

from planwerk import shipped
from planwerk.questions import checks, questions
from planwerk.vocabulary import CONCEPT, NS, PREFIXES

RDF, RDFS, OWL, SKOS = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"], PREFIXES["skos"]
SH = "http://www.w3.org/ns/shacl#"
KINDS = (OWL + "Class", OWL + "ObjectProperty", OWL + "DatatypeProperty")
_TERM = re.compile(r"\bpw:(\w+)")
_OTHERS = {
    **PREFIXES,
    "eli": "http://data.europa.eu/eli/ontology#",
    "eli-dl": "http://data.europa.eu/eli/eli-draft-legislation-ontology#",
    "oparl": "https://schema.oparl.org/1.1/",
    "schema": "https://schema.org/",
    "time": "http://www.w3.org/2006/time#",
    "besluit": "http://data.vlaanderen.be/ns/besluit#",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A term: "a plan edition is a kind of work; it belongs to a plan", in both languages.

    ``above``, ``below``, ``domain``, ``range`` and ``inverse`` are IRIs, ours or another vocabulary's; ``likened`` says how
    another vocabulary's term relates to it; ``used`` names the questions, checks and rules that use it.
    """

    iri: str
    kind: str
    label: dict[str, str]
    definition: dict[str, str]
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    inverse: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    likened: tuple[tuple[str, str], ...] = ()
    used: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Give its name without the namespace, which is also its anchor."""
        return self.iri.removeprefix(NS).removeprefix(CONCEPT)


@dataclass(frozen=True, slots=True)
class ValueList:
    """A list of values, such as the states of a task."""

    word: Word
    values: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What the data is held to: a shape's name, severity and message in both languages."""

    iri: str
    severity: str
    message: dict[str, str]
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordBook:
    """All that ``ontology/`` says, in the order of its words."""

    iri: str
    version: str
    licence: str
    title: dict[str, str]
    words: tuple[Word, ...]
    lists: tuple[ValueList, ...]
    rules: tuple[Rule, ...]

    def of(self, kind: str) -> list[Word]:
        """Give the words of a kind: Class, ObjectProperty or DatatypeProperty."""
        return [word for word in self.words if word.kind == kind]


@cache
def read_wordbook() -> WordBook:
    """Read the shipped ontology.

    >>> book = read_wordbook()
    >>> edition = next(word for word in book.words if word.name == "PlanEdition")
    >>> edition.label["de"], edition.kind
    ('Planfassung', 'Class')
    """
    folder = shipped.ontology()
    terms, alike, shapes = Store(), Store(), Store()
    for path in (folder / "core.ttl", folder / "law.ttl", *sorted((folder / "vocabularies").glob("*.ttl"))):
        terms.load(path=str(path), format=RdfFormat.TURTLE)
    for path in sorted((folder / "alignments").glob("*.ttl")):
        alike.load(path=str(path), format=RdfFormat.TURTLE)
    shapes.load(path=str(folder / "shapes.ttl"), format=RdfFormat.TURTLE)
    used = _uses()
    words = [
        _word(terms, alike, iri, kind, used)
        for kind in KINDS
        for iri in sorted(_subjects(terms, RDF + "type", kind))
        if iri.startswith(NS)
    ]
    lists = [
        ValueList(
            _word(terms, alike, scheme, SKOS + "ConceptScheme", used),
            tuple(_word(terms, alike, one, SKOS + "Concept", used) for one in sorted(_subjects(terms, SKOS + "inScheme", scheme))),
        )
        for scheme in sorted(_subjects(terms, RDF + "type", SKOS + "ConceptScheme"))
    ]  # fmt: skip
    [ontology] = [iri for iri in _subjects(terms, RDF + "type", OWL + "Ontology") if iri == NS.rstrip("#")]
    return WordBook(
        ontology,
        next(iter(_literals(terms, ontology, OWL + "versionInfo").values()), ""),
        next(iter(_objects(terms, ontology, PREFIXES["dcterms"] + "license")), ""),
        _literals(terms, ontology, PREFIXES["dcterms"] + "title"),
        tuple(sorted(words, key=lambda word: word.name.casefold())),
        tuple(lists),
        tuple(_rules(shapes)),
    )


def short_name(iri: str) -> str:
    """Give an IRI with its prefix, where we know one.

    >>> short_name("https://w3id.org/planwerk/ns#Plan"), short_name("https://schema.org/Report")
    ('pw:Plan', 'schema:Report')
    """
    fits = [(name, start) for name, start in _OTHERS.items() if iri.startswith(start)]
    name, start = max(fits, key=lambda fit: len(fit[1]), default=("", ""))
    return f"{name}:{iri.removeprefix(start)}" if start else iri


def _word(terms: Store, alike: Store, iri: str, kind: str, used: dict[str, set[str]]) -> Word:
    above = [*_objects(terms, iri, RDFS + "subClassOf"), *_objects(terms, iri, RDFS + "subPropertyOf"), *_objects(terms, iri, SKOS + "broader")]  # fmt: skip
    below = [*_subjects(terms, RDFS + "subClassOf", iri), *_subjects(terms, RDFS + "subPropertyOf", iri), *_subjects(terms, SKOS + "broader", iri)]  # fmt: skip
    traits = [one.removeprefix(OWL) for one in _objects(terms, iri, RDF + "type") if one.startswith(OWL) and one not in KINDS]  # fmt: skip
    likened = sorted(
        (quad.predicate.value, quad.object.value)
        for store in (alike, terms)
        for quad in store.quads_for_pattern(NamedNode(iri), None, None)
        if isinstance(quad.object, NamedNode) and (store is alike or (quad.predicate.value.startswith(SKOS) and "Match" in quad.predicate.value))
    )  # fmt: skip
    return Word(
        iri,
        kind.replace("#", "/").rsplit("/", 1)[-1],
        _literals(terms, iri, RDFS + "label") | _literals(terms, iri, SKOS + "prefLabel"),
        _literals(terms, iri, SKOS + "definition"),
        tuple(sorted(set(above))),
        tuple(sorted(set(below))),
        tuple(_objects(terms, iri, RDFS + "domain")),
        tuple(_objects(terms, iri, RDFS + "range")),
        tuple(sorted({*_objects(terms, iri, OWL + "inverseOf"), *_subjects(terms, OWL + "inverseOf", iri)})),
        tuple(sorted(traits)),
        tuple(likened),
        tuple(sorted(used.get(iri.removeprefix(NS), ()))) if iri.startswith(NS) else (),
    )


def _objects(store: Store, subject: str, predicate: str) -> list[str]:
    found = [quad.object for quad in store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)]
    named = [term.value for term in found if isinstance(term, NamedNode)]
    return sorted(named + [one for term in found if isinstance(term, BlankNode) for one in _union(store, term)])


def _union(store: Store, node: BlankNode) -> Iterator[str]:
    """Give the members of a union of classes."""
    for quad in store.quads_for_pattern(node, NamedNode(OWL + "unionOf"), None):
        rest: object = quad.object
        while isinstance(rest, BlankNode):
            for first in store.quads_for_pattern(rest, NamedNode(RDF + "first"), None):
                if isinstance(first.object, NamedNode):
                    yield first.object.value
            rest = next((q.object for q in store.quads_for_pattern(rest, NamedNode(RDF + "rest"), None)), None)


def _subjects(store: Store, predicate: str, value: str) -> list[str]:
    found = store.quads_for_pattern(None, NamedNode(predicate), NamedNode(value))
    return sorted(quad.subject.value for quad in found if isinstance(quad.subject, NamedNode))


def _literals(store: Store, subject: str, predicate: str) -> dict[str, str]:
    return {
        quad.object.language or "": quad.object.value
        for quad in sorted(store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None), key=str)
        if isinstance(quad.object, Literal)
    }


def _uses() -> dict[str, set[str]]:
    """Find which questions, checks and rules name a term in their SPARQL."""
    used: dict[str, set[str]] = defaultdict(set)
    texts = {question.id: question.text for question in [*questions().values(), *checks().values()]}
    texts |= {path.stem: path.read_text("utf-8") for path in sorted((shipped.ontology() / "rules").glob("*.rq"))}
    for name, text in texts.items():
        for line in text.splitlines():
            if not line.startswith("#"):
                for term in _TERM.findall(line):
                    used[term].add(name)
    return used


def _rules(shapes: Store) -> Iterator[Rule]:
    for iri in sorted({quad.subject.value for quad in shapes.quads_for_pattern(None, NamedNode(SH + "message"), None) if isinstance(quad.subject, NamedNode)}):  # fmt: skip
        severity = next(iter(_objects(shapes, iri, SH + "severity")), SH + "Violation")
        holders = _subjects(shapes, SH + "property", iri) or [iri]
        about = sorted({cls for holder in holders for cls in _objects(shapes, holder, SH + "targetClass")})
        yield Rule(iri, severity.removeprefix(SH).lower(), _literals(shapes, iri, SH + "message"), tuple(about))
