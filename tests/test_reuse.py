"""Words of the law in papers that do not cite it.

The statute is invented for this; what the runs are was counted by hand. On real papers the expectation is that of the
domain study 0.6: a motion of 2018 has 25 words of § 80 Abs. 1 Nr. 3 SGB VIII, 7 of Nr. 2 and 7 of § 1 Abs. 1 SGB I.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Ran
from planwerk.paper import to_paper
from planwerk.profile import read_profile
from planwerk.reading import read
from planwerk.reuse import LawIndex, index_law, law_of
from planwerk.statutes import legal_texts, read_statute
from planwerk.workspace import create_workspace

OLD = """% Gesetz über die Musterplanung (MuPlG)

# § 4 – Planung

(1) Die Stadt hat im Rahmen ihrer Musterplanung

1. alle Spielplätze der Stadt einmal im Jahr zu zählen,

2. die Wege zwischen den Spielplätzen gemeinsam mit den Kindern abzugehen und auf einer Karte einzutragen.

(2) Das Nähere bestimmt der Rat der Stadt durch eine Ordnung über die Spielplätze.

# § 5 – Bericht

Der Bericht wird dem Rat der Stadt in jedem zweiten Jahr vorgelegt.
"""
NEW = OLD.replace("einmal im Jahr zu zählen", "zweimal im Jahr zu zählen") + "\n# § 6 – (weggefallen)\n"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("law")
    for day, text in (("2019-01-01", OLD), ("2022-01-01", NEW)):
        (folder / day).mkdir()
        (folder / day / "muplg.md").write_text(text, "utf-8")
    index_law(legal_texts(folder), folder / "law.idx")
    return folder / "law.idx"


def runs(index: Path, text: str) -> list[tuple[str, int, tuple[object, ...], object]]:
    paper = to_paper("a.txt", text.encode(), text, read_profile())
    with LawIndex(index) as law:
        items = [item for item in read(paper, law).items if item.field == "text_reuse"]
    return [
        (
            item.text,
            int(str(item.values["words"])),
            tuple(item.values[key] for key in ("law", "section", "paragraph", "number")),
            item.values["editions"],
        )
        for item in items
    ]


def test_words_of_a_provision_are_found_with_their_editions_and_always_as_inferred(index: Path) -> None:
    text = "Künftig sind die Wege zwischen den Spielplätzen gemeinsam mit den Kindern abzugehen, sagt der Antrag."
    expected = (
        "die Wege zwischen den Spielplätzen gemeinsam mit den Kindern abzugehen",
        10,
        ("MuPlG", "4", "1", "2"),
        ("2019-01-01", "2022-01-01"),
    )
    assert runs(index, text) == [expected]
    paper = to_paper("a.txt", b"", text, read_profile())
    with LawIndex(index) as law:
        (found,) = [item for item in read(paper, law).items if item.field == "text_reuse"]
    assert found.values["inferred"] is True
    assert found.rule == "reuse.run"


def test_only_the_edition_that_has_the_words_is_named(index: Path) -> None:
    (found,) = runs(index, "Sie sollen alle Spielplätze der Stadt einmal im Jahr zu zählen haben.")
    assert found[1:] == (9, ("MuPlG", "4", "1", "1"), ("2019-01-01",))


def test_a_line_break_a_hyphen_and_capitals_do_not_part_a_run(index: Path) -> None:
    (found,) = runs(index, "DIE WEGE zwischen den Spiel-\nplätzen\ngemeinsam mit den Kindern: gut")
    assert found[1] == 9


def test_six_words_are_too_few_and_other_words_are_none(index: Path) -> None:
    assert runs(index, "zwischen den Spielplätzen gemeinsam mit den Eltern") == []
    assert runs(index, "Das Jugendamt erarbeitet bis Ende 2019 ein Konzept für die Spielplätze der Stadt.") == []
    assert runs(index, "") == []


def test_a_phrase_of_many_provisions_hints_at_none(tmp_path: Path) -> None:
    (tmp_path / "2019-01-01").mkdir()
    phrase = "das Nähere wird durch eine Ordnung des Rates der Stadt bestimmt"
    text = "% Musterordnung (MuO)\n" + "".join(f"# § {n}\n{phrase} {n}\n" for n in range(1, 6))
    (tmp_path / "2019-01-01" / "muo.md").write_text(text, "utf-8")
    index_law(legal_texts(tmp_path), tmp_path / "law.idx")
    assert runs(tmp_path / "law.idx", f"Es gilt: {phrase}.") == []


def test_an_index_that_fits_stays_and_a_changed_law_is_indexed_anew(tmp_path: Path) -> None:
    workspace = create_workspace(
        tmp_path / "city", name="Musterstadt", key="99999999", kind="kreisfreie Stadt", state="SN"
    )
    assert law_of(workspace) is None
    text = workspace.folder / "law" / "2019-01-01" / "muplg.md"
    text.parent.mkdir(parents=True)
    text.write_text(OLD, "utf-8")
    file = law_of(workspace)
    assert file == workspace.build / "law.idx"
    made = file.stat().st_mtime_ns
    assert index_law(legal_texts(workspace.folder / "law"), file) == 5  # § 4 Abs. 1, its Nr. 1 and 2, Abs. 2, § 5
    assert file.stat().st_mtime_ns == made
    text.write_text(OLD.replace("Bericht", "Rapport"), "utf-8")
    os.utime(text, ns=(1, 1))
    index_law(legal_texts(workspace.folder / "law"), file)
    assert file.stat().st_mtime_ns != made
    file.write_bytes(b"no database")
    assert index_law(legal_texts(workspace.folder / "law"), file) == 5


def test_a_statute_is_taken_apart_into_its_provisions() -> None:
    assert [one.label for one in read_statute(OLD, date(2019, 1, 1))] == [
        "§ 4 Abs. 1 MuPlG", "§ 4 Abs. 1 Nr. 1 MuPlG", "§ 4 Abs. 1 Nr. 2 MuPlG", "§ 4 Abs. 2 MuPlG", "§ 5 MuPlG",
    ]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.lists(st.sampled_from([*OLD.split(), "und", "oder", ".", "\n"]), max_size=60).map(" ".join))
def test_a_run_stands_in_the_text_and_in_the_law(index: Path, text: str) -> None:
    law = " ".join(word.casefold() for word in re.findall(r"\w+", OLD + NEW))
    with LawIndex(index) as opened:
        for run in opened.runs(text):
            words = [word.casefold() for word in re.findall(r"\w+", text[run.start : run.end])]
            assert len(words) == run.words >= 7
            assert " ".join(words) in law


@pytest.mark.slow
def test_on_the_real_motion_the_runs_of_the_study_are_found_and_nothing_else(corpus: Path, tmp_path: Path) -> None:
    index_law(legal_texts(corpus / "law"), tmp_path / "law.idx")
    text = (corpus / "texts" / "p01_leipzig_VI-A-05385_seed.txt").read_text("utf-8").split("\n", 1)[1]
    found = [(words, provision) for _, words, provision, _ in runs(tmp_path / "law.idx", text)]
    assert found == [
        (7, ("SGB I", "1", "1", None)),
        (7, ("SGB VIII", "80", "1", "2")),
        (25, ("SGB VIII", "80", "1", "3")),
    ]


# ---- through the command line ----


def test_a_paper_and_a_workspace_are_read_with_the_law_they_are_pointed_at(
    tmp_path: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    law = tmp_path / "law" / "2019-01-01" / "muplg.md"
    law.parent.mkdir(parents=True)
    law.write_text(OLD, "utf-8")
    text = "Antrag vom 3. Mai 2021\nBegründung: Es sind alle Spielplätze der Stadt einmal im Jahr zu zählen.\n"
    paper = tmp_path / "antrag.txt"
    paper.write_text(text, "utf-8")
    items = json.loads(run("read", paper, "--law", tmp_path / "law", "--json").stdout)["items"]
    (found,) = [item for item in items if item["field"] == "text_reuse"]
    # § 4 Abs. 1 Nr. 1: "alle … zählen" are nine words
    assert [found[key] for key in ("words", "law", "section", "paragraph", "number", "editions", "inferred")] == [
        9, "MuPlG", "4", "1", "1", ["2019-01-01"], True,
    ]  # fmt: skip
    none = run("read", paper, "--law", tmp_path / "cache")
    assert (none.returncode, "no legal texts" in none.stderr) == (2, True)

    city = create_workspace(tmp_path / "city", name="Musterstadt", key="99000000", kind="kreisfreie Stadt", state="SN")
    shutil.copy(paper, city.papers)
    settings = city.folder / "planwerk.toml"
    settings.write_text(settings.read_text("utf-8").replace("[workspace]", '[workspace]\nlaw = ["../law"]'), "utf-8")
    (row,) = csv.DictReader(run("ask", city.folder, "text-reuse", "--format", "csv").stdout.splitlines())
    assert (row["law"], row["words"], row["editions"], row["basis"]) == (
        "§ 4 Abs. 1 Nr. 1 MuPlG", "9", "2019-01-01", "erschlossen",
    )  # fmt: skip


def test_a_by_law_among_the_papers_is_law_for_the_others_and_not_for_itself(
    tmp_path: Path, run: Callable[..., Ran]
) -> None:
    city = create_workspace(tmp_path / "city", name="Musterstadt", key="99000000", kind="kreisfreie Stadt", state="SN")
    (city.papers / "satzung.txt").write_text("Beschlussvorlage vom 1. Februar 2019\n" + OLD.replace("# ", ""), "utf-8")
    (city.papers / "antrag.txt").write_text(
        "Antrag vom 3. Mai 2021\nWir wollen die Wege zwischen den Spielplätzen gemeinsam mit den Kindern abgehen.\n",
        "utf-8",
    )
    settings = city.folder / "planwerk.toml"
    before = settings.read_text("utf-8")
    settings.write_text(
        before + '[[bylaws]]\nfile = "satzung.txt"\nname = "Spielplatzsatzung"\ndate = 2019-03-01\n', "utf-8"
    )
    rows = list(csv.DictReader(run("ask", city.folder, "text-reuse", "--format", "csv").stdout.splitlines()))
    # "die Wege … mit den Kindern" are nine words of § 4 Abs. 1 Nr. 2
    assert [(row["law"], row["words"]) for row in rows] == [("§ 4 Abs. 1 Nr. 2 Spielplatzsatzung", "9")]
    settings.write_text(before + '[[bylaws]]\nfile = "fehlt.txt"\nname = "X"\ndate = 2019-03-01\n', "utf-8")
    assert run("build", city.folder).returncode == 2


@pytest.mark.slow
def test_on_the_real_motion_the_command_line_finds_the_runs_of_the_study(
    corpus: Path, tmp_path: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    ran = run("read", corpus / "seed-leipzig-VI-A-05385.txt", "--law", corpus / "law", "--json")
    found = [item for item in json.loads(ran.stdout)["items"] if item["field"] == "text_reuse"]
    assert sorted((item["words"], item["law"], item["section"]) for item in found) == [
        (7, "SGB I", "1"), (7, "SGB VIII", "80"), (25, "SGB VIII", "80"),
    ]  # fmt: skip
