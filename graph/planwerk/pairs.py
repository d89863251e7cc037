"""The flat default graph as pairs by property, for evaluation on sets: "which things have that property, and what value".

Each property is read out of the store once per dataset, when it is first asked for. On self-joins and negations over many things,
sets of pairs cost a tenth of what the query engine takes; the queries remain what is meant, and tests compare the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from pyoxigraph import DefaultGraph, Literal, NamedNode

from planwerk.dataset import Dataset
from planwerk.vocabulary import NS, PREFIXES

FLAT = DefaultGraph()
RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")


def pairs_of(dataset: Dataset) -> Pairs:
    """Give a dataset's pairs, which all who ask share: what one has read is at hand for the next.

    >>> from planwerk.dataset import as_of
    >>> here = as_of([], date(2020, 7, 1))
    >>> pairs_of(here) is pairs_of(here)
    True
    """
    kept: Pairs = dataset.kept.setdefault(("pairs", ""), Pairs(dataset))
    return kept


class Pairs:
    """A dataset's pairs as they stand at the first look; :func:`pairs_of` gives those that are shared.

    Properties are named as in a query without their prefix where it is ours ("deadline"), else by prefix and name.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._store = dataset.store
        self._of: dict[str, dict[str, list[str]]] = {}
        self._back: dict[str, dict[str, list[str]]] = {}
        self._days: dict[str, dict[str, list[date]]] = {}
        self._kinds: dict[str, frozenset[str]] = {}

    def of(self, name: str) -> Mapping[str, list[str]]:
        """Give a property's values by the thing they are said of, IRIs and literals as their text."""
        if name not in self._of:
            found: dict[str, list[str]] = {}
            for quad in self._store.quads_for_pattern(None, NamedNode(_iri(name)), None, FLAT):
                found.setdefault(quad.subject.value, []).append(quad.object.value)  # type: ignore[union-attr]
            self._of[name] = found
        return self._of[name]

    def back(self, name: str) -> Mapping[str, list[str]]:
        """Give the things a property is said of, by value."""
        if name not in self._back:
            self._back[name] = turned(self.of(name))
        return self._back[name]

    def days(self, name: str) -> Mapping[str, list[date]]:
        """Give a property's values that are days; what is no day is left out, as the shapes have objected to it."""
        if name not in self._days:
            found: dict[str, list[date]] = {}
            for quad in self._store.quads_for_pattern(None, NamedNode(_iri(name)), None, FLAT):
                value = quad.object
                if isinstance(value, Literal) and value.datatype.value.endswith("#date"):
                    found.setdefault(quad.subject.value, []).append(date.fromisoformat(value.value[:10]))  # type: ignore[union-attr]
            self._days[name] = found
        return self._days[name]

    def a(self, kind: str) -> frozenset[str]:
        """Give the things of a class, named as in :meth:`of`."""
        if kind not in self._kinds:
            things = self._store.quads_for_pattern(None, RDF_TYPE, NamedNode(_iri(kind)), FLAT)
            self._kinds[kind] = frozenset(quad.subject.value for quad in things)  # type: ignore[union-attr]
        return self._kinds[kind]

    def having(self, name: str, values: Iterable[str]) -> frozenset[str]:
        """Give the things of which the property has one of these values."""
        back = self.back(name)
        return frozenset(thing for value in values for thing in back.get(value, ()))

    def via(self, start: Mapping[str, list[str]], name: str) -> dict[str, list[str]]:
        """Go one property further: what the values of these pairs have as its values."""
        step = self.of(name)
        return {thing: ends for thing, mid in start.items() if (ends := [e for m in mid for e in step.get(m, ())])}

    def last(self, name: str) -> dict[str, date]:
        """Give the last day of the terms that a property names ("deadline", "validity"), by thing."""
        ends = self.days("latest")
        terms = self.of(name).items()
        return {thing: max(days) for thing, spans in terms if (days := [d for s in spans for d in ends.get(s, ())])}

    def upwards(self, name: str) -> dict[str, set[str]]:
        """Give for each thing all that a property leads to in one step or more.

        >>> from planwerk.dataset import as_of
        >>> Pairs(as_of([], date(2020, 7, 1))).upwards("skos:broader")
        {}
        """
        up = {thing: set(above) for thing, above in self.of(name).items()}
        grown = True
        while grown:
            grown = False
            for above in up.values():
                more = {top for middle in above for top in up.get(middle, ())} - above
                above |= more
                grown = grown or bool(more)
        return up


def turned(pairs: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Give the pairs the other way round.

    >>> turned({"a": ["x", "y"], "b": ["x"]})
    {'x': ['a', 'b'], 'y': ['a']}
    """
    found: dict[str, list[str]] = {}
    for thing, values in pairs.items():
        for value in values:
            found.setdefault(value, []).append(thing)
    return found


def _iri(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon else NS + name
