"""The checks on the Leipzig workspace: every result that the domain study worked out by hand, and what moves it.

Expected figures come from a hand-made graph of the procedure (days are calendar days, counted there by a script and
here again from the dates). Each check also runs on copies of the workspace with one date moved, one link added or one
paper taken away; its findings change by exactly that.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import planwerk
from planwerk import shipped
from planwerk.city import City
from planwerk.errors import QueryError
from planwerk.gaps import Finding

A, B, C = "2018-09-19", "2020-01-31", "2020-07-01"  # the decision, the last report, the day after "Mitte 2020"

Found = set[tuple[str, int | None]]
Edit = Callable[[str], str]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gaps") / "leipzig"
    shutil.copytree(shipped.data() / "leipzig", folder, ignore=shutil.ignore_patterns("build"))
    planwerk.open(folder)
    return folder


def at(folder: Path, day: str) -> City:
    return planwerk.open(folder, as_of=day)


def ends(finding: Finding) -> str:
    return " ".join(subject.rsplit("/", 1)[-1] for subject in finding.subjects)


def found(city: City, check: str, verdict: str = "gap", **parameters: str) -> Found:
    """Give what a check found as (end of the subject's IRI, days)."""
    settings = {check: parameters} if parameters else None
    return {(ends(f), f.days) for f in city.gaps(only=[check], settings=settings) if f.verdict == verdict}


P1, P2, P3, P4 = (
    "altenhilfeplan-3",
    "foerderprogramm-offene-seniorenarbeit",
    "teilhabeplan-2017",
    "wohnungsnotfallhilfe-2014",
)
P5, P6, P7 = "konzept-wohnen-asylblg-2012", "konzept-wohnen-asylblg-2013", "kapazitaetsbedarfsplanung-2017-18"
A3, A4 = "fachplan-seniorenarbeit", "konzept-wohnungsnotfallhilfe-neu"
EVERY_PLAN = {P1, P2, P3, P4, P5, P6, P7}


def days(since: str, until: str) -> int:
    return (date.fromisoformat(until) - date.fromisoformat(since)).days


@pytest.mark.parametrize("day", [A, B, C])
def test_g01_fields_without_a_plan_are_not_decidable_as_only_the_social_office_is_heard(
    workspace: Path, day: str
) -> None:
    findings = at(workspace, day).gaps(only=["G01"])
    verdicts = {ends(f): (f.verdict, f.severity, f.note) for f in findings}
    assert {d for d, v in verdicts.items() if v[0] == "ok"} == {"d05", "d07", "d08", "d09", "d14"}
    assert verdicts["d01"] == ("not_decidable", 1, "named")
    nothing = {d for d, v in verdicts.items() if v == ("not_decidable", 1, "")}
    assert nothing == {"d02", "d03", "d04", "d06", "d10", "d11", "d12", "d13"}


@pytest.mark.parametrize("day", [A, B, C])
def test_g04_a_paper_number_is_no_evidence_of_a_council_resolution(workspace: Path, day: str) -> None:
    findings = at(workspace, day).gaps(only=["G04"])
    assert {(ends(f), f.note) for f in findings if f.verdict == "gap"} == {(P4, ""), (P7, ""), (P3, "body-unnamed")}
    assert {ends(f) for f in findings if f.verdict == "ok"} == {P1, P2, P5, P6}


@pytest.mark.parametrize("day", [A, B, C])
def test_g05_no_plan_names_its_legal_basis_and_a_law_in_the_title_is_none(workspace: Path, day: str) -> None:
    findings = at(workspace, day).gaps(only=["G05"])
    assert {ends(f) for f in findings if f.verdict == "gap" and f.severity == 1} == EVERY_PLAN
    assert {ends(f) for f in findings if f.note == "cited"} == {P5, P6}


@pytest.mark.parametrize(
    ("day", "years_old"),
    [(A, {P1: 5.7, P2: 5.7}), (B, {P1: 7.1, P2: 7.1, P4: 5.1, P6: 6.2}), (C, {P1: 7.5, P2: 7.5, P4: 5.5, P6: 6.6})],
)
def test_g07_plans_older_than_five_years_without_a_real_successor(
    workspace: Path, day: str, years_old: dict[str, float]
) -> None:
    gaps = found(at(workspace, day), "G07")
    assert {plan: round((days or 0) / 365.25, 1) for plan, days in gaps} == years_old
    assert found(at(workspace, day), "G07", "not_decidable") == {(P7, None)}, "its papers give no date"


def test_g07_says_that_a_successor_is_announced_and_that_an_update_may_be_under_way(workspace: Path) -> None:
    notes = {ends(f): f.note for f in at(workspace, B).gaps(only=["G07"]) if f.verdict == "gap"}
    assert notes == {P1: "hint", P2: "", P4: "announced", P6: ""}


def test_g07_heeds_its_parameter_and_says_so(workspace: Path) -> None:
    assert found(at(workspace, B), "G07", years="7") == {(P1, days("2012-12-31", B)), (P2, days("2012-12-31", B))}
    assert at(workspace, B).gaps(only=["G07"], settings={"G07": {"years": "7"}})[0].parameters == {"years": "7"}


@pytest.mark.parametrize(
    ("day", "expected"),
    [(A, set()), ("2018-10-01", {(A4, 1)}), (B, {(A4, 488), (A3, 123)}), (C, {(A4, 640), (A3, 275)})],
)
def test_g09_announced_plans_past_their_own_deadline(workspace: Path, day: str, expected: Found) -> None:
    assert found(at(workspace, day), "G09") == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (A, set()),
        (B, {("sachmittel", 31, 1)}),
        (C, {("konzept", 1, 3), ("sachmittel", 183, 1)}),
    ],
)
def test_g11_adopted_points_past_their_deadline_and_never_the_motion_s(
    workspace: Path, day: str, expected: set[tuple[str, int, int]]
) -> None:
    findings = at(workspace, day).gaps(only=["G11"])
    assert {(ends(f), f.days, f.severity) for f in findings if f.verdict == "gap"} == expected
    assert {ends(f) for f in findings} == {"konzept", "forum", "sachmittel"}, "motion-1 to motion-3 bind nobody"


