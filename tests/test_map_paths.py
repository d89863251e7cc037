"""Filters, connections, what rests on what: held against networkx on the same graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import networkx as nx
import pytest

from browsing import BROWSING, ask, go, opened, written
from map_samples import BASE, told

pytestmark = BROWSING
MODEL = told()
LAST = MODEL.moments[-1].present
THINGS = LAST & {*(node.id for node in MODEL.nodes), *(gap.id for gap in MODEL.gaps)}


@pytest.fixture(scope="module")
def page(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = written(tmp_path_factory.mktemp("map") / "told.html", MODEL)
    with opened(browser, path) as page:
        yield page


def whole() -> Any:
    network: Any = nx.MultiGraph()
    network.add_nodes_from(THINGS)
    network.add_edges_from((e.source, e.target, e.id) for e in MODEL.edges if e.id in LAST)
    network.add_edges_from((g.id, s, f"{g.id} {s}") for g in MODEL.gaps if g.id in LAST for s in g.subjects)
    return network


def resting() -> Any:
    """Edges from what rests to what it rests on."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_nodes_from(THINGS)
    for edge in MODEL.edges:
        if edge.rests and edge.id in LAST:
            ends = (edge.source, edge.target) if edge.rests == "source" else (edge.target, edge.source)
            network.add_edge(*ends, key=edge.id)
    return network


def kept(centre: str) -> set[str]:
    network, gaps = whole(), {gap.id for gap in MODEL.gaps}
    found = {centre, *network[centre]}
    if any(node.id == centre and node.kind == "domain" for node in MODEL.nodes):
        found |= {node.id for node in MODEL.nodes if node.domain == centre and node.id in LAST}
    return found | {gap for thing in found for gap in network[thing] if gap in gaps}


@pytest.mark.parametrize(
    ("name", "kinds"), [("domain", {"domain"}), ("party", {"body", "actor", "group"}), ("law", {"law"})]
)
def test_filter_keeps_a_thing_what_touches_it_and_the_findings_about_these(
    page: Any, name: str, kinds: set[str]
) -> None:
    things = [node for node in MODEL.nodes if node.kind in kinds]
    offered = page.locator(f"#only-{name} option").evaluate_all("all => all.map((one) => one.value)")
    assert set(offered) == {"", *(node.id for node in things)}
    for thing in things:
        go(page, f"{name}={quote(thing.id, safe='')}")
        assert set(ask(page, "visible()")["nodes"]) == kept(thing.id), thing.label


def test_filters_by_status_and_by_two_at_once(page: Any) -> None:
    go(page, "status=" + quote("in Kraft"))
    shown = set(ask(page, "visible()")["nodes"])
    plans = {node.id for node in MODEL.nodes if node.status == "in Kraft"}
    assert shown == plans | {g for p in plans for g in whole()[p] if g in {gap.id for gap in MODEL.gaps}}
    go(page, f"domain={quote(BASE + 'd2', safe='')}&party={quote(BASE + 'k7', safe='')}")
    assert set(ask(page, "visible()")["nodes"]) == kept(BASE + "d2") & kept(BASE + "k7")


def test_filter_is_chosen_by_hand_and_given_up_for_a_search_hit(page: Any) -> None:
    go(page, "")
    page.select_option("#only-domain", BASE + "d3")
    assert BASE + "k2" not in ask(page, "visible()")["nodes"]
    page.fill("#search", "Sozialamt")
    page.keyboard.press("Enter")
    assert BASE + "k2" in ask(page, "visible()")["nodes"]
    assert page.locator("#only-domain").input_value() == ""


def test_what_rests_on_a_thing_is_what_networkx_finds_upstream(page: Any) -> None:
    network = resting()
    for node in sorted(network)[::3]:
        go(page, f"node={quote(node, safe='')}&falls=1")
        assert set(ask(page, "path()")["nodes"]) == nx.ancestors(network, node) | {node}, node


def test_connection_is_shortest_first_and_then_every_path_of_dependency(page: Any) -> None:
    network, directed = whole(), resting()
    ends = [("l1", "k5"), ("a3", "l2"), ("l2", "p1"), ("v3", "v2"), ("v3", "v1"), ("d1", "k9")]
    for a, b in ends:
        one, other = BASE + a, BASE + b
        go(page, f"node={quote(one, safe='')}&to={quote(other, safe='')}")
        found = ask(page, "path()")["paths"]
        if not nx.has_path(network, one, other):
            assert found == []
            continue
        assert len(found[0]) == nx.shortest_path_length(network, one, other)
        ways = {
            tuple(key for *_, key in way)
            for x, y in ((one, other), (other, one))
            for way in nx.all_simple_edge_paths(directed, x, y)
        }
        assert {frozenset(way) for way in ways} <= {frozenset(way) for way in found}, (a, b)
        assert len(found) <= len(ways) + 1


def test_second_end_is_picked_by_search_and_the_path_is_told_in_words(page: Any) -> None:
    go(page, f"node={quote(BASE + 'v4', safe='')}")
    page.click("#connect")
    assert page.locator("#connect").get_attribute("aria-pressed") == "true"
    page.fill("#search", "Verwaltungsstandpunkt")
    page.keyboard.press("Enter")
    assert ask(page, "state()")["to"] == BASE + "v2"
    text = page.locator("#panel .path").first.inner_text()
    assert "folgt" in text and "Verwaltungsstandpunkt zur Strategischen Sozialplanung" in text
    assert "Verbindungen: 1" in page.locator("#live").inner_text()


def test_finding_leads_to_gap_list_and_control_table_by_its_id(page: Any) -> None:
    go(page, "node=G01-1a2b3c4d")
    links = page.locator("#panel .pages a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    assert links == ["control.html#G01-1a2b3c4d", "gaps.html#G01-1a2b3c4d"]


def test_dismissed_finding_stays_grey_with_its_reason(page: Any) -> None:
    go(page, "node=G09-4d5e6f70")
    assert "Liegt im Amt vor." in page.locator("#panel").inner_text()
    assert page.locator(".class[data-kind=dismissed] .total").inner_text() == "1"


def test_relation_that_follows_names_its_rule(page: Any) -> None:
    relation = next(edge for edge in MODEL.edges if edge.origin == "inferred" and edge.id in LAST)
    go(page, f"edge={quote(relation.id, safe='')}")
    assert "Was fortschreibt, gilt für das Feld des Vorgängers." in page.locator("#panel").inner_text()
    assert page.locator("#panel .origin[data-origin=inferred]").count() >= 1
