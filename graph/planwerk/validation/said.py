"""What the sources say: their statements by graph, and apart from them the evidence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from planwerk.dataset import BY_RULE, EVIDENCE, GRAPH_ROLE, Dataset
from planwerk.vocabulary import PREFIXES, SHIPPED_GRAPH

Term = NamedNode | BlankNode | Literal | Triple
Said = dict[Term, dict[str, list[Term]]]
"""What is said of each subject: predicate to objects."""
Found = tuple[Term, str, Term | None]
"""What a shape objects to: the thing, the rule's IRI, the value."""

RDF = PREFIXES["rdf"]
TYPE = RDF + "type"


@dataclass(frozen=True, slots=True)
class Sources:
    """The statements of the sources, and apart from them the evidence."""

    graphs: dict[NamedNode, list[Quad]]
    evidence: dict[NamedNode, list[Quad]]


def sources(dataset: Dataset) -> Sources:
    """Take the dataset's sources apart; the shipped graphs and what follows by rules are left out."""
    named = [
        graph
        for graph in dataset.store.named_graphs()
        if isinstance(graph, NamedNode) and not graph.value.startswith(SHIPPED_GRAPH) and BY_RULE not in graph.value
    ]
    graphs: dict[NamedNode, list[Quad]] = {}
    evidence: dict[NamedNode, list[Quad]] = {}
    for graph in sorted(named, key=lambda g: g.value):
        quads = list(dataset.store.quads_for_pattern(None, None, None, graph))
        is_evidence = Quad(graph, GRAPH_ROLE, EVIDENCE, graph) in dataset.store
        (evidence if is_evidence else graphs)[graph] = quads
    return Sources(graphs, evidence)


def by_subject(quads: Iterable[Quad]) -> Said:
    """Gather the quads by subject and predicate, whatever their graph."""
    said: Said = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        said[quad.subject][quad.predicate.value].append(quad.object)
    return said


def text(term: Term) -> str:
    """Give an IRI, a literal's characters, or else the term in Turtle."""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def number(value: Term) -> int | None:
    """Give a whole number, however it is typed; one of more than 18 digits counts no characters and is none."""
    whole = isinstance(value, Literal) and re.fullmatch(r"[+-]?[0-9]{1,18}", value.value)
    return int(text(value)) if whole else None


def triple(about: dict[str, list[Term]]) -> tuple[Term, Term, Term] | None:
    """Give the statement that a reified one stands for, if it is whole."""
    parts = [about.get(RDF + part, []) for part in ("subject", "predicate", "object")]
    return (parts[0][0], parts[1][0], parts[2][0]) if all(len(part) == 1 for part in parts) else None
