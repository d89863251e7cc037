"""Motion against resolution: on Leipzig exactly the table of the domain study, and each rule on a few statements."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pyoxigraph import RdfFormat, parse

import planwerk
from planwerk import shipped
from planwerk.compare import Comparison, align, compare
from planwerk.dataset import Dataset, as_of, shipped_quads
from planwerk.errors import QueryError
from planwerk.inference import infer
from planwerk.points import ELEMENTS, Element, Side

Ran = CompletedProcess[str]
ASKED = ("VI-A-05385", "resolution/2018-09-19", "--as-of", "2020-07-01")


@pytest.fixture(scope="module")
def found(leipzig: Path) -> Comparison:
    return planwerk.open(leipzig, as_of="2020-07-01").compare("VI-A-05385", "resolution/2018-09-19")


def test_leipzig_s_ten_elements_fare_as_a_careful_reader_says(found: Comparison) -> None:
    # The motion of 23.08.2018 (L4-6) against the adopted points (L16-18), read by hand.
    assert {change.element: change.verdict for change in found.changes} == {
        "event": "changed", "deliverable": "weakened", "deadline": "changed", "recipient": "weakened",
        "next-steps": "dropped", "actors": "changed", "money": "weakened", "staff": "dropped", "study": "dropped",
        "purpose": "weakened",
    }  # fmt: skip
    assert found.counts() == {"dropped": 3, "weakened": 4, "changed": 3}


def test_the_adopted_deadline_is_182_days_later(found: Comparison) -> None:
    [deadline] = [change for change in found.changes if change.element == "deadline"]
    assert deadline.before is not None
    assert deadline.after is not None
    assert (deadline.before.last, deadline.after.last) == (date(2019, 12, 31), date(2020, 6, 30))
    assert deadline.days == 182


def test_parts_of_elements_that_were_lost_are_named(found: Comparison) -> None:
    parts = {c.element: (c.lost, c.gained) for c in found.changes if c.lost or c.gained}
    stakeholder = "https://w3id.org/planwerk/concept/stakeholder/"
    assert parts == {
        "actors": ((stakeholder + "associations",), (stakeholder + "authorities", stakeholder + "experts")),
        "money": (("2020",), ()),
    }


def test_the_scope_is_narrowed_to_one_office_and_the_forum_s_window_to_half_a_year(found: Comparison) -> None:
    sides = {c.element: c for c in found.changes}
    result, event = sides["deliverable"].after, sides["event"]
    assert result is not None
    assert [limit.rsplit("/", 1)[-1] for limit in result.limits] == ["sozialamt"]
    assert event.narrowed


def test_every_point_has_the_administration_s_stance(found: Comparison) -> None:
    assert [(s.number, s.stance) for s in found.stances] == [(1, "alternative"), (2, "alternative"), (3, "alternative")]


def test_both_sides_have_their_places_and_quotes(run: Callable[..., Ran], leipzig: Path, corpus: Path) -> None:
    made = json.loads(run("compare", leipzig, *ASKED, "--json").stdout)
    rows = {row["element"]: row for row in made["elements"]}
    assert "bis Ende 2019" in rows["deadline"]["proposed"]["evidence"][0]["quote"]
    assert "bis Mitte 2020" in rows["deadline"]["adopted"]["evidence"][0]["quote"]
    assert rows["recipient"]["adopted"] is None
    assert rows["staff"]["proposed"]["evidence"]
    assert rows["purpose"]["adopted"]["in_reasons"]


def test_json_is_complete_and_the_same_in_both_languages_but_for_labels(run: Callable[..., Ran], leipzig: Path) -> None:
    german, english = (json.loads(run("compare", leipzig, *ASKED, "--json", "--lang", x).stdout) for x in ("de", "en"))
    assert german["counts"] == english["counts"] == {"dropped": 3, "weakened": 4, "changed": 3}
    assert [r["class"] for r in german["elements"]] == [r["class"] for r in english["elements"]]
    assert [t["text"].rsplit("/", 1)[-1] for t in german["texts"]] == ["vi-a-05385-2", "vi-a-05385-vsp-2", "2018-09-19"]


def test_the_alternative_was_adopted_as_it_stood(found: Comparison) -> None:
    assert {change.verdict for change in found.steps[found.resolution]} == {"kept"}


@pytest.mark.parametrize(
    ("motion", "message"),
    [("VI-A-99999", 'no text with points is called "VI-A-99999"'), ("", 'no text with points is called ""')],
)
def test_an_unknown_text_is_named_with_those_there_are(leipzig: Path, motion: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        planwerk.open(leipzig, as_of="2020-07-01").compare(motion, "resolution/2018-09-19")
    assert "version/vi-a-05385-2" in caught.value.hint or "resolution/2018-09-19" in caught.value.hint


# ---- the rules, on a few statements ----

BASE = "https://w3id.org/planwerk/id/de-00000000/"
TEXT = """@prefix pw: <https://w3id.org/planwerk/ns#> . @prefix : <https://w3id.org/planwerk/id/de-00000000/x/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix stakeholder: <https://w3id.org/planwerk/concept/stakeholder/> .
:g {{ :g a pw:SourceGraph ; pw:knownFrom "2018-01-01"^^xsd:date .
:m a pw:Motion ; pw:hasVersion :v . :v pw:hasProposedPoint :p . :p pw:proposesTask :asked .
:d pw:resultsIn :r ; pw:decidedOn :v . :r pw:hasPoint :q ; pw:adoptsVersion :w . :q pw:createsTask :ordered .
:plan a pw:PlanEdition . :other a pw:PlanEdition . :forum a pw:ParticipationEvent . :day a pw:ParticipationEvent .
:staff a pw:StaffCapacity ; pw:fullTimeEquivalent 2.0 . :half a pw:StaffCapacity ; pw:fullTimeEquivalent 0.5 .
:money a pw:Funding ; pw:amount 100.0 ; pw:fiscalYear "2019"^^xsd:gYear .
:more a pw:Funding ; pw:amount 200.0 ; pw:fiscalYear "2019"^^xsd:gYear .
{said} }}"""


def classes(said: str) -> dict[Element, str]:
    quads = parse(TEXT.format(said=said).encode(), format=RdfFormat.TRIG)
    dataset: Dataset = infer(as_of([*shipped_quads(), *quads], date(2020, 1, 1)), BASE)
    return {change.element: change.verdict for change in compare(dataset, "x/v", "x/r").changes}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (":asked pw:deliverable :plan . :ordered pw:deliverable :plan .", {"deliverable": "kept"}),
        (":asked pw:deliverable :plan . :ordered pw:deliverable :other .", {"deliverable": "changed"}),
        (":asked pw:deliverable :plan , :other . :ordered pw:deliverable :plan .", {"deliverable": "weakened"}),
        (":asked pw:deliverable :plan . :ordered pw:deliverable :other . :other pw:limitedTo :office .", {"deliverable": "weakened"}),
        (":asked pw:deliverable :plan . :ordered pw:deliverable :forum .", {"deliverable": "dropped", "event": "added"}),
        (":asked pw:deliverable :day . :ordered pw:deliverable :forum .", {"event": "changed"}),
        (":asked pw:recipient :council . :ordered pw:deliverable :plan .", {"recipient": "weakened", "deliverable": "added"}),
        (":asked pw:recipient :council . :ordered pw:deliverable :forum .", {"recipient": "dropped", "event": "added"}),
        (":asked pw:requiresResource :staff . :ordered pw:requiresResource :half .", {"staff": "weakened"}),
        (":asked pw:requiresResource :half . :ordered pw:requiresResource :staff .", {"staff": "changed"}),
        (":asked pw:requiresResource :money . :ordered pw:requiresResource :more .", {"money": "changed"}),
        (":asked pw:requiresResource :more . :ordered pw:requiresResource :money .", {"money": "weakened"}),
        (":asked pw:requiresResource :money .", {"money": "dropped"}),
        (":asked pw:involves stakeholder:providers , stakeholder:experts . :ordered pw:involves stakeholder:providers .", {"actors": "weakened"}),
        (":asked pw:involves stakeholder:authorities . :ordered pw:involves stakeholder:municipal-offices .", {"actors": "changed"}),
        (':asked pw:purpose "sparen"@de . :ordered pw:purpose "sparen"@de .', {"purpose": "kept"}),
        (':asked pw:purpose "sparen"@de . :ordered pw:deliverable :plan . :plan pw:purpose "planen"@de .', {"purpose": "weakened", "deliverable": "added"}),
    ],
)  # fmt: skip
def test_a_class_follows_from_what_the_points_say(said: str, expected: dict[Element, str]) -> None:
    assert classes(said) == expected


sides = st.dictionaries(
    st.sampled_from(ELEMENTS),
    st.builds(
        lambda things, years, last: Side(frozenset(things), "x", years=frozenset(years), last=last),
        st.sets(st.sampled_from("abc"), min_size=1),
        st.sets(st.sampled_from(("2019", "2020"))),
        st.none() | st.dates(date(2018, 1, 1), date(2021, 1, 1)),
    ),
)


@given(before=sides, after=sides)
def test_a_text_against_itself_is_kept_and_every_element_gets_exactly_one_class(
    before: dict[Element, Side], after: dict[Element, Side]
) -> None:
    changes = align(before, after, {})
    assert [c.element for c in changes] == [e for e in ELEMENTS if e in before or e in after]
    assert {c.verdict for c in align(before, before, {})} <= {"kept", "changed"} or not before
    assert all(
        c.verdict == "kept" for c in align(before, before, {}) if c.element != "deadline" or before["deadline"].last
    )
    assert {c.element for c in changes if c.verdict == "dropped"} <= before.keys() - after.keys()


# Three versions and more: Musterstadt's 2016/0417 has three of the motion, an amendment, an alternative, a resolution


def test_every_version_is_set_against_the_one_before_and_an_amendment_against_what_it_alters() -> None:
    # Expected by reading data/musterstadt/papers/2016-0417*: the first version asks for conference, plan, day and council
    # alone, the first revision adds groups, the second money, post, study and timetable; the amendment wants one more body.
    seen = planwerk.open(shipped.data() / "musterstadt", as_of="2020-07-01")
    found = seen.compare("2016/0417", "B-118/16")
    steps = {
        text.rsplit("/")[-1]: {step.element: step.verdict for step in steps} for text, steps in found.steps.items()
    }
    assert [text.rsplit("/")[-1] for text in found.texts] == [
        "2016-0417-0", "2016-0417-n1", "2016-0417-n2", "2016-0417-ae1", "2016-0417-v1", "b-118-16",
    ]  # fmt: skip
    assert [element for element, verdict in steps["2016-0417-n1"].items() if verdict == "added"] == ["actors"]
    added = [element for element, verdict in steps["2016-0417-n2"].items() if verdict == "added"]
    assert added == ["next-steps", "money", "staff", "study"]
    assert steps["2016-0417-ae1"] == {"deliverable": "kept", "actors": "changed"}
    # against the motion, not against the amendment: what the administration leaves out is lost here
    assert {element for element, verdict in steps["2016-0417-v1"].items() if verdict == "dropped"} == {
        "next-steps", "staff", "study",
    }  # fmt: skip
    assert {verdict for element, verdict in steps["b-118-16"].items() if element != "actors"} == {"kept"}


@pytest.mark.parametrize(("form", "heading"), [("html", "Alle Fassungen"), ("docx", None), ("xlsx", None)])
def test_the_versions_are_the_annex_of_the_table(
    form: str, heading: str | None, run: Callable[..., Ran], tmp_path: Path
) -> None:
    path = tmp_path / f"vergleich.{form}"
    done = run("compare", shipped.data() / "musterstadt", "2016/0417", "B-118/16", "--as-of", "2020-07-01", "-o", path)
    assert done.returncode == 0, done.stderr
    if heading:
        assert heading in path.read_text("utf-8")
    if form == "xlsx":
        rows = list(load_workbook(path)["Alle Fassungen"].values)
        assert len({row[0] for row in rows[1:]}) == 6
