"""A browser that opens maps from disk: offline, held to silence, waited for by an attribute on <html>.

Waiting is for an attribute, since the page's own policy refuses the polling that evaluates strings.
"""

from __future__ import annotations

import base64
import json
import re
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import networkx as nx
import pytest

from map_samples import BASE
from planwerk.views.map import draw
from planwerk.views.mapmodel import MapEdge, MapGap, MapModel, MapNode

CHROMIUM = Path("/usr/bin/chromium")
BROWSING = [
    pytest.mark.loopback,  # playwright talks to the browser through local sockets
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no chromium at /usr/bin/chromium"),
]
SVG = "{http://www.w3.org/2000/svg}"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

Open = Callable[..., Any]


@contextmanager
def launched() -> Iterator[Any]:
    """Start chromium; skips where playwright is not installed."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


def written(path: Path, model: MapModel, **more: Any) -> Path:
    """Write the model's map to the path, as the command does."""
    path.write_text(draw(model, **more), encoding="utf-8", newline="\n")
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


def carried(html: str) -> Any:
    """Give what a page carries, packed or not: what it knows at once, and the graph."""
    block = re.search(r'id="data"( data-packed)?>(.*?)</script>', html, re.DOTALL)
    first = re.search(r'id="page">(.*?)</script>', html, re.DOTALL)
    assert block and first
    data = json.loads(zlib.decompress(base64.b64decode(block[2])) if block[1] else block[2])
    known = json.loads(first[1])
    for place, scene in data["page"].pop("scenes").items():
        known["fields"][int(place)]["scene"] = scene
    return {**data, "options": known.pop("options"), "page": {**known, **data["page"]}}


def ask(page: Any, call: str) -> Any:
    return page.evaluate(f"planwerkMap.{call}")


def go(page: Any, address: str) -> None:
    """Lead an open page to another address, as a link in it would, and wait until it is there."""
    page.evaluate(
        """address => new Promise((done) => {
          const soon = () => setTimeout(done, 0);
          if (decodeURI(location.hash.slice(1)) === decodeURI(address)) soon();
          else { addEventListener('hashchange', soon, { once: true }); location.hash = address; }
        })""",
        address,
    )


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


def saved(page: Any, what: str, folder: Path) -> Path:
    """Take something away by its button in the menu, and give the file."""
    page.evaluate("document.getElementById('save-menu').open = true")
    with page.expect_download() as download:
        page.click(f"#{what}")
    path = folder / f"map.{what}"
    download.value.save_as(path)
    page.evaluate("document.getElementById('save-menu').open = false")
    return path


def svg_of(page: Any, folder: Path) -> Any:
    return ET.fromstring(saved(page, "svg", folder).read_text(encoding="utf-8"))


def data_of(page: Any) -> Any:
    return carried(page.content())
