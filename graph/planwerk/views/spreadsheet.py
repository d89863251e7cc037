"""The table as a spreadsheet that prints as it is: XLSX for Excel and LibreOffice."""

from __future__ import annotations

import io
import math
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from textwrap import wrap
from types import MappingProxyType
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from planwerk.errors import PlanwerkError
from planwerk.files import write_atomically
from planwerk.views.archive import settled
from planwerk.views.table import Cell, Column, Link, Signal, Table, display, plain, safe_href
from planwerk.views.words import words

# What the format or Excel itself allows.
_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384
_MOST_UNITS = 32_767  # of UTF-16, in one cell
_MOST_LINKS = 65_530  # on one sheet; with more, Excel offers to repair the file and drops them all
_LONGEST_HREF = 2_079
_MOST_IN_FOOTER = 200  # the whole footer may have 255
_MOST_DIGITS = 15  # numbers are doubles
_FIRST_DAY = date(1900, 3, 1)  # before, programs differ by a day: Excel knows a 29 February 1900

# "open" is the ordinary state and stays white, so that what is late stands out.
_FILLS = MappingProxyType(
    {
        mark: DifferentialStyle(fill=PatternFill("solid", bgColor=colour))  # a rule's fill is its background
        for mark, colour in {
            "overdue": "FFFBE3E0",
            "done": "FFE6F3E7",
            "not-decidable": "FFECECF3",
        }.items()
    }
)
_LINE = Side(style="thin", color="FFC5CCD6")
_BORDER = Border(bottom=_LINE)
_HEAD_FILL = PatternFill("solid", start_color="FF22344F")
# A font must be named: without, LibreOffice takes a serif one.
_FONT = Font(name="Calibri", size=10)
_HEAD_FONT = Font(name="Calibri", size=10, bold=True, color="FFFFFFFF")
_LINK_FONT = Font(name="Calibri", size=10, color="FF0B4F9E", underline="single")
_LINE_HEIGHT, _PADDING, _TALLEST = 13.5, 4.0, 409.0  # points; no row can be taller
_ALIGNED = MappingProxyType({"integer": "right", "decimal": "right"})
_FILTER = 4.0  # characters the filter's button takes of a heading
_UNBROKEN = {"date", "integer", "decimal"}


def to_xlsx(table: Table, path: Path) -> None:
    """Write the table to the path as a spreadsheet, whole or not at all.

    Raises PlanwerkError if the file cannot be written, or holds fewer rows or columns than there are.
    """
    write_atomically(path, xlsx(table))


def xlsx(table: Table) -> bytes:
    """Give the table as the bytes of a spreadsheet; the same table gives the same bytes.

    Days and numbers are typed, text is text whatever it begins with, signals are conditional formats,
    so a row changes its colour when somebody changes its state. It prints on A4 across, fitted to the width, the headings on every page; the notes stand on a sheet of
    their own and in the footer. Raises PlanwerkError if there are more rows or columns than the
    format holds.

    >>> from openpyxl import load_workbook
    >>> sheet = load_workbook(io.BytesIO(xlsx(Table("Punkte", (Column("item", "Punkt"),), (("=1+1",),))))).active
    >>> [(cell.value, cell.data_type) for (cell,) in sheet]
    [('Punkt', 's'), ('=1+1', 's')]
    """
    if len(table.rows) >= _MOST_ROWS or len(table.columns) > _MOST_COLUMNS:
        size = f"{len(table.rows)} rows and {len(table.columns)} columns"
        raise PlanwerkError(f"a spreadsheet cannot hold {size}", "use the format csv or json")
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(_sheet_name(table.title))
    annex = book.create_sheet(_sheet_name(table.annex.title)) if table.annex else None
    cut = _fill(sheet, table, annex)
    _set_up(sheet, table)
    if annex and table.annex:
        cut += [f"{annex.title}!{cell}" for cell in _fill(annex, table.annex, None)]
        _set_up(annex, table.annex)
    notes = [*table.notes, *([words(table.lang)["legend"]] if any(table.marks) else [])]
    notes += [words(table.lang)["cut"] + ", ".join(cut) + "."] if cut else []
    if notes:
        _fill_notes(book.create_sheet(words(table.lang)["notes"]), table.title, notes)
    book.properties.title = plain(table.title)
    book.properties.creator = "Planwerk"
    book.properties.language = table.lang
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue())


