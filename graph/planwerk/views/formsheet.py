"""The form as a workbook: a sheet per kind of thing with drop-downs, a help sheet, and what is known already."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from textwrap import wrap
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from planwerk.sources import wordlists
from planwerk.sources.cells import Heading
from planwerk.sources.form import ABOUT, HELP, LISTS, SHEETS, BodyLine, Form, PlanLine, sheet_name
from planwerk.sources.formline import Line
from planwerk.sources.stretch import Stretch
from planwerk.views.archive import settled
from planwerk.views.spreadsheet import set_up_page
from planwerk.views.table import plain

_ROWS = 1_000
"""Rows for which drop-downs are laid out; more can be filled in, without."""
_HEAD, _HEAD_FILL, _MUST_FILL = (
    Font(name="Calibri", size=10, bold=True, color="FFFFFFFF"),
    PatternFill("solid", start_color="FF5B6B82"),
    PatternFill("solid", start_color="FF22344F"),
)
_FONT, _WRAP = Font(name="Calibri", size=10), Alignment(vertical="top", wrap_text=True)
_YES = {"de": {True: "ja", False: "nein"}, "en": {True: "yes", False: "no"}}
_NAMED: dict[str, type[Line]] = {"BodyLine": BodyLine, "PlanLine": PlanLine}


def form_workbook(lang: str = "de", form: Form | None = None) -> bytes:
    """Give the form as the bytes of an XLSX, empty or filled; the same form gives the same bytes.

    A column that must be filled has a dark heading and a star. Cells that hold several values take them with
    semicolons between, so they have no drop-down; the help sheet lists what they take.
    """
    german = lang == "de"
    book = Workbook()
    book.remove(book.worksheets[0])
    _help(book.create_sheet(HELP[0] if german else HELP[1]), lang)
    _about(book.create_sheet(ABOUT[0] if german else ABOUT[1]), lang, form)
    for kind in SHEETS:
        lines = form.lines()[kind] if form else ()
        _lines(book.create_sheet(sheet_name(kind, lang)), kind, lines, lang)
    lists = book.create_sheet(LISTS[0] if german else LISTS[1])
    places = _word_lists(lists)
    for kind in SHEETS:
        _drop_downs(book[sheet_name(kind, lang)], kind, lists.title, places, lang)
    for sheet in book.worksheets:
        set_up_page(sheet, landscape=True)
    book.active = 1
    book.properties.title, book.properties.creator = "Planwerk", "Planwerk"
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue())


def _lines(sheet: Worksheet, kind: type[Line], lines: Iterable[Line], lang: str) -> None:
    headings = kind.headings()
    for number, (field, heading) in enumerate(headings.items(), start=1):
        must = kind.model_fields[field].is_required()
        cell = sheet.cell(1, number, (heading.de if lang == "de" else heading.en) + (" *" if must else ""))
        cell.font, cell.fill, cell.alignment = (
            _HEAD,
            _MUST_FILL if must else _HEAD_FILL,
            Alignment(vertical="center", wrap_text=True),
        )
        sheet.column_dimensions[get_column_letter(number)].width = heading.width
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = "B2"
    for row, line in enumerate(lines, start=2):
        tallest = 1
        for number, (field, heading) in enumerate(headings.items(), start=1):
            value = _shown(getattr(line, field), heading, lang)
            _write(sheet, row, number, value)
            tallest = max(tallest, len(wrap(str(value or ""), heading.width)))
        sheet.row_dimensions[row].height = min(409.0, 14.0 * tallest)  # no row can be taller


def _shown(value: Any, heading: Heading, lang: str) -> str | int | Decimal | date | None:
    match value:
        case None | ():
            return None
        case bool():
            return _YES[lang][value]
        case Stretch():
            return value.last if value.precision == "day" else value.written
        case tuple() if heading.kind == "years":
            return value[0] if len(value) == 1 else "; ".join(map(str, value))
        case tuple():
            return "; ".join(wordlists.shown(heading.of, one) if heading.kind == "choices" else one for one in value)
        case str():
            return wordlists.shown(heading.of, value) if heading.kind == "choice" else value
        case int() | Decimal() | date():
            return value
    return str(value)


def _write(sheet: Worksheet, row: int, column: int, value: str | int | Decimal | date | None) -> None:
    if value is None:
        return
    cell = sheet.cell(row, column)
    cell.value = plain(value) if isinstance(value, str) else value
    cell.font, cell.alignment = _FONT, _WRAP
    if isinstance(value, str):
        cell.data_type = "s"  # said after openpyxl has guessed: text stays text
        cell.quotePrefix = value[:1] in set("=+-@")  # also when somebody edits the cell
    elif isinstance(value, date):
        cell.number_format = "dd.mm.yyyy"
    elif isinstance(value, Decimal):
        cell.number_format = "#,##0.00"


def _word_lists(sheet: Worksheet) -> dict[str, str]:
    """Write every word list into a column; give the range of each."""
    names = sorted(
        {h.of for kind in SHEETS for h in kind.headings().values() if h.kind in ("choice", "choices")},
        key=lambda name: (name == "law", name),  # by far the longest, so it stands last
    )
    places = {}
    for number, name in enumerate(names, start=1):
        letter = get_column_letter(number)
        sheet.cell(1, number, name).font = _FONT
        labels = list(wordlists.choices(name))
        for row, label in enumerate(labels, start=2):
            _write(sheet, row, number, label)
        sheet.column_dimensions[letter].width = 34
        places[name] = f"${letter}$2:${letter}${len(labels) + 1}"
    return places


def _drop_downs(sheet: Worksheet, kind: type[Line], lists: str, places: dict[str, str], lang: str) -> None:
    for number, heading in enumerate(kind.headings().values(), start=1):
        letter = get_column_letter(number)
        if heading.kind == "choice":
            rule = DataValidation(type="list", formula1=f"'{lists}'!{places[heading.of]}", allow_blank=True)
            rule.showErrorMessage = True
        elif heading.kind == "yes":
            rule = DataValidation(type="list", formula1='"ja,nein"' if lang == "de" else '"yes,no"', allow_blank=True)
        elif heading.kind == "name":
            # A suggestion, not a bound: a proof may be an event that stands in no sheet.
            rule = DataValidation(
                type="list", formula1=f"'{sheet_name(_NAMED[heading.of], lang)}'!$A$2:$A${_ROWS}", allow_blank=True
            )
            rule.showErrorMessage = False
        else:
            rule = DataValidation(allow_blank=True)
        rule.showInputMessage = True
        rule.promptTitle = (heading.de if lang == "de" else heading.en)[:32]
        rule.prompt = (heading.help_de if lang == "de" else heading.help_en)[:255]
        rule.add(f"{letter}2:{letter}{_ROWS}")
        sheet.add_data_validation(rule)


def _about(sheet: Worksheet, lang: str, form: Form | None) -> None:
    german = lang == "de"
    rows: list[tuple[str, date | str | None, str]] = [
        (
            "Stand" if german else "As of",
            form.stated_on if form else None,
            "Tag, seit dem das Angegebene bekannt ist; leer: der Tag des Einlesens"
            if german
            else "day from which what is stated is known; empty: the day it is imported",
        ),
        (
            "erstellt von" if german else "Drawn up by",
            form.stated_by if form else None,
            "Amt, das die Angaben macht (Name aus Gremien und Ämter); leer: niemand"
            if german
            else "office that states it (a name of Bodies); empty: nobody",
        ),
    ]
    for number, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells, start=1):
            _write(sheet, number, column, value)
    for letter, width in (("A", 18), ("B", 30), ("C", 70)):
        sheet.column_dimensions[letter].width = width


def _help(sheet: Worksheet, lang: str) -> None:
    german = lang == "de"
    lines = (
        [
            "Dieses Formular beschreibt, was eine Stadt plant: Gremien, Pläne, Rechtsgrundlagen, Vorlagen, Aufgaben, Beziehungen, Veranstaltungen, Verfahren, Mittel.",
            "Eine Zeile je Sache. Spalten mit Stern müssen ausgefüllt sein, alle anderen dürfen leer bleiben: Was niemand weiß, bleibt leer.",
            "Namen verweisen aufeinander: Wer zuständig ist, steht im Blatt Gremien und Ämter; auf Pläne verweist ihr Titel.",
            "Mehrere Werte in einer Zelle trennt ein Semikolon. Zeitangaben: 18.07.2012, 12.2017, 2012, III. Quartal 2019, 2. Halbjahr 2019, Mitte 2020, 2017 bis 2024.",
            "Nur was ein Papier aussagt, gehört hierher; Inhalte mit eigenen Worten. Keine Namen von Privatpersonen.",
            "Einlesen: planwerk import sheet ORDNER formular.xlsx. Jede Beanstandung nennt Blatt, Zeile und Spalte; eingelesen wird erst, wenn es keine gibt.",
        ]
        if german
        else [
            "This form describes what a city plans: bodies, plans, legal bases, papers, tasks, relations, events, processes, money.",
            "One line per thing. Columns with a star must be filled, all others may stay empty: what nobody knows stays empty.",
            "Names refer to one another: who is responsible stands in the sheet Bodies; plans are referred to by their titles.",
            "A semicolon separates several values in one cell. Times: 18.07.2012, 12.2017, 2012, III. Quartal 2019, 2. Halbjahr 2019, Mitte 2020, 2017 bis 2024.",
            "Only what a paper says belongs here; contents in your own words. No names of private persons.",
            "To read it in: planwerk import sheet FOLDER form.xlsx. Every objection names sheet, row and column; nothing is read in while there is one.",
        ]
    )
    row = 1
    for line in lines:
        _write(sheet, row, 1, line)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=4)
        sheet.row_dimensions[row].height = 28
        row += 1
    row += 1
    for kind in SHEETS:
        for field, heading in kind.headings().items():
            must = kind.model_fields[field].is_required()
            name = (heading.de if german else heading.en) + (" *" if must else "")
            takes = (
                "; ".join(wordlists.choices(heading.of))
                if heading.kind in ("choice", "choices") and heading.of != "law"
                else ""
            )
            for column, value in enumerate(
                (sheet_name(kind, lang), name, heading.help_de if german else heading.help_en, takes), start=1
            ):
                _write(sheet, row, column, value or None)
            sheet.row_dimensions[row].height = 14.0 * (1 + len(takes) // 85)
            row += 1
    for letter, width in (("A", 22), ("B", 24), ("C", 56), ("D", 90)):
        sheet.column_dimensions[letter].width = width
