"""The map in a browser: what a reader sees, hears and can reach, and that nothing hostile ever runs.

The pages open from disk in a context that is offline. Waiting is for an attribute on <html>, since the
page's own policy refuses the polling that evaluates strings.
"""

from __future__ import annotations

import random
import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import networkx as nx
import pytest

from map_samples import BASE, PAYLOADS, hostile, musterstadt
from planwerk.views.map import draw
from planwerk.views.mapmodel import MapEdge, MapGap, MapModel, MapNode

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = Path("/usr/bin/chromium")

pytestmark = [
    pytest.mark.loopback,  # playwright talks to the browser through local sockets
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no chromium at /usr/bin/chromium"),
]

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "map.html"
    path.write_text(draw(musterstadt()), encoding="utf-8", newline="\n")
    return path


@contextmanager
def opened(browser: Any, path: Path, address: str = "", *, size: tuple[int, int] = (1400, 900), **more: Any) -> Any:
    """Open a file; on leaving, hold it to silence: no request but itself, no message, no error."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, offline=True, reduced_motion="reduce", **more
    )
    page = context.new_page()
    page.set_default_timeout(8000)
    requests: list[str] = []
    noise: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: noise.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: noise.append(f"error: {error}"))
    page.noise = noise
    try:
        page.goto(path.as_uri() + address)
        if more.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready]")
        yield page
        assert {url.split("#")[0] for url in requests if not url.startswith("blob:")} <= {path.as_uri()}
        assert noise == []
    finally:
        context.close()


@pytest.fixture
def open_map(browser: Any, sample: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def open_it(address: str = "", **more: Any) -> Any:
            return stack.enter_context(opened(browser, more.pop("path", sample), address, **more))

        yield open_it


def ask(page: Any, call: str) -> Any:
    return page.evaluate(f"planwerkMap.{call}")


def pixels(page: Any) -> list[int]:
    """Give the colours of the canvas on a coarse grid."""
    result: list[int] = page.evaluate(
        """() => new Promise((done) => requestAnimationFrame(() => {
          const canvas = document.querySelector('#map canvas'), copy = document.createElement('canvas');
          copy.width = canvas.width; copy.height = canvas.height;
          const c = copy.getContext('2d', { willReadFrequently: true }), seen = [];
          c.drawImage(canvas, 0, 0);
          const rgba = c.getImageData(0, 0, copy.width, copy.height).data;
          for (let i = 0; i < rgba.length; i += 4 * 97) seen.push(rgba[i] * 65536 + rgba[i + 1] * 256 + rgba[i + 2]);
          done(seen);
        }))"""
    )
    return result


def in_address(name: str) -> str:
    return quote(BASE + name, safe="")


def things_of(model: MapModel) -> list[MapNode | MapEdge | MapGap]:
    return [*model.nodes, *model.edges, *model.gaps]


def whole_network(model: MapModel) -> Any:
    network: nx.MultiGraph[str] = nx.MultiGraph()
    network.add_nodes_from([*(node.id for node in model.nodes), *(gap.id for gap in model.gaps)])
    network.add_edges_from((edge.source, edge.target) for edge in model.edges)
    network.add_edges_from((gap.id, subject) for gap in model.gaps for subject in gap.subjects)
    return network


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


def test_no_line_is_shown_whose_end_is_hidden(open_map: Open) -> None:
    page = open_map()
    ends = {edge["id"]: (edge["from"], edge["to"]) for edge in _data(page)["edges"]}
    dice = random.Random(7)
    kinds = page.locator(".class").evaluate_all("items => items.map((item) => item.dataset.kind)")
    for _ in range(200):
        chosen = dice.choice(kinds)
        page.evaluate("kind => document.querySelector(`.class[data-kind=${kind}]`).click()", chosen)
        shown = ask(page, "visible()")
        nodes = set(shown["nodes"])
        assert set(shown["edges"]) == {id for id, pair in ends.items() if set(pair) <= nodes}


def _data(page: Any) -> Any:
    return page.evaluate("JSON.parse(document.getElementById('data').textContent)")


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


# -- details


def test_every_node_and_every_line_shows_its_evidence(open_map: Open) -> None:
    page = open_map()
    model = musterstadt()
    for thing in things_of(model):
        page.evaluate("id => planwerkMap.select(id)", thing.id)
        assert page.locator("#panel h2").inner_text() == thing.label
        text = page.locator("#panel").inner_text()
        for item in thing.evidence:
            assert (item.quote or item.locator) in text
            assert item.source in text
            assert page.locator(f"#panel .proof[data-origin={item.origin}]").count() == 1
            assert item.known_from is not None
            assert f"bekannt seit {item.known_from:%d.%m.%Y}" in text


def test_card_and_line_are_chosen_with_the_pointer(open_map: Open) -> None:
    page = open_map()
    box = page.locator("#map").bounding_box()
    places = {entry[0]: entry[3:] for entry in ask(page, "places()")}
    x, y = places[BASE + "d1"]
    page.mouse.move(box["x"] + x, box["y"] + y)
    assert page.locator("#tip").inner_text() == "Handlungsfeld · Kinder- und Jugendhilfe"
    page.mouse.click(box["x"] + x, box["y"] + y)
    assert ask(page, "state()")["node"] == BASE + "d1"
    assert {entry[0]: entry[3:] for entry in ask(page, "places()")}[BASE + "d1"] == pytest.approx([x, y], abs=0.5)
    page.keyboard.press("Escape")
    page.wait_for_timeout(100)
    places = {entry[0]: entry[3:] for entry in ask(page, "places()")}
    # l4 and p4 stand side by side: half way between their cards runs their line.
    (ax, ay), (bx, by) = places[BASE + "l4"], places[BASE + "p4"]
    page.mouse.click(box["x"] + (ax + bx) / 2, box["y"] + (ay + by) / 2)
    page.wait_for_selector("#panel h2")
    assert page.locator("#panel h2").inner_text() == "ist Rechtsgrundlage für"


def test_links_lead_to_the_web_only_and_name_their_host(open_map: Open) -> None:
    page = open_map()
    page.evaluate(f"planwerkMap.select('{BASE}l2')")
    link = page.locator("#panel a")
    assert link.get_attribute("href") == "https://ratsinfo.musterstadt.example/vorlage/1"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert "ratsinfo.musterstadt.example" in link.inner_text()


def test_citation_is_copied_whole(open_map: Open) -> None:
    page = open_map(permissions=["clipboard-read", "clipboard-write"])
    page.evaluate(f"planwerkMap.select('{BASE}l3')")
    page.click(".proof button")
    page.wait_for_selector(".proof button[data-copied]")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text == (
        "Vorlage MS-0002, Abschnitt 3, Zeichen 62–110: „Die Verwaltung legt die Planung Nummer 2 vor.“ "
        "(bekannt seit 03.03.2018)"
    )


def test_findings_have_the_ids_of_the_report_and_are_dashed(open_map: Open, tmp_path: Path) -> None:
    page = open_map()
    drawn = {node["id"] for node in _data(page)["nodes"] if node["kind"] in ("gap", "undecided")}
    assert drawn == {gap.id for gap in musterstadt().gaps}
    tree = _svg(page, tmp_path)
    for gap in musterstadt().gaps:
        group = next(g for g in tree.iter(f"{SVG}g") if g.get("data-id") == gap.id)
        frame = group.find(f"{SVG}path")
        assert frame is not None
        assert frame.get("stroke-dasharray")
    dashed_frames = [
        g for g in tree.iter(f"{SVG}g") if g.get("class") == "node" and g[1].get("stroke-dasharray") is not None
    ]
    assert len(dashed_frames) == len(musterstadt().gaps)


# -- pictures, paper, table

SVG = "{http://www.w3.org/2000/svg}"


def _svg(page: Any, folder: Path) -> Any:
    with page.expect_download() as download:
        page.click("#svg")
    path = folder / "map.svg"
    download.value.save_as(path)
    return ET.fromstring(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("address", ["", "#view=net&hide=actor"])
def test_svg_is_xml_with_one_group_per_visible_node(open_map: Open, tmp_path: Path, address: str) -> None:
    page = open_map(address)
    tree = _svg(page, tmp_path)
    shown = ask(page, "visible()")
    groups = [g for g in tree.iter(f"{SVG}g") if g.get("class") == "node"]
    assert sorted(g.get("data-id") or "" for g in groups) == sorted(shown["nodes"])
    assert sum(g.get("class") == "edge" for g in tree.iter(f"{SVG}g")) == len(shown["edges"])
    for element in tree.iter():
        assert element.tag.removeprefix(SVG) in ("svg", "g", "path", "text", "title", "rect")
        assert not any(name.startswith("on") or "href" in name for name in element.attrib)


def test_png_is_large_and_not_blank(open_map: Open, tmp_path: Path) -> None:
    page = open_map()
    with page.expect_download() as download:
        page.click("#png")
    path = tmp_path / "map.png"
    download.value.save_as(path)
    content = path.read_bytes()
    width, height = struct.unpack(">II", content[16:24])  # PNG: the header block begins with width and height
    assert width >= 1600
    assert height >= 800
    assert len(content) > 100_000  # a blank picture of that size packs into a few KB


def test_paper_shows_drawing_and_tables_but_no_controls(open_map: Open) -> None:
    page = open_map("#theme=dark")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#app").is_hidden()
    assert page.locator("#paper .figure > svg").is_visible()
    assert page.locator("#paper table").count() == 2
    assert (
        page.locator("#paper .figure text").first.evaluate("e => e.getAttribute('fill')") == "#4d5866"
    )  # light scheme
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert ask(page, "state()")["scheme"] == "dark"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


@pytest.mark.parametrize("address", ["#table=1", f"#table=1&hide=law.gap&steps=2&node={in_address('d2')}"])
def test_table_is_the_visible_graph(open_map: Open, address: str) -> None:
    page = open_map(address)
    shown = ask(page, "visible()")
    for name, key in (("elements", "nodes"), ("relations", "edges")):
        rows = page.locator(f"#tables .{name} tbody tr").evaluate_all("rows => rows.map((row) => row.dataset.id)")
        assert sorted(rows) == sorted(shown[key])
    text = page.locator("#tables").inner_text()
    for node in musterstadt().nodes:
        if node.id in shown["nodes"]:
            assert node.label in text
            assert all((item.quote or item.locator) in text for item in node.evidence)


def test_without_script_the_whole_graph_is_a_table(open_map: Open) -> None:
    page = open_map(java_script_enabled=False)
    model = musterstadt()
    assert page.locator(".plain .elements tbody tr").count() == len(model.nodes) + len(model.gaps)
    ties = sum(len(gap.subjects) for gap in model.gaps)
    assert page.locator(".plain .relations tbody tr").count() == len(model.edges) + ties
    assert page.locator("#app").is_hidden()


# -- keyboard and access


@pytest.mark.parametrize(("view", "key"), [("structure", "ArrowDown"), ("net", "ArrowRight")])
def test_arrow_keys_reach_every_card_and_name_it(open_map: Open, view: str, key: str) -> None:
    page = open_map(f"#view={view}")
    labels = {node["id"]: node["label"] for node in _data(page)["nodes"]}
    page.focus("#map")
    reached = set()
    for _ in labels:
        page.keyboard.press(key)
        cursor = ask(page, "state()")["cursor"]
        assert labels[cursor] in page.locator("#live").inner_text()
        reached.add(cursor)
    assert reached == set(labels)
    for other in ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"):
        before = ask(page, "state()")["cursor"]
        page.keyboard.press(other)
        assert ask(page, "state()")["cursor"] != before
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "map"


def test_tab_reaches_every_control_shows_where_it_is_and_leaves_again(open_map: Open) -> None:
    page = open_map(f"#node={in_address('p5')}")
    controls = page.evaluate(
        """() => [...document.querySelectorAll('button, select, input, a[href], [tabindex="0"]')]
          .filter((e) => e.checkVisibility()).map((e, i) => { e.dataset.stop = i; return i; }).length"""
    )
    page.evaluate("document.activeElement.blur()")
    reached: list[int] = []
    for _ in range(controls + 3):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const e = document.activeElement; if (!e || e === document.body) return null;
              const s = getComputedStyle(e);
              return [Number(e.dataset.stop), s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2]; }"""
        )
        if stop is None:
            break
        assert stop[1], "focus is not visible"
        reached.append(stop[0])
    assert set(reached) >= set(range(controls))
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, select, input, a')].filter((e) => e.checkVisibility()
          && !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length)).length"""
    )
    assert nameless == 0


@pytest.mark.parametrize(
    ("address", "size", "scheme"),
    [
        ("", (1400, 900), "light"),
        ("", (1400, 900), "dark"),
        (f"#node={in_address('p5')}", (1400, 900), "light"),
        (f"#node={in_address('p5')}", (390, 800), "dark"),
        (f"#edge={quote(BASE + 'relation/7', safe='')}", (1280, 720), "dark"),
        ("#table=1", (1400, 900), "light"),
        ("#table=1&hide=law", (390, 800), "dark"),
    ],
)
def test_axe_finds_nothing(open_map: Open, address: str, size: tuple[int, int], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = open_map(address, size=size, color_scheme=scheme)
    if size[0] < 1200:
        page.click("#menu")
    results = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert results.violations_count == 0, results.generate_report()


def test_axe_finds_nothing_while_searching(open_map: Open) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = open_map()
    for query in ("jugend", "xyzzy"):
        page.fill("#search", query)
        results = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        assert results.violations_count == 0, results.generate_report()


# -- words


def test_all_visible_text_is_from_the_model_or_the_table(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every text of the table marked, nothing unmarked is left on the page but the model's own words."""
    from planwerk.views import map as views_map

    table = views_map._strings("de")
    marked = {key: f"⟦{text}⟧" for key, text in table.items()}
    monkeypatch.setattr(views_map, "_strings", lambda lang: marked)
    path = tmp_path / "marked.html"
    path.write_text(draw(musterstadt()), encoding="utf-8", newline="\n")
    model = musterstadt()
    own = " ".join(
        str(value)
        for thing in things_of(model)
        for value in (thing, *(getattr(item, "href", "") or "" for item in thing.evidence))
    )
    own += model.title + " ".join(model.notes)
    for address in ("", f"#node={in_address('p5')}", "#node=G05-3c4d5e6f", "#table=1"):
        with opened(browser, path, address) as page:
            texts = page.evaluate(
                """() => { const found = [], walk = document.createTreeWalker(document.getElementById('app'), 4);
                  while (walk.nextNode()) { const text = walk.currentNode.textContent.trim();
                    if (text && walk.currentNode.parentElement.checkVisibility()) found.push(text); }
                  return found; }"""
            )
        for text in texts:
            rest = re.sub(r"⟦[^⟧]*⟧", "", text)
            words = [word for word in re.findall(r"[^\W\d_]{2,}", rest) if word not in own]
            assert not words, text


