"""The competency questions: each has its words, its expected answer, and the same rows in another engine."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Quad, RdfFormat, parse

from golden_answers import ANSWERS, golden
from planwerk import shipped
from planwerk.dataset import Dataset, as_of, shipped_quads
from planwerk.inference import infer
from planwerk.questions import Answer, Question, Value, ask, fill, query, questions
from planwerk.sources.turtle import known_words, read_turtle
from planwerk.workspace import read_workspace

LEIPZIG = read_workspace(shipped.data() / "leipzig")
DAY = date(2020, 7, 1)  # the day after "bis Mitte 2020"; the golden answers are as of this day
XSD = "http://www.w3.org/2001/XMLSchema#"

SHARED_ROWS = {"budget-by-year", "plans-by-field"}  # rows are sums per year or field, not things of one city

each = pytest.mark.parametrize("name", sorted(questions()))


@cache
def curated() -> tuple[Quad, ...]:
    return tuple(quad for path in LEIPZIG.curated() for quad in read_turtle(path, base=LEIPZIG.base))


@cache
def leipzig(day: date = DAY) -> Dataset:
    return infer(as_of([*shipped_quads(), *curated()], day), LEIPZIG.base)


@cache
def invented(name: str) -> Dataset:
    city = read_workspace(shipped.data() / name)
    stated = [quad for path in city.curated() for quad in read_turtle(path, base=city.base)]
    return infer(as_of([*shipped_quads(), *stated], DAY), city.base)


def cities(number: int) -> Dataset:
    """Give Leipzig's statements once for each of so many invented municipalities, as one dataset."""
    text = "".join(f"{quad} .\n" for quad in curated())
    quads = shipped_quads()
    for n in range(number):
        base = LEIPZIG.base.replace(LEIPZIG.key, f"99{n:06}")
        quads += parse(text.replace(LEIPZIG.base, base).encode(), format=RdfFormat.N_QUADS)
    return infer(as_of(quads, DAY), LEIPZIG.base)


@cache
def two_cities() -> Dataset:
    return cities(2)


def kinds(answer: Answer) -> list[list[str]]:
    return [[type(value).__name__ for value in row] for row in answer.rows]


def ids(answer: Answer) -> list[Value]:
    return [row[-1] for row in answer.rows]


# ---- words ----


@each
def test_has_words_in_german_and_english(name: str) -> None:
    question = questions()[name]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    assert question.audience in {"planner", "researcher", "presenter"}
    for lang in ("de", "en"):
        assert question.title(lang)
        assert re.search(r"[?.]$", question.question(lang))
    for heading in question.columns.values():
        assert re.fullmatch(r"[^|]+ \| [^|]+", heading)
    assert question.parameters["lang"] == '"de"'


@each
def test_columns_are_those_selected(name: str) -> None:
    question = questions()[name]
    assert tuple(question.columns) == ask(leipzig(), question).columns


