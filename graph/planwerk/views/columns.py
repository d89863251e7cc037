"""The arrangement "Struktur": columns from left to right, ordered so that few lines cross."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from itertools import pairwise

from planwerk.views.layout import Box, Layout, Link, Route, loop, number, point

GUTTER = 76.0  # between two columns; the lines turn here
_CARD_GAP, _LANE_GAP, _LANE = 16.0, 7.0, 2.0
_VIEWPORT = (1180.0, 790.0)  # what a laptop leaves for the canvas; only its proportion matters
_SWEEPS, _ROUNDS = 24, 8  # for a map one can read at once; larger ones get fewer


def layered(boxes: Sequence[Box], links: Sequence[Link]) -> Layout:
    """Arrange boxes in columns by layer, ordered so that few lines cross.

    A layer too long for the page becomes several columns. A line that spans columns gets a lane
    of its own between the cards of each column it passes (after Sugiyama, Tagawa and Toda, 1981,
    doi:10.1109/TSMC.1981.4308636).

    >>> boxes = [Box("law", 100, 40, 0), Box("plan", 100, 40, 1)]
    >>> result = layered(boxes, [Link("basis", "law", "plan")])
    >>> result.places
    {'law': (0.0, 0.0), 'plan': (176.0, 0.0)}
    >>> result.routes["basis"].path
    'M50 0C88 0 88 0 126 0'
    """
    if not boxes:
        return Layout({}, {})
    return _Columns(boxes, links).layout()


class _Columns:
    """The columns while they are being ordered. Items are boxes or lanes, by consecutive number."""

    def __init__(self, boxes: Sequence[Box], links: Sequence[Link]) -> None:
        self.boxes = sorted(boxes, key=lambda box: (box.layer, box.rank, box.id))
        self.links = sorted((link for link in links if link.source != link.target), key=lambda link: link.id)
        self.loops = [link for link in links if link.source == link.target]
        number_of = {box.id: index for index, box in enumerate(self.boxes)}
        self.heights = [box.height for box in self.boxes]
        ends = [(number_of[link.source], number_of[link.target]) for link in self.links]
        self.columns = _split(self.boxes, ends)
        self.column_of = {item: index for index, column in enumerate(self.columns) for item in column}
        self.layer_of = [self.boxes[column[0]].layer for column in self.columns]
        self.chains: list[list[int]] = []
        for source, target in ends:
            self.chains.append(self._chain(source, target))
        self.beside: list[list[list[int]]] = [[[], [], []] for _ in self.heights]  # left, right, same column
        for chain in self.chains:
            for one, other in pairwise(chain):
                step = self.column_of[other] - self.column_of[one]
                self.beside[one][1 if step > 0 else 0 if step < 0 else 2].append(other)
                self.beside[other][0 if step > 0 else 1 if step < 0 else 2].append(one)

    def _chain(self, source: int, target: int) -> list[int]:
        start, end = self.column_of[source], self.column_of[target]
        step = 1 if end > start else -1
        chain = [source]
        for column in range(start + step, end, step) if start != end else ():
            lane = len(self.heights)
            self.heights.append(_LANE)
            self.columns[column].append(lane)
            self.column_of[lane] = column
            chain.append(lane)
        chain.append(target)
        return chain

    def layout(self) -> Layout:
        self._order()
        y = self._heights_of_centres()
        x = self._centres_of_columns()
        places = {box.id: (x[self.column_of[i]], y[i]) for i, box in enumerate(self.boxes)}
        spans: dict[int, tuple[float, float]] = {}
        for index, layer in enumerate(self.layer_of):
            half = self._width(index) / 2
            left, right = spans.get(layer, (x[index] - half, x[index] + half))
            spans[layer] = (min(left, x[index] - half), max(right, x[index] + half))
        routes = self._routes(x, y)
        for link in self.loops:
            routes[link.id] = loop(next(box for box in self.boxes if box.id == link.source), places[link.source])
        return Layout(places, routes, spans)

    # -- order within the columns

    def _order(self) -> None:
        best, fewest = [list(column) for column in self.columns], self._crossings()
        sweeps = max(4, min(_SWEEPS, 40_000 // len(self.heights)))
        for sweep in range(sweeps):
            sides = (1, 0) if sweep % 2 else (0, 1)
            order = range(len(self.columns))
            for index in reversed(order) if sweep % 2 else order:
                self._sort_column(index, sides[0], both=sweep >= sweeps // 2)
            self._switch_neighbours()
            crossings = self._crossings()
            if crossings < fewest:
                best, fewest = [list(column) for column in self.columns], crossings
            if fewest == 0:
                break
        self.columns = best

    def _relative(self) -> dict[int, float]:
        return {
            item: (place + 0.5) / len(column) for column in self.columns for place, item in enumerate(column)
        }  # columns of different length compare by share, not by place

    def _sort_column(self, index: int, side: int, *, both: bool) -> None:
        relative = self._relative()

        def wish(item: int) -> float:
            near = [relative[other] for other in self.beside[item][side]]
            if both or not near:
                near = near + [relative[other] for other in self.beside[item][1 - side]]
            near = near + [relative[other] for other in self.beside[item][2]]
            return sum(near) / len(near) if near else relative[item]

        wishes = {item: wish(item) for item in self.columns[index]}
        self.columns[index].sort(key=lambda item: (round(wishes[item], 9), relative[item]))

    def _switch_neighbours(self) -> None:
        """Swap two neighbours of a column wherever that alone removes crossings."""
        place = {item: index for column in self.columns for index, item in enumerate(column)}
        for _ in range(max(1, min(_ROUNDS, 12_000 // len(self.heights)))):
            swapped = False
            for column in self.columns:
                for index in range(len(column) - 1):
                    upper, lower = column[index], column[index + 1]
                    now = then = 0
                    for side in (0, 1):
                        a = sorted(place[other] for other in self.beside[upper][side])
                        b = sorted(place[other] for other in self.beside[lower][side])
                        now += sum(bisect_left(b, value) for value in a)
                        then += sum(bisect_left(a, value) for value in b)
                    if then < now:
                        column[index], column[index + 1] = lower, upper
                        place[upper], place[lower] = index + 1, index
                        swapped = True
            if not swapped:
                return

    def _crossings(self) -> int:
        place = {item: index for column in self.columns for index, item in enumerate(column)}
        total = 0
        for column in self.columns[:-1]:
            seen: list[int] = []
            for item in column:
                ends = sorted(place[other] for other in self.beside[item][1])
                total += sum(len(seen) - bisect_left(seen, end + 1) for end in ends)
                for end in ends:
                    insort(seen, end)
        # Within a column a line costs what it passes.
        return total + sum(
            abs(place[a] - place[b]) - 1
            for chain in self.chains
            for a, b in pairwise(chain)
            if self.column_of[a] == self.column_of[b]
        )

    # -- coordinates

    def _gap(self, upper: int, lower: int) -> float:
        cards = (upper < len(self.boxes)) + (lower < len(self.boxes))
        return _CARD_GAP if cards == 2 else _LANE_GAP

    def _offsets(self, column: Sequence[int]) -> list[float]:
        """Give the centre of each item when the column is packed from 0."""
        offsets: list[float] = []
        edge = 0.0
        for index, item in enumerate(column):
            if index:
                edge += self._gap(column[index - 1], item)
            offsets.append(edge + self.heights[item] / 2)
            edge += self.heights[item]
        return offsets

    def _heights_of_centres(self) -> list[float]:
        """Place each item near its neighbours without overlap and within the longest column."""
        offsets = [self._offsets(column) for column in self.columns]
        lengths = [o[-1] + self.heights[c[-1]] / 2 for o, c in zip(offsets, self.columns, strict=True)]
        height = max(lengths)
        y = [0.0] * len(self.heights)
        for column, offset, length in zip(self.columns, offsets, lengths, strict=True):
            for item, place in zip(column, offset, strict=True):
                y[item] = place + (height - length) / 2
        for sweep in range(10):
            order = range(len(self.columns))
            for index in reversed(order) if sweep % 2 else order:
                column, offset = self.columns[index], offsets[index]
                wishes, weights = [], []
                for item, place in zip(column, offset, strict=True):
                    near = [y[other] for side in self.beside[item] for other in side]
                    wishes.append((sum(near) / len(near) if near else y[item]) - place)
                    weights.append(4.0 if item >= len(self.boxes) else 1.0 if near else 0.2)  # lanes run straight
                for item, place, shift in zip(column, offset, _never_falling(wishes, weights), strict=True):
                    y[item] = place + min(max(shift, 0.0), height - lengths[index])
        middle = height / 2
        return [round(value - middle, 1) for value in y]

    def _width(self, index: int) -> float:
        return max(self.boxes[item].width for item in self.columns[index] if item < len(self.boxes))

    def _centres_of_columns(self) -> list[float]:
        centres: list[float] = []
        edge = 0.0
        for index in range(len(self.columns)):
            centres.append(round(edge + self._width(index) / 2, 1))
            edge += self._width(index) + GUTTER
        return [round(centre - centres[0], 1) for centre in centres]

    def _routes(self, x: Sequence[float], y: Sequence[float]) -> dict[str, Route]:
        ports = self._ports(y)
        routes: dict[str, Route] = {}
        for index, (link, chain) in enumerate(zip(self.links, self.chains, strict=True)):
            first, last = chain[0], chain[-1]
            start, end = self.column_of[first], self.column_of[last]
            if start == end:
                routes[link.id] = self._beside_column(first, last, x, y, ports[index])
                continue
            step = 1 if end > start else -1
            at = x[start] + step * self.boxes[first].width / 2
            height = y[first] + ports[index][0]
            path = "M" + point(at, height)
            middle = (at, height)
            for position, item in enumerate(chain[1:], start=1):
                column = self.column_of[item]
                half = (self.boxes[item].width if item < len(self.boxes) else self._width(column)) / 2
                target, target_y = x[column] - step * half, y[item] + (ports[index][1] if item == last else 0.0)
                turn = (at + target) / 2
                path += f"C{point(turn, height)} {point(turn, target_y)} {point(target, target_y)}"
                if position == (len(chain) + 1) // 2:
                    middle = (turn, (height + target_y) / 2)
                at, height = target, target_y
                if item != last:
                    at = x[column] + step * half
                    path += "H" + number(at)
            routes[link.id] = Route(path, (at, height, 0.0 if step > 0 else 3.1416), middle)
        return routes

    def _beside_column(
        self, first: int, last: int, x: Sequence[float], y: Sequence[float], ports: tuple[float, float]
    ) -> Route:
        """Lead a line between two boxes of one column around the boxes between them."""
        column = self.column_of[first]
        side = 1 if column + 1 < len(self.columns) else -1
        places = self.columns[column]
        span = abs(places.index(first) - places.index(last))
        edge = x[column] + side * self._width(column) / 2
        bulge = edge + side * min(14 + 5 * span, GUTTER * 0.55)
        top, bottom = y[first] + ports[0], y[last] + ports[1]
        path = f"M{point(edge, top)}C{point(bulge, top)} {point(bulge, bottom)} {point(edge, bottom)}"
        middle = (edge + 0.75 * (bulge - edge), (top + bottom) / 2)
        return Route(path, (edge, bottom, 3.1416 if side > 0 else 0.0), middle)

    def _ports(self, y: Sequence[float]) -> list[tuple[float, float]]:
        """Spread the ends of the lines over the edges of their cards, in the order they leave it."""
        wanted: dict[tuple[int, int], list[tuple[float, int, int]]] = {}
        for index, chain in enumerate(self.chains):
            for end, (item, other) in enumerate(((chain[0], chain[1]), (chain[-1], chain[-2]))):
                step = self.column_of[other] - self.column_of[item]
                side = step if step else (1 if self.column_of[item] + 1 < len(self.columns) else -1)
                wanted.setdefault((item, side), []).append((y[other], index, end))
        ports: list[list[float]] = [[0.0, 0.0] for _ in self.chains]
        for (item, _), ends in sorted(wanted.items()):
            room = min(self.heights[item] - 16, 12.0 * (len(ends) - 1))
            for place, (_, index, end) in enumerate(sorted(ends)):
                ports[index][end] = room * (place / (len(ends) - 1) - 0.5) if len(ends) > 1 else 0.0
        return [(one, other) for one, other in ports]


def _split(boxes: Sequence[Box], ends: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Cut layers into columns so that the whole fills a screen best."""
    layers: dict[int, list[int]] = {}
    for index, box in enumerate(boxes):
        layers.setdefault(box.layer, []).append(index)
    inner: dict[int, list[int]] = {}
    pull = [0] * len(boxes)
    for source, target in ends:
        if boxes[source].layer == boxes[target].layer:
            inner.setdefault(target, []).append(source)
        else:
            step = 1 if boxes[target].layer > boxes[source].layer else -1
            pull[source] += step
            pull[target] -= step
    depth = _depths(len(boxes), inner)
    for layer in layers.values():
        layer.sort(key=lambda item: (depth[item], pull[item], item))

    def cut(limit: float) -> list[list[int]]:
        columns: list[list[int]] = []
        for _, layer in sorted(layers.items()):
            total = sum(boxes[item].height + _CARD_GAP for item in layer)
            share = total / max(1, -(-total // limit))
            filled = share
            for item in layer:
                if filled >= share - boxes[item].height / 2 and (not columns or filled > 0):
                    columns.append([])
                    filled = 0.0
                columns[-1].append(item)
                filled += boxes[item].height + _CARD_GAP
        return columns

    def scale(columns: list[list[int]]) -> float:
        width = sum(max(boxes[item].width for item in column) + GUTTER for column in columns)
        height = max(sum(boxes[item].height + _CARD_GAP for item in column) for column in columns)
        return max(width / _VIEWPORT[0], height / _VIEWPORT[1])

    tallest = max(box.height for box in boxes) + _CARD_GAP
    limits = [tallest * 1.15**step for step in range(1, 45)]
    return min((cut(limit) for limit in limits), key=scale)


def _depths(count: int, before: dict[int, list[int]]) -> list[int]:
    """Give each item the length of the longest chain that leads to it; a cycle ends the counting."""
    depth = [0] * count
    for _ in range(min(count, 12)):
        changed = False
        for item, sources in sorted(before.items()):
            deeper = min(12, 1 + max(depth[source] for source in sources))
            if deeper > depth[item]:
                depth[item], changed = deeper, True
        if not changed:
            break
    return depth


def _never_falling(wishes: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Give the never falling sequence nearest to the wishes (pool adjacent violators).

    >>> _never_falling([1.0, 5.0, 3.0], [1.0, 1.0, 1.0])
    [1.0, 4.0, 4.0]
    """
    pools: list[tuple[float, float, int]] = []
    for wish, weight in zip(wishes, weights, strict=True):
        value, mass, size = wish, weight, 1
        while pools and pools[-1][0] > value:
            before, other, length = pools.pop()
            value = (value * mass + before * other) / (mass + other)
            mass, size = mass + other, size + length
        pools.append((value, mass, size))
    return [value for value, _, size in pools for _ in range(size)]
