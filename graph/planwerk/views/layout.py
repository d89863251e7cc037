"""What is laid out on a map, and the form in which the result is given.

Two arrangements use these words, and both give every box a place of its own:

* :func:`planwerk.views.columns.layered`: columns from left to right, lines pass between the boxes
* :func:`planwerk.views.netlayout.packed`: each connected part by itself, set side by side

All of it is computed here, none in the browser. Same boxes and links in, same numbers out: nothing
depends on hashes, chance or the clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Box:
    """A card to be placed: its size in map units and the layer (0 = leftmost) where it belongs."""

    id: str
    width: float
    height: float
    layer: int
    rank: str = ""  # boxes without lines stand in this order


@dataclass(frozen=True, slots=True)
class Link:
    """A line to be drawn from one box to another."""

    id: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Route:
    """A drawn line: an SVG path, its tip (x, y, direction in radians) and its middle (x, y)."""

    path: str
    tip: tuple[float, float, float]
    middle: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """Centres of all boxes, routes of all links, and the x range of each layer in use."""

    places: dict[str, tuple[float, float]]
    routes: dict[str, Route]
    spans: dict[int, tuple[float, float]] = field(default_factory=dict)


def number(value: float) -> str:
    """Write a coordinate shortly and the same everywhere.

    >>> number(12.0), number(-0.04), number(3.14159)
    ('12', '0', '3.1')
    """
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def point(x: float, y: float) -> str:
    """Write a point of an SVG path.

    >>> point(1, 2.5)
    '1 2.5'
    """
    return f"{number(x)} {number(y)}"


def loop(box: Box, at: tuple[float, float]) -> Route:
    """Draw a line from a box to itself, at its upper right corner."""
    x, y = at[0] + box.width / 2, at[1] - box.height / 2
    path = f"M{point(x - 24, y)}C{point(x - 24, y - 14)} {point(x + 14, y - 14)} {point(x, y + 16)}"
    return Route(path, (x, y + 16, 2.0), (x - 4, y - 8))
