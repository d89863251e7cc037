"""The ontology as a product: its words are said once and explained, foreign words exist, and what follows is consistent.

Which foreign terms exist is known from rdflib's closed namespaces, and for the vocabularies that rdflib does not have
from tests/terms/: names and, where they were at hand, domains and ranges, each with its source and a licence note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import owlrl
import pytest
import rdflib
from owlrl.Namespaces import ERRNS
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, ORG, PROV, SDO, SH, TIME, XSD, DefinedNamespace

import planwerk
from planwerk import shipped
from planwerk.sources.turtle import read_turtle
from planwerk.vocabulary import CONCEPT, NS, PW
from planwerk.workspace import read_workspace

ONTOLOGY = shipped.ontology()
MODEL = (ONTOLOGY / "core.ttl", ONTOLOGY / "law.ttl")
TURTLE = sorted(ONTOLOGY.rglob("*.ttl"))
ALIGNMENTS = sorted((ONTOLOGY / "alignments").glob("*.ttl"))
QUERIES = sorted(ONTOLOGY.rglob("*.rq"))
TERMS = Path(__file__).parent / "terms"
CLOSED: tuple[type[DefinedNamespace], ...] = (DCAT, DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, TIME, XSD)
STRONG = (RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf)
OWN = ("https://w3id.org/planwerk/",)


@cache
def graph(*paths: Path) -> Graph:
    found = Graph()
    for path in paths:
        found.parse(path)
    return found


@cache
def listed() -> dict[str, tuple[dict[str, tuple[str, str, str]], str]]:
    """Give, by namespace, the listed terms (kind, domain or superclass, range) and the list's name."""
    found = {}
    for path in sorted(TERMS.glob("*.tsv")):
        text = path.read_text("utf-8")
        namespace = re.search(r"^# Namespace: (\S+)$", text, re.M)
        assert namespace and "Licence note" in text, f"{path.name} says neither namespace nor licence"
        rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
        found[namespace[1]] = ({row[1]: (row[0], row[2], (*row, "-")[3]) for row in rows}, path.stem)
    return found


def exists(iri: str) -> bool:
    """Tell whether a vocabulary that we know has this term; fails where none is known for the IRI."""
    for namespace, (terms, _) in listed().items():
        if iri.startswith(namespace):
            return iri.removeprefix(namespace) in terms
    for closed in CLOSED:
        if iri.startswith(str(closed)):
            return URIRef(iri) in closed or re.fullmatch(r"_\d+", iri.removeprefix(str(closed))) is not None
    raise AssertionError(f"{iri}: of no vocabulary that the tests know; add its terms to tests/terms/")


def foreign_words(path: Path) -> Iterator[str]:
    if path.suffix == ".ttl":
        for triple in graph(path):
            for term in triple:
                if isinstance(term, URIRef):
                    yield str(term)
                elif isinstance(term, rdflib.Literal) and term.datatype:
                    yield str(term.datatype)
        return
    text = re.sub(r"#(?![\w]*>).*|\"[^\"]*\"", "", path.read_text("utf-8"))  # no comments, no strings
    prefixes = dict(re.findall(r"PREFIX\s+([\w-]*):\s*<([^>]+)>", text, re.I))
    for prefix, local in re.findall(r"(?<![\w<?])([\w-]+):([A-Za-z_][\w-]*)", text):
        if prefix in prefixes:
            yield prefixes[prefix] + local


@pytest.mark.parametrize("path", [*TURTLE, *QUERIES], ids=lambda p: str(p.relative_to(ONTOLOGY)))
def test_every_foreign_term_exists_in_the_vocabulary_it_claims_to_come_from(path: Path) -> None:
    addresses = ("https://creativecommons.org/", "https://w3id.org/planwerk/", "http://www.gesetze-im-internet.de/")
    words = {word for word in foreign_words(path) if not word.startswith(addresses)}
    assert {word for word in words if not exists(word)} == set()


@pytest.mark.parametrize("wrong", ["http://www.w3.org/ns/org#hasSuborganization", "http://www.w3.org/ns/oa#source"])
def test_a_term_that_its_vocabulary_does_not_have_is_found(wrong: str) -> None:
    assert not exists(wrong)  # both stand in published mappings, and neither vocabulary has them


def test_the_words_in_python_and_in_the_ontology_are_the_same_set() -> None:
    said = {str(term).removeprefix(NS) for term in graph(*MODEL).subjects(RDF.type) if str(term).startswith(NS)}
    assert set(PW.__annotations__) == said


def test_every_term_has_label_and_definition_in_german_and_english_and_says_where_it_is_defined() -> None:
    model = graph(*MODEL)
    for term in {t for t in model.subjects(RDF.type) if str(t).startswith(NS)}:
        for predicate in (RDFS.label, SKOS.definition):
            languages = sorted(str(getattr(said, "language", None)) for said in model.objects(term, predicate))
            assert languages == ["de", "en"], f"{term} {predicate}"
        assert (term, RDFS.isDefinedBy, URIRef(NS.removesuffix("#"))) in model, term


def test_every_concept_is_in_a_scheme_and_labelled_in_german_and_english() -> None:
    lists = graph(*sorted((ONTOLOGY / "vocabularies").glob("*.ttl")))
    concepts = {c for c in lists.subjects(RDF.type) if str(c).startswith(CONCEPT)} - set(
        lists.subjects(RDF.type, SKOS.ConceptScheme)
    )
    assert len(concepts) > 100
    for concept in concepts:
        labels = sorted(str(getattr(said, "language", None)) for said in lists.objects(concept, SKOS.prefLabel))
        assert labels == ["de", "en"], concept
        assert lists.value(concept, SKOS.inScheme) is not None or lists.value(concept, SKOS.topConceptOf), concept


