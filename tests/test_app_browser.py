"""The planners' app in a real browser: accessible on every kind of page, by keyboard, narrow, without script, and deaf to text that would like to run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, Quad

import planwerk
from browsing import BROWSING, WCAG
from conftest import Ran
from map_samples import PAYLOADS
from planwerk.city import City
from planwerk.dataset import as_of
from planwerk.gaps.dismissals import dismiss
from planwerk.inference import infer
from planwerk.review import Decision, keep, read_decisions
from planwerk.vocabulary import NS
from serving import links_of, page, served
from test_app import DAY, DEADLINES, MOTION

pytestmark = [*BROWSING, pytest.mark.long]

Run = Callable[..., Ran]
BASE = "/planwerk/id/de-99000000/"


def made(folder: Path, run: Run, name: str, text: str) -> Path:
    """Build a workspace with one paper."""
    ran = run("init", folder, "--name", "Musterstadt", "--key", "99000000", "--state", "SN")
    assert ran.returncode == 0, ran.stderr
    (folder / "papers" / name).write_text(text, "utf-8")
    ran = run("build", folder)
    assert ran.returncode == 0, ran.stderr
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    return made(tmp_path_factory.mktemp("app") / "city", run, "motion.txt", MOTION)


@pytest.fixture
def desk(built: Path, tmp_path: Path) -> Iterator[int]:
    folder = shutil.copytree(built, tmp_path / "city")
    with served(planwerk.open(folder, as_of=DAY), writable=True) as port:
        yield port


def kinds_of_pages(port: int) -> list[str]:
    """Give one page of each kind, found as a reader finds them."""
    finding = next(link for link in links_of(page(port, "/gaps?check=G11")) if link.startswith("/finding/"))
    text = next(link for link in links_of(page(port, finding)) if link.startswith("/text/")).partition("#")[0]
    kinds = ("paper", "plan", "body", "domain", "provision", "task")
    things = []
    for kind in kinds:
        listed = [link for link in links_of(page(port, f"/things/{kind}")) if link.startswith("/planwerk/")]
        things += listed[:1]
    plain = ["/", "/control", "/gaps", "/plans", "/report", "/review", "/names", "/review?state=all"]
    plain += [link for link in links_of(page(port, "/")) if link.startswith(("/sparql", "/query"))]
    return [*plain, *(f"/things/{kind}" for kind in kinds), *things, finding, text]


def visiting(browser: Any, port: int, **more: Any) -> Any:
    context = browser.new_context(reduced_motion="reduce", **more)
    tab = context.new_page()
    tab.set_default_timeout(60_000)
    tab.noise = []
    tab.on("console", lambda message: tab.noise.append(message.text))
    tab.on("pageerror", lambda error: tab.noise.append(str(error)))
    tab.on("dialog", lambda dialog: (tab.noise.append(dialog.message), dialog.dismiss()))
    tab.foreign = []
    tab.on("request", lambda request: tab.foreign.append(request.url))
    return tab


def is_ours(port: int, url: str) -> bool:
    return url.startswith((f"http://127.0.0.1:{port}/", "data:,"))


@pytest.mark.parametrize("look", ["light", "dark"])
def test_every_kind_of_page_keeps_the_rules_of_accessibility(browser: Any, desk: int, look: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

    tab = visiting(
        browser, desk, color_scheme=look, bypass_csp=True
    )  # axe is put into the page, which our policy forbids
    for path in kinds_of_pages(desk):
        tab.goto(f"http://127.0.0.1:{desk}{path}")
        found = axe.Axe().run(tab, options=WCAG).response["violations"]
        assert [(path, one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert not [url for url in tab.foreign if not is_ours(desk, url)]
    tab.context.close()


@pytest.mark.parametrize("width", [640, 320])
def test_no_page_scrolls_sideways_at_200_and_400_percent(browser: Any, desk: int, width: int) -> None:
    # 1280 CSS pixels at 200 % are 640, at 400 % 320: WCAG 2.2, 1.4.10 Reflow. Tables of data scroll in their own frame.
    tab = visiting(browser, desk, viewport={"width": width, "height": 512})
    for path in kinds_of_pages(desk):
        tab.goto(f"http://127.0.0.1:{desk}{path}")
        over = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, (path, over)
        assert tab.noise == [], path
    tab.context.close()


def test_the_queue_is_worked_by_keys_alone(browser: Any, desk: int) -> None:
    tab = visiting(browser, desk)
    tab.goto(f"http://127.0.0.1:{desk}{DEADLINES}")
    second = tab.locator(".card .said").nth(1).inner_text()
    tab.keyboard.press("j")
    tab.keyboard.press("a")
    tab.wait_for_selector(".notice .undo")
    said = tab.locator(".card .said").all_inner_texts()
    assert second not in said and tab.locator(".notice").inner_text().startswith("Angenommen")
    assert tab.evaluate("document.activeElement.classList.contains('card')"), "the next one has the focus"
    tab.keyboard.press("u")
    tab.wait_for_selector(".notice .undo", state="detached")
    assert tab.locator(".card .said").first.inner_text() == second, "what was taken back is the next again"
    late = next(n for n, words in enumerate(tab.locator(".card .said").all_inner_texts()) if "spätestens" in words)
    for _ in range(late):
        tab.keyboard.press("j")
    tab.keyboard.press("c")
    tab.keyboard.type("2023-03-31")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".notice .undo")
    assert "2023-03-31" in tab.locator(".notice").inner_text()
    assert tab.noise == []
    tab.context.close()


def test_the_first_tab_leads_to_the_content_and_shows_where_it_is(browser: Any, desk: int) -> None:
    tab = visiting(browser, desk)
    tab.goto(f"http://127.0.0.1:{desk}/gaps")
    tab.keyboard.press("Tab")
    skip = tab.evaluate(
        "() => { const a = document.activeElement, s = getComputedStyle(a);"
        " return [a.getAttribute('href'), a.getBoundingClientRect().left >= 0, s.outlineStyle]; }"
    )
    assert skip == ["#main", True, "solid"]
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    tab.context.close()


def test_everything_works_without_script(browser: Any, desk: int) -> None:
    tab = visiting(browser, desk, java_script_enabled=False)
    tab.goto(f"http://127.0.0.1:{desk}{DEADLINES}")
    tab.locator(".card").first.get_by_label("geprüft von").fill("Erika Mustermann")
    tab.locator(".card").first.get_by_role("button", name="Annehmen").click()
    assert "Angenommen" in tab.locator(".notice").inner_text()
    tab.locator(".notice button").click()
    assert tab.locator(".notice").count() == 0
    tab.goto(f"http://127.0.0.1:{desk}/gaps")
    tab.get_by_label("Prüfung").select_option("G11")
    tab.get_by_role("button", name="Auswählen").click()
    assert "check=G11" in tab.url and tab.locator("tbody tr").count() == 1
    tab.context.close()


# ---- text that would like to run ----

NASTY = " ".join(PAYLOADS).replace("\ud800", "").replace("\x00", "")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, run: Run) -> City:
    """Give a city whose every text wants to run: names, titles, quotes, file names, notes, reasons, and the paper itself."""
    script = "<script>window.pwned=1</script><img src=x onerror=window.pwned=1>"
    text = MOTION.replace("einen Seniorenplan vor", f"einen Seniorenplan vor {script}").replace(
        "Der alte", f"{script} Der alte"
    )
    folder = made(
        tmp_path_factory.mktemp("hostile") / "city", run, "a'b\"><img src=x onerror=window.pwned=1>.txt", text
    )
    opened = planwerk.open(folder, as_of=DAY)
    quads = [
        Quad(q.subject, q.predicate, _hostile(q.object), q.graph_name)
        if isinstance(q.object, Literal) and q.predicate.value != NS + "fileName" else q
        for q in opened._quads
    ]  # fmt: skip
    city = City(opened.workspace, infer(as_of(quads, opened.as_of), opened.workspace.base), opened.copies, quads)
    key = next(
        q.object.value for q in quads if q.predicate.value.endswith("/identifier") and isinstance(q.object, Literal)
    )
    file = next(q.object.value for q in quads if q.predicate.value == NS + "fileName" and isinstance(q.object, Literal))
    keep(folder / "review", [Decision(key, "reject", file, NASTY, NASTY, "", NASTY, NASTY, "2023-01-01")])
    assert read_decisions(folder / "review")[key].note == NASTY
    for finding in city.gaps(only=["G11"]):
        dismiss(folder, finding, NASTY, opened.as_of)
    return city


def _hostile(term: Literal) -> Literal:
    """Put the payloads before a text; what is a day, a number or a checksum stays, or nothing would be shown."""
    kind = term.datatype.value.rpartition("#")[2]
    if kind not in ("string", "langString") or " " not in term.value.strip():
        return term
    return Literal(NASTY + term.value, language=term.language) if term.language else Literal(NASTY + term.value)


@pytest.mark.parametrize("guarded", [True, False], ids=["with-policy", "policy-removed"])
def test_hostile_text_runs_on_no_page(browser: Any, hostile: City, guarded: bool) -> None:
    with served(hostile, writable=True) as port:
        tab = visiting(browser, port, bypass_csp=not guarded)
        paths = [
            path.replace("lang=de", "") + ("&" if "?" in path else "?") + f"lang={lang}"
            for path in kinds_of_pages(port)
            for lang in ("de", "en")
        ]
        told = f"/control?office={'%3Cscript%3Ewindow.pwned%3D1%3C%2Fscript%3E'}"
        for path in [*paths, told, "/gaps?verdict=dismissed"]:  # the map is held to the same in tests of its own
            tab.goto(f"http://127.0.0.1:{port}{path}")
            state = tab.evaluate(
                "() => [window.pwned === undefined, document.querySelectorAll('main img, main iframe, main script').length,"
                " [...document.querySelectorAll('a')].every((a) => /^https?:|^blob:/.test(a.protocol))]"
            )
            assert state == [True, 0, True], path
            assert tab.noise == [], path
        shown = page(port, "/gaps?verdict=dismissed")
        assert "&lt;script&gt;" in shown, "the payloads are there, as text"
        assert not [url for url in tab.foreign if not is_ours(port, url) and not url.startswith("blob:")]
        tab.context.close()
