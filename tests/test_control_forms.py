"""The Beschlusskontrolle as planners carry it away: columns, filters, DOCX, calendar, links to the proofs."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote

import docx
import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

import office
import planwerk
from conftest import Ran
from planwerk import shipped
from planwerk.city import City
from planwerk.control import Choice, ControlRow, choose, planning_domains, to_states
from planwerk.errors import PlanwerkError, QueryError
from planwerk.selection import to_period
from planwerk.sources.form import BodyLine, Form, TaskLine
from planwerk.views.calendar import Deadline, to_calendar
from planwerk.views.controlprofile import profiles, read_profile
from planwerk.views.controltable import CELLS, control_calendar, control_table
from planwerk.views.formsheet import form_workbook
from planwerk.views.page import to_html
from planwerk.views.spreadsheet import xlsx
from planwerk.views.table import Column, Link, Table, plain, safe_href
from planwerk.views.word import docx_table
from planwerk.workspace import create_workspace
from sample_tables import HOSTILE

LEIPZIG = str(shipped.data() / "leipzig")


@pytest.fixture(scope="module")
def city() -> City:
    return planwerk.open(shipped.data() / "leipzig", as_of="2020-07-01")


@pytest.fixture(scope="module")
def rows(city: City) -> list[ControlRow]:
    return city.control()


def table_of(rows: list[ControlRow], city: City, columns: str = "default") -> Table:
    return control_table(rows, city.data, "de", profile=read_profile(columns, known=set(CELLS)))


# Columns: what the four councils asked for is in domain study 2.2, one row each


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ("erfurt", {"stage", "deadline", "responsible", "reason"}),  # status with date and office, reason of delay
        ("dortmund", {"mover", "deadline", "state"}),  # the RIS's own, and who moved it, deadline, status
        ("hagen", {"mover", "decided", "topic", "state", "reason", "responsible"}),
        ("cottbus", {"number", "decided", "content", "steps", "fulfilment", "next_step", "next_date"}),
        ("muenchen", {"controlled"}),  # each resolution says whether it is followed up
    ],
)
def test_a_council_gets_the_columns_it_asked_for(columns: str, wanted: set[str]) -> None:
    assert wanted <= {column.key for column in read_profile(columns, known=set(CELLS)).columns}


def test_every_shipped_profile_has_both_languages(city: City, rows: list[ControlRow]) -> None:
    for name in profiles():
        profile = read_profile(name, known=set(CELLS))
        for lang in ("de", "en"):
            assert profile.title[lang]
            assert all(column.headings[lang] for column in profile.columns)
            assert control_table(rows, city.data, lang, profile=profile).rows


def test_in_erfurt_what_is_done_is_reported_once_and_then_counted(city: City, rows: list[ControlRow]) -> None:
    # The forum was reported as held on 2020-01-31; a quarter (92 days) later is 2020-05-02.
    table = table_of(rows, city, "erfurt")
    assert [row[2] for row in table.rows] == [1, 3]
    assert "nicht mehr aufgeführt, da vor mehr als 92 Tagen als erfüllt berichtet: 1" in table.notes
    earlier = planwerk.open(shipped.data() / "leipzig", as_of="2020-05-02")
    assert [row[2] for row in table_of(earlier.control(), earlier, "erfurt").rows] == [1, 2, 3]


def test_in_cottbus_the_steps_have_their_days_and_the_whole_its_fulfilment(city: City, rows: list[ControlRow]) -> None:
    first = dict(
        zip(
            [c.key for c in table_of(rows, city, "cottbus").columns],
            table_of(rows, city, "cottbus").rows[1],
            strict=True,
        )
    )
    assert str(first["steps"]).startswith(
        "01.03.2019 in Arbeit: Forum wird für das IV. Quartal 2019 vorbereitet (geplant bis 31.12.2019)"
    )
    assert first["fulfilment"] == "1 von 3 Punkten erfüllt"


MUENCHEN = """Landeshauptstadt München
Sitzungsvorlage Nr. 14-20 / V 09999
Beschluss des Sozialausschusses vom 12.07.2018 (SB)

