"""What the sources say, held to the shapes by pySHACL. The only room that knows pySHACL."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple
from pyoxigraph import Literal as RdfLiteral

from planwerk.dataset import Dataset, shipped_quads
from planwerk.validation.rules import SH, shape_quads
from planwerk.validation.said import Found, Sources, Term
from planwerk.vocabulary import NS, PREFIXES

if TYPE_CHECKING:
    import rdflib

XSD = PREFIXES["xsd"]
IN_SCHEME = PREFIXES["skos"] + "inScheme"
SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
PARSED = (PREFIXES["rdf"] + "XMLLiteral", PREFIXES["rdf"] + "HTML")  # rdflib would parse them, and data may be hostile


def hold_statements(sources: Sources, dataset: Dataset) -> Iterator[Found]:
    """Yield what the shapes object to in everything but the evidence."""
    import pyshacl
    import rdflib

    words = _Words()
    data = rdflib.Graph(bind_namespaces="none")
    # A graph's own description is a statement as any other, even where the graph holds evidence.
    for graph, quads in (*sources.graphs.items(), *sources.evidence.items()):
        whole = graph in sources.graphs
        for quad in quads:
            if (whole or quad.subject == graph) and not isinstance(quad.object, Triple):
                data.add((words.to(quad.subject), words.to(quad.predicate), words.to(quad.object)))
        data.add((words.to(graph), rdflib.RDF.type, rdflib.URIRef(NS + "SourceGraph")))
    for quad in _hierarchy(dataset):
        data.add((words.to(quad.subject), words.to(quad.predicate), words.to(quad.object)))
    rules = rdflib.Graph(bind_namespaces="none")
    for quad in shape_quads():
        rules.add((words.to(quad.subject), words.to(quad.predicate), words.to(quad.object)))

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
    kind = term.datatype.value
    datatype = None if kind == XSD + "string" else rdflib.URIRef(kind + "-as-written" if kind in PARSED else kind)
    log = logging.getLogger("rdflib.term")
    before, log.disabled = log.disabled, True  # it would print a traceback for "2018-13-45"; the shapes say it better
    try:
        return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    finally:
        log.disabled = before
