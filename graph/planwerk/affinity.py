"""Which plans belong together: what they share, whether a paper links them, and which offices hold them.

What is shared is a reason to ask, never a link: only a document states links. So pairs without one are suggestions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import networkx as nx

from planwerk.dataset import Dataset
from planwerk.questions import ask

Kind = Literal["group", "area", "body", "budget"]
KINDS: tuple[Kind, ...] = ("group", "area", "body", "budget")


@dataclass(frozen=True, slots=True)
class Shared:
    """One reason: "both are for older people"."""

    kind: Kind
    thing: str
    label: str


@dataclass(frozen=True, slots=True)
class Affinity:
    """A pair of plans that a paper links or that share something; ``linked`` tells whether a paper does."""

    plans: tuple[str, str]
    shared: tuple[Shared, ...]
    linked: bool
    offices: tuple[frozenset[str], frozenset[str]]

    @property
    def weight(self) -> int:
        """Count the ties: each thing shared, and a link as one more."""
        return len(self.shared) + self.linked


@dataclass(frozen=True, slots=True)
class Community:
    """Plans that are tied to one another more than to others, with the offices that hold them."""

    plans: tuple[str, ...]
    offices: tuple[str, ...]

    @property
    def across(self) -> bool:
        """Tell whether different offices hold its plans."""
        return len(self.offices) > 1


def affinities(dataset: Dataset, *, lang: str = "de") -> list[Affinity]:
    """Give every pair of plans that is linked or shares something, strongest first."""
    holds: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for row in ask(dataset, "plan-affinities", lang=lang).as_dicts():
        thing = str(row["thing"])
        holds[str(row["plan"])][str(row["role"])].setdefault(thing, str(row["label"] or thing.rsplit("/", 1)[-1]))
    found = []
    for one, other in combinations(sorted(holds), 2):
        a, b = holds[one], holds[other]
        shared = tuple(
            Shared(kind, thing, a[kind][thing]) for kind in KINDS for thing in sorted(a[kind].keys() & b[kind].keys())
        )
        linked = other in a["link"] or one in b["link"]
        if shared or linked:
            found.append(Affinity((one, other), shared, linked, (frozenset(a["office"]), frozenset(b["office"]))))
    return sorted(found, key=lambda pair: (-pair.weight, pair.plans))


def suggestions(pairs: Iterable[Affinity]) -> list[Affinity]:
    """Give the pairs that share something and that no paper links: worth asking about, and no more than that."""
    return [pair for pair in pairs if not pair.linked]


def communities(pairs: Iterable[Affinity]) -> list[Community]:
    """Group plans by what ties them, after Blondel et al., 2008 (doi:10.1088/1742-5468/2008/10/P10008); larger first.

    The same pairs give the same groups: the method's choices are seeded.
    """
    ties: nx.Graph[str] = nx.Graph()
    offices: dict[str, frozenset[str]] = {}
    for pair in sorted(pairs, key=lambda pair: pair.plans):
        ties.add_edge(*pair.plans, weight=pair.weight)
        offices |= dict(zip(pair.plans, pair.offices, strict=True))
    if not ties:
        return []
    groups = nx.community.louvain_communities(ties, weight="weight", seed=0)
    made = [
        Community(tuple(sorted(group)), tuple(sorted(frozenset().union(*(offices[p] for p in group)))))
        for group in groups
    ]
    return sorted(made, key=lambda community: (-len(community.plans), community.plans))
