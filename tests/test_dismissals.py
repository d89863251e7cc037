"""Dismissed findings: kept with their reason, shown as such, and back again when their evidence changes."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

import planwerk
from planwerk.dataset import as_of
from planwerk.errors import PlanwerkError
from planwerk.gaps.dismissals import dismiss, evidence_digest, read_dismissals
from planwerk.gaps.finding import Words
from planwerk.passages import Evidence

Ran = CompletedProcess[str]
C = "2020-07-01"
A4 = "G09-5b2bf563"  # Fortschreibung Konzept Wohnungsnotfallhilfe, overdue since III. Quartal 2018


@pytest.fixture
def folder(leipzig: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "leipzig"
    shutil.copytree(leipzig, copy)
    return copy


def listed(run: Callable[..., Ran], folder: Path, *more: str) -> dict[str, dict[str, Any]]:
    done = run("gaps", folder, "--as-of", C, "--json", *more)
    assert done.returncode == 0, done.stderr
    return {finding["id"]: finding for finding in json.loads(done.stdout)}


def test_a_dismissed_finding_stays_listed_with_its_reason_and_can_be_taken_back(
    run: Callable[..., Ran], folder: Path
) -> None:
    done = run("dismiss", folder, A4, "--reason", "liegt im Archiv", "--as-of", C)
    assert (done.returncode, done.stdout) == (0, "")
    assert listed(run, folder)[A4]["dismissed"] == "liegt im Archiv"
    assert list(listed(run, folder))[-1] == A4, "what is dismissed comes last"
    table = run("gaps", folder, "--as-of", C, "--only", "G09", "-f", "table").stdout
    assert "Lücke," in table
    assert "abgewiesen" in table
    assert run("dismiss", folder, A4, "--undo").returncode == 0
    assert listed(run, folder)[A4]["dismissed"] is None


def test_it_survives_rebuilds_other_days_and_the_other_language(run: Callable[..., Ran], folder: Path) -> None:
    run("dismiss", folder, A4, "--reason", "liegt im Archiv", "--as-of", C)
    shutil.rmtree(folder / "build")
    assert listed(run, folder, "--lang", "en")[A4]["dismissed"] == "liegt im Archiv"
    later = json.loads(run("gaps", folder, "--as-of", "2021-01-01", "--json", "--only", "G09").stdout)
    assert {f["id"]: f["dismissed"] for f in later}[A4] == "liegt im Archiv"


def test_it_returns_when_a_paper_moves_the_deadline(run: Callable[..., Ran], folder: Path) -> None:
    run("dismiss", folder, A4, "--reason", "liegt im Archiv", "--as-of", C)
    path = folder / "curated" / "2-position-old.trig"
    text = path.read_text("utf-8")
    old = 'pw:earliest "2018-07-01"^^xsd:date ; pw:latest "2018-09-30"^^xsd:date'
    assert old in text
    path.write_text(text.replace(old, old.replace("09-30", "10-31")), "utf-8")
    assert listed(run, folder)[A4]["dismissed"] is None
    again = run("dismiss", folder, A4, "--reason", "liegt immer noch im Archiv", "--as-of", C)
    assert again.returncode == 0, "decided on other evidence, so the new decision takes the old one's place"
    assert listed(run, folder)[A4]["dismissed"] == "liegt immer noch im Archiv"


def test_the_file_is_readable_and_says_what_was_dismissed(run: Callable[..., Ran], folder: Path) -> None:
    run("dismiss", folder, A4, "--reason", 'Akte "50.1"\nliegt \x7f vor\\', "--as-of", C)
    said = tomllib.loads((folder / "review" / "dismissed" / f"{A4}.toml").read_text("utf-8"))
    assert said["reason"] == 'Akte "50.1"\nliegt \x7f vor\\'
    assert said["finding"] == A4
    assert said["label"].startswith("Fortschreibung Konzept Wohnungsnotfallhilfe")
    assert len(said["evidence"]) == 64


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((A4,), "error: a dismissal needs a reason"),
        ((A4, "--reason", "  "), "error: a dismissal needs a reason"),
        (("G09-00000000", "--reason", "x"), "error: there is no finding G09-00000000 as of 2020-07-01"),
        (("G99-00000000", "--reason", "x"), 'error: there is no check "G99"'),
        ((A4, "--undo"), f"error: {A4} is not dismissed"),
        (("../../planwerk", "--undo"), "error: ../../planwerk is not dismissed"),
        ((A4, "--undo", "--reason", "x"), "error: --undo takes a dismissal back"),
    ],
)
def test_what_cannot_be_dismissed_is_said_in_one_sentence(
    run: Callable[..., Ran], folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = run("dismiss", folder, *arguments, "--as-of", C)
    assert done.returncode == 2
    assert done.stderr.startswith(message)
    assert "\nhint: " in done.stderr
    assert (folder / "planwerk.toml").is_file()


def test_of_two_at_once_one_stands_and_the_other_hears_of_it(folder: Path) -> None:
    [finding] = [f for f in planwerk.open(folder, as_of=C).gaps(only=["G09"]) if f.id == A4]

    def attempt(reason: str) -> str:
        try:
            dismiss(folder, finding, reason, date(2020, 7, 1))
        except PlanwerkError as error:
            return error.message
        return reason

    reasons = [f"Grund {n}" for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(attempt, reasons))
    stands = read_dismissals(folder)[A4].reason
    assert said.count(stands) == 1
    assert [text for text in said if text != stands] == [f"{A4} is dismissed already: {stands}"] * 7
    assert not list((folder / "review" / "dismissed").glob(".*")), "nothing half written stays"


def test_many_different_ones_at_once_lose_nothing(folder: Path) -> None:
    findings = [f for f in planwerk.open(folder, as_of=C).gaps() if f.verdict == "gap"]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda f: dismiss(folder, f, f"zu {f.id}", date(2020, 7, 1)), findings))
    assert {d.finding: d.reason for d in read_dismissals(folder).values()} == {f.id: f"zu {f.id}" for f in findings}
    assert all(f.dismissed for f in planwerk.open(folder, as_of=C).gaps() if f.verdict == "gap")


def test_a_damaged_file_is_named(run: Callable[..., Ran], folder: Path) -> None:
    (folder / "review" / "dismissed").mkdir(parents=True)
    path = folder / "review" / "dismissed" / f"{A4}.toml"
    path.write_text("reason = 5\n", "utf-8")
    done = run("gaps", folder, "--as-of", C)
    assert done.returncode == 2
    assert f"{path} is no dismissal" in done.stderr


def test_the_digest_follows_the_evidence_and_not_the_words(leipzig: Path) -> None:
    city = planwerk.open(leipzig, as_of=C)
    german, english = (next(f for f in city.gaps(lang=x, only=["G09"]) if f.id == A4) for x in ("de", "en"))
    assert evidence_digest(german) == evidence_digest(english)
    nowhere = replace(german.words.run, evidence=Evidence(as_of([], city.as_of)))
    unplaced = replace(german, words=Words(german.words.check, german.words.row, nowhere))
    assert evidence_digest(german) != evidence_digest(unplaced)
    assert evidence_digest(german) != evidence_digest(replace(german, since=date(2018, 10, 1)))


# ---- explain ----


def test_explain_traces_a_number_to_statement_graph_place_and_query(
    run: Callable[..., Ran], leipzig: Path, corpus: Path
) -> None:
    made = json.loads(run("explain", leipzig, A4, "--as-of", C, "--json").stdout)
    assert made["finding"]["days"] == 640
    statements = {(s["subject"].rsplit("/", 1)[-1], s["predicate"].rsplit("#")[-1]): s for s in made["statements"]}
    due = statements["konzept-wohnungsnotfallhilfe-neu", "deadline"]
    assert due["graph"].endswith("graph/position-1")
    assert "III. Quartal 2018" in due["places"][0]["quote"]
    latest = statements["iii-quartal-2018", "latest"]
    assert (date.fromisoformat(C) - date.fromisoformat(latest["object"])).days == 640
    assert f'"{C}"^^xsd:date' in made["query"]


@pytest.mark.long
def test_every_finding_can_be_explained_and_has_a_statement_behind_it(leipzig: Path) -> None:
    city = planwerk.open(leipzig, as_of=C)
    for finding in city.gaps():
        found = city.explain(finding.id)
        assert found.finding == finding
        assert found.statements or finding.check == "G01", finding.label


def test_explain_in_words_names_the_graph_and_says_where(
    run: Callable[..., Ran], leipzig: Path, tmp_path: Path
) -> None:
    out = tmp_path / "trace.txt"
    assert run("explain", leipzig, A4, "--as-of", C, "--lang", "en", "-o", out).returncode == 0
    text = out.read_text("utf-8")
    assert "Days: 640 (2018-09-30 → 2020-07-01)" in text
    assert "Administration's position of 13 March 2018" in text
    assert "characters 10430 to 10499" in text
    assert "SELECT ?subject" in text


@pytest.mark.parametrize("number", [f"G{n:02}" for n in range(1, 29)])
def test_every_check_explains_itself_in_both_languages(run: Callable[..., Ran], leipzig: Path, number: str) -> None:
    for lang, words in (
        ("de", ("Bedingung: ", "Parameter:", "nächster Schritt: ", "Abfrage:")),
        ("en", ("Condition: ", "Parameters:", "Next step: ", "Query:")),
    ):
        said = run("gaps", leipzig, "--explain", number, "--lang", lang).stdout
        assert said.startswith(f"{number}  ")
        assert all(word in said for word in words)
        assert ": –\n" not in said, "the formal condition is written down"
        assert "SELECT" in said
    if number in ("G06", "G15", "G20", "G21"):
        assert "In Python:" in said


def test_a_city_s_own_threshold_stands_in_its_planwerk_toml(run: Callable[..., Ran], folder: Path) -> None:
    with (folder / "planwerk.toml").open("a", encoding="utf-8") as file:
        file.write("\n[checks.G07]\nyears = 7\n\n[checks.G17]\nsuperseded = true\n")
    seven = [f for f in listed(run, folder, "--only", "G07").values() if f["verdict"] == "gap"]
    assert {f["subjects"][0].rsplit("/", 1)[-1] for f in seven} == {"altenhilfeplan-3", "foerderprogramm-offene-seniorenarbeit"}  # fmt: skip
    assert {f["parameters"]["years"] for f in seven} == {"7"}
    five = listed(run, folder, "--only", "G07", "--set", "G07.years=5")
    assert len([f for f in five.values() if f["verdict"] == "gap"]) == 4, "the command line goes first"
    assert len(listed(run, folder, "--only", "G17")) == 4


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("[checks]\nG07 = 7\n", "[checks] holds no tables of parameters"),
        ("[checks.G07]\nyears = [7]\n", "checks.G07.years is no single value"),
        ("[checks.G77]\nyears = 7\n", 'there is no check "G77"'),
        ("[checks.G07]\nyear = 7\n", "g07-plan-overaged has no parameter year"),
        ('[checks.G07]\nyears = "7 } DROP"\n', 'g07-plan-overaged: "7 } DROP" is no value for years'),
    ],
)
def test_a_wrong_setting_is_named(run: Callable[..., Ran], folder: Path, lines: str, message: str) -> None:
    with (folder / "planwerk.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + lines)
    done = run("gaps", folder, "--as-of", C)
    assert done.returncode == 2
    assert message in done.stderr
