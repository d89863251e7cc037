"""Large maps: an overview by Handlungsfeld instead of a texture, opened field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from browsing import BROWSING, SVG, WCAG, ask, carried, go, opened, pixels, saved, svg_of, written
from map_samples import BASE, crowd
from planwerk.views.crowd import blocks
from planwerk.views.layout import Box
from planwerk.views.map import MapModel, draw

MODEL = crowd(1200, fields=6)


def field(number: int) -> str:
    return f"{BASE}field/{number:02}"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("map") / "crowd.html", MODEL)


@pytest.fixture(scope="module")
def page(browser: Any, path: Path) -> Iterator[Any]:
    with opened(browser, path) as page:
        yield page


def browsing(function: Any) -> Any:
    for mark in BROWSING:
        function = mark(function)
    return function


def test_blocks_never_overlap() -> None:
    boxes = [Box(f"n{n}", 100, 30 + n % 3 * 10, n % 5) for n in range(400)]
    for side_by_side in (True, False):
        places = blocks(boxes, {box.id: box.layer for box in boxes}, side_by_side=side_by_side).places
        assert set(places) == {box.id for box in boxes}
        assert len(set(places.values())) == len(boxes)
        rows = sorted(places.values())
        near = [(b[0] - a[0], abs(b[1] - a[1])) for i, a in enumerate(rows) for b in rows[i + 1 : i + 40]]
        assert all(dx >= 100 or dy >= 50 for dx, dy in near)


def test_data_of_a_large_map_travels_compressed_and_whole() -> None:
    page = draw(MODEL)
    assert "data-packed>" in page
    data = carried(page)
    assert {node["id"] for node in data["nodes"]} == {
        *(node.id for node in MODEL.nodes),
        *(gap.id for gap in MODEL.gaps),
    }
    assert draw(MODEL) == page


@pytest.mark.parametrize("count", [450, 1500, 4000])
def test_size_grows_by_a_hundred_bytes_for_an_element(count: int) -> None:
    # Goal: 700 KB plus 100 bytes for each element, from where the plain table without script is left out.
    assert len(draw(crowd(count)).encode()) <= 700_000 + count * 100


@browsing
def test_first_picture_of_a_large_map_is_the_overview_it_opens_with(browser: Any, path: Path) -> None:
    """It is drawn from counts that travel beside the data; what the page counts itself, once all is there, is the same."""
    first = carried(path.read_text("utf-8"))["page"]["overview"]
    with opened(browser, path) as page:
        bubbles = ask(page, "bubbles()")
        svg_ties = page.evaluate("planwerkMap.ties()")
    assert [
        {
            "key": one["key"],
            "label": one["label"],
            "count": sum(n for _, n in one["counts"]),
            "gaps": dict(one["counts"]).get("gap", 0),
        }
        for one in first
    ] == bubbles
    assert [[at, *tie] for at, one in enumerate(first) for tie in one["ties"]] == svg_ties


@browsing
def test_overview_counts_every_field(page: Any) -> None:
    bubbles = {one["label"]: one for one in ask(page, "bubbles()")}
    assert {one["count"] for one in bubbles.values()} and sum(one["count"] for one in bubbles.values()) == 1200
    own = Counter(node.domain for node in MODEL.nodes)
    about = {gap.id: next(node.domain for node in MODEL.nodes if node.id == gap.subjects[0]) for gap in MODEL.gaps}
    for number in range(6):
        found = bubbles[f"Handlungsfeld {number + 1}"]
        assert found["gaps"] == sum(domain == field(number) for domain in about.values())
        assert found["count"] == own[field(number)] + found["gaps"]
    assert len(set(pixels(page))) > 5


@browsing
def test_field_too_large_for_one_picture_opens_by_class_and_year_and_then_as_cards(page: Any) -> None:
    go(page, "")
    page.focus("#map")
    page.keyboard.press("ArrowDown")
    assert "Handlungsfeld 1" in page.locator("#live").inner_text()
    page.keyboard.press("Enter")
    assert ask(page, "state()")["field"] == field(0)
    parts = ask(page, "bubbles()")
    assert sum(one["count"] for one in parts) == 200
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert ask(page, "state()")["bubbles"] is False
    shown = ask(page, "visible()")["nodes"]
    assert len(shown) == next(one["count"] for one in parts if one["key"].startswith("actor"))
    places = ask(page, "places()")
    for i, (_, ax, ay, _, _, aw, ah) in enumerate(places):
        for _, bx, by, _, _, bw, bh in places[i + 1 :]:
            assert abs(ax - bx) >= (aw + bw) / 2 or abs(ay - by) >= (ah + bh) / 2
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert ask(page, "state()")["field"] is None


@browsing
def test_search_opens_the_field_of_its_hit(page: Any) -> None:
    go(page, "")
    page.fill("#search", "MS-00777")
    page.keyboard.press("Enter")
    state = ask(page, "state()")
    assert state["node"] == f"{BASE}thing/00777"
    assert state["node"] in ask(page, "visible()")["nodes"]
    assert state["bubbles"] is False


@browsing
def test_long_list_of_actors_is_made_when_it_is_asked_for_and_still_filters(page: Any) -> None:
    things = [node for node in MODEL.nodes if node.kind in ("actor", "body", "group")]
    assert len(things) > 200
    go(page, f"party={quote(things[7].id, safe='')}")
    assert page.locator("#only-party").input_value() == things[7].id
    near = {
        e.target if e.source == things[7].id else e.source for e in MODEL.edges if things[7].id in (e.source, e.target)
    }
    shown = {name for name in ask(page, "visible()")["nodes"] if not name.startswith("G01")}
    assert shown == near | {things[7].id}
    page.focus("#only-party")
    assert page.locator("#only-party option").count() == 1 + len(things)
    assert page.locator("#only-party").input_value() == things[7].id


@browsing
def test_address_reopens_a_field_and_everything_can_be_drawn_on_request(browser: Any, path: Path, page: Any) -> None:
    address = f"#field={quote(field(3), safe='')}&part=plan%3A2007"
    with opened(browser, path, address) as first:
        first.wait_for_timeout(200)
        with opened(browser, path, "#" + first.evaluate("location.hash.slice(1)")) as again:
            for call in ("state()", "visible()", "places()"):
                assert ask(first, call) == ask(again, call)
    go(page, "")
    page.click("#raw")
    assert len(ask(page, "visible()")["nodes"]) == 1200
    assert ask(page, "state()")["bubbles"] is False
    before = pixels(page)
    assert len(set(before)) > 5
    page.click("#zoom-in")
    assert pixels(page) != before


@browsing
def test_table_of_the_overview_opens_fields_too(page: Any, tmp_path: Path) -> None:
    go(page, "table=1")
    rows = page.locator("#tables .bubbles tbody tr")
    assert rows.count() == len(ask(page, "bubbles()"))
    rows.first.locator("button").click()
    assert ask(page, "state()")["field"] == field(0)
    go(page, "")
    assert "<script" not in saved(page, "svg", tmp_path).read_text("utf-8")


@browsing
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_overview(browser: Any, path: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    for address, size in (("", (1400, 900)), ("#table=1", (390, 800))):
        with opened(browser, path, address, size=size, color_scheme=scheme) as page:
            results = axe.Axe().run(page, options=WCAG)
            assert results.violations_count == 0, results.generate_report()


# -- findings as numbers, where with them there would be too much to read


def with_many_findings() -> MapModel:
    """Give 110 things and 60 findings about them: more than 150 together, fewer without the findings."""
    model = crowd(120, fields=6)
    things = [node.id for node in model.nodes if node.kind == "plan"]
    gap = model.gaps[0]
    gaps = tuple(
        replace(gap, id=f"G01-{n:08x}", label=f"Befund {n}", subjects=(things[n % len(things)],)) for n in range(60)
    )
    return replace(model, gaps=gaps)


@pytest.fixture(scope="module")
def city(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = written(tmp_path_factory.mktemp("map") / "findings.html", with_many_findings())
    with opened(browser, path) as page:
        yield page


@browsing
def test_city_of_a_hundred_things_opens_whole_with_its_findings_as_numbers(city: Any, tmp_path: Path) -> None:
    model = with_many_findings()
    things = {node.id for node in model.nodes}
    for view in ("structure", "time", "net"):
        go(city, f"view={view}")
        assert ask(city, "state()")["view"] == view and not ask(city, "state()")["bubbles"]
        assert set(ask(city, "visible()")["nodes"]) == things
        places = ask(city, "places()")
        for i, (_, ax, ay, _, _, aw, ah) in enumerate(places):
            for _, bx, by, _, _, bw, bh in places[i + 1 :]:
                assert abs(ax - bx) >= (aw + bw) / 2 - 0.2 or abs(ay - by) >= (ah + bh) / 2 - 0.2
    assert city.locator("#trail-name").inner_text() == "60 Befunde stehen als Zahl an ihren Karten"
    go(city, "")
    per_plan = Counter(subject for gap in model.gaps for subject in gap.subjects)
    for group in svg_of(city, tmp_path).iter(f"{SVG}g"):
        if group.get("class") == "node" and group.get("data-kind") == "plan":
            assert [text.text for text in group.iter(f"{SVG}text")][-1] == str(per_plan[group.get("data-id")])


@browsing
def test_finding_that_stands_as_a_number_opens_as_a_card_in_its_field(city: Any) -> None:
    go(city, "")
    city.fill("#search", "Befund 17")
    city.keyboard.press("Enter")
    assert ask(city, "state()")["node"] == "G01-00000011"
    assert "G01-00000011" in ask(city, "visible()")["nodes"]
    assert ask(city, "state()")["field"] is not None
    city.keyboard.press("Escape")
    city.click("#back")
    assert len(ask(city, "visible()")["nodes"]) == len(with_many_findings().nodes)


@browsing
def test_table_of_such_a_city_has_the_findings_too(city: Any) -> None:
    go(city, "table=1")
    rows = city.locator("#tables .elements tbody tr").evaluate_all("rows => rows.map((row) => row.dataset.id)")
    model = with_many_findings()
    assert set(rows) == {*(node.id for node in model.nodes), *(gap.id for gap in model.gaps)}
    go(city, "view=overview")
    assert sum(one["count"] for one in ask(city, "bubbles()")) == len(rows)
    go(city, "all=1")
    assert len(ask(city, "visible()")["nodes"]) == len(rows)


@browsing
def test_without_script_a_large_map_tells_what_each_field_holds(browser: Any, tmp_path: Path) -> None:
    large = written(tmp_path / "large.html", crowd(1600, fields=6))
    with opened(browser, large, java_script_enabled=False) as page:
        assert page.locator(".plain .fields tbody tr").count() == 6
