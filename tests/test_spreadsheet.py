from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook

from planwerk.errors import PlanwerkError
from planwerk.views import spreadsheet
from planwerk.views.spreadsheet import to_xlsx, xlsx
from planwerk.views.table import Cell, Column, Link, Signal, Table, display, plain, safe_href
from sample_tables import HOSTILE, control_table
from test_table import tables


def opened(table: Table) -> Workbook:
    return load_workbook(io.BytesIO(xlsx(table)))


def text_of(value: object) -> str:
    # openpyxl leaves _x005F_ as it is in the file, where Excel and LibreOffice read an underscore
    return unescape(value) if isinstance(value, str) else "" if value is None else str(value)


def one(cell: Cell) -> Table:
    return Table("T", (Column("a", "A"),), ((cell,),))


@given(tables())
@settings(max_examples=40, deadline=None)
def test_texts_read_back_as_they_were(table: Table) -> None:
    book = opened(table)
    rows = list(book.worksheets[0].iter_rows(min_row=2))
    for cells, row in zip(rows, table.rows, strict=False):
        for cell, value in zip(cells, row, strict=True):
            assert cell.data_type in {"s", "n", "d"}
            if isinstance(value, str | Link) and len(display(value, "de")) < 30_000:
                assert text_of(cell.value) == display(value, "de")


@pytest.mark.parametrize("text", [text for text in HOSTILE if len(text) < 30_000])
def test_hostile_text_stays_text(text: str) -> None:
    content = xlsx(Table(text, (Column("a", text),), ((text,), (Link(text, text),)), (text,)))
    book = load_workbook(io.BytesIO(content))
    for (cell,) in book.worksheets[0].iter_rows():
        assert (cell.data_type, text_of(cell.value)) == ("s", plain(text))
    sheet = book.worksheets[0]
    target = None if text.startswith("#") else safe_href(text)  # a strange file name is still one
    assert (sheet["A3"].hyperlink and sheet["A3"].hyperlink.target) == target
    assert not any(sheet[name].hyperlink for name in ("A1", "A2"))
    assert [text_of(cell.value) for (cell,) in book.worksheets[1].iter_rows()] == [plain(text)] * 2
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            ElementTree.fromstring(parts.read(name))  # well-formed, so no forbidden character
            assert b"<f>" not in parts.read(name)
            assert not name.startswith(("xl/externalLinks", "xl/vba"))


def test_what_begins_like_a_formula_stays_text_when_edited() -> None:
    assert opened(one("=1+1")).worksheets[0]["A2"].quotePrefix
    assert not opened(one("Frist")).worksheets[0]["A2"].quotePrefix


def test_cells_are_what_they_are() -> None:
    sheet = opened(Table("T", (Column("a", "A"),), ((date(2020, 6, 30),), (73,), (Decimal("0.50"),), (None,)))).active
    assert sheet is not None
    assert sheet["A2"].value == datetime(2020, 6, 30)
    assert sheet["A2"].number_format == "dd.mm.yyyy"
    assert (sheet["A3"].value, sheet["A3"].data_type, sheet["A3"].number_format) == (73, "n", "0")
    assert (sheet["A4"].value, sheet["A4"].number_format) == (0.5, "0.00")
    assert sheet["A5"].value is None
    assert opened(replace(one(date(2020, 6, 30)), lang="en")).worksheets[0]["A2"].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (date(1899, 12, 31), "31.12.1899"),  # before the first day of the format
        (10**15, "1000000000000000"),  # sixteen digits: a double keeps fifteen
        (Decimal("0.1234567890123456"), "0,1234567890123456"),
        (Decimal("1E+120"), "1" + "0" * 120),
    ],
)
def test_what_the_format_would_falsify_is_text(cell: Cell, text: str) -> None:
    sheet = opened(one(cell)).worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type) == (text, "s")


def test_a_text_longer_than_a_cell_is_cut_and_the_notes_say_so() -> None:
    book = opened(one("ä" + "😀" * 20_000))
    value = book.worksheets[0]["A2"].value
    assert isinstance(value, str)
    assert value.endswith("😀…")
    assert len(value.encode("utf-16-le")) // 2 <= 32_767  # what Excel allows, in UTF-16
    assert str(book.worksheets[1]["A2"].value).endswith("Gekürzte Zellen: A2.")


