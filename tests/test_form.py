"""The form a planner fills: a city modelled without seeing Turtle, every objection with its cell, and the way back."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import office
import planwerk
from conftest import Ran
from planwerk import shipped
from planwerk.dataset import as_of, shipped_quads
from planwerk.errors import SourceError
from planwerk.filledform import filled
from planwerk.inference import infer
from planwerk.sources import sheet as reading
from planwerk.sources import wordlists
from planwerk.sources.form import SHEETS, BodyLine, Form, PlanLine
from planwerk.sources.naming import slug
from planwerk.sources.sheet import FormError, read_form
from planwerk.sources.stating import state
from planwerk.sources.stretch import to_stretch
from planwerk.sources.undertakings import MoneyLine
from planwerk.views.formsheet import form_workbook
from planwerk.workspace import Workspace, create_workspace

BASE = "https://w3id.org/planwerk/id/de-00000000/"


@pytest.fixture
def city(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "stadt", name="Musterstadt", key="00000000", kind="kreisfreie Stadt", state="SN")


def book_with(rows: dict[str, list[list[Any]]], path: Path) -> Path:
    """Fill the empty template as a person would, by the headings' names."""
    book = load_workbook(io.BytesIO(form_workbook("de")))
    for name, lines in rows.items():
        sheet = book[name]
        heads = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1]}
        for row, line in enumerate(lines[1:], start=2):
            for head, value in zip(lines[0], line, strict=True):
                sheet.cell(row, heads[head] or 1, value)
    book.save(path)
    return path


CITY: dict[str, list[list[Any]]] = {
    "Gremien und Ämter": [
        ["Name", "Art", "Handlungsfelder"],
        ["Sozialamt", "Verwaltungseinheit", "d05; d08"],
        ["Stadtrat", "Vertretungskörperschaft", None],
    ],
    "Pläne": [
        ["Titel", "Nr.", "Stand", "Datum", "Frist", "Handlungsfelder", "Zielgruppen", "zuständig", "beschlossen von", "beschlossen am", "Beschluss", "schreibt fort"],
        ["Altenhilfeplan 2012", "12/0815", "vorhanden", 2012, None, "Altenhilfe", "Ältere Menschen", "Sozialamt", "Stadtrat", "18.07.2012", "B 12", None],
        ["Altenhilfeplan neu", None, "in Arbeit", None, "Mitte 2020", "d05", None, "Sozialamt", None, None, None, "Altenhilfeplan 2012"],
    ],
    "Aufgaben": [
        ["Beschluss", "beschlossen am", "beschlossen von", "Punkt", "Inhalt", "Frist", "zuständig", "Bericht vom", "Stand laut Bericht", "Bericht"],
        ["B 19/1", date(2019, 5, 2), "Stadtrat", 1, "Bericht zur Lage vorlegen", "Ende 2019", "Sozialamt", date(2019, 9, 1), "in Arbeit", "Entwurf liegt vor"],
    ],
}  # fmt: skip
UNDERTAKINGS: dict[str, list[list[Any]]] = {
    **CITY,
    "Aufgaben": [
        ["Beschluss", "beschlossen am", "beschlossen von", "Punkt", "Inhalt", "Frist", "zuständig", "zu beteiligen", "erledigt durch"],
        ["B 19/1", date(2019, 5, 2), "Stadtrat", 1, "Fachtag abhalten", "Ende 2019", "Sozialamt", "Freie Träger; Einwohnerinnen und Einwohner", "Fachtag Alter"],
    ],
    "Veranstaltungen": [
        ["Titel", "Stand", "gehalten am", "beteiligte Gruppen", "Teilnehmende", "Ort", "Ergebnisse fließen in"],
        ["Fachtag Alter", "durchgeführt", "05.11.2019", "Freie Träger", 70, "Rathaus", "Altenhilfeplan neu"],
    ],
    "Verfahren": [
        ["Titel", "Art", "zuständig", "begleitet"],
        ["Jahresbericht Altenhilfe", "Controlling", "Sozialamt", "Altenhilfeplan 2012"],
    ],
    "Mittel": [
        ["Bezeichnung", "Betrag (Euro)", "Haushaltsjahre", "Stand", "für", "verfügt darüber", "Haushaltsposition"],
        ["Fachtag", "4.000,50 Euro", 2019, "bewilligt", "Fachtag Alter", "Sozialamt", "31.5.1"],
        ["Altenhilfe 2019", 65000, "2019; 2020", "geplant", "Altenhilfeplan 2012", "Sozialamt", "31.5.1"],
    ],
}  # fmt: skip


