"""How well the papers of Musterstadt are read, against what a person wrote down for each of them by hand.

The annotations (``golden/musterstadt/*.gold.json``) were written from the papers and not from the finders. They say
what has to be found, ``alt`` readings that are equally right, and ``optional`` ones that count neither for nor
against. The scores are printed (``pytest -s tests/test_musterstadt_reading.py``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from planwerk.paper import Paper
from planwerk.profile import read_profile
from planwerk.reading import read
from planwerk.sources.papers import files_below, open_paper
from typesetting import PAPERS

GOLDEN = Path(__file__).parent / "golden" / "musterstadt"
SEASON = 92  # days that a season, an Anfang or an "ab" may be off
# A finder that is right on these papers only by chance would not reach what careful readers agree on.
FLOORS = {
    "document_numbers": 0.95,
    "dates": 0.95,
    "amounts": 0.95,
    "legal_citations": 0.90,
    "due": 0.80,
    "process_steps": 0.75,
    "actors": 0.75,
    "plans": 0.75,
}
PRECISION = dict.fromkeys(FLOORS, 0.85) | {"plans": 0.75, "process_steps": 0.75}

Entry: TypeAlias = Any  # an entry of an annotation: a string, or a row of named values
Same: TypeAlias = Callable[[Entry, Entry], bool]


# ---- when a reading is the one that was written down ----


def folded(text: str) -> str:
    return " ".join(re.sub(r"[„“”\"«»‘’‚]", "", text).split()).casefold()


def words(name: str) -> tuple[str, ...]:
    """Give the words of a name without their endings; FA is short for Fachausschuss."""
    # Only before a small letter does a hyphen join the halves of a word broken over two lines.
    joined = re.sub(r"(?<=\w)-(?=[a-zäöüß])", "", folded(name))
    found = (re.sub(r"(?<=\w{4})(?:e[mnrs]?|n|(?<!s)s)+$", "", word) for word in re.findall(r"[\w§*/.]+", joined))
    return tuple("fachausschuss" if word == "fa" else word for word in found)


def same_name(wanted: Entry, given: Entry) -> bool:
    """Tell whether one name is a run of whole words of the other ("Seniorenplan", "Seniorenplans 2012")."""
    short, long = sorted((words(wanted), words(given)), key=len)
    runs = (long[start : start + len(short)] for start in range(len(long) - len(short) + 1))
    return sum(map(len, short)) >= 3 and short in runs


def same_number(wanted: Entry, given: Entry) -> bool:
    return folded(wanted) == folded(given)


def same_value(*keys: str) -> Same:
    def same(wanted: Entry, given: Entry) -> bool:
        if not isinstance(wanted, dict):  # an optional reading may name its words or its first value alone
            return str(wanted) in (str(given.get(keys[0])), str(given.get("text")))
        return all(str(wanted.get(key) or "") == str(given.get(key) or "") for key in keys)

    return same


def same_amount(wanted: Entry, given: Entry) -> bool:
    value = wanted["eur"] if isinstance(wanted, dict) else wanted
    return float(value) == float(given["eur"])


def same_limit(wanted: Entry, given: Entry) -> bool:
    """Tell whether the words of one are within the other's and both end on the same day, or about it."""
    row = wanted if isinstance(wanted, dict) else {"text": wanted}
    one, other = folded(row["text"]), folded(given["text"])
    if one not in other and other not in one:
        return False
    if "iso_end" not in row:
        return True
    apart = abs(date.fromisoformat(row["iso_end"]) - date.fromisoformat(given["iso_end"])).days
    return apart <= (SEASON if row.get("approx") else 0)


SAME: dict[str, Same] = {
    "document_numbers": same_number,
    "dates": same_value("iso"),
    "amounts": same_amount,
    "legal_citations": same_value("law", "section", "paragraph"),
    "due": same_limit,
    "process_steps": same_value("kind", "date"),
    "actors": same_name,
    "plans": same_name,
}


@dataclass(slots=True)
class Score:
    """Entries found of those wanted, and readings that are right of those given."""

    found: int = 0
    wanted: int = 0
    right: int = 0
    given: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def distinct(entries: Iterable[Entry], same: Same) -> list[Entry]:
    """Give each entry once: what a paper says twice is one thing to find."""
    kept: list[Entry] = []
    for entry in entries:
        if not any(same(one, entry) and same(entry, one) for one in kept):
            kept.append(entry)
    return kept


