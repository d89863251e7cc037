"""The day of the step that a place in a paper belongs to, and the periods of a paper read with it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from planwerk.dates import MONTH, Period, find_periods, read_period

# A line that dates what follows it: "Verwaltungsstandpunkt vom 13. März 2018", "Eingang: 11.07.2023".
_DATED_LINE = re.compile(
    r"(?im)^\W{0,12}(?:\w+-)?(?:\w*antrag|neufassung|\w*standpunkt|stellungnahme|\w*bericht|beschluss|sachstand|anfrage|antwort"
    r"|\w*vorlage|niederschrift|protokoll|\w*sitzung|datum|stand|eingang|erstellt|ratsversammlung|gemeinderat|stadtrat|kreistag"
    r"|(?-i:[A-ZÄÖÜ][a-zäöüß-]+), de[nr])\b[^\n]{0,110}$"
    r"|^[^\n]{0,80}\b(?:vom|datum:?)[^\n]{0,30}:[ \t]*$"
)
_PROSE = re.compile(r"\b[a-zäöüß]{4,}")  # behind the day of a dated line stands no sentence
_SPELT = re.compile(rf"(?:\d{{1,2}})\.[ ]?(?:\d{{1,2}}\.[ ]?|{MONTH}[ ])(?:19|20)?\d\d\b")


@lru_cache(maxsize=1)
def days_of_steps(text: str) -> Callable[[int], date | None]:
    r"""Give a function from a place in the text to the day of the step it belongs to, by the dated line above it.

    Before the first such line it is the first day printed at all; None where the text has no day. With this day the
    year that is not printed is supplied, and what is past is told from what is to come.

    >>> day = days_of_steps("Antrag vom 25. Januar 2018\n…\nBericht vom 31.01.2020:\nbis Mitte des Jahres")
    >>> day(20).isoformat(), day(60).isoformat()
    ('2018-01-25', '2020-01-31')
    """
    marks: list[tuple[int, date]] = []
    for line in _DATED_LINE.finditer(text):
        spelt = _SPELT.search(line[0])
        if spelt is None or _PROSE.search(line[0][spelt.end() :]):
            continue
        period = read_period(spelt[0]) or read_period("vom " + spelt[0])
        if period is not None and period.earliest is not None:
            marks.append((line.start(), period.earliest))
    first = next((read for spelt in _SPELT.finditer(text) if (read := read_period(spelt[0]))), None)

    def day(place: int) -> date | None:
        index = bisect_right(marks, place, key=lambda mark: mark[0])
        return marks[index - 1][1] if index else first.earliest if first else None

    return day


@lru_cache(maxsize=1)  # several finders ask for those of the same paper
def periods_of(text: str) -> tuple[Period, ...]:
    """Give the periods of a paper; a year that is not printed is that of the step the place belongs to."""
    day_of_step = days_of_steps(text)

    def year(place: int) -> int | None:
        day = day_of_step(place)
        return day.year if day else None

    return tuple(find_periods(text, year))