def test_g11_the_forum_is_overdue_until_the_report_on_it_is_known(workspace: Path) -> None:
    assert ("forum", 30) in found(at(workspace, "2020-01-30"), "G11")
    assert ("forum", None) in found(at(workspace, B), "G11", "ok")


@pytest.mark.parametrize(("day", "silent", "since"), [(A, 0, A), (B, 0, B), (C, 152, B), ("2021-06-30", 516, B)])
def test_g13_one_row_for_the_resolution_and_its_last_report(workspace: Path, day: str, silent: int, since: str) -> None:
    [finding] = at(workspace, day).gaps(only=["G13"])
    assert (finding.days, finding.verdict) == (silent, "gap" if silent > 365 else "ok")
    assert days(since, day) == silent


@pytest.mark.parametrize("day", [A, B, C])
def test_g17_pairs_in_force_that_share_a_group_without_a_link(workspace: Path, day: str) -> None:
    assert found(at(workspace, day), "G17") == {(f"{P1} {P2}", None), (f"{P7} {P6}", None)}


def test_g17_with_superseded_plans_adds_a_pair_of_severity_one_and_finds_the_linked_one(workspace: Path) -> None:
    findings = at(workspace, A).gaps(only=["G17"], settings={"G17": {"superseded": "true"}})
    assert {ends(f) for f in findings} == {f"{P1} {P2}", f"{P7} {P6}", f"{P7} {P5}", f"{P5} {P6}"}
    assert {(ends(f), f.severity, f.note) for f in findings if f.note} == {
        (f"{P7} {P5}", 1, "replaced"),
        (f"{P5} {P6}", 0, "replaced"),
    }
    assert {ends(f) for f in findings if f.verdict == "ok"} == {f"{P5} {P6}"}


@pytest.mark.parametrize(("day", "cycles"), [(A, 0), ("2019-02-28", 0), ("2019-03-01", 1), (B, 1), (C, 1)])
def test_g20_the_circle_between_concept_and_forum_is_known_from_the_first_report(
    workspace: Path, day: str, cycles: int
) -> None:
    findings = at(workspace, day).gaps(only=["G20"])
    assert [(ends(f), f.severity) for f in findings] == [("konzept-sozialplanung forum-sozialplanung", 1)] * cycles