def count(score: Score, field: str, gold: dict[str, Any], said: dict[str, Any]) -> None:
    # A step of any other kind is described in words, which two people never choose alike.
    def scored(entries: Iterable[Entry]) -> list[Entry]:
        return [one for one in entries if field != "process_steps" or one["kind"] != "other"]

    same = SAME[field]
    alike = same_number if same is same_name else same  # two names within each other may still be two bodies
    wanted = [[one, *(one.get("alt", ()) if isinstance(one, dict) else ())] for one in scored(gold.get(field, ()))]
    given = distinct(scored(said[field]), alike)
    optional = gold.get("optional", {}).get(field, [])
    right = [one for one in given if any(same(form, one) for forms in wanted for form in forms)]
    score.found += sum(any(same(form, one) for form in forms for one in given) for forms in wanted)
    score.wanted += len(wanted)
    score.right += len(right)
    score.given += sum(one in right or not any(same(form, one) for form in optional) for one in given)


@pytest.mark.parametrize("profile", ["musterstadt", "generic"])
def test_papers_are_read_as_well_as_careful_people_agree(profile: str) -> None:
    scores = {field: Score() for field in FLOORS}
    annotated = {gold["file"]: gold for file in GOLDEN.glob("*.gold.json") if (gold := json.loads(file.read_bytes()))}
    papers = list(files_below(PAPERS))
    assert {paper.name for paper in papers} == set(annotated)
    for file in papers:
        paper = open_paper(file, read_profile(profile))
        if not isinstance(paper, Paper):  # the scan: there is no text, and its annotation wants none
            assert not annotated[file.name]["document_numbers"]
            continue
        said = json.loads(json.dumps(read(paper).as_json()))
        for field, score in scores.items():
            count(score, field, annotated[file.name], said)
    print(f"\n{profile:18} precision         recall            F1")  # noqa: T201 -- the scores are the point
    for field, score in scores.items():
        print(  # noqa: T201
            f"{field:18} {score.right:3}/{score.given:3} {score.precision:9.3f} {score.found:3}/{score.wanted:3}"
            f" {score.recall:9.3f} {score.f1:9.3f}"
        )
    short = {
        field: (score.precision, score.f1)
        for field, score in scores.items()
        if score.f1 < FLOORS[field] or score.precision < PRECISION[field]
    }
    assert short == {}


# ---- the scorer itself ----


def scored(field: str, gold: dict[str, Any], said: list[Entry]) -> tuple[int, int, int, int]:
    score = Score()
    count(score, field, gold, {field: said})
    return score.found, score.wanted, score.right, score.given


def test_a_reading_that_is_wrong_counts_against_and_an_optional_one_neither_way() -> None:
    gold = {"plans": ["Seniorenplan 2012"], "optional": {"plans": ["Altenhilfe"]}}
    assert scored("plans", gold, ["Seniorenplans 2012", "Altenhilfe", "Sozialplan"]) == (1, 1, 1, 2)
    assert scored("plans", gold, []) == (0, 1, 0, 0)


def test_half_a_word_is_no_name() -> None:
    assert not same_name("Seniorenplan", "Plan")
    assert same_name("Fachausschuss Soziales", "FA Soziales")


def test_a_time_limit_needs_its_day_and_a_season_is_about() -> None:
    given = {"text": "bis Mitte 2020", "iso_end": "2020-06-30"}
    assert same_limit({"text": "bis Mitte 2020", "iso_end": "2020-06-30"}, given)
    assert not same_limit({"text": "bis Mitte 2020", "iso_end": "2020-12-31"}, given)
    # 92 days before 30 June is 30 March
    assert same_limit({"text": "Mitte 2020", "iso_end": "2020-03-30", "approx": True}, given)
    assert not same_limit({"text": "Mitte 2020", "iso_end": "2020-03-29", "approx": True}, given)


def test_an_equal_reading_finds_its_entry_once() -> None:
    gold = {"process_steps": [{"kind": "answer", "date": None, "alt": [{"kind": "answer", "date": "2018-06-21"}]}]}
    assert scored("process_steps", gold, [{"kind": "answer", "date": "2018-06-21"}]) == (1, 1, 1, 1)
