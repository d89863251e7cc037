"""What changed between two days: which gaps opened, which closed, and the paper that did it.

Which paper closed a gap is not guessed from its topic. It is the newest source without which the gap would still be
there: the checks run once more on the dataset without that source. Where no source did it, time did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pyoxigraph import NamedNode, Quad

from planwerk.dataset import BY_RULE, Dataset, as_of
from planwerk.errors import PlanwerkError
from planwerk.gaps.finding import Finding
from planwerk.inference import infer

Checks = Callable[[Dataset, Iterable[str]], list[Finding]]


@dataclass(frozen=True, slots=True)
class Change:
    """A gap that came or went: "this gap closed, through the report of 31 January 2020".

    ``finding`` is as it reads now, or as it read on the old day where it is gone; ``paper`` is the source's graph and
    ``known_from`` its day, both None where the passing of time alone made the change.
    """

    kind: Literal["opened", "closed"]
    finding: Finding
    paper: str | None = None
    known_from: date | None = None


def changes(dataset: Dataset, old: date, base: str, run: Checks) -> list[Change]:
    """Give the gaps that opened or closed since the old day, each with the paper through which.

    ``run`` runs the checks of these numbers (all where there are none). Raises PlanwerkError where the old day is not
    before the dataset's.
    """
    if old >= dataset.as_of:
        raise PlanwerkError(f"{old} is not before {dataset.as_of}", "give an earlier day, or a later --as-of")
    quads = [q for q in dataset.store if isinstance(q.graph_name, NamedNode) and BY_RULE not in q.graph_name.value]
    before = _gaps(run(infer(as_of(quads, old), base), ()))
    every_now = {f.id: f for f in run(dataset, ())}
    now = _gaps(every_now.values())
    opened = {i: f for i, f in now.items() if i not in before}
    closed = {i: every_now.get(i, f) for i, f in before.items() if i not in now}
    papers = _papers(dataset, quads, old, [*opened.values(), *(before[i] for i in closed)], run, base, now)
    found = [Change("opened", f, *papers.get(i, (None, None))) for i, f in opened.items()]
    found += [Change("closed", f, *papers.get(i, (None, None))) for i, f in closed.items()]
    return sorted(found, key=lambda c: (c.kind, -c.finding.severity, c.finding.check, c.finding.subjects))


def _papers(
    dataset: Dataset,
    quads: list[Quad],
    old: date,
    pending: list[Finding],
    run: Checks,
    base: str,
    now: Mapping[str, Finding],
) -> dict[str, tuple[str | None, date | None]]:
    """Name for each change the newest source without which it would not be; one run of the checks per source."""
    new = [graph for graph, known in dataset.graphs.items() if known > old and not graph.endswith("-evidence")]
    mentions = _mentions(quads, set(new))
    found: dict[str, tuple[str | None, date | None]] = {}
    for graph in sorted(new, key=lambda g: (dataset.graphs[g], g), reverse=True):
        open_ones = [f for f in pending if f.id not in found and mentions[graph] & set(f.subjects)]
        if not open_ones:
            continue
        left = [q for q in quads if str(q.graph_name.value) not in (graph, graph + "-evidence")]  # type: ignore[union-attr]
        without = _gaps(run(infer(as_of(left, dataset.as_of), base), sorted({f.check for f in open_ones})))
        for finding in open_ones:
            if (finding.id in without) != (finding.id in now):
                found[finding.id] = (graph, dataset.graphs[graph])
    return found


def _mentions(quads: Iterable[Quad], graphs: set[str]) -> dict[str, set[str]]:
    said: dict[str, set[str]] = {graph: set() for graph in graphs}
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value in said:
            for term in (quad.subject, quad.object):
                if isinstance(term, NamedNode):
                    said[quad.graph_name.value].add(term.value)
    return said


def _gaps(findings: Iterable[Finding]) -> dict[str, Finding]:
    return {f.id: f for f in findings if f.verdict == "gap"}
