"""A stretch of time as people write it into a cell: a day, a month, a quarter, half a year, a year, a period."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from planwerk.dates import read_period

_ROMAN = ("I", "II", "III", "IV")
_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"(?P<m>\d{1,2})[./](?P<y>\d{4})|(?P<y2>\d{4})-(?P<m2>\d{2})")
_FROM_TO = re.compile(r"(.+?)\s*(?:bis|–)\s*(.+)|(\d{4})\s*/\s*(\d{4})")
_PRECISIONS = {"day": "day", "month": "month", "quarter": "quarter", "half-year": "half-year", "year": "year"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time with its precision, an id of the value list: "the third quarter of 2019"."""

    first: date
    last: date
    precision: str

    @property
    def written(self) -> str:
        """Give the stretch as a form shows it.

        >>> to_stretch("Q3 2019").written, to_stretch("2017-2024").written
        ('III. Quartal 2019', '2017 bis 2024')
        """
        first, last = self.first, self.last
        match self.precision:
            case "day":
                return f"{last:%d.%m.}{last.year:04}"
            case "month":
                return f"{last.month:02}.{last.year:04}"
            case "quarter":
                return f"{_ROMAN[(last.month - 1) // 3]}. Quartal {last.year:04}"
            case "half-year":
                return f"{1 if last.month <= 6 else 2}. Halbjahr {last.year:04}"
            case "mid-year":
                return f"Mitte {last.year:04}"
            case "year":
                return f"{last.year:04}"
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return f"{first.year:04} bis {last.year:04}"
        return f"{first:%d.%m.}{first.year:04} bis {last:%d.%m.}{last.year:04}"


def to_stretch(text: str) -> Stretch:
    """Read a stretch of time; raises ValueError where it is none.

    In a cell for times a bare year is one, and so is 12.2017; everything else is read as papers write it, see
    :mod:`planwerk.dates`.

    >>> to_stretch("Mitte 2020").last, to_stretch("2. HJ 2019").first, to_stretch("18.07.2012").precision
    (datetime.date(2020, 6, 30), datetime.date(2019, 7, 1), 'day')
    """
    text = " ".join(text.split())
    if year := _YEAR.fullmatch(text):
        return Stretch(date(int(year[1]), 1, 1), date(int(year[1]), 12, 31), "year")
    if found := _MONTH.fullmatch(text):
        of, month = int(found["y"] or found["y2"]), int(found["m"] or found["m2"])
        return Stretch(date(of, month, 1), date(of, month, monthrange(of, month)[1]), "month")
    period = read_period(text)
    if period and period.earliest and period.latest:
        if period.precision == "part":  # Mitte and Ende of a year count from its beginning: so much time there was
            whole = "mid-year" if period.latest.month == 6 else "year" if period.latest.month == 12 else "period"
            return Stretch(date(period.latest.year, 1, 1), period.latest, whole)
        return Stretch(period.earliest, period.latest, _PRECISIONS.get(period.precision, "period"))
    if ends := _FROM_TO.fullmatch(text):
        first, last = to_stretch(ends[1] or ends[3]), to_stretch(ends[2] or ends[4])
        if first.first <= last.last:
            return Stretch(first.first, last.last, "period")
    raise ValueError(text)
