"""What a German date or period means, as it is written: "III. Quartal 2019" is 1 July to 30 September 2019.

Council papers date with every precision there is, and a deadline is only as sharp as its wording. So a period keeps
its earliest and latest day, its precision and the words. The conventions are those by which planners count: Mitte is
30 June, Ende is 31 December, a season is three months, a school year runs from 1 August to 31 July (as the states
agreed in the Hamburger Abkommen), a Doppelhaushalt covers both its years.

A number is a year only where the words around it say so: 2017/2018 alone may be a budget, a school year or a paper.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

Precision: TypeAlias = Literal[
    "day", "month", "quarter", "half-year", "season", "part", "year", "school-year", "semester", "years"
]


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days as somebody wrote it: "Mitte 2020, that is until 30 June 2020, to the precision of a part".

    ``start`` and ``end`` are its place in the text it was read in. ``earliest`` and ``latest`` are both None where the
    year is not printed and not known either. ``year_printed`` tells a year that was read from one that was supplied;
    ``approximate`` marks wordings whose bounds are a convention (seasons; Anfang, Mitte and Ende). ``part`` is the
    Anfang, Mitte or Ende that narrowed it.
    """

    start: int
    end: int
    wording: str
    precision: Precision
    earliest: date | None
    latest: date | None
    year_printed: bool = True
    approximate: bool = False
    part: str = ""

    @property
    def iso(self) -> str | None:
        """The day or month in ISO 8601 ("2017-12-03", "2017-12"), the year ("2017") for what is coarser.

        >>> read_period("Dezember 2017").iso
        '2017-12'
        """
        if self.earliest is None:
            return None
        return self.earliest.isoformat()[: {"day": 10, "month": 7}.get(self.precision, 4)]


_ENGLISH = r"January|February|March|April|May|June|July|August|September|October|November|December"
_MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
MONTH = (
    r"(?:Januar|Jänner|Februar|März|Maerz|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|(?:Jan|Feb|Febr|Mrz|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)\.)"
)
# White space of one line, or one line break: never an empty line, where a new sentence may begin with a number.
GAP = r"[ \t]{0,4}(?:\n[ \t]{0,8})?"
_YEAR = r"(?:19|20)\d\d(?![\d.,]?\d)"
_UNIT = r"(?!\s{0,3}(?:Euro|EUR|€|Mio|Mrd|Tsd|T€|%|Prozent|m²|qm|km|Uhr|Pl[äa]tze?n?|Personen|Einwohner|Kinder|St[üu]ck|St[.]|Std|Stunden|mal|Wohn))"
_PART = r"(?:Anfang|Beginn|Mitte|Ende)"
_OF_YEAR = rf"(?:(?:des|im|in|das){GAP})?(?:(?:Kalender|Haushalts)?[Jj]ahre?s?{GAP})?"
_ORDINAL = r"(?:I{1,3}|IV|[1-4]|[Ee]rste[nrs]?|[Zz]weite[nrs]?|[Dd]ritte[nrs]?|[Vv]ierte[nrs]?)"
_JOINT = rf"{GAP}(?:bis|und|oder|u\.|[/–-]){GAP}"


def find_periods(text: str, year: Callable[[int], int | None] | None = None) -> Iterator[Period]:
    """Find the dates and periods of a text, in its order; where two readings overlap the longer one stands.

    ``year`` gives the year that is meant where none is printed ("Mitte des Jahres", "23. August"), by the place in
    the text; without it such periods have no days.

    >>> [(p.wording, p.latest.isoformat()) for p in find_periods("bis Mitte 2020 und im III. Quartal 2018")]
    [('Mitte 2020', '2020-06-30'), ('III. Quartal 2018', '2018-09-30')]
    """
    found: list[tuple[int, int, int, Period]] = []
    for number, (pattern, to_period) in enumerate(_FORMS):
        for match in pattern.finditer(text):
            period = to_period(match, year(match.start()) if year else None)
            if period is not None:
                found.append((period.start, -period.end, number, period))
    last = 0
    for *_, period in sorted(found, key=lambda one: one[:3]):
        if period.start >= last:
            last = period.end
            yield period


def read_period(wording: str, year: int | None = None) -> Period | None:
    """Read one wording that is a date or period as a whole, with or without "bis", "im" and the like before it.

    >>> read_period("bis Ende des Jahres", year=2022).latest
    datetime.date(2022, 12, 31)
    >>> read_period("1. Lesung") is None
    True
    """
    for period in find_periods(wording, lambda _: year):
        if _LEAD.fullmatch(wording[: period.start]) and not wording[period.end :].strip(" .,;:"):
            return period
    return None