def test_tried_as_a_new_user_would(city: Workspace, tmp_path: Path, run: Callable[..., Ran]) -> None:
    made = run("template", "-o", tmp_path / "form.xlsx")
    assert made.returncode == 0, made.stderr
    form = book_with(CITY, tmp_path / "unsere-stadt.xlsx")
    taken = run("import", "sheet", city.folder, form)
    assert taken.returncode == 0, taken.stdout + taken.stderr
    assert "Pläne 2" in taken.stderr and (city.folder / "curated" / "unsere-stadt.trig").is_file()
    control = json.loads(run("control", city.folder, "--as-of", "2099-01-01", "--json").stdout)
    assert [(row["deadline"], row["status"], row["responsible"]) for row in control] == [
        ("2019-12-31", "overdue", "Sozialamt")
    ]
    plans = json.loads(run("plans", city.folder, "--as-of", "2099-01-01", "--json").stdout)
    assert [(plan["title"], plan["state"], plan["next_due"]) for plan in plans] == [
        ("Altenhilfeplan 2012", "in-force", "2020-06-30"), ("Altenhilfeplan neu", "announced", "2020-06-30"),
    ]  # fmt: skip
    assert plans[0]["adopted"][0]["body"] == "Stadtrat"
    gaps = json.loads(run("gaps", city.folder, "--as-of", "2099-01-01", "--only", "G09", "--json").stdout)
    # nobody says that the office stated it, so no document of the responsible office is at hand
    assert [(gap["subjects"][0].rsplit("/")[-1], gap["verdict"]) for gap in gaps] == [
        ("altenhilfeplan-neu", "not_decidable")
    ]


def test_a_form_among_the_curated_files_is_built_as_it_is(city: Workspace, run: Callable[..., Ran]) -> None:
    book_with(CITY, city.folder / "curated" / "form.xlsx")
    refused = run("build", city.folder)
    assert refused.returncode == 2 and "bekannt seit" in refused.stderr  # a file says itself from when it is known
    book = load_workbook(city.folder / "curated" / "form.xlsx")
    book["Angaben"]["B1"], book["Angaben"]["B2"] = date(2020, 1, 1), "Sozialamt"
    book.save(city.folder / "curated" / "form.xlsx")
    assert run("build", city.folder).returncode == 0
    seen = planwerk.open(city.folder, as_of="2020-07-01")
    assert len(seen.plans()) == 2 and planwerk.open(city.folder, as_of="2019-12-31").plans() == []
    proofs = [gap.evidence[0].locator for gap in seen.gaps(only=["G09"]) if gap.verdict == "gap"]
    assert proofs == ["form.xlsx, Pläne"]


