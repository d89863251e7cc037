"""Dependencies as a table: each row a relation, a thing, and a sentence that says what it means here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import networkx as nx

from planwerk.affinity import Affinity, Community
from planwerk.dataset import Dataset
from planwerk.dependencies import Dependencies
from planwerk.network import CITES, RESTS_ON
from planwerk.questions import labels
from planwerk.structure import Central, Changes, SinglePoint
from planwerk.terms import find_terms
from planwerk.views.reports import notes
from planwerk.views.table import Column, Table

RELATIONS = {
    "rests_on": ("ruht auf", "rests on"),
    "rested_on_by": ("trägt", "carries"),
    "falls": ("mitbetroffen", "touched"),
    "cycle": ("Zirkelbezug", "cycle"),
    "single_point": ("Einzelne tragende Stelle", "single point of failure"),
    "central": ("viel hängt daran", "much hangs on it"),
    "chain": ("längste Kette", "longest chain"),
    "community": ("gehört zusammen", "belongs together"),
    "suggestion": ("Vorschlag: Querverweis prüfen", "suggestion: consider a cross-reference"),
    "gained": ("neu", "new"),
    "lost": ("weggefallen", "gone"),
    "opened": ("Zirkelbezug neu", "cycle opened"),
    "closed": ("Zirkelbezug aufgelöst", "cycle closed"),
}
SHARED = {
    "group": ("Zielgruppe", "target group"),
    "area": ("Gebiet", "area"),
    "body": ("Gremium", "body"),
    "budget": ("Haushaltsstelle", "budget line"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """All that was found about a network or a thing in it."""

    found: Dependencies
    gone: Sequence[str] = ()
    single_points: Sequence[SinglePoint] = ()
    central: Sequence[Central] = ()
    communities: Sequence[Community] = ()
    suggestions: Sequence[Affinity] = ()
    changes: Changes | None = None
    layer: str = "whole"
    network: nx.MultiDiGraph[str] | None = None
    """Where given, paths name the relation of each step."""


def dependency_table(seen: Seen, dataset: Dataset, lang: str) -> Table:
    """Give dependencies as rows: the relation, the thing, what it means or the path that leads to it, and the IRI."""
    wording = _Wording(dataset, seen, lang)
    rows = list(wording.rows(seen))
    titles = [
        ("relation", "Beziehung", "Relation", 22),
        ("thing", "Sache", "Thing", 40),
        ("path", "Weg oder Bedeutung", "Path or meaning", 60),
        ("iri", "IRI", "IRI", 40),
    ]
    german = lang == "de"
    return Table(
        title="Abhängigkeiten" if german else "Dependencies",
        columns=tuple(Column(key, de if german else en, "text", width) for key, de, en, width in titles),
        rows=tuple(rows),
        notes=notes(dataset, lang),
        lang=lang,
    )


class _Wording:
    """Puts what was found into words of one language."""

    def __init__(self, dataset: Dataset, seen: Seen, lang: str) -> None:
        self.dataset, self.lang, self.german = dataset, lang, lang == "de"
        self.law = seen.layer == "law"
        self.named = labels(dataset, set(_things(seen)), lang)
        self.terms = {term.name: term.label for term in find_terms(None, lang)}
        self.network = seen.network

    def say(self, german: str, english: str) -> str:
        return german if self.german else english

    def rows(self, seen: Seen) -> Iterable[tuple[str, str, str, str]]:
        found = seen.found
        yield from (self.row("rests_on", end, self.path(path)) for end, path in found.rests_on.items())
        yield from (self.row("rested_on_by", end, self.path(path)) for end, path in found.rested_on_by.items())
        yield from (self.row("falls", node, "") for node in seen.gone)
        if found.thing is None:
            yield from (self.row("cycle", group[0], self.circle(group)) for group in found.cycles)
            yield from (self.row("single_point", one.thing, self.without(one)) for one in seen.single_points)
            yield from (self.row("central", one.thing, self.hanging(one)) for one in seen.central)
            if len(found.longest_chain) > 1:
                yield self.row("chain", found.longest_chain[0], self.path(found.longest_chain))
            yield from (
                self.row("community", one.plans[0], self.together(one)) for one in seen.communities if one.across
            )
            yield from (self.row("suggestion", one.plans[0], self.sharing(one)) for one in seen.suggestions)
        if seen.changes:
            yield from self.changed(seen.changes)

    def row(self, relation: str, thing: str, meaning: str) -> tuple[str, str, str, str]:
        return (self.say(*RELATIONS[relation]), self.named[thing], meaning, thing)

    def path(self, path: Sequence[str]) -> str:
        """Give a path with the relation of each step; the arrow points as the relation reads.

        Where two neighbours are tied through others alone, as on a chain that leads through a circle, these are named
        too.
        """
        steps = [self.name(path[0])]
        for one, other in pairwise(self.whole(path)):
            steps += [self.step(one, other), self.name(other)]
        return " ".join(steps)

    def whole(self, path: Sequence[str]) -> Iterable[str]:
        yield path[0]
        for one, other in pairwise(path):
            yield from self.between(one, other) if self.network is not None else ()
            yield other

    def between(self, one: str, other: str) -> list[str]:
        network = self.network
        tied = network is None or network.has_edge(one, other) or network.has_edge(other, one)
        if network is None or tied or not nx.has_path(network, one, other):
            return []
        return nx.shortest_path(network, one, other)[1:-1]

    def circle(self, group: Sequence[str]) -> str:
        """Give the shortest way around from a circle's first member, and who else waits in it.

        A group that is no circle in the network at hand, as one that closed, is listed.
        """
        inside = self.network.subgraph(group) if self.network is not None else None
        if inside is None or len(inside) < len(group) or not nx.is_strongly_connected(inside):
            return ", ".join(map(self.name, group))
        first = group[0]
        ways = [
            [first, *nx.shortest_path(inside, after, first)] for after in inside.successors(first) if after != first
        ]
        way = min(ways, key=lambda one: (len(one), one))
        rest = ", ".join(self.name(thing) for thing in group if thing not in way)
        also = self.say(f"; im selben Kreis auch: {rest}", f"; in the same circle also: {rest}") if rest else ""
        return self.path(way) + also

    def name(self, thing: str) -> str:
        if thing not in self.named:
            self.named |= labels(self.dataset, [thing], self.lang)
        return self.named[thing]

    def step(self, one: str, other: str) -> str:
        tied = self.network is not None and (self.network.has_edge(one, other) or self.network.has_edge(other, one))
        if self.network is None or not tied:
            return "→"
        forward = self.network.has_edge(one, other)
        start, end = (one, other) if forward else (other, one)
        name = min(self.network[start][end])
        as_said = (RESTS_ON | CITES)[name] == forward  # some relations read from what carries to what rests
        label = self.terms.get(name, name)
        return f"—{label}→" if as_said else f"←{label}—"

    def without(self, one: SinglePoint) -> str:
        return self.say(
            f"Fällt sie weg, zerfällt das Netz hier in {one.parts} Teile; vom größten getrennt: {one.cut_off}.",
            f"Without it the network here falls into {one.parts} parts; cut off from the largest: {one.cut_off}.",
        )

    def hanging(self, one: Central) -> str:
        share = f"{one.between * 100:.1f}"
        german, english = ("Es beziehen sich darauf", "Refer to it") if self.law else ("Es ruhen darauf", "Rest on it")
        return self.say(
            f"{german}: unmittelbar {one.direct}, insgesamt {one.all}; durch sie führen {share.replace('.', ',')} % der kürzesten Wege zwischen anderen.",
            f"{english}: {one.direct} directly, {one.all} in all; {share} % of the shortest ways between others lead through it.",
        )

    def together(self, one: Community) -> str:
        plans, offices = (", ".join(self.named[thing] for thing in things) for things in (one.plans, one.offices))
        return self.say(f"{plans}; gehalten von {offices}", f"{plans}; held by {offices}")

    def sharing(self, one: Affinity) -> str:
        reasons = "; ".join(f"{self.say(*SHARED[item.kind])} {item.label}" for item in one.shared)
        with_ = self.named[one.plans[1]]
        return self.say(
            f"mit {with_}: gemeinsam sind {reasons}; kein Nachweis eines Querverweises im Datenbestand",
            f"with {with_}: they share {reasons}; no evidence of a cross-reference in the data",
        )

    def changed(self, changes: Changes) -> Iterable[tuple[str, str, str, str]]:
        yield from (self.row("gained", thing, "") for thing in changes.gained)
        yield from (self.row("lost", thing, "") for thing in changes.lost)
        for relation, edges in (("gained", changes.gained_edges), ("lost", changes.lost_edges)):
            for source, target, name in edges:
                yield self.row(relation, source, f"→ {self.named[target]} ({self.terms.get(name, name)})")
        yield from (self.row("opened", group[0], self.circle(group)) for group in changes.opened_cycles)
        yield from (self.row("closed", group[0], self.circle(group)) for group in changes.closed_cycles)


def _things(seen: Seen) -> Iterable[str]:
    found = seen.found
    for paths in (found.rests_on, found.rested_on_by):
        for path in paths.values():
            yield from path
    yield from seen.gone
    yield from found.longest_chain
    for group in found.cycles:
        yield from group
    yield from (one.thing for one in seen.single_points)
    yield from (one.thing for one in seen.central)
    for community in seen.communities:
        yield from (*community.plans, *community.offices)
    for pair in seen.suggestions:
        yield from pair.plans
    if seen.changes:
        yield from (*seen.changes.gained, *seen.changes.lost)
        for source, target, _ in (*seen.changes.gained_edges, *seen.changes.lost_edges):
            yield from (source, target)
        for group in (*seen.changes.opened_cycles, *seen.changes.closed_cycles):
            yield from group


def seen_json(seen: Seen) -> dict[str, Any]:
    """Give what was found in its machine-readable form; things are IRIs."""
    said: dict[str, Any] = asdict(seen.found)
    said["falls_with"] = list(seen.gone)
    said["single_point_effects"] = [asdict(one) for one in seen.single_points]
    said["central"] = [asdict(one) for one in seen.central]
    said["communities"] = [{**asdict(one), "across_offices": one.across} for one in seen.communities]
    said["suggestions"] = [
        {"plans": list(pair.plans), "shared": [asdict(item) for item in pair.shared]} for pair in seen.suggestions
    ]
    said["changes"] = asdict(seen.changes) if seen.changes else None
    return said
