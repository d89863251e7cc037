"""What written dates and periods mean, and what only looks like one.

Each row is a wording and the interval a planner takes it for; the conventions (Mitte is 30 June, Ende is 31 December,
a quarter ends with its last day, a Doppelhaushalt covers both years) are those of the domain study 3.1, seasons are
the meteorological ones, the school year is that of the Hamburger Abkommen. Where no year is printed, it is 2021.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planwerk.dates import find_periods, read_period

MEANT = """
18.07.2012                      | 2012-07-18 | 2012-07-18 | day
1.1.2019                        | 2019-01-01 | 2019-01-01 | day
01. 03. 2019                    | 2019-03-01 | 2019-03-01 | day
31.01.20                        | 2020-01-31 | 2020-01-31 | day
vom 1.3.19                      | 2019-03-01 | 2019-03-01 | day
2023-05-17                      | 2023-05-17 | 2023-05-17 | day
5. November 2019                | 2019-11-05 | 2019-11-05 | day
5. Nov. 2019                    | 2019-11-05 | 2019-11-05 | day
23. August                      | 2021-08-23 | 2021-08-23 | day
Dezember 2017                   | 2017-12-01 | 2017-12-31 | month
im Februar 2024                 | 2024-02-01 | 2024-02-29 | month
Januar bis März 2020            | 2020-01-01 | 2020-03-31 | month
September/Oktober 2020          | 2020-09-01 | 2020-10-31 | month
Dezember bis Februar 2020       | 2019-12-01 | 2020-02-29 | month
bis 06/2020                     | 2020-06-01 | 2020-06-30 | month
Anfang März 2020                | 2020-03-01 | 2020-03-10 | month
Mitte März 2020                 | 2020-03-11 | 2020-03-20 | month
Ende Februar 2024               | 2024-02-21 | 2024-02-29 | month
bis Ende August                 | 2021-08-21 | 2021-08-31 | month
III. Quartal 2019               | 2019-07-01 | 2019-09-30 | quarter
im IV. Quartal des Jahres 2019  | 2019-10-01 | 2019-12-31 | quarter
erstes Quartal 2022             | 2022-01-01 | 2022-03-31 | quarter
bis zum 2. Quartal              | 2021-04-01 | 2021-06-30 | quarter
IV. Q. 2018                     | 2018-10-01 | 2018-12-31 | quarter
Q3/2019                         | 2019-07-01 | 2019-09-30 | quarter
3. und 4. Quartal 2020          | 2020-07-01 | 2020-12-31 | quarter
Ende des II. Quartals 2020      | 2020-06-01 | 2020-06-30 | part
2. Halbjahr 2019                | 2019-07-01 | 2019-12-31 | half-year
II. HJ 2020                     | 2020-07-01 | 2020-12-31 | half-year
in der zweiten Jahreshälfte 2019 | 2019-07-01 | 2019-12-31 | half-year
im 1. Halbjahr                  | 2021-01-01 | 2021-06-30 | half-year
bis Anfang 2021                 | 2021-01-01 | 2021-03-31 | part
bis Mitte 2020                  | 2020-04-01 | 2020-06-30 | part
bis Ende 2019                   | 2019-10-01 | 2019-12-31 | part
bis Ende des Jahres 2022        | 2022-10-01 | 2022-12-31 | part
bis Ende des Jahres             | 2021-10-01 | 2021-12-31 | part
bis Mitte des Jahres            | 2021-04-01 | 2021-06-30 | part
bis zum Jahresende              | 2021-10-01 | 2021-12-31 | part
zum Jahreswechsel 2022/23       | 2022-12-01 | 2022-12-31 | part
im Frühjahr 2023                | 2023-03-01 | 2023-05-31 | season
Sommer 2020                     | 2020-06-01 | 2020-08-31 | season
im Herbst                       | 2021-09-01 | 2021-11-30 | season
Winter 2023/24                  | 2023-12-01 | 2024-02-29 | season
im Jahr 2019                    | 2019-01-01 | 2019-12-31 | year
im Haushaltsjahr 2023           | 2023-01-01 | 2023-12-31 | year
bis 2030                        | 2030-01-01 | 2030-12-31 | year
bis zum Jahr 2030               | 2030-01-01 | 2030-12-31 | year
im laufenden Jahr               | 2021-01-01 | 2021-12-31 | year
im nächsten Jahr                | 2022-01-01 | 2022-12-31 | year
Schuljahr 2022/2023             | 2022-08-01 | 2023-07-31 | school-year
im Kindergartenjahr 2022/23     | 2022-08-01 | 2023-07-31 | school-year
Beginn des Schuljahres 2022/23  | 2022-08-01 | 2022-08-01 | school-year
2. Schulhalbjahr 2019/20        | 2020-02-01 | 2020-07-31 | school-year
Wintersemester 2023/24          | 2023-10-01 | 2024-03-31 | semester
Doppelhaushalt 2019/20          | 2019-01-01 | 2020-12-31 | years
DHH 2021/2022                   | 2021-01-01 | 2022-12-31 | years
Haushaltsplan 2023/2024         | 2023-01-01 | 2024-12-31 | years
2018 bis 2022                   | 2018-01-01 | 2022-12-31 | years
2018–2022                       | 2018-01-01 | 2022-12-31 | years
in den Jahren 2019 und 2020     | 2019-01-01 | 2020-12-31 | years
"""


def rows() -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in MEANT.strip().splitlines()]


@pytest.mark.parametrize(("wording", "earliest", "latest", "precision"), rows())
def test_a_wording_means_the_days_a_planner_takes_it_for(
    wording: str, earliest: str, latest: str, precision: str
) -> None:
    period = read_period(wording, year=2021)
    assert period is not None
    assert (str(period.earliest), str(period.latest), period.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    "text",
    [
        "2017/2018", "VI-A-05385", "RBV-1293/12", "2019/0784", "Vorlage 12/2019", "Leipzig 2030", "in den kommenden Jahren",
        "PSP-Element 1.100.31.1.1.01", "Kostenstelle 12.31.03.19", "1. Lesung", "2. Sitzung", "2.1.10 Ziele", "Version 3.9.2",
        "Tel. 0721 133-1234", "0341.123.45.67", "§ 1 Abs. 1", "§ 12. Mai sein", "31.02.2020", "45.10.2019", "12.13.2020",
        "bis 2000 Euro", "bis 2030 Plätze", "1/2019", "1.999,50 Euro", "20.000 Euro", "Seite 2/3", "im Mai", "III. Abschnitt",
        "1900-1950 Einwohner", "Frau Sommer", "August Bebel",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert list(find_periods(text)) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("vom 3. bis 5. März 2020", ["2020-03-03", "2020-03-05"]),
        ("am 3./4. März 2020", ["2020-03-03", "2020-03-04"]),
        ("01.09.-31.12.2020", ["2020-09-01", "2020-12-31"]),
        ("15.12. bis 10.01.2021", ["2020-12-15", "2021-01-10"]),
        ("vom 1. September bis zum 31. Oktober 2020", ["2020-09-01", "2020-10-31"]),
    ],
)
def test_the_year_of_the_second_day_is_that_of_the_first(text: str, days: list[str]) -> None:
    assert [period.iso for period in find_periods(text)] == days


def test_a_day_does_not_take_the_year_that_begins_the_next_paragraph() -> None:
    apart = list(find_periods("Beginn ist am 5. März\n\n2019 wurde bereits beraten."))
    assert [(period.wording, period.iso) for period in apart] == [("5. März", None)]
    wrapped = list(find_periods("Beginn ist am 5. März\n2019 um 10 Uhr."))
    assert [period.iso for period in wrapped] == ["2019-03-05"]


def test_a_year_that_is_not_printed_is_told_from_one_that_is() -> None:
    printed, supplied = read_period("Ende 2019"), read_period("Ende des Jahres", year=2019)
    assert printed is not None
    assert supplied is not None
    assert (printed.latest, printed.year_printed) == (supplied.latest, not supplied.year_printed)
    unknown = read_period("Ende des Jahres")
    assert unknown is not None
    assert (unknown.latest, unknown.iso) == (None, None)


def test_the_longer_reading_stands_and_its_place_is_exact() -> None:
    text = "Vorlage bis zum Ende des III. Quartals 2019, Bericht im Jahr 2020."
    assert [text[period.start : period.end] for period in find_periods(text)] == [
        "Ende des III. Quartals 2019",
        "Jahr 2020",
    ]


GERMAN = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_every_day_is_read_in_every_usual_form(day: date) -> None:
    forms = (
        f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", f"{day:%d.%m.%y}", f"{day:%Y-%m-%d}",
        f"{day.day}. {GERMAN[day.month - 1]} {day.year}",
    )  # fmt: skip
    for form in forms:
        assert [(period.earliest, period.latest) for period in find_periods(f"am {form} um")] == [(day, day)], form


@given(st.text(alphabet="0123456789./-– \nIVQ§bisEndeMitteJahrMärz", max_size=120), st.integers(1950, 2049))
def test_periods_are_in_order_apart_and_never_end_before_they_begin(text: str, year: int) -> None:
    last = 0
    for period in find_periods(text, lambda _: year):
        assert last <= period.start < period.end
        assert text[period.start : period.end] == period.wording
        assert period.earliest is None or (period.latest is not None and period.earliest <= period.latest)
        last = period.end


@pytest.mark.parametrize("stuff", ["1", "1.", "1. ", " ", "\n", "20", "2019", "2019/", "1.1.", "Ende ", "I", "3. und "])
def test_a_long_run_of_anything_ends(stuff: str) -> None:
    assert len(list(find_periods(stuff * (40_000 // len(stuff))))) <= 40_000


def test_a_day_with_its_month_first_is_read_where_it_can_be_nothing_else() -> None:
    """Some council systems print "vom 10/21/2021"; 04/05/2021 could be either, and is left alone."""
    assert [period.iso for period in find_periods("vom 10/21/2021, vom 10/10/2015")] == ["2021-10-21", "2015-10-10"]
    assert [period.iso for period in find_periods("vom 04/05/2021, in 10/21/2021")] == []
    assert [period.iso for period in find_periods("| May 20, 2021 |")] == ["2021-05-20"]  # a system set to English
