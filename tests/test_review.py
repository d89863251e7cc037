"""People's decisions on what was read: kept for good, told apart, taken back, and never lost between two writers."""

from __future__ import annotations

import json
import multiprocessing
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal

from conftest import Ran
from planwerk.diff import by_rule, diff
from planwerk.errors import ReviewError
from planwerk.pipeline import examine
from planwerk.review import Decision, keep, read_decisions, undo
from planwerk.statements import Statement
from planwerk.workspace import read_workspace

Run = Callable[..., Ran]
PAGE = Path(__file__).parent / "papers" / "a-whole-procedure-on-one-page.txt"
MOTION = """Antrag: „Ein Seniorenplan“ vom 3. Mai 2021
Beschlussvorschlag:
- Die Verwaltung legt bis Ende 2022 einen Seniorenplan vor.
Begründung:
Der alte ist von 2015.
Beschluss des Stadtrates am 9. Juni 2021
Der Antrag wurde wie beantragt beschlossen.
"""


@pytest.fixture
def city(tmp_path: Path, run: Run) -> Path:
    folder = tmp_path / "city"
    made = run("init", folder, "--name", "Musterstadt", "--key", "99000000", "--state", "SN")
    assert made.returncode == 0, made.stderr
    (folder / "papers" / "motion.txt").write_text(MOTION, "utf-8")
    return folder


def listed(run: Run, city: Path, *options: str) -> list[dict[str, str]]:
    ran = run("review", city, "--json", *options)
    assert ran.returncode == 0, ran.stderr
    rows: list[dict[str, str]] = json.loads(ran.stdout)
    return rows


def the(rows: list[dict[str, str]], predicate: str, value: str = "") -> dict[str, str]:
    (row,) = [row for row in rows if row["predicate"] == predicate and value in str(row["value"])]
    return row


def deadlines(run: Run, city: Path) -> list[str]:
    ran = run("ask", city, "resolution-points", "--json", "--as-of", "2023-01-01")
    assert ran.returncode == 0, ran.stderr
    return [row["deadline"] for row in json.loads(ran.stdout)]


# ---- deciding ----


def test_what_nobody_has_looked_at_is_listed_with_its_words(run: Run, city: Path) -> None:
    row = the(listed(run, city), "spätestens")
    assert (row["value"], row["quote"], row["state"], row["file"]) == (
        "2022-12-31",
        "bis Ende 2022",
        "maschinell gelesen",
        "motion.txt",
    )
    assert row["section"].startswith("Antrag")


def test_an_accepted_statement_leaves_the_list_and_is_marked_in_every_query(run: Run, city: Path) -> None:
    rows = listed(run, city)
    ran = run("review", city, the(rows, "spätestens")["id"], "--accept", "--by", "Planung")
    assert ran.returncode == 0, ran.stderr
    assert len(listed(run, city)) == len(rows) - 1
    states = json.loads(run("ask", city, "review-states", "--json").stdout)
    assert {row["state"] for row in states if row["source"].startswith("Antrag")} == {"maschinell gelesen", "geprüft"}


def test_a_rejected_statement_leaves_the_dataset_and_comes_back_when_that_is_undone(run: Run, city: Path) -> None:
    assert deadlines(run, city) == ["2022-12-31"]
    (row,) = [row for row in listed(run, city) if row["predicate"] == "Frist"]
    assert run("review", city, row["id"][:6], "--reject", "--note", "gemeint war 2023").returncode == 0
    assert deadlines(run, city) == [None]
    (kept,) = [row for row in listed(run, city, "--all") if row["state"] == "abgelehnt"]
    assert (kept["id"], kept["note"], kept["quote"]) == (row["id"], "gemeint war 2023", row["quote"])
    assert run("review", city, row["id"], "--undo").returncode == 0
    assert deadlines(run, city) == ["2022-12-31"]


def test_rejecting_that_there_is_such_a_thing_takes_all_that_was_read_of_it(run: Run, city: Path) -> None:
    rows = listed(run, city)
    task = the([row for row in rows if row["rule"] == "task.point@1"], "ist", "Auftrag")
    assert run("review", city, task["id"], "--reject").returncode == 0
    left = listed(run, city)
    assert [row for row in left if row["subject"] == task["subject"]] == []
    assert [row for row in left if row["value"] == task["subject"]] == []
    assert run("build", city).returncode == 0


def test_a_correction_takes_the_place_of_what_was_read_and_is_marked(run: Run, city: Path) -> None:
    row = the(listed(run, city), "spätestens")
    assert run("review", city, row["id"], "--correct", "2023-06-30", "--by", "Planung").returncode == 0
    assert deadlines(run, city) == ["2023-06-30"]
    (corrected,) = [one for one in listed(run, city, "--all") if one["id"] == row["id"]]
    assert (corrected["value"], corrected["state"], corrected["correction"]) == (
        "2023-06-30",
        "berichtigt",
        "2023-06-30",
    )


