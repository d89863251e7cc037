"""G20, circular dependency: groups of things that wait for one another, found on the whole network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import networkx as nx

from planwerk.gaps.facts import Facts
from planwerk.gaps.finding import Row
from planwerk.network import cycles
from planwerk.questions import Answer


def find(answer: Answer, facts: Facts) -> Iterator[Row]:
    """Yield one row per cycle: severity 3 where every member is due and not delivered, else 1 (an iteration)."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    delivered: set[str] = set()
    due: dict[str, date] = {}
    for row in answer.as_dicts():
        start, end = str(row["from"]), str(row["to"])
        network.add_edge(start, end)
        if row["delivered"]:
            delivered.add(start)
        if isinstance(row["due"], date):
            due[start] = row["due"]
    for group in cycles(network):
        stuck = all(member not in delivered and member in due and due[member] < facts.as_of for member in group)
        edges = tuple(sorted((a, b) for a, b in set(network.subgraph(group).edges())))
        yield Row(
            tuple(group),
            "gap",
            3 if stuck else 1,
            "" if stuck else "iteration",
            edges=edges,
            figures={"members": len(group)},
        )
