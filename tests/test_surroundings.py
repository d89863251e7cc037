"""The Leipzig procedure with what eight further papers add: new papers flip findings, and the report says through what.

``data/leipzig-umfeld`` includes ``data/leipzig`` and adds titles, numbers and dates of real papers of 2012 to 2021. Every
expected day is counted here from the dates those papers bear.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess

import pytest

import planwerk
from planwerk import shipped
from planwerk.city import City
from planwerk.errors import WorkspaceError
from planwerk.gaps import Finding
from planwerk.workspace import read_workspace

B, C = "2020-01-31", "2020-07-01"
A4 = "konzept-wohnungsnotfallhilfe-neu"
P1, P2, P4 = "altenhilfeplan-3", "foerderprogramm-offene-seniorenarbeit", "wohnungsnotfallhilfe-2014"
NEW = "fachplan-wohnungsnotfallhilfe-2018"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    both = tmp_path_factory.mktemp("surroundings")
    for name in ("leipzig", "leipzig-umfeld"):
        shutil.copytree(shipped.data() / name, both / name, ignore=shutil.ignore_patterns("build"))
    return both / "leipzig-umfeld"


@pytest.fixture(scope="module")
def city(folder: Path) -> City:
    return planwerk.open(folder, as_of=C)


def by_subject(city: City, check: str) -> dict[str, Finding]:
    return {" ".join(s.rsplit("/", 1)[-1] for s in f.subjects): f for f in city.gaps(only=[check])}


def test_the_included_workspace_alone_keeps_its_own_findings(folder: Path) -> None:
    assert by_subject(planwerk.open(folder.parent / "leipzig", as_of=C), "G09")[A4].days == 640


def test_e5_the_overdue_concept_was_delivered_73_days_after_its_quarter(folder: Path, city: City) -> None:
    finding = by_subject(city, "G09")[A4]
    assert (finding.verdict, finding.severity, finding.note.split()[0]) == ("ok", 0, "late")
    assert (date(2018, 12, 12) - date(2018, 9, 30)).days == finding.figures["after"] == 73
    assert "vorgelegt am 12.12.2018, 73 Tage nach der Frist" in finding.label
    before = by_subject(planwerk.open(folder, as_of="2018-12-11"), "G09")[A4]
    assert (before.verdict, before.days) == ("gap", 72)


def test_e4_against_the_later_date_it_came_19_days_early_but_that_date_is_not_known_to_be_adopted(city: City) -> None:
    finding = by_subject(city, "G09")[A4]
    assert "revised" in finding.note.split()
    assert "31.12.2018; dass er beschlossen ist, ist nicht belegt" in finding.label
    assert (date(2018, 12, 31) - date(2018, 12, 12)).days == 19


def test_e5_the_new_plan_replaces_the_old_one_everywhere(city: City) -> None:
    assert P4 not in by_subject(city, "G07"), "really continued, so no longer overaged"
    assert by_subject(city, "G04")[NEW].verdict == "ok", "the web page says: adopted in December 2018"
    assert by_subject(city, "G18")[P4].severity == 1
    assert "replaced" in by_subject(city, "G18")[P4].note


def test_e7_a_sentence_on_both_plans_closes_the_integration_gap_and_dates_one_of_them(city: City) -> None:
    assert by_subject(city, "G17")[f"{P1} {P2}"].verdict == "ok"
    assert by_subject(city, "G07")[P1].days == (date(2020, 7, 1) - date(2012, 3, 21)).days


def test_e2_the_first_alternative_lost_and_is_never_due(city: City) -> None:
    assert {f.subjects[0].rsplit("/", 1)[-1] for f in city.gaps(only=["G11"])} == {"konzept", "forum", "sachmittel"}


def test_e2_both_days_of_the_position_stand_each_with_its_source(city: City) -> None:
    found = city.query(
        "PREFIX pw: <https://w3id.org/planwerk/ns#> SELECT ?day ?graph { GRAPH ?graph { "
        "<https://w3id.org/planwerk/id/de-14713000/version/vi-a-05385-vsp-1> pw:dateOfDocument ?day } } ORDER BY ?day"
    )
    assert [(str(day), str(graph).rsplit("/", 1)[-1]) for day, graph in found.rows] == [
        ("2018-02-08", "umfeld-position-original"), ("2018-03-13", "position-1"),
    ]  # fmt: skip


def test_e3_the_same_case_has_two_titles(city: City) -> None:
    found = city.query(
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?title { "
        "<https://w3id.org/planwerk/id/de-14713000/procedure/vi-a-05385> skos:altLabel ?title }"
    )
    assert found.rows == (("Weiterentwicklung der Strategischen Sozialplanung",),)


def test_e6_an_older_date_is_the_board_s_claim_and_moves_no_deadline(city: City) -> None:
    finding = by_subject(city, "G09")["fachplan-seniorenarbeit"]
    assert (finding.since, finding.days) == (date(2019, 9, 30), 275)
    found = city.query(
        "PREFIX pw: <https://w3id.org/planwerk/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT ?who ?due { ?claim pw:about "
        "<https://w3id.org/planwerk/id/de-14713000/edition/fachplan-seniorenarbeit> ; pw:deadline/pw:latest ?due ; "
        "pw:claimedBy/rdfs:label ?who FILTER(LANG(?who) = 'de') }"
    )
    assert found.rows == (("Seniorenbeirat", date(2013, 12, 31)),)


def test_e1_the_boards_have_names_and_no_results(city: City) -> None:
    gaps = {name for name, f in by_subject(city, "G27").items() if f.verdict == "gap"}
    assert {"rv-2018-01-31", "fa-2018-02-15", "seniorenbeirat-2018-03-08", "behindertenbeirat-2018-03-12"} <= gaps


def test_e8_the_paper_of_2021_is_not_known_before(folder: Path) -> None:
    known = planwerk.open(folder, as_of="2021-12-31").data.graphs
    assert [g for g in known if g.endswith("umfeld-motion-report")]
    assert not [g for g in planwerk.open(folder, as_of=C).data.graphs if g.endswith("umfeld-motion-report")]


def test_g15_with_a_third_version_loses_the_same_seven_elements_and_shows_where(city: City) -> None:
    findings = city.gaps(only=["G15"])
    assert len(findings) == 7
    assert {f.figures["versions"] for f in findings} == {4}  # two of the motion, two of the position
    found = city.compare("VI-A-05385", "resolution/2018-09-19")
    assert [text.rsplit("/", 1)[-1] for text in found.texts] == [
        "vi-a-05385-1", "vi-a-05385-2", "vi-a-05385-vsp-1", "vi-a-05385-vsp-2", "2018-09-19",
    ]  # fmt: skip
    revised = {change.element: change for change in found.steps[found.texts[1]]}
    assert revised["event"].verdict == "changed"  # Fachtag to Strategiekonferenz
    assert revised["study"].verdict == "kept"
    assert revised["deliverable"].verdict == "added"


def test_the_stance_on_each_point_is_the_point_s_own_where_one_is_named(city: City) -> None:
    stances = {(s.point.rsplit("/", 1)[-1], s.stance, s.answered_by is not None) for s in city.compare("VI-A-05385", "resolution/2018-09-19").stances}  # fmt: skip
    assert ("original-3", "alternative", True) in stances
    assert ("motion-1", "alternative", False) in stances


def test_since_names_the_paper_that_closed_a_gap(city: City) -> None:
    changes = city.changes(date(2018, 10, 1), only=["G09", "G07"])
    closed = {c.finding.subjects[0].rsplit("/", 1)[-1]: c for c in changes if c.kind == "closed"}
    assert closed.keys() == {A4}, "P4 was not yet five years old in 2018"
    assert str(closed[A4].paper).endswith("umfeld-plan-homelessness")
    assert closed[A4].known_from == date(2018, 12, 12)


def test_since_on_the_command_line(folder: Path, run: Callable[..., CompletedProcess[str]]) -> None:
    done = run("gaps", folder, "--as-of", C, "--since", "2018-10-01", "--only", "G09", "--json")
    changes = json.loads(done.stdout)
    assert [(c["change"], c["finding"]["subjects"][0].rsplit("/", 1)[-1], c["known_from"]) for c in changes] == [
        ("closed", A4, "2018-12-12"), ("opened", "fachplan-seniorenarbeit", None),
    ]  # fmt: skip
    assert changes[1]["paper"] is None, "its quarter passed; no paper did that"


def test_since_wants_an_earlier_day(folder: Path, run: Callable[..., CompletedProcess[str]]) -> None:
    refused = run("gaps", folder, "--as-of", C, "--since", C)
    assert refused.returncode == 2
    assert f"error: {C} is not before {C}" in refused.stderr


def included(tmp_path: Path, names: str, other: str = "") -> Path:
    shutil.copytree(shipped.data() / "leipzig", tmp_path / "leipzig", ignore=shutil.ignore_patterns("build"))
    mine = tmp_path / "mine"
    mine.mkdir()
    text = (tmp_path / "leipzig" / "planwerk.toml").read_text("utf-8")
    (mine / "planwerk.toml").write_text(
        text.replace('language = "de"', f'language = "de"\nincludes = {names}'), "utf-8"
    )
    if other:
        old, new = other.split("|")
        (tmp_path / "leipzig" / "planwerk.toml").write_text(text.replace(old, new), "utf-8")
    return mine


@pytest.mark.parametrize(
    ("names", "other", "message"),
    [
        ('["../nowhere"]', "", "no folder at"),
        ('"../leipzig"', "", "is no list of names"),
        ('["../leipzig"]', 'id/de-14713000/"|id/de-00000000/"', "has another base"),
        ('["../leipzig"]', 'language = "de"|language = "de"\nincludes = ["../mine"]', "includes others itself"),
    ],
)
def test_a_wrong_include_is_named(tmp_path: Path, names: str, other: str, message: str) -> None:
    with pytest.raises(WorkspaceError, match=message):
        read_workspace(included(tmp_path, names, other))


def test_a_build_is_due_when_an_included_file_changes(tmp_path: Path) -> None:
    mine = included(tmp_path, '["../leipzig"]')
    before = read_workspace(mine).fingerprint()
    with (tmp_path / "leipzig" / "curated" / "4-resolution.trig").open("a", encoding="utf-8") as file:
        file.write("# touched\n")
    assert read_workspace(mine).fingerprint() != before
