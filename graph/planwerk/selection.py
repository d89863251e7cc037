"""How a reader says which rows they want: names by any part of them, periods by years or days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from planwerk.errors import QueryError

Period = tuple[date, date]


def to_period(text: str) -> Period:
    """Read a period: a year, or two days or years with two dots between; raises QueryError where it is none.

    >>> to_period("2018"), to_period("2018..2019-06-30")
    ((datetime.date(2018, 1, 1), datetime.date(2018, 12, 31)), (datetime.date(2018, 1, 1), datetime.date(2019, 6, 30)))
    """
    first, dots, last = text.partition("..")
    try:
        start = date.fromisoformat(first if len(first) > 4 else f"{first}-01-01")
        last = last if dots else first
        end = date.fromisoformat(last if len(last) > 4 else f"{last}-12-31")
    except ValueError as error:
        raise QueryError(f'"{text}" is no period', "write it as 2018, 2018..2020 or 2018-07-01..2018-12-31") from error
    if end < start:
        raise QueryError(f'the period "{text}" ends before it begins', "write the earlier day first")
    return start, end


def naming(wanted: str | None, names: Mapping[str, tuple[str, ...]], kind: str) -> set[str] | None:
    """Give the things one of whose names holds the wanted words, whatever the case; None where nothing is asked.

    Raises QueryError where no name fits, with the names there are: a misspelt office would otherwise read as one
    that has nothing to do.

    >>> naming("sozial", {"a": ("Sozialamt",), "b": ("Jugendamt",)}, "office")
    {'a'}
    """
    if wanted is None or not names:
        return None
    found = {thing for thing, said in names.items() if any(wanted.casefold() in name.casefold() for name in said)}
    if not found:
        there = sorted({name for said in names.values() for name in said})
        hint = f"there are: {'; '.join(there)}" if there else f"the data names no {kind} here"
        raise QueryError(f'no row has a {kind} "{wanted}"', hint)
    return found


def notated(concepts: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """Give concepts as they can be asked for, by notation or name.

    >>> notated((("https://w3id.org/planwerk/concept/domain/d05", "Senioren und Altenhilfe"),))
    ('d05 Senioren und Altenhilfe',)
    """
    return tuple(f"{iri.rsplit('/', 1)[-1]} {label}" for iri, label in concepts)
