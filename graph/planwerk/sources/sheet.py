"""Filled forms: XLSX, ODS and CSV, bounded and held to the models line by line; every objection names its cell."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from planwerk.errors import SourceError
from planwerk.sources.cells import MOST_CHARACTERS, Day
from planwerk.sources.form import ABOUT, FIELDS, HELP, LISTS, SHEETS, Form, sheet_name
from planwerk.sources.formline import Line

SUFFIXES = (".xlsx", ".ods", ".csv")
MOST_BYTES, MOST_UNPACKED = 50_000_000, 400_000_000
MOST_PARTS, MOST_ROWS, MOST_COLUMNS = 5_000, 100_000, 200

Cells = list[list[Any]]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell: "sheet Pläne, row 3, column Stand: …"; row 1 is that of the headings."""

    sheet: str
    row: int
    column: str
    value: str
    message: str


class FormError(SourceError):
    """A form holds what cannot be; all of it is listed."""

    def __init__(self, path: Path, problems: Sequence[Problem]) -> None:
        first = problems[0]
        where = f"{path.name}, {first.sheet}, row {first.row}, {first.column}"
        count = f"{len(problems)} problems; the first: " if len(problems) > 1 else ""
        super().__init__(f"{count}{where}: {first.message}", f"planwerk import sheet lists them all for {path.name}")
        self.problems = tuple(problems)


def read_form(path: Path, lang: str = "de") -> tuple[Form, list[str]]:
    """Read a filled form; beside it the names of the sheets that are no part of one and were not read.

    Formulas count by their last result and nothing outside the file is ever asked. Raises SourceError where the file
    is none of the forms or out of bounds, and FormError with every objection where cells cannot be.
    """
    sheets = _csv(path) if path.suffix.lower() == ".csv" else _workbook(path)
    problems: list[Problem] = []
    lines: dict[type[Line], list[tuple[int, Line]]] = {kind: [] for kind in SHEETS}
    unread: list[str] = []
    about: Cells = []
    for name, cells in sheets:
        kind = _kind_of(name, cells)
        if kind:
            lines[kind] += _lines(kind, name, cells, lang, problems)
        elif name in ABOUT:
            about = cells
        elif name not in (*HELP, *LISTS) and any(any(row) for row in cells):
            unread.append(name)
    if not any(_kind_of(name, cells) for name, cells in sheets):
        names = ", ".join(sheet_name(kind, lang) for kind in SHEETS)
        raise SourceError(
            f"{path} holds none of the form's sheets", f"planwerk template -o form.xlsx makes one with {names}"
        )
    stated_on, stated_by = _about(about, lang, problems)
    if problems:
        raise FormError(path, problems)
    made = Form(
        **{field: tuple(line for _, line in lines[kind]) for field, kind in zip(FIELDS, SHEETS, strict=True)},  # type: ignore[arg-type]
        stated_on=stated_on,
        stated_by=stated_by,
        rows={kind: tuple(row for row, _ in lines[kind]) for kind in SHEETS},
    )
    return made, unread


def _kind_of(name: str, cells: Cells) -> type[Line] | None:
    """Tell which sheet this is, by its name or, for a file with one table, by its headings."""
    for kind in SHEETS:
        if name in (sheet_name(kind, "de"), sheet_name(kind, "en")):
            return kind
    if name:
        return None
    heads = {_head(cell) for cell in cells[0]} if cells else set()
    fits = [
        (len(heads & {h for one in k.headings().values() for h in (one.de.casefold(), one.en.casefold())}), k)
        for k in SHEETS
    ]
    best = max(fits, key=lambda fit: fit[0])
    return best[1] if best[0] >= 2 else None


def _lines(kind: type[Line], name: str, cells: Cells, lang: str, problems: list[Problem]) -> Iterator[tuple[int, Line]]:
    sheet = name or sheet_name(kind, lang)
    headings = kind.headings()
    by_head = {h.casefold(): field for field, one in headings.items() for h in (one.de, one.en)}
    columns: dict[int, str] = {}
    for place, cell in enumerate(cells[0] if cells else []):
        if not _head(cell):
            continue
        field = by_head.get(_head(cell))
        if field is None or field in columns.values():
            known = ", ".join(one.de if lang == "de" else one.en for one in headings.values())
            unknown = (
                f"unbekannte oder doppelte Spalte; möglich: {known}"
                if lang == "de"
                else f"unknown or repeated column; possible: {known}"
            )
            problems.append(Problem(sheet, 1, str(cell)[:60], str(cell)[:60], unknown))
        else:
            columns[place] = field
    for number, row in enumerate(cells[1:], start=2):
        said = {field: row[place] for place, field in columns.items() if place < len(row) and _said(row[place])}
        if not said:
            continue
        try:
            yield number, kind(**said)
        except ValidationError as error:
            problems += (_problem(kind, sheet, number, said, one, lang) for one in error.errors(include_url=False))