@pytest.mark.parametrize("day", [A, B, C])
def test_g21_all_plans_and_eight_of_nine_announcements_hang_on_the_social_office(workspace: Path, day: str) -> None:
    [finding] = at(workspace, day).gaps(only=["G21"])
    assert (finding.verdict, ends(finding)) == ("gap", "sozialamt")
    assert finding.figures == {
        "plans": 7, "allPlans": 7, "announced": 8, "allAnnounced": 9, "articulation": True,
        "fullTimeEquivalents": [2.0, 1.0, 1.0], "fixedTerm": 1.0, "processes": 5,
    }  # fmt: skip


# ---- what moves a finding ----


def changed(workspace: Path, tmp_path: Path, file: str, old: str, new: str) -> Path:
    """Copy the workspace with one edit in a file; the edit must apply."""
    copy = tmp_path / "copy"
    shutil.copytree(workspace, copy, ignore=shutil.ignore_patterns("build"))
    path = copy / "curated" / file
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new), "utf-8")
    return copy


def said_of_background(extra: str) -> tuple[str, str, str]:
    text = (shipped.data() / "leipzig" / "curated" / "8-background.trig").read_text("utf-8")
    line = re.search(r"^run:curation a .*$", text, re.MULTILINE)
    assert line
    return "8-background.trig", line[0], extra + "\n" + line[0]


