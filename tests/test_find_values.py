"""Days, time limits, sums and staff: what a paper says in values, and what only looks like it.

Each row is a wording as council papers have it and the value a careful reader takes from it. The conventions for time
limits are those of the domain study 3.1; the forms come from looking at real papers, the sentences are our own.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planwerk.paper import to_paper
from planwerk.profile import read_profile
from planwerk.reading import FINDERS, Item, read
from planwerk.readingcopy import norm

PROFILE = read_profile()


def items(text: str, field: str) -> list[Item]:
    return [item for item in read(to_paper("a.txt", text.encode(), text, PROFILE)).items if item.field == field]


# ---- days ----


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Antrag vom 25. Januar 2018", ["2018-01-25"]),
        ("Sitzung am 31.01.20, 18 Uhr", ["2020-01-31"]),
        ("beschlossen im Dezember 2017", ["2017-12"]),
        ("zwischen März und Mai 2020", ["2020-03", "2020-05"]),
        ("vom 3. bis 5. März 2020", ["2020-03-03", "2020-03-05"]),
        ("Neufassung vom 23. August 2018. Die Neufassung vom 23. August sagt es.", ["2018-08-23", "2018-08-23"]),
        ("bis Ende Februar 2024", ["2024-02"]),
        ("im Jahr 2019, im III. Quartal 2020 und bis Mitte 2021", []),
        ("jeweils zum 1. Oktober, Antrag vom 1.2.2020", ["2020-02-01"]),
        ("AUSFALL - Ratsversammlung, ALLRIS 3.9.2, 1/1, Anlage 2.1", []),
        ("Dezember\n\n2019 wurde beraten", []),
    ],
)
def test_days_and_months_are_dates_and_the_rest_are_periods(text: str, expected: list[str]) -> None:
    assert [item.values["iso"] for item in items(text, "dates")] == expected


def test_a_day_without_a_year_takes_that_of_its_step_and_says_so() -> None:
    text = "Verwaltungsstandpunkt vom 13. März 2018\nDer Beirat tagt am 5. Juni.\nBericht vom 1. März 2019\nDas Forum war am 4. Februar."
    found = {
        item.text: (item.values["iso"], item.values.get("year_from_context", False)) for item in items(text, "dates")
    }
    assert found["5. Juni"] == ("2018-06-05", True)
    assert found["4. Februar"] == ("2019-02-04", True)
    assert found["1. März 2019"] == ("2019-03-01", False)


# ---- time limits ----

LIMITS = [
    ("Der Oberbürgermeister legt bis Mitte 2020 ein Konzept vor.", "bis Mitte 2020", "2020-06-30"),
    ("Die Fachplanung ist bis spätestens zum 31.03.2021 vorzulegen.", "bis spätestens zum 31.03.2021", "2021-03-31"),
    ("Ein Fachtag soll im 2. Halbjahr 2019 durchgeführt werden.", "im 2. Halbjahr 2019", "2019-12-31"),
    ("Der Fachplan soll im III. Quartal 2019 vorliegen.", "im III. Quartal 2019", "2019-09-30"),
    ("Dem Rat wird im Jahr 2023 ein Bericht vorgelegt.", "im Jahr 2023", "2023-12-31"),
    ("Umsetzung: Termin: 12.03.2023", "Termin: 12.03.2023", "2023-03-12"),
    ("Die Mittel sind zum 15.03.2022 beim Land zu beantragen.", "zum 15.03.2022", "2022-03-15"),
    ("Die Inbetriebnahme ist zum Kindergartenjahr 2025/2026 geplant.", "zum Kindergartenjahr 2025/2026", "2025-08-01"),
    ("Der Baubeginn wird im Herbst 2023 sein.", "im Herbst 2023", "2023-11-30"),
    ("Wohnungslosigkeit soll bis 2030 beendet werden.", "bis 2030", "2030-12-31"),
    ("Die Verwaltung legt bis Ende des Jahres eine Vorlage vor.", "bis Ende des Jahres", "2018-12-31"),
    ("Die Ergebnisse werden voraussichtlich Ende 2023 vorliegen.", "voraussichtlich Ende 2023", "2023-12-31"),
    ("Das Amt hat den Bericht bis zum 30.06.2019 zu erstellen.", "bis zum 30.06.2019", "2019-06-30"),
    ("Bis Ende 2019 hat der Oberbürgermeister ein Konzept vorzulegen.", "Bis Ende 2019", "2019-12-31"),
    ("Der Bund hat angekündigt, bis Ende 2020 ein Gesetz vorzulegen.", "bis Ende 2020", "2020-12-31"),
    ("Der Bericht ist halbjährlich, erstmals zum 30.06.2020, vorzulegen.", "zum 30.06.2020", "2020-06-30"),
    ("Das Vorhaben soll in den Jahren 2020 und 2021 umgesetzt werden.", "in den Jahren 2020 und 2021", "2021-12-31"),
    ("Zeitplan: Vergabe nach Ausschreibung, Baubeginn Frühjahr 2025", "Frühjahr 2025", "2025-05-31"),
    ("Frist: 31.12.2019", "Frist: 31.12.2019", "2019-12-31"),
    ("zu erledigen bis: 15. Mai 2019", "bis: 15. Mai 2019", "2019-05-15"),
    (
        "Dem Ausschuss ist bis zur Sitzung im Oktober 2019 zu berichten.",
        "bis zur Sitzung im Oktober 2019",
        "2019-10-31",
    ),
    ("Die Fertigstellung ist für Juli 2023 vorgesehen.", "für Juli 2023", "2023-07-31"),
    # the present tense of a motion, with a period that has not begun
    ("Im Herbst 2019 richtet das Amt eine Konferenz aus.", "Im Herbst 2019", "2019-11-30"),
    ("Das Amt lädt im 2. Halbjahr 2018 zu einer Werkstatt ein.", "im 2. Halbjahr 2018", "2018-12-31"),
    # the year before "bis" belongs to a name
    (
        "Das Amt schreibt das Konzept Wohnen 2013 bis zum III. Quartal 2018 fort.",
        "bis zum III. Quartal 2018",
        "2018-09-30",
    ),
    ("In jedem Stadtteil ist bis 2022 ein Treff erreichbar.", "bis 2022", "2022-12-31"),
    ("Für die Anträge gilt eine Nachfrist bis zum 15. November 2018.", "bis zum 15. November 2018", "2018-11-15"),
    (
        "Der Ausschuss tritt spätestens am 29. September 2023 zusammen.",
        "spätestens am 29. September 2023",
        "2023-09-29",
    ),
    ("Die Inbetriebnahme ist bereits im September 2019 geplant.", "im September 2019", "2019-09-30"),
    (
        "Mit Beginn des Schuljahres 2018/2019 wird ein Hort eingerichtet.",
        "Mit Beginn des Schuljahres 2018/2019",
        "2018-08-01",
    ),
    # "ab" gives the first day, about
    ("In der Nordstadt arbeitet ab dem Schuljahr 2018/2019 ein Treff.", "ab dem Schuljahr 2018/2019", "2018-08-01"),
]


@pytest.mark.parametrize(("text", "words", "last_day"), LIMITS)
def test_a_time_limit_is_found_with_its_last_day(text: str, words: str, last_day: str) -> None:
    found = items(f"Antrag vom 1. Februar 2018\n\n{text}", "due")
    assert [(item.text, item.values["iso_end"]) for item in found] == [(words, last_day)]


@pytest.mark.parametrize(
    "text",
    [
        "Bis zum Jahr 2017, das heißt bis zum Umzug, war die Vernetzung gut.",  # over before the paper
        "Im Jahr 2016 wurde das Konzept ausgezeichnet.",
        "Das Projekt ist bis zum 31. Dezember 2022 befristet.",  # a duration
        "In der Nordstadt (bis 2024) können Mittel beantragt werden.",  # the term of a programme
        "Sollte es im Jahr 2020 zu Ausfällen kommen, wird nachgesteuert.",  # a condition
        "Die im Mai 2019 vom Rat angenommene Strategie ist umzusetzen.",  # done then
        "Die Förderung wird bis Ende 2024 verlängert.",
        "vom 17. März bis zum 15. Juni 2020 geschlossen",  # a range
        "Mit Laufzeit bis zum 1. April 2023",
        "Das Angebot ist auch über den 31.12.2020 zu sichern.",  # a lower bound
        "In Höhe von 65.000 Euro im Jahr 2019 vorgesehen.",  # the year of a sum
        "Im Doppelhaushalt 2019/20 sind Mittel einzuplanen.",
        "Im Haushaltsjahr 2023 werden 300.000 EUR eingestellt.",
        "Auch im Jahr 2023 ist mit steigendem Bedarf zu rechnen.",  # a forecast
        "Termin: 5. Februar 2019, 16:30 Uhr",  # a sitting
        "Im Kindergartenjahr 2022/23 werden 11.136 Plätze vorgehalten.",
        "Die Ordnung tritt zum 1. Januar 2021 in Kraft.",
        "Fachkonzept „Leipzig 2030“ und Teilhabeplan 2017 bis 2024",
        "In den kommenden Jahren sind neue Konzepte geplant.",
        "Gemeinderat 19.09.2023 24 X",
        "Der Bund hat bis Ende 2020 Mittel bereitgestellt.",
        "Der Träger hat bis zum 31. März jeden Jahres einen Nachweis vorzulegen.",  # every year
        "Der Vertrag wird zum 31.12.2020 gekündigt.",
        "Der Monitor wird jährlich im Herbst vorgestellt.",
        "Der Bericht ist in jedem Jahr bis 31. März vorzulegen.",
        "Kinder haben ab dem Schuljahr 2026/27 einen Anspruch auf ganztägige Betreuung.",  # what the law grants
        "Die Hilfe kostet ab Oktober 2019 weitere 3.000 Euro.",
        "Ab dem Schuljahr 2015/2016 arbeitet dort ein Treff.",  # has begun
        "Seit Anfang Dezember werden Stimmen laut.",
        "Bewegung im Sommer für Kinder",  # a season of every year
        "von 2013 bis zum III. Quartal 2018",  # a range
        "Bau im Zeitraum Januar 2018 bis Ende 2019",
    ],
)
def test_what_is_past_lasts_or_pays_is_no_time_limit(text: str) -> None:
    assert [item.text for item in items(f"Antrag vom 1. Februar 2018\n\n{text}", "due")] == []


def test_a_season_is_approximate_and_the_middle_of_a_year_is_not() -> None:
    text = (
        "Antrag vom 1. Februar 2018\n\nDer Bau soll im Herbst 2023 beginnen. Der Bericht soll bis Mitte 2024 vorliegen."
    )
    assert [item.values.get("approx", False) for item in items(text, "due")] == [True, False]


# ---- money ----


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("4.000 Euro", [4000]),
        ("4 000 €", [4000]),
        ("1.224.440,46 Euro", [1224440.46]),
        ("300.000 EUR und 1.000.000 EUR", [300000, 1000000]),
        ("0 EUR", [0]),
        ("8.50 Euro", [8.5]),
        ("1,500.00 EUR", [1500]),
        ("8,2 Mio. Euro", [8200000]),
        ("2.5 Mio €", [2500000]),  # the point as decimal mark
        ("1.250 T€", [1250000]),
        ("50 TEUR", [50000]),
        ("100 Tsd. Euro", [100000]),
        ("4 Milliarden Euro", [4000000000]),
        ("eine halbe Million Euro", [500000]),
        ("zwei Milliarden Euro", [2000000000]),
        ("2.500 bis 10.000 Euro", [2500, 10000]),
        ("zwischen 2,2 und 3,4 Millionen Euro", [2200000, 3400000]),
        ("für 3 Gruppen und 500 Euro", [500]),
        ("EUR 12.500,00", [12500]),
        ("12.500,- €", [12500]),
        ("kostet 4.000,- und mehr", [4000]),
        ("500,00€1.500,00€", [500, 1500]),
        ("ca.400.000 € brutto", [400000]),
        ("Erlöse -70.000,00 €", [70000]),
        ("365-Euro-Ticket", []),
        ("Euro 6 und Angaben in Euro 2024 2025", []),
        ("7.621 Kinder, 42,64 %, 2,0 VZÄ, 115 Maßnahmen", []),
        ("PSP-Element 1.100.31.1.1.01", []),
    ],
)
def test_a_sum_is_read_in_euros(text: str, euros: list[float]) -> None:
    assert [item.values["eur"] for item in items(text, "amounts")] == euros


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("im PSP-Element 1.100.31.1.1.01 bereitgestellt", "PSP-Element", "1.100.31.1.1.01"),
        ("Sachkonto: 43000000", "Sachkonto", "43000000"),
        ("Produktgruppe: 1121-110", "Produktgruppe", "1121-110"),
        ("Kostenstelle 12.31.03.19", "Kostenstelle", "12.31.03.19"),
    ],
)
def test_a_budget_code_is_a_position_and_no_sum_date_or_number(text: str, kind: str, code: str) -> None:
    (found,) = items(text, "budget_positions")
    assert (found.values["kind"], found.values["code"]) == (kind, code)
    assert not any(items(text, field) for field in ("amounts", "dates", "document_numbers", "periods"))


# ---- staff ----


@pytest.mark.parametrize(
    ("text", "fte"),
    [
        ("2,0 VZÄ Sozialplaner/-in sowie 1,0 VZÄ Sachbearbeitung", [2.0, 1.0]),
        ("0,5 VzÄ", [0.5]),
        ("6,0 VZW und 10,78 VZK", [6.0, 10.78]),
        ("eine halbe Vollzeitstelle", [0.5]),
        ("eine zusätzliche Vollzeit-Stelle", [1.0]),
        ("im Umfang von einem Vollzeitäquivalent", [1.0]),
        ("50 % VZÄ", [0.5]),
        ("2 x 0,5 Vollzeitstellen", [1.0]),
        ("drei weiteren Stellen", [3.0]),
        ("an drei Stellen im Text", []),
        ("zwei Haltestellen und vier Beratungsstellen", []),
    ],
)
def test_posts_are_counted_in_full_time_equivalents(text: str, fte: list[float]) -> None:
    assert [item.values["fte"] for item in items(text, "staff")] == fte


# ---- what holds for all of them ----

PIECES = ["Antrag vom ", "1. März 2020", " bis ", "Ende 2019", "§ 80 ", "Abs. 1 ", "SGB VIII ", "4.000 Euro ", "2,0 VZÄ ", "soll ", "Pla-\n", "nung ", "\u00ad", "\u00a0", "\ufb01", ". ", "\n\n", "\r\n", "2019/20 ", "Mitte 2020 ", "i. V. m. ", "(", ")"]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_every_find_points_at_its_own_words_in_the_source(text: str) -> None:
    for item in read(to_paper("a.txt", text.encode(), text, PROFILE)).items:
        assert 0 <= item.start < item.end <= len(text)
        there = text[item.start : item.end].replace("\ufb01", "fi")
        assert norm(there) == item.text, item


@settings(deadline=None)
@given(st.permutations(FINDERS), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_the_order_of_the_finders_changes_nothing(order: list[object], text: str) -> None:
    paper = to_paper("a.txt", text.encode(), text, PROFILE)
    one = sorted(repr(find) for finder in FINDERS for find in finder(paper))
    assert one == sorted(repr(find) for finder in order for find in finder(paper))  # type: ignore[operator]


@pytest.mark.parametrize(
    "stuff", ["7", "7.", "1.000", "4 ", "€", "bis ", "2 x ", "1,0 VZ", "soll, ", "eine ", "EUR ", "-"]
)
def test_a_long_run_of_anything_ends(stuff: str) -> None:
    text = stuff * (40_000 // len(stuff))
    paper = to_paper("a.txt", b"", text, PROFILE)
    for finder in FINDERS:
        assert sum(1 for _ in finder(paper)) <= len(text)
