"""Shapes hold the dataset to account: violations, with the place where each was read.

The rules are ``ontology/shapes.ttl``. What the sources say goes through pySHACL; the evidence, four fifths of
the data, is held to the same shapes in one pass over its quads. What follows by rules is not looked at: only
what was said stands somewhere.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse
from pyoxigraph import Literal as RdfLiteral

from planwerk import shipped
from planwerk.dataset import BY_RULE, EVIDENCE, GRAPH_ROLE, Dataset, shipped_quads
from planwerk.vocabulary import NS, PREFIXES, SHIPPED_GRAPH

if TYPE_CHECKING:
    import rdflib

Severity = Literal["violation", "warning", "info"]
Term = NamedNode | BlankNode | RdfLiteral | Triple
Said = dict[Term, dict[str, list[Term]]]
"""What is said of each subject: predicate to objects."""

SHAPE = "https://w3id.org/planwerk/shape/"
SH = "http://www.w3.org/ns/shacl#"
XSD = PREFIXES["xsd"]
RDF = PREFIXES["rdf"]
RDFS = PREFIXES["rdfs"]
OA = PREFIXES["oa"]
PROV = PREFIXES["prov"]
IN_SCHEME = PREFIXES["skos"] + "inScheme"
SUBCLASS = RDFS + "subClassOf"
TYPE = RDF + "type"
LABEL = RDFS + "label"
SUPPORTS = NS + "supportsStatement"
TARGET = OA + "hasTarget"
SEVERITIES: dict[str, Severity] = {SH + "Violation": "violation", SH + "Warning": "warning", SH + "Info": "info"}
RANK = {"violation": 0, "warning": 1, "info": 2}
SHOWN = 3  # places named before "and n more"
WORDS = {
    "de": ("{section}, Zeichen {start} bis {end} ({file})", "und {n} weitere", "kein Nachweis im Datenbestand"),
    "en": ("{section}, characters {start} to {end} ({file})", "and {n} more", "no evidence in the data"),
}


@dataclass(frozen=True, slots=True)
class Violation:
    """A shape objects to what is said, or not said, of one thing."""

    focus: str
    """IRI of the thing."""
    path: str | None
    """IRI of the property that the shape looks at; None where it looks at the thing itself."""
    value: str | None
    """The value objected to: an IRI, a literal's characters, or a whole statement; None for a number of values."""
    message: str
    severity: Severity
    shape: str
    """IRI of the rule."""
    place: str
    """Where it was read: the passages that prove it, else the named graphs that say it."""


@dataclass(frozen=True, slots=True)
class ShapeInfo:
    """One rule of the shapes, in words."""

    iri: str
    path: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """A property shape, with the constraints that can be tried value by value."""

    iri: str
    predicates: tuple[str, ...]  # with which its path can begin
    severity: Severity
    messages: dict[str, str]
    at_least: int = 0
    at_most: int | None = None
    of_class: str | None = None
    datatype: str | None = None
    minimum: int | None = None
    pattern: str | None = None
    less_than: str | None = None


def shapes(lang: str = "de") -> list[ShapeInfo]:
    """List the rules, sorted by IRI.

    >>> for rule in shapes("en")[:2]:
    ...     print(rule.iri.removeprefix(SHAPE), "|", rule.severity, "|", rule.message)
    AdoptedTask-deadline | warning | There is no evidence in the data of a deadline for the adopted task.
    AdoptedTask-deliverable | warning | There is no evidence in the data of what the adopted task is to produce ...
    """
    return [ShapeInfo(r.iri, r.predicates[0], r.severity, r.messages[lang]) for _, r in sorted(_rules().items())]