@pytest.mark.parametrize("value", ["bald", "2023-02-30", ""])
def test_a_correction_that_does_not_fit_is_refused_at_once(run: Run, city: Path, value: str) -> None:
    row = the(listed(run, city), "spätestens")
    ran = run("review", city, row["id"], "--correct", value)
    assert ran.returncode == 2
    assert ran.stderr.count("error:") == ran.stderr.count("hint:") == 1
    assert not list((city / "review").glob("statements/*"))


@pytest.mark.parametrize(
    "arguments", [["--accept"], ["0000"], ["0000", "--accept"], ["a", "--accept", "--reject"], ["0000", "--undo"]]
)
def test_half_a_decision_is_refused(run: Run, city: Path, arguments: list[str]) -> None:
    assert run("review", city, *arguments).returncode == 2


# ---- kept for good ----


def test_decisions_outlast_a_moved_paragraph_and_only_what_reads_otherwise_comes_back(run: Run, city: Path) -> None:
    rows = listed(run, city)
    assert run("review", city, *{row["id"] for row in rows}, "--accept").returncode == 0
    assert listed(run, city) == []
    moved = "Stadt Musterstadt\n\n\n" + MOTION.replace("- Die Verwaltung legt", "-  Die Verwaltung\nlegt")
    (city / "papers" / "motion.txt").write_text(moved, "utf-8")
    assert listed(run, city) == []
    (city / "papers" / "motion.txt").write_text(MOTION.replace("Ende 2022", "Mitte 2022"), "utf-8")
    again = listed(run, city)
    assert the(again, "spätestens")["value"] == "2022-06-30"
    assert {row["predicate"] for row in again} <= {row["predicate"] for row in rows}
    assert len(again) < len(rows)


@given(rule=st.from_regex(r"[a-z]{1,8}@[0-9]", fullmatch=True), start=st.integers(0, 99), section=st.text(max_size=9))
def test_a_key_rests_on_the_triple_and_the_words_alone(rule: str, start: int, section: str) -> None:
    one = Statement("urn:s", "urn:p", Literal("2020"), 3, 9, "bis  Ende\n2020", ("a", "b"), "x@1", 0.9)
    two = Statement("urn:s", "urn:p", Literal("2020"), start, start + 9, "bis Ende 2020", (section, section), rule, 0.5)
    assert one.key == two.key
    assert one.key != Statement("urn:s", "urn:p", Literal("2021"), 3, 9, "bis Ende 2020", ("a", "b"), "x@1", 0.9).key
    assert one.key != Statement("urn:s", "urn:p", Literal("2020"), 3, 9, "Ende 2020", ("a", "b"), "x@1", 0.9).key


def test_the_file_is_sorted_lines_one_decision_each(tmp_path: Path) -> None:
    keep(tmp_path, [Decision("b", "accept", "x.txt"), Decision("a", "reject", "x.txt", note="nein\tdoch\nso")])
    keep(tmp_path, [Decision("c", "accept", "y/z.pdf")])
    (first, second) = sorted((tmp_path / "statements").iterdir())
    assert (first.name, second.name) == ("x-txt.jsonl", "y-z-pdf.jsonl")
    lines = [json.loads(line) for line in first.read_text("utf-8").splitlines()]
    assert [line["key"] for line in lines] == ["a", "b"]
    assert read_decisions(tmp_path)["a"].note == "nein\tdoch\nso"
    assert [one.key for one in undo(tmp_path, ["a", "c", "d"])] == ["a", "c"]
    assert not second.exists()


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"key": "a"}',
        '{"key": "a", "verdict": "maybe", "file": "x"}',
        '{"key": 1, "verdict": "accept", "file": "x"}',
    ],
)
def test_a_line_that_is_no_decision_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "statements").mkdir()
    (tmp_path / "statements" / "x.jsonl").write_text(
        '{"key": "0", "verdict": "accept", "file": "x"}\n' + line + "\n", "utf-8"
    )
    with pytest.raises(ReviewError, match=r"x\.jsonl:2: "):
        read_decisions(tmp_path)


def write_many(folder: str, name: str) -> None:
    for number in range(25):
        keep(Path(folder), [Decision(f"{name}{number:02}", "accept", "x.txt")])


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write_many, args=(str(tmp_path), name)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert len(read_decisions(tmp_path)) == 50


