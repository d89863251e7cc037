"""A city's dataset in a SPARQL store elsewhere: put there whole, and taken or asked only while it is whole.

What a push leaves in the store, beside graphs of others:

* every named graph of the sources, and what follows from them on a day, each under its own name;
* ``<base>dataset/2020-07-01``: the flat graph of that day, which questions ask;
* the ontology, the value lists and the planning duties, which all cities share;
* ``<base>pushed``: which graphs these are, with the number of statements and a checksum of each (VoID). It is
  removed first and written last, so that an interrupted push is never taken for a smaller city.

A reader compares the store with that list, before and after.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from planwerk.dataset import BY_RULE, KNOWN_FROM, Dataset
from planwerk.errors import StoreError
from planwerk.guard import graphs_named, parts_of, refuse_reaching_out
from planwerk.remote import From, Remote, Rows, values
from planwerk.vocabulary import PREFIXES, SHIPPED_GRAPH

VOID, DCTERMS, XSD = "http://rdfs.org/ns/void#", PREFIXES["dcterms"], PREFIXES["xsd"]
TYPE = NamedNode(PREFIXES["rdf"] + "type")
TRIPLES, SUBSET = NamedNode(VOID + "triples"), NamedNode(VOID + "subset")
ISSUED, DIGEST, REQUIRES = (NamedNode(DCTERMS + end) for end in ("issued", "identifier", "requires"))
PAGE = 5000  # rows asked for at once: half of the bound that Virtuoso comes with
TOGETHER = 200  # graphs asked for at once

Told = Callable[[str], None]
Graphs = dict[str, frozenset[Triple]]


@dataclass(frozen=True, slots=True)
class Held:
    """What a store says it holds of a city: "the graphs of the push as of that day, so many statements in each"."""

    base: str
    day: date
    counts: Mapping[str, int]
    digests: Mapping[str, str]
    known: Mapping[str, date] = field(default_factory=dict)
    """The sources' graphs with the day from which each was known."""
    shared: tuple[str, ...] = ()
    """Graphs that belong to all cities."""

    @property
    def flat(self) -> str:
        """Give the flat graph of the day."""
        return flat_graph(self.base, self.day)

    @property
    def named(self) -> tuple[str, ...]:
        """Give the named graphs of the dataset of the day: of the sources known then, of what follows, and shared ones."""
        later = {graph for graph, since in self.known.items() if since > self.day}
        return (*(g for g in self.counts if g != self.flat and g not in later), *self.shared)


def flat_graph(base: str, day: date) -> str:
    """Give the IRI of a city's dataset as of a day, which is also that of its flat graph in a store."""
    return f"{base}dataset/{day.isoformat()}"


def manifest(base: str) -> str:
    """Give the graph that says what was pushed."""
    return f"{base}pushed"


def graphs_of(base: str, quads: Iterable[Quad], dataset: Dataset) -> Graphs:
    """Give the graphs that a push writes: those of all days' sources, and of the dataset's day what follows.

    Blank nodes get IRIs below ``<base>.well-known/genid/`` (RDF 1.1 Concepts, 3.5), since a store's answers keep none.
    """
    store = Store()  # which writes literals in their canonical form, as the stores do
    day = [quad for quad in dataset.store if _graph(quad) is None or BY_RULE in (_graph(quad) or "")]
    flat = NamedNode(flat_graph(base, dataset.as_of))
    for quad in (*(q for q in quads if (g := _graph(q)) is not None and BY_RULE not in g), *day):
        place = quad.graph_name if isinstance(quad.graph_name, NamedNode) else flat
        store.add(Quad(_named(quad.subject, base), quad.predicate, _named(quad.object, base), place))  # type: ignore[arg-type]
    found: dict[str, set[Triple]] = {}
    for quad in store:
        found.setdefault(_graph(quad) or "", set()).add(quad.triple)
    return {graph: frozenset(found[graph]) for graph in sorted(found)}


def _graph(quad: Quad) -> str | None:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else None


def _named(term: object, base: str) -> object:
    return NamedNode(f"{base}.well-known/genid/{term.value}") if isinstance(term, BlankNode) else term


def ntriples(triples: Iterable[Triple]) -> bytes:
    """Write triples as N-Triples, sorted: equal graphs give equal bytes."""
    return "".join(sorted(f"{triple} .\n" for triple in triples)).encode()


def digest(triples: Iterable[Triple]) -> str:
    """Give the checksum of a graph."""
    return hashlib.sha256(ntriples(triples)).hexdigest()


@dataclass(frozen=True, slots=True)
class Push:
    """What a push does to a store: graphs to write, graphs to remove, and how many are there already as they should be."""

    write: tuple[str, ...]
    remove: tuple[str, ...]
    same: int
    statements: int
    """In the graphs to write."""


