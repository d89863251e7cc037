"""The arrangement "Netz": every connected part drawn by itself, the parts set side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

from planwerk.views.layout import Box, Layout, Link, Route, loop, point

_MARGIN = 22.0  # between two cards
_PART_GAP = 60.0  # between two connected parts
_AIR, _SHAPE = 1.3, 1.45  # share of empty ground in a part, and its width for a height of one
_ASIDE = 0.35  # cards are wide, screens too: pushing aside costs half
_GRAVITY = 0.985  # what is left of the distance to the middle after each round
_LARGEST = 400  # a part above this is set in rows: no drawing of it would be read as a net
_Places = dict[str, tuple[float, float]]


def packed(boxes: Sequence[Box], links: Sequence[Link]) -> Layout:
    """Arrange boxes by their links; boxes never overlap, parts without a link between them stay apart.

    >>> result = packed([Box("a", 100, 40, 0), Box("b", 100, 40, 0)], [])
    >>> result.places["a"], result.places["b"]
    ((50.0, 20.0), (50.0, 120.0))
    """
    by_id = {box.id: box for box in boxes}
    proper = sorted((link for link in links if link.source != link.target), key=lambda link: link.id)
    near: dict[str, list[str]] = {box.id: [] for box in sorted(boxes, key=lambda box: (box.rank, box.id))}
    for link in proper:
        near[link.source].append(link.target)
        near[link.target].append(link.source)
    parts = [_arrange([by_id[name] for name in part], near) for part in _parts(near)]
    places = _shelve(parts, by_id)
    routes = {link.id: _straight(link, places, by_id) for link in proper}
    for link in links:
        if link.source == link.target:
            routes[link.id] = loop(by_id[link.source], places[link.source])
    return Layout(places, routes)


def _parts(near: dict[str, list[str]]) -> list[list[str]]:
    """Give the connected parts, the largest first, each walked from its best connected box."""
    parts: list[list[str]] = []
    seen: set[str] = set()
    for start in sorted(near, key=lambda name: (-len(near[name]), name)):
        if start in seen:
            continue
        part, seen = [start], seen | {start}
        for name in part:  # grows while it is walked
            for other in sorted(near[name]):
                if other not in seen:
                    seen.add(other)
                    part.append(other)
        parts.append(part)
    return sorted(parts, key=lambda part: (-len(part), part[0]))


def _arrange(part: Sequence[Box], near: dict[str, list[str]]) -> _Places:
    if len(part) > _LARGEST:
        return _rows(part)
    x, y = _springs([box.id for box in part], near)
    # Stretched to the proportion of a screen, and so dense that the clearing has little left to do.
    wide, high = (max(v) - min(v) or 1.0 for v in (x, y))
    area = sum((box.width + _MARGIN) * (box.height + _MARGIN) for box in part) * _AIR
    step_x, step_y = math.sqrt(area * _SHAPE) / wide, math.sqrt(area / _SHAPE) / high
    return _clear(part, [value * step_x for value in x], [value * step_y for value in y])


def _rows(part: Sequence[Box]) -> _Places:
    width = max(box.width for box in part) + _MARGIN
    height = max(box.height for box in part) + _MARGIN
    across = max(1, round(math.sqrt(len(part) * 1.5 * height / width)))
    return {box.id: (width * (i % across), height * (i // across)) for i, box in enumerate(part)}


def _springs(names: Sequence[str], near: dict[str, list[str]]) -> tuple[list[float], list[float]]:
    """Let links pull and boxes push (Fruchterman and Reingold, 1991, doi:10.1002/spe.4380211102)."""
    count = len(names)
    index = {name: i for i, name in enumerate(names)}
    # A sunflower to start with: even, and the same every time.
    x = [math.sqrt(i) * math.cos(i * 2.39996) for i in range(count)]
    y = [math.sqrt(i) * math.sin(i * 2.39996) for i in range(count)]
    pulls = sorted({(min(i, index[o]), max(i, index[o])) for n, i in index.items() for o in near[n]})
    rounds = max(40, min(400, 1_200_000 // max(1, count * count)))
    for turn in range(rounds):
        heat = 0.6 * (1 - turn / rounds) * math.sqrt(count) / 4 + 0.01
        move_x, move_y = [0.0] * count, [0.0] * count
        for i in range(count):
            xi, yi = x[i], y[i]
            for j in range(i + 1, count):
                dx, dy = xi - x[j], yi - y[j]
                push = 1.0 / (dx * dx + dy * dy + 1e-6)
                move_x[i] += dx * push
                move_y[i] += dy * push
                move_x[j] -= dx * push
                move_y[j] -= dy * push
        for i, j in pulls:
            dx, dy = x[i] - x[j], y[i] - y[j]
            pull = 0.55 * math.sqrt(dx * dx + dy * dy)
            move_x[i] -= dx * pull
            move_y[i] -= dy * pull
            move_x[j] += dx * pull
            move_y[j] += dy * pull
        for i in range(count):
            length = math.hypot(move_x[i], move_y[i]) or 1.0
            step = min(length, heat) / length
            # A weak pull to the middle keeps a part together; the rounding keeps every machine in step.
            x[i] = round((x[i] + move_x[i] * step) * _GRAVITY, 6)
            y[i] = round((y[i] + move_y[i] * step) * _GRAVITY, 6)
    return x, y


def _clear(part: Sequence[Box], x: list[float], y: list[float]) -> _Places:
    """Push overlapping cards apart along the shorter way; where that does not settle, widen and retry."""
    pairs = list(combinations(range(len(part)), 2))
    for attempt in range(40):
        for _ in range(60 if attempt == 0 else 20):
            moved = False
            for i, j in pairs:
                over_x = (part[i].width + part[j].width) / 2 + _MARGIN - abs(x[i] - x[j])
                over_y = (part[i].height + part[j].height) / 2 + _MARGIN - abs(y[i] - y[j])
                if over_x <= 0.01 or over_y <= 0.01:
                    continue
                moved = True
                if over_x * _ASIDE < over_y:
                    push = (over_x / 2 + 0.1) * (1 if x[i] >= x[j] else -1)
                    x[i] += push
                    x[j] -= push
                else:
                    push = (over_y / 2 + 0.1) * (1 if y[i] >= y[j] else -1)
                    y[i] += push
                    y[j] -= push
            if not moved:
                return {box.id: (round(x[i], 1), round(y[i], 1)) for i, box in enumerate(part)}
        x[:] = [value * 1.12 for value in x]
        y[:] = [value * 1.12 for value in y]
    return _rows(part)


def _shelve(parts: Sequence[_Places], boxes: dict[str, Box]) -> _Places:
    """Set the parts on shelves, largest first, in the proportion of a screen."""
    framed = []
    for part in parts:
        left = min(x - boxes[name].width / 2 for name, (x, _) in part.items())
        right = max(x + boxes[name].width / 2 for name, (x, _) in part.items())
        top = min(y - boxes[name].height / 2 for name, (_, y) in part.items())
        bottom = max(y + boxes[name].height / 2 for name, (_, y) in part.items())
        framed.append((part, left, top, right - left + _PART_GAP, bottom - top + _PART_GAP))
    widest = max((width for *_, width, _ in framed), default=0.0)
    limits = [widest + step * widest / 8 for step in range(25)]
    best = min((_set(framed, limit) for limit in limits), key=lambda shelved: shelved[0])
    return best[1]


def _set(framed: Sequence[tuple[_Places, float, float, float, float]], limit: float) -> tuple[float, _Places]:
    """Fill shelves of one width; give the size of the screen they need and the places."""
    places: _Places = {}
    edge = shelf = depth = longest = 0.0
    for part, left, top, width, height in framed:
        if edge and edge + width > limit + 0.5:
            edge, shelf, depth = 0.0, shelf + depth, 0.0
        for name, (x, y) in part.items():
            places[name] = (round(x - left + edge, 1), round(y - top + shelf, 1))
        edge, depth = edge + width, max(depth, height)
        longest = max(longest, edge)
    return max(longest / _SHAPE, shelf + depth), places


def _border(box: Box, at: tuple[float, float], toward: tuple[float, float]) -> tuple[float, float]:
    """Give the point where a line from the centre of a card leaves it."""
    dx, dy = toward[0] - at[0], toward[1] - at[1]
    reach = min(
        box.width / 2 / abs(dx) if dx else math.inf,
        box.height / 2 / abs(dy) if dy else math.inf,
    )
    return (at[0] + dx * reach, at[1] + dy * reach) if math.isfinite(reach) else at


def _straight(link: Link, places: _Places, boxes: dict[str, Box]) -> Route:
    """Draw a line straight, or bent as little as keeps it clear of foreign cards."""
    a, b = places[link.source], places[link.target]
    crowd = places if len(places) <= _LARGEST else {}  # past that, bending saves nobody
    foreign = [
        (x, y, boxes[name].width / 2 + 3, boxes[name].height / 2 + 3)
        for name, (x, y) in crowd.items()
        if name not in (link.source, link.target)
        and min(a[0], b[0]) - 400 < x < max(a[0], b[0]) + 400
        and min(a[1], b[1]) - 400 < y < max(a[1], b[1]) + 400
    ]
    length = math.hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    across = ((a[1] - b[1]) / length, (b[0] - a[0]) / length)
    best: tuple[int, Route] | None = None
    for bend in (0, 40, -40, 80, -80, 130, -130, 200, -200, 280, -280):
        knee = ((a[0] + b[0]) / 2 + across[0] * bend, (a[1] + b[1]) / 2 + across[1] * bend)
        start, end = _border(boxes[link.source], a, knee), _border(boxes[link.target], b, knee)
        line = [
            (
                (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * knee[0] + t * t * end[0],
                (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * knee[1] + t * t * end[1],
            )
            for t in (step / 40 for step in range(41))
        ]
        hits = sum(any(abs(px - x) < w and abs(py - y) < h for px, py in line) for x, y, w, h in foreign)
        if best is None or hits < best[0]:
            tip = (end[0], end[1], round(math.atan2(end[1] - knee[1], end[0] - knee[0]), 4))
            best = hits, Route(f"M{point(*start)}Q{point(*knee)} {point(*end)}", tip, line[20])
        if best[0] == 0:
            break
    assert best is not None
    return best[1]
