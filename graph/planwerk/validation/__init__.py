"""Shapes hold the dataset to account: violations, with the place where each was read.

The rules are ``ontology/shapes.ttl``. What the sources say goes through pySHACL; the evidence, four fifths of
the data, is held to the same shapes in one pass over its quads. What follows by rules is not looked at: only
what was said stands somewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from planwerk.dataset import Dataset
from planwerk.validation.evidence import hold_evidence
from planwerk.validation.places import Places
from planwerk.validation.rules import SHAPE, Severity, ShapeInfo, rules, shapes
from planwerk.validation.said import sources as sources_of
from planwerk.validation.said import text
from planwerk.validation.statements import hold_statements

__all__ = ["SHAPE", "Severity", "ShapeInfo", "Violation", "shapes", "validate"]

RANK = {"violation": 0, "warning": 1, "info": 2}


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


def validate(dataset: Dataset, lang: str = "de") -> list[Violation]:
    """Hold what the dataset's sources say to the shapes; the gravest first, and always in the same order.

    >>> from datetime import date
    >>> from pyoxigraph import NamedNode, Quad
    >>> from planwerk.dataset import as_of
    >>> from planwerk.vocabulary import NS, PREFIXES
    >>> decision, graph = NamedNode("https://example.org/decision/1"), NamedNode("https://example.org/graph/1")
    >>> said = Quad(decision, NamedNode(PREFIXES["rdf"] + "type"), NamedNode(NS + "Decision"), graph)
    >>> for violation in validate(as_of([said], date(2026, 1, 1)), "en")[:2]:
    ...     print(violation.message, violation.place)
    Every thing has a German label. <https://example.org/graph/1>
    A decision has a day, or at least a time span. <https://example.org/graph/1>
    """
    sources = sources_of(dataset)
    found = {*hold_statements(sources, dataset), *hold_evidence(sources)}
    if not found:
        return []
    places = Places(sources, lang)
    violations = []
    for focus, shape, value in found:
        rule = rules()[shape]
        violations.append(
            Violation(
                focus=text(focus),
                path=rule.predicates[0],
                value=None if value is None else text(value),
                message=rule.messages[lang],
                severity=rule.severity,
                shape=shape,
                place=places.of(focus, rule.predicates, value),
            )
        )
    return sorted(violations, key=lambda v: (RANK[v.severity], v.focus, v.path or "", v.shape, v.value or ""))
