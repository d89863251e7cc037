"""The checks that follow the planning law, coverage, tasks, money and references: Leipzig's results and small cases.

On the Leipzig workspace the expected rows are those of the domain study, or follow from its definitions and the cited
lines of the procedure. Beside that, each check runs on a few statements written for it: one case where it fires, one
where a careless check would fire and it is silent, and one where it cannot be decided.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

import planwerk
from planwerk.city import City
from planwerk.dataset import Dataset, as_of, shipped_quads
from planwerk.gaps import Finding, find_gaps
from planwerk.inference import infer

A, B, C = "2018-09-19", "2020-01-31", "2020-07-01"  # the decision, the last report, the day after "Mitte 2020"
DAYS = (A, B, C)

P1, P2, P3, P4 = (
    "altenhilfeplan-3", "foerderprogramm-offene-seniorenarbeit", "teilhabeplan-2017", "wohnungsnotfallhilfe-2014",
)  # fmt: skip
P5, P6, P7 = "konzept-wohnen-asylblg-2012", "konzept-wohnen-asylblg-2013", "kapazitaetsbedarfsplanung-2017-18"
EVERY_PLAN = {P1, P2, P3, P4, P5, P6, P7}

Row = tuple[str, str, int]


def ends(finding: Finding) -> str:
    return " ".join(subject.rsplit("/", 1)[-1] for subject in finding.subjects)


@pytest.fixture(scope="module")
def leipzig_at(leipzig: Path) -> dict[str, City]:
    return {day: planwerk.open(leipzig, as_of=day) for day in DAYS}


def rows(city: City, check: str, verdict: str | None = None) -> set[Row]:
    """Give what a check found as (subjects, verdict, severity)."""
    return {
        (ends(f), f.verdict, f.severity) for f in city.gaps(only=[check]) if verdict is None or f.verdict == verdict
    }


def gaps(city: City, check: str) -> set[str]:
    return {subject for subject, _, _ in rows(city, check, "gap")}


# ---- Leipzig ----


@pytest.mark.parametrize("day", DAYS)
def test_g02_three_fields_have_a_planning_norm_and_no_plan_and_no_office_is_heard(
    leipzig_at: dict[str, City], day: str
) -> None:
    # § 80 SGB VIII (d01, named), § 8 SächsKitaG (d02), § 23a SächsSchulG (d03); nothing for d05, d06, d09, d10.
    assert rows(leipzig_at[day], "G02") == {(d, "not_decidable", 1) for d in ("d01", "d02", "d03")}
    notes = {ends(f): f.note for f in leipzig_at[day].gaps(only=["G02"])}
    assert notes == {"d01": "named", "d02": "", "d03": ""}


@pytest.mark.parametrize("day", DAYS)
def test_g03_migrants_have_housing_plans_only_and_older_migrants_an_announced_concept(
    leipzig_at: dict[str, City], day: str
) -> None:
    # L40-42: all three plans of d09 are on housing; L46: the concept for older migrants is only announced.
    assert rows(leipzig_at[day], "G03") == {("d05", "gap", 1), ("d09", "gap", 2), ("d07", "ok", 0), ("d08", "ok", 0)}


@pytest.mark.parametrize("day", DAYS)
def test_g06_nothing_in_leipzig_cites_a_paragraph_that_moved(leipzig_at: dict[str, City], day: str) -> None:
    assert rows(leipzig_at[day], "G06", "gap") == set()


@pytest.mark.parametrize(("day", "expected"), [(A, {}), (B, {P7: 396}), (C, {P7: 548})])
def test_g08_the_capacity_plan_of_2017_2018_ran_out_and_its_successor_is_only_announced(
    leipzig_at: dict[str, City], day: str, expected: dict[str, int]
) -> None:
    # L42 "2017/2018" ends on 31.12.2018; days by the calendar. L36 runs until 2024.
    found = [f for f in leipzig_at[day].gaps(only=["G08"]) if f.verdict == "gap"]
    assert {ends(f): f.days for f in found} == expected
    assert {(f.severity, f.note) for f in found} <= {(3, "announced")}


@pytest.mark.parametrize("day", DAYS)
def test_g10_six_announcements_without_a_date_and_one_whose_office_is_not_heard(
    leipzig_at: dict[str, City], day: str
) -> None:
    # A1, A2, A5, A7, A8, A9 (L44, L46, L52, L66); A11 is said by the motion (L8). A3 and A4 have quarters.
    assert rows(leipzig_at[day], "G10", "gap") == {
        ("konzept-offene-seniorenarbeit", "gap", 1), ("konzept-kultursensible-seniorenarbeit", "gap", 1),
        ("kapazitaetsbedarfsplanung-neu", "gap", 1), ("konzept-offene-behindertenarbeit", "gap", 1),
        ("konzept-tagesstrukturierung-aeltere", "gap", 1), ("konzept-beratungsstellen-behindertenhilfe", "gap", 1),
    }  # fmt: skip
    assert rows(leipzig_at[day], "G10", "not_decidable") == {("integrierte-jugendhilfeplanung", "not_decidable", 1)}


def test_g10_shows_the_soft_window_over_the_list_and_never_takes_it_for_a_date(leipzig_at: dict[str, City]) -> None:
    shown = {ends(f) for f in leipzig_at[C].gaps(only=["G10"]) if f.note == "window"}
    assert shown == {"konzept-offene-seniorenarbeit", "kapazitaetsbedarfsplanung-neu"}  # letters a and d under L43


@pytest.mark.parametrize("day", DAYS)
def test_g12_no_report_after_a_deadline_says_in_progress(leipzig_at: dict[str, City], day: str) -> None:
    assert rows(leipzig_at[day], "G12", "gap") == set()


@pytest.mark.parametrize("day", DAYS)
def test_g14_only_the_first_point_says_who_is_to_act(leipzig_at: dict[str, City], day: str) -> None:
    # L16 names the mayor; L17 and L18 are in the passive voice.
    assert rows(leipzig_at[day], "G14") == {("konzept", "ok", 0), ("forum", "gap", 2), ("sachmittel", "gap", 2)}


@pytest.mark.parametrize("day", DAYS)
def test_g15_seven_elements_of_the_motion_are_dropped_or_weakened(leipzig_at: dict[str, City], day: str) -> None:
    found = {ends(f).split()[1]: f.note.split()[0] for f in leipzig_at[day].gaps(only=["G15"])}
    assert found == {
        "next-steps": "dropped", "staff": "dropped", "study": "dropped",
        "deliverable": "weakened", "recipient": "unnamed", "money": "weakened", "purpose": "reasons",
    }  # fmt: skip


def test_g15_is_not_asked_before_the_decision(leipzig: Path) -> None:
    assert planwerk.open(leipzig, as_of="2018-09-18").gaps(only=["G15"]) == []


@pytest.mark.parametrize(("day", "verdict"), [(A, "ok"), (B, "gap"), (C, "gap")])
def test_g16_experts_are_not_reported_and_of_the_authorities_only_the_city_s(
    leipzig_at: dict[str, City], day: str, verdict: str
) -> None:
    # L17 mandates providers, experts, offices and authorities, groups; L79 reports providers, groups, city offices.
    [finding] = leipzig_at[day].gaps(only=["G16"])
    assert (ends(finding), finding.verdict, finding.severity) == ("forum", verdict, 2 if verdict == "gap" else 0)
    assert finding.note == ("none part" if verdict == "gap" else "")
    if verdict == "gap":
        assert "kein Nachweis im Datenbestand: Experten" in finding.label
        assert "nur zum Teil belegt: Ämter und Behörden" in finding.label


def test_g16_asks_from_the_day_after_the_half_year_even_without_a_report(leipzig: Path) -> None:
    def verdict(day: str) -> str:
        return planwerk.open(leipzig, as_of=day).gaps(only=["G16"])[0].verdict

    assert [verdict(day) for day in ("2019-12-31", "2020-01-01")] == ["ok", "gap"]


@pytest.mark.parametrize("day", DAYS)
def test_g18_no_plan_is_linked_to_the_urban_development_concept(leipzig_at: dict[str, City], day: str) -> None:
    # L30 and L67 speak of plans in general and of the future; P5 is replaced by P6.
    assert rows(leipzig_at[day], "G18") == {(p, "gap", 1 if p == P5 else 2) for p in EVERY_PLAN}


@pytest.mark.parametrize("day", DAYS)
def test_g19_youth_planning_is_linked_to_none_of_seven_plans_and_the_provision_says_soll(
    leipzig_at: dict[str, City], day: str
) -> None:
    found = {ends(f): f for f in leipzig_at[day].gaps(only=["G19"])}
    assert {k: (f.verdict, f.severity) for k, f in found.items()} == {
        "F39 d01": ("gap", 2), "X02 d03": ("not_decidable", 1),
    }  # fmt: skip
    assert found["F39 d01"].figures == {"linked": 0, "plans": 7}
    assert "§ 80 Abs. 4 SGB VIII" in found["F39 d01"].label, "Abs. 5 only since 10.06.2021"
    assert "soll" in found["F39 d01"].label


def test_g19_names_the_provision_as_it_is_counted_on_the_day(leipzig: Path) -> None:
    [finding] = [f for f in planwerk.open(leipzig, as_of="2022-03-01").gaps(only=["G19"]) if f.verdict == "gap"]
    assert "§ 80 Abs. 5 SGB VIII" in finding.label


@pytest.mark.parametrize("day", DAYS)
def test_g22_only_disability_has_no_body_as_a_public_forum_is_none(leipzig_at: dict[str, City], day: str) -> None:
    # L56-58 assign three bodies to d05, d08 and d09; L60 is open to everyone.
    assert rows(leipzig_at[day], "G22") == {("d07", "gap", 2), ("d05", "ok", 0), ("d08", "ok", 0), ("d09", "ok", 0)}


@pytest.mark.parametrize("day", DAYS)
def test_g23_four_statements_of_money_and_not_the_motion_s_request(leipzig_at: dict[str, City], day: str) -> None:
    found = {ends(f): set(f.note.split()) for f in leipzig_at[day].gaps(only=["G23"]) if f.verdict == "gap"}
    assert found == {
        "sachmittel-forum": {"foreign-budget", "no-plan"},  # L18: the budget line is called Altenhilfeplan
        "foerdermittel-2017-2018": {"no-plan"},  # L71
        "foerdermittel-2018": {"no-plan"},  # L71
        "mehraufwendungen": {"no-amount", "no-plan"},  # L72: one sentence, two fields, three years
    }


@pytest.mark.parametrize("day", DAYS)
def test_g24_six_plans_without_controlling_and_one_for_which_it_is_being_set_up(
    leipzig_at: dict[str, City], day: str
) -> None:
    assert rows(leipzig_at[day], "G24") == {(p, "gap", 1) for p in EVERY_PLAN - {P3}} | {(P3, "ok", 0)}
    notes = {ends(f): f.note for f in leipzig_at[day].gaps(only=["G24"]) if f.note}
    assert notes == {P3: "planned", P5: "replaced"}  # L54; the evaluation of 2016 (L45) is a one-off


@pytest.mark.parametrize("day", DAYS)
def test_g25_of_eight_numbers_seven_lead_nowhere(leipzig_at: dict[str, City], day: str) -> None:
    assert rows(leipzig_at[day], "G25") == {(p, "gap", 1) for p in EVERY_PLAN} | {("vi-a-05385-vsp-1", "ok", 0)}


@pytest.mark.parametrize("day", DAYS)
def test_g26_two_pairs_of_claims_dispute_each_other_and_a_tension_is_none(
    leipzig_at: dict[str, City], day: str
) -> None:
    assert gaps(leipzig_at[day], "G26") == {
        "ausstattung-angemessen kapazitaeten-noetig",
        "nur-teilbereiche strategisch-ausgerichtet",
    }


@pytest.mark.parametrize("day", DAYS)
def test_g27_the_committees_of_2018_have_no_result_and_the_motion_is_decided(
    leipzig_at: dict[str, City], day: str
) -> None:
    assert rows(leipzig_at[day], "G27") == {("gremien-2018", "gap", 1), ("vi-a-05385", "ok", 0)}


def test_g27_the_motion_is_open_until_the_decision(leipzig: Path) -> None:
    assert "vi-a-05385" in gaps(planwerk.open(leipzig, as_of="2018-09-18"), "G27")


@pytest.mark.parametrize("day", DAYS)
def test_g28_five_pairs_of_names_are_for_a_person_to_settle(leipzig_at: dict[str, City], day: str) -> None:
    assert gaps(leipzig_at[day], "G28") == {
        "strategiekonferenz-wohnungslosenhilfe-2018 wohnungslosenkonferenz-2018",
        "altenhilfeplan fortschreibung-altenhilfeplanung", "fachplan-seniorenarbeit teilfachplan-offene-seniorenarbeit",
        "fachplan-wohnungsnotfallhilfe konzept-wohnungsnotfallhilfe",
        "konzept-offene-seniorenarbeit teilfachplan-offene-seniorenarbeit",
    }  # fmt: skip


# ---- small cases ----

BASE = "https://w3id.org/planwerk/id/de-00000000/"
SCHEMES = [
    "plan-status",
    "plan-type",
    "domain",
    "process-kind",
    "process-status",
    "service-type",
    "event-status",
    "task-status",
    "resource-status",
    "stakeholder",
    "consultation-result",
    "consultation-role",
    "target-group",
    "graph-role",
    "outcome",
    "stance",
]
PREFIXES = (
    "@prefix pw: <https://w3id.org/planwerk/ns#> .\n@prefix : <" + BASE + "x/> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    "@prefix dcterms: <http://purl.org/dc/terms/> .\n@prefix prov: <http://www.w3.org/ns/prov#> .\n"
    "@prefix law: <https://w3id.org/planwerk/id/law/> .\n"
    + "".join(f"@prefix {name}: <https://w3id.org/planwerk/concept/{name}/> .\n" for name in SCHEMES)
)
OFFICE = ":office a pw:AdministrativeUnit . :graph pw:preparedBy :office .\n"
HEARD = OFFICE + ":office pw:responsibleForDomain domain:d01, domain:d03, domain:d05, domain:d07 .\n"


def plan(name: str, *said: str, status: str = "existing") -> str:
    """Write a plan edition for older people, in Turtle."""
    return " ; ".join([f":{name} a pw:PlanEdition ; pw:planStatus plan-status:{status}", *said]) + " .\n"


def dataset_of(text: str, day: str = "2020-07-01", known: str = "2018-01-01") -> Dataset:
    trig = f'{PREFIXES}:graph {{ :graph a pw:SourceGraph ; pw:knownFrom "{known}"^^xsd:date .\n{text}\n}}'
    quads = parse(trig.encode(), format=RdfFormat.TRIG)
    return infer(as_of([*shipped_quads(), *quads], date.fromisoformat(day)), BASE)


def found(check: str, text: str, day: str = "2020-07-01", known: str = "2018-01-01", **place: str) -> set[Row]:
    """Give what a check finds in a few statements, without the rows that are in order."""
    findings = find_gaps(dataset_of(text, day, known), only=[check], place=place)
    return {(ends(f), f.verdict, f.severity) for f in findings if f.verdict != "ok"}


def span(first: str, last: str) -> str:
    return f':span a pw:TimeSpan ; pw:earliest "{first}"^^xsd:date ; pw:latest "{last}"^^xsd:date .\n'


D05 = "pw:coversDomain domain:d05"
D01, D03 = "pw:coversDomain domain:d01", "pw:coversDomain domain:d03"


def test_g02_a_heard_office_makes_it_a_gap_of_severity_three_and_a_plan_closes_it() -> None:
    assert ("d01", "gap", 3) in found("G02", HEARD)
    assert {row[0] for row in found("G02", HEARD + plan("p", D01))} == {"d02", "d03"}


def test_g02_a_replaced_or_announced_plan_does_not_cover() -> None:
    assert ("d01", "gap", 3) in found("G02", HEARD + plan("p", D01, status="in-preparation"))


def test_g02_asks_by_land_and_kind_of_municipality() -> None:
    nrw = {row[0] for row in found("G02", HEARD, state="NW")}
    assert {"d01", "d03", "d06"} <= nrw  # § 80 SGB VIII, § 80 SchulG NRW, § 7 APG NRW
    assert "d02" not in nrw, "§ 8 SächsKitaG holds in Saxony"
    assert found("G02", HEARD, agency="false", town="true") == set(), "a town in a county is no local agency"


def test_g02_says_verlangt_and_never_pflicht() -> None:
    for finding in find_gaps(dataset_of(HEARD), only=["G02"]):
        assert "Pflicht" not in finding.label


def test_g03_one_plan_for_the_whole_field_or_another_service_is_enough() -> None:
    housing, open_services = "pw:coversService service-type:housing", "pw:coversService service-type:open-services"
    assert found("G03", HEARD + plan("p", D05, housing) + plan("q", D05, housing)) == {("d05", "gap", 2)}
    assert found("G03", HEARD + plan("p", D05, housing) + plan("q", D05)) == set()
    assert found("G03", HEARD + plan("p", D05, housing) + plan("q", D05, open_services)) == set()


def test_g03_an_announced_concept_lowers_the_severity_only_where_it_addresses_what_is_uncovered() -> None:
    housing = "pw:coversService service-type:housing"
    one = HEARD + plan("p", D05, housing)
    assert found("G03", one + plan("n", D05, status="intended")) == {("d05", "gap", 1)}
    assert found("G03", one + plan("n", D05, housing, status="intended")) == {("d05", "gap", 2)}


def test_g03_a_group_is_covered_by_a_plan_for_it_or_for_a_part_of_it() -> None:
    older, migrants = "target-group:older-people", "target-group:older-migrants"
    event = f":event {D05} ; pw:addressesTargetGroup {{}} .\n"
    broad = HEARD + plan("p", D05, f"pw:addressesTargetGroup {older}")
    assert found("G03", broad + event.format(migrants)) == {("d05", "gap", 2)}
    assert found("G03", broad + event.format(older)) == set()
    narrow = HEARD + plan("p", D05, f"pw:addressesTargetGroup {migrants}")
    assert found("G03", narrow + event.format(older)) == set()


def test_g03_is_not_decidable_without_a_heard_office() -> None:
    assert found("G03", plan("p", D05, "pw:coversService service-type:housing")) == {("d05", "not_decidable", 1)}


CITES = ':paper pw:citesLaw law:de\\/sgb-8\\/{} ; pw:dateOfDocument "{}"^^xsd:date .\n'


@pytest.mark.parametrize(
    ("provision", "written", "day", "expected", "today"),
    [
        ("80\\/3", "2018-01-25", "2022-03-01", "gap", "§ 80 Abs. 4 SGB VIII"),  # participation moved to Abs. 4
        ("80\\/4", "2018-01-25", "2022-03-01", "gap", "§ 80 Abs. 5 SGB VIII"),  # coordination moved to Abs. 5
        ("80\\/3", "2018-01-25", "2021-06-09", None, ""),  # the last day of the old text
        ("80\\/3", "2022-03-01", "2023-01-01", None, ""),
        ("80\\/5", "2018-01-25", "2022-03-01", "gap", ""),  # Abs. 5 did not exist in 2018
        ("10b", "2023-12-31", "2024-09-01", "not_decidable", ""),  # its start is not verified
        ("79\\/1", "2018-01-25", "2022-03-01", None, ""),  # only one wording is known
    ],
)
def test_g06_a_citation_is_read_on_its_own_day(
    provision: str, written: str, day: str, expected: str | None, today: str
) -> None:
    findings = find_gaps(dataset_of(CITES.format(provision, written), day), only=["G06"])
    verdicts = [f.verdict for f in findings if f.verdict != "ok"]
    assert verdicts == ([expected] if expected else [])
    assert today in "".join(f.label for f in findings)


def test_g06_what_a_text_cites_a_provision_for_is_held_against_what_it_says() -> None:
    """„Nach § 80 Abs. 3 beteiligt“ means the text until 9 June 2021, also where it was written in 2022 (domain.md 1.4)."""
    meant = ":paper pw:meansEdition law:de\\/sgb-8\\/80\\/3\\/{} .\n"
    late = CITES.format("80\\/3", "2022-03-01")
    [finding] = find_gaps(dataset_of(late + meant.format("until-2021-06-09"), "2023-01-01"), only=["G06"])
    assert (finding.verdict, finding.severity, finding.note) == ("gap", 1, "outdated moved")
    assert "schon am 01.03.2022 galt dort anderes; gemeint ist heute § 80 Abs. 4 SGB VIII" in finding.label
    assert found("G06", late + meant.format("since-2021-06-10"), "2023-01-01") == set()
    early = CITES.format("80\\/3", "2018-01-25") + meant.format("until-2021-06-09")
    assert found("G06", early, "2021-06-09") == set()
    assert found("G06", early, "2023-01-01") == {("paper 3", "gap", 1)}


def test_g06_without_a_date_of_its_own_the_day_of_the_source_counts() -> None:
    text = ":paper pw:citesLaw law:de\\/sgb-8\\/80\\/3 .\n"
    assert found("G06", text, "2022-03-01", known="2018-01-25") == {("paper 3", "gap", 1)}
    assert found("G06", text, "2022-03-01", known="2021-07-01") == set()


def test_g08_an_existing_successor_ends_it_an_announced_one_does_not() -> None:
    old = HEARD + plan("p", D05, "pw:validity :span") + span("2017-01-01", "2018-12-31")
    assert found("G08", old) == {("p", "gap", 3)}
    assert found("G08", old, "2018-12-31") == set(), "the last day still counts"
    assert found("G08", old + plan("q", "pw:continues :p", status="intended")) == {("p", "gap", 3)}
    assert found("G08", old + plan("q", "pw:continues :p")) == set()
    assert found("G08", plan("p", "pw:validity :span") + span("2017-01-01", "2018-12-31")) == {
        ("p", "not_decidable", 1)
    }


def test_g10_a_delivered_a_dated_an_ordered_and_a_merely_asked_plan_are_silent() -> None:
    note = HEARD + plan("a", D05, status="intended")
    assert found("G10", note) == {("a", "gap", 1)}
    assert found("G10", note + ":a pw:deadline :span .\n" + span("2021-01-01", "2021-12-31")) == set()
    assert found("G10", note + ":a pw:fulfilledBy :x .\n") == set()
    assert found("G10", note + ":point pw:createsTask :t . :t pw:deliverable :a .\n") == set()
    assert found("G10", note + ":point pw:proposesTask :t . :t pw:deliverable :a .\n") == set()
    assert found("G10", plan("a", D05, status="intended")) == {("a", "not_decidable", 1)}


TASK = ":point a pw:ResolutionPoint ; pw:createsTask :t . :t a pw:Task ; pw:deadline :span .\n" + span(
    "2019-01-01", "2019-12-31"
)


def progress(name: str, day: str, status: str = "in-progress") -> str:
    return f':{name} pw:progressOf :t ; pw:statedOn "{day}"^^xsd:date ; pw:taskStatus task-status:{status} .\n'


def test_g12_counts_from_the_deadline_to_the_last_report_that_says_in_progress() -> None:
    text = TASK + progress("early", "2019-12-31") + progress("late", "2020-01-31") + progress("later", "2020-02-29")
    [finding] = find_gaps(dataset_of(text), only=["G12"])
    assert (finding.verdict, finding.severity, finding.days) == ("gap", 3, 60)  # 31.12.2019 to 29.02.2020


def test_g12_is_silent_before_the_deadline_after_fulfilment_and_on_other_states() -> None:
    assert found("G12", TASK + progress("early", "2019-12-31")) == set()
    assert found("G12", TASK + progress("late", "2020-01-31") + ":t pw:fulfilledBy :x .\n") == set()
    assert found("G12", TASK + progress("late", "2020-01-31", "done")) == set()
    moved = TASK.replace("createsTask", "proposesTask")
    assert found("G12", moved + progress("late", "2020-01-31")) == set(), "a motion's point binds nobody"


def test_g14_those_involved_and_what_a_report_adds_are_no_responsible_actor() -> None:
    assert found("G14", TASK + ":t pw:involves stakeholder:providers ; pw:recipient :council .\n") == {("t", "gap", 2)}
    assert found("G14", TASK + ":t pw:responsible :mayor .\n") == set()
    assert found("G14", TASK.replace("createsTask", "proposesTask")) == set()


def test_g16_a_narrower_group_is_a_part_and_a_broader_one_is_enough() -> None:
    event = ":t pw:deliverable :e ; pw:involves {} . :e pw:eventStatus event-status:held . {} pw:participatesIn :e .\n"
    authorities, offices = "stakeholder:authorities", "stakeholder:municipal-offices"
    assert found("G16", TASK + event.format(authorities, offices)) == {("t", "gap", 2)}
    assert found("G16", TASK + event.format(authorities, authorities)) == set()
    assert found("G16", TASK + event.format("stakeholder:experts", authorities)) == {("t", "gap", 2)}
    assert (
        found("G16", TASK + event.format("stakeholder:experts", authorities).replace("held", "planned"), "2019-06-30")
        == set()
    )


def test_g18_a_chain_of_stated_links_is_enough_and_a_common_field_is_not() -> None:
    umbrella = ":city a pw:Plan ; pw:planType plan-type:strategy .\n" + plan("u", "pw:editionOf :city", D05)
    assert found("G18", HEARD + umbrella + plan("p", D05)) == {("p", "gap", 2)}
    chain = plan("p", D05, "pw:feedsInto :q") + plan("q", D05, "pw:implementsPlan :u")
    assert found("G18", HEARD + umbrella + chain) == set()
    section = umbrella + ":u pw:hasSection :part . :part pw:hasMeasure :m .\n"
    assert found("G18", HEARD + section + plan("p", D05, "pw:dependsOn :part")) == set()
    assert found("G18", HEARD + section + plan("p", D05, "pw:hasMeasure :m")) == set()
    assert found("G18", HEARD + plan("p", D05)) == set(), "without an umbrella nothing is asked"
    assert found("G18", umbrella + plan("p", D05)) == {("p", "not_decidable", 1)}


def test_g19_a_link_of_one_plan_closes_it_and_must_weighs_more_than_soll() -> None:
    both = HEARD + plan("youth", D01) + plan("school", D03)
    assert found("G19", both) == {("F39 d01", "gap", 2), ("X02 d03", "gap", 3)}
    assert found("G19", both + ":school pw:coordinatedWith :youth .\n") == set()
    assert found("G19", both, state="BY") == {("F39 d01", "gap", 2)}, "§ 23a SächsSchulG holds in Saxony"


def test_g19_with_one_side_only_there_is_nothing_to_link() -> None:
    assert found("G19", HEARD + plan("school", D03)) == set()


def test_g22_an_advisory_board_a_round_of_the_office_and_a_body_without_providers_do_not_count() -> None:
    here = HEARD + plan("p", D05)
    assert found("G22", here) == {("d05", "gap", 2)}
    assert found("G22", here + f":b a pw:AdvisoryBoard ; {D05} ; pw:involves stakeholder:providers .\n") != set()
    assert found("G22", here + f":b a pw:SpecialistBody ; {D05} .\n") != set()
    assert found("G22", here + ":b a pw:SpecialistBody ; pw:involves stakeholder:providers .\n") != set(), "no field"
    assert found("G22", here + f":b a pw:SpecialistBody ; {D05} ; pw:involves stakeholder:providers .\n") == set()
    assert found("G22", plan("p", D05)) == {("d05", "not_decidable", 1)}


MONEY = ':f a pw:Funding ; pw:fiscalYear "2019"^^xsd:gYear ; pw:resourceStatus resource-status:{} .\n'
FULL = ":f pw:amount 100.0 ; pw:resourceFor :p .\n" + plan("p", D05)


def test_g23_plan_sum_and_a_budget_line_of_the_same_field_are_in_order() -> None:
    line = ":f pw:budgetLine :line . :line pw:coversDomain domain:{} .\n"
    assert found("G23", MONEY.format("approved")) == {("f", "gap", 2)}
    assert found("G23", MONEY.format("approved") + FULL) == set()
    assert found("G23", MONEY.format("approved") + FULL + line.format("d05")) == set()
    assert found("G23", MONEY.format("approved") + FULL + line.format("d07")) == {("f", "gap", 2)}
    both = ":p pw:coversDomain domain:d07 .\n"
    assert found("G23", MONEY.format("approved") + FULL + both + line.format("d05")) == {("f", "gap", 2)}, "narrower"


def test_g23_a_request_counts_once_it_is_adopted_and_money_without_a_year_is_not_asked_about() -> None:
    assert found("G23", MONEY.format("requested")) == set()
    assert found("G23", MONEY.format("requested") + ":point pw:createsTask :t . :t pw:requiresResource :f .\n") == {
        ("f", "gap", 2)
    }
    assert found("G23", ":f a pw:Funding ; pw:resourceStatus resource-status:approved .\n") == set()


def test_g24_a_one_off_evaluation_is_no_controlling() -> None:
    here = HEARD + plan("p", D05)
    process = ":c a pw:PlanningProcess ; pw:processKind process-kind:{} ; pw:monitors :p .\n"
    assert found("G24", here) == {("p", "gap", 1)}
    assert (
        found("G24", here + ":e a pw:Evaluation ; pw:processKind process-kind:evaluation ; pw:evaluates :p .\n")
        != set()
    )
    assert found("G24", here + process.format("controlling")) == set()
    report = ":p pw:hasMeasure :m . :r pw:statesProgress :s . :s pw:progressOf :m .\n"
    assert found("G24", here + report) == set(), "a status report on its measures"
    assert found("G24", plan("p", D05)) == {("p", "not_decidable", 1)}


def test_g25_the_same_number_in_two_spellings_is_one_row_and_a_text_closes_it() -> None:
    cites = ':v dcterms:references :a, :b . :a pw:referenceNumber "RB-V-1/12" ; pw:normalisedNumber "RBV-1/12" . :b pw:referenceNumber "RBV-1/12" .\n'
    assert found("G25", cites) == {("a", "gap", 1)}
    assert found("G25", cites + ':b rdfs:label "Titel"@de .\n') == {("a", "gap", 1)}, "a title is no content"
    assert found("G25", cites + ":b pw:textAvailable true .\n") == set()
    assert found("G25", cites + ":g2 prov:wasDerivedFrom :b ; pw:graphRole graph-role:asserted .\n") == set()


def test_g26_one_speaker_does_not_dispute_himself_and_a_tension_is_no_dispute() -> None:
    claims = ":a pw:claimedBy :one . :b pw:claimedBy :{} . :a pw:{} :b .\n"
    assert found("G26", claims.format("two", "disputes")) == {("a b", "gap", 1)}
    assert found("G26", claims.format("one", "disputes")) == set()
    assert found("G26", claims.format("two", "tensionWith")) == set()


def test_g27_open_is_no_result_and_what_lies_ahead_is_not_asked() -> None:
    row = ':v pw:consultedIn :k . :k pw:consultationDate "{}"^^xsd:date ; pw:consultationRole consultation-role:hearing .\n'
    assert found("G27", row.format("2020-06-30")) == {("k", "gap", 1)}
    assert found("G27", row.format("2020-07-02")) == set()
    assert found("G27", row.format("2020-06-30") + ":k pw:consultationResult consultation-result:open .\n") == {
        ("k", "gap", 1)
    }
    assert found("G27", row.format("2020-06-30") + ":k pw:consultationResult consultation-result:noted .\n") == set()


def test_g28_plans_of_one_name_are_paired_and_a_plan_and_its_edition_are_not() -> None:
    name = 'rdfs:label "Altenhilfeplan"@de'
    assert found("G28", f":a a pw:Plan ; {name} . :b a pw:Plan ; {name} .\n") == {("a b", "gap", 1)}
    assert found("G28", f":a a pw:Plan ; {name} . :b a pw:PlanEdition ; pw:editionOf :a ; {name} .\n") == set()
