"""Pages about things: all of a kind, and one with what the sources say of it, findings, and where it occurs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from planwerk.dataset import BY_RULE
from planwerk.questions import value_of
from planwerk.site.frame import Place, render
from planwerk.site.grid import grid_of
from planwerk.site.kinds import KINDS, kind_of, members
from planwerk.site.links import Links, Target
from planwerk.site.places import Places
from planwerk.site.seen import Seen
from planwerk.site.wording import NAMES, TYPE, spoken, word_of
from planwerk.views.controltable import control_table
from planwerk.views.plantable import plan_table
from planwerk.views.table import Cell, Column, Link, Table, safe_href
from planwerk.views.table import Kind as ColumnKind
from planwerk.vocabulary import CONCEPT, LAW, NS, PREFIXES, SHIPPED_GRAPH

FIRST = ("referenceNumber", "paperKind", "partOfProcedure", "dateOfDocument", "decisionDate", "submittedBy", "abstract")
_LISTED: tuple[tuple[str, str, str, ColumnKind], ...] = (
    ("name", "Name", "Name", "text"),
    ("number", "Nr.", "No.", "text"),
    ("class", "Art", "Kind", "text"),
    ("day", "Datum", "Date", "date"),
    ("mentions", "Verweise darauf", "References to it", "integer"),
    ("gaps", "Lücken", "Gaps", "integer"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """A source that says something: its name, where its words stand, and whether it is a rule that draws conclusions."""

    name: str
    href: str | None
    rule: bool = False
    place: bool = False
    """Whether a click leads to its words in a text."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value as text, where a click on it leads, and who says so."""

    text: str
    href: str | None
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A property of a thing with its values, or with the things that have this one as their value."""

    property: str
    values: tuple[Value, ...]


def index_page(seen: Seen, links: Links, kind: str) -> str:
    """Give the page of all things of a kind: paper, plan, body, domain, provision or task."""
    about = KINDS[kind]
    rows = members(seen, about)
    every = [Column(key, german if seen.lang == "de" else english, form) for key, german, english, form in _LISTED]
    cells: list[tuple[Cell, ...]] = [
        (row.name, row.number, row.label, row.day, row.mentions, seen.gap_counts.get(row.iri) or None) for row in rows
    ]
    used = [n for n in range(len(every)) if n == 0 or any(line[n] is not None for line in cells)]
    table = Table(
        about.title(seen.lang),
        tuple(every[n] for n in used),
        tuple(tuple(line[n] for n in used) for line in cells),
        lang=seen.lang,
    )
    targets = {(number, "name"): links(Target("thing", row.iri)) for number, row in enumerate(rows)}
    return render(
        "index.html", seen, links, Place(Target("index", kind)), table.title, table=grid_of(table, links=targets)
    )


def thing_page(seen: Seen, links: Links, iri: str) -> str:
    """Give the page of one thing: findings, what the sources say of it with their places, and where it occurs.

    Works for every IRI that the dataset knows, a paper as well as the evidence for a statement.
    """
    writing = _Writing(seen, links, iri)
    kind = kind_of(seen, iri)
    above = [(KINDS[kind].title(seen.lang), Target("index", kind))] if kind else []
    if kind == "plan":
        above.insert(0, (seen.say("Planungsregister", "Planning register"), Target("plans")))
    return render(
        "thing.html",
        seen,
        links,
        Place(Target("thing", iri), above),
        writing.name,
        iri=iri,
        classes=writing.classes(),
        findings=seen.findings_on(iri),
        finding_links={one.id: links(Target("finding", one.id)) for one in seen.findings_on(iri)},
        facts=(facts := writing.facts()),
        usual=_usual(facts),
        texts=writing.texts(),
        tables=_tables(seen, links, iri, writing.name, kind),
        mentions=writing.mentions(),
        forms=[(name, address) for name in ("ttl", "jsonld", "nt") if (address := links(Target("rdf", iri, choice={"form": name})))],
    )  # fmt: skip


def _usual(facts: Iterable[Fact]) -> str:
    """Give the source that says most of it, so that only the others need naming line by line."""
    counted = Counter(said.name for fact in facts for value in fact.values for said in value.said if not said.rule)
    return counted.most_common(1)[0][0] if counted else ""


def _tables(seen: Seen, links: Links, iri: str, name: str, kind: str | None) -> list[dict[str, object]]:
    """Give the rows of the registers that are about the thing: adopted points, and plans."""
    points = [
        row
        for row in seen.control
        if iri in {row.task, row.resolution, row.point, *(domain for domain, _ in row.domains)}
        or (kind == "body" and name in {*row.offices, *row.committees, row.responsible})
    ]
    plans = [
        row
        for row in seen.plans
        if iri in {row.iri, *(domain for domain, _ in row.domains)}
        or (kind == "body" and name in {*row.offices, *(adoption.body for adoption in row.adoptions)})
        or (kind == "plan" and row.plan == name)
    ]
    made = []
    if points:
        table = control_table(points, seen.city.data, seen.lang, wording=False)
        targets = {(n, "content"): links(Target("thing", row.task)) for n, row in enumerate(points)}
        made.append(_without_proofs(table, targets))
    if plans:
        table = plan_table(plans, seen.city.data, seen.lang)
        targets = {(n, "title"): links(Target("thing", row.iri)) for n, row in enumerate(plans)}
        made.append(_without_proofs(table, targets))
    return made


def _without_proofs(table: Table, targets: Mapping[tuple[int, str], str | None]) -> dict[str, object]:
    """Give a table whose rows do not lead to an annex, since the page has none."""
    rows = tuple(tuple(cell.text if isinstance(cell, Link) else cell for cell in row) for row in table.rows)
    return grid_of(replace(table, rows=rows, annex=None), links=targets)


class _Writing:
    """Puts what the dataset says of a thing into words and links."""

    def __init__(self, seen: Seen, links: Links, iri: str) -> None:
        self._seen, self._links, self._iri = seen, links, iri
        self._places = Places(seen)
        self._store = seen.city.data.store
        thing = NamedNode(iri)
        flat = DefaultGraph()
        self._own = list(self._store.quads_for_pattern(thing, None, None, flat))
        self._others = list(self._store.quads_for_pattern(None, None, thing, flat))
        if not self._own and not self._others:  # evidence and source graphs stand in named graphs alone
            self._own = list({_flat(q) for q in self._store.quads_for_pattern(thing, None, None)})
            self._others = list({_flat(q) for q in self._store.quads_for_pattern(None, None, thing)})
        terms = {t.value for q in (*self._own, *self._others) for t in (q.subject, q.predicate, q.object) if isinstance(t, NamedNode)}  # fmt: skip
        self._names = seen.names({*terms, iri})
        self.name = self._names[iri]

    def classes(self) -> list[str]:
        """Give what the thing is, in our words; without the classes that follow from a closer one."""
        found = sorted(
            q.object.value for q in self._own if q.predicate.value == TYPE and isinstance(q.object, NamedNode)
        )
        ours = [self._names[one] for one in found if one.startswith(NS)]
        closer = [name for one, name in zip((o for o in found if o.startswith(NS)), ours, strict=True) if not self._has_subclass(one, found)]  # fmt: skip
        return closer or ours

    def _has_subclass(self, one: str, among: Iterable[str]) -> bool:
        sub = NamedNode(PREFIXES["rdfs"] + "subClassOf")
        return any(next(self._store.quads_for_pattern(NamedNode(other), sub, NamedNode(one)), None) for other in among)

    def facts(self) -> list[Fact]:
        """Give the thing's properties with their values, the telling ones first; of two languages the reader's."""
        grouped: dict[str, list[Quad]] = defaultdict(list)
        for quad in self._own:
            if quad.predicate.value != TYPE:
                grouped[quad.predicate.value].append(quad)
        made = []
        for predicate, quads in grouped.items():
            ours = [q for q in quads if isinstance(q.object, Literal) and q.object.language == self._seen.lang]
            some = ours or quads
            values = sorted({self._value(q, q.object) for q in some}, key=_order)
            if predicate in NAMES and [value.text for value in values] == [self.name]:
                continue
            made.append((_rank(predicate), self._word(predicate), tuple(values)))
        return [Fact(word, values) for _, word, values in sorted(made, key=lambda one: one[:2])]

    def mentions(self) -> list[Fact]:
        """Give the things that refer to this one, by how they do."""
        grouped: dict[str, set[Value]] = defaultdict(set)
        for quad in self._others:
            grouped[quad.predicate.value].add(self._value(quad, quad.subject))
        return sorted(
            (Fact(self._word(p), tuple(sorted(v, key=_order))) for p, v in grouped.items()),
            key=lambda fact: fact.property,
        )

    def texts(self) -> list[Value]:
        """Give the texts that the thing was read in: of the graphs that say what it is."""
        graphs = {
            q.graph_name.value
            for q in self._store.quads_for_pattern(NamedNode(self._iri), NamedNode(TYPE), None)
            if isinstance(q.graph_name, NamedNode) and q.graph_name.value in self._seen.city.data.graphs
        }
        sources = {source for graph in graphs if (source := self._places.source(graph))}
        names = self._seen.names(sources)
        return sorted((Value(names[source], self._links(Target("text", source))) for source in sources), key=_order)

    def _word(self, predicate: str) -> str:
        return word_of(self._seen, predicate, self._names)

    def _value(self, quad: Quad, term: object) -> Value:
        said = self._said(quad)
        if isinstance(term, Literal):
            shown = spoken(self._seen, value_of(term))
            language = f" ({term.language})" if term.language and term.language != self._seen.lang else ""
            return Value(shown + language, None, said)
        address = getattr(term, "value", str(term))
        name = self._names.get(address, address)
        ours = (self._seen.city.workspace.base, LAW, CONCEPT)
        if address.startswith(ours):
            return Value(name, self._links(Target("thing", address)), said)
        # A term of an ontology has a name and no page here; an address that a source wrote is led to where it is safe.
        return Value(name, None if address.startswith(NS) else safe_href(address), said)

    def _said(self, quad: Quad) -> tuple[Said, ...]:
        found = []
        places = {
            proof.graph: proof.passage.start
            for proof in self._seen.evidence.between(
                getattr(quad.subject, "value", ""),
                quad.predicate.value,
                getattr(quad.object, "value", str(quad.object)),
            )
        }
        for named in self._store.quads_for_pattern(quad.subject, quad.predicate, quad.object):
            graph = named.graph_name
            if not isinstance(graph, NamedNode) or graph.value.startswith(SHIPPED_GRAPH):
                continue
            rule = BY_RULE in graph.value
            target = self._places.of(graph.value, places[graph.value]) if graph.value in places else Target("thing", graph.value)  # fmt: skip
            name = self._seen.names({graph.value})[graph.value]
            found.append(Said(name, self._links(target), rule, target.page == "text"))
        return tuple(sorted(found, key=lambda said: (said.rule, said.name, said.href or "")))


def _order(value: Value) -> tuple[object, ...]:
    """Order values by what is read; where two read the same, by all that tells them apart, so that a page is made once."""
    return value.text, value.href or "", [(said.rule, said.name, said.href or "") for said in value.said]


def _flat(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object)


def _rank(predicate: str) -> int:
    local = predicate.replace("#", "/").rsplit("/", 1)[-1]
    return FIRST.index(local) if local in FIRST else len(FIRST)


def known(seen: Seen, iri: str) -> bool:
    """Tell whether the dataset says anything of an IRI on this day."""
    try:
        thing = NamedNode(iri)
    except ValueError:
        return False
    store = seen.city.data.store
    return any(
        next(found, None) is not None
        for found in (store.quads_for_pattern(thing, None, None), store.quads_for_pattern(None, None, thing))
    )