def plan_push(remote: Remote, base: str, graphs: Graphs) -> Push:
    """Compare what there is with what there should be; raises StoreError where a graph to write is somebody else's."""
    held = _held(remote, base)
    own = {graph for graph in graphs if not graph.startswith(SHIPPED_GRAPH)}
    before = held.counts if held else {}
    foreign = [g for g in sorted(own) if not g.startswith(base) and g not in before]
    if foreign and (there := _counts(remote, foreign)):
        raise StoreError(
            f"the store holds {min(there)} already, and not from this workspace",
            f"name the workspace's graphs below {base}",
        )
    there = _counts(remote, [*own, *before])
    same = {
        graph
        for graph in own
        if held and held.digests.get(graph) == digest(graphs[graph]) and there.get(graph) == len(graphs[graph])
    }
    # Without its list nothing tells what an interrupted push left: whatever lies below the base is this city's.
    left = set(before) if held else set(_below(remote, base))
    write = sorted(set(graphs) - same)
    return Push(
        tuple(write), tuple(sorted(left - own - {manifest(base)})), len(same), sum(len(graphs[g]) for g in write)
    )


def push(remote: Remote, address: str, base: str, graphs: Graphs, day: date, tell: Told = lambda _: None) -> Push:
    """Put the graphs into the store by the Graph Store HTTP Protocol at the address, and give what was done.

    Doing it again changes nothing. Raises StoreError where the store refuses, or holds another number of statements
    afterwards than were sent; what is there then is not taken for a whole dataset.
    """
    planned = plan_push(remote, base, graphs)
    remote.delete(address, manifest(base))
    for number, graph in enumerate(planned.write, 1):
        tell(f"{number}/{len(planned.write)} {graph}")
        remote.put(address, graph, ntriples(graphs[graph]))
    for graph in planned.remove:
        tell(graph)
        remote.delete(address, graph)
    _compare(remote, {graph: len(triples) for graph, triples in graphs.items()})
    remote.put(address, manifest(base), ntriples(_listed(base, graphs, day)))
    return planned


def _listed(base: str, graphs: Graphs, day: date) -> Iterator[Triple]:
    """Say what was pushed, in VoID."""
    whole = NamedNode(manifest(base))
    own = {graph: triples for graph, triples in graphs.items() if not graph.startswith(SHIPPED_GRAPH)}
    yield Triple(whole, TYPE, NamedNode(VOID + "Dataset"))
    yield Triple(whole, ISSUED, Literal(day.isoformat(), datatype=NamedNode(XSD + "date")))
    yield Triple(whole, TRIPLES, _integer(sum(map(len, own.values()))))
    for graph in sorted(set(graphs) - set(own)):
        yield Triple(whole, REQUIRES, NamedNode(graph))
    for graph, triples in own.items():
        part = NamedNode(graph)
        yield Triple(whole, SUBSET, part)
        yield Triple(part, TRIPLES, _integer(len(triples)))
        yield Triple(part, DIGEST, Literal(digest(triples)))
        yield from (t for t in triples if t.predicate == KNOWN_FROM and t.subject == part)


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))


def held(remote: Remote, base: str) -> Held:
    """Give what the store holds of the city, counted; raises StoreError where there is no whole push of it."""
    found = _held(remote, base)
    if found is None:
        raise StoreError(
            f"{remote.url} holds no whole dataset below {base}", "put it there: planwerk push WORKSPACE --store URL"
        )
    _compare(remote, found.counts)
    return found


def _held(remote: Remote, base: str) -> Held | None:
    graph = manifest(base)
    size = _counts(remote, [graph])
    if not size:
        return None
    said: dict[str, dict[str, list[str]]] = {}
    for quad in _quads(remote, size):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            said.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object.value)
    whole = said.get(graph, {})
    parts = sorted(whole.get(SUBSET.value, ()))
    try:
        counts = {part: int(said[part][TRIPLES.value][0]) for part in parts}
        digests = {part: said[part][DIGEST.value][0] for part in parts}
        known = {part: date.fromisoformat(since[0]) for part in parts if (since := said[part].get(KNOWN_FROM.value))}
        day = date.fromisoformat(whole[ISSUED.value][0])
        total = int(whole[TRIPLES.value][0])
    except (KeyError, ValueError):
        return None
    shared = tuple(sorted(whole.get(REQUIRES.value, ())))
    return Held(base, day, counts, digests, known, shared) if total == sum(counts.values()) else None


def fetch(remote: Remote, base: str, tell: Told = lambda _: None) -> list[Quad]:
    """Give the sources' graphs of a city from the store: all of them, unaltered, or a StoreError.

    What follows from them is left there: it is drawn anew for the day that is asked for.
    """
    before = held(remote, base)
    wanted = {
        graph: count
        for graph, count in before.counts.items()
        if BY_RULE not in graph and not graph.startswith(f"{base}dataset/")
    }
    store = Store()
    for quad in _quads(remote, wanted, tell):
        store.add(quad)
    found = list(store)
    by_graph: dict[str, list[Triple]] = {}
    for quad in found:
        by_graph.setdefault(_graph(quad) or "", []).append(quad.triple)
    for graph in wanted:
        if digest(by_graph.get(graph, ())) != before.digests[graph]:
            raise StoreError(f"{remote.url} gives {graph} back altered", "push the workspace again, or read it locally")
    if _held(remote, base) != before:
        raise StoreError(f"{remote.url} was written to while it was read", "ask again")
    return found


