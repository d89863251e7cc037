"""Days and months, and the coarser periods beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwerk.dates import Period
from planwerk.paper import Find, Paper
from planwerk.step_days import periods_of

# "jeweils zum 1. Oktober" comes round every year and is no date.
_EACH = re.compile(
    r"\s{1,3}(?:eines (?:jeden )?|jeden |des (?:jeweiligen |(?:jeweils )?folgenden )|des Folge)[Jj]ahres"
)
_EVERY_YEAR = re.compile(
    r"(?:jeweils|jährlich|alljährlich|jedes Jahr|jeden|eines (?:jeden )?Jahres)\W+(?:\w+\W+){0,3}$"
)


def find_dates(paper: Paper) -> Iterator[Find]:
    """Find the days and months of a paper as ``dates``, quarters, years and all other periods as ``periods``.

    Where the year is not printed it is that of the same day printed in full elsewhere in the paper, else that of the
    step the place belongs to, and ``year_from_context`` says so.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "Neufassung vom 23. August 2018. Die Neufassung vom 23. August greift das auf, bis Mitte 2020."
    >>> paper = to_paper("a.txt", text.encode(), text, read_profile())
    >>> [(find.field, find.values.get("iso", find.values.get("latest"))) for find in find_dates(paper)]
    [('dates', '2018-08-23'), ('dates', '2018-08-23'), ('periods', '2020-06-30')]
    """
    text = paper.reading
    periods = periods_of(text)
    in_full: dict[tuple[int, int], set[int]] = {}
    for period in periods:
        if period.precision == "day" and period.earliest and period.year_printed:
            in_full.setdefault((period.earliest.month, period.earliest.day), set()).add(period.earliest.year)
    for period in periods:
        if period.earliest is None or period.latest is None:
            continue
        if period.precision not in ("day", "month"):
            yield _find("periods", period, f"date.{period.precision}", {
                "earliest": period.earliest.isoformat(), "latest": period.latest.isoformat(), "precision": period.precision,
            })  # fmt: skip
        elif period.year_printed:
            for iso in dict.fromkeys((period.iso, str(period.latest)[: len(period.iso or "")])):
                yield _find("dates", period, f"date.{period.precision}", {"iso": iso})
        elif period.precision == "day" and not (
            _EVERY_YEAR.search(text[max(0, period.start - 60) : period.start]) or _EACH.match(text, period.end)
        ):
            years = in_full.get((period.earliest.month, period.earliest.day), set())
            day = period.earliest.replace(year=min(years)) if len(years) == 1 else period.earliest
            values = {"iso": day.isoformat(), "year_from_context": True}
            yield _find("dates", period, "date.day-without-year", values, 0.9 if years else 0.6)


def _find(field: str, period: Period, rule: str, values: dict[str, object], confidence: float = 1.0) -> Find:
    if not period.year_printed:
        confidence, values = min(confidence, 0.7), {**values, "year_from_context": True}
    return Find(field, period.start, period.end, rule, 1, confidence, values)
