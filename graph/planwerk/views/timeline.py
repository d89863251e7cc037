"""The arrangement "Zeit": swim lanes from top to bottom, dates from left to right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from planwerk.views.layout import Box, Layout, Link, Route, loop, point

_GAP, _LANE_GAP, _COLUMN_GAP = 12.0, 34.0, 40.0
_MOST_COLUMNS = 24  # finer than that, a date line is a picket fence
_HIGHEST = 6  # cards of one lane and date that stand on one another; more stand side by side


def columns_by_date(days: Sequence[date]) -> dict[date, str]:
    """Give each day the column it stands in: its month, or its year where months would be too many.

    >>> columns_by_date([date(2018, 9, 19), date(2019, 3, 1)])[date(2018, 9, 19)]
    '2018-09'
    >>> len(set(columns_by_date([date(1990 + n, 1 + n % 12, 1) for n in range(40)]).values()))
    40
    """
    months = {day: f"{day.year:04}-{day.month:02}" for day in days}
    return months if len(set(months.values())) <= _MOST_COLUMNS else {day: f"{day.year:04}" for day in days}


def timeline(boxes: Sequence[Box], links: Sequence[Link], days: Mapping[str, date | None]) -> tuple[Layout, list[str]]:
    """Arrange boxes by day and lane (their layer); give the layout and the name of each column ("" is undated).

    The date line counts dates, not days: between two columns lies whatever time passed without news.

    >>> found, names = timeline([Box("a", 100, 40, 3), Box("b", 100, 40, 3)], [], {"a": date(2018, 9, 19), "b": None})
    >>> names, found.places["a"][0] > found.places["b"][0]
    (['', '2018-09'], True)
    """
    if not boxes:
        return Layout({}, {}), []
    column_of = columns_by_date(sorted({day for box in boxes if (day := days.get(box.id))}))
    cells: dict[tuple[int, str], list[Box]] = {}
    for box in sorted(boxes, key=lambda box: (box.rank, box.id)):
        day = days.get(box.id)
        cells.setdefault((box.layer, column_of[day] if day else ""), []).append(box)
    names = sorted({name for _, name in cells})
    lanes = sorted({lane for lane, _ in cells})
    width = max(box.width for box in boxes)
    deep = {name: max(-(-len(cell) // _HIGHEST) for (_, at), cell in cells.items() if at == name) for name in names}
    places: dict[str, tuple[float, float]] = {}
    spans: dict[int, tuple[float, float]] = {}
    edge = 0.0
    left: dict[str, float] = {}
    for index, name in enumerate(names):
        left[name] = edge
        spans[index] = (edge, edge + deep[name] * (width + _GAP) - _GAP)
        edge = spans[index][1] + _COLUMN_GAP
    top = 0.0
    for lane in lanes:
        lowest = top
        for name in names:
            bottoms = [top] * deep[name]
            for box in cells.get((lane, name), ()):
                place = min(range(len(bottoms)), key=bottoms.__getitem__)
                x = left[name] + place * (width + _GAP) + width / 2
                places[box.id] = (round(x, 1), round(bottoms[place] + box.height / 2, 1))
                bottoms[place] += box.height + _GAP
            lowest = max(lowest, *bottoms)
        top = lowest - _GAP + _LANE_GAP
    return Layout(places, _curves(boxes, links, places), spans), names


def _curves(boxes: Sequence[Box], links: Sequence[Link], places: Mapping[str, tuple[float, float]]) -> dict[str, Route]:
    by_id = {box.id: box for box in boxes}
    routes: dict[str, Route] = {}
    for link in links:
        if link.source == link.target:
            routes[link.id] = loop(by_id[link.source], places[link.source])
            continue
        (ax, ay), (bx, by) = places[link.source], places[link.target]
        if abs(ax - bx) < by_id[link.source].width / 2:  # one column: around its right side
            x = max(ax + by_id[link.source].width / 2, bx + by_id[link.target].width / 2)
            bulge = x + min(_COLUMN_GAP - 6, 10 + abs(ay - by) / 12)
            start, end = (ax + by_id[link.source].width / 2, ay), (bx + by_id[link.target].width / 2, by)
            one, two, angle = (bulge, ay), (bulge, by), 3.1416
        else:
            step = 1 if bx > ax else -1
            start = (ax + step * by_id[link.source].width / 2, ay)
            end = (bx - step * by_id[link.target].width / 2, by)
            turn = (start[0] + end[0]) / 2
            one, two, angle = (turn, ay), (turn, by), 0.0 if step > 0 else 3.1416
        middle = ((start[0] + 3 * one[0] + 3 * two[0] + end[0]) / 8, (start[1] + end[1]) / 2)
        routes[link.id] = Route(f"M{point(*start)}C{point(*one)} {point(*two)} {point(*end)}", (*end, angle), middle)
    return routes
