"""The map in a browser: what a reader sees, finds and opens."""

from __future__ import annotations

import random
from itertools import pairwise
from urllib.parse import quote

import networkx as nx
import pytest

from browsing import (
    BROWSING,
    Open,
    ask,
    data_of,
    in_address,
    pixels,
    whole_network,
)
from map_samples import BASE, PAYLOADS, musterstadt

pytestmark = BROWSING


# -- it draws


def test_canvas_is_drawn_and_follows_pan_zoom_and_view(open_map: Open) -> None:
    page = open_map()
    pictures = [pixels(page)]
    assert len(set(pictures[0])) > 5
    page.mouse.move(700, 850)
    page.mouse.down()
    page.mouse.move(600, 800, steps=3)
    page.mouse.up()
    pictures.append(pixels(page))
    page.click("#zoom-in")
    pictures.append(pixels(page))
    page.click("[data-view=net]")
    pictures.append(pixels(page))
    for one, other in pairwise(pictures):
        assert one != other


@pytest.mark.parametrize("size", [(1280, 720), (1400, 900), (1024, 768), (390, 800)])
def test_labels_open_at_nine_pixels_or_more(open_map: Open, size: tuple[int, int]) -> None:
    page = open_map(size=size)
    for view in ("structure", "net"):
        page.click(f"[data-view={view}]")
        assert ask(page, "state()")["scale"] * 13 >= 8.999  # labels are 13 units high


@pytest.mark.parametrize("width", [390, 768, 1024, 1400, 1680, 1920])
def test_canvas_takes_half_the_window_and_nothing_scrolls_sideways(open_map: Open, width: int) -> None:
    page = open_map(size=(width, 800))
    box = page.locator("#map").bounding_box()
    assert box["width"] * box["height"] >= 0.5 * width * 800
    for step in ("#as-table", "[data-view=structure]"):
        page.click(step)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(f"planwerkMap.select('{BASE}p5')")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("#map").bounding_box()
    assert box["width"] * box["height"] >= 0.5 * width * 800


# -- search


def test_search_by_keyboard_alone(open_map: Open) -> None:
    page = open_map()
    page.keyboard.press("/")
    page.keyboard.type("seniorenbeirat")
    page.keyboard.press("Enter")
    assert ask(page, "state()")["node"] == BASE + "k7"
    assert page.locator("#panel h2").inner_text() == "Seniorenbeirat"
    page.keyboard.press("Escape")
    assert ask(page, "state()")["node"] is None
    page.keyboard.press("/")
    page.keyboard.type("handlungsfeld")
    first = page.locator("#hits [aria-selected=true]").get_attribute("data-id")
    page.keyboard.press("ArrowDown")
    second = page.locator("#hits [aria-selected=true]").get_attribute("data-id")
    assert second != first
    assert page.locator("#search").get_attribute("aria-activedescendant") == "hit-1"
    page.keyboard.press("ArrowUp")
    assert page.locator("#hits [aria-selected=true]").get_attribute("data-id") == first
    page.keyboard.press("Escape")
    assert page.locator("#search").input_value() == ""
    assert page.locator("#hits").is_hidden()


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("VII-A-05385-VSP-01", "v2"),
        ("vii a 05385 vsp", "v2"),
        ("traeger der freien", "k4"),
        ("träger der freien", "k4"),
        ("trager freien", "k4"),
        ("gefluechtete", "p6"),
        ("geflüchtete", "p6"),
        ("oberbuergermeisterin", "k1"),
        ("wohnungs-notfallhilfe-konzept", "p5"),
        ("unterbringungs betreuungskonzept", "p6"),
        ("konzept wohnungsnotfallhilfe", "p5"),
        ("VIII 80", "l2"),
    ],
)
def test_search_forgives_spelling(open_map: Open, query: str, name: str) -> None:
    page = open_map()
    page.fill("#search", query)
    found = page.locator("#hits li").evaluate_all("items => items.map((item) => item.dataset.id)")
    assert BASE + name in found[:3]


def test_sharp_s_is_two_s(open_map: Open) -> None:
    page = open_map()
    page.fill("#search", "grosse")
    assert page.locator("#no-hits").inner_text() == "Kein Treffer für „grosse“"
    page.fill("#search", "ausschuß")
    assert page.locator("#hits li").first.get_attribute("data-id") == BASE + "k6"


def test_hit_that_filters_hide_becomes_visible(open_map: Open) -> None:
    page = open_map(f"#steps=1&node={in_address('d3')}")
    page.click(".class[data-kind=body]")
    assert BASE + "k7" not in ask(page, "visible()")["nodes"]
    page.fill("#search", "Seniorenbeirat")
    page.keyboard.press("Enter")
    assert BASE + "k7" in ask(page, "visible()")["nodes"]
    assert page.locator(".class[data-kind=body]").get_attribute("aria-pressed") == "true"


# -- legend, neighbourhood, address


