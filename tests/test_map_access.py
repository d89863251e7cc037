"""The map for everyone: by keyboard, read aloud, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from browsing import BROWSING, WCAG, Open, ask, data_of, in_address, opened, things_of, written
from map_samples import BASE, told

pytestmark = [*BROWSING, pytest.mark.long]


# -- keyboard and access


@pytest.mark.parametrize(("view", "key"), [("structure", "ArrowDown"), ("time", "ArrowDown"), ("net", "ArrowRight")])
def test_arrow_keys_reach_every_card_and_name_it(open_map: Open, view: str, key: str) -> None:
    page = open_map(f"#view={view}")
    labels = {node["id"]: node["label"] for node in data_of(page)["nodes"]}
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
    results = axe.Axe().run(page, options=WCAG)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize(
    ("address", "size", "scheme"),
    [
        (f"#node={in_address('p5')}&falls=1&before=2018-05", (1400, 900), "light"),
        (f"#node={in_address('v4')}&to={in_address('v2')}", (1024, 768), "dark"),
        ("#view=time&month=2018-10", (390, 800), "light"),
    ],
)
def test_axe_finds_nothing_through_time_and_on_paths(
    browser: Any, tmp_path: Path, address: str, size: tuple[int, int], scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    path = written(tmp_path / "told.html", told())
    with opened(browser, path, address, size=size, color_scheme=scheme) as page:
        page.click("#save-menu summary")
        results = axe.Axe().run(page, options=WCAG)
        assert results.violations_count == 0, results.generate_report()


@pytest.mark.long
def test_at_four_hundred_per_cent_everything_is_reached_without_scrolling_sideways(
    browser: Any, tmp_path: Path
) -> None:
    """1280 by 1024 pixels at 400 % are 320 by 256 (WCAG 1.4.10)."""
    path = written(tmp_path / "told.html", told())
    for address in ("", "#table=1", "#slide=2", f"#node={in_address('p5')}"):
        with opened(browser, path, address, size=(320, 256)) as page:
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
            box = page.locator("#map" if "table" not in address else "#tables").bounding_box()
            assert box["height"] >= 100
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.getBoundingClientRect().width > 0")


def test_axe_finds_nothing_while_searching(open_map: Open) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = open_map()
    for query in ("jugend", "xyzzy"):
        page.fill("#search", query)
        results = axe.Axe().run(page, options=WCAG)
        assert results.violations_count == 0, results.generate_report()


# -- words


@pytest.mark.long
def test_all_visible_text_is_from_the_model_or_the_table(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every text of the table marked, nothing unmarked is left on the page but the model's own words."""
    from planwerk.views import map as views_map

    table = views_map._strings("de")
    marked = {key: f"⟦{text}⟧" for key, text in table.items()}
    monkeypatch.setattr(views_map, "_strings", lambda lang: marked)
    path = tmp_path / "marked.html"
    model = told()
    written(path, model)
    own = " ".join(
        str(value)
        for thing in things_of(model)
        for value in (thing, *(getattr(item, "href", "") or "" for item in thing.evidence))
    )
    own += model.title + " ".join(model.notes) + str(model.slides)
    states = (
        "",
        f"#node={in_address('p5')}&falls=1",
        f"#node={in_address('v4')}&to={in_address('v2')}&before=2018-05",
        "#node=G05-3c4d5e6f",
        "#table=1&before=2018-05",
        "#view=overview",
        "#view=overview&table=1",
        f"#field={in_address('d2')}",
        "#slide=2",
    )
    for address in states:
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


@pytest.mark.long
def test_english_page_speaks_english(browser: Any, tmp_path: Path) -> None:
    from planwerk.views import map as views_map

    path = tmp_path / "english.html"
    model = told("en")
    written(path, model)
    german, english = views_map._strings("de"), views_map._strings("en")
    for address in (
        "",
        f"#node={in_address('p5')}&falls=1",
        "#table=1",
        "#view=overview",
        "#slide=2",
        "#before=2018-05",
    ):
        with opened(browser, path, address) as page:
            assert page.evaluate("document.documentElement.lang") == "en"
            text = page.locator("#app").inner_text()
            for key, words in german.items():
                if words != english[key] and len(words) > 3 and not key.startswith(("layer_", "kind_")):
                    assert not re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) or words in str(model)
