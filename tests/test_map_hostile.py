"""The map with texts that would like to run: none ever does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

from browsing import BROWSING, ask, go, opened, saved, svg_of
from map_samples import PAYLOADS, hostile, musterstadt
from planwerk.views.map import draw

pytestmark = BROWSING


# -- hostile text


@pytest.mark.long
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
            for state in ("view=overview", "view=time&before=2019-06", "falls=1&node=", "slide=1"):
                extra = quote(ids[0].encode("utf-8", "replace")) if state.endswith("=") else ""
                go(page, state + extra)
            page.evaluate("dispatchEvent(new Event('beforeprint')); dispatchEvent(new Event('afterprint'))")
            page.keyboard.press("Escape")
            for what in ("ttl", "jsonld", "csv"):
                saved(page, what, tmp_path)
            page.click("#as-table")
            page.click("[data-view=net]")
            svg_of(page, tmp_path)
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