_LEAD = re.compile(r"(?:\s*(?:bis|spätestens|vor|nach|zu[mr]?|im|in|am|vom|von|ab|seit|der|die|das|dem|den|des)\b)*\s*")


# ---- the forms: each a pattern and what it means ----


def _between(match: re.Match[str], precision: Precision, earliest: date, latest: date) -> Period:
    return Period(match.start(), match.end(), match[0], precision, earliest, latest)


def _to_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else int(digits) + (1900 if int(digits) > 49 else 2000)


def _month_number(name: str) -> int:
    short = name.casefold()[:3]
    return (
        _MONTHS.index(
            {"jän": "jan", "mae": "mär", "mrz": "mär", "mar": "mär", "may": "mai", "oct": "okt", "dec": "dez"}.get(
                short, short
            )
        )
        + 1
    )


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _dated(match: re.Match[str], given: int | None, months: tuple[int, int], precision: Precision) -> Period:
    """Give the whole months of the printed or given year."""
    printed = match["year"]
    year = _to_year(printed) if printed else given
    if year is None:
        return Period(match.start(), match.end(), match[0], precision, None, None, False)
    period = _between(match, precision, date(year, months[0], 1), _last_day(year, months[1]))
    return replace(period, year_printed=bool(printed))


def _day(match: re.Match[str], given: int | None) -> Period | None:
    groups = match.groupdict()
    month = int(groups["month"]) if groups["month"].isdecimal() else _month_number(groups["month"])
    year = _to_year(groups["year"]) if groups.get("year") else None
    end = match.end()
    if year is None and groups.get("later_year"):  # "3. bis 5. März 2020": the year stands behind the second day
        end = match.start("joint")
        later = groups["later_month"]
        year = _to_year(groups["later_year"]) - (month > (int(later) if later.isdecimal() else _month_number(later)))
    printed = year is not None
    year = given if year is None else year
    wording = match.string[match.start() : end]
    if year is None:
        known = 1 <= month <= 12 and 1 <= int(groups["day"]) <= 31
        return Period(match.start(), end, wording, "day", None, None, False) if known else None
    try:
        day = date(year, month, int(groups["day"]))
    except ValueError:  # "31.02.2020", "45.10.2019": no date, though printed like one
        return None
    return Period(match.start(), end, wording, "day", day, day, printed)


def _first_of_two(match: re.Match[str], _given: int | None) -> Period | None:
    """Read the first of two days of one month: the 3rd of "3. und 4. März 2020"."""
    end, name = match.start("joint"), match["later_month"]
    month = int(name) if name.isdecimal() else _month_number(name)
    try:
        day = date(_to_year(match["later_year"]), month, int(match["day"]))
    except ValueError:
        return None
    return Period(match.start(), end, match.string[match.start() : end], "day", day, day)


def _month(match: re.Match[str], given: int | None) -> Period | None:
    first = _month_number(match["month"])
    last = _month_number(match["last"]) if match["last"] else first
    period = _dated(match, given, (min(first, last), last), "month")
    if match["year"] is None and (match["part"] is None or given is None):
        return None  # "im Mai", and "Mai" as a name: too little to be a date
    if first > last and period.earliest is not None:  # "Dezember bis Februar 2020"
        period = replace(period, earliest=date(period.earliest.year - 1, first, 1))
    return _narrowed(period, match["part"])


def _narrowed(period: Period, part: str | None) -> Period:
    """Narrow a month to its Anfang, Mitte or Ende: ten days each."""
    if not part:
        return period
    part = {"Beginn": "Anfang"}.get(part.title(), part.title())
    period = replace(period, approximate=True, part=part)
    if period.earliest is None or period.latest is None:
        return period
    first, last = {"Anfang": (1, 10), "Mitte": (11, 20), "Ende": (21, period.latest.day)}[part]
    return replace(period, earliest=period.latest.replace(day=first), latest=period.latest.replace(day=last))


def _numeric_month(match: re.Match[str], _given: int | None) -> Period | None:
    return _dated(match, None, (int(match["month"]),) * 2, "month")


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "ers": 1, "zwe": 2, "dri": 3, "vie": 4}


def _ordinal(word: str) -> int:
    return int(word) if word.isdecimal() else _ROMAN[word.casefold()[:3]]


def _quarter(match: re.Match[str], given: int | None) -> Period:
    first = _ordinal(match["first"])
    last = _ordinal(match["last"]) if match["last"] else first
    months = (3 * min(first, last) - 2, 3 * max(first, last))
    part = {"beginn": "anfang"}.get((match["part"] or "").casefold(), (match["part"] or "").casefold())
    if part:
        month = {"anfang": months[0], "mitte": months[0] + 1, "ende": months[1]}[part]
        return replace(_dated(match, given, (month, month), "part"), approximate=True, part=part.title())
    return _dated(match, given, months, "quarter")


