"""What the shape of a network says, on one small enough to work out by hand, and on the Leipzig procedure."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

import planwerk
from conftest import Ran
from planwerk import shipped
from planwerk.affinity import Affinity, Shared, communities, suggestions
from planwerk.city import City
from planwerk.dataset import Dataset
from planwerk.dependencies import depends
from planwerk.errors import PlanwerkError
from planwerk.network import CITES, LAYERS, RESTS_ON
from planwerk.structure import Central, SinglePoint, central, changes, single_points
from planwerk.views.networkexport import ENDINGS, export_network
from planwerk.views.networktable import Seen, dependency_table

LEIPZIG = shipped.data() / "leipzig"


def made_of(edges: str) -> nx.MultiDiGraph[str]:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for edge in edges.split():
        source, target = edge.split(">")
        network.add_edge(source, target, key="dependsOn", property="dependsOn")
    for node in network:
        network.nodes[node].update(label=node.upper(), kinds=("PlanEdition",))
    return network


# a and d rest on c, a through b; c on e; e and f on one another; g on f:
#
#   a > b > c > e <> f < g
#           ^
#           d
BY_HAND = made_of("a>b b>c d>c c>e e>f f>e g>f")


def test_what_to_settle_first_comes_first_and_a_circle_together() -> None:
    # e and f rest on nothing but one another; then, of what is ready, the first by name
    assert depends(BY_HAND).order == [["e", "f"], ["c"], ["b"], ["a"], ["d"], ["g"]]


def test_the_longest_chain_counts_a_circle_once() -> None:
    assert depends(BY_HAND).longest_chain == ["a", "b", "c", "e"]


def test_single_points_say_into_how_many_parts_and_how_many_lose_the_largest() -> None:
    # without c: {a b}, {d}, {e f g}; without e: {a b c d}, {f g}; without b: {a}; without f: {g}
    assert single_points(BY_HAND) == [
        SinglePoint("c", 3, 3), SinglePoint("e", 2, 2), SinglePoint("b", 2, 1), SinglePoint("f", 2, 1),
    ]  # fmt: skip


def test_centrality_counts_what_rests_on_a_thing_and_what_runs_through_it() -> None:
    # betweenness, of 6 * 5 = 30 ordered pairs: e on {a b c d}>f: 4; f on g>e: 1; c on {a b d}>{e f}: 6; b on a>{c e f}: 3
    assert central(BY_HAND) == [
        Central("e", 2, 6, round(4 / 30, 4)),
        Central("f", 2, 6, round(1 / 30, 4)),
        Central("c", 2, 3, round(6 / 30, 4)),
        Central("b", 1, 1, round(3 / 30, 4)),
    ]


def test_what_changed_between_two_days() -> None:
    found = changes(made_of("a>b b>a b>c"), BY_HAND)
    assert (found.gained, found.lost) == (["d", "e", "f", "g"], [])
    assert found.lost_edges == [("b", "a", "dependsOn")]
    assert (found.opened_cycles, found.closed_cycles) == ([["e", "f"]], [["a", "b"]])


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=14))
def test_without_a_single_point_there_are_more_parts_than_before(pairs: list[tuple[str, str]]) -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(pairs)
    whole = nx.number_weakly_connected_components(network) if network else 0
    for point in single_points(network):
        rest = network.copy()
        rest.remove_node(point.thing)
        assert nx.number_weakly_connected_components(rest) == whole - 1 + point.parts


# Plans that belong together


def tied(one: str, other: str, reasons: int, *, linked: bool = False) -> Affinity:
    offices = {"p": frozenset({"youth"}), "q": frozenset({"social"})}
    shared = tuple(Shared("group", f"g{n}", f"group {n}") for n in range(reasons))
    return Affinity((one, other), shared, linked, (offices[one[0]], offices[other[0]]))


def test_plans_that_share_most_belong_together_though_two_offices_hold_them() -> None:
    # two triangles of three ties each, one of them across the offices, joined by a single tie
    pairs = [tied("p1", "p2", 3), tied("p2", "q1", 3), tied("p1", "q1", 3), tied("q2", "q3", 3), tied("q3", "q4", 3)]
    pairs += [tied("q2", "q4", 3), tied("q1", "q2", 1)]
    found = [(community.plans, community.offices, community.across) for community in communities(pairs)]
    assert found == [(("p1", "p2", "q1"), ("social", "youth"), True), (("q2", "q3", "q4"), ("social",), False)]


def test_what_a_paper_links_already_is_no_suggestion() -> None:
    pairs = [tied("p1", "p2", 1, linked=True), tied("p1", "q1", 1)]
    assert suggestions(pairs) == pairs[1:]


# The Leipzig procedure: domain study 3.3


@pytest.fixture(scope="module")
def city() -> City:
    return planwerk.open(LEIPZIG, as_of="2020-07-01")


def test_every_property_of_a_layer_is_one_that_makes_edges() -> None:
    assert {name for names in LAYERS.values() for name in names} == RESTS_ON.keys() | CITES.keys()


def test_the_planning_layer_has_the_one_circle_of_g20_and_none_before_the_first_report(city: City) -> None:
    found = depends(city.network(LAYERS["planning"])).cycles
    assert [[node.rsplit("/")[-1] for node in group] for group in found] == [
        ["konzept-sozialplanung", "forum-sozialplanung"]
    ]
    before = planwerk.open(LEIPZIG, as_of="2019-02-28")
    seen = changes(before.network(LAYERS["planning"]), city.network(LAYERS["planning"]))
    assert seen.opened_cycles == found


def test_the_office_of_g21_is_the_first_single_point_of_the_actor_layer(city: City) -> None:
    # 7 plans and 8 announcements are on the Sozialamt alone, so without it at least 15 stand apart
    first = single_points(city.network(LAYERS["actor"]))[0]
    assert first.thing.endswith("body/sozialamt") and first.parts > 15
    (gap,) = [gap for gap in city.gaps(only=["G21"]) if gap.verdict == "gap"]
    assert gap.subjects == (first.thing,) and gap.figures["articulation"]


def test_suggestions_hold_the_pairs_of_g17_and_say_what_they_share(city: City) -> None:
    found = {tuple(plan.rsplit("/")[-1] for plan in pair.plans): pair for pair in suggestions(city.affinities())}
    gaps = {
        tuple(sorted(s.rsplit("/")[-1] for s in gap.subjects))
        for gap in city.gaps(only=["G17"])
        if gap.verdict == "gap"
    }
    assert gaps <= {tuple(sorted(pair)) for pair in found}
    pair = found["altenhilfeplan-3", "foerderprogramm-offene-seniorenarbeit"]
    assert [(item.kind, item.label) for item in pair.shared] == [("group", "Ältere Menschen")]


def test_the_law_layer_keeps_cited_reused_and_named_as_basis_apart(city: City) -> None:
    edges = {name for *_, name in city.network(LAYERS["law"]).edges(keys=True)}
    assert edges == {"hasLegalBasis", "citesLaw", "echoesProvision"}
    assert not edges & {name for *_, name in city.network().edges(keys=True)} - {"hasLegalBasis"}


def test_a_path_names_the_relation_of_each_step_as_it_reads(run: Callable[..., Ran]) -> None:
    # the point creates the task and stands in the resolution, so both of these arrows point backwards
    done = run("depends", LEIPZIG, "task/konzept", "--as-of", "2020-07-01", "--format", "csv", "--lang", "en")
    path = next(
        row["path"] for row in csv.DictReader(io.StringIO(done.stdout)) if row["iri"].endswith("resolution/2018-09-19")
    )
    assert re.fullmatch(
        r"Present a concept of social planning ←.+— Resolution point 1: .+ ←.+— Resolution on VI-A-05385 .+", path
    )


def test_a_suggestion_is_worded_as_one(run: Callable[..., Ran]) -> None:
    said = run("depends", LEIPZIG, "--as-of", "2020-07-01", "--layer", "planning", "--format", "csv").stdout
    assert "Vorschlag: Querverweis prüfen" in said and "kein Nachweis eines Querverweises im Datenbestand" in said
    assert "fehlt" not in said


def test_json_has_the_documented_keys(run: Callable[..., Ran]) -> None:
    said = json.loads(run("depends", LEIPZIG, "--as-of", "2020-07-01", "--since", "2019-02-28", "--json").stdout)
    assert set(said) == {
        "as_of", "layer", "thing", "rests_on", "rested_on_by", "cycles", "single_points", "longest_chain", "order",
        "without", "falls_with", "single_point_effects", "central", "communities", "suggestions", "since", "changes",
    }  # fmt: skip
    assert {one["thing"] for one in said["single_point_effects"]} == set(said["single_points"])


def test_what_falls_with_a_thing_is_told(run: Callable[..., Ran]) -> None:
    said = json.loads(run("depends", LEIPZIG, "--as-of", "2020-07-01", "--without", "body/sozialamt", "--json").stdout)
    assert sum("/edition/" in thing for thing in said["falls_with"]) >= 15


# For other tools


def test_graphml_and_gexf_read_back_as_the_same_network() -> None:
    for ending, read in ((".graphml", nx.read_graphml), (".gexf", nx.read_gexf)):
        path = Path("network" + ending)
        back = read(io.BytesIO(export_network(BY_HAND, path, date(2020, 7, 1))[path]))
        assert set(back.nodes) == set(BY_HAND.nodes)
        assert {(a, b) for a, b, *_ in back.edges} == {(a, b) for a, b in BY_HAND.edges()}
        assert back.nodes["a"]["kind"] == "PlanEdition"


def test_json_forms_are_node_link_and_kumu() -> None:
    path = Path("network.json")
    said = json.loads(export_network(BY_HAND, path, date(2020, 7, 1))[path])
    assert set(nx.node_link_graph(said, edges="links").edges()) == set(BY_HAND.edges())
    path = Path("network.kumu.json")
    said = json.loads(export_network(BY_HAND, path, date(2020, 7, 1))[path])
    assert said["elements"][0] == {"_id": "a", "label": "A", "type": "PlanEdition"}
    assert said["connections"][0] == {"from": "a", "to": "b", "type": "dependsOn", "direction": "directed"}


def test_csv_is_two_files_and_a_label_is_no_formula() -> None:
    network = BY_HAND.copy()
    network.nodes["a"]["label"] = "=HYPERLINK(A1)"
    files = export_network(network, Path("n.csv"), date(2020, 7, 1))
    assert [path.name for path in files] == ["n-nodes.csv", "n-edges.csv"]
    nodes, edges = (list(csv.DictReader(io.StringIO(content.decode()))) for content in files.values())
    assert nodes[0] == {"Id": "a", "Label": "'=HYPERLINK(A1)", "Kind": "PlanEdition"}
    assert edges[0] == {"Source": "a", "Target": "b", "Type": "Directed", "Property": "dependsOn"}


def test_every_form_is_the_same_in_every_run_and_holds_hostile_labels() -> None:
    network = BY_HAND.copy()
    network.nodes["a"]["label"] = "<b>\x1b[31m\x00\ufffe&"
    for ending in ENDINGS:
        path = Path("n" + ending)
        assert export_network(network, path, date(2020, 7, 1)) == export_network(network, path, date(2020, 7, 1))


def test_an_unknown_ending_is_refused_with_those_there_are() -> None:
    with pytest.raises(PlanwerkError) as caught:
        export_network(BY_HAND, Path("network.xlsx"), date(2020, 7, 1))
    assert caught.value.hint == "one of .graphml, .gexf, .kumu.json, .json, .csv"


# A circle is told as a way one can walk


def test_a_circle_of_three_is_walked_along_its_own_edges_and_names_who_else_waits() -> None:
    # a rests on c, c on b, b on a (in the alphabet's order there is no such way), and d waits in the same circle
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    iri = {name: f"https://example.org/{name}" for name in "abcd"}
    for one, other in ("ac", "cb", "ba", "cd", "da"):
        network.add_edge(iri[one], iri[other], key="dependsOn")
    for name, node in iri.items():
        network.nodes[node].update(label=name, kinds=())
    seen = Seen(depends(network), network=network)
    table = dependency_table(seen, Dataset(Store(), date(2020, 7, 1), {}), "de")
    (circle,) = [str(row[2]) for row in table.rows if row[0] == "Zirkelbezug"]
    assert re.findall(r"\b[abcd]\b", circle.partition(";")[0]) == ["a", "c", "b", "a"]
    assert circle.endswith("im selben Kreis auch: d")


@pytest.mark.parametrize("name", ["musterstadt", "nebenstadt", "leipzig-umfeld"])
def test_the_whole_network_of_every_city_is_told(name: str, run: Callable[..., Ran]) -> None:
    # Musterstadt's workshop waits for the neighbourhood concept and flows into it (its README, G20): the one circle there
    told = run(
        "depends", str(shipped.data() / name), "--as-of", "2020-07-01", "--since", "2018-01-01", "--format", "csv"
    )
    assert told.returncode == 0, told.stderr
    circles = [line for line in told.stdout.splitlines() if line.startswith("Zirkelbezug,")]
    named = {"musterstadt": ["Quartierskonzept Nordvorstadt"], "leipzig-umfeld": ["Konzept zur Sozialplanung"]}
    assert [line.split(",")[1] for line in circles] == named.get(name, [])