def _fill(sheet: Worksheet, table: Table, annex: Worksheet | None) -> list[str]:
    """Write headings and rows, with links to the sheet of the annex; give the coordinates of cells that had to be cut."""
    cut: list[str] = []
    links = 0
    widths = _widths(table)
    body = [_alignment(column, "top") for column in table.columns]
    for number, column in enumerate(table.columns, start=1):
        cell = _cell(sheet, 1, number)
        _write_text(cell, column.title)
        cell.font, cell.fill, cell.alignment = _HEAD_FONT, _HEAD_FILL, _alignment(column, "center")
        sheet.column_dimensions[get_column_letter(number)].width = widths[number - 1]
    sheet.row_dimensions[1].height = _height([column.title for column in table.columns], widths, _FILTER)
    for row_number, row in enumerate(table.rows, start=2):
        for number, value in enumerate(row, start=1):
            cell = _cell(sheet, row_number, number)
            cell.font, cell.border, cell.alignment = _FONT, _BORDER, body[number - 1]
            if _write(cell, value, table.lang):
                cut.append(cell.coordinate)
            if not isinstance(value, Link) or links >= _MOST_LINKS:
                continue
            row_of = re.fullmatch(r"#row-(\d{1,6})", value.href)
            if href := _leads_out(value.href):
                cell.hyperlink = href
            elif annex is not None and row_of:
                name = annex.title.replace("'", "''")
                cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!A{int(row_of[1]) + 1}")
            else:
                continue
            cell.font = _LINK_FONT
            links += 1
        sheet.row_dimensions[row_number].height = _height([display(value, table.lang) for value in row], widths)
    if table.rows:
        _colour(sheet, table)
    return cut


def _colour(sheet: Worksheet, table: Table) -> None:
    """Lay the signals over the rows as conditional formats, in their order; the first that fits ends the others."""
    rows = f"A2:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    plain_ones: list[str] = []
    for number, signal in enumerate(table.signals, start=1):
        formula = _fits(signal, get_column_letter(table.place_of(signal.column) + 1))
        style = _FILLS.get(signal.mark)
        if style is None:  # a rule without a style would take the cells' own font away in LibreOffice
            plain_ones.append(formula)
            continue
        if plain_ones:
            formula = f"AND(NOT(OR({','.join(plain_ones)})),{formula})"
        sheet.conditional_formatting.add(
            rows, Rule(type="expression", dxf=style, formula=[formula], stopIfTrue=True, priority=number)
        )


def _fits(signal: Signal, letter: str) -> str:
    """Give a signal as the formula of a rule for the second row, which programs carry on to the others.

    >>> _fits(Signal("state", "erfüllt", "done"), "G"), _fits(Signal("stage", ", überfällig", "overdue", anywhere=True), "E")
    ('LEFT($G2,7)="erfüllt"', 'ISNUMBER(SEARCH(", überfällig",$E2))')
    """
    words = signal.words.replace('"', '""')
    if signal.anywhere:
        return f'ISNUMBER(SEARCH("{re.sub("[~*?]", lambda found: "~" + found[0], words)}",${letter}2))'
    return f'LEFT(${letter}2,{len(signal.words)})="{words}"'


def _cell(sheet: Worksheet, row: int, column: int) -> SheetCell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)  # we merge none
    return cell


def _alignment(column: Column, vertical: Literal["top", "center"]) -> Alignment:
    horizontal = _ALIGNED.get(column.kind, "left")
    indent = 1 if horizontal == "right" else 0  # or a number touches the text to its right
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True, indent=indent)


def _height(texts: list[str], widths: list[float], taken: float = 1.0) -> float:
    """Give the height a row needs, in points: neither program finds out by itself when it opens the file."""
    lines = 1
    for text, width in zip(texts, widths, strict=True):
        if len(text) > width - taken or "\n" in text:
            room = max(1, int(1.08 * (width - taken)))  # letters are narrower than the digits widths are counted in
            paragraphs = text[: 100 * room].split("\n")  # that is more than the tallest row shows
            lines = max(lines, sum(max(1, len(wrap(paragraph, room))) for paragraph in paragraphs))
    return min(_TALLEST, lines * _LINE_HEIGHT + _PADDING)


def _leads_out(href: str) -> str | None:
    # A place in the same page means nothing in a spreadsheet.
    safe = safe_href(href)
    return safe if safe and len(safe) <= _LONGEST_HREF and not safe.startswith("#") else None


def _write(cell: SheetCell, value: Cell, lang: str) -> bool:
    """Write a value as what it is, or as text where the format would falsify it; tell if it had to be cut."""
    match value:
        case None:
            return False
        case Decimal() if len(value.as_tuple().digits) <= _MOST_DIGITS and abs(value.adjusted()) < 100:
            places = max(0, -int(value.as_tuple().exponent))
            cell.value = value
            cell.number_format = "0." + "0" * places if 0 < places <= 30 else "General"
        case int() if len(str(abs(value))) <= _MOST_DIGITS:
            cell.value = value
            cell.number_format = "0"
        case date() if value >= _FIRST_DAY:
            cell.value = value
            cell.number_format = "dd.mm.yyyy" if lang == "de" else "yyyy-mm-dd"
        case _:
            return _write_text(cell, display(value, lang))
    return False


