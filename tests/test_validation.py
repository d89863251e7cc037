"""A violation names the thing, the rule and the place; what the data is worth depends on it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import FrozenInstanceError
from datetime import date
from functools import cache

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from planwerk import shipped
from planwerk.dataset import Dataset, as_of, shipped_quads
from planwerk.inference import infer
from planwerk.sources.turtle import read_turtle
from planwerk.validation import SHAPE, ShapeInfo, Violation, shapes, validate
from planwerk.vocabulary import CONCEPT, NS, PREFIXES
from planwerk.workspace import read_workspace

TODAY = date(2026, 1, 1)
BASE = "https://w3id.org/planwerk/id/de-14713000/"
RDF, RDFS, XSD, OA, PROV = (PREFIXES[p] for p in ("rdf", "rdfs", "xsd", "oa", "prov"))
EX = "https://example.org/"
LAUGHS = (  # entities that would grow to a gigabyte if somebody parsed them
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]><l>&j;</l>"
)


@cache
def leipzig_quads() -> tuple[Quad, ...]:
    workspace = read_workspace(shipped.data() / "leipzig")
    return tuple(quad for path in workspace.curated() for quad in read_turtle(path, base=workspace.base))


@cache
def vocabulary() -> tuple[Quad, ...]:
    return tuple(shipped_quads())


def dataset(quads: Iterable[Quad], day: date = TODAY) -> Dataset:
    return as_of([*quads, *vocabulary()], day)


def iri(name: str) -> NamedNode:
    return NamedNode(name if name.startswith("http") else BASE + name)


def quad(subject: str, predicate: str, value: NamedNode | Literal, graph: str) -> Quad:
    return Quad(iri(subject), NamedNode(predicate), value, iri(graph))


@cache
def leipzig() -> Dataset:
    return dataset(leipzig_quads())


def violations(quads: Iterable[Quad], lang: str = "de") -> list[Violation]:
    return [v for v in validate(dataset(quads), lang) if v.severity == "violation"]


def test_a_wrong_statement_is_named_with_the_passage_that_supports_it() -> None:
    right = quad("decision/2018-09-19", NS + "decisionOutcome", iri(CONCEPT + "outcome/adopted"), "graph/resolution")
    wrong = quad(
        "decision/2018-09-19", NS + "decisionOutcome", iri(CONCEPT + "plan-status/adopted"), "graph/resolution"
    )
    quads = [wrong if q == right else q for q in leipzig_quads()]
    found = violations(quads)
    assert right in leipzig_quads()
    # 4-resolution.trig: the outcome was read in "Beschluss, Wortlaut (Zeichen 14511 bis 14592)";
    # the evidence for it now lacks its statement
    passage = "Beschluss, Wortlaut, Zeichen 14511 bis 14592 (seed-leipzig-VI-A-05385.txt)"
    assert [(v.focus, v.path, v.value, v.shape, v.place) for v in found] == [
        (
            BASE + "decision/2018-09-19",
            NS + "decisionOutcome",
            CONCEPT + "plan-status/adopted",
            SHAPE + "Values-decisionOutcome",
            passage,
        ),
        (
            BASE + "evidence/8bd0339cce",
            NS + "supportsStatement",
            f"<{BASE}decision/2018-09-19> <{NS}decisionOutcome> <{CONCEPT}outcome/adopted>",
            SHAPE + "Evidence-statement",
            passage,
        ),
    ]


def test_a_statement_that_is_not_there_is_named_with_the_passages_on_the_thing() -> None:
    dropped = quad(
        "decision/2018-09-19",
        NS + "decisionDate",
        Literal("2018-09-19", datatype=NamedNode(XSD + "date")),
        "graph/resolution",
    )
    evidence_of_it = {
        q.subject
        for q in leipzig_quads()
        if q.predicate.value == RDF + "predicate" and q.object == NamedNode(NS + "decisionDate")
    }
    quads = [
        q
        for q in leipzig_quads()
        if q != dropped and q.subject not in evidence_of_it and q.object not in evidence_of_it
    ]
    [decision] = [v for v in violations(quads) if v.shape == SHAPE + "Decision-date"]
    assert (decision.focus, decision.value) == (BASE + "decision/2018-09-19", None)
    assert decision.place == (
        "Beschluss, Kopf, Zeichen 14459 bis 14510 (seed-leipzig-VI-A-05385.txt); "
        "Beschluss, Wortlaut, Zeichen 14511 bis 14592 (seed-leipzig-VI-A-05385.txt)"
    )


def test_a_statement_without_evidence_is_named_with_the_graph_that_says_it() -> None:
    planted = quad("body/sozialamt", NS + "takesPlaceOn", Literal("morgen"), "graph/background")
    [found] = violations([*leipzig_quads(), planted])
    assert (found.focus, found.path, found.value) == (BASE + "body/sozialamt", NS + "takesPlaceOn", "morgen")
    assert found.place == f"Hintergrund zu Leipzig <{BASE}graph/background>"
    assert violations([*leipzig_quads(), planted], "en")[0].place == f"Background on Leipzig <{BASE}graph/background>"


def test_messages_and_places_come_in_german_and_in_english() -> None:
    german, english = ({v.shape: v for v in validate(leipzig(), lang)} for lang in ("de", "en"))
    shape = SHAPE + "RealEdition-date"
    assert german[shape].message == next(r.message for r in shapes("de") if r.iri == shape)
    assert english[shape].message == next(r.message for r in shapes("en") if r.iri == shape)
    # 2-position-old.trig: "Begründung alte Fassung, Sozialplanung, Stand und Maßnahmen 2018 (Zeichen 8130 bis 8379)"
    assert "Zeichen 8130 bis 8379 (" in german[shape].place
    assert "characters 8130 to 8379 (" in english[shape].place


def test_of_many_places_three_are_named_and_the_rest_counted() -> None:
    planted = quad("edition/konzept-sozialplanung", NS + "editionOf", iri("plan/insek"), "graph/background")
    [found] = violations([*leipzig_quads(), planted])
    assert found.place.count("Zeichen") == 1, "the one passage that says of which plan it is an edition"
    # nothing says who claims the forum, so every passage on it counts: six in files 3, 5 and 6
    quads = [*leipzig_quads(), quad("event/forum-sozialplanung", RDF + "type", iri(NS + "Claim"), "graph/background")]
    [speaker] = [v for v in violations(quads) if v.shape == SHAPE + "Claim-claimedBy"]
    assert speaker.place.count("Zeichen") == 3
    assert speaker.place.rsplit("; ", 1)[1] == "und 3 weitere"


def test_evidence_that_points_to_nothing_is_found() -> None:
    evidence = "evidence/8bd0339cce"
    target = next(q for q in leipzig_quads() if q.subject == iri(evidence) and q.predicate.value == OA + "hasTarget")
    quads = [
        quad(evidence, OA + "hasTarget", iri("segment/nowhere"), "graph/resolution-evidence") if q == target else q
        for q in leipzig_quads()
    ]
    [found] = violations(quads)
    assert (found.focus, found.shape, found.value) == (
        BASE + evidence,
        SHAPE + "Evidence-target",
        BASE + "segment/nowhere",
    )
    assert found.place == f"<{BASE}graph/resolution-evidence>", "there is no passage to name"


def test_evidence_must_support_a_statement_of_its_own_graph() -> None:
    # the same statement in another graph does not count: it is someone else who says it
    said = quad("decision/2018-09-19", NS + "heldBy", iri("body/ratsversammlung"), "graph/resolution")
    elsewhere = quad("decision/2018-09-19", NS + "heldBy", iri("body/ratsversammlung"), "graph/background")
    found = violations([elsewhere if q == said else q for q in leipzig_quads()])
    assert [v.focus for v in found] == [BASE + "evidence/11599c9d71"]  # its line in 4-resolution.trig


@pytest.mark.parametrize(
    ("predicate", "value", "rule"),
    [
        (NS + "passageDigest", Literal("ABC"), "TextSegment-passageDigest"),
        (NS + "wordCount", Literal(0), "TextSegment-wordCount"),
        (NS + "wordCount", Literal("7"), "TextSegment-wordCount"),
        (NS + "wordCount", Literal("9" * 5000, datatype=NamedNode(XSD + "integer")), "TextSegment-wordCount"),
    ],
)
def test_a_spoilt_segment_is_found_and_its_place_still_named(predicate: str, value: Literal, rule: str) -> None:
    segment = iri("segment/14459-14510")
    quads = [
        Quad(q.subject, q.predicate, value, q.graph_name)
        if q.subject == segment and q.predicate.value == predicate
        else q
        for q in leipzig_quads()
    ]
    [found] = violations(quads)
    assert (found.focus, found.value, found.shape) == (segment.value, value.value, SHAPE + rule)
    assert found.place == "Beschluss, Kopf, Zeichen 14459 bis 14510 (seed-leipzig-VI-A-05385.txt)"


def test_a_named_graph_that_says_nothing_of_itself_is_found() -> None:
    stray = quad("plan/x", NS + "referenceNumber", Literal("1"), "graph/stray")
    found = violations([*leipzig_quads(), stray])
    assert {v.shape.removeprefix(SHAPE) for v in found} == {
        f"SourceGraph-{rule}" for rule in ("graphRole", "knownFrom", "source", "run", "reviewState")
    }
    assert {(v.focus, v.place) for v in found} == {(BASE + "graph/stray", f"<{BASE}graph/stray>")}


def test_what_follows_by_rules_is_not_held_to_account() -> None:
    before = validate(leipzig())
    assert validate(infer(dataset(leipzig_quads()), BASE)) == before


def test_the_hierarchy_of_classes_is_known_even_where_the_dataset_does_not_hold_it() -> None:
    evaluation = quad("process/x", RDF + "type", iri(NS + "Evaluation"), "graph/background")
    alone = as_of([*leipzig_quads(), evaluation], TODAY)
    assert validate(alone) == validate(dataset([*leipzig_quads(), evaluation]))
    assert [v.shape for v in validate(alone) if v.severity == "violation"] == [SHAPE + "Label-german"]


def test_the_order_is_the_same_however_the_data_came_in_and_the_gravest_come_first() -> None:
    planted = quad("body/sozialamt", NS + "takesPlaceOn", Literal("morgen"), "graph/background")
    quads = [*leipzig_quads(), planted]
    found = validate(dataset(quads))
    assert found == validate(dataset(reversed(quads)))
    assert [v.severity for v in found] == ["violation", "warning", "warning", "warning"]


def test_an_empty_dataset_has_nothing_to_object_to() -> None:
    assert validate(Dataset(Store(), TODAY, {})) == []


def test_data_is_only_data(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    """Shapes, rules, imports and queries inside the data are neither loaded nor run, and nothing is printed."""
    sh = "http://www.w3.org/ns/shacl#"
    graph = "graph/background"
    hostile = [
        quad(
            graph, PREFIXES["owl"] + "imports", iri("https://example.org/elsewhere"), graph
        ),  # sockets are shut in tests
        quad(EX + "shape", RDF + "type", iri(sh + "NodeShape"), graph),
        quad(EX + "shape", sh + "targetClass", iri(NS + "Task"), graph),
        quad(EX + "shape", sh + "nodeKind", iri(sh + "Literal"), graph),
        quad(SHAPE + "Decision-date", sh + "deactivated", Literal(True), graph),
        quad("decision/x", RDF + "type", iri(NS + "Decision"), graph),
        quad("decision/x", RDFS + "label", Literal('"} ; DROP ALL # \n\u202e', language="de"), graph),
        quad("decision/x", NS + "dateOfDocument", Literal("2018-13-45", datatype=NamedNode(XSD + "date")), graph),
        quad("decision/x", NS + "purpose", Literal(LAUGHS, datatype=NamedNode(RDF + "XMLLiteral")), graph),
        quad("decision/x", NS + "purpose", Literal("<script>alert(1)", datatype=NamedNode(RDF + "HTML")), graph),
        quad("money/x", NS + "amount", Literal("9" * 5000, datatype=NamedNode(XSD + "decimal")), graph),
        Quad(BlankNode("b"), NamedNode(NS + "versionNumber"), Literal(-1), iri(graph)),
        Quad(
            iri("decision/x"), NamedNode(EX + "says"), Triple(iri("a"), NamedNode(EX + "b"), Literal("c")), iri(graph)
        ),
    ]
    with caplog.at_level(logging.DEBUG):
        found = violations([*leipzig_quads(), *hostile])
    assert [v.shape.removeprefix(SHAPE) for v in found] == [
        "Dates-dateOfDocument",
        "Decision-date",
        "Decision-decisionOutcome",
        "Amount-currency",
    ]
    assert next(v.value for v in found if v.shape == SHAPE + "Dates-dateOfDocument") == "2018-13-45"
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert capfd.readouterr() == ("", "")


def test_nodes_without_a_name_and_subjects_that_are_no_things_do_not_crash() -> None:
    graph = iri("graph/background")
    odd = [
        Quad(BlankNode("task"), NamedNode(RDF + "type"), NamedNode(NS + "Task"), graph),
        Quad(iri("point/x"), NamedNode(NS + "createsTask"), Literal("kein Ding"), graph),
    ]
    found = validate(dataset([*leipzig_quads(), *odd]))
    assert ("_:task", SHAPE + "Label-german") in {(v.focus, v.shape) for v in found}
    assert ("kein Ding", SHAPE + "AdoptedTask-deadline") in {(v.focus, v.shape) for v in found}
    assert all(
        v.place == f"Hintergrund zu Leipzig <{BASE}graph/background>"
        for v in found
        if v.focus in ("_:task", "kein Ding")
    )


def test_the_rules_are_listed_in_words_in_both_languages() -> None:
    german, english = shapes(), shapes("en")
    assert [rule.iri for rule in german] == sorted(rule.iri for rule in english)
    assert {rule.severity for rule in german} == {"violation", "warning", "info"}
    assert german[0] == ShapeInfo(
        SHAPE + "AdoptedTask-deadline",
        NS + "deadline",
        "warning",
        "Für den beschlossenen Auftrag gibt es keinen Nachweis einer Frist im Datenbestand.",
    )


def test_a_violation_cannot_be_changed() -> None:
    violation = validate(leipzig())[0]
    with pytest.raises(FrozenInstanceError):
        violation.message = "alles gut"  # type: ignore[misc]


def test_only_a_validation_loads_pyshacl() -> None:
    code = "import sys, planwerk.validation as v; v.shapes(); assert not {'pyshacl', 'owlrl'} & set(sys.modules)"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