def validate(dataset: Dataset, lang: str = "de") -> list[Violation]:
    """Hold what the dataset's sources say to the shapes; the gravest first, and always in the same order.

    >>> from datetime import date
    >>> from planwerk.dataset import as_of
    >>> decision = NamedNode("https://example.org/decision/1")
    >>> said = Quad(decision, NamedNode(TYPE), NamedNode(NS + "Decision"), NamedNode("https://example.org/graph/1"))
    >>> for violation in validate(as_of([said], date(2026, 1, 1)), "en")[:2]:
    ...     print(violation.message, violation.place)
    Every thing has a German label. <https://example.org/graph/1>
    A decision has a day, or at least a time span. <https://example.org/graph/1>
    """
    sources = _sources(dataset)
    found = {*_hold_statements(sources, dataset), *_hold_evidence(sources)}
    places = _Places(sources, lang)
    rules = _rules()
    violations = [
        Violation(
            focus=_text(focus),
            path=rules[shape].predicates[0],
            value=None if value is None else _text(value),
            message=rules[shape].messages[lang],
            severity=rules[shape].severity,
            shape=shape,
            place=places.of(focus, rules[shape].predicates, value),
        )
        for focus, shape, value in found
    ]
    return sorted(violations, key=lambda v: (RANK[v.severity], v.focus, v.path or "", v.shape, v.value or ""))


Found = tuple[Term, str, Term | None]  # focus, shape, value


# ---- the rules ----


@cache
def _shape_quads() -> tuple[Quad, ...]:
    return tuple(parse(path=str(shipped.ontology() / "shapes.ttl"), format=RdfFormat.TURTLE))


@cache
def _shape_terms() -> Said:
    return _by_subject(_shape_quads())


@cache
def _rules() -> dict[str, _Rule]:
    said = _shape_terms()
    rules: dict[str, _Rule] = {}
    for shape, about in said.items():
        if not isinstance(shape, NamedNode) or NamedNode(SH + "PropertyShape") not in about.get(TYPE, ()):
            continue

        def one(name: str, about: dict[str, list[Term]] = about) -> str | None:
            values = about.get(SH + name)
            return _text(values[0]) if values else None

        at_most, minimum = one("maxCount"), one("minInclusive")
        rules[shape.value] = _Rule(
            iri=shape.value,
            predicates=tuple(_beginnings(about[SH + "path"][0], said)),
            severity=SEVERITIES[one("severity") or SH + "Violation"],
            messages={m.language or "": m.value for m in about[SH + "message"] if isinstance(m, RdfLiteral)},
            at_least=int(one("minCount") or 0),
            at_most=None if at_most is None else int(at_most),
            of_class=one("class"),
            datatype=one("datatype"),
            minimum=None if minimum is None else int(float(minimum)),
            pattern=one("pattern"),
            less_than=one("lessThan"),
        )
    return rules


def _beginnings(path: Term, said: Said) -> Iterator[str]:
    """Give the predicates with which a SHACL path can begin, in the order in which it names them."""
    if isinstance(path, NamedNode):
        yield path.value
        return
    about = said[path]
    if RDF + "first" in about:  # a sequence begins with its first step
        yield from _beginnings(about[RDF + "first"][0], said)
    for key, (inner, *_) in sorted(about.items()):
        if key == SH + "alternativePath":
            for step in _members(inner, said):
                yield from _beginnings(step, said)
        elif key.startswith(SH):
            yield from _beginnings(inner, said)


def _members(head: Term, said: Said) -> Iterator[Term]:
    while head != NamedNode(RDF + "nil"):
        yield said[head][RDF + "first"][0]
        head = said[head][RDF + "rest"][0]


# ---- what the sources say ----


@dataclass(frozen=True, slots=True)
class _Sources:
    """The statements of the sources, and apart from them the evidence."""

    graphs: dict[NamedNode, list[Quad]]
    evidence: dict[NamedNode, list[Quad]]


def _sources(dataset: Dataset) -> _Sources:
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
    return _Sources(graphs, evidence)


def _by_subject(quads: Iterable[Quad]) -> Said:
    said: Said = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        said[quad.subject][quad.predicate.value].append(quad.object)
    return said