def test_each_legend_button_hides_exactly_its_class(open_map: Open) -> None:
    page = open_map()
    model = musterstadt()
    kinds = {node.id: node.kind for node in model.nodes}
    kinds |= {gap.id: "gap" if gap.verdict == "gap" else "undecided" for gap in model.gaps}
    buttons = page.locator(".class")
    assert buttons.count() == len(set(kinds.values()))
    for place in range(buttons.count()):
        button = buttons.nth(place)
        kind = button.get_attribute("data-kind")
        assert int(button.locator(".total").inner_text()) == sum(one == kind for one in kinds.values())
        button.click()
        assert button.get_attribute("aria-pressed") == "false"
        assert set(ask(page, "visible()")["nodes"]) == {id for id, one in kinds.items() if one != kind}
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        assert set(ask(page, "visible()")["nodes"]) == set(kinds)


@pytest.mark.long
def test_no_line_is_shown_whose_end_is_hidden(open_map: Open) -> None:
    page = open_map()
    ends = {edge["id"]: (edge["from"], edge["to"]) for edge in data_of(page)["edges"]}
    dice = random.Random(7)
    kinds = page.locator(".class").evaluate_all("items => items.map((item) => item.dataset.kind)")
    for _ in range(200):
        chosen = dice.choice(kinds)
        page.evaluate("kind => document.querySelector(`.class[data-kind=${kind}]`).click()", chosen)
        shown = ask(page, "visible()")
        nodes = set(shown["nodes"])
        assert set(shown["edges"]) == {id for id, pair in ends.items() if set(pair) <= nodes}


def test_neighbourhood_is_the_ego_graph_of_networkx(open_map: Open) -> None:
    page = open_map()
    network = whole_network(musterstadt())
    for node in network:
        for steps in (1, 2, 3):
            found = page.evaluate("([id, steps]) => planwerkMap.around(id, steps)", [node, steps])
            assert set(found) == set(nx.ego_graph(network, node, steps)), (node, steps)
    page.evaluate(f"planwerkMap.select('{BASE}d2')")
    page.select_option("#steps", "2")
    assert set(ask(page, "visible()")["nodes"]) == set(nx.ego_graph(network, BASE + "d2", 2))


@pytest.mark.parametrize(
    "address",
    [
        "#view=net&hide=actor.law",
        f"#node={in_address('p5')}&steps=2&theme=dark",
        f"#edge={quote(BASE + 'relation/7', safe='')}&view=net",
        "#table=1&hide=gap",
        "#at=120.5,-80,1.25",
    ],
)
def test_address_reopens_exactly_the_same_view(open_map: Open, address: str) -> None:
    first = open_map(address)
    first.wait_for_timeout(250)
    again = open_map("#" + first.evaluate("location.hash.slice(1)"))
    for call in ("state()", "visible()", "places()"):
        assert ask(first, call) == ask(again, call)


def test_view_that_was_clicked_together_reopens(open_map: Open) -> None:
    page = open_map()
    page.click("[data-view=net]")
    page.click(".class[data-kind=law]")
    page.click("#zoom-in")
    page.evaluate(f"planwerkMap.select('{BASE}v4')")
    page.click("#theme")
    page.wait_for_timeout(250)
    again = open_map("#" + page.evaluate("location.hash.slice(1)"))
    before, after = ask(page, "state()"), ask(again, "state()")
    assert before.pop("cursor") == BASE + "v4"  # where the arrow keys stand is not part of a view
    assert after.pop("cursor") is None
    assert before.pop("scale") == pytest.approx(after.pop("scale"), abs=1e-4)  # the address keeps four digits
    assert before == after
    assert ask(page, "visible()") == ask(again, "visible()")


@pytest.mark.long
def test_damaged_addresses_neither_throw_nor_inject(open_map: Open) -> None:
    page = open_map(f"#view=net&hide=law&node={in_address('p5')}&at=1,2,1")
    dice = random.Random(11)
    good = f"view=net&hide=law.plan&node={in_address('p5')}&steps=2&theme=dark&table=1&at=10,20,0.8"
    parts = [
        *PAYLOADS,
        "%",
        "%E0%A4%A",
        "&&&",
        "==",
        "at=NaN,1,1",
        "at=1e400,0,0",
        "at=,,",
        "node=__proto__",
        "steps=-1",
    ]
    addresses = []
    for _ in range(300):
        text = list(good)
        for _ in range(dice.randrange(1, 12)):
            text[dice.randrange(len(text))] = dice.choice("%&=#<>\"'0x,.é\\")
        extra = dice.choice(parts).replace("\ud800", "")
        addresses.append("".join(text) + dice.choice(["", "&", "&node=", "&theme=", "&view="]) + extra)
    for address in addresses:
        page.evaluate("address => { location.hash = address; }", address)
        page.evaluate("() => new Promise((done) => setTimeout(done, 4))")
    assert page.evaluate("window.pwned") is None
    assert ask(page, "state()")["view"] in ("structure", "net")