def _problem(kind: type[Line], sheet: str, row: int, said: dict[str, Any], error: Any, lang: str) -> Problem:
    field = str(error["loc"][0])
    heading = kind.headings()[field]
    near = "; ".join(error.get("ctx", {}).get("near", ()))
    messages = {
        "missing": ("hier muss etwas stehen", "something must stand here"),
        "day": ("kein Tag; etwa 18.07.2012", "no day; such as 18.07.2012"),
        "stretch": (
            "keine Zeitangabe; etwa 18.07.2012, 12.2017, 2012, III. Quartal 2019, Mitte 2020, 2017 bis 2024",
            "no time; such as 18.07.2012, 12.2017, 2012, III. Quartal 2019, Mitte 2020, 2017 bis 2024",
        ),
        "number": ("keine ganze Zahl ab 1", "no whole number from 1"),
        "amount": (
            "keine Summe in Euro; etwa 4.000 oder 4.000,50",
            "no sum in euro; such as 4000, 4.000,50 or a number",
        ),
        "years": ("keine Jahre; etwa 2019 oder 2019; 2020", "no years; such as 2019 or 2019; 2020"),
        "yes": ("weder ja noch nein", "neither yes nor no"),
        "choice": (f"steht nicht in der Liste; möglich: {near}", f"not in the list; possible: {near}"),
        "string_too_long": (f"länger als {MOST_CHARACTERS} Zeichen", f"longer than {MOST_CHARACTERS} characters"),
    }
    german, english = messages.get(error["type"], ("ungültig", "invalid"))
    value = str(said.get(field, ""))
    shown = value if len(value) <= 60 else value[:59] + "…"
    return Problem(sheet, row, heading.de if lang == "de" else heading.en, shown, german if lang == "de" else english)


def _about(cells: Cells, lang: str, problems: list[Problem]) -> tuple[date | None, str | None]:
    """Read the sheet about the form itself: from which day it is known, and which office drew it up."""
    said = {_head(row[0]): (number, row[1]) for number, row in enumerate(cells, 1) if len(row) > 1 and _said(row[1])}
    number, value = next((said[key] for key in ("stand", "as of") if key in said), (0, None))
    office = next((said[key][1] for key in ("erstellt von", "drawn up by") if key in said), None)
    day = None
    if value is not None:
        try:
            day = TypeAdapter(Day).validate_python(value)
        except ValidationError:
            message = "kein Tag; etwa 18.07.2012" if lang == "de" else "no day; such as 18.07.2012"
            problems.append(
                Problem(
                    ABOUT[0] if lang == "de" else ABOUT[1],
                    number,
                    "Stand" if lang == "de" else "As of",
                    str(value)[:60],
                    message,
                )
            )
    return day, str(office).strip() if office else None


def _head(cell: Any) -> str:
    return " ".join(str(cell).split()).removesuffix("*").strip().casefold() if cell is not None else ""


def _said(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _workbook(path: Path) -> list[tuple[str, Cells]]:
    try:
        import python_calamine
    except ImportError as error:
        raise SourceError(f"{path}: sheets need one more package", "pip install 'planwerk[sheets]'") from error
    content = _bounded(path)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        for name in book.sheet_names[:50]:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
            if len(rows) > MOST_ROWS or any(
                len(row) > MOST_COLUMNS and any(map(_said, row[MOST_COLUMNS:])) for row in rows
            ):
                raise SourceError(
                    f"{path}, sheet {name}: too large", f"at most {MOST_ROWS} rows and {MOST_COLUMNS} columns"
                )
            sheets.append((name, rows))
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise SourceError(f"{path} cannot be read: {error}", "save it anew as .xlsx or .ods") from error
    return sheets


def _bounded(path: Path) -> bytes:
    """Read an archive whose parts, unpacked, stay within bounds: counted while unpacking, as its own figures may lie."""
    too_large = SourceError(f"{path} is too large for a form", f"at most {MOST_UNPACKED // 1_000_000} MB unpacked")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise too_large
        content = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(archive.namelist()) > MOST_PARTS:
                raise too_large
            left = MOST_UNPACKED
            for entry in archive.infolist():
                with archive.open(entry) as part:
                    while chunk := part.read(1 << 20):
                        left -= len(chunk)
                        if left < 0:
                            raise too_large
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise SourceError(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or error}",
            "a form is an .xlsx, .ods or .csv file",
        ) from error
    return content


def _csv(path: Path) -> list[tuple[str, Cells]]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SourceError(f"{path} is too large for a form", f"at most {MOST_BYTES // 1_000_000} MB")
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read: {error.strerror or error}", "name an .xlsx, .ods or .csv file"
        ) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")  # what a German Excel writes
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        rows: Cells = [
            [_undo(cell) for cell in row]
            for row in _limited(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), path)
        ]
    except csv.Error as error:
        raise SourceError(f"{path} cannot be read: {error}", "save it anew as CSV in UTF-8") from error
    return [("", rows)]


def _limited(rows: Iterable[list[str]], path: Path) -> Iterator[list[str]]:
    for number, row in enumerate(rows):
        if number > MOST_ROWS or len(row) > MOST_COLUMNS:
            raise SourceError(f"{path}: too large", f"at most {MOST_ROWS} rows and {MOST_COLUMNS} columns")
        yield row


def _undo(cell: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from taking a text for a formula."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@＝＋－＠\t" else cell
