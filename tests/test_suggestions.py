"""Plugged-in finders are held to the text: what does not literally stand there is refused and counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planwerk import suggestions
from planwerk.paper import Find, Paper, to_paper
from planwerk.profile import read_profile
from planwerk.reading import FIELDS, read
from planwerk.readingcopy import norm
from planwerk.readings import Asked, read_papers
from planwerk.sources.papers import PaperFile
from planwerk.suggestions import MOST_CONFIDENT, Refused, Suggestion, suggested
from planwerk.workers import LosableWorkers

TEXT = "Der Teilplan\nSenioren wird fortgeschrieben. Der Senioren-\nbeirat hört davon. Der Plan ruht, der Plan wartet."


def paper() -> Paper:
    return to_paper("a.txt", TEXT.encode(), TEXT, read_profile())


def outcome(suggestion: Any) -> Find | Refused:
    (one,) = suggested(paper(), FIELDS, [("mine", lambda _: [suggestion])])
    return one


@pytest.mark.parametrize(
    ("suggestion", "stands"),
    [
        (Suggestion("plans", "Teilplan Senioren", 4), "Teilplan\nSenioren"),
        (Suggestion("plans", "Teilplan Senioren"), "Teilplan\nSenioren"),
        (Suggestion("actors", "Seniorenbeirat"), "Seniorenbeirat"),
    ],
)
def test_words_that_stand_in_the_text_count_and_want_a_review(suggestion: Suggestion, stands: str) -> None:
    find = outcome(suggestion)
    assert isinstance(find, Find)
    assert paper().reading[find.start : find.end] == stands
    assert (find.rule, find.values["review"]) == ("plugin.mine.1", "needs review")


@pytest.mark.parametrize(
    ("suggestion", "why"),
    [
        (Suggestion("plans", "Teilplan Jugend"), "do not stand in the text"),
        (Suggestion("plans", "Teilplan Senioren", 0), "other words stand"),
        (Suggestion("plans", "Teilplan Senioren", 9999), "none of the text"),
        (Suggestion("plans", "Teilplan Senioren", -1), "none of the text"),
        (Suggestion("plans", "Plan"), "2 times"),
        (Suggestion("plans", " "), "no words"),
        (Suggestion("persons", "Senioren"), "no field"),
        (Suggestion("plans", "Teilplan", confidence=2), "between 0 and 1"),
        (Suggestion("plans", "Teilplan", confidence=float("nan")), "between 0 and 1"),
        (Suggestion("plans", "Teilplan Senioren", values={"start": 1}), "may not say start"),
        (Suggestion("plans", "Teilplan Senioren", values={"x": object()}), "no JSON"),
        ({"field": "plans"}, "no Suggestion"),
    ],
)
def test_what_the_text_does_not_say_is_refused(suggestion: Any, why: str) -> None:
    refused = outcome(suggestion)
    assert isinstance(refused, Refused)
    assert why in refused.why


def test_no_plug_in_is_surer_than_the_cap() -> None:
    find = outcome(Suggestion("plans", "Teilplan Senioren", confidence=1.0))
    assert isinstance(find, Find)
    assert find.confidence == MOST_CONFIDENT


def test_a_finder_that_raises_is_refused_and_what_it_gave_before_counts() -> None:
    def stumbles(_: Paper) -> Iterator[Suggestion]:
        yield Suggestion("plans", "Teilplan Senioren")
        raise ConnectionError("no model")

    found, refused = suggested(paper(), FIELDS, [("mine", stumbles)])
    assert isinstance(found, Find)
    assert refused == Refused("mine", "", "ConnectionError: no model")


@given(st.sampled_from(FIELDS), st.text("Teilplan Sioren\n", max_size=20), st.none() | st.integers(-5, 200))
def test_whatever_is_suggested_what_counts_stands_in_the_text(field: str, text: str, start: int | None) -> None:
    one = outcome(Suggestion(field, text, start))
    assert isinstance(one, Refused) or norm(paper().reading[one.start : one.end]) == norm(text)


def test_an_installed_finder_runs_in_the_workers_and_its_refusals_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my_finders.py").write_text(
        "from planwerk.suggestions import Suggestion\n"
        "def find(paper):\n"
        "    yield Suggestion('plans', 'Teilplan Senioren')\n"
        "    yield Suggestion('plans', 'Teilplan Mond')\n",
        "utf-8",
    )
    info = tmp_path / "my_finders-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: my-finders\nVersion: 1\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[{suggestions.GROUP}]\nmine = my_finders:find\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    with LosableWorkers(1) as workers:
        (there,) = read_papers([PaperFile("a.txt", tmp_path / "a.txt")], Asked(), workers)
    said = there.as_json()
    assert "Teilplan Senioren" in json.dumps(said["plans"])
    assert [one["why"] for one in said["refused"]] == ["these words do not stand in the text"]  # type: ignore[attr-defined]


def test_without_plug_ins_nothing_is_refused() -> None:
    suggestions._plugged.cache_clear()
    assert read(paper()).refused == ()
    assert "refused" not in read(paper()).as_json()
