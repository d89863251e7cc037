"""Names that may mean the same thing: ranked, decided by people, applied when loaded, and taken apart again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Ran
from planwerk.errors import ReviewError
from planwerk.resolve import Named, NameDecision, find_candidates, keep_names, name_key, read_name_decisions, undo_names

Run = Callable[..., Ran]
REPORT = """Antrag: „Ein Seniorenplan“ vom 3. Mai 2021
Beschlussvorschlag:
- Der Oberbürgermeister legt bis Ende 2022 einen Fachplan Seniorenarbeit vor.
Begründung:
{words}
"""


def thing(name: str, *others: str, group: str = "Plan") -> Named:
    return Named(f"urn:{name}", group, (name, *others))


def pairs(*things: Named, aliases: dict[str, str] | None = None) -> list[tuple[str, str]]:
    return [(one.one.names[0], one.other.names[0]) for one in find_candidates(things, aliases=aliases)]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        # names of one kind of thing as the papers of one city print them; whether they resemble one another is read off
        ("Sozialamt", "Sozialamt der Stadt Musterstadt", True),
        ("Fachplan Seniorenarbeit", "Fachplan offene Seniorenarbeit", True),
        ("Altenhilfeplan", "3. Altenhilfeplan 2012", True),
        ("Teilhabeplans", "Teilhabeplan", True),
        ("2. Teilhabeforum", "3. Teilhabeforum", False),
        ("Seniorenplan 2012", "Seniorenplan 2018", False),
        ("Konzept", "Konzept offene Seniorenarbeit", False),
        ("Jugendamt", "Sozialamt", False),
    ],
)
def test_names_that_resemble_one_another_are_candidates(one: str, other: str, alike: bool) -> None:
    assert bool(pairs(thing(one), thing(other))) is alike


def test_only_things_of_one_kind_are_compared() -> None:
    assert pairs(thing("Seniorenforum", group="Plan"), thing("Seniorenforum ", group="ParticipationEvent")) == []


def test_an_alias_of_the_profile_comes_first() -> None:
    bodies = [
        thing(name, group="body") for name in ("AJuFaBi", "Amt für Jugend, Familie und Bildung", "Amt für Jugend")
    ]
    found = find_candidates(bodies, aliases={"AJuFaBi": "Amt für Jugend, Familie und Bildung"})
    assert (found[0].one.names[0], found[0].other.names[0], found[0].score) == (
        "AJuFaBi",
        "Amt für Jugend, Familie und Bildung",
        100,
    )


def test_what_is_decided_is_no_candidate_any_more() -> None:
    things = [thing("Sozialamt"), thing("Sozialamt der Stadt")]
    (pair,) = find_candidates(things)
    assert find_candidates(things, [pair.key]) == []


@given(
    st.lists(
        st.sampled_from(["Sozialamt", "Sozialamt Musterstadt", "Amt für Soziales", "Jugendamt"]),
        max_size=4,
        unique=True,
    )
)
def test_the_order_of_the_things_does_not_matter(names: list[str]) -> None:
    things = [thing(name) for name in names]
    assert find_candidates(things) == find_candidates(things[::-1])


def test_decisions_are_sorted_lines_and_can_be_taken_back(tmp_path: Path) -> None:
    made = [NameDecision(name_key("urn:a", other), "same", "urn:a", other, "A / B") for other in ("urn:b", "urn:c")]
    keep_names(tmp_path, made)
    lines = (tmp_path / "names.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["key"] for line in lines] == sorted(one.key for one in made)
    assert undo_names(tmp_path, [made[0].key]) == [made[0]]
    assert list(read_name_decisions(tmp_path)) == [made[1].key]


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"key": "n1"}', '{"key": "n1", "verdict": "alike", "one": "a", "other": "b"}']
)
def test_a_line_that_is_no_decision_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "names.jsonl").write_text(line + "\n", "utf-8")
    with pytest.raises(ReviewError, match=r"names\.jsonl:1: "):
        read_name_decisions(tmp_path)


# ---- through the door ----


def plans(run: Run, city: Path) -> list[tuple[str, list[str]]]:
    found = """PREFIX pw: <https://w3id.org/planwerk/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT ?label ?other { ?plan a pw:PlanEdition ; rdfs:label ?label OPTIONAL { ?plan skos:altLabel ?other } } ORDER BY ?label"""
    ran = run("query", city, "-", "--json", stdin=found)
    assert ran.returncode == 0, ran.stderr
    return [(row["label"], row["other"]) for row in json.loads(ran.stdout)]


def test_two_things_that_a_person_says_are_one_are_one_until_that_is_taken_back(run: Run, tmp_path: Path) -> None:
    city = tmp_path / "city"
    assert run("init", city, "--name", "Musterstadt", "--key", "99000000", "--state", "SN").returncode == 0
    words = "Ein Fachplan Offene Seniorenarbeit wird erarbeitet und soll im III. Quartal 2022 vorliegen."
    (city / "papers" / "motion.txt").write_text(REPORT.format(words=words), "utf-8")
    before = plans(run, city)
    assert [label for label, _ in before] == ["Fachplan Offene Seniorenarbeit", "Fachplan Seniorenarbeit"]
    (pair,) = json.loads(run("review", city, "--names", "--json").stdout)
    assert {pair["one"], pair["other"]} == {label for label, _ in before}
    assert run("review", city, pair["id"], "--accept", "--by", "Planung").returncode == 0
    assert json.loads(run("review", city, "--names", "--json").stdout) == []
    ((label, other),) = plans(run, city)
    assert {label, other} == {"Fachplan Offene Seniorenarbeit", "Fachplan Seniorenarbeit"}
    assert run("review", city, pair["id"], "--undo").returncode == 0
    assert plans(run, city) == before
    assert run("review", city, pair["id"], "--reject").returncode == 0
    assert (plans(run, city), json.loads(run("review", city, "--names", "--json").stdout)) == (before, [])