# ---- tables out and in ----


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_filled_in_table_is_read_back(run: Run, city: Path, tmp_path: Path, ending: str) -> None:
    sheet = tmp_path / f"review.{ending}"
    assert run("review", city, "-o", sheet).returncode == 0
    deadline = the(listed(run, city), "spätestens")["id"]
    word = next(row for row in listed(run, city) if row["predicate"] == "im Wortlaut")["id"]
    if ending == "csv":
        lines = sheet.read_text("utf-8").splitlines()
        head = lines[0].split(",")
        filled = [lines[0]]
        for line in lines[1:]:
            if line.startswith(deadline):
                line = fill(line, head, "berichtigen", "2023-01-31")
            elif line.startswith(word):
                line = fill(line, head, "annehmen", "")
            filled.append(line)
        sheet.write_text("\n".join(filled) + "\n", "utf-8")
    else:
        book = openpyxl.load_workbook(sheet)
        page = book.worksheets[0]
        rows = [[cell.value for cell in row] for row in page.iter_rows()]
        top = next(number for number, row in enumerate(rows) if "Kennung" in row)
        place = {title: number + 1 for number, title in enumerate(rows[top])}
        for number, row in enumerate(rows[top + 1 :], top + 2):
            if row[place["Kennung"] - 1] == deadline:
                page.cell(number, place["Entscheidung"], "berichtigen")
                page.cell(number, place["Berichtigung"], "2023-01-31")
            elif row[place["Kennung"] - 1] == word:
                page.cell(number, place["Entscheidung"], "annehmen")
        book.save(sheet)
    ran = run("review", city, "--from", sheet, "--by", "Planung")
    assert (ran.returncode, ran.stderr) == (0, "2 decisions kept\n")
    assert deadlines(run, city) == ["2023-01-31"]
    assert {one.by for one in read_decisions(city / "review").values()} == {"Planung"}


def fill(line: str, head: list[str], decision: str, correction: str) -> str:
    missing = len(head) - head.index("decision")
    assert line.endswith("," * (missing - 1)), "the columns for decisions are the last, and empty"
    return line.rstrip(",") + f",{decision},{correction},,"


def test_a_row_that_is_no_decision_is_named_and_nothing_is_kept(run: Run, city: Path, tmp_path: Path) -> None:
    rows = listed(run, city)
    sheet = tmp_path / "review.csv"
    sheet.write_text(f"id;decision\n{rows[0]['id']};annehmen\n{rows[1]['id']};vielleicht\n", "utf-8")
    ran = run("review", city, "--from", sheet)
    assert ran.returncode == 2
    assert "row 3" in ran.stderr
    assert read_decisions(city / "review") == {}


@pytest.mark.parametrize(
    ("name", "content"), [("a.csv", b"a,b\n1,2\n"), ("a.csv", b"\xff\xfe"), ("a.xlsx", b"PK\x03\x04"), ("b.xlsx", b"")]
)
def test_a_file_that_is_no_such_table_is_refused(
    run: Run, city: Path, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    assert run("review", city, "--from", tmp_path / name).returncode == 2


# ---- what changed ----


def test_diff_names_the_rule_that_lost_and_gained(run: Run, city: Path, tmp_path: Path) -> None:
    assert run("build", city).returncode == 0
    shutil.copy(city / "build" / "dataset.trig", tmp_path / "old.trig")
    (city / "papers" / "motion.txt").write_text(MOTION.replace("Ende 2022", "Mitte 2022"), "utf-8")
    assert run("build", city).returncode == 0
    ran = run("diff", tmp_path / "old.trig", city, "--json")
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout)
    assert said["rules"]["task.deadline@1"]["gained"] == said["rules"]["task.deadline@1"]["lost"] > 0
    gained = [one for one in said["changes"] if one["gained"] and one["predicate"].endswith("#latest>")]
    assert [one["object"].split('"')[1] for one in gained] == ["2022-06-30"]
    assert "curated" not in said["rules"]


def test_diff_tells_curated_statements_from_read_ones(run: Run, city: Path) -> None:
    before = list(examine(read_workspace(city)).dataset.store)
    (city / "curated" / "own.ttl").write_text(
        "@prefix pw: <https://w3id.org/planwerk/ns#> . <plan/x> a pw:Plan .\n", "utf-8"
    )
    changes = diff(before, examine(read_workspace(city)).dataset.store)
    assert by_rule(changes) == {"curated": (1, 0)}


def test_no_change_is_no_difference(run: Run, city: Path) -> None:
    assert run("build", city).returncode == 0
    assert json.loads(run("diff", city, city, "--json").stdout) == {"rules": {}, "changes": []}


@pytest.mark.parametrize("content", [None, b"<a> <b> ."])
def test_diff_with_what_is_no_build_says_what_to_give(
    run: Run, city: Path, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "old.trig").write_bytes(content)
    ran = run("diff", tmp_path / "old.trig", city)
    assert (ran.returncode, ran.stderr.count("hint:")) == (2, 1)


def test_small_papers_tell_what_they_told(tmp_path: Path, run: Run, update_golden: bool) -> None:
    """Hold the reading of the small papers to a golden file: a finder that changes shows what it gains and loses."""
    folder = tmp_path / "city"
    assert run("init", folder, "--name", "Musterstadt", "--key", "99000000", "--state", "SN").returncode == 0
    shutil.copy(PAGE, folder / "papers" / PAGE.name)
    changes = diff([], examine(read_workspace(folder)).dataset.store)
    base = "https://w3id.org/planwerk/"
    lines = [f"{one.rule}\t{one.subject}\t{one.predicate}\t{one.object}\n".replace(base, "") for one in changes]
    golden = Path(__file__).parent / "golden" / "small-papers.tsv"
    if update_golden:
        golden.write_text("".join(lines), "utf-8")
    assert "".join(lines) == golden.read_text("utf-8"), "pytest --update-golden writes it anew; read the diff"
