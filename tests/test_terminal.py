from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from planwerk.views.table import Column, Table
from planwerk.views.terminal import to_terminal
from sample_tables import HOSTILE, control_table
from test_table import tables


@given(tables(), st.integers(20, 240), st.booleans())
@settings(max_examples=60, deadline=None)
def test_no_line_is_wider_and_nothing_in_it_is_obeyed(table: Table, width: int, color: bool) -> None:
    shown = to_terminal(table, width, color)
    own = re.sub("\x1b\\[[0-9;]*m", "", shown)  # our colours, nothing else
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", own)
    assert max(map(cell_len, own.split("\n"))) <= width


@pytest.mark.parametrize("width", [80, 120, 200])
def test_every_word_is_there_at_every_width(width: int) -> None:
    table = control_table(4)
    shown = to_terminal(table, width)
    for words in [*(column.title for column in table.columns), *(str(cell) for row in table.rows for cell in row[4:5])]:
        for word in words.split():
            assert word in shown


def test_twelve_columns_become_blocks_where_they_do_not_fit() -> None:
    assert "── 2 ──" in to_terminal(control_table(3), 120)
    assert "── 2 ──" not in to_terminal(control_table(3), 200)


def test_markup_is_printed_as_it_stands() -> None:
    text = "[red]rot[/red] :warning: [link=https://example.org]x[/link]"
    assert text in to_terminal(Table(text, (Column("a", text),), ((text,),), (text,)), 100).replace("\n", " ")
    shown = to_terminal(Table("T", (Column("a", "A"),), ((text,),)), 100, color=True)
    assert text in shown
    assert "\x1b]8" not in shown


def test_colours_only_where_asked_for() -> None:
    table = control_table(4)
    assert "\x1b" not in to_terminal(table, 200)
    assert re.sub("\x1b\\[[0-9;]*m", "", to_terminal(table, 80, color=True)).split() == to_terminal(table, 80).split()


def test_says_so_when_there_are_no_rows() -> None:
    assert "Keine Zeilen." in to_terminal(control_table(0))
    assert "No rows." in to_terminal(replace(control_table(0), lang="en"))


def test_hostile_cells_lose_no_words() -> None:
    table = Table("T", (Column("a", "A"), Column("b", "B")), tuple((text, "x") for text in HOSTILE))
    shown = to_terminal(table, 100)
    assert "rot Beleg" in shown
    assert shown.count("a") >= 40_000  # the longest is folded, not cut
