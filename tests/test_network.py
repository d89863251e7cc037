"""What rests on what in the Leipzig procedure; expected links are those of the curated statements, read by hand."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import planwerk
from planwerk import shipped
from planwerk.city import City
from planwerk.dependencies import depends, falls_with, find_node
from planwerk.errors import QueryError
from planwerk.network import cycles


@pytest.fixture(scope="module")
def leipzig_2020() -> City:
    return planwerk.open(shipped.data() / "leipzig", as_of="2020-07-01")


@pytest.fixture(scope="module")
def network(leipzig_2020: City) -> nx.MultiDiGraph[str]:
    return leipzig_2020.network()


def end(node: str) -> str:
    return "/".join(node.split("/")[-2:])


def test_a_task_rests_on_its_point_and_that_on_the_decision(network: nx.MultiDiGraph[str]) -> None:
    task = find_node(network, "task/konzept")
    path = depends(network, task).rests_on[find_node(network, "decision/2018-09-19")]
    assert [end(node) for node in path] == [
        "task/konzept", "point/resolution-1", "resolution/2018-09-19", "decision/2018-09-19",
    ]  # fmt: skip


def test_the_office_carries_seven_plans_and_eight_announcements(network: nx.MultiDiGraph[str]) -> None:
    office = find_node(network, "Sozialamt")
    direct = {source for source, _, name in network.in_edges(office, keys=True) if name == "leadUnit"}
    assert sum("/edition/" in node for node in direct) == 15
    assert direct <= set(falls_with(network, office))


def test_the_only_circle_of_waiting_is_concept_and_forum(leipzig_2020: City) -> None:
    waiting = leipzig_2020.network(["dependsOn", "feedsInto"])
    assert [[end(n) for n in group] for group in cycles(waiting)] == [
        ["edition/konzept-sozialplanung", "event/forum-sozialplanung"]
    ]


def test_without_a_thing_nothing_leads_through_it(network: nx.MultiDiGraph[str]) -> None:
    task, point = find_node(network, "task/konzept"), find_node(network, "point/resolution-1")
    without = depends(network, task, without=point)
    assert point not in without.rests_on
    assert all(point not in path for path in without.rests_on.values())


def test_a_plan_and_its_edition_share_a_name_and_the_edition_is_meant(network: nx.MultiDiGraph[str]) -> None:
    assert end(find_node(network, "Fachplan Seniorenarbeit")) == "edition/fachplan-seniorenarbeit"


def test_a_name_that_fits_several_things_is_refused_with_the_choices(network: nx.MultiDiGraph[str]) -> None:
    with pytest.raises(QueryError, match='"Beschlusspunkt" fits 3 things') as caught:
        find_node(network, "Beschlusspunkt")
    assert "point/resolution-1" in caught.value.hint


def test_a_name_that_fits_nothing_gets_the_nearest(network: nx.MultiDiGraph[str]) -> None:
    with pytest.raises(QueryError) as caught:
        find_node(network, "Forum Sozialplannung")
    assert caught.value.hint == "did you mean Forum Sozialplanung?"


def test_the_network_is_the_same_in_every_run(leipzig_2020: City, network: nx.MultiDiGraph[str]) -> None:
    again = leipzig_2020.network()
    assert list(again.nodes(data=True)) == list(network.nodes(data=True))
    assert list(again.edges(keys=True)) == list(network.edges(keys=True))


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=25))
def test_what_rests_on_a_thing_is_touched_when_it_falls(pairs: list[tuple[int, int]]) -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for source, target in pairs:
        network.add_edge(str(source), str(target))
    for thing in network:
        found = depends(network, thing)
        assert sorted(found.rested_on_by) == falls_with(network, thing)
        for below, path in found.rests_on.items():
            assert path[0] == thing and path[-1] == below
            assert all(network.has_edge(a, b) for a, b in pairwise(path))
