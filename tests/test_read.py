"""``planwerk read``: one text or many, whatever they are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import TypeAlias

import pytest

from paper_samples import NUMBER, folder_of_papers
from planwerk.reading import FIELDS, Reading
from planwerk.readings import Asked, read_bytes

Ran: TypeAlias = "CompletedProcess[str]"
Run: TypeAlias = Callable[..., Ran]


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    return folder_of_papers(tmp_path / "papers")


def test_one_paper_is_an_object_in_the_documented_form(run: Run, papers: Path) -> None:
    ran = run("read", papers / "a.txt")
    assert ran.returncode == 0
    said = json.loads(ran.stdout)
    assert [key for key in said if key in FIELDS] == list(FIELDS)
    assert said["document_numbers"] == ["2023/0784"]
    (item,) = (one for one in said["items"] if one["field"] == "document_numbers")
    assert {"field", "text", "start", "end", "rule", "rule_version", "confidence", "section"} <= item.keys()
    assert (item["text"], NUMBER[item["start"] : item["end"]]) == ("2023/0784", "2023/0784")


def test_a_folder_is_a_list_and_every_file_that_gave_nothing_is_one_line(run: Run, papers: Path) -> None:
    ran = run("read", papers, "--lang", "en", "--jobs", "2")
    assert ran.returncode == 0
    said = json.loads(ran.stdout)
    read = {Path(one["file"]).name: one["document_numbers"] for one in said if "rejected" not in one}
    assert read == {name: ["2023/0784"] for name in ("a.txt", "b.md", "c.html", "d.pdf", "e.docx", "m.txt")}
    assert {Path(one["file"]).name: one["rejected"] for one in said if "rejected" in one} == {
        "f.pdf": "encrypted",
        "g.txt": "binary",
        "h.txt": "empty",
        "i.pdf": "without_text",
        "j.docx": "broken",
        "k.txt": "too_large",
        "l.odt": "unknown",
    }
    lines = ran.stderr.splitlines()
    assert [re.sub(r".*/", "", line).split(":")[0] for line in lines] == ["d.pdf", "f.pdf", "g.txt", "h.txt", "i.pdf", "j.docx", "k.txt", "l.odt"]  # fmt: skip
    assert lines[0].endswith("no text on page 2")
    assert lines[4].endswith("holds no text (a scan or a picture), 1 page")


def test_a_table_has_the_finds_in_words_and_the_place(run: Run, papers: Path) -> None:
    ran = run("read", papers / "a.txt", papers / "b.md", "--format", "csv")
    head, *rows = [row.split(",")[:3] for row in ran.stdout.splitlines()]
    assert head == ["paper", "field", "text"]
    assert [row for row in rows if row[1] == "Nummer"] == [
        [f"{papers}/a.txt", "Nummer", "2023/0784"],
        [f"{papers}/b.md", "Nummer", "2023/0784"],
    ]


def test_standard_input_may_be_any_kind(papers: Path) -> None:
    for name in ("a.txt", "b.md", "c.html", "d.pdf", "e.docx"):
        read = read_bytes("-", (papers / name).read_bytes(), Asked())
        assert isinstance(read, Reading)
        assert read.as_json()["document_numbers"] == ["2023/0784"], name


def test_standard_input_is_read_by_the_command(run: Run) -> None:
    ran = run("read", "-", stdin=NUMBER)
    assert json.loads(ran.stdout)["document_numbers"] == ["2023/0784"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.txt"], "nowhere.txt"),
        (["h.txt"], "empty"),
        (["h.txt", "g.txt"], "no paper to read"),
        (["a.txt", "--profile", "atlantis"], "atlantis"),
        (["a.txt", "--date", "gestern"], "gestern"),
        (["a.txt", "--cluster", "tcp://127.0.0.1:9"], "127.0.0.1:9"),
    ],
)
@pytest.mark.loopback
def test_what_the_reader_can_mend_is_one_sentence_and_one_hint(
    run: Run, papers: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(papers)
    ran = run("read", *arguments, "--lang", "en")
    assert ran.returncode == 2
    assert said in ran.stderr
    assert re.search(r"^error: .+\nhint: .+\n\Z", ran.stderr, re.MULTILINE)


def test_the_profile_and_the_day_reach_the_paper() -> None:
    import datetime

    day = datetime.date(2018, 3, 13)
    read = read_bytes("a.txt", b"VI-A-05385", Asked("leipzig", day))
    assert isinstance(read, Reading)
    assert (read.paper.profile.name, read.paper.day) == ("leipzig", day)
    unnamed = read_bytes("a.txt", b"Die Stadt Leipzig legt VII-DS-00500 vor.", Asked())
    assert isinstance(unnamed, Reading)
    assert unnamed.paper.profile.name == "leipzig"