def _text(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | RdfLiteral) else str(term)


# ---- pySHACL over what is said ----


def _hold_statements(sources: _Sources, dataset: Dataset) -> Iterator[Found]:
    import pyshacl
    import rdflib

    words = _Words()
    data = rdflib.Graph(bind_namespaces="none")
    # A graph's own description is a statement as any other, even where the graph holds evidence.
    for graph, quads in (*sources.graphs.items(), *sources.evidence.items()):
        whole = graph in sources.graphs
        for quad in quads:
            if (whole or quad.subject == graph) and not isinstance(quad.object, Triple):
                data.add((words.to(quad.subject), words.to(quad.predicate), words.to(quad.object)))  # type: ignore[arg-type]
        data.add((words.to(graph), rdflib.RDF.type, rdflib.URIRef(NS + "SourceGraph")))
    for quad in _hierarchy(dataset):
        data.add((words.to(quad.subject), words.to(quad.predicate), words.to(quad.object)))  # type: ignore[arg-type]
    rules = rdflib.Graph(bind_namespaces="none")
    for quad in _shape_quads():
        rules.add((words.to(quad.subject), words.to(quad.predicate), words.to(quad.object)))  # type: ignore[arg-type]

    _, report, _ = pyshacl.validate(data, shacl_graph=rules, inplace=True, advanced=False, inference="none")
    sh = rdflib.Namespace(SH)
    for result in report.objects(None, sh.result):
        value = report.value(result, sh.value)
        yield (
            words.back(report.value(result, sh.focusNode)),
            str(report.value(result, sh.sourceShape)),
            None if value is None else words.back(value),
        )


def _hierarchy(dataset: Dataset) -> Iterator[Quad]:
    """Give the classes' hierarchy and the lists' values, of the dataset where it holds them."""
    held = [
        quad
        for predicate in (SUBCLASS, IN_SCHEME)
        for quad in dataset.store.quads_for_pattern(None, NamedNode(predicate), None, DefaultGraph())
    ]
    wanted = {SUBCLASS, IN_SCHEME}
    for quad in held if any(q.predicate.value == SUBCLASS for q in held) else shipped_quads():
        if quad.predicate.value in wanted:
            yield quad


class _Words:
    """Terms of the store as terms of rdflib and back: each once, and back as it was written."""

    def __init__(self) -> None:
        self._to: dict[Term, rdflib.term.Identifier] = {}
        self._back: dict[rdflib.term.Identifier, Term] = {}

    def to(self, term: Term) -> rdflib.term.Identifier:
        known = self._to.get(term)
        if known is None:
            known = self._to[term] = _as_rdflib(term)
            self._back[known] = term
        return known

    def back(self, term: rdflib.term.Node | None) -> Term:
        return self._back[term]  # type: ignore[index]


def _as_rdflib(term: Term) -> rdflib.term.Identifier:
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, RdfLiteral):
        raise TypeError(f"no RDF 1.1 term: {term}")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = None if term.datatype.value == XSD + "string" else rdflib.URIRef(term.datatype.value)
    log = logging.getLogger("rdflib.term")
    before, log.disabled = log.disabled, True  # it would print a traceback for "2018-13-45"; the shapes say it better
    try:
        return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    finally:
        log.disabled = before


# ---- one pass over the evidence ----


def _hold_evidence(sources: _Sources) -> Iterator[Found]:
    said = _by_subject(quad for quads in sources.evidence.values() for quad in quads)
    shape_terms, rules = _shape_terms(), _rules()
    for name in ("Evidence", "Statement", "TextSegment", "Selector"):
        about = shape_terms[NamedNode(SHAPE + name)]
        held = [rules[_text(shape)] for shape in about[SH + "property"]]
        classes, objects_of = (
            about.get(SH + "targetClass", []),
            [_text(p) for p in about.get(SH + "targetObjectsOf", [])],
        )
        targets = {thing for thing, its in said.items() if any(c in its.get(TYPE, ()) for c in classes)}
        targets |= {value for its in said.values() for predicate in objects_of for value in its.get(predicate, ())}
        for thing in targets:
            its = said.get(thing, {})
            for rule in held:
                yield from _hold(rule, thing, its, said)
    yield from _hold_supported(sources)


