from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

import planwerk
from planwerk import shipped
from planwerk.views.controltable import control_table as resolution_table
from planwerk.views.document import report_html
from planwerk.views.page import to_html
from planwerk.views.table import Column, Link, Signal, Table, display, safe_href
from sample_tables import HOSTILE, control_table
from test_table import tables

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"wide": 1280, "narrow": 390}


def hostile_table() -> Table:
    columns = tuple(Column(f"k{number}", text[:200]) for number, text in enumerate(HOSTILE[:4]))
    rows = tuple((text, Link(text, text), Link(text, f"javascript:{text}"), None) for text in HOSTILE)
    mark: Any = 'x" onclick="alert(1)'
    return Table(HOSTILE[-1], columns, rows, HOSTILE[:-2], "de", (Signal("k0", "", mark),))


class Parsed(HTMLParser):
    """Tags, hrefs and the texts of the cells of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.cells: list[str] = []
        self.within = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if "data-title" in dict(attrs):
            self.within = True
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        self.within = self.within and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self.within:
            self.cells[-1] += data


OURS = re.compile("html|head|meta|title|style|body|header|h1|p|main|div|table|caption|span|thead|tbody|tr|th|td|a")


@given(tables())
@settings(max_examples=60, deadline=None)
def test_cells_read_back_as_their_texts_and_no_tag_is_added(table: Table) -> None:
    parsed = Parsed(to_html(table))
    assert all(map(OURS.fullmatch, parsed.tags))
    assert parsed.cells == [display(cell, "de") for row in table.rows for cell in row]


def test_hostile_text_adds_no_tag_attribute_or_address() -> None:
    parsed = Parsed(to_html(hostile_table()))
    assert all(map(OURS.fullmatch, parsed.tags))
    assert not [name for name, _ in parsed.attributes if name.startswith("on") or name in {"src", "style"}]
    for name, value in parsed.attributes:
        if name == "href":
            assert value is not None
            assert safe_href(value) == value
        if name == "class":
            assert "onclick" not in (value or "")


def test_the_policy_allows_this_style_sheet_and_nothing_else() -> None:
    page = to_html(hostile_table())
    style = page[page.index("<style>") + 7 : page.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = dict(
        part.split(" ", 1)
        for part in re.findall(r'Policy" content="([^"]+)"', page)[0].replace("&#39;", "'").split("; ")
    )
    assert policy == {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert "url(" not in style
    assert "@import" not in style


def test_is_the_same_each_time_and_in_the_readers_language() -> None:
    table = control_table(3)
    assert to_html(table) == to_html(table)
    assert '<html lang="de">' in to_html(table)
    assert ">3 Zeilen<" in to_html(table)
    english = to_html(replace(table, lang="en"))
    assert '<html lang="en">' in english
    assert ">3 rows<" in english
    assert "2018-09-19" in english
    assert "Keine Zeilen." in to_html(control_table(0))


# In a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no chromium at {CHROMIUM}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def shown(
    browser: Browser, path: Path, content: str, *, width: int = 1280, scheme: str = "light"
) -> tuple[Page, list[str]]:
    path.write_text(content, encoding="utf-8", newline="\n")
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(f"dialog {dialog.message}"))
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith("file:") else None)
    page.goto(path.as_uri())
    return page, said


@pytest.mark.loopback
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("rows", [0, 12])
def test_axe_finds_nothing_and_the_console_stays_silent(
    browser: Browser, tmp_path: Path, scheme: str, size: str, rows: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page, said = shown(browser, tmp_path / "c.html", to_html(control_table(rows)), width=SIZES[size], scheme=scheme)
    found = axe.run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    page.context.close()
    assert [violation["id"] for violation in found.response["violations"]] == []
    assert said == []


@pytest.mark.long
@pytest.mark.loopback
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("what", ["report", "control"])
def test_axe_finds_nothing_in_the_pages_with_several_tables(
    browser: Browser, tmp_path: Path, what: str, size: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    city = planwerk.open(shipped.data() / "leipzig", as_of="2020-07-01")
    made = (
        report_html(city.report(), "de")
        if what == "report"
        else to_html(resolution_table(city.control(), city.data, "de"))
    )
    page, said = shown(browser, tmp_path / "p.html", made, width=SIZES[size])
    found = axe.run(page, options={"runOnly": RULES})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.context.close()
    assert [violation["id"] for violation in found.response["violations"]] == []
    assert said == []


@pytest.mark.loopback
@pytest.mark.parametrize("policy", [True, False])
def test_hostile_text_does_nothing_with_and_without_the_policy(browser: Browser, tmp_path: Path, policy: bool) -> None:
    content = to_html(hostile_table())
    if not policy:
        content = re.sub(r"<meta http-equiv[^>]*>", "", content)
    page, said = shown(browser, tmp_path / "h.html", content)
    assert page.locator("img, script").count() == 0
    assert page.locator("tbody tr").count() == len(HOSTILE)
    assert page.locator("h1").is_visible()  # the title tried to hide everything
    page.context.close()
    assert said == []


@pytest.mark.loopback
def test_the_policy_is_active(browser: Browser, tmp_path: Path) -> None:
    content = to_html(control_table(1)).replace("</main>", "<script>document.title='ran'</script></main>")
    page, said = shown(browser, tmp_path / "p.html", content)
    title = page.title()
    page.context.close()
    assert title == "Beschlusskontrolle Musterstadt"
    assert any("Content Security Policy" in message for message in said)


@pytest.mark.loopback
def test_scrolls_within_its_frame_by_keyboard_and_keeps_headings_in_view(browser: Browser, tmp_path: Path) -> None:
    page, _ = shown(browser, tmp_path / "s.html", to_html(control_table(60)))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "frame"
    page.evaluate("document.activeElement.scrollTo(300, 900)")
    frame = page.locator(".frame").bounding_box()
    heading = page.locator("thead th").first.bounding_box()
    reference = page.locator("tbody th").nth(20).bounding_box()
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    assert frame is not None
    assert heading is not None
    assert reference is not None
    assert abs(heading["y"] - frame["y"]) <= 2  # the border
    assert abs(reference["x"] - frame["x"]) <= 2
    assert wide == 1280


@pytest.mark.loopback
def test_nothing_is_cut_off_on_a_telephone(browser: Browser, tmp_path: Path) -> None:
    page, _ = shown(browser, tmp_path / "n.html", to_html(control_table(3)), width=320)  # WCAG 1.4.10
    wide = page.evaluate("document.documentElement.scrollWidth")
    roles = page.get_by_role("columnheader").count(), page.get_by_role("row").count()
    page.context.close()
    assert wide == 320
    assert roles == (12, 4)


@pytest.mark.loopback
def test_every_colour_is_told_apart_from_its_ground(browser: Browser, tmp_path: Path) -> None:
    for scheme in ("light", "dark"):
        page, _ = shown(browser, tmp_path / "f.html", to_html(control_table(4)), scheme=scheme)
        pairs = page.eval_on_selector_all(
            "tbody th",
            "cells => cells.map(c => [getComputedStyle(c).borderLeftColor, getComputedStyle(c).backgroundColor])",
        )
        page.context.close()
        assert len(pairs) == 4
        for bar, ground in pairs:
            light, dark = sorted((luminance(bar), luminance(ground)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 3  # WCAG 1.4.11


def luminance(colour: str) -> float:
    channels = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.loopback
def test_prints_across_with_the_day_on_every_page(browser: Browser, tmp_path: Path) -> None:
    page, _ = shown(browser, tmp_path / "p.html", to_html(control_table(30)), scheme="dark")
    content = page.pdf(prefer_css_page_size=True)
    page.context.close()
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert len(boxes) > 1
    assert {(round(float(wide)), round(float(tall))) for wide, tall in boxes} == {(842, 595)}  # A4 in points