def _write_text(cell: SheetCell, text: str) -> bool:
    shown, cut = _fitting(plain(text))
    if not shown:  # openpyxl would write a text cell without a text, which is not well-formed
        return False
    cell.value = shown
    # openpyxl guesses formulas and error values from the text; this is said after it has guessed.
    cell.data_type = "s"
    # And so that it stays text when someone edits the cell:
    cell.quotePrefix = shown[:1] in set("=+-@#'＝＋－＠\t\n")
    return cut


def _fitting(text: str) -> tuple[str, bool]:
    # Excel reads _x0041_ as an escaped A, so an underscore that would begin one is escaped itself.
    escaped = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    units = escaped.encode("utf-16-le")
    if len(units) <= 2 * _MOST_UNITS:
        return escaped, False
    kept = units[: 2 * (_MOST_UNITS - 1)].decode("utf-16-le", errors="ignore")
    return re.sub("_(?:x[0-9A-Fa-f]{0,4})?$", "", kept) + "…", True


def _set_up(sheet: Worksheet, table: Table) -> None:
    last = get_column_letter(max(1, len(table.columns)))
    sheet.freeze_panes = "B2" if len(table.columns) > 4 else "A2"
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.print_area = f"A1:{last}{len(table.rows) + 1}"
    set_up_page(sheet, landscape=True)
    said = words(table.lang)
    header, footer = HeaderFooterItem(), HeaderFooterItem()
    header.left.text = _in_footer(table.title) or None
    footer.left.text = _in_footer(" · ".join(table.notes)) or None
    footer.right.text = f"{said['page']} &P {said['of']} &N"
    sheet.oddHeader, sheet.oddFooter = header, footer


def set_up_page(sheet: Worksheet, *, landscape: bool) -> None:
    """Have a sheet print on A4, fitted to the width."""
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.65
    margins.header = margins.footer = 0.3


def _in_footer(text: str) -> str:
    """Give the text for a header or footer, where an ampersand begins a command.

    >>> _in_footer("Jugend & Soziales")
    'Jugend && Soziales'
    """
    line = " ".join(plain(text).split()).replace("&", "&&")
    if len(line) <= _MOST_IN_FOOTER:
        return line
    kept = line[: _MOST_IN_FOOTER - 1]
    return (kept[:-1] if (len(kept) - len(kept.rstrip("&"))) % 2 else kept) + "…"


def _widths(table: Table) -> list[float]:
    """Give each column's width in characters: no word of a heading broken, long text wrapped, not all on one line."""
    return [
        column.width or _width(column, [display(row[number], table.lang) for row in table.rows])
        for number, column in enumerate(table.columns)
    ]


def _width(column: Column, texts: list[str]) -> float:
    heading = max(map(len, column.title.split()), default=0) + _FILTER
    whole = max((len(line) for text in texts for line in text.split("\n")), default=0) + 2
    if column.kind in _UNBROKEN:
        return max(heading, min(whole, 30))
    word = max((len(word) for text in texts for word in text.split()), default=0) + 2
    # The square root keeps the longest cell about as many lines tall as makes it readable.
    return max(heading, min(whole, max(min(word, 28), min(10 + 2.2 * math.sqrt(whole), 48 if whole < 900 else 90))))


def _fill_notes(sheet: Worksheet, title: str, notes: list[str]) -> None:
    sheet.column_dimensions["A"].width = 100
    for number, text in enumerate([title, *notes], start=1):
        cell = _cell(sheet, number, 1)
        _write_text(cell, text)
        cell.font = _FONT
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.row_dimensions[number].height = _height([text], [100.0])
    sheet.cell(1, 1).font = Font(name="Calibri", size=14, bold=True)
    sheet.row_dimensions[1].height = _height([title], [70.0]) * 1.5
    set_up_page(sheet, landscape=False)


def _sheet_name(title: str) -> str:
    r"""Give a name Excel accepts for a sheet: at most 31 characters, none of ``[]:*?/\``.

    >>> _sheet_name("Befunde: offen/überfällig?")
    'Befunde offen überfällig'
    """
    words_left = re.sub(r"[\[\]:*?/\\]", " ", plain(title)).split()
    name = " ".join(words_left).strip("' ")
    while len(name.encode("utf-16-le")) > 62:
        name = name[:-1].rstrip("' ")
    # Excel keeps "History" for itself; the notes have their own name.
    return name if name and name.lower() not in {"history", "hinweise", "notes"} else "Planwerk"
