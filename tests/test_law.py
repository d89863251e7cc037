"""The planning duties and the dated editions of provisions.

Expected rows and vectors come from the domain study (sections 1.1 to 1.4), which read the norms in dated public copies.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from planwerk import shipped
from planwerk.law import Edition, _provisions, carried_today, find_provision, resolve
from planwerk.vocabulary import CONCEPT, NS, PREFIXES

QUADS = [
    q for path in sorted((shipped.data() / "law").glob("*.ttl")) for q in parse(path=str(path), format=RdfFormat.TURTLE)
]
ROWS = Path(__file__).parent / "golden" / "planning-duties.tsv"

VECTORS = [  # domain study 1.4: date of the paper, citation, content
    ("2018-01-25", "§ 80 Abs. 3 SGB VIII", "participation"),
    ("2022-03-01", "§ 80 Abs. 3 SGB VIII", "quality"),
    ("2018-01-25", "§ 80 Abs. 4 SGB VIII", "coordination"),
    ("2022-03-01", "§ 80 Abs. 4 SGB VIII", "participation"),
    ("2018-06-01", "§ 71 Abs. 2 SGB VIII", "committee-tasks"),
    ("2022-06-01", "§ 71 Abs. 2 SGB VIII", "self-organised"),
    ("2026-08-15", "§ 24 Abs. 4 SGB VIII", "full-day"),
    ("2026-07-31", "§ 24 Abs. 4 SGB VIII", "school-children"),
    ("2021-06-09", "§ 80 Abs. 3 SGB VIII", "participation"),
    ("2021-06-10", "§ 80 Abs. 3 SGB VIII", "quality"),
]  # fmt: skip


@pytest.mark.parametrize(("day", "citation", "content"), VECTORS)
def test_a_citation_means_what_it_said_on_the_day_of_the_paper(day: str, citation: str, content: str) -> None:
    found = resolve(citation, date.fromisoformat(day))
    assert found.verdict == "resolved"
    assert found.edition is not None
    assert found.edition.content == content
    assert set(found.edition.gist) == {"de", "en"}


def test_what_is_not_verified_is_not_decidable_and_never_invalid() -> None:
    found = resolve("§ 10b SGB VIII", date(2023, 12, 31))
    assert (found.verdict, found.edition) == ("not_decidable", None)
    assert "nicht geprüft" in found.reason["de"]
    assert resolve("§ 80 Abs. 5 SGB VIII", date(2018, 1, 1)).verdict == "not_decidable", "there was no Abs. 5"
    assert resolve("§ 999 SGB VIII", date(2020, 1, 1)).verdict == "not_decidable"


def test_an_outdated_subsection_is_led_to_where_its_content_stands_today() -> None:
    today = carried_today("§ 80 Abs. 3 SGB VIII", date(2018, 1, 25), date(2022, 3, 1))
    assert today is not None
    assert today.label["de"] == "§ 80 Abs. 4 SGB VIII"
    same = carried_today("§ 80 Abs. 3 SGB VIII", date(2022, 1, 1), date(2022, 3, 1))
    assert same is not None
    assert same.label["de"] == "§ 80 Abs. 3 SGB VIII"


@pytest.mark.parametrize(
    "citation",
    ["§ 80 Abs. 1 SGB VIII", "§80 Abs. 1 SGB VIII", "§ 80 Absatz 1 SGB 8", "§ 80 Abs. 1 KJHG", "§ 80 Abs. 1 des Achten Buches Sozialgesetzbuch"],
)  # fmt: skip
def test_an_act_is_found_by_its_names(citation: str) -> None:
    found = find_provision(citation)
    assert found is not None
    assert found.iri.endswith("/law/de/sgb-8/80/1")


def expected() -> dict[str, tuple[set[str], set[str], set[str]]]:
    rows = {}
    for line in ROWS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            number, modality, demand, domain = line.split("\t")
            rows[number] = (set(modality.split(",")), set(demand.split(",")), set(domain.split(",")))
    return rows


def test_every_row_of_the_study_is_there_with_its_modality_demand_and_domains() -> None:
    found: dict[str, tuple[set[str], set[str], set[str]]] = {}
    numbers = {q.subject: q.object.value for q in QUADS if q.predicate.value == PREFIXES["dcterms"] + "identifier"}
    columns = [NS + "modality", NS + "demands", NS + "obligationDomain"]
    for q in QUADS:
        if q.subject in numbers:
            row = found.setdefault(numbers[q.subject], (set(), set(), set()))
            if q.predicate.value in columns:
                row[columns.index(q.predicate.value)].add(q.object.value.rsplit("/", 1)[-1])
    assert found == expected()
    assert Counter(number[0] for number in found) == {"F": 84, "X": 11, "N": 10}


def test_soll_and_muss_are_kept_apart() -> None:
    rows = expected()
    assert rows["F48"][:2] == ({"should"}, {"none"}), "Altenhilfe: soll, and no planning duty in the text"
    assert rows["F35"][:2] == ({"must"}, {"planung"}), "planning as an activity, not a plan as a document"


def test_there_are_no_blank_nodes_and_every_concept_is_defined() -> None:
    defined = {
        q.subject.value
        for path in (shipped.ontology() / "vocabularies").glob("*.ttl")
        for q in parse(path=str(path), format=RdfFormat.TURTLE)
        if isinstance(q.subject, NamedNode)
    }
    assert not [q for q in QUADS if BlankNode in (type(q.subject), type(q.object))]
    used = {q.object.value for q in QUADS if isinstance(q.object, NamedNode) and q.object.value.startswith(CONCEPT)}
    assert used <= defined


@pytest.mark.parametrize("predicate", ["rdfs label", "dcterms abstract"])
def test_words_come_in_both_languages(predicate: str) -> None:
    prefix, name = predicate.split()
    languages: dict[str, set[str | None]] = {}
    for q in QUADS:
        if q.predicate.value == PREFIXES[prefix] + name and isinstance(q.object, Literal):
            languages.setdefault(str(q.subject), set()).add(q.object.language)
    assert {frozenset(said) for said in languages.values()} == {frozenset({"de", "en"})}


def test_every_object_is_described() -> None:
    described = {q.subject for q in QUADS}
    law = "https://w3id.org/planwerk/id/law/"
    assert {q.object for q in QUADS if isinstance(q.object, NamedNode) and q.object.value.startswith(law)} <= described


def overlaps(a: Edition, b: Edition, day: date) -> bool:
    return bool(a.holds(day)) and bool(b.holds(day))


@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_on_no_day_do_two_editions_of_one_provision_hold(day: date) -> None:
    for provision in _provisions().values():
        for a, b in itertools.combinations(provision.editions, 2):
            assert not overlaps(a, b, day), provision.iri


@given(st.text(max_size=60), st.dates())
def test_odd_text_is_not_decidable_and_never_an_exception(text: str, day: date) -> None:
    for citation in (text, f"§ 80 {text}", f"§ 80 Abs. {text} SGB VIII", f"§ {text} SGB VIII"):
        assert resolve(citation, day).verdict in ("resolved", "not_decidable")


def test_every_section_of_the_social_code_is_in_a_dated_copy(corpus: Path) -> None:
    books = {
        "sgb-1": "SGB_1",
        "sgb-8": "SGB_8",
        "sgb-9": "SGB_IX",
        "sgb-10": "SGB_10",
        "sgb-11": "SGB_11",
        "sgb-12": "SGB_12",
    }
    for act, book in books.items():
        text = "\n".join(path.read_text("utf-8") for path in sorted((corpus / "law").rglob(f"{book}[-.]*md")))
        headings = set(re.findall(r"^#+ §+ ?(\d+[a-z]?)\b", text, re.MULTILINE))
        wanted = {iri.split("/")[8] for iri in _provisions() if iri.split("/")[7] == act}
        assert wanted <= headings, (act, wanted - headings)
