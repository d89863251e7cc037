"""The arrangement for a crowd: more boxes than anyone can read at once, in blocks by what they belong to.

Ordering lines against crossings pays while a reader can follow single lines. Past a few hundred boxes nobody
does, and this arrangement, which only sorts, takes the place of the others: O(n log n), no routes.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence

from planwerk.views.layout import Box, Layout

_GAP, _BLOCK_GAP = 14.0, 110.0
_SHAPE = 1.5  # width of the whole for a height of one


def blocks(boxes: Sequence[Box], block_of: Mapping[str, Hashable], *, side_by_side: bool = False) -> Layout:
    """Arrange boxes in blocks of equal key, each a grid; blocks stand side by side or fill shelves.

    Side by side, a block's key is a layer, and the result names the layers' spans.

    >>> crowd = [Box(f"n{n}", 100, 40, n % 2) for n in range(6)]
    >>> found = blocks(crowd, {box.id: box.layer for box in crowd}, side_by_side=True)
    >>> found.places["n0"], found.places["n1"], sorted(found.spans)
    ((50.0, 20.0), (260.0, 20.0), [0, 1])
    """
    if not boxes:
        return Layout({}, {})
    width = max(box.width for box in boxes) + _GAP
    height = max(box.height for box in boxes) + _GAP
    groups: dict[Hashable, list[Box]] = {}
    for box in sorted(boxes, key=lambda box: (str(block_of[box.id]), box.rank, box.id)):
        groups.setdefault(block_of[box.id], []).append(box)
    rows = max(1, math.ceil(math.sqrt(len(boxes) * width / height / _SHAPE))) if side_by_side else 0
    limit = math.sqrt(len(boxes) * width * height * _SHAPE) * 1.1
    places: dict[str, tuple[float, float]] = {}
    spans: dict[int, tuple[float, float]] = {}
    left = top = deepest = 0.0
    for key, group in groups.items():
        high = rows or max(1, round(math.sqrt(len(group) * width / height / _SHAPE)))
        across = -(-len(group) // high)
        if not side_by_side and left and left + across * width > limit:
            left, top, deepest = 0.0, top + deepest + _BLOCK_GAP, 0.0
        for place, box in enumerate(group):
            x, y = left + (place // high) * width, top + (place % high) * height
            places[box.id] = (round(x + (width - _GAP) / 2, 1), round(y + (height - _GAP) / 2, 1))
        if side_by_side and isinstance(key, int):
            spans[key] = (left, left + across * width - _GAP)
        left, deepest = left + across * width - _GAP + _BLOCK_GAP, max(deepest, min(high, len(group)) * height - _GAP)
    return Layout(places, {}, spans)