def _hold(rule: _Rule, thing: Term, its: dict[str, list[Term]], said: Said) -> Iterator[Found]:
    values = its.get(rule.predicates[0], [])
    if len(values) != 1 and not rule.at_least <= len(set(values)) <= (rule.at_most or len(values)):
        yield thing, rule.iri, None
    for value in values:
        if not _fits(rule, value, said):
            yield thing, rule.iri, value
        for other in its.get(rule.less_than, []) if rule.less_than else []:
            low, high = _number(value), _number(other)
            if low is None or high is None or low >= high:
                yield thing, rule.iri, value


def _fits(rule: _Rule, value: Term, said: Said) -> bool:
    if rule.of_class and NamedNode(rule.of_class) not in said.get(value, {}).get(TYPE, ()):
        return False
    if rule.pattern and (isinstance(value, BlankNode | Triple) or not re.search(rule.pattern, _text(value))):
        return False
    if rule.datatype and (not isinstance(value, RdfLiteral) or value.datatype.value != rule.datatype):
        return False
    number = _number(value)
    return (rule.datatype is None or number is not None) and (
        rule.minimum is None or (number is not None and number >= rule.minimum)
    )


def _number(value: Term) -> int | None:
    whole = isinstance(value, RdfLiteral) and re.fullmatch(r"[+-]?[0-9]+", value.value)
    return int(_text(value)) if whole else None


def _hold_supported(sources: _Sources) -> Iterator[Found]:
    """Look whether the statement that evidence supports stands in the graph the evidence was derived from."""
    shape, derived_from, supports = (
        SHAPE + "Evidence-statement",
        NamedNode(PROV + "wasDerivedFrom"),
        NamedNode(SUPPORTS),
    )
    for graph, quads in sources.evidence.items():
        origins = [q.object for q in quads if q.subject == graph and q.predicate == derived_from]
        if not origins:
            continue  # shape/SourceGraph-source says so, once
        stated = {
            (q.subject, q.predicate, q.object)
            for origin in origins
            if isinstance(origin, NamedNode)
            for q in sources.graphs.get(origin, ())
        }
        said = _by_subject(quads)
        for quad in quads:
            if quad.predicate == supports:
                whole = _triple(said.get(quad.object, {}))
                if whole is not None and whole not in stated:
                    yield quad.subject, shape, RdfLiteral(" ".join(map(str, whole)))


def _triple(about: dict[str, list[Term]]) -> tuple[Term, Term, Term] | None:
    parts = [about.get(RDF + part, []) for part in ("subject", "predicate", "object")]
    return (parts[0][0], parts[1][0], parts[2][0]) if all(len(part) == 1 for part in parts) else None


# ---- where it was read ----


