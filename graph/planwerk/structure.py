"""What the shape of a network says: where it would fall apart, what much runs through, how it changed."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from planwerk.network import cycles

EXACT_UP_TO = 1_000
"""Nodes up to which betweenness is exact; beyond, as many sources are sampled, always the same."""


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """A thing without which the network falls apart: into how many parts, and how many things lose the largest one.

    An articulation point, after Tarjan, 1972 (doi:10.1137/0201010). ``cut_off`` counts what is no longer connected
    to the largest part that is left of its component.
    """

    thing: str
    parts: int
    cut_off: int


@dataclass(frozen=True, slots=True)
class Central:
    """How much hangs on a thing: directly, in all, and what share of the shortest ways runs through it.

    ``between`` is betweenness after Freeman, 1977 (doi:10.2307/3033543), 0 to 1.
    """

    thing: str
    direct: int
    all: int
    between: float


@dataclass(frozen=True, slots=True)
class Changes:
    """What two days' networks differ in; edges are (what rests, on what, by which property)."""

    gained: list[str]
    lost: list[str]
    gained_edges: list[tuple[str, str, str]]
    lost_edges: list[tuple[str, str, str]]
    opened_cycles: list[list[str]]
    closed_cycles: list[list[str]]


def single_points(network: nx.MultiDiGraph[str]) -> list[SinglePoint]:
    """Give the things without which the network falls apart, those that cut off most first."""
    plain = undirected(network)
    found = []
    for part in nx.connected_components(plain):
        whole = plain.subgraph(part)
        for thing in nx.articulation_points(whole):
            rest = whole.copy()
            rest.remove_node(thing)
            sizes = sorted(len(left) for left in nx.connected_components(rest))
            found.append(SinglePoint(thing, len(sizes), sum(sizes[:-1])))
    return sorted(found, key=lambda point: (-point.cut_off, point.thing))


def central(network: nx.MultiDiGraph[str], most: int = 10) -> list[Central]:
    """Give the things on which most rests, directly or through others, at most so many; nothing rests on the rest."""
    simple: nx.DiGraph[str] = nx.DiGraph(network)
    simple.remove_edges_from(list(nx.selfloop_edges(simple)))
    sampled = EXACT_UP_TO if len(simple) > EXACT_UP_TO else None
    between = nx.betweenness_centrality(simple, k=sampled, seed=0)
    found = [
        Central(thing, simple.in_degree(thing), len(nx.ancestors(simple, thing)), round(between[thing], 4))
        for thing in sorted(simple)
        if simple.in_degree(thing)
    ]
    return sorted(found, key=lambda one: (-one.all, -one.between, -one.direct, one.thing))[:most]


def changes(old: nx.MultiDiGraph[str], new: nx.MultiDiGraph[str]) -> Changes:
    """Compare the networks of two days."""
    before, after = set(old.edges(keys=True)), set(new.edges(keys=True))
    circles, now = cycles(old), cycles(new)
    return Changes(
        gained=sorted(set(new) - set(old)),
        lost=sorted(set(old) - set(new)),
        gained_edges=sorted(after - before),
        lost_edges=sorted(before - after),
        opened_cycles=[circle for circle in now if circle not in circles],
        closed_cycles=[circle for circle in circles if circle not in now],
    )


def undirected(network: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """Give the network without directions, loops and parallel edges."""
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(network)
    plain.add_edges_from((a, b) for a, b in network.edges() if a != b)
    return plain
