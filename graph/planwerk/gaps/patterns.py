"""Checks whose query gives one verdict per row: columns subject, verdict and severity, and whatever their words need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import get_args

from planwerk.errors import QueryError
from planwerk.gaps.facts import Facts
from planwerk.gaps.finding import Row, Verdict
from planwerk.questions import Answer, Value

VERDICTS = frozenset(get_args(Verdict))


def find(answer: Answer, facts: Facts) -> Iterator[Row]:
    """Yield a row per verdict; raises QueryError where a check of one's own lacks a column or has another verdict."""
    numbers = [name for name in answer.columns if name != "severity"]
    for row in answer.as_dicts():
        verdict, subject = row.get("verdict"), row.get("subject")
        if verdict not in VERDICTS or subject is None:
            raise QueryError(
                f'a check answers subject "{subject}" and verdict "{verdict}"', "verdicts: gap, ok, not_decidable"
            )
        other = row.get("other")
        since, until = row.get("since"), row.get("until")
        figures = {name: value for name in numbers if isinstance(value := row[name], int)}
        if isinstance(since, date) and isinstance(until, date):
            figures["after"] = (until - since).days  # how long after the day days are counted from; negative: before
        yield Row(
            subjects=(str(subject), str(other)) if other else (str(subject),),
            verdict=verdict,  # type: ignore[arg-type]
            severity=int(str(row.get("severity") or 0)),
            note=str(row.get("note") or ""),
            since=since if isinstance(since, date) else None,
            until=until if isinstance(until, date) else None,
            values={name: _in_order(value) for name, value in row.items() if value is not None},
            figures=figures,
        )


def _in_order(value: Value) -> Value:
    """Give several IRIs in one cell in their order: GROUP_CONCAT has none, and every run would be another."""
    parts = value.split() if isinstance(value, str) else []
    several = len(parts) > 1 and all(part.startswith(("http://", "https://")) for part in parts)
    return " ".join(sorted(parts)) if several else value