II. Antrag der Referentin
1. Das Sozialreferat legt bis Ende 2019 ein Konzept zur offenen Altenhilfe vor.
2. Dieser Beschluss unterliegt {}der Beschlussvollzugskontrolle.
"""


@pytest.mark.parametrize(("nicht", "flag"), [("", True), ("nicht ", False)])
def test_in_muenchen_a_paper_says_whether_its_resolution_is_followed_up(
    nicht: str, flag: bool, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    place = create_workspace(tmp_path / "m", name="München", key="09162000", kind="kreisfreie Stadt", state="BY")
    (place.folder / "papers" / "vorlage.txt").write_text(MUENCHEN.format(nicht), "utf-8")
    assert run("build", place.folder).returncode == 0
    seen = planwerk.open(place.folder)
    said = seen.query("SELECT ?s ?flag WHERE { ?s <https://w3id.org/planwerk/ns#subjectToControl> ?flag }").rows
    assert [(str(subject).rsplit("/")[-1], found) for subject, found in said] == [("14-20-v-09999-2018-07-12", flag)]


def test_the_flag_of_a_form_is_a_column_of_the_table(tmp_path: Path, run: Callable[..., Ran]) -> None:
    place = create_workspace(tmp_path / "m", name="München", key="09162000", kind="kreisfreie Stadt", state="BY")
    task = TaskLine(
        resolution="B 1",
        decided_on=date(2018, 7, 12),
        body="Stadtrat",
        point=1,
        content="Konzept vorlegen",
        controlled=False,
    )
    form = Form(bodies=(BodyLine(name="Stadtrat", kind="Council"),), tasks=(task,))
    (tmp_path / "form.xlsx").write_bytes(form_workbook("de", form))
    taken = run("import", "sheet", place.folder, tmp_path / "form.xlsx")
    assert taken.returncode == 0, taken.stdout + taken.stderr
    (row,) = json.loads(run("control", place.folder, "--columns", "muenchen", "--json").stdout)
    assert row["controlled"] == "nein"
    # Leipzig's resolution says nothing of it, which is neither yes nor no
    rows = json.loads(run("control", LEIPZIG, "--as-of", "2020-07-01", "--columns", "muenchen", "--json").stdout)
    assert {row["controlled"] for row in rows} == {"nicht gesagt"}


def test_a_workspace_can_have_a_profile_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "columns").mkdir()
    own = tmp_path / "columns" / "unsere.toml"
    own.write_text('title.de = "Unsere"\n[[columns]]\nkey = "content"\nde = "Was"\n', "utf-8")
    profile = read_profile("unsere", known=set(CELLS), folder=tmp_path)
    assert (profile.title["en"], profile.columns[0].headings["en"]) == ("Unsere", "Was")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "names no columns"),
        ('[[columns]]\nkey = "wer"\nde = "Wer"', 'column 1 has the unknown key "wer"'),
        ('[[columns]]\nkey = "mover"', "column mover has no heading"),
        ('[[columns]]\nkey = "mover"\nde = "a"\nwidth = 500', "no width between 3 and 120"),
        ('[[columns]]\nkey = "mover"\nde = "a"\n[[columns]]\nkey = "mover"\nde = "b"', "names a column twice"),
        ('done_shown_days = "92"\n[[columns]]\nkey = "mover"\nde = "a"', "done_shown_days is no number of days"),
        ("title = [", "cannot be read"),
    ],
)
def test_a_profile_that_is_wrong_says_where(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(PlanwerkError, match=re.escape(message)) as caught:
        read_profile(str(path), known=set(CELLS))
    assert "own.toml" in caught.value.message


def test_a_profile_that_is_not_there_suggests_the_nearest() -> None:
    with pytest.raises(PlanwerkError) as caught:
        read_profile("erfuhrt", known=set(CELLS))
    assert caught.value.hint == "did you mean erfurt?"


# Filters


@pytest.mark.parametrize(
    ("choice", "points"),
    [
        (Choice(committee="ratsversammlung"), [1, 2, 3]),
        (Choice(office="Oberbürgermeister"), [1]),
        (Choice(states=("overdue",)), [1, 3]),
        (Choice(period=to_period("2018")), [1, 2, 3]),
        (Choice(period=to_period("2019..2020")), []),
    ],
)
def test_rows_are_chosen(choice: Choice, points: list[int], rows: list[ControlRow]) -> None:
    assert [row.point_number for row in choose(rows, choice)] == points


def test_a_domain_is_found_by_notation_or_name(rows: list[ControlRow]) -> None:
    # No point of the Leipzig resolution has a single domain; here the first is given one.
    marked = [
        replace(rows[0], domains=(("https://w3id.org/planwerk/concept/domain/d05", "Senioren und Altenhilfe"),)),
        *rows[1:],
    ]
    assert choose(marked, Choice(domain="d05")) == choose(marked, Choice(domain="senioren")) == marked[:1]


def test_a_name_that_fits_nothing_is_refused_with_those_there_are(rows: list[ControlRow]) -> None:
    with pytest.raises(QueryError, match='no row has a committee "Sozialausschuss"') as caught:
        choose(rows, Choice(committee="Sozialausschuss"))
    assert caught.value.hint == "there are: Ratsversammlung"


def test_a_point_for_every_domain_is_there_for_each_and_says_why(
    city: City, rows: list[ControlRow], run: Callable[..., Ran], tmp_path: Path
) -> None:
    # The money of point 3 is for the forum, which is for every field (domain study 3.3, R3).
    domains = planning_domains(city.data)
    assert [row.point_number for row in choose(rows, Choice(domain="d05"), domains=domains)] == [3]
    with pytest.raises(QueryError, match='no row has a domain "d77"'):
        choose(rows, Choice(domain="d77"), domains=domains)
    path = tmp_path / "c.html"
    run("control", LEIPZIG, "--as-of", "2020-07-01", "--domain", "d05", "-o", str(path))
    page = path.read_text("utf-8")
    assert "Auswahl: Handlungsfeld d05 (1 von 3 Punkten)" in page
    assert "dabei, da für alle Handlungsfelder: VI-A-05385 Punkt 3" in page


def test_a_point_without_a_deadline_is_not_told_to_wait_for_one() -> None:
    # data/musterstadt, 2016/0417-Ä1 point 4: the advisory board takes part, and no day is said
    seen = planwerk.open(shipped.data() / "musterstadt", as_of="2020-07-01")
    table = control_table(seen.control(), seen.data, "de")
    steps = [row[-1] for row in table.rows if row[table.place_of("deadline")] is None]
    assert steps == ["Sachstand erbitten; ohne Frist beschlossen"] * 2


@pytest.mark.parametrize("columns", profiles())
def test_no_colour_says_what_no_cell_says(columns: str) -> None:
    # Musterstadt has points that are fulfilled, fulfilled late, overdue and open.
    seen = planwerk.open(shipped.data() / "musterstadt", as_of="2020-07-01")
    rows = seen.control()
    wanted = {"done": "done", "late": "done", "overdue": "overdue", "open": "open"}
    for lang in ("de", "en"):
        profile = replace(read_profile(columns, known=set(CELLS)), done_shown_days=None)
        table = control_table(seen.control(lang=lang), seen.data, lang, profile=profile)
        assert table.marks == tuple(wanted[row.state] for row in rows)
    nothing = replace(profile, columns=profile.columns[:1])
    assert set(control_table(rows, seen.data, "de", profile=nothing).marks) == {None}


def test_what_is_no_status_or_period_is_refused() -> None:
    with pytest.raises(QueryError, match='no status "offen"'):
        to_states(["offen"])
    for text in ("neulich", "2019..2018", "2018-13-01"):
        with pytest.raises(QueryError, match="period"):
            to_period(text)


def test_a_selection_is_said_in_the_notes(run: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "c.html"
    run("control", LEIPZIG, "--as-of", "2020-07-01", "--status", "overdue", "-o", str(path))
    assert "Auswahl: Stand überfällig (2 von 3 Punkten)" in path.read_text("utf-8")


# What leads back to the data


def test_json_leads_back_to_task_finding_and_places(run: Callable[..., Ran]) -> None:
    rows = json.loads(run("control", LEIPZIG, "--as-of", "2020-07-01", "--json").stdout)
    assert [(row["status"], row["finding"]) for row in rows] == [
        ("overdue", "G11-8bf5c59c"), ("done", None), ("overdue", "G11-6c0d6ecd"),
    ]  # fmt: skip
    gaps = json.loads(run("gaps", LEIPZIG, "--as-of", "2020-07-01", "--only", "G11", "--json").stdout)
    assert {row["finding"] for row in rows} - {None} <= {gap["id"] for gap in gaps}
    assert all(proof["start"] < proof["end"] for row in rows for proof in row["proofs"])


def test_the_first_cell_leads_to_the_row_s_proofs_in_every_form(city: City, rows: list[ControlRow]) -> None:
    table = table_of(rows, city)
    assert table.annex is not None
    first = table.rows[2][0]
    assert isinstance(first, Link)
    number = int(first.href.removeprefix("#row-"))
    assert table.annex.rows[number - 1][2] == 3  # the third point's own proof
    book = load_workbook(io.BytesIO(xlsx(table)))
    assert book.worksheets[0]["A4"].hyperlink.location == f"'Belege'!A{number + 1}"
    assert book["Belege"].cell(number + 1, 3).value == 3
    assert f'<a href="#row-{number}"' in to_html(table) and f'id="row-{number}"' in to_html(table)
    paper = docx.Document(io.BytesIO(docx_table(table)))
    xml = paper.element.xml
    assert f'w:anchor="row_{number}"' in xml and f'w:name="row_{number}"' in xml


def test_the_annex_has_the_wording_where_a_copy_is_at_hand(corpus: Path) -> None:
    city = planwerk.open(shipped.data() / "leipzig", as_of="2020-07-01")
    annex = table_of(city.control(), city).annex
    assert annex is not None
    quotes = [row[-2] for row in annex.rows]
    assert quotes and "keine Abschrift des Textes zur Hand" not in quotes


# DOCX


def test_a_docx_prints_as_a_committee_gets_it(city: City, rows: list[ControlRow]) -> None:
    paper = docx.Document(io.BytesIO(docx_table(table_of(rows, city))))
    section = paper.sections[0]
    assert section.page_width is not None and section.page_height is not None
    assert section.page_width > section.page_height
    first = paper.tables[0]
    assert [cell.text for cell in first.rows[0].cells][:2] == ["Nr.", "Antragsteller"]
    assert "w:tblHeader" in first.rows[0]._tr.xml
    assert [cell.text for cell in first.columns[5].cells][1:] == ["30.06.2020", "31.12.2019", "31.12.2019"]
    text = [paragraph.text for paragraph in paper.paragraphs]
    assert "Stichtag 01.07.2020; jüngste Quelle: 31.01.2020" in text
    assert any(line.startswith("Farben: ") for line in text)
    foot = section.footer.paragraphs[0]._p.xml
    assert "PAGE" in foot and "NUMPAGES" in foot


def test_the_same_table_gives_the_same_docx(city: City, rows: list[ControlRow]) -> None:
    assert docx_table(table_of(rows, city)) == docx_table(table_of(rows, city))


@pytest.mark.parametrize("text", [text for text in HOSTILE if len(text) < 30_000])
def test_hostile_text_stays_text_in_a_docx(text: str) -> None:
    content = docx_table(Table(text, (Column("a", text),), ((text,), (Link(text, text),)), (text,)))
    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for cell in paper.tables[0].columns[0].cells]
    assert cells[0].split() == plain(text).split()
    assert "w:instrText" not in paper.element.xml  # fields are at the foot alone, and they are ours
    targets = [link.target_ref for link in paper.part.rels.values() if link.is_external]
    assert targets in ([], [safe_href(text)])


# Calendar


def test_deadlines_become_whole_days_in_a_calendar(city: City, rows: list[ControlRow]) -> None:
    read = icalendar.Calendar.from_ical(control_calendar(rows, city.data, "de"))
    events = list(read.walk("VEVENT"))
    assert [event.decoded("dtstart") for event in events] == [date(2020, 6, 30), date(2019, 12, 31), date(2019, 12, 31)]
    assert str(events[0]["summary"]).startswith("überfällig: Der Oberbürgermeister legt ein Konzept vor, das")
    assert "G11-8bf5c59c" in str(events[0]["description"])
    assert {event.decoded("dtstamp").date() for event in events} == {date(2020, 7, 1)}
    assert len({str(event["uid"]) for event in events}) == 3
    assert control_calendar(rows, city.data, "de") == control_calendar(rows, city.data, "de")


def test_an_event_keeps_its_uid_when_its_deadline_moves(city: City, rows: list[ControlRow]) -> None:
    moved = [replace(rows[0], deadline=date(2021, 1, 1))]
    uids = [
        icalendar.Calendar.from_ical(control_calendar(r, city.data, "de")).walk("VEVENT")[0]["uid"]
        for r in (rows[:1], moved)
    ]
    assert uids[0] == uids[1]


def test_points_without_a_deadline_are_counted(city: City, rows: list[ControlRow]) -> None:
    read = icalendar.Calendar.from_ical(control_calendar([replace(rows[0], deadline=None)], city.data, "de"))
    assert list(read.walk("VEVENT")) == []
    assert str(read["x-wr-caldesc"]).endswith("Punkte ohne Frist: 1")


@given(st.text(st.characters(codec="utf-8"), max_size=300), st.text(st.characters(codec="utf-8"), max_size=300))
def test_a_calendar_reads_back_as_it_was_whatever_the_text(title: str, text: str) -> None:
    content = to_calendar(title, [Deadline("https://example.org/a", date(2020, 6, 30), title, text)], date(2020, 7, 1))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert str(event["summary"]).split() == plain(title).split()
    assert str(event["description"]).split() == plain(text).split()


def test_a_calendar_file_is_made_by_its_ending(run: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "fristen.ics"
    run("control", LEIPZIG, "--as-of", "2020-07-01", "--lang", "en", "-o", str(path))
    read = icalendar.Calendar.from_ical(path.read_bytes())
    assert str(read["x-wr-calname"]) == "Resolution control"


# A second opinion on the files


def test_libreoffice_reads_the_docx(city: City, rows: list[ControlRow], tmp_path: Path) -> None:
    text = office.as_text(docx_table(table_of(rows, city)), "control.docx", tmp_path, "txt:Text (encoded):UTF8")
    assert "Beschlusskontrolle" in text and "30.06.2020" in text


def test_libreoffice_reads_the_xlsx(city: City, rows: list[ControlRow], tmp_path: Path) -> None:
    text = office.as_text(
        xlsx(table_of(rows, city)), "control.xlsx", tmp_path, "csv:Text - txt - csv (StarCalc):44,34,76"
    )
    assert text.startswith("Nr.,Antragsteller") and "30.06.2020" in text


def test_dates_in_the_sheet_are_dates(city: City, rows: list[ControlRow]) -> None:
    sheet = load_workbook(io.BytesIO(xlsx(table_of(rows, city)))).worksheets[0]
    assert sheet["F2"].value == datetime(2020, 6, 30)


# Papers at hand


@pytest.mark.parametrize("command", ["control", "plans", "gaps"])
def test_every_place_leads_to_the_paper_it_is_in(command: str, run: Callable[..., Ran], tmp_path: Path) -> None:
    # data/musterstadt ships its papers; the output lies elsewhere, in a folder whose name wants escaping
    (tmp_path / "Ausgabe 100 %").mkdir()
    paths = [tmp_path / "Ausgabe 100 %" / f"liste.{ending}" for ending in ("html", "xlsx")]
    for path in paths:
        done = run(command, str(shipped.data() / "musterstadt"), "--as-of", "2020-07-01", "-o", str(path))
        assert done.returncode == 0, done.stderr
    page, book = paths[0].read_text("utf-8"), load_workbook(paths[1])
    in_html = re.findall(r'href="([^"#]*/papers/[^"]+)"', page)
    in_sheet = [
        cell.hyperlink.target
        for row in book["Belege"].iter_rows()
        for cell in row
        if cell.hyperlink and "/papers/" in (cell.hyperlink.target or "")
    ]
    assert [target.partition("#")[0] for target in in_html] == in_sheet != []
    for target in in_html:
        way, _, place = target.partition("#page=")
        paper = paths[0].parent / unquote(way)
        assert paper.is_file()
        assert bool(place) == (paper.suffix == ".pdf")


def test_a_place_in_a_pdf_names_its_page() -> None:
    seen = planwerk.open(shipped.data() / "musterstadt", as_of="2022-12-31")
    found = [
        item for gap in seen.gaps() for item in gap.evidence if item.copy and item.copy.path.suffix == ".pdf"
    ]  # pypdf's own pages are the second opinion
    assert {item.copy.page for item in found if item.copy} >= {1}
    for item in found:
        assert item.copy and item.copy.page and item.quote
        page = PdfReader(item.copy.path).pages[item.copy.page - 1].extract_text()
        assert "".join(item.quote.split())[:40] in "".join(page.split())


def test_what_goes_down_a_pipe_leads_nowhere(run: Callable[..., Ran]) -> None:
    page = run("gaps", str(shipped.data() / "musterstadt"), "--as-of", "2020-07-01", "--format", "html").stdout
    assert "2016-0417-N2-antrag.txt" in page and "/papers/" not in page
