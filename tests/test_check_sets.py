"""Checks answered on sets give the rows of their queries: on the shipped cities at all their days, and on any statements.

The random statements use the words of the checks at random, so that they meet what no real city has: two terms of one
task, a report of nothing, a plan that continues itself.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import planwerk
from planwerk import shipped
from planwerk.dataset import Dataset, as_of
from planwerk.gaps.facts import Facts
from planwerk.gaps.sets import SETS, on_sets
from planwerk.inference import infer
from planwerk.pairs import pairs_of
from planwerk.questions import Value, checks, fill, query
from planwerk.views.history import turning_days
from planwerk.vocabulary import CONCEPT, NS, PREFIXES

DAY = date(2020, 7, 1)
GRAPH = NamedNode("https://w3id.org/planwerk/id/de-99000001/graph/1")
THINGS = [NamedNode(f"https://w3id.org/planwerk/id/de-99000001/thing/{n}") for n in range(30)]
TERMS = [NamedNode(f"https://w3id.org/planwerk/id/de-99000001/term/{n}") for n in range(8)]
CONCEPTS = {
    "planStatus": ("existing", "adopted", "intended", "in-preparation"),
    "planType": ("strategy", "sectoral"),
    "processKind": ("update", "controlling"),
    "processStatus": ("set-up", "running"),
    "taskStatus": ("in-progress", "done"),
    "eventStatus": ("held", "planned"),
    "graphRole": ("asserted", "evidence"),
    "decisionOutcome": ("adopted", "rejected"),
    "consultationResult": ("open", "agreed"),
    "consultationRole": ("hearing", "advisory"),
}
KINDS = (
    "PlanEdition", "PlanEdition", "PlanEdition", "Plan", "PlanningProcess", "Task", "ResolutionPoint", "Motion", "Council",
    "Decision",
)  # fmt: skip
LINKS = (
    "editionOf", "hasEdition", "continues", "leadUnit", "coversDomain", "responsibleForDomain", "preparedBy", "adoptedBy",
    "resultsIn", "heldBy", "hasLegalBasis", "citesLaw", "aliasCandidate", "fulfilledBy", "deliverable", "createsTask",
    "proposesTask", "produces", "relatesToPlan", "hasSection", "hasMeasure", "monitors", "statesProgress", "progressOf",
    "hasPoint", "reportsOn", "responsible", "involves", "participatesIn", "requiresResource", "resourceFor", "feedsInto",
    "dependsOn", "addressesTargetGroup", "coversArea", "consultedIn", "hasVersion", "decidedOn", "dcterms:references",
    "prov:wasDerivedFrom", "skos:broader",
)  # fmt: skip
SPANS = ("deadline", "dated", "validity", "scheduledFor")
DAYS = ("decisionDate", "dateOfDocument", "statedOn", "consultationDate")


def _iri(name: str) -> NamedNode:
    prefix, colon, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local if colon else NS + name)


def anything(seed: int) -> Dataset:
    """Give a dataset of random statements in the words of the checks."""
    rng = random.Random(seed)

    def day() -> Literal:
        return Literal((DAY + timedelta(days=rng.randrange(-3000, 400))).isoformat(), datatype=_iri("xsd:date"))

    def say(subject: NamedNode, name: str, value: NamedNode | Literal) -> Quad:
        return Quad(subject, _iri(name), value, GRAPH)

    said = [say(rng.choice(THINGS), "rdf:type", _iri(rng.choice(KINDS))) for _ in range(50)]
    for name, values in CONCEPTS.items():
        concepts = {"processKind": "process-kind", "consultationResult": "consultation-result"}
        folder = concepts.get(name) or "".join(f"-{c.lower()}" if c.isupper() else c for c in name)
        folder = "outcome" if name == "decisionOutcome" else folder
        said += [
            say(rng.choice(THINGS), name, NamedNode(f"{CONCEPT}{folder}/{rng.choice(values)}"))
            for _ in range(rng.randrange(30))
        ]
    for name in LINKS:
        said += [
            say(rng.choice(THINGS), name, rng.choice(THINGS))
            for _ in range(rng.randrange(6, 26) if seed % 2 else rng.randrange(16))
        ]
    said += [say(thing, "editionOf", rng.choice(THINGS)) for thing in rng.sample(THINGS, 12)]
    for name in SPANS:
        said += [say(rng.choice(THINGS), name, rng.choice(TERMS)) for _ in range(rng.randrange(16))]
    for name in DAYS:
        said += [say(rng.choice(THINGS), name, day()) for _ in range(rng.randrange(16))]
    for term in TERMS[: rng.randrange(4, 9)]:
        for _ in range(rng.choice((1, 1, 2))):
            said += [say(term, "earliest", day()), say(term, "latest", day())]
        said.append(say(term, "asWritten", Literal(f"ab {rng.randrange(9)}")))
    for thing in THINGS:
        for name in ("referenceNumber", "normalisedNumber"):
            if rng.random() < 0.4:
                said.append(say(thing, name, Literal(f"VI-{rng.randrange(12)}")))
        if rng.random() < 0.2:
            said.append(say(thing, "textAvailable", Literal(value=True)))
    return as_of(said, DAY)


def _rows(answer_columns: tuple[str, ...], rows: tuple[tuple[Value, ...], ...]) -> list[list[str]]:
    """Give the rows in one order; what a query joins with spaces comes in any order, and is sorted."""
    lists = {n for n, name in enumerate(answer_columns) if name in ("who", "unproven", "partly")}
    return sorted(
        [repr(sorted(str(value).split()) if n in lists else value) for n, value in enumerate(row)] for row in rows
    )


def _compare(dataset: Dataset) -> dict[str, int]:
    facts, counted = Facts(dataset), {}
    for number in SETS:
        check = checks()[number]
        values = fill(check, dataset, "de")
        fast, meant = on_sets(check, values, facts), query(dataset, check.with_parameters(values))
        assert fast is not None
        assert fast.columns == meant.columns, number
        assert _rows(fast.columns, fast.rows) == _rows(meant.columns, meant.rows), number
        counted[number] = len(meant.rows)
    return counted


def test_on_any_statements_the_rows_are_those_of_the_query() -> None:
    met: dict[str, int] = {}
    for seed in range(24):
        for number, rows in _compare(anything(seed)).items():
            met[number] = met.get(number, 0) + rows
    assert not [number for number, rows in met.items() if not rows], "every check meets something"


@pytest.mark.long
@pytest.mark.parametrize("name", ["leipzig", "leipzig-umfeld", "musterstadt", "nebenstadt"])
def test_in_the_shipped_cities_at_all_days_the_rows_are_those_of_the_query(name: str) -> None:
    city = planwerk.open(shipped.data() / name, as_of="2026-01-01")
    for day in turning_days(city.data):
        _compare(city.on(day).data)


def test_another_day_and_a_check_of_ones_own_are_answered_by_the_query() -> None:
    dataset = anything(1)
    facts, check = Facts(dataset), checks()["G11"]
    assert on_sets(check, {"asOf": "2019-01-01"}, facts) is None
    assert on_sets(checks()["G01"], {}, facts) is None


def test_what_follows_is_seen_by_whoever_looked_before() -> None:
    version, paper = THINGS[:2]
    dataset = as_of([Quad(paper, _iri("hasVersion"), version, GRAPH)], DAY)
    assert pairs_of(dataset).of("versionOf") == {}
    infer(dataset, "https://w3id.org/planwerk/id/de-99000001/")
    assert pairs_of(dataset).of("versionOf") == {version.value: [paper.value]}  # the inverse, by the rule for it
