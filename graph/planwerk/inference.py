"""What follows: the rules of ``ontology/rules``, run until nothing new comes out.

Each rule is one SPARQL CONSTRUCT; what it yields lies in a named graph of its own that names the rule, so
that nobody takes an inferred statement for one that was said.
"""

from __future__ import annotations

from functools import cache

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from planwerk import shipped
from planwerk.dataset import BY_RULE, GRAPH_ROLE, Dataset
from planwerk.vocabulary import CONCEPT, NS, PREFIXES

RULE = "https://w3id.org/planwerk/rule/"
INFERRED = NamedNode(CONCEPT + "graph-role/inferred")


@cache
def rules() -> dict[str, str]:
    """Give the rules by name, in the order they run.

    >>> list(rules())[0]
    'classes'
    """
    return {path.stem: path.read_text("utf-8") for path in sorted((shipped.ontology() / "rules").glob("*.rq"))}


def infer(dataset: Dataset, base: str) -> Dataset:
    """Add what follows to the dataset, in place, and give it back; running it again adds nothing."""
    store = dataset.store
    dataset.kept.clear()  # it was read before what follows was there
    added = True
    while added:
        added = False
        for name, rule in rules().items():
            graph = NamedNode(f"{base.rstrip('/')}{BY_RULE}{name}")
            new = [
                t
                for t in _construct(store, rule)
                if Quad(t.subject, t.predicate, t.object, DefaultGraph()) not in store
            ]
            if new:
                added = True
                _describe(store, graph, name)
                store.extend(
                    Quad(t.subject, t.predicate, t.object, place) for t in new for place in (graph, DefaultGraph())
                )
    return dataset


def _construct(store: Store, rule: str) -> list[Triple]:
    return list(store.query(rule))  # type: ignore[arg-type]


def _describe(store: Store, graph: NamedNode, name: str) -> None:
    about = [
        (NamedNode(PREFIXES["rdf"] + "type"), NamedNode(NS + "SourceGraph")),
        (GRAPH_ROLE, INFERRED),
        (NamedNode(PREFIXES["prov"] + "wasGeneratedBy"), NamedNode(RULE + name)),
    ]
    store.extend(
        Quad(graph, predicate, value, place) for predicate, value in about for place in (graph, DefaultGraph())
    )