@each
def test_uses_only_words_of_the_ontology_and_nothing_of_one_city(name: str) -> None:
    text = questions()[name].text
    body = re.sub(r'"[^"]*"|<[^>]*>', "", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    prefixes = dict(re.findall(r"^PREFIX ([\w-]+): <(.*)>$", text, re.M))
    used = re.findall(r"(?<![\w?-])([a-z][\w-]*):([A-Za-z][\w-]*)", re.sub(r" # .*", "", body))
    ours = {
        prefixes[prefix] + local for prefix, local in used if prefixes[prefix].startswith("https://w3id.org/planwerk/")
    }
    assert ours
    assert ours <= known_words()
    assert {prefix for prefix, _ in used} == set(prefixes), "a prefix is declared and not used"
    assert len(set(prefixes.values())) == len(prefixes), "rdflib refuses two prefixes for one namespace"
    assert "/id/" not in text
    assert not re.search(r"leipzig|\d{8}", text, re.I)


# ---- answers ----


def test_every_golden_answer_has_its_question() -> None:
    assert {path.stem for path in ANSWERS.glob("*.tsv")} == set(questions())


@each
def test_answer_is_the_golden_one(name: str) -> None:
    expected, answer = golden(name), ask(leipzig(), name)
    assert (ANSWERS / f"{name}.tsv").read_text("utf-8").startswith("# "), "says where its rows come from"
    assert answer.columns == expected.columns
    assert answer.rows == expected.rows
    assert kinds(answer) == kinds(expected)


@pytest.mark.parametrize(
    "path", sorted(ANSWERS.glob("*stadt/*.tsv")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_answer_on_an_invented_city_is_the_golden_one(path: Path) -> None:
    # More than one procedure, an amendment adopted beside a position, a report on two resolutions: what Leipzig has not.
    expected, answer = golden(path.stem, path.parent), ask(invented(path.parent.name), path.stem)
    assert path.read_text("utf-8").startswith("# "), "says where its rows come from"
    assert answer.columns == expected.columns
    assert answer.rows == expected.rows
    assert len(set(answer.rows)) == len(answer.rows)


@each
def test_every_row_has_an_identifier(name: str) -> None:
    assert "id" in ask(leipzig(), name).columns
    for row in ask(leipzig(), name).as_dicts():
        assert str(row["id"]).startswith("https://w3id.org/planwerk/")


@each
def test_english_labels_leave_the_rows_as_they_are(name: str) -> None:
    german, english = ask(leipzig(), name), ask(leipzig(), name, lang="en")
    assert sorted(map(str, ids(german))) == sorted(map(str, ids(english)))
    assert sorted(kinds(german)) == sorted(kinds(english)), "a label is there in one language only"


@each
def test_order_does_not_depend_on_the_order_of_the_statements(name: str) -> None:
    assert ask(reversed_leipzig(), name) == ask(leipzig(), name)


@cache
def reversed_leipzig() -> Dataset:
    return infer(as_of([*curated()[::-1], *shipped_quads()[::-1]], DAY), LEIPZIG.base)


@each
def test_two_cities_in_one_dataset_do_not_mix(name: str) -> None:
    one, two = ask(leipzig(), name), ask(two_cities(), name)
    if name in SHARED_ROWS:
        assert {row[0] for row in one.rows} == {row[0] for row in two.rows}
    else:
        said = sorted(str(row[:-1]) for row in one.rows)
        twice = sorted(str(row[:-1]).replace("de-99000000", f"de-{LEIPZIG.key}") for row in two.rows)
        twice = [row.replace("de-99000001", f"de-{LEIPZIG.key}") for row in twice]
        assert sorted(twice) == sorted([*said, *said])


# ---- limits ----

PLANTED = """
@prefix pw: <https://w3id.org/planwerk/ns#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/planwerk/id/de-14713000/> .
<graph/said> {
  <graph/said> a pw:SourceGraph ; pw:graphRole <https://w3id.org/planwerk/concept/graph-role/asserted> .
  # asked for, not granted; granted for two years together; staff, not money
  <x/asked> a pw:Funding ; pw:amount 7.0 ; pw:currency "EUR" ; pw:fiscalYear "2018"^^xsd:gYear ;
    pw:resourceStatus <https://w3id.org/planwerk/concept/resource-status/requested> ; pw:resourceFor <x/planned> .
  <x/together> a pw:Funding ; pw:amount 9.0 ; pw:currency "EUR" ; pw:perYear false ; pw:resourceFor <x/planned> ;
    pw:fiscalYear "2018"^^xsd:gYear , "2019"^^xsd:gYear ;
    pw:resourceStatus <https://w3id.org/planwerk/concept/resource-status/approved> .
  <x/post> a pw:StaffCapacity ; pw:fullTimeEquivalent 1.0 ;
    pw:resourceStatus <https://w3id.org/planwerk/concept/resource-status/requested> .
  <task/sachmittel> pw:requiresResource <x/post> .
  # proposed, never adopted
  <point/motion-1> pw:proposesTask <x/task> .
  <x/task> a pw:Task ; pw:requiresResource <x/asked> ; pw:deadline <span/iii-quartal-2019> .
  # planned, with people who want to come; held, nobody reported
  <x/planned> a pw:ParticipationEvent ; pw:eventStatus <https://w3id.org/planwerk/concept/event-status/planned> .
  <https://w3id.org/planwerk/concept/stakeholder/experts> pw:participatesIn <x/planned> .
  <x/held> a pw:ParticipationEvent ; pw:eventStatus <https://w3id.org/planwerk/concept/event-status/held> .
  # a point that gives no task; a body without providers; a claim nobody makes; a part that is not of the strategy
  <resolution/2018-09-19> pw:hasPoint <x/point> .
  <x/body> a pw:SpecialistBody .
  <x/claim> a pw:Claim ; pw:disputes <claim/stagnation> .
  <edition/teilhabeplan-2017> pw:hasSection <x/section> . <x/section> pw:hasMeasure <x/measure> .
  # the same number of measures, said again elsewhere, with its own place
  <edition/teilhabeplan-2017> pw:measureCount 115 .
}
<graph/said-evidence> {
  <graph/said-evidence> a pw:SourceGraph ; prov:wasDerivedFrom <graph/said> ;
    pw:graphRole <https://w3id.org/planwerk/concept/graph-role/evidence> .
  <x/statement> rdf:subject <edition/teilhabeplan-2017> ; rdf:predicate pw:measureCount ; rdf:object 115 .
  <x/evidence> pw:supportsStatement <x/statement> ; oa:hasTarget <x/segment> .
  <x/segment> oa:hasSource <source/other> .
}
<graph/known> { # what experts added is no announcement and no legal basis that a text names
  <graph/known> a pw:SourceGraph ; pw:graphRole <https://w3id.org/planwerk/concept/graph-role/curated> .
  <edition/altenhilfeplan-3> pw:deadline <span/iii-quartal-2019> ; pw:hasLegalBasis <x/law> .
}
"""

NEW_ROWS: dict[str, list[tuple[Value, ...]]] = {
    "measure-count-origin": [
        (
            "„Auf dem Weg zur Inklusion“: Teilhabeplan der Stadt Leipzig 2017 bis 2024",
            *(115, None, None, None),
            LEIPZIG.base + "edition/teilhabeplan-2017",
        )
    ],
    "participation-event": [(*[None] * 6, LEIPZIG.base + "x/held")],
    "resolution-points": [
        ("Einführung einer Strategischen Sozialplanung", *[None] * 9, LEIPZIG.base + "x/point"),
    ],
}


@cache
def leipzig_and_planted() -> Dataset:
    planted = parse(PLANTED.encode(), format=RdfFormat.TRIG)
    return infer(as_of([*shipped_quads(), *curated(), *planted], DAY), LEIPZIG.base)


@each
def test_statements_of_another_kind_stay_out(name: str) -> None:
    before, after = ask(leipzig(), name).rows, list(ask(leipzig_and_planted(), name).rows)
    for row in before:
        after.remove(row)  # nothing gets lost, not even from a sum
    assert after == NEW_ROWS.get(name, [])


# ---- another engine ----


def from_rdflib(term: object) -> Value:
    if not isinstance(term, rdflib.Literal):
        return None if term is None else str(term)
    known = {"date", "integer", "decimal", "boolean"}
    value: Value = term.toPython() if str(term.datatype).removeprefix(XSD) in known else str(term)
    return value


@cache
def leipzig_in_rdflib() -> rdflib.Dataset:
    return leipzig().to_rdflib()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning:rdflib")  # rdflib's own parser calls what it deprecates
@each
def test_rdflib_gives_the_same_rows(name: str) -> None:
    question = questions()[name]
    text = question.with_parameters(fill(question, leipzig(), "de"))
    rows = tuple(tuple(from_rdflib(term) for term in row) for row in leipzig_in_rdflib().query(text))  # type: ignore[union-attr]
    assert rows == ask(leipzig(), name).rows  # no deviation is known


# ---- days ----

KNOWN = [
    # what is known follows from the days the documents carry (domain.md 3.1, "Known at t")
    ("adopted-version", date(2018, 9, 18), 0),
    ("adopted-version", date(2018, 9, 19), 2),
    ("resolution-points", date(2018, 9, 18), 0),
    ("resolution-points", date(2018, 9, 19), 3),
    ("material-costs", date(2018, 9, 18), 0),
    ("motion-to-decision", date(2018, 9, 18), 0),
    ("motion-to-decision", date(2018, 9, 19), 1),
    ("dates-asked-and-decided", date(2018, 9, 18), 2),
    ("implementation-reports", date(2019, 2, 28), 0),
    ("implementation-reports", date(2019, 3, 1), 1),
    ("implementation-reports", date(2020, 1, 31), 2),
    ("participation-event", date(2020, 1, 30), 0),
    ("participation-event", date(2020, 1, 31), 4),
    ("concept-aliases", date(2018, 9, 19), 1),
    ("concept-aliases", date(2019, 3, 1), 2),
    ("referenced-papers", date(2018, 3, 13), 7),
    ("statutory-basis", date(2018, 8, 22), 0),
    ("contradictions", date(2018, 8, 22), 0),
    ("text-reuse", date(2018, 8, 23), 3),
    ("who-speaks", date(2018, 3, 13), 2),
]


@pytest.mark.parametrize(("name", "day", "rows"), KNOWN)
def test_knows_only_what_was_known_on_the_day(name: str, day: date, rows: int) -> None:
    assert len(ask(leipzig(day), name).rows) == rows


def test_nobody_was_reported_as_taking_part_before_the_second_report() -> None:
    before, after = (ask(leipzig(day), "groups-to-involve") for day in (date(2020, 1, 30), date(2020, 1, 31)))
    assert [row["reported"] for row in before.as_dicts()] == [False] * 4
    assert [row["reported"] for row in after.as_dicts()].count(True) == 2


def test_nothing_is_known_before_the_first_source() -> None:
    before = leipzig(date(2018, 1, 24))
    assert {name for name in questions() if ask(before, name).rows} == set()


@pytest.mark.parametrize(
    ("moved", "decided"),
    [
        (date(2018, 1, 25), date(2018, 9, 19)),
        (date(2019, 12, 31), date(2020, 3, 1)),
        (date(2000, 2, 29), date(2100, 3, 1)),
        (date(1999, 3, 1), date(2000, 2, 29)),
        (date(2020, 7, 1), date(2020, 7, 1)),
    ],
)
def test_days_between_two_dates_are_counted_as_the_calendar_does(moved: date, decided: date) -> None:
    question = questions()["motion-to-decision"]
    text = re.sub(r"  \{ SELECT \?id \(MIN.*\n", f'  BIND("{moved}"^^xsd:date AS ?moved)\n', question.text)
    text = re.sub(r"  \{ SELECT DISTINCT \?id \?decided.*\n", f'  BIND("{decided}"^^xsd:date AS ?decided)\n', text)
    text = re.sub(r"  OPTIONAL .*\n|  # .*\n", "", text)
    (row,) = query(leipzig(), text).as_dicts()
    assert row["days"] == (decided - moved).days  # Python's calendar is the oracle


# ---- wording ----

# The shipped wording closes a negation first, as the engine is far slower otherwise; the plain one says the same.
# For each helper variable of a query: what has to exist for it to be true.
PLAIN = {
    "groups-to-involve": {"found": "?order pw:deliverable ?event . ?id pw:participatesIn ?event"},
    "continuations": {
        "there": "?id pw:planStatus ?status FILTER(?status IN (plan-status:existing, plan-status:adopted))",
        "said": "GRAPH ?graph { ?id pw:continues ?old } ?graph pw:graphRole graph-role:asserted",
    },
    "referenced-papers": {
        "text": "?document pw:hasVersion?/pw:textAvailable true ; pw:referenceNumber|pw:normalisedNumber ?number"
    },
    "dates-asked-and-decided": {},  # only its MINUS
}


def plain(question: Question) -> str:
    text = re.sub(r"\bMINUS \{", "FILTER NOT EXISTS {", question.text)
    for helper, exists in PLAIN[question.id].items():
        text, dropped = re.subn(rf"  OPTIONAL \{{\n(?:    .*\n)*?.*\(true AS \?{helper}\)(?:.*\n)+?  \}}\n", "", text)
        text, put = re.subn(rf"COALESCE\(\?{helper}, false\)", f"!(NOT EXISTS {{ {exists} }})", text)
        assert (dropped, put) == (1, 1)
    return text


@pytest.mark.parametrize("day", [date(2018, 9, 18), date(2019, 3, 1), DAY])
@pytest.mark.parametrize("name", sorted(PLAIN))
def test_plain_wording_gives_the_same_rows(name: str, day: date) -> None:
    assert query(leipzig(day), plain(questions()[name])) == ask(leipzig(day), name)


def test_every_negation_is_compared_with_its_plain_wording() -> None:
    closed = {
        name
        for name, question in questions().items()
        if re.search(r"\bMINUS\b|COALESCE\(\?\w+, false\) AS", question.text)
    }
    assert closed == set(PLAIN)
    assert not [name for name, question in questions().items() if "EXISTS" in question.text]