def test_prints_as_a_committee_gets_it() -> None:
    book = opened(control_table(60))
    sheet, notes = book.worksheets
    assert (sheet.title, notes.title) == ("Beschlusskontrolle Musterstadt", "Hinweise")
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:L61"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.right.text == "Seite &P von &N"
    assert str(sheet.oddFooter.left.text).startswith("Stichtag 01.07.2020, jüngste Quelle 31.01.2020.")
    assert notes["A2"].value == "Stichtag 01.07.2020, jüngste Quelle 31.01.2020."
    assert sheet["A2"].hyperlink.target == "papers/M-0100.html#s3"
    # the longest text of the first row is 152 characters, its column is at most 48 wide: four lines or more
    assert sheet.row_dimensions[2].height > 4 * 13


def test_rows_are_coloured_by_what_a_cell_says_and_change_with_it() -> None:
    sheet = opened(control_table(60)).worksheets[0]
    assert sheet["A2"].fill.fill_type is None  # no fill of its own that would stay when the state changes
    (rules,) = sheet.conditional_formatting
    assert str(rules.sqref) == "A2:L61"
    still_open = 'NOT(OR(LEFT($G2,5)="offen"))'
    assert [(rule.formula, rule.dxf.fill.bgColor.rgb) for rule in rules.rules] == [
        (['LEFT($G2,10)="überfällig"'], "FFFBE3E0"),
        ([f'AND({still_open},LEFT($G2,8)="erledigt")'], "FFE6F3E7"),
        ([f'AND({still_open},LEFT($G2,18)="nicht entscheidbar")'], "FFECECF3"),
    ]
    assert all(rule.stopIfTrue for rule in rules.rules)


def test_a_rule_takes_its_words_as_they_are() -> None:
    signal = Signal("a", 'was "fehlt"? *', "overdue", anywhere=True)
    (rules,) = opened(replace(one('was "fehlt"? *'), signals=(signal,))).worksheets[0].conditional_formatting
    assert rules.rules[0].formula == ['ISNUMBER(SEARCH("was ""fehlt""~? ~*",$A2))']


def test_a_footer_takes_an_ampersand_as_text_and_keeps_within_its_limit() -> None:
    content = xlsx(Table("Jugend & Soziales", (Column("a", "A"),), (), ("&P" * 300,)))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    header, footer = (sheet.findtext(f".//{space}{name}") or "" for name in ("oddHeader", "oddFooter"))
    assert header == "&LJugend && Soziales"
    assert len(footer) <= 255
    assert re.fullmatch("&L(&&P)+…&RSeite &P von &N", footer)


@pytest.mark.parametrize("title", ["History", "hinweise", "", "[]:*?/\\", "'x'", "😀" * 40, "x" * 31 + "'y"])
def test_every_title_gives_a_sheet_name_excel_accepts(title: str) -> None:
    name = opened(Table(title, (Column("a", "A"),), (), ("n",))).sheetnames[0]
    assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
    assert not re.search(r"[\[\]:*?/\\]|^'|'$", name)
    assert name.lower() not in {"history", "hinweise"}


def test_links_that_mean_nothing_in_a_sheet_are_text() -> None:
    for href in ("#g12", "javascript:alert(1)", "https://example.org/" + "x" * 2_100):
        assert opened(one(Link("Beleg", href))).worksheets[0]["A2"].hyperlink is None


def test_more_links_than_excel_takes_are_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "_MOST_LINKS", 2)
    sheet = opened(control_table(4)).worksheets[0]
    assert [bool(sheet.cell(row, 1).hyperlink) for row in range(2, 6)] == [True, True, False, False]


def test_more_rows_than_a_sheet_holds_are_refused() -> None:
    with pytest.raises(PlanwerkError, match="cannot hold 1048576 rows") as caught:
        xlsx(Table("T", (Column("a", "A"),), ((None,),) * 1_048_576))
    assert "csv" in caught.value.hint


def test_the_same_table_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = xlsx(control_table(5))
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("USER", "erika.mustermann")
    to_xlsx(control_table(5), tmp_path / "control.xlsx")
    assert (tmp_path / "control.xlsx").read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        properties = parts.read("docProps/core.xml").decode()
    assert re.findall(r">([^<]+)<", properties) == ["Planwerk", "Beschlusskontrolle Musterstadt", "de"]


def test_an_empty_table_is_a_sheet_with_headings() -> None:
    assert [cell.value for cell in opened(control_table(0)).worksheets[0][1]][:2] == ["Nr.", "Antragsteller"]
    assert opened(Table("T", (), ())).sheetnames == ["T"]
