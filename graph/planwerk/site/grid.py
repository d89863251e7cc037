"""A table of the views as part of a page: with links of this site in its cells, and names for its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planwerk.views.page import shown, width_of
from planwerk.views.table import Table

_STEP, _MOST = 4, 60  # characters; a page without style attributes has one class for each width


@dataclass(frozen=True, slots=True)
class _Linked:
    """A cell whose address is ours, not one that a source wrote."""

    text: str
    href: str | None


def grid_of(
    table: Table,
    *,
    links: Mapping[tuple[int, str], str | None] | None = None,
    ids: Sequence[str | None] = (),
) -> dict[str, Any]:
    """Give a table as ``grid.html`` wants it; ``links`` are addresses of cells by row and column key.

    A cell that leads to a row of the annex (``#row-7``) keeps that where no other address is given.
    """
    made = shown(table, ids)
    keys = [column.key for column in table.columns]
    rows: Any = made["rows"]
    for (number, key), address in (links or {}).items():
        if address and key in keys:
            cells = rows[number][1]
            place = keys.index(key)
            if cells[place].text:
                cells[place] = _Linked(cells[place].text, address)
    columns: Any = made["columns"]
    made["columns"] = [
        (title, f"{kind} w{min(-(-width_of(table, number) // _STEP) * _STEP, _MOST)}")
        for number, (title, kind) in enumerate(columns)
    ]
    return made