MOVES: list[tuple[str, str, str, str, str, str, Found, Found]] = [
    # check, day, file, old, new, why, gone, come
    ("G09", C, "2-position-old.trig", '"2019-07-01"^^xsd:date ; pw:latest "2019-09-30"', '"2019-07-01"^^xsd:date ; pw:latest "2019-09-29"', "a deadline one day earlier", {(A3, 275)}, {(A3, 276)}),
    ("G07", A, "2-position-old.trig", 'pw:earliest "2014-01-01"^^xsd:date ; pw:latest "2014-12-31"', 'pw:earliest "2013-01-01"^^xsd:date ; pw:latest "2013-09-18"', "a plan dated more than five years back", set(), {(P4, 1827)}),
    ("G13", "2021-06-30", "6-report-2020.trig", 'paper:report-2020-01-31 a pw:ImplementationReport ;', 'paper:report-2020-01-31 a pw:ImplementationReport ; pw:dateOfDocument "2021-06-01"^^xsd:date ;', "a later date of the report", {("2018-09-19", 516)}, set()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("check", "day", "file", "old", "new", "why", "gone", "come"), MOVES, ids=[m[5] for m in MOVES]
)
def test_one_date_moved_changes_the_finding_by_exactly_that(
    workspace: Path,
    tmp_path: Path,
    check: str,
    day: str,
    file: str,
    old: str,
    new: str,
    why: str,
    gone: Found,
    come: Found,
) -> None:
    before = found(at(workspace, day), check)
    after = found(at(changed(workspace, tmp_path, file, old, new), day), check)
    assert (before - after, after - before) == (gone, come), why


LINKS: list[tuple[str, str, str, Found, Found]] = [
    ("G17", C, "edition:foerderprogramm-offene-seniorenarbeit pw:feedsInto edition:altenhilfeplan-3 .", {(f"{P1} {P2}", None)}, set()),
    ("G04", C, "edition:wohnungsnotfallhilfe-2014 pw:adoptedBy resolution:2018-09-19 .", {(P4, None)}, set()),
    ("G05", C, "edition:teilhabeplan-2017 pw:hasLegalBasis <https://w3id.org/planwerk/id/law/de/sgb-9> .", {(P3, None)}, set()),
    ("G07", C, "edition:neu a pw:PlanEdition ; rdfs:label \"Neu\"@de ; pw:planStatus <https://w3id.org/planwerk/concept/plan-status/existing> ; pw:dated span:tag-2013-11-21 ; pw:continues edition:altenhilfeplan-3 .", {(P1, days("2012-12-31", C))}, {("neu", days("2013-11-21", C))}),
    ("G09", C, "edition:fachplan-seniorenarbeit pw:planStatus <https://w3id.org/planwerk/concept/plan-status/adopted> .", {(A3, 275)}, set()),
    ("G11", C, "task:konzept pw:fulfilledBy paper:report-2020-01-31 .", {("konzept", 1)}, set()),
    ("G20", C, "plan:teilfachplaene-jugendhilfe pw:dependsOn edition:integrierte-jugendhilfeplanung .", set(), {("integrierte-jugendhilfeplanung teilfachplaene-jugendhilfe", None)}),
    ("G21", C, "\n".join(f"edition:x{n} a pw:PlanEdition ; rdfs:label \"x{n}\"@de ; pw:dated span:tag-2013-11-21 ; pw:planStatus <https://w3id.org/planwerk/concept/plan-status/existing> ." for n in range(3)), {("sozialamt", None)}, set()),
    ("G01", C, "edition:integrierte-jugendhilfeplanung pw:planStatus <https://w3id.org/planwerk/concept/plan-status/existing> .", {("d01", None)}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("check", "day", "link", "gone", "come"), LINKS, ids=[row[0] for row in LINKS])
def test_one_link_added_changes_the_finding_by_exactly_that(
    workspace: Path, tmp_path: Path, check: str, day: str, link: str, gone: Found, come: Found
) -> None:
    prefixes = "".join(
        f"@prefix {name}: <https://w3id.org/planwerk/id/de-14713000/{name}/> .\n"
        for name in ("edition", "span", "task", "paper", "plan", "resolution")
    )
    file, old, new = said_of_background(link)
    copy = changed(workspace, tmp_path, file, old, new)
    path = copy / "curated" / file
    text = path.read_text("utf-8")
    known = set(re.findall(r"@prefix (\S+):", text))
    path.write_text(
        "".join(line + "\n" for line in prefixes.splitlines() if line.split()[1][:-1] not in known) + text, "utf-8"
    )
    verdict = "not_decidable" if check == "G01" else "gap"
    before, after = found(at(workspace, day), check, verdict), found(at(copy, day), check, verdict)
    assert (before - after, after - before) == (gone, come)


def test_without_the_second_report_the_forum_is_overdue_and_the_silence_is_longer(
    workspace: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(workspace, copy, ignore=shutil.ignore_patterns("build"))
    (copy / "curated" / "6-report-2020.trig").unlink()
    city = at(copy, C)
    assert found(city, "G11") - found(at(workspace, C), "G11") == {("forum", 183)}
    assert {f.days for f in city.gaps(only=["G13"])} == {days("2019-03-01", C)}


def test_without_the_resolution_nothing_is_overdue(workspace: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(workspace, copy, ignore=shutil.ignore_patterns("build"))
    for name in ("4-resolution.trig", "5-report-2019.trig", "6-report-2020.trig"):
        (copy / "curated" / name).unlink()
    assert found(at(copy, C), "G11") == set()
    assert at(copy, C).gaps(only=["G13"]) == []


# ---- what every finding carries ----


def test_every_gap_has_evidence_scope_and_an_id_that_stays(workspace: Path) -> None:
    first, second = at(workspace, B).gaps(), at(workspace, C).gaps()
    for finding in first:
        assert finding.scope["newest_source"] == B
        assert finding.evidence or finding.check == "G01", finding.label
    same = {f.id: f.subjects for f in first}
    assert all(same.get(f.id, f.subjects) == f.subjects for f in second)
    assert len({f.id for f in second}) == len(second)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_wording_never_calls_absence_a_fact_and_never_says_duty(workspace: Path, lang: str) -> None:
    for finding in at(workspace, C).gaps(lang=lang):
        text = finding.label + finding.next_step + finding.closes_with
        assert not re.search(r"\bfehlt|\bfehlen|Pflicht|\bmissing\b", text), text
        assert "{" not in text


def test_an_unknown_check_and_a_wrong_value_are_refused(workspace: Path) -> None:
    with pytest.raises(QueryError, match='no check "G99"'):
        at(workspace, C).gaps(only=["G99"])
    with pytest.raises(QueryError, match="no value for years"):
        at(workspace, C).gaps(settings={"G07": {"years": "5 } DROP"}})


def test_a_check_of_ones_own_is_a_file_in_the_workspace(workspace: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(workspace, copy, ignore=shutil.ignore_patterns("build"))
    (copy / "questions").mkdir()
    (copy / "questions" / "x01-boards.rq").write_text(
        "# kind: check\n# check: X01\n# title-de: Beiräte\n# gap-de: {subject} ist ein Beirat\n"
        "PREFIX pw: <https://w3id.org/planwerk/ns#>\n"
        'SELECT ?subject ("gap" AS ?verdict) (1 AS ?severity) { ?subject a pw:AdvisoryBoard }\n',
        "utf-8",
    )
    assert [f.label for f in at(copy, C).gaps(only=["X01"])] == ["Seniorenbeirat ist ein Beirat"]