def test_a_small_city_with_events_processes_and_money_wants_no_turtle(
    city: Workspace, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    taken = run("import", "sheet", city.folder, book_with(UNDERTAKINGS, tmp_path / "stadt.xlsx"))
    assert taken.returncode == 0, taken.stdout + taken.stderr
    assert "Veranstaltungen 1, Verfahren 1, Mittel 2" in taken.stderr
    seen = planwerk.open(city.folder, as_of="2099-01-01")
    assert [(row.state, row.proof_day) for row in seen.control()] == [("done", date(2019, 11, 5))]

    def judged(check: str) -> dict[str, str]:
        return {gap.subjects[0].rsplit("/")[-1]: gap.verdict for gap in seen.gaps(only=[check])}

    # the wording wanted residents too, and the event has providers alone (definition of G16)
    assert judged("G16") == {"b-19-1-2019-05-02-1": "gap"}
    # the yearly report is a standing controlling of the plan (definition of G24)
    assert judged("G24")["altenhilfeplan-2012"] == "ok"
    # the money for the meeting names no plan, that of 2019 and 2020 does (definition of G23)
    assert judged("G23") == {"fachtag": "gap", "altenhilfe-2019": "ok"}
    amounts = seen.query("SELECT ?n WHERE { ?m <https://w3id.org/planwerk/ns#amount> ?n } ORDER BY ?n").rows
    assert [str(row[0]) for row in amounts] == ["4000.5", "65000"]


# Objections: all of them, each with sheet, row and column


def test_every_objection_names_sheet_row_and_column(tmp_path: Path, city: Workspace, run: Callable[..., Ran]) -> None:
    rows: dict[str, list[list[Any]]] = {
        "Gremien und Ämter": [["Name", "Art"], ["Sozialamt", "Verwaltungseinheit"]],
        "Pläne": [
            ["Titel", "Stand", "Datum", "Handlungsfelder", "zuständig"],
            ["Plan A", "vorhandn", "irgendwann", "d05; d77", "Sozialamt"],
            [None, "vorhanden", None, None, None],
            ["Plan C", "vorhanden", None, None, None],
        ],
    }
    done = run("import", "sheet", city.folder, book_with(rows, tmp_path / "f.xlsx"))
    assert done.returncode == 1
    said = [(p["sheet"], p["row"], p["column"]) for p in json.loads(done.stdout)]
    assert said == [
        ("Pläne", 2, "Stand"),
        ("Pläne", 2, "Datum"),
        ("Pläne", 2, "Handlungsfelder"),
        ("Pläne", 3, "Titel"),
    ]
    assert "4 problems; nothing was taken in" in done.stderr
    assert "vorhanden" in json.loads(done.stdout)[0]["message"]
    assert list((city.folder / "curated").iterdir()) == []


def test_a_name_in_no_sheet_is_objected_to_with_the_nearest(tmp_path: Path) -> None:
    rows: dict[str, list[list[Any]]] = {
        "Gremien und Ämter": [["Name", "Art"], ["Sozialamt", "Verwaltungseinheit"]],
        "Pläne": [["Titel", "Stand", "zuständig"], ["Plan A", "vorhanden", "Sozialmat"], ["Plan A", "vorhanden", None]],
        "Beziehungen": [["von", "Beziehung", "zu"], ["Plan A", "hängt ab von", "Plan X"]],
    }
    form, _ = read_form(book_with(rows, tmp_path / "f.xlsx"))
    with pytest.raises(FormError) as caught:
        state(form, tmp_path / "f.xlsx", base=BASE, digest="0" * 64, today=date(2020, 1, 1))
    said = {(p.sheet, p.row, p.column, p.message) for p in caught.value.problems}
    assert said == {
        ("Pläne", 2, "zuständig", "steht nicht im Blatt Gremien und Ämter; gemeint: Sozialamt?"),
        ("Pläne", 3, "Titel", "steht schon in Zeile 2; eine eigene Kennung unterscheidet zwei gleichen Namens"),
        ("Beziehungen", 2, "zu", "steht nicht im Blatt Pläne; gemeint: Plan A?"),
    }


def test_sums_years_and_purposes_that_cannot_be_are_objected_to(tmp_path: Path) -> None:
    rows: dict[str, list[list[Any]]] = {
        "Mittel": [
            ["Bezeichnung", "Betrag (Euro)", "Haushaltsjahre"],
            ["a", "4,000", 2019], ["b", "rund 4.000", 2019], ["c", -5, 2019], ["d", 5, "demnächst"],
        ],
    }  # fmt: skip
    with pytest.raises(FormError) as caught:
        read_form(book_with(rows, tmp_path / "f.xlsx"))
    said = [(p.row, p.column) for p in caught.value.problems]  # 4,000 is four thousand in English and four in German
    assert said == [(2, "Betrag (Euro)"), (3, "Betrag (Euro)"), (4, "Betrag (Euro)"), (5, "Haushaltsjahre")]
    lost = {"Mittel": [["Bezeichnung", "für"], ["a", "Fachtag Alter"]]}
    form, _ = read_form(book_with(lost, tmp_path / "g.xlsx"))
    with pytest.raises(FormError) as caught:
        state(form, tmp_path / "g.xlsx", base=BASE, digest="0" * 64, today=date(2020, 1, 1))
    assert caught.value.problems[0].message == "steht nicht im Blatt Pläne oder Veranstaltungen oder Verfahren"


def test_messages_come_in_english_too(tmp_path: Path) -> None:
    rows = {"Pläne": [["Titel", "Stand", "Datum"], ["Plan A", "vorhanden", "32.01.2019"]]}
    with pytest.raises(FormError) as caught:
        read_form(book_with(rows, tmp_path / "f.xlsx"), "en")
    assert [(p.sheet, p.row, p.column) for p in caught.value.problems] == [("Pläne", 2, "Date")]
    assert caught.value.problems[0].message.startswith("no time; such as")


def test_an_unknown_column_or_sheet_is_not_passed_over(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(form_workbook("de")))
    book["Pläne"]["A1"] = "Tittel"
    book.create_sheet("Notizen").append(["x"])
    book.save(tmp_path / "f.xlsx")
    with pytest.raises(FormError) as caught:
        read_form(tmp_path / "f.xlsx")
    assert caught.value.problems[0].column == "Tittel" and "Titel" in caught.value.problems[0].message
    book["Pläne"]["A1"] = "Titel"
    book.save(tmp_path / "f.xlsx")
    assert read_form(tmp_path / "f.xlsx")[1] == ["Notizen"]


def test_a_curated_file_made_by_hand_is_never_replaced(
    city: Workspace, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    form = book_with(CITY, tmp_path / "form.xlsx")
    assert run("import", "sheet", city.folder, form).returncode == 0
    assert run("import", "sheet", city.folder, form).returncode == 2
    assert run("import", "sheet", city.folder, form, "--replace").returncode == 0
    (city.folder / "curated" / "form.trig").write_text("# by hand\n", "utf-8")
    done = run("import", "sheet", city.folder, form, "--replace")
    assert done.returncode == 2 and "not made from a form" in done.stderr


# The way back


def again(form: Form) -> Form:
    quads = state(form, Path("form.xlsx"), base=BASE, digest="0" * 64, today=date(2020, 1, 1))
    return filled(infer(as_of([*shipped_quads(), *quads], date(2099, 1, 1)), BASE), BASE)


@pytest.mark.parametrize(
    ("name", "counts"),  # of events, processes and money, counted in the curated files
    [("leipzig", (8, 8, 5)), ("musterstadt", (3, 4, 11)), ("nebenstadt", (1, 1, 1)), ("leipzig-umfeld", (9, 8, 5))],
)
def test_a_city_exported_and_imported_is_the_same_form(name: str, counts: tuple[int, ...], tmp_path: Path) -> None:
    seen = planwerk.open(shipped.data() / name, as_of="2020-07-01")
    form = filled(seen.data, seen.workspace.base)
    assert (len(form.events), len(form.processes), len(form.money)) == counts
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(form_workbook("de", form))
    back, unread = read_form(path)
    assert (back, unread) == (form, [])
    base = seen.workspace.base
    quads = state(back, path, base=base, digest="0" * 64)
    other = filled(infer(as_of([*shipped_quads(), *quads], date(2020, 7, 1)), base), base)
    assert other == form


def test_the_control_table_survives_the_way_through_the_form(tmp_path: Path, run: Callable[..., Ran]) -> None:
    form = tmp_path / "form.xlsx"
    run("template", shipped.data() / "leipzig", "--as-of", "2020-07-01", "-o", form)
    copy = create_workspace(tmp_path / "copy", name="Leipzig", key="14713000", kind="kreisfreie Stadt", state="SN")
    taken = run("import", "sheet", copy.folder, form)
    assert taken.returncode == 0, taken.stdout + taken.stderr
    for day in ("2018-09-19", "2019-12-31", "2020-07-01"):  # before and after what was reported and done
        assert control_on(day, shipped.data() / "leipzig", run) == control_on(day, copy.folder, run) != []


def control_on(day: str, folder: Path, run: Callable[..., Ran]) -> list[dict[str, Any]]:
    said = json.loads(run("control", folder, "--as-of", day, "--json").stdout)
    return [
        {key: row[key] for key in ("point", "deadline", "status", "last_report", "delay", "responsible")}
        for row in said
    ]


words = (
    st.text(st.sampled_from("aäößbcdeAB =-@'1/.„“"), min_size=1, max_size=25)
    .map(str.strip)
    .filter(lambda t: slug(t) and len(t) > 0)
)
times = st.sampled_from(
    list(
        map(
            to_stretch,
            ["18.07.2012", "12.2017", "2012", "III. Quartal 2019", "1. Halbjahr 2019", "Mitte 2020", "2017 bis 2024"],
        )
    )
)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    names = draw(st.lists(words, min_size=1, max_size=3, unique_by=slug))
    titles = draw(
        st.lists(words.filter(lambda t: slug(t) not in map(slug, names)), min_size=1, max_size=4, unique_by=slug)
    )
    domains = sorted(wordlists.choices("domain").values())
    some_body = st.sampled_from(names)
    day = st.dates(date(2000, 1, 1), date(2025, 1, 1))
    kinds, statuses = sorted(wordlists.choices("body").values()), sorted(wordlists.choices("plan-status").values())
    bodies = tuple(
        BodyLine(name=n, kind=draw(st.sampled_from(kinds)), providers=draw(st.booleans()), known_from=draw(day))
        for n in sorted(names)
    )
    plans = tuple(
        PlanLine(
            title=title, status=draw(st.sampled_from(statuses)), dated=draw(times | st.none()), due=draw(times | st.none()),
            domains=tuple(sorted(draw(st.sets(st.sampled_from(domains), max_size=2)))), office=draw(some_body | st.none()), known_from=draw(day),
        )
        for title in sorted(titles)
    )  # fmt: skip
    money = tuple(
        MoneyLine(
            title=title, amount=draw(st.decimals(0, 10**9, places=2) | st.none()), per_year=False,
            years=tuple(sorted(draw(st.sets(st.integers(1990, 2040), max_size=3)))), office=draw(some_body | st.none()),
            serves=draw(st.sampled_from(sorted(titles)) | st.none()), known_from=draw(day),
        )
        for title in draw(st.lists(words, max_size=2, unique_by=slug))
    )  # fmt: skip
    return Form(bodies=bodies, plans=plans, money=tuple(sorted(money, key=lambda line: slug(line.title))))


@given(forms())
@settings(max_examples=15, deadline=None)
def test_any_form_survives_statements_and_the_workbook(form: Form) -> None:
    assert again(form) == form


def test_text_that_looks_like_a_formula_survives_and_stays_text(tmp_path: Path) -> None:
    form = Form(bodies=(BodyLine(name="=HYPERLINK(A1)", kind="Beirat", known_from=date(2020, 1, 1)),))
    path = tmp_path / "f.xlsx"
    path.write_bytes(form_workbook("de", form))
    assert load_workbook(path)["Gremien und Ämter"]["A2"].data_type == "s"
    assert read_form(path)[0] == form


# CSV and ODS


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-8")]
)
def test_csv_as_programs_write_it(delimiter: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "plaene.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(
            [["Titel", "Stand", "Datum", "bekannt seit"], ["Plan für Ältere", "vorhanden", "2012", "01.02.2020"]]
        )
    (plan,) = read_form(path)[0].plans
    assert (plan.title, plan.known_from) == ("Plan für Ältere", date(2020, 2, 1))
    assert plan.dated == to_stretch("2012")


def test_ods_from_libreoffice_reads_as_the_workbook(tmp_path: Path) -> None:
    form = book_with(CITY, tmp_path / "form.xlsx")
    office.converted(form, tmp_path, "ods")
    assert read_form(tmp_path / "form.ods")[0] == read_form(form)[0]


# Hostile files


def test_a_zip_bomb_is_refused_before_it_is_unpacked_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_UNPACKED", 1_000_000)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 5_000_000)
    with pytest.raises(SourceError, match="too large"):
        read_form(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\x00" * 100, b"<html>"])
def test_what_is_no_workbook_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    path.write_bytes(content)
    with pytest.raises(SourceError, match="cannot be read"):
        read_form(path)


def test_more_rows_than_a_form_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 10)
    book = Workbook()
    sheet = book.create_sheet("Pläne")
    for _ in range(20):
        sheet.append(["Titel"])
    book.save(tmp_path / "f.xlsx")
    with pytest.raises(SourceError, match="too large"):
        read_form(tmp_path / "f.xlsx")


def test_a_workbook_of_something_else_says_what_is_wanted(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("Umsatz").append(["x"])
    book.save(tmp_path / "f.xlsx")
    with pytest.raises(SourceError, match="holds none of the form's sheets"):
        read_form(tmp_path / "f.xlsx")


# The template


def test_the_template_has_drop_downs_help_and_stars(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(form_workbook("de")))
    assert book.sheetnames == [
        "Hilfe",
        "Angaben",
        "Gremien und Ämter",
        "Pläne",
        "Rechtsgrundlagen",
        "Vorlagen",
        "Aufgaben",
        "Beziehungen",
        "Veranstaltungen",
        "Verfahren",
        "Mittel",
        "Listen",
    ]
    plans = book["Pläne"]
    assert [cell.value for cell in plans[1]][:3] == ["Titel *", "Nr.", "Stand *"]
    lists = {str(rule.sqref): rule.formula1 for rule in plans.data_validations.dataValidation if rule.type == "list"}
    assert lists["C2:C1000"].startswith("'Listen'!$")
    assert lists["I2:I1000"] == "'Gremien und Ämter'!$A$2:$A$1000"
    assert form_workbook("en") == form_workbook("en")


def test_every_column_has_help_in_both_languages() -> None:
    for kind in SHEETS:
        for heading in kind.headings().values():
            assert heading.de and heading.en and heading.help_de and heading.help_en


def test_libreoffice_opens_the_template(tmp_path: Path) -> None:
    text = office.as_text(form_workbook("de"), "form.xlsx", tmp_path, "csv:Text - txt - csv (StarCalc):44,34,76")
    assert "planwerk import sheet" in text


def test_an_empty_form_piped_in_is_in_order(run: Callable[..., Ran], city: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(form_workbook("en"))
    done = run("import", "sheet", city.folder, path, "--check", "--lang", "en")
    assert done.returncode == 0 and "Plans 0" in done.stderr
