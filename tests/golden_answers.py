"""The golden answers of the competency questions, read back with their types."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

from planwerk.questions import Answer, Value

ANSWERS = Path(__file__).parent / "answers"


def typed(cell: str) -> Value:
    """Read a cell of a golden answer: dates, numbers and truth values are recognised by their form."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
        return date.fromisoformat(cell)
    if re.fullmatch(r"-?\d+", cell):
        return int(cell)
    if re.fullmatch(r"-?\d+\.\d+", cell):
        return Decimal(cell)
    return {"true": True, "false": False}.get(cell, cell or None)


def golden(name: str, folder: Path = ANSWERS) -> Answer:
    """Give the rows of an answer; the reason and the place of each (last columns ``why`` and ``place``) are for people."""
    lines = (folder / f"{name}.tsv").read_text("utf-8").splitlines()
    header, *rows = [tuple(line.split("\t")) for line in lines if not line.startswith("#")]
    width = len(header) - 2 if header[-2:] == ("why", "place") else len(header)
    return Answer(header[:width], tuple(tuple(typed(cell) for cell in row[:width]) for row in rows))


def golden_rows(name: str, columns: Iterable[str]) -> list[tuple[Value, ...]]:
    return [tuple(row[column] for column in columns) for row in golden(name).as_dicts()]
