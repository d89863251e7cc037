"""Behind a finding: the statements it rests on, the graphs that make them, the places, and the query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from planwerk.dataset import Dataset
from planwerk.gaps.finding import Finding, Proven, Row, proven, wanted
from planwerk.passages import Copies, Evidence
from planwerk.questions import Question
from planwerk.vocabulary import PREFIXES, SHIPPED_GRAPH


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of the dataset, the graph that makes it, and where it stands in the source."""

    subject: str
    predicate: str
    object: str
    graph: str
    places: tuple[Proven, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything a finding can be traced to."""

    finding: Finding
    check: Question
    statements: tuple[Statement, ...]
    query: str


def trace(
    finding: Finding, check: Question, row: Row, text: str, dataset: Dataset, lang: str, copies: Copies | None
) -> Trace:
    """Trace a finding: what its check names as evidence, and every number's own statement.

    Where nothing is said, which is what many a gap is about, the statements are those that name its subjects.
    """
    evidence = Evidence(dataset, lang)
    seen: dict[tuple[str, str, str, str], Statement] = {}
    said = list(_statements(check, row, dataset, evidence)) or list(_naming(row, dataset))
    for subject, predicate, value, graph in said:
        proofs = evidence.between(subject, predicate, value)
        places = proven([proof for proof in proofs if proof.graph == graph], lang, copies)
        seen.setdefault((subject, predicate, value, graph), Statement(subject, predicate, value, graph, places))
    return Trace(finding, check, tuple(seen.values()), text)


def _statements(check: Question, row: Row, dataset: Dataset, evidence: Evidence) -> Iterator[tuple[str, str, str, str]]:
    for proof in (proof for text in row.stated for proof in evidence.of_all(text)):
        yield proof.subject, proof.predicate, proof.object, proof.graph
    for who, predicate in wanted(check):
        if predicate == "self":
            for thing in str(row.values.get(who) or "").split():
                yield from _of(dataset, thing, None, None)
            continue
        prefix, _, name = predicate.removeprefix("^").partition(":")
        iri = PREFIXES[prefix] + name
        if who == "edge":
            for start, end in row.edges:
                yield from _of(dataset, start, iri, end)
                yield from _of(dataset, end, iri, start)
            continue
        thing = {"subject": row.subjects[0], "other": row.subjects[-1]}.get(who) or str(row.values.get(who) or "")
        if not thing:
            continue
        yield from _of(dataset, None, iri, thing) if predicate.startswith("^") else _of(dataset, thing, iri, None)
        if iri.endswith(("deadline", "validity", "dated")):  # the days that days are counted from
            for _, _, span, _ in list(_of(dataset, thing, iri, None)):
                yield from _of(dataset, span, PREFIXES["pw"] + "latest", None)


def _naming(row: Row, dataset: Dataset) -> Iterator[tuple[str, str, str, str]]:
    for subject in row.subjects:
        for name in ("rdfs:label", "skos:prefLabel"):
            prefix, _, local = name.partition(":")
            yield from _of(dataset, subject, PREFIXES[prefix] + local, None)


def _of(
    dataset: Dataset, subject: str | None, predicate: str | None, value: str | None
) -> Iterator[tuple[str, str, str, str]]:
    pattern = [NamedNode(part) if part else None for part in (subject, predicate, value)]
    for quad in sorted(dataset.store.quads_for_pattern(*pattern), key=str):
        if isinstance(quad.graph_name, NamedNode) and isinstance(quad.subject, NamedNode):
            graph, term = quad.graph_name.value, quad.object
            known = graph in dataset.graphs or graph.startswith(SHIPPED_GRAPH)
            if known and not graph.endswith("-evidence"):
                said = term.value if isinstance(term, NamedNode | Literal) else str(term)
                yield quad.subject.value, quad.predicate.value, said, graph
