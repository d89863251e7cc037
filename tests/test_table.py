from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planwerk.views.table import (
    Cell,
    Column,
    Link,
    Signal,
    Table,
    disarm,
    exact,
    plain,
    safe_href,
    to_csv,
    to_json,
    to_tsv,
)
from sample_tables import HOSTILE

ANY_TEXT = st.text(st.characters(codec=None))  # halves of characters included
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    ANY_TEXT,
    st.sampled_from(HOSTILE),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20),
    st.dates(),
    st.builds(Link, ANY_TEXT, ANY_TEXT),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 4))
    columns = tuple(Column(f"k{number}", draw(ANY_TEXT)) for number in range(width))
    rows = draw(st.lists(st.tuples(*[CELLS] * width), max_size=5))
    return Table(draw(ANY_TEXT), columns, tuple(rows), notes=(draw(ANY_TEXT),))


def one(cell: Cell, **more: Any) -> Table:
    return Table("T", (Column("a", "A"),), ((cell,),), **more)


# What a table is


@pytest.mark.parametrize("cell", [True, 0.5, datetime(2020, 6, 30), Decimal("NaN"), b"x"])
def test_refuses_what_a_reader_could_mistake(cell: Any) -> None:
    with pytest.raises(TypeError, match="write it as text"):
        one(cell)


def test_refuses_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="share a key"):
        Table("T", (Column("a", "A"), Column("a", "B")), ())
    with pytest.raises(ValueError, match='no column has the key "b"'):
        one("x", signals=(Signal("b", "offen", "open"),))


# Text


@given(ANY_TEXT)
def test_plain_text_holds_nothing_a_program_would_obey(text: str) -> None:
    shown = plain(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert plain(shown) == shown
    shown.encode()


def test_plain_text_keeps_words_after_a_sequence_without_end() -> None:
    # ECMA-48: an operating system command lasts to its terminator; here there is none.
    assert plain("Frist \x1b]8;;Mitte 2020") == "Frist 8;;Mitte 2020"


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_plain_text_is_left_alone(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org/x",
        "/\\example.org",
        "\\\\example.org\\share",
        "/etc/passwd",
        "http:alert(1)",
        "http:///x",
        "http://[x",
        "ftp://example.org",
        "mailto:a@example.org",
        "x\u202ey",
        "",
    ],
)
def test_no_link_leads_there(href: str) -> None:
    assert safe_href(href) is None


@pytest.mark.parametrize(
    "href", ["https://example.org/a?b=c&d=%20#e", "HTTP://example.org", "#g12", "../papers/Anträge.html#s3", "?page=2"]
)
def test_links_stay_as_they_are(href: str) -> None:
    assert safe_href(href) == href


# CSV and TSV


def read(content: bytes, **dialect: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline=""), **dialect))


@given(tables())
def test_csv_reads_back_as_the_same_texts(table: Table) -> None:
    head, *rows = read(to_csv(table))
    assert head == [column.key for column in table.columns]
    assert rows == [
        [disarm(exact(cell)) if isinstance(cell, str | Link) else exact(cell) for cell in row] for row in table.rows
    ]


@given(tables())
def test_no_text_in_csv_or_tsv_begins_a_formula(table: Table) -> None:
    for content, dialect in (
        (to_csv(table, headings="title"), {}),
        (to_tsv(table, headings="title"), {"delimiter": "\t"}),
    ):
        head, *rows = read(content, **dialect)
        texts = head + [
            text for row, cells in zip(rows, table.rows, strict=True) for text, cell in zip(row, cells, strict=True)
            if isinstance(cell, str | Link)
        ]  # fmt: skip
        # OWASP, CSV injection: = + - @ tab and carriage return, and the wide forms of the first four
        assert not [text for text in texts if text.lstrip()[:1] in tuple("=+-@＝＋－＠") or text[:1] in tuple("\t\r\n")]


@given(tables())
def test_tsv_has_one_line_a_row(table: Table) -> None:
    assert len(to_tsv(table).decode().split("\n")) == len(table.rows) + 2  # headings, and nothing after the last


@given(ANY_TEXT)
def test_disarming_adds_apostrophes_only(text: str) -> None:
    assert disarm(text).replace("'", "") == text.replace("'", "")


def test_our_own_numbers_are_no_formulas() -> None:
    assert to_csv(one(-2)) == b"a\r\n-2\r\n"
    assert to_csv(one(Decimal("-0.50"))) == b"a\r\n-0.50\r\n"
    assert to_csv(one("-2")) == b"a\r\n'-2\r\n"


def test_csv_is_as_rfc_4180_wants_it() -> None:
    table = Table(
        "T", (Column("a", 'Ü "x"'), Column("b", "B")), (("1,2", date(2020, 6, 30)), ("x\ny", None)), ("Note",)
    )
    assert to_csv(table, headings="title").decode() == '"Ü ""x""",B\r\n"1,2",2020-06-30\r\n"x\ny",\r\n'
    assert to_csv(table, bom=True).startswith(b"\xef\xbb\xbfa,b\r\n")


# JSON


def expected(cell: Cell) -> Any:
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Link):
        return {"text": expected(cell.text), "href": safe_href(cell.href)}
    return re.sub("[\ud800-\udfff]", "\ufffd", cell) if isinstance(cell, str) else cell


@given(tables())
def test_json_reads_back_as_the_same_cells(table: Table) -> None:
    keys = [column.key for column in table.columns]
    content = to_json(table).decode()
    assert json.loads(content, parse_float=Decimal) == [
        dict(zip(keys, map(expected, row), strict=True)) for row in table.rows
    ]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", content)


def test_json_keeps_every_digit_and_the_order_of_columns() -> None:
    table = Table("T", (Column("b", "B"), Column("a", "A")), ((Decimal("0.10"), 10**30),))
    assert to_json(table) == b'[\n{"b": 0.10, "a": 1000000000000000000000000000000}\n]\n'