def test_english_page_speaks_english(browser: Any, tmp_path: Path) -> None:
    from planwerk.views import map as views_map

    path = tmp_path / "english.html"
    path.write_text(draw(musterstadt("en")), encoding="utf-8", newline="\n")
    german, english = views_map._strings("de"), views_map._strings("en")
    for address in ("", f"#node={in_address('p5')}", "#table=1"):
        with opened(browser, path, address) as page:
            assert page.evaluate("document.documentElement.lang") == "en"
            text = page.locator("#app").inner_text()
            for key, words in german.items():
                if words != english[key] and len(words) > 3 and not key.startswith(("layer_", "kind_")):
                    assert not re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) or words in str(musterstadt("en"))


# -- hostile text


@pytest.mark.parametrize("guarded", [True, False], ids=["with-policy", "policy-removed"])
def test_hostile_text_never_runs(browser: Any, tmp_path: Path, guarded: bool) -> None:
    for place, payload in enumerate(PAYLOADS):
        html = draw(hostile(payload))
        if not guarded:
            html, removed = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
            assert removed == 1
        path = tmp_path / f"hostile-{guarded}-{place}.html"
        path.write_text(html, encoding="utf-8", newline="\n")
        with opened(browser, path) as page:
            ids = [*ask(page, "visible()")["nodes"], *ask(page, "visible()")["edges"]]
            for id in ids:
                page.evaluate("id => planwerkMap.select(id)", id)
                hrefs = page.locator("#panel a").evaluate_all("links => links.map((link) => link.protocol)")
                assert set(hrefs) <= {"https:"}
            page.fill("#search", payload.replace("\ud800", "").replace("\x00", "")[:20])
            page.keyboard.press("Escape")
            page.click("#as-table")
            page.click("[data-view=net]")
            _svg(page, tmp_path)
            page.evaluate("dispatchEvent(new Event('beforeprint'))")
            page.evaluate(
                "address => { location.hash = address; }", "node=" + quote(payload.encode("utf-8", "replace"))
            )
            page.wait_for_timeout(30)
            assert page.evaluate("window.pwned") is None
            assert page.evaluate("document.querySelectorAll('iframe, img, object, embed').length") == 0
            assert page.evaluate("({}).polluted") is None