def _half(match: re.Match[str], given: int | None) -> Period | None:
    half = _ordinal(match["half"])
    return _dated(match, given, (6 * half - 5, 6 * half), "half-year") if half < 3 else None


_PARTS = {"anfang": (1, 3), "beginn": (1, 3), "mitte": (4, 6), "ende": (10, 12), "wechsel": (12, 12)}


def _part(match: re.Match[str], given: int | None) -> Period:
    part = match["part"].casefold()
    part = part if part in _PARTS else part.removesuffix("s")
    named = {"beginn": "Anfang", "wechsel": "Ende"}.get(part, part.title())
    return replace(_dated(match, given, _PARTS[part], "part"), approximate=True, part=named)


_SEASONS = {"früh": (3, 5), "somm": (6, 8), "herb": (9, 11), "wint": (12, 2)}


def _season(match: re.Match[str], given: int | None) -> Period:
    first, last = _SEASONS[match["season"].casefold()[:4]]
    if last < first:
        period = _dated(match, given, (12, 12), "season")
        if period.latest is not None:
            period = replace(period, latest=_last_day(period.latest.year + 1, 2))
    else:
        period = _dated(match, given, (first, last), "season")
    return replace(period, approximate=True)


def _year(match: re.Match[str], given: int | None) -> Period:
    return _dated(match, given, (1, 12), "year")


def _next_year(match: re.Match[str], given: int | None) -> Period:
    period = Period(match.start(), match.end(), match[0], "year", None, None, False)
    if given is None:
        return period
    first, last = _PARTS.get((match["part"] or "").casefold(), (1, 12))
    return replace(period, earliest=date(given + 1, first, 1), latest=_last_day(given + 1, last))


def _two_years(match: re.Match[str]) -> tuple[int, int] | None:
    first = _to_year(match["year"])
    last = match["last"]
    second = first if not last else int(last) if len(last) == 4 else first - first % 100 + int(last)
    return (first, second) if 0 <= second - first <= 30 else None


def _years(match: re.Match[str], _given: int | None) -> Period | None:
    years = _two_years(match)
    if years is None:
        return None
    precision: Precision = "years" if years[1] > years[0] else "year"
    return _between(match, precision, date(years[0], 1, 1), date(years[1], 12, 31))


def _school_year(match: re.Match[str], _given: int | None) -> Period | None:
    years = _two_years(match)
    if years is None or years[1] - years[0] > 1:
        return None
    first, last = date(years[0], 8, 1), date(years[0] + 1, 7, 31)
    part = (match["part"] or match["edge"] or "").title()
    if match["half"] and _ordinal(match["half"]) == 1:
        last = date(years[0] + 1, 1, 31)
    elif match["half"]:
        first = date(years[0] + 1, 2, 1)
    if part in ("Anfang", "Beginn"):
        last, part = first, "Anfang"
    elif part == "Ende":
        first = last
    return replace(_between(match, "school-year", first, last), part=part, approximate=True)


def _semester(match: re.Match[str], _given: int | None) -> Period:
    year = _to_year(match["year"])
    if match["season"].casefold().startswith("s"):
        return _between(match, "semester", date(year, 4, 1), date(year, 9, 30))
    return _between(match, "semester", date(year, 10, 1), date(year + 1, 3, 31))


def _month_first(match: re.Match[str], _given: int | None) -> Period | None:
    """Read a day whose month stands first ("vom 10/21/2021"), unless it could be read the other way round as well."""
    first, second = int(match["month"]), int(match["day"])
    return None if first != second and second < 13 else _day(match, None)


