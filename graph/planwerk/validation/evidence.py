"""The evidence, four fifths of the data, held to its shapes in one pass over the quads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import BlankNode, NamedNode, Triple
from pyoxigraph import Literal as RdfLiteral

from planwerk.validation.rules import SH, SHAPE, Rule, rules, shape_terms
from planwerk.validation.said import TYPE, Found, Said, Sources, Term, by_subject, number, text, triple
from planwerk.vocabulary import NS, PREFIXES

DERIVED_FROM = NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
SUPPORTS = NamedNode(NS + "supportsStatement")


def hold_evidence(sources: Sources) -> Iterator[Found]:
    """Yield what the shapes object to in the evidence graphs."""
    said = by_subject(quad for quads in sources.evidence.values() for quad in quads)
    for name in ("Evidence", "Statement", "TextSegment", "Selector"):
        about = shape_terms()[NamedNode(SHAPE + name)]
        held = [rules()[text(shape)] for shape in about[SH + "property"]]
        classes = about.get(SH + "targetClass", [])
        objects_of = [text(predicate) for predicate in about.get(SH + "targetObjectsOf", [])]
        targets = {thing for thing, its in said.items() if any(c in its.get(TYPE, ()) for c in classes)}
        targets |= {value for its in said.values() for predicate in objects_of for value in its.get(predicate, ())}
        for thing in targets:
            its = said.get(thing, {})
            for rule in held:
                yield from _hold(rule, thing, its, said)
    yield from _hold_supported(sources)


def _hold(rule: Rule, thing: Term, its: dict[str, list[Term]], said: Said) -> Iterator[Found]:
    values = its.get(rule.predicates[0], [])
    if len(values) != 1 and not rule.at_least <= len(set(values)) <= (rule.at_most or len(values)):
        yield thing, rule.iri, None
    for value in values:
        if not _fits(rule, value, said):
            yield thing, rule.iri, value
        for other in its.get(rule.less_than, []) if rule.less_than else []:
            low, high = number(value), number(other)
            if low is None or high is None or low >= high:
                yield thing, rule.iri, value


def _fits(rule: Rule, value: Term, said: Said) -> bool:
    if rule.of_class and NamedNode(rule.of_class) not in said.get(value, {}).get(TYPE, ()):
        return False
    if rule.pattern and (isinstance(value, BlankNode | Triple) or not re.search(rule.pattern, text(value))):
        return False
    if rule.datatype and (not isinstance(value, RdfLiteral) or value.datatype.value != rule.datatype):
        return False
    if rule.datatype is None and rule.minimum is None:
        return True
    whole = number(value)  # the only datatype that the evidence's shapes ask for is xsd:integer
    return whole is not None and (rule.minimum is None or whole >= rule.minimum)


def _hold_supported(sources: Sources) -> Iterator[Found]:
    """Look whether the statement that evidence supports stands in the graph the evidence was derived from."""
    shape = SHAPE + "Evidence-statement"
    for graph, quads in sources.evidence.items():
        origins = [q.object for q in quads if q.subject == graph and q.predicate == DERIVED_FROM]
        if not origins:
            continue  # shape/SourceGraph-source says so, once
        stated = {
            (q.subject, q.predicate, q.object)
            for origin in origins
            if isinstance(origin, NamedNode)
            for q in sources.graphs.get(origin, ())
        }
        said = by_subject(quads)
        for quad in quads:
            if quad.predicate == SUPPORTS:
                whole = triple(said.get(quad.object, {}))
                if whole is not None and whole not in stated:
                    yield quad.subject, shape, RdfLiteral(" ".join(map(str, whole)))
