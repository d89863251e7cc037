"""The checks are worded for the engine; here each is compared with the plain wording of its condition.

The plain wordings use FILTER NOT EXISTS and no subselects, as one would write them first. On the Leipzig dataset, at
several days and with planted statements, both give the same things.
"""

from __future__ import annotations

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad

import planwerk
from planwerk import shipped
from planwerk.city import City
from planwerk.questions import checks, query
from planwerk.vocabulary import CONCEPT, NS

HEAD = """PREFIX pw: <https://w3id.org/planwerk/ns#>
PREFIX s: <https://w3id.org/planwerk/concept/plan-status/>
PREFIX t: <https://w3id.org/planwerk/concept/plan-type/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
REAL = "?p a pw:PlanEdition ; pw:planStatus ?st . FILTER(?st IN (s:existing, s:adopted)) "
NO_UMBRELLA = "FILTER NOT EXISTS { ?p pw:editionOf/pw:planType t:strategy } "
IN_FORCE = "FILTER NOT EXISTS { ?n pw:continues ?p ; pw:planStatus ?r FILTER(?r IN (s:existing, s:adopted)) } "

PLAIN = {
    "G01": "SELECT DISTINCT ?d { ?d a pw:PlanningDomain FILTER(?d != <https://w3id.org/planwerk/concept/domain/all>) "
    f"FILTER NOT EXISTS {{ {REAL} ?p pw:coversDomain ?d {IN_FORCE} }} }}",
    "G04": f"SELECT DISTINCT ?p {{ {REAL} {NO_UMBRELLA} FILTER NOT EXISTS {{ ?p pw:adoptedBy ?res . ?dec pw:resultsIn ?res ; "
    "pw:decisionOutcome <https://w3id.org/planwerk/concept/outcome/adopted> ; pw:heldBy/a pw:Council } }",
    "G05": f"SELECT DISTINCT ?p {{ {REAL} {NO_UMBRELLA} FILTER NOT EXISTS {{ ?p pw:hasLegalBasis ?law }} }}",
    "G09": "SELECT DISTINCT ?p { ?p a pw:PlanEdition ; pw:planStatus ?st ; pw:deadline/pw:latest ?due . FILTER(?st IN (s:intended, s:in-preparation)) "
    "FILTER(?due < ?asOf) FILTER NOT EXISTS { ?p pw:planStatus ?r FILTER(?r IN (s:existing, s:adopted)) } "
    "FILTER NOT EXISTS { ?p pw:fulfilledBy ?x } FILTER NOT EXISTS { ?point pw:createsTask/pw:deliverable ?p } }",
    "G11": "SELECT DISTINCT ?p { ?point a pw:ResolutionPoint ; pw:createsTask ?p . ?p pw:deadline/pw:latest ?due "
    "FILTER(?due < ?asOf) FILTER NOT EXISTS { ?p pw:fulfilledBy ?x } }",
    "G17": f"SELECT DISTINCT ?p ?q {{ {REAL} {NO_UMBRELLA} {IN_FORCE} "
    + (REAL + NO_UMBRELLA + IN_FORCE).replace("?p ", "?q ").replace("?st", "?st2").replace("?n ", "?n2 ").replace("?r", "?r2")
    + "FILTER(STR(?p) < STR(?q)) ?p pw:addressesTargetGroup/skos:broader* ?g . ?q pw:addressesTargetGroup/skos:broader* ?g "
    "FILTER NOT EXISTS { { ?p pw:relatesToPlan ?q } UNION { ?q pw:relatesToPlan ?p } } "
    "FILTER NOT EXISTS { ?p pw:involves ?b . ?q pw:involves ?b } FILTER NOT EXISTS { ?p pw:hasMeasure ?m . ?q pw:hasMeasure ?m } }",
}  # fmt: skip

L = "https://w3id.org/planwerk/id/de-14713000/"
PLANTED = {
    "nothing": [],
    "a link": [(f"{L}edition/altenhilfeplan-3", f"{NS}relatesToPlan", f"{L}edition/foerderprogramm-offene-seniorenarbeit")],
    "a basis": [(f"{L}edition/teilhabeplan-2017", f"{NS}hasLegalBasis", "https://w3id.org/planwerk/id/law/de/sgb-9")],
    "a delivery": [(f"{L}edition/fachplan-seniorenarbeit", f"{NS}planStatus", f"{CONCEPT}plan-status/existing")],
    "a body of two plans": [(f"{L}edition/{e}", f"{NS}involves", f"{L}body/x") for e in ("konzept-wohnen-asylblg-2013", "kapazitaetsbedarfsplanung-2017-18")],
    "a successor": [(f"{L}edition/wohnungsnotfallhilfe-2014", f"{NS}continues", f"{L}edition/teilhabeplan-2017")],
}  # fmt: skip


@pytest.fixture(params=["2018-09-19", "2020-01-31", "2020-07-01"])
def city(request: pytest.FixtureRequest) -> City:
    return planwerk.open(shipped.data() / "leipzig", as_of=request.param)


@pytest.mark.parametrize("planted", PLANTED)
def test_worded_for_the_engine_or_plainly_the_same_things_are_found(city: City, planted: str) -> None:
    for triple in PLANTED[planted]:
        city.data.store.add(Quad(*(NamedNode(part) for part in triple), DefaultGraph()))  # type: ignore[call-arg]
    for number, plain in PLAIN.items():
        text = (HEAD + plain).replace("?asOf", f'"{city.as_of}"^^xsd:date')
        wanted = {tuple(map(str, row)) for row in query(city.data, text).rows}
        found = {f.subjects for f in city.gaps(only=[number]) if f.verdict != "ok"}
        assert found == wanted, number


@pytest.mark.parametrize("number", sorted(checks()))
def test_no_check_negates_inside_a_join(number: str) -> None:
    assert "NOT EXISTS" not in checks()[number].text
