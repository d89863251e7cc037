"""What rests on what: upstream and downstream of a thing, cycles, single points of failure, the longest chain."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

import networkx as nx

from planwerk.errors import QueryError
from planwerk.network import cycles


@dataclass(frozen=True, slots=True)
class Dependencies:
    """What rests on a thing and what it rests on, each with the shortest path to it; or the whole network's structure."""

    thing: str | None
    rests_on: dict[str, list[str]]
    rested_on_by: dict[str, list[str]]
    cycles: list[list[str]]
    single_points: list[str]
    longest_chain: list[str]
    order: list[list[str]]
    """What to settle first: foundations before what rests on them; what waits in a circle comes together."""


def find_node(network: nx.MultiDiGraph[str], name: str) -> str:
    """Find a thing of the network by IRI, end of IRI or label; raises QueryError where none or several fit.

    >>> network = nx.MultiDiGraph()
    >>> network.add_node("https://example.org/plan/a", label="Altenhilfeplan")
    >>> find_node(network, "altenhilfeplan"), find_node(network, "plan/a")
    ('https://example.org/plan/a', 'https://example.org/plan/a')
    """
    if name in network:
        return name
    wanted = name.casefold()
    label = {node: str(data["label"]) for node, data in network.nodes(data=True)}
    fits = [n for n in network if n.endswith("/" + name)] or [n for n in network if label[n].casefold() == wanted]
    fits = fits or [n for n in network if wanted in label[n].casefold()]
    editions = [n for n in fits if "PlanEdition" in network.nodes[n].get("kinds", ())]
    fits = editions or fits  # a plan and its edition often share a name; the edition is what one holds in hand
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise QueryError(
            f'"{name}" fits {len(fits)} things', "name one: " + ", ".join(_short(n) for n in sorted(fits)[:6])
        )
    near = difflib.get_close_matches(name, [*label.values(), *map(_short, network)], 1, 0.5)
    raise QueryError(
        f'nothing in the network is called "{name}"',
        f"did you mean {near[0]}?" if near else "planwerk depends lists what there is",
    )


def _short(node: str) -> str:
    return "/".join(node.split("/")[-2:])


def depends(network: nx.MultiDiGraph[str], thing: str | None = None, *, without: str | None = None) -> Dependencies:
    """Analyse the network, or one thing's place in it; ``without`` takes a thing away first (what if it falls away?).

    An edge runs from what rests to what it rests on. Single points are articulation points of the network without
    direction; the longest chain runs over the condensation, so a cycle counts once.
    """
    seen = network
    if without is not None:
        seen = network.copy()
        seen.remove_node(without)
    rests_on = _paths(seen, thing) if thing is not None and thing in seen else {}
    rested = _paths(seen.reverse(copy=False), thing) if thing is not None and thing in seen else {}
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(seen)
    plain.add_edges_from((a, b) for a, b in seen.edges() if a != b)
    condensed = nx.condensation(seen)
    foundations = nx.lexicographical_topological_sort(
        condensed.reverse(copy=False), key=lambda part: min(condensed.nodes[part]["members"])
    )
    order = [sorted(condensed.nodes[part]["members"]) for part in foundations]
    chain = [sorted(condensed.nodes[part]["members"])[0] for part in nx.dag_longest_path(condensed)]
    return Dependencies(thing, rests_on, rested, cycles(seen), sorted(nx.articulation_points(plain)), chain, order)


def falls_with(network: nx.MultiDiGraph[str], thing: str) -> list[str]:
    """List what rests, directly or through others, on the thing and so is touched if it falls away."""
    return sorted(nx.ancestors(network, thing))


def _paths(network: nx.MultiDiGraph[str], thing: str) -> dict[str, list[str]]:
    paths = nx.single_source_shortest_path(network, thing)
    return {end: path for end, path in sorted(paths.items()) if end != thing}