@dataclass(slots=True)
class _Places:
    """Where the sources say something, worked out only once somebody asks."""

    sources: _Sources
    lang: str
    _evidence: Said | None = None
    _files: dict[Term, str] = field(default_factory=dict)
    _labels: dict[Term, str] = field(default_factory=dict)
    _saying_subject: dict[Term, dict[NamedNode, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )
    _naming_object: dict[Term, dict[NamedNode, None]] = field(default_factory=lambda: defaultdict(dict))
    _passages: dict[Term, list[tuple[Term | None, Term | None, Term]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def of(self, focus: Term, predicates: tuple[str, ...], value: Term | None) -> str:
        """Name the passages that prove it; where there are none, the graphs that say it."""
        self._read()
        known = self._passages.get(focus, [])
        for fits in (
            [
                seg
                for p, o, seg in known
                if value is not None and o == value and p is not None and p.value in predicates
            ],  # type: ignore[union-attr]
            [seg for p, _, seg in known if p is not None and p.value in predicates],  # type: ignore[union-attr]
            [seg for _, _, seg in known],
        ):
            passages = list(dict.fromkeys(filter(None, map(self._passage, sorted(set(fits), key=self._position)))))
            if passages:
                return self._several(passages)
        return self._several([self._graph(graph) for graph in self._saying(focus, predicates)])

    def _several(self, names: list[str]) -> str:
        if not names:
            return WORDS[self.lang][2]
        rest = len(names) - SHOWN
        return "; ".join([*names[:SHOWN], *([WORDS[self.lang][1].format(n=rest)] if rest > 0 else [])])

    def _saying(self, focus: Term, predicates: tuple[str, ...]) -> list[NamedNode]:
        if isinstance(focus, NamedNode) and (focus in self.sources.graphs or focus in self.sources.evidence):
            return [focus]
        saying = self._saying_subject.get(focus, {})
        graphs_of_it = [graph for graph, said in saying.items() if said.intersection(predicates)]
        return graphs_of_it or list(saying) or list(self._naming_object.get(focus, {}))

    def _graph(self, graph: NamedNode) -> str:
        label = self._labels.get(graph)
        return f"{label} <{graph.value}>" if label else f"<{graph.value}>"

    def _position(self, segment: Term) -> tuple[int, int, str]:
        start, end = self._reach(segment)
        return start or 0, end or 0, str(segment)

    def _reach(self, segment: Term) -> tuple[int | None, int | None]:
        said = self._evidence or {}
        for selector in said.get(segment, {}).get(OA + "hasSelector", []):
            about = said.get(selector, {})
            start, end = (next((_number(v) for v in about.get(OA + key, [])), None) for key in ("start", "end"))
            if start is not None and end is not None:
                return start, end
        return None, None

    def _passage(self, segment: Term) -> str | None:
        about = (self._evidence or {}).get(segment, {})
        start, end = self._reach(segment)
        if start is None:
            return None
        sources = about.get(OA + "hasSource", [])
        file = ", ".join(sorted(self._files.get(source, _text(source)) for source in sources))
        return WORDS[self.lang][0].format(
            section=_in(self.lang, about.get(NS + "section", [])) or "?", start=start, end=end, file=file or "?"
        )

    def _read(self) -> None:
        if self._evidence is not None:
            return
        for graph, quads in (*self.sources.graphs.items(), *self.sources.evidence.items()):
            labels = [q.object for q in quads if q.subject == graph and q.predicate.value == LABEL]
            if label := _in(self.lang, labels):
                self._labels[graph] = label
            for quad in quads:
                self._saying_subject[quad.subject][graph].add(quad.predicate.value)
                self._naming_object[quad.object][graph] = None
                if quad.predicate.value == NS + "fileName":
                    self._files[quad.subject] = _text(quad.object)
        self._evidence = said = _by_subject(quad for quads in self.sources.evidence.values() for quad in quads)
        for thing, about in said.items():
            if OA + "hasSelector" in about:
                self._passages[thing].append((None, None, thing))
                for selector in about[OA + "hasSelector"]:
                    self._passages[selector].append((None, None, thing))
            for segment in about.get(TARGET, []):
                self._passages[thing].append((None, None, segment))
                for statement in about.get(SUPPORTS, []):
                    self._passages[statement].append((None, None, segment))
                    if whole := _triple(said.get(statement, {})):
                        self._passages[whole[0]].append((whole[1], whole[2], segment))


def _in(lang: str, words: Iterable[Term]) -> str | None:
    """Give the word in the language, else in any."""
    found = sorted((word.language != lang, word.value) for word in words if isinstance(word, RdfLiteral))
    return found[0][1] if found else None
