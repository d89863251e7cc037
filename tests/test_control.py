"""The Beschlusskontrolle of the Leipzig procedure, row by row; expected values are the domain study's, by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import planwerk
from planwerk import shipped
from planwerk.control import ControlRow
from planwerk.views.controltable import control_table
from planwerk.views.table import to_csv


def rows(day: str, lang: str = "de") -> list[ControlRow]:
    return planwerk.open(shipped.data() / "leipzig", as_of=day).control(lang=lang)


def test_one_row_per_adopted_point_and_none_for_the_motion_s() -> None:
    found = rows("2020-07-01")
    assert [(r.number, r.point_number, r.deadline, r.state, r.delay, r.last_report) for r in found] == [
        ("VI-A-05385", 1, date(2020, 6, 30), "overdue", 1, date(2020, 1, 31)),
        ("VI-A-05385", 2, date(2019, 12, 31), "done", None, date(2020, 1, 31)),
        ("VI-A-05385", 3, date(2019, 12, 31), "overdue", 183, None),
    ]
    assert {r.decided for r in found} == {date(2018, 9, 19)}


def test_who_must_act_is_what_the_wording_names() -> None:
    assert [r.responsible for r in rows("2020-07-01")] == ["Oberbürgermeister", None, None]


def test_before_the_decision_there_is_nothing_to_control() -> None:
    assert rows("2018-09-18") == []


def test_on_the_day_of_the_decision_everything_is_open_and_nothing_is_late() -> None:
    assert [(r.state, r.delay, r.status) for r in rows("2018-09-19")] == [("open", None, None)] * 3


def test_the_first_report_says_in_progress_and_names_the_fourth_quarter() -> None:
    found = rows("2019-03-01")
    assert [r.status for r in found] == ["in Arbeit", "in Arbeit", None]
    assert found[1].planned == date(2019, 12, 31)


def test_the_forum_is_proven_by_the_event() -> None:
    done = rows("2020-01-31")[1]
    assert (done.proof, done.state) == ("Forum Sozialplanung", "done")


def test_every_row_leads_to_its_places() -> None:
    for row in rows("2020-07-01"):
        assert row.evidence
        assert all(e.start is not None for e in row.evidence)


def test_the_quote_is_shown_where_a_copy_is_at_hand(corpus: Path) -> None:
    assert all(e.quote for row in rows("2020-07-01") for e in row.evidence)


def test_the_table_has_the_columns_councils_asked_for_in_both_languages() -> None:
    city = planwerk.open(shipped.data() / "leipzig", as_of="2020-07-01")
    german = control_table(city.control(), city.data, "de")
    assert [c.title for c in german.columns] == [
        "Nr.", "Antragsteller", "Beschlussdatum", "Punkt", "Inhalt", "Frist (norm.)", "Stand", "zuständig",
        "letzter Bericht", "Verzug (Tage)", "Begründung/Beleg", "nächster Schritt",
    ]  # fmt: skip
    english = control_table(city.control(lang="en"), city.data, "en")
    assert english.title == "Resolution control"
    assert b"4,000 euro" in to_csv(english)
    assert b"4.000 Euro" in to_csv(german)
    assert german.notes == ("Stichtag 01.07.2020; jüngste Quelle: 31.01.2020",)


def test_an_edition_fulfils_on_its_day_and_a_report_on_none() -> None:
    # data/musterstadt: the plan of 2016/0417, point 1, is of 2019-01-31 or later and was due in mid-2018; that the money
    # of point 3 was there, only the report of 2020-01-31 tells
    found = planwerk.open(shipped.data() / "musterstadt", as_of="2022-12-31").control()
    states = {(row.number, row.point_number): (row.state, row.delay is not None) for row in found}
    assert states["2016/0417", 1] == ("late", True)
    assert states["2016/0417", 3] == ("done", False)
