"""Statements in named graphs: reading them together, looking at them as of a day, writing them out.

Each named graph is one source version and describes itself: who speaks, from which day it was known, in which
role. A :class:`Dataset` is seen as of a day D: it holds the graphs known on D, and beside them one flat
default graph of what they state (without the evidence), which is what queries read; a union of named graphs
costs the engine up to 280 times more.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize

from planwerk import shipped
from planwerk.sources.turtle import read_turtle
from planwerk.vocabulary import CONCEPT, NS, PREFIXES, SHIPPED_GRAPH

if TYPE_CHECKING:
    import rdflib

KNOWN_FROM = NamedNode(NS + "knownFrom")
GRAPH_ROLE = NamedNode(NS + "graphRole")
EVIDENCE = NamedNode(CONCEPT + "graph-role/evidence")
FLATTEN = f"""INSERT {{ ?subject ?predicate ?object }} WHERE {{
  GRAPH ?graph {{ ?subject ?predicate ?object }} MINUS {{ GRAPH ?graph {{ ?graph <{GRAPH_ROLE.value}> <{EVIDENCE.value}> }} }}
}}"""
BY_RULE = "/graph/inferred-"  # graphs of what follows are remade for every day, never carried along


@dataclass(frozen=True)
class Dataset:
    """The named graphs known on a day, with the flat default graph that queries read.

    >>> from planwerk.workspace import read_workspace
    >>> leipzig = shipped.data() / "leipzig"
    >>> quads = read_turtle(leipzig / "curated" / "4-resolution.trig", base=read_workspace(leipzig).base)
    >>> before, after = as_of(quads, date(2018, 9, 18)), as_of(quads, date(2018, 9, 19))
    >>> len(before.graphs), [graph.rsplit("/")[-1] for graph in after.graphs]
    (0, ['resolution', 'resolution-evidence'])
    """

    store: Store
    as_of: date
    graphs: dict[str, date]
    """The sources' named graphs with the day from which each was known."""
    kept: dict[tuple[str, str], Any] = field(default_factory=dict, compare=False, repr=False)
    """What is read out of it once and looked up often, by what it is and the language; see :mod:`planwerk.passages` and :mod:`planwerk.pairs`."""

    @cached_property
    def newest_source(self) -> date | None:
        """Give the day of the newest source that is known."""
        return max(self.graphs.values(), default=None)

    def sorted_nquads(self, *, shipped_too: bool = False) -> bytes:
        """Give the named graphs as N-Quads, sorted: equal content gives equal bytes.

        The ontology, value lists and planning duties are left out unless asked for.
        """
        lines = {
            f"{quad} .\n"
            for quad in self.store
            if isinstance(quad.graph_name, NamedNode)
            and (shipped_too or not quad.graph_name.value.startswith(SHIPPED_GRAPH))
        }
        return "".join(sorted(lines)).encode()

    def serialize(self, form: str, *, shipped_too: bool = False) -> bytes:
        """Give the named graphs as trig, nquads (sorted) or jsonld, without the shipped ones unless asked for."""
        lines = self.sorted_nquads(shipped_too=shipped_too)
        if form == "nquads":
            return lines
        kind = RdfFormat.TRIG if form == "trig" else RdfFormat.JSON_LD
        return serialize(parse(lines, format=RdfFormat.N_QUADS), format=kind, prefixes=PREFIXES) or b""

    def to_trig(self) -> bytes:
        """Give all named graphs as TriG, in a stable order: what a build stores."""
        named = sorted(
            (q for q in self.store if isinstance(q.graph_name, NamedNode)), key=lambda q: (str(q.graph_name), str(q))
        )
        written = serialize(named, format=RdfFormat.TRIG, prefixes=PREFIXES)
        return written if written is not None else b""

    def to_rdflib(self) -> rdflib.Dataset:
        """Give a copy as rdflib's Dataset, the API that other RDF tools know; one flat default graph, and the named ones."""
        import rdflib

        copy = rdflib.Dataset()
        lines = b"".join(f"{q} .\n".encode() for q in sorted(self.store, key=str))
        with warnings.catch_warnings():  # rdflib 7.6 warns of its own default_context while it parses
            warnings.simplefilter("ignore", DeprecationWarning)
            copy.parse(data=lines, format="nquads")
        for prefix, iri in PREFIXES.items():
            copy.bind(prefix, iri)
        return copy


def shipped_quads() -> list[Quad]:
    """Read the ontology, the value lists and the planning duties, each into a graph of its own."""
    quads: list[Quad] = []
    ontology = shipped.ontology()
    parts = {
        "ontology": [ontology / "core.ttl", *sorted(ontology.glob("law.ttl"))],
        "vocabularies": sorted((ontology / "vocabularies").glob("*.ttl")),
        "law": sorted((shipped.data() / "law").glob("*.ttl")),
    }
    for name, paths in parts.items():
        for path in paths:
            quads += read_turtle(path, base=SHIPPED_GRAPH, graph=SHIPPED_GRAPH + name)
    return quads


def read_dataset(path: Path) -> list[Quad]:
    """Read a built dataset back; raises SyntaxError or OSError where it is no whole TriG file."""
    return list(parse(path=str(path), format=RdfFormat.TRIG))


def as_of(quads: Iterable[Quad], day: date) -> Dataset:
    """Take the graphs known on the day: those with ``knownFrom`` up to it, and those without one (the shipped ones)."""
    named = [q for q in quads if isinstance(q.graph_name, NamedNode)]
    known_from: dict[str, date] = {}
    for quad in named:
        if quad.predicate == KNOWN_FROM and quad.subject == quad.graph_name and isinstance(quad.object, Literal):
            with suppress(ValueError):  # what is no day stays undated; the shape for source graphs objects to it
                known_from[quad.subject.value] = date.fromisoformat(quad.object.value)  # type: ignore[union-attr]
    later = {graph for graph, since in known_from.items() if since > day}
    store = Store()
    # One call each: the engine starts threads anew for every one, and a city has thousands of graphs.
    store.bulk_extend(q for q in named if (graph := q.graph_name.value) not in later and BY_RULE not in graph)  # type: ignore[union-attr]
    store.update(FLATTEN)
    known = {graph: since for graph, since in sorted(known_from.items()) if since <= day and BY_RULE not in graph}
    return Dataset(store, day, known)
