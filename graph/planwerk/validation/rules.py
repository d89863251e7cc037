"""The rules: the property shapes of ``ontology/shapes.ttl``, read once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from planwerk import shipped
from planwerk.validation.said import RDF, TYPE, Said, Term, by_subject, text

Severity = Literal["violation", "warning", "info"]

SHAPE = "https://w3id.org/planwerk/shape/"
SH = "http://www.w3.org/ns/shacl#"
SEVERITIES: dict[str, Severity] = {SH + "Violation": "violation", SH + "Warning": "warning", SH + "Info": "info"}


@dataclass(frozen=True, slots=True)
class ShapeInfo:
    """One rule of the shapes, in words."""

    iri: str
    path: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Rule:
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
    return [ShapeInfo(r.iri, r.predicates[0], r.severity, r.messages[lang]) for _, r in sorted(rules().items())]


@cache
def shape_quads() -> tuple[Quad, ...]:
    """Give the shapes as they are written."""
    return tuple(parse(path=str(shipped.ontology() / "shapes.ttl"), format=RdfFormat.TURTLE))


@cache
def shape_terms() -> Said:
    """Give what the shapes file says of each of its subjects."""
    return by_subject(shape_quads())


@cache
def rules() -> dict[str, Rule]:
    """Give the property shapes by IRI."""
    said = shape_terms()
    found: dict[str, Rule] = {}
    for shape, about in said.items():
        if not isinstance(shape, NamedNode) or NamedNode(SH + "PropertyShape") not in about.get(TYPE, ()):
            continue

        def one(name: str, about: dict[str, list[Term]] = about) -> str | None:
            values = about.get(SH + name)
            return text(values[0]) if values else None

        at_most, minimum = one("maxCount"), one("minInclusive")
        found[shape.value] = Rule(
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
    return found


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
