"""The planning register of the Leipzig procedure; expected values are the domain study's, 3.3, by hand."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import icalendar
import pytest
from openpyxl import load_workbook

import planwerk
from conftest import Ran
from planwerk import shipped
from planwerk.city import City
from planwerk.errors import QueryError
from planwerk.plans import PlanChoice, PlanRow, choose_plans, to_plan_states
from planwerk.selection import to_period
from planwerk.views.plantable import plan_table

LEIPZIG = shipped.data() / "leipzig"


@pytest.fixture(scope="module")
def city() -> City:
    return planwerk.open(LEIPZIG, as_of="2020-07-01")


@pytest.fixture(scope="module")
def rows(city: City) -> list[PlanRow]:
    return city.plans()


def by_end(rows: list[PlanRow], end: str) -> PlanRow:
    return next(row for row in rows if row.iri.endswith("/" + end))


def test_the_seven_plans_have_their_numbers_dates_and_domains(rows: list[PlanRow]) -> None:
    found = {
        row.number: (row.domains[0][0][-3:], (row.dated or row.period).last)  # type: ignore[union-attr]
        for row in rows
        if row.number
    }
    assert found == {
        "RBV-1165/12": ("d05", date(2012, 12, 31)),
        "RBV-1433/12": ("d05", date(2012, 12, 31)),
        "VI-DS-04839-NF-01": ("d07", date(2017, 12, 31)),
        "DS-00077/14": ("d08", date(2014, 12, 31)),
        "RBV-1293/12": ("d09", date(2012, 7, 18)),
        "RBV-1826/13": ("d09", date(2013, 11, 21)),
        "VI-DS-03588": ("d09", date(2018, 12, 31)),  # no date of its own: the period's end
    }


def test_who_adopted_what_is_as_the_papers_show_it(rows: list[PlanRow]) -> None:
    bodies = {row.number: [adoption.body for adoption in row.adoptions] for row in rows if row.number}
    council = ["Ratsversammlung"]
    assert bodies == {
        "RBV-1165/12": council, "RBV-1433/12": council, "RBV-1293/12": council, "RBV-1826/13": council,
        "VI-DS-04839-NF-01": [None], "DS-00077/14": [], "VI-DS-03588": [],
    }  # fmt: skip


def test_only_what_has_a_real_successor_is_superseded(rows: list[PlanRow]) -> None:
    assert [row.number for row in rows if row.state == "superseded"] == ["RBV-1293/12"]
    p4 = by_end(rows, "wohnungsnotfallhilfe-2014")
    assert (p4.state, [(s.real, s.deadline) for s in p4.successors]) == ("in-force", [(False, date(2018, 9, 30))])


def test_nine_plans_are_announced_besides_the_concept_and_two_have_a_day(rows: list[PlanRow]) -> None:
    # A1 to A5 and A7 to A9 of the office, A11, and A10, the concept the council ordered
    announced = [row for row in rows if row.state == "announced"]
    assert len(announced) == 10
    assert sorted(row.next_due for row in announced if row.next_due) == [date(2018, 9, 30), date(2019, 9, 30)]


def test_a_named_plan_without_an_edition_is_listed_as_such(rows: list[PlanRow]) -> None:
    assert {row.iri.rsplit("/")[-1] for row in rows if row.state == "named"} == {
        "fachplan-wohnungsnotfallhilfe", "teilfachplan-offene-seniorenarbeit", "teilfachplaene-jugendhilfe",
    }  # fmt: skip


def test_a_law_in_the_title_is_no_legal_basis(city: City, rows: list[PlanRow]) -> None:
    # G05: no plan names its basis; SGB VIII is named for the sub-plans of d01 only
    assert [row.iri.rsplit("/")[-1] for row in rows if row.bases] == ["teilfachplaene-jugendhilfe"]
    table = plan_table(choose_plans(rows, PlanChoice(domain="d09", states=("superseded",))), city.data, "de")
    assert table.rows[0][7] == "nicht als Grundlage benannt; zitiert: AsylbLG"


def test_what_is_due_next_says_why_and_names_its_finding(city: City, rows: list[PlanRow]) -> None:
    due = {row.iri.rsplit("/")[-1]: (row.due_kind, row.finding(city.as_of)) for row in rows if row.overdue(city.as_of)}
    gaps = {gap.subjects[0].rsplit("/")[-1]: gap.id for gap in city.gaps(only=["G09"]) if gap.verdict == "gap"}
    assert due.pop("kapazitaetsbedarfsplanung-2017-18")[0] == "period-end"
    assert due == {
        "fachplan-seniorenarbeit": ("own", gaps["fachplan-seniorenarbeit"]),
        "konzept-wohnungsnotfallhilfe-neu": ("own", gaps["konzept-wohnungsnotfallhilfe-neu"]),
        "wohnungsnotfallhilfe-2014": ("successor", gaps["konzept-wohnungsnotfallhilfe-neu"]),
    }


def test_before_the_position_no_plan_is_known() -> None:
    # the plans come from the position of 2018-03-13; the one plan known before is the background's none
    earlier = planwerk.open(LEIPZIG, as_of="2018-01-01").plans()
    assert [row.number for row in earlier if row.number] == []


@pytest.mark.parametrize(
    ("choice", "numbers"),
    [
        (PlanChoice(domain="d05", states=("in-force",)), ["RBV-1165/12", "RBV-1433/12"]),
        (PlanChoice(group="wohnungsnot"), ["DS-00077/14"]),
        (PlanChoice(office="Sozialamt", period=to_period("2013")), ["RBV-1826/13"]),
        (PlanChoice(period=to_period("2020..2024")), ["VI-DS-04839-NF-01"]),
    ],
)
def test_plans_are_chosen(choice: PlanChoice, numbers: list[str], rows: list[PlanRow]) -> None:
    assert [row.number for row in choose_plans(rows, choice)] == numbers


def test_a_misspelt_name_or_status_is_refused_with_those_there_are(rows: list[PlanRow]) -> None:
    with pytest.raises(QueryError) as caught:
        choose_plans(rows, PlanChoice(office="Jugendamt"))
    assert caught.value.hint == "there are: Sozialamt"
    with pytest.raises(QueryError, match='no status "gültig"'):
        to_plan_states(["gültig"])


def test_absence_reads_as_no_evidence_and_never_as_missing(city: City, rows: list[PlanRow]) -> None:
    for lang in ("de", "en"):
        table = plan_table(city.plans(lang=lang), city.data, lang)
        text = " ".join(str(cell) for row in table.rows for cell in row)
        assert ("kein Nachweis im Datenbestand" if lang == "de" else "no evidence in the data") in text
        assert not re.search(r"fehlt|missing|Pflicht", text)


def test_json_leads_from_every_plan_to_its_places(run: Callable[..., Ran]) -> None:
    rows = json.loads(run("plans", LEIPZIG, "--as-of", "2020-07-01", "--json").stdout)
    known = [row for row in rows if row["state"] != "named"]
    assert all(row["proofs"] for row in known)
    assert next(row for row in rows if row["number"] == "RBV-1293/12")["adopted"] == [
        {
            "resolution": "Beschluss RBV-1293/12",
            "body": "Ratsversammlung",
            "dated": {"from": "2012-07-18", "to": "2012-07-18", "written": None},
        }
    ]


@pytest.mark.long
def test_every_form_is_written_and_opens(run: Callable[..., Ran], tmp_path: Path) -> None:
    for form in ("xlsx", "docx", "html", "csv", "tsv", "ics"):
        done = run("plans", LEIPZIG, "--as-of", "2020-07-01", "-o", tmp_path / f"plans.{form}")
        assert done.returncode == 0, done.stderr
    sheet = load_workbook(tmp_path / "plans.xlsx").worksheets[0]
    assert sheet.max_row == 22  # 21 plans and the headings
    paper = docx.Document(io.BytesIO((tmp_path / "plans.docx").read_bytes()))
    assert len(paper.tables[0].rows) == 22
    lines = list(csv.DictReader(io.StringIO((tmp_path / "plans.csv").read_text("utf-8"))))
    assert {line["next_due"] for line in lines} == {"", "2018-09-30", "2019-09-30", "2024-12-31", "2018-12-31"}
    events = icalendar.Calendar.from_ical((tmp_path / "plans.ics").read_bytes()).walk("VEVENT")
    # A3, A4, and the ends of P3's and P7's periods; P4's successor stands once, as A4
    assert sorted(event.decoded("dtstart").isoformat() for event in events) == [
        "2018-09-30", "2018-12-31", "2019-09-30", "2024-12-31",
    ]  # fmt: skip
