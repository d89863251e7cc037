"""G17, integration gap: plans that share a group or a part of the city and that no document links.

A self-join over plans: done on sets in memory it costs a hundredth of what it costs in the query language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from planwerk.gaps.facts import Facts
from planwerk.gaps.finding import Row
from planwerk.questions import Answer


def find(answer: Answer, facts: Facts) -> Iterator[Row]:
    """Yield one row per unordered pair of plans that share something.

    A pair is linked where a document states a relation between the two, names one body for both, or one measure of
    both; a group of stakeholders is no body. The scope rule applies only where it holds for both plans.
    """
    about: dict[str, tuple[bool, bool]] = {}
    holders: dict[str, set[str]] = defaultdict(set)
    for plan, thing, replaced, owned, superseded in answer.rows:
        if superseded or not replaced:
            about[str(plan)] = (bool(replaced), bool(owned))
            holders[str(thing)].add(str(plan))
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for thing, plans in sorted(holders.items()):
        for pair in combinations(sorted(plans), 2):
            shared[pair].append(thing)
    links, editions = facts.pairs.of("relatesToPlan"), facts.editions
    linked = {(a, b) for a in editions & links.keys() for b in links[a]}
    common: dict[str, set[str]] = defaultdict(set)
    stakeholders = facts.pairs.a("StakeholderGroup")
    for holding in (facts.pairs.of("involves"), facts.pairs.of("hasMeasure")):
        for plan in editions & holding.keys():
            for thing in set(holding[plan]) - stakeholders:
                common[thing].add(plan)
    for plans in common.values():
        linked |= set(combinations(sorted(plans), 2))
    for (one, other), things in sorted(shared.items()):
        replaced = about[one][0] or about[other][0]
        note = "replaced" if replaced else ""
        values = {"other": other, "shared": " ".join(things)}
        if (one, other) in linked or (other, one) in linked:
            yield Row((one, other), "ok", 0, note, values=values)
        elif about[one][1] or about[other][1]:
            yield Row((one, other), "gap", 1 if replaced else 2, note, values=values)
        else:
            yield Row((one, other), "not_decidable", 1, note, values=values)
