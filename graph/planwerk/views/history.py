"""The map through time: the model of every day on which something became known or fell due, as one model."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

from planwerk.dataset import Dataset
from planwerk.questions import query
from planwerk.views.mapmodel import MapEdge, MapGap, MapModel, MapMoment, MapNode
from planwerk.vocabulary import NS

MOST_DAYS = 24
"""So many days at most are looked at; with more, every n-th stands for its neighbours, and the map says so."""
_LARGEST = 300_000  # statements; above this every further day would cost minutes

_DUE = f"SELECT DISTINCT ?day WHERE {{ ?span <{NS}latest> ?day }}"
_WORDS = {
    "de": (
        "Zeitleiste: {shown} von {all} Tagen, an denen etwas bekannt oder fällig wurde, sind einzeln ausgewertet.",
        "Ohne Zeitleiste: dafür ist der Datenbestand zu groß.",
    ),
    "en": (
        "Time line: {shown} of {all} days on which something became known or fell due are looked at one by one.",
        "Without a time line: the dataset is too large for one.",
    ),
}


def turning_days(dataset: Dataset) -> list[date]:
    """Give the days on which the picture can change: a source became known, or a term ended the day before."""
    if not dataset.graphs:
        return []
    first = min(dataset.graphs.values())
    due = {row[0] + timedelta(days=1) for row in query(dataset, _DUE).rows if isinstance(row[0], date)}
    known = {*dataset.graphs.values(), *(day for day in due if first < day)}
    return sorted(day for day in {*known, dataset.as_of} if day <= dataset.as_of)


def with_history(last: MapModel, dataset: Dataset, look: Callable[[date], MapModel]) -> MapModel:
    """Give the map with its moments; `look` gives the model of an earlier day, of the same dataset as of that day.

    What an earlier day showed and the last one does not (a finding that a newer paper closed) stays on the map,
    present in its own time only. What is there more than once is told in the words of the newest day.
    """
    german, english = _WORDS["de"], _WORDS["en"]
    some, none = german if last.lang == "de" else english
    if len(dataset.store) > _LARGEST:
        return replace(last, notes=(*last.notes, none))
    days = turning_days(dataset)
    if len(days) < 2:
        return last
    chosen = days
    if len(days) > MOST_DAYS:
        step = (len(days) - 1) / (MOST_DAYS - 1)
        chosen = sorted({days[round(place * step)] for place in range(MOST_DAYS)})
    models = [(day, last if day == dataset.as_of else look(day)) for day in chosen]
    nodes: dict[str, MapNode] = {}
    edges: dict[str, MapEdge] = {}
    gaps: dict[str, MapGap] = {}
    for _, model in models:
        nodes |= {node.id: node for node in model.nodes}
        edges |= {edge.id: edge for edge in model.edges}
        gaps |= {gap.id: gap for gap in model.gaps}
    note = (some.format(shown=len(chosen), all=len(days)),) if len(chosen) < len(days) else ()
    return replace(
        last,
        nodes=tuple(nodes.values()),
        edges=tuple(edges.values()),
        gaps=tuple(gaps.values()),
        notes=(*last.notes, *note),
        moments=tuple(MapMoment(day, frozenset(_present(model))) for day, model in models),
    )


def _present(model: MapModel) -> Iterable[str]:
    yield from (node.id for node in model.nodes)
    yield from (edge.id for edge in model.edges)
    for gap in model.gaps:
        yield gap.id
        yield from (f"{gap.id} {subject}" for subject in gap.subjects)
