"""What changed between two builds: statements gained and lost, by the rule that read them.

This is what a change of a finder, a new paper or a reviewer's decision makes of the data; where each statement stands
does not matter, so a paragraph that moved is no change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from planwerk.dataset import BY_RULE, EVIDENCE, GRAPH_ROLE
from planwerk.vocabulary import NS, PREFIXES, SHIPPED_GRAPH

CURATED, READ, INFERRED = "curated", "reading", "inferred"
_RULE, _SUPPORTS = NS + "readingRule", NS + "supportsStatement"
_GENERATED = PREFIXES["prov"] + "wasGeneratedBy"
_PARTS = tuple(PREFIXES["rdf"] + name for name in ("subject", "predicate", "object"))


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A statement that one build has and the other has not: "rule task.deadline@1 lost that this task is due in June".

    ``rule`` is the reading rule with its version, "reading" for what the reading itself names (files, speakers), "curated"
    for what people stated, or "inferred/…" with the rule's name.
    The statement's parts are in N-Triples.
    """

    rule: str
    gained: bool
    subject: str
    predicate: str
    object: str


def diff(old: Iterable[Quad], new: Iterable[Quad]) -> list[Change]:
    """Give the statements gained and lost, in the order of their rules.

    >>> said = Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"), NamedNode("urn:g"))
    >>> [(change.rule, change.gained) for change in diff([], [said])], diff([said], [said])
    ([('curated', True)], [])
    """
    before, after = set(_said(old)), set(_said(new))
    return sorted(
        Change(*said[:1], gained, *said[1:])
        for some, gained in ((after - before, True), (before - after, False))
        for said in some
    )


def by_rule(changes: Iterable[Change]) -> dict[str, tuple[int, int]]:
    """Count the statements gained and lost per rule."""
    counted: dict[str, tuple[int, int]] = {}
    for change in changes:
        gained, lost = counted.get(change.rule, (0, 0))
        counted[change.rule] = (gained + change.gained, lost + (not change.gained))
    return counted


def _said(quads: Iterable[Quad]) -> Iterator[tuple[str, str, str, str]]:
    """Yield each statement with the rules it comes from; how a graph describes itself is no statement of the papers."""
    all_quads = [
        q for q in quads if isinstance(q.graph_name, NamedNode) and not q.graph_name.value.startswith(SHIPPED_GRAPH)
    ]
    evidence = {q.subject for q in all_quads if q.predicate == GRAPH_ROLE and q.object == EVIDENCE}
    described = {q.subject for q in all_quads if q.predicate == GRAPH_ROLE}
    rules = _rules(q for q in all_quads if q.graph_name in evidence)
    runs = {q.subject for q in all_quads if q.predicate.value == _RULE and q.graph_name not in evidence}
    read = {str(q.subject) for q in all_quads if q.predicate.value == _GENERATED and q.object in runs}
    for quad in all_quads:
        if quad.graph_name in evidence or quad.subject in described:
            continue
        triple = str(quad.subject), str(quad.predicate), str(quad.object)
        graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
        if BY_RULE in graph:
            yield (f"{INFERRED}/{graph.rpartition(BY_RULE)[2]}", *triple)
        else:
            other = READ if f"<{graph}>" in read else CURATED
            for rule in rules.get((graph, *triple), (other,)):
                yield (rule, *triple)


def _rules(evidence: Iterable[Quad]) -> dict[tuple[str, str, str, str], set[str]]:
    """Give, for each statement of each graph, the rules that read it there."""
    said: dict[str, dict[str, str]] = {}
    for quad in evidence:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.graph_name, NamedNode):
            about = said.setdefault(quad.subject.value, {"graph": quad.graph_name.value.removesuffix("-evidence")})
            if quad.predicate.value in _PARTS:
                about[quad.predicate.value] = str(quad.object)
            elif quad.predicate.value == _RULE and isinstance(quad.object, Literal):
                about[_RULE] = quad.object.value
            elif quad.predicate.value == _SUPPORTS and isinstance(quad.object, NamedNode):
                about[_SUPPORTS] = quad.object.value
    rules: dict[tuple[str, str, str, str], set[str]] = {}
    for about in said.values():
        statement = said.get(about.get(_SUPPORTS, ""), {})
        if _RULE in about and all(part in statement for part in _PARTS):
            subject, predicate, value = (statement[part] for part in _PARTS)
            rules.setdefault((about["graph"], subject, predicate, value), set()).add(about[_RULE])
    return rules
