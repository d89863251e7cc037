"""The table on a terminal: columns where they fit, else one block per row."""

from __future__ import annotations

import io

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from planwerk.views.table import Cell, Column, Table, display
from planwerk.views.words import words

# Readable on dark and on light ground, and told apart by more than their hue in the cell's own words.
_STYLES = {"overdue": "bold red", "done": "green", "not-decidable": "italic"}
_ALIGNED = {"integer", "decimal"}
_WHOLE = {"integer", "decimal", "date"}
_GAP = 2
_WORD = 24  # a longer word may be broken
_TALLEST = 9  # lines of one row; beyond that a block per row reads better


def to_terminal(table: Table, width: int = 80, color: bool = False) -> str:
    """Give the table as lines of at most so many characters, with colours only if asked for.

    Too many columns for the width become one block per row, titles on the left, empty cells left out.

    >>> fields = (Column("item", "Punkt"), Column("days", "Verzug (Tage)", "integer"))
    >>> print(to_terminal(Table("Verzug", fields, (("A10", 176),), ("Stichtag 2020-12-23",))))
    Verzug
    <BLANKLINE>
    Punkt  Verzug (Tage)
    ─────────────────────
    A10              176
    <BLANKLINE>
    Stichtag 2020-12-23
    """
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(width, 16),
        color_system="standard" if color else None,
        force_terminal=color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},  # the same lines wherever it runs
    )
    console.print(Text(_line(table.title), style="bold"))
    console.print()
    cells = [tuple(_shown(cell, table.lang) for cell in row) for row in table.rows]
    if not cells:
        console.print(Text(words(table.lang)["no rows"]))
    elif (widths := _widths(table.columns, cells, console.width)) is None:
        _print_blocks(console, table, cells)
    else:
        console.print(_grid(table, cells, widths))
    if table.notes:
        console.print()
    for note in table.notes:
        console.print(Text(_line(note), style="dim"))
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip().split("\n"))


def _shown(cell: Cell, lang: str) -> str:
    # A terminal may print a soft hyphen, and jumps at a tab.
    return display(cell, lang).replace("\u00ad", "").replace("\t", " ")


def _line(text: str) -> str:
    return " ".join(_shown(text, "").split("\n"))


def _longest(texts: list[str]) -> int:
    return max((cell_len(text) for text in texts), default=0) or 1  # no column is narrower


def _widths(columns: tuple[Column, ...], cells: list[tuple[str, ...]], width: int) -> list[int] | None:
    """Give each column's width, or nothing where columns would be too narrow to read."""
    least, most = [], []
    for number, column in enumerate(columns):
        texts = [row[number] for row in cells]
        title = _longest(column.title.split())
        whole = _longest([line for text in texts for line in text.split("\n")])
        if column.kind in _WHOLE:
            least.append(max(whole, title))
            most.append(max(whole, cell_len(column.title)))
        else:
            word = _longest([word for text in texts for word in text.split()])
            most.append(max(whole, cell_len(column.title)))
            least.append(min(max(word, title, min(whole, 12)), max(_WORD, title)))
    spare = width - sum(least) - _GAP * len(columns)
    if spare < 0:
        return None
    widths = list(least)
    # The spare goes, one by one, to the column with the tallest cell.
    tallest = [max(_longest([row[number]]) for row in cells) for number in range(len(columns))]
    for _ in range(spare):
        wanting = [number for number in range(len(columns)) if widths[number] < most[number]]
        if not wanting:
            break
        widths[max(wanting, key=lambda number: tallest[number] / widths[number])] += 1
    lines = max(length / given for length, given in zip(tallest, widths, strict=True))
    return widths if lines <= _TALLEST or len(columns) == 1 else None


def _grid(table: Table, cells: list[tuple[str, ...]], widths: list[int]) -> Grid:
    wraps = any(
        cell_len(text) > given or "\n" in text for row in cells for text, given in zip(row, widths, strict=True)
    )
    grid = Grid(
        box=box.HORIZONTALS if wraps else box.SIMPLE_HEAD, show_edge=False, show_lines=wraps, padding=(0, 1, 0, 0)
    )
    for column, given in zip(table.columns, widths, strict=True):
        grid.add_column(
            Text(_line(column.title), style="bold"),
            width=given,
            justify="right" if column.kind in _ALIGNED else "left",
            overflow="fold",
            vertical="top",
        )
    for (mark, _), row in zip(table.marked_rows(), cells, strict=True):
        grid.add_row(*(Text(text) for text in row), style=_STYLES.get(mark or ""))
    return grid


def _print_blocks(console: Console, table: Table, cells: list[tuple[str, ...]]) -> None:
    titles = [_line(column.title) for column in table.columns]
    left = min(_longest(titles), max(console.width // 3, 13))
    for number, ((mark, _), row) in enumerate(zip(table.marked_rows(), cells, strict=True), start=1):
        if number > 1:
            console.print()
        head = f"── {number} "
        console.print(Text(head + "─" * (console.width - len(head)), style="dim"))
        block = Grid(box=None, show_header=False, padding=(0, _GAP, 0, 0), pad_edge=False)
        block.add_column(width=left, overflow="fold")
        block.add_column(overflow="fold")
        for title, text in zip(titles, row, strict=True):
            if text:
                block.add_row(Text(title, style="bold"), Text(text, style=_STYLES.get(mark or "", "")))
        console.print(block)
