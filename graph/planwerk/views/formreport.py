"""What is wrong with a filled form, cell by cell, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from planwerk.sources.sheet import Problem
from planwerk.views.table import Column, Table


def problem_table(problems: Sequence[Problem], name: str, lang: str) -> Table:
    """Give every objection with its sheet, row and column."""
    german = lang == "de"
    titles = [
        ("sheet", "Blatt", "Sheet"),
        ("row", "Zeile", "Row"),
        ("column", "Spalte", "Column"),
        ("value", "Wert", "Value"),
        ("message", "Beanstandung", "Objection"),
    ]
    return Table(
        title=f"{name}: Beanstandungen" if german else f"{name}: objections",
        columns=tuple(
            Column(key, de if german else en, "integer" if key == "row" else "text") for key, de, en in titles
        ),
        rows=tuple((p.sheet, p.row, p.column, p.value, p.message) for p in problems),
        lang=lang,
    )