def ask_store(remote: Remote, there: Held, query: str) -> Rows | bool:
    """Ask the dataset of the day in the store by SELECT or ASK: all rows, counted, or a StoreError.

    The default graph is the day's flat graph, whatever the store's own is; a FROM clause may name graphs of the day.
    Raises QueryError where the query reaches out of the dataset or names a graph outside it.
    """
    refuse_reaching_out(query)
    parts = parts_of(query)
    if parts.clauses:
        if outside := sorted(graphs_named(query, there.base) - {there.flat, *there.named}):
            raise StoreError(f"the dataset has no graph {outside[0]}", "a query asks this dataset only")
        dataset = From()
    else:
        dataset = From((there.flat,), there.named if parts.graphs else ())
    answer = remote.truth(query, dataset) if parts.form == "ASK" else remote.select(query, dataset)
    if _held(remote, there.base) != there:
        raise StoreError(f"{remote.url} was written to while it was asked", "ask again")
    return answer


def _counts(remote: Remote, graphs: Sequence[str]) -> dict[str, int]:
    """Count the statements of graphs; one that is not there is not in the answer."""
    found: dict[str, int] = {}
    names = sorted(set(graphs))
    for start in range(0, len(names), TOGETHER):
        some = values(names[start : start + TOGETHER])
        asked = f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ {some} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
        for row in remote.rows(asked).rows:
            match row:
                case (NamedNode(value=graph), Literal(value=number)) if number.isdigit():
                    if int(number):
                        found[graph] = int(number)
                case _:
                    raise StoreError(f"{remote.url} does not count its graphs", "is it a SPARQL 1.1 store?")
    return found


def _below(remote: Remote, base: str) -> list[str]:
    asked = f'SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{base}")) }}'
    return [graph.value for (graph,) in remote.select(asked).rows if isinstance(graph, NamedNode)]


def _compare(remote: Remote, wanted: Mapping[str, int]) -> None:
    there = _counts(remote, list(wanted))
    for graph, count in wanted.items():
        if there.get(graph, 0) != count:
            raise StoreError(
                f"{remote.url} holds {there.get(graph, 0)} of {count} statements of {graph}", "push the workspace again"
            )


def _quads(remote: Remote, wanted: Mapping[str, int], tell: Told = lambda _: None) -> Iterator[Quad]:
    """Yield the quads of graphs of known size, in pages that stay below a store's bound on rows.

    Small graphs come together; a large one in parts by a hash of subject and predicate, because pages cut by OFFSET
    hold together only under an order, which stores bound too.
    """
    some: dict[str, int] = {}
    for graph, count in wanted.items():
        if count > PAGE:
            tell(graph)
            yield from _parts(remote, graph, count)
            continue
        if some and (sum(some.values()) + count > PAGE or len(some) == TOGETHER):
            yield from _page(remote, some)
            some = {}
        some[graph] = count
    if some:
        tell(next(iter(some)))
        yield from _page(remote, some)


def _page(remote: Remote, graphs: Mapping[str, int]) -> Iterator[Quad]:
    asked = f"SELECT ?g ?s ?p ?o WHERE {{ VALUES ?g {{ {values(list(graphs))} }} GRAPH ?g {{ ?s ?p ?o }} }}"
    yield from _taken(remote, (remote.rows(asked),), sum(graphs.values()))


def _parts(remote: Remote, graph: str, count: int) -> Iterator[Quad]:
    digits = 1
    while count / 16**digits > PAGE / 4:
        digits += 1
    name = values([graph])
    asked = (
        f"SELECT (<{graph}> AS ?g) ?s ?p ?o WHERE {{ GRAPH {name} {{ ?s ?p ?o }} "
        f'FILTER(STRSTARTS(MD5(CONCAT(STR(?s), STR(?p))), "{part:0{digits}x}")) }}'
        for part in range(16**digits)
    )
    yield from _taken(remote, (remote.rows(query) for query in asked), count)


def _taken(remote: Remote, pages: Iterable[Rows], count: int) -> Iterator[Quad]:
    number = 0
    for page in pages:
        for row in page.rows:
            match row:
                case (
                    NamedNode() as graph,
                    NamedNode() as subject,
                    NamedNode() as predicate,
                    NamedNode() | Literal() as value,
                ):
                    number += 1
                    yield Quad(subject, predicate, value, graph)
                case _:
                    raise StoreError(
                        f"{remote.url} gives a blank node where there was none", "push the workspace again"
                    )
    if number != count:
        raise StoreError(
            f"{remote.url} gave {number} of {count} statements", "ask again; see the store's limit on rows"
        )