_Form: TypeAlias = tuple[re.Pattern[str], Callable[[re.Match[str], int | None], Period | None]]
_DAY = r"(?<![\d,§])(?<!\d[./-])(?<!§ )(?P<day>0?[1-9]|[12]\d|3[01])\."
_NUMBER = r"(?P<month>0?[1-9]|1[0-2])\."
_TO = rf"(?P<joint>{GAP}(?:bis(?:{GAP}zum)?|und|[/–-]){GAP})"
_CUED = r"(?:(?<=am )|(?<=vom )|(?<=bis )|(?<=zum )|(?<=ab )|(?<=seit )|(?<=Stand )|(?<=Stand: ))"
_ANY_YEAR = rf"(?P<year>{_YEAR}|\d\d(?![\d.,/%]))"
_FORMS: tuple[_Form, ...] = tuple(
    (re.compile(pattern), to_period)
    for to_period, pattern in (
        # 18.07.2012, 1.1.2019; with two digits for the year only zero-padded or behind a cue, unlike "2.1.10 Ziele"
        (_day, rf"{_DAY}{GAP}{_NUMBER}{GAP}(?P<year>(?:19|20)\d\d)(?![\d/]|[.,:]\d)"),
        (_day, r"(?<![\d.,/§-])(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>\d\d)(?![\d/%]|[.:-]\d)"),
        (_day, rf"{_CUED}(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d\d)(?![\d/%]|[.:-]\d)"),
        (_day, r"(?<![\w-])(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?![\w-])"),
        # May 20, 2021: a system set to English
        (_day, rf"(?<![\w-])(?P<month>{_ENGLISH}) (?P<day>[1-9]|[12]\d|3[01]), (?P<year>(?:19|20)\d\d)(?!\d)"),
        # vom 10/21/2021, as some systems print it
        (_month_first, r"(?:(?<=vom )|(?<=am )|(?<=Datum: ))(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12]\d|3[01])/(?P<year>(?:19|20)\d\d)(?![\d/])"),
        # the first day of "01.09. bis 31.12.2020", "1. September bis 31. Dezember 2020", "3. und 4. März 2020", "3./4.3.2020"
        (_day, rf"{_DAY}{GAP}{_NUMBER}{_TO}(?=\d\d?\.{GAP}(?P<later_month>\d\d?)\.{GAP}(?P<later_year>(?:19|20)?\d\d)(?!\d))"),
        (_day, rf"{_DAY}{GAP}(?P<month>{MONTH}){_TO}(?=\d\d?\.{GAP}(?P<later_month>{MONTH}){GAP}(?P<later_year>{_YEAR}))"),
        (_first_of_two, rf"{_DAY}{_TO}(?=\d\d?\.{GAP}(?P<later_month>{MONTH}|\d\d?(?=\.)){GAP}\.?{GAP}(?P<later_year>(?:19|20)\d\d)(?!\d))"),
        # 23. August 2018, and 23. August where the year goes without saying
        (_day, rf"{_DAY}{GAP}(?P<month>{MONTH})(?:,?{GAP}(?P<year>{_YEAR}))?(?!\w)"),
        # Dezember 2017, Januar bis März 2020, Mitte März 2020; Ende August where the year is known
        (_month, rf"(?:(?P<part>{_PART}){GAP})?(?<![\w-])(?P<month>{MONTH})(?:{_JOINT}(?P<last>{MONTH}))?"
         rf"(?:{GAP}(?:des{GAP}Jahres{GAP})?(?P<year>{_YEAR}))?(?![\w-])"),
        (_numeric_month, r"(?:(?<=Stand )|(?<=Stand: )|(?<=bis )|(?<=seit )|(?<=ab ))(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?![\d/.])"),
        # III. Quartal 2019, 3. und 4. Quartal, Ende des II. Quartals 2020, Q3/2019
        (_quarter, rf"(?:(?P<part>{_PART}){GAP}(?:des{GAP})?)?(?<![\w§.])(?P<first>{_ORDINAL})\.?(?:{_JOINT}(?P<last>{_ORDINAL})\.?)?{GAP}(?:Kalender)?"
         rf"(?:[Qq]uartale?s?|Vierteljahre?s?|Qu?\.)(?:{GAP}(?:/{GAP})?{_OF_YEAR}{_ANY_YEAR})?(?!\w)"),
        (_quarter, rf"(?P<part>)(?<!\w)Q(?P<first>[1-4])(?:{_JOINT}Q?(?P<last>[1-4]))?{GAP}/?{GAP}(?P<year>{_YEAR})"),
        # 2. Halbjahr 2019, II. HJ 2020, zweite Jahreshälfte 2019
        (_half, rf"(?<![\w§.])(?P<half>{_ORDINAL})\.?{GAP}(?:Kalender)?(?:[Hh]albjahre?s?|HJ|Hj\.?|Jahreshälfte|Hälfte(?={GAP}(?:des|{_YEAR})))"
         rf"(?:{GAP}/?{GAP}{_OF_YEAR}{_ANY_YEAR})?(?!\w)"),
        # Mitte 2020, Ende des Jahres, Jahresbeginn 2021, Jahreswechsel 2022/23; Mitte Y counts to 30 June
        (_part, rf"(?<!\w)(?P<part>{_PART}){GAP}(?:{_OF_YEAR}(?P<year>{_YEAR})|(?:des|dieses|diesen){GAP}(?:laufenden{GAP})?(?:Kalender|Haushalts)?[Jj]ahre?s(?!\w))"),
        (_part, rf"(?<!\w)(?:Kalender)?Jahres(?P<part>anfangs?|beginns?|mitte|endes?|wechsels?)(?:{GAP}(?P<year>{_YEAR})(?:/\d+)?)?(?!\w)"),
        # Frühjahr 2021, Herbst, Sommer des Jahres 2022, Winter 2023/24
        (_season, rf"(?<!\w)(?:Spät|Früh)?(?P<season>Frühjahrs?|Frühlings?|[Ss]ommers?|[Hh]erbst(?:es)?|Winters?){GAP}{_OF_YEAR}(?P<year>{_YEAR})(?:/\d+)?(?!\w)"),
        (_season, r"(?:(?<=im )|(?<=zum )|(?<=bis )|(?<=Im ))(?:Spät|Früh)?(?P<season>Frühjahr|Frühling|[Ss]ommer|[Hh]erbst|Winter)(?P<year>)(?!\w)"),
        # Schuljahr 2022/2023, Beginn des Kindergartenjahres 2025/26, 2. Schulhalbjahr 2019/20
        (_school_year, rf"(?:(?P<half>{_ORDINAL})\.?{GAP})?(?:(?P<part>{_PART})(?:{GAP}de[sm])?{GAP})?(?<![\w-])"
         rf"(?:Schul|Kindergarten|Kita-?|KiTa-?|Ausbildungs|Betreuungs|SJ|KGJ)(?:[Jj]ahre?s?|[Hh]albjahre?s?)?(?P<edge>beginn|anfang|ende)?{GAP}(?P<year>(?:19|20)\d\d)(?:{GAP}[/–-]{GAP}(?P<last>(?:20)?\d\d))?(?![\d/])"),
        (_semester, rf"(?<!\w)(?P<season>Winter|Sommer|WS|SS|WiSe|SoSe)(?:[Ss]emesters?)?{GAP}(?P<year>(?:19|20)\d\d)(?:/\d+)?(?!\w)"),
        # Doppelhaushalt 2019/20, Haushaltsjahre 2023/2024, von 2018 bis 2022
        (_years, rf"(?<!\w)(?:(?:Doppel)?[Hh]aushalt(?:s|es)?(?:jahre?[sn]?|plan(?:s|es)?|planentwurf(?:s|es)?|entwurf(?:s|es)?|satzung)?|D?HH(?:Pl?)?|HHJ|HJ){GAP}"
         rf"(?:(?:der|für|für die|des)?{GAP}(?:Haushalts)?[Jj]ahre?s?{GAP})?(?P<year>(?:19|20)\d\d)(?:{GAP}(?:[/–-]|und|bis){GAP}(?P<last>(?:20)?\d\d))?(?![\d/])"),
        (_years, rf"(?<![\d/.,–-])(?P<year>(?:19|20)\d\d){GAP}(?:–|-|bis|bis zum Jahr){GAP}(?P<last>(?:19|20)\d\d)(?![\d/]|[.,-]\d){_UNIT}"),
        (_years, rf"(?<!\w)[Jj]ahren?{GAP}(?P<year>(?:19|20)\d\d){GAP}(?:und|/|bis|u\.){GAP}(?P<last>(?:20)?\d\d)(?![\d/]|[.,-]\d)"),
        # Jahr 2019, Haushaltsjahr 2023, bis 2030; a bare number is no year
        (_year, rf"(?<!\w)(?:Kalender|Haushalts|Berichts|Vor|Folge|Plan)?[Jj]ahre?s?{GAP}(?P<year>{_YEAR})(?!{GAP}/?{GAP}\d)"),
        (_year, rf"(?:(?<=[Bb]is )|(?<=[Ii]n )|(?<=[Aa]b )|(?<=seit )|(?<=Seit )|(?<=nach )|(?<=für )|(?<=Für )|(?<=spätestens )|(?<=über ))(?P<year>{_YEAR})(?![/-]|{GAP}[–-]|{GAP}bis){_UNIT}"),
        (_next_year, rf"(?<!\w)(?:(?P<part>{_PART}){GAP}(?:des{GAP})?)?(?:nächste[nsrm]?|kommende[nsrm]?|folgende[nsrm]?){GAP}(?:Kalender|Haushalts)?[Jj]ahr(?:es)?(?!\w)"),
        (_year, rf"(?<!\w)(?P<year>)(?:[Dd]iese[sn]|laufende[ns]?){GAP}(?:Kalender|Haushalts)?[Jj]ahr(?:es)?(?!\w)"),
    )
)  # fmt: skip