def test_policy_is_active(browser: Any, tmp_path: Path) -> None:
    planted = draw(musterstadt()).replace(
        "<h1>", '<img src="x" onerror="window.pwned=1"><script>window.pwned=2</script><h1>', 1
    )
    path = tmp_path / "planted.html"
    path.write_text(planted, encoding="utf-8", newline="\n")
    context = browser.new_context(offline=True)
    try:
        page = context.new_page()
        refused: list[str] = []
        page.on("console", lambda message: refused.append(unquote(message.text)))
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]")
        page.wait_for_timeout(100)
        assert page.evaluate("window.pwned") is None
        assert any("Content Security Policy" in text for text in refused)
    finally:
        context.close()


def test_page_works_inside_a_sandboxed_frame(browser: Any, tmp_path: Path) -> None:
    """A notebook shows the same file in a frame of its own, which has no address and no parent to reach."""
    page_text = draw(musterstadt()).replace("&", "&amp;").replace('"', "&quot;")
    path = tmp_path / "frame.html"
    frame = f'<iframe sandbox="allow-scripts allow-downloads" width="1200" height="800" srcdoc="{page_text}"></iframe>'
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8><title>x</title>{frame}", encoding="utf-8", newline="\n")
    context = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True)
    try:
        page = context.new_page()
        noise: list[str] = []
        page.on("console", lambda message: noise.append(message.text))
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.goto(path.as_uri())
        inner = page.frames[1]
        inner.wait_for_selector("html[data-ready]")
        inner.locator("#map").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert inner.locator("#panel h2").is_visible()
        inner.wait_for_timeout(200)  # the address is written with a little delay
        assert inner.evaluate("(() => { try { return Boolean(parent.document); } catch { return false; } })()") is False
        assert [text for text in noise if "Blocked a frame" not in text] == []
    finally:
        context.close()
