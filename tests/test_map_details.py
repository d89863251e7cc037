"""The map in a browser: what is told of each thing, and what one can take away."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from browsing import (
    BROWSING,
    SVG,
    Open,
    ask,
    data_of,
    in_address,
    opened,
    saved,
    svg_of,
    things_of,
    written,
)
from map_samples import BASE, musterstadt

pytestmark = BROWSING


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
    places = {entry[0]: entry[3:5] for entry in ask(page, "places()")}
    x, y = places[BASE + "d1"]
    page.mouse.move(box["x"] + x, box["y"] + y)
    assert page.locator("#tip").inner_text() == "Handlungsfeld · Kinder- und Jugendhilfe"
    page.mouse.click(box["x"] + x, box["y"] + y)
    assert ask(page, "state()")["node"] == BASE + "d1"
    assert {entry[0]: entry[3:5] for entry in ask(page, "places()")}[BASE + "d1"] == pytest.approx([x, y], abs=0.5)
    page.keyboard.press("Escape")
    page.wait_for_timeout(100)
    places = {entry[0]: entry[3:5] for entry in ask(page, "places()")}
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


def test_what_a_machine_read_names_its_rule_how_sure_it_is_and_who_looked_at_it(browser: Any, tmp_path: Path) -> None:
    model = musterstadt()
    read = replace(model.nodes[0].evidence[0], rule="plan.process@1", confidence=0.85, confirmed=False)
    seen = replace(model.nodes[1].evidence[0], rule="task.point@1", confidence=1.0, confirmed=True)
    nodes = (replace(model.nodes[0], evidence=(read,)), replace(model.nodes[1], evidence=(seen,)), *model.nodes[2:])
    with opened(browser, written(tmp_path / "read.html", replace(model, nodes=nodes))) as page:
        for node, words in (
            (nodes[0], "Gelesen mit der Regel plan.process@1 · Sicherheit 0,85 von 1 · ungeprüft"),
            (nodes[1], "Gelesen mit der Regel task.point@1 · Sicherheit 1 von 1 · von Menschen bestätigt"),
        ):
            page.evaluate("id => planwerkMap.select(id)", node.id)
            assert page.locator("#panel .reading").inner_text() == words
        page.evaluate("id => planwerkMap.select(id)", nodes[2].id)
        assert page.locator("#panel .reading").count() == 0


def test_place_leads_to_its_text_where_that_lies_beside_the_map(browser: Any, tmp_path: Path) -> None:
    node = musterstadt().nodes[0]
    beside = ["texts/antrag-1.html?lang=de#p62", "javascript:alert(1)", "//boese.example/x", "https://boese.example/"]
    proofs = tuple(replace(node.evidence[0], page=address) for address in beside)
    with opened(
        browser,
        written(
            tmp_path / "text.html", replace(musterstadt(), nodes=(replace(node, evidence=proofs),), edges=(), gaps=())
        ),
    ) as page:
        page.evaluate("id => planwerkMap.select(id)", node.id)
        links = page.locator("#panel .proof a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    assert links == beside[:1]


def test_card_tells_by_the_stroke_at_its_edge_how_it_is_known(browser: Any, tmp_path: Path) -> None:
    """Read, entered by people, inferred: the strokes of the lines, so that the legend explains both."""
    node = musterstadt().nodes[0]
    model = replace(
        musterstadt(),
        nodes=tuple(
            replace(node, id=BASE + origin, evidence=(replace(node.evidence[0], origin=origin),))
            for origin in ("asserted", "curated", "inferred")
        ),
        edges=(),
        gaps=(),
    )
    with opened(browser, written(tmp_path / "origins.html", model)) as page:
        tree = svg_of(page, tmp_path)
    dashes = {
        (group.get("data-id") or "").removeprefix(BASE): group.findall(f"{SVG}path")[1].get("stroke-dasharray")
        for group in tree.iter(f"{SVG}g")
        if group.get("class") == "node"
    }
    assert dashes == {"asserted": None, "curated": "6 3", "inferred": "1.5 3"}


def test_findings_have_the_ids_of_the_report_and_are_dashed(open_map: Open, tmp_path: Path) -> None:
    page = open_map()
    drawn = {node["id"] for node in data_of(page)["nodes"] if node["kind"] in ("gap", "undecided")}
    assert drawn == {gap.id for gap in musterstadt().gaps}
    tree = svg_of(page, tmp_path)
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


@pytest.mark.parametrize("address", ["", "#view=net&hide=actor"])
def test_svg_is_xml_with_one_group_per_visible_node(open_map: Open, tmp_path: Path, address: str) -> None:
    page = open_map(address)
    tree = svg_of(page, tmp_path)
    shown = ask(page, "visible()")
    groups = [g for g in tree.iter(f"{SVG}g") if g.get("class") == "node"]
    assert sorted(g.get("data-id") or "" for g in groups) == sorted(shown["nodes"])
    assert sum(g.get("class") == "edge" for g in tree.iter(f"{SVG}g")) == len(shown["edges"])
    for element in tree.iter():
        assert element.tag.removeprefix(SVG) in ("svg", "g", "path", "text", "title", "rect")
        assert not any(name.startswith("on") or "href" in name for name in element.attrib)


def test_png_is_large_and_not_blank(open_map: Open, tmp_path: Path) -> None:
    page = open_map()
    content = saved(page, "png", tmp_path).read_bytes()
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
