"""Decisions that a person wrote into the listed table: a CSV or XLSX file, as ``planwerk review -o`` writes it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from planwerk.errors import ReviewError

# The column's key or its German or English title, in lower case.
COLUMNS = {
    "id": "id", "kennung": "id", "identifier": "id",
    "decision": "decision", "entscheidung": "decision",
    "correction": "correction", "berichtigung": "correction",
    "note": "note", "anmerkung": "note",
    "by": "by", "von": "by",
}  # fmt: skip
WORDS = {
    "accept": "accept", "accepted": "accept", "annehmen": "accept", "angenommen": "accept", "ja": "accept", "ok": "accept", "yes": "accept",
    "reject": "reject", "rejected": "reject", "ablehnen": "reject", "abgelehnt": "reject", "nein": "reject", "no": "reject",
    "correct": "correct", "corrected": "correct", "berichtigen": "correct", "berichtigt": "correct",
}  # fmt: skip
LARGEST = 50_000_000  # bytes, packed or not
MOST_ROWS = 500_000


@dataclass(frozen=True, slots=True)
class Written:
    """One row that decides: "row 7 accepts the statement with this key"."""

    row: int
    key: str
    verdict: str
    value: str = ""
    note: str = ""
    by: str = ""


def read_written(path: Path) -> list[Written]:
    """Read the rows that decide; a row without a decision is left for later.

    Raises ReviewError naming file and row where the file is no such table, or a decision is none.
    """
    rows = _xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path)
    head: dict[int, str] | None = None
    found: list[Written] = []
    for number, cells in rows:
        if head is None:
            named = {
                place: COLUMNS[cell.strip().lower()]
                for place, cell in enumerate(cells)
                if cell.strip().lower() in COLUMNS
            }
            if {"id", "decision"} <= set(named.values()):
                head = named
            continue
        said = {name: cells[place].strip() for place, name in head.items() if place < len(cells)}
        word = said.get("decision", "")
        if not word:
            if said.get("correction"):
                raise ReviewError(
                    f"{path}, row {number}: a correction without a decision", "write berichtigen or correct"
                )
            continue
        verdict = WORDS.get(word.lower())
        if verdict is None:
            raise ReviewError(f'{path}, row {number}: "{word}" is no decision', "annehmen, ablehnen or berichtigen")
        if not said.get("id") or (verdict == "correct") != bool(said.get("correction")):
            raise ReviewError(
                f"{path}, row {number}: the row is not whole", "it wants an id, and berichtigen a correction"
            )
        found.append(
            Written(number, said["id"], verdict, said.get("correction", ""), said.get("note", ""), said.get("by", ""))
        )
    if head is None:
        raise ReviewError(f"{path} has no columns id and decision", "edit the table that planwerk review -o writes")
    return found


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        if path.stat().st_size > LARGEST:
            raise ReviewError(f"{path} is too large", "give the table that planwerk review -o writes")
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ReviewError(f"{path} cannot be read: {error}", "save it as CSV in UTF-8") from error
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    yield from _numbered(csv.reader(io.StringIO(text), delimiter=separator), path)


def _xlsx(path: Path) -> Iterator[tuple[int, list[str]]]:
    import openpyxl

    try:
        content = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if len(content) > LARGEST or sum(entry.file_size for entry in packed.infolist()) > LARGEST:
                raise ReviewError(f"{path} is too large", "give the table that planwerk review -o writes")
        # Formulas are read as their text and never worked out.
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        rows = [
            ["" if cell is None else str(cell) for cell in row]
            for row in book.worksheets[0].iter_rows(values_only=True)
        ]
    except ReviewError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise ReviewError(f"{path} cannot be read as XLSX", "save it as XLSX again, or as CSV") from error
    yield from _numbered(rows, path)


def _numbered(rows: Iterable[list[str]], path: Path) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise ReviewError(f"{path} has more than {MOST_ROWS} rows", "give the table that planwerk review -o writes")
        yield number, row
