"""The map through time: the state of planning in a month, two states compared, the swim lanes.

What was known when is counted by hand in :func:`map_samples.told`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import planwerk
from browsing import BROWSING, SVG, ask, data_of, go, opened, svg_of, written
from map_samples import BASE, told
from planwerk import shipped
from planwerk.dataset import as_of
from planwerk.inference import infer
from planwerk.views.history import turning_days

pytestmark = BROWSING


@pytest.fixture(scope="module")
def page(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = written(tmp_path_factory.mktemp("map") / "told.html", told())
    with opened(browser, path) as page:
        yield page


def present(day: date) -> frozenset[str]:
    return [moment.present for moment in told().moments if moment.day <= day][-1]


def test_slider_shows_what_was_known_at_the_end_of_each_month(page: Any) -> None:
    slider = page.locator("#month")
    months = int(slider.get_attribute("max")) + 1
    assert months == 31  # January 2018 to July 2020
    slider.focus()
    page.keyboard.press("Home")
    for at in range(months):
        day = date(2018 + at // 12, at % 12 + 1, 28)
        shown = ask(page, "visible()")
        assert set(shown["nodes"]) | set(shown["edges"]) == present(day), day
        assert slider.get_attribute("aria-valuetext").endswith(str(day.year))
        page.keyboard.press("ArrowRight")


def test_resolution_appears_in_september_2018_and_not_in_august(page: Any) -> None:
    for month, name, there in (("2018-08", "August 2018", False), ("2018-09", "September 2018", True)):
        go(page, f"month={month}&all=1")  # all: in a small city findings stand as numbers at their cards
        assert page.locator("#month").get_attribute("aria-valuetext") == name
        assert (BASE + "v4" in ask(page, "visible()")["nodes"]) is there
        assert page.locator("#month-name").inner_text() == name


def test_two_states_compared_are_told_by_sign_and_word(page: Any, tmp_path: Path) -> None:
    go(page, "before=2018-10")
    changes = dict(ask(page, "changes()"))
    last, before = told().moments[-1].present, told().moments[1].present
    assert {id for id, change in changes.items() if change == "new"} == last - before
    assert {id for id, change in changes.items() if change == "gone"} == before - last
    assert "G05-3c4d5e6f" in ask(page, "visible()")["nodes"]  # closed by the report of March 2019, so it is gone
    tree = svg_of(page, tmp_path)
    groups = {g.get("data-id"): g for g in tree.iter(f"{SVG}g") if g.get("class") == "node"}
    assert groups[BASE + "v3"].get("data-change") == "new"
    assert groups["G05-3c4d5e6f"].get("data-change") == "gone"
    signs = {path.get("d") for path in groups[BASE + "v3"].iter(f"{SVG}path")}
    assert "M-5 0H5M0 -5V5" in signs  # a plus
    page.evaluate("planwerkMap.select('G05-3c4d5e6f')")
    assert "im späteren Stand nicht mehr" in page.locator("#panel").inner_text()


def test_swim_lanes_run_from_early_to_late(page: Any) -> None:
    go(page, "view=time")
    x = {entry[0]: entry[1] for entry in ask(page, "places()")}
    assert x[BASE + "p1"] < x[BASE + "v4"] < x[BASE + "v3"]  # undated, September 2018, March 2019
    scene = next(view for view in data_of(page)["page"]["views"] if view["id"] == "time")
    assert scene["columns"] == ["", "2018-09", "2019-03"]


def test_search_leads_to_what_another_month_shows(page: Any) -> None:
    go(page, "month=2018-03")
    page.fill("#search", "Umsetzungsbericht")
    page.keyboard.press("Enter")
    assert ask(page, "state()")["node"] == BASE + "v3"
    assert BASE + "v3" in ask(page, "visible()")["nodes"]


def test_days_of_the_leipzig_procedure_are_the_days_of_its_sources_and_terms() -> None:
    """Six sources have their days (README of the data); between them terms of tasks and plans end."""
    city = planwerk.open(shipped.data() / "leipzig", as_of="2020-07-01")
    days = turning_days(city.data)
    assert {date(2018, 1, 25), date(2018, 3, 13), date(2018, 8, 23), date(2018, 9, 19), date(2019, 3, 1)} <= set(days)
    assert days == sorted(days)
    assert days[-1] == date(2020, 7, 1)


@pytest.mark.long
def test_leipzig_map_agrees_with_sparql_on_every_day(browser: Any, tmp_path: Path) -> None:
    city = planwerk.open(shipped.data() / "leipzig", as_of="2020-07-01")
    path = tmp_path / "leipzig.html"
    path.write_text(city.map(), encoding="utf-8", newline="\n")
    with opened(browser, path) as page:
        for month, there in (("2018-08", False), ("2018-09", True)):
            go(page, f"month={month}&all=1")  # all: in a small city findings stand as numbers at their cards
            day = date(int(month[:4]), int(month[5:]), 30)
            store = infer(as_of(city.data.store, day), city.workspace.base).store
            rows = store.query(
                "PREFIX pw: <https://w3id.org/planwerk/ns#> SELECT DISTINCT ?r { ?r a pw:Resolution ; pw:createsTask|pw:hasPoint ?p }"
            )
            expected = {str(row["r"].value) for row in rows}  # type: ignore[union-attr]
            shown = set(ask(page, "visible()")["nodes"])
            assert expected <= shown
            assert any("resolution/2018-09-19" in name for name in shown) is there
            findings = {
                finding.id
                for finding in planwerk.open(shipped.data() / "leipzig", as_of=day).gaps()
                if finding.verdict != "ok"
            }
            assert {name for name in shown if not name.startswith("http")} == findings