def test_no_term_is_admitted_without_a_use() -> None:
    """A question, a rule, a shape, a workspace, a fixture or the code uses each term, or such a term ranges over it."""
    used = {
        word.removeprefix(NS)
        for path in (*QUERIES, ONTOLOGY / "shapes.ttl")
        for word in foreign_words(path)
        if word.startswith(NS)
    }
    fixtures = (Path(__file__).parent / "shapes").glob("*.good.t*")
    for path in sorted([*shipped.data().glob("*/curated/*.trig"), *(shipped.data() / "law").glob("*.ttl"), *fixtures]):
        for quad in read_turtle(path, base="https://w3id.org/planwerk/id/x/"):
            words = {str(getattr(term, "value", "")) for term in (quad.predicate, quad.object)}
            used |= {word.removeprefix(NS) for word in words if word.startswith(NS)}
    code = "".join(p.read_text("utf-8") for p in Path(planwerk.__file__).parent.rglob("*.py") if p.stem != "vocabulary")
    used |= set(re.findall(r"\bPW\.(\w+)", code)) | set(re.findall(r'"(\w+)"', code))
    model = graph(*MODEL)
    for term in tuple(used):
        used |= {str(over).removeprefix(NS) for over in model.objects(URIRef(NS + term), RDFS.range)}
        used |= {str(above).removeprefix(NS) for above in model.objects(URIRef(NS + term), RDFS.subClassOf)}
    assert set(PW.__annotations__) - used == set()


@pytest.mark.parametrize("path", ALIGNMENTS, ids=lambda p: p.stem)
def test_an_alignment_says_only_how_one_of_our_terms_relates_to_one_of_theirs(path: Path) -> None:
    ours = set(graph(*MODEL).subjects(RDF.type))
    for subject, predicate, other in graph(path):
        assert subject in ours, f"{subject} is no term of ours"
        assert predicate in (*STRONG, SKOS.closeMatch), predicate
        assert not str(other).startswith(OWN), other


def closure(*graphs: Graph) -> tuple[Graph, list[str]]:
    """Give the OWL 2 RL closure and the contradictions in it."""
    whole = Graph()
    for one in graphs:
        for triple in one:
            whole.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(whole)
    return whole, sorted(str(said) for said in whole.objects(None, ERRNS.error))


@cache
def leipzig() -> Graph:
    workspace = read_workspace(shipped.data() / "leipzig")
    found = Graph()
    lines = "".join(
        f"{quad.subject} {quad.predicate} {quad.object} .\n"
        for path in workspace.curated()
        for quad in read_turtle(path, base=workspace.base)
        if not str(quad.graph_name).endswith("-evidence>")
    )
    found.parse(data=lines, format="nt")
    return found


def test_the_closure_over_ontology_and_leipzig_has_no_contradiction() -> None:
    assert closure(graph(*MODEL), leipzig())[1] == []


PLANTED = {
    "a process that continues a plan": "ex:p a pw:PlanningProcess ; pw:continues ex:e .",
    "a decision that is its own text": "ex:d a pw:Decision , pw:Resolution .",
    "a deliverable of a person's claim on progress": "ex:c a pw:Claim . ex:c pw:progressOf ex:t .",
    "a plan that is its own edition": "ex:p a pw:Plan ; pw:editionOf ex:p .",
    "a point asked for and adopted at once": "ex:x pw:proposesTask ex:t ; pw:createsTask ex:t .",
    "a resolution that adopts a paper instead of a version": "ex:r pw:adoptsVersion ex:m . ex:m a pw:Motion .",
    "money counted in posts": "ex:f a pw:Funding ; pw:fullTimeEquivalent 2.0 .",
    "a report on a council paper": "ex:b pw:reportsOn ex:m . ex:m a pw:Motion .",
}


@pytest.mark.parametrize("said", PLANTED.values(), ids=PLANTED)
def test_a_planted_contradiction_is_found(said: str) -> None:
    planted = Graph().parse(data=f"@prefix pw: <{NS}> . @prefix ex: <https://example.org/> . {said}", format="turtle")
    assert closure(graph(*MODEL), planted)[1]


def test_no_alignment_makes_a_motion_a_law() -> None:
    """With the domains and ranges of ELI, what follows says of our things only what they are.

    In a first draft 13 of 39 strong alignments had a narrower domain or range than our use: papers, points and claims
    became legal resources through eli:cites and the like.
    """
    eli = URIRef("http://data.europa.eu/eli/ontology#")
    axioms = Graph()
    for name, (kind, first, second) in listed()[str(eli)][0].items():
        for said, predicate in ((first, RDFS.subClassOf if kind == "class" else RDFS.domain), (second, RDFS.range)):
            if said != "-":
                axioms.add((eli + name, predicate, eli + said))
    aligned, contradictions = closure(graph(*MODEL), graph(*ALIGNMENTS), axioms, leipzig())
    assert contradictions == []
    legal = set(aligned.subjects(RDF.type, eli + "LegalResource"))
    acts = {s for kind in ("LegalAct", "LegalProvision") for s in leipzig().subjects(RDF.type, URIRef(NS + kind))}
    assert legal == acts
    works = set(aligned.subjects(RDF.type, eli + "Work"))
    assert works and not works & set(aligned.subjects(RDF.type, PROV.Activity))
