"""Checks whose query gives one verdict per row: columns subject, verdict and severity, and whatever their words need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import get_args

from planwerk.errors import QueryError
from planwerk.gaps.facts import Facts
from planwerk.gaps.finding import Row, Verdict
from planwerk.questions import Answer

VERDICTS = frozenset(get_args(Verdict))


def find(answer: Answer, facts: Facts) -> Iterator[Row]:
    """Yield a row per verdict; raises QueryError where a check of one's own lacks a column or has another verdict."""
    columns = answer.columns
    place = {name: n for n, name in enumerate(columns)}
    nowhere = len(columns)  # where a column is missing, the None put behind every row is read
    verdict_at, subject_at, other_at, severity_at, note_at, since_at, until_at = (
        place.get(name, nowhere) for name in ("verdict", "subject", "other", "severity", "note", "since", "until")
    )
    numbers = [(name, n) for name, n in place.items() if name != "severity"]
    for said in answer.rows:
        row = (*said, None)
        verdict, subject, other = row[verdict_at], row[subject_at], row[other_at]
        if verdict not in VERDICTS or subject is None:
            raise QueryError(
                f'a check answers subject "{subject}" and verdict "{verdict}"', "verdicts: gap, ok, not_decidable"
            )
        since, until = row[since_at], row[until_at]
        figures = {name: value for name, n in numbers if isinstance(value := row[n], int)}
        if isinstance(since, date) and isinstance(until, date):
            figures["after"] = (until - since).days  # how long after the day days are counted from; negative: before
        yield Row(
            subjects=(str(subject), str(other)) if other else (str(subject),),
            verdict=verdict,  # type: ignore[arg-type]
            severity=int(str(row[severity_at] or 0)),
            note=str(row[note_at] or ""),
            since=since if isinstance(since, date) else None,
            until=until if isinstance(until, date) else None,
            values={
                name: _in_order(value) if isinstance(value, str) and " " in value else value
                for name, value in zip(columns, said, strict=True)
                if value is not None
            },
            figures=figures,
        )


def _in_order(value: str) -> str:
    """Give several IRIs in one cell in their order: GROUP_CONCAT has none, and every run would be another."""
    parts = value.split()
    several = len(parts) > 1 and all(part.startswith(("http://", "https://")) for part in parts)
    return " ".join(sorted(parts)) if several else value
