"""G21, single point of failure: an office on which most of the plans hang, found on the whole network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

import networkx as nx

from planwerk.gaps.facts import Facts
from planwerk.gaps.finding import Row
from planwerk.questions import Answer, query
from planwerk.vocabulary import NS

STAFF = f"""PREFIX pw: <{NS}>
SELECT ?office ?staff ?fte ?fixed WHERE {{
  ?staff a pw:StaffCapacity ; pw:availableTo ?office ; pw:fullTimeEquivalent ?fte ; pw:fixedTerm ?fixed
}}"""

PROCESSES = f"""PREFIX pw: <{NS}>
SELECT ?office (COUNT(DISTINCT ?process) AS ?processes) WHERE {{ ?process a pw:PlanningProcess ; pw:leadUnit ?office }} GROUP BY ?office"""


def find(answer: Answer, facts: Facts) -> Iterator[Row]:
    """Yield one row per office: a gap where its share of plans and announcements reaches theta.

    The figures name plans, announcements, staff in full-time equivalents and open planning processes, so that a
    reader can judge; articulation says whether the planning network falls apart without the office.
    """
    things: dict[str, set[str]] = {"plan": set(), "announced": set()}
    holds: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"plan": set(), "announced": set()})
    theta = Decimal("0.8")
    layer: nx.Graph[str] = nx.Graph()
    for row in answer.as_dicts():
        thing, kind, office = str(row["thing"]), str(row["kind"]), row["office"]
        theta = Decimal(str(row["theta"]))
        things[kind].add(thing)
        if office is not None:
            holds[str(office)][kind].add(thing)
            layer.add_edge(thing, str(office))
    articulation = set(nx.articulation_points(layer))
    total = len(things["plan"]) + len(things["announced"])
    staff: dict[str, list[tuple[Decimal, bool]]] = defaultdict(list)
    for office, _, fte, fixed in query(facts.dataset, STAFF).rows:
        staff[str(office)].append((Decimal(str(fte)), bool(fixed)))
    processes = {str(office): int(str(count)) for office, count in query(facts.dataset, PROCESSES).rows}
    for office, held in sorted(holds.items()):
        plans, announced = len(held["plan"]), len(held["announced"])
        heavy = total > 0 and Decimal(plans + announced) / total >= theta
        figures = {
            "plans": plans,
            "allPlans": len(things["plan"]),
            "announced": announced,
            "allAnnounced": len(things["announced"]),
            "articulation": office in articulation,
            "fullTimeEquivalents": [float(fte) for fte, _ in sorted(staff[office], reverse=True)],
            "fixedTerm": float(sum((fte for fte, fixed in staff[office] if fixed), Decimal(0))),
            "processes": processes.get(office, 0),
        }
        edges = tuple((thing, office) for thing in sorted(held["plan"] | held["announced"]))
        values = {name: value for name, value in figures.items() if isinstance(value, int)}
        note = "articulation" if office in articulation else ""
        yield Row(
            (office,), "gap" if heavy else "ok", 2 if heavy else 0, note, values=values, edges=edges, figures=figures
        )
