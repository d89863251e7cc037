"""Make the README's picture: the map of the Leipzig workspace, as Chromium draws it. Run by ``make picture``."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import sync_playwright

import planwerk
from planwerk import shipped

FIELD = "https://w3id.org/planwerk/concept/domain/d05"  # seniors: the field with most to see
PICTURE = Path(__file__).parent.parent / "data" / "leipzig" / "map.png"


def main() -> None:
    """Draw the map and photograph one field of it."""
    page = planwerk.open(shipped.data() / "leipzig", as_of="2020-07-01").map(theme="light")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        file = Path(folder) / "map.html"
        file.write_text(page, "utf-8")
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"), args=["--no-sandbox"]
        )
        tab = browser.new_page(viewport={"width": 1500, "height": 860}, color_scheme="light")
        tab.goto(f"{file.as_uri()}#field={quote(FIELD, safe='')}")
        tab.wait_for_selector("html[data-ready]")
        tab.wait_for_timeout(1000)
        tab.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
