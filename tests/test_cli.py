"""The command line as a person meets it: what it prints, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from planwerk import shipped

Result = subprocess.CompletedProcess[str]


def planwerk(*arguments: str | Path, text: str = "", cwd: Path | None = None) -> Result:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "NO_COLOR": "1", "COLUMNS": "100"}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "planwerk.cli", *map(str, arguments)],
        input=text, text=True, capture_output=True, check=False, env=env, cwd=cwd, encoding="utf-8",
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "leipzig"
    shutil.copytree(shipped.data() / "leipzig", folder, ignore=shutil.ignore_patterns("build"))
    return folder


def refused(run: Result, message: str, hint: str) -> None:
    assert run.returncode == 2, run.stderr
    assert run.stdout == ""
    assert run.stderr.splitlines() == [f"error: {message}", f"hint: {hint}"]


def test_build_ends_with_an_account(folder: Path) -> None:
    run = planwerk("build", folder, "--json")
    account = json.loads(run.stdout)
    assert run.returncode == 0
    assert run.stderr == ""
    assert account["read"] == account["stored"] + account["rejected"] == 8
    assert Path(account["dataset"]).is_file()


def test_gaps_as_json_have_the_stable_form(folder: Path) -> None:
    findings = json.loads(planwerk("gaps", folder, "--as-of", "2020-07-01", "--json").stdout)
    assert {
        "id", "check", "verdict", "severity", "subjects", "label", "days", "as_of", "parameters", "scope", "evidence",
        "closes_with", "dismissed",
    } <= findings[0].keys()  # fmt: skip
    assert {f["verdict"] for f in findings} == {"gap", "ok", "not_decidable"}
    assert {f["days"] for f in findings if f["check"] == "G09"} == {275, 640}


def test_a_table_on_request_and_json_when_piped(folder: Path) -> None:
    assert planwerk("gaps", folder, "--as-of", "2020-07-01", "-f", "table").stdout.startswith("Lückenliste")
    assert planwerk("gaps", folder, "--as-of", "2020-07-01").stdout.startswith("[")
    assert "Gap list" in planwerk("gaps", folder, "--as-of", "2020-07-01", "-f", "table", "--lang", "en").stdout


@pytest.mark.long
def test_control_in_every_form(folder: Path, tmp_path: Path) -> None:
    for form, start in (("csv", b"number,"), ("json", b"["), ("html", b"<!"), ("xlsx", b"PK"), ("tsv", b"number\t")):
        out = tmp_path / f"control.{form}"
        run = planwerk("control", folder, "--as-of", "2020-07-01", "-o", out)
        assert run.returncode == 0 and run.stdout == "", run.stderr
        assert out.read_bytes().lower().startswith(start.lower()), form
    rows = list(csv.DictReader(io.StringIO((tmp_path / "control.csv").read_text("utf-8"))))
    assert [row["delay"] for row in rows] == ["1", "", "183"]


def test_ask_and_the_query_behind_it(folder: Path) -> None:
    run = planwerk("ask", folder, "adopted-version", "--as-of", "2020-07-01", "--show-query")
    assert "SELECT" in run.stdout
    again = planwerk("query", folder, "-", "--as-of", "2020-07-01", text=run.stdout)
    assert json.loads(again.stdout) == json.loads(
        planwerk("ask", folder, "adopted-version", "--as-of", "2020-07-01").stdout
    )


def test_ask_all_writes_a_file_each(folder: Path, tmp_path: Path) -> None:
    run = planwerk("ask", folder, "--all", "--as-of", "2020-07-01", "-o", tmp_path / "answers")
    assert run.returncode == 0, run.stderr
    assert len(list((tmp_path / "answers").glob("*.csv"))) >= 15


def test_depends_tells_what_rests_on_what(folder: Path) -> None:
    found = json.loads(planwerk("depends", folder, "Fachplan Seniorenarbeit", "--as-of", "2020-07-01").stdout)
    assert any(end.endswith("konzept-kultursensible-seniorenarbeit") for end in found["rests_on"])
    gone = json.loads(planwerk("depends", folder, "--without", "body/sozialamt", "--as-of", "2020-07-01").stdout)
    assert sum("/edition/" in end for end in gone["falls_with"]) >= 15, "seven plans and eight announcements"


def test_export_round_trips(folder: Path) -> None:
    lines = planwerk("export", folder, "--format", "nquads").stdout.splitlines()
    assert lines == sorted(lines)
    assert len(lines) > 7000
    assert json.loads(planwerk("export", folder, "--format", "jsonld").stdout)


def test_init_makes_a_workspace_that_builds_and_never_overwrites(tmp_path: Path) -> None:
    new = tmp_path / "stadt"
    arguments = ("init", new, "--name", 'Muster"stadt', "--key", "00000000", "--state", "SN")
    assert planwerk(*arguments).returncode == 0
    assert planwerk("build", new).returncode == 0
    refused(planwerk(*arguments), f"{new} is a workspace already", "edit its planwerk.toml")
    assert json.loads(planwerk("control", new, "--json").stdout) == []


def test_init_refuses_a_land_that_there_is_not_and_leaves_nothing_half_made(tmp_path: Path) -> None:
    run = planwerk("init", tmp_path / "x", "--name", "X", "--key", "00000000", "--state", "XX")
    assert run.returncode == 2
    assert "municipality.state" in run.stderr
    assert not (tmp_path / "x" / "planwerk.toml").exists()


@pytest.mark.parametrize("command", ["build", "gaps", "control", "validate", "depends", "export"])
def test_a_missing_workspace_gives_one_sentence_and_one_hint(tmp_path: Path, command: str) -> None:
    gone = tmp_path / "nowhere"
    refused(planwerk(command, gone), f"no folder at {gone}", f"planwerk init {gone} makes a workspace")


def test_an_unknown_question_suggests_the_nearest(folder: Path) -> None:
    refused(
        planwerk("ask", folder, "adopted-verson"),
        'there is no question "adopted-verson"',
        "did you mean adopted-version?",
    )


def test_an_unknown_term_suggests_the_nearest() -> None:
    refused(planwerk("terms", "PlanEditon"), 'there is no term "PlanEditon"', "did you mean PlanEdition?")


def test_a_day_that_is_none(folder: Path) -> None:
    refused(planwerk("gaps", folder, "--as-of", "31.12.2019"), '"31.12.2019" is no day', "write it as 2020-07-01")


def test_a_query_that_is_not_sparql(folder: Path) -> None:
    run = planwerk("query", folder, "-", text="SELEKT * WHERE {}")
    assert run.returncode == 2
    assert run.stderr.startswith("error: the query is not SPARQL")


def test_a_query_cannot_reach_out(folder: Path) -> None:
    for text in (
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    ):
        run = planwerk("query", folder, "-", text=text)
        assert run.returncode == 2 or json.loads(run.stdout) == [], run.stdout


def test_a_broken_source_names_file_line_and_column(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("build"))
    (copy / "curated" / "9.trig").write_text("@prefix pw: <https://w3id.org/planwerk/ns#> .\npw:a pw:b \n", "utf-8")
    run = planwerk("gaps", copy)
    assert run.returncode == 2
    assert f"{copy / 'curated' / '9.trig'}:" in run.stderr
    assert "Traceback" not in run.stderr


def test_what_does_not_conform_exits_with_one_and_names_statement_and_place(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("build"))
    path = copy / "curated" / "5-report-2019.trig"
    path.write_text(path.read_text("utf-8").replace("pw:progressOf task:konzept ;", ""), "utf-8")
    run = planwerk("validate", copy, "--json")
    assert run.returncode == 1
    [violation] = [
        v for v in json.loads(run.stdout) if v["severity"] == "violation" and "progressOf" in (v["path"] or "")
    ]
    assert violation["focus"].endswith("progress/2019-03-01-konzept")
    assert violation["place"]
    assert planwerk("gaps", copy).returncode == 1


def test_a_spreadsheet_program_finds_no_formula_in_imported_text(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("build"))
    path = copy / "curated" / "3-position-new.trig"
    path.write_text(
        path.read_text("utf-8").replace('"2019 stehen', '"=HYPERLINK(1)2019 stehen'),
        "utf-8",
    )
    text = planwerk("control", copy, "--as-of", "2020-07-01", "-f", "csv").stdout
    assert "'=HYPERLINK" in text
    assert ",=HYPERLINK" not in text


@pytest.mark.long
@pytest.mark.parametrize("arguments", [("map", "--theme", "light"), ("map", "--lang", "en")])
def test_the_map_is_one_file(folder: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    out = tmp_path / "map.html"
    run = planwerk(arguments[0], folder, *arguments[1:], "--as-of", "2020-07-01", "-o", out)
    assert run.returncode == 0, run.stderr
    page = out.read_text("utf-8")
    assert "Content-Security-Policy" in page
    assert "G09-" in page
