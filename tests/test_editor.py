"""The query editor: shipped questions and SPARQL of one's own in a browser, with what the endpoint refuses refused."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
import tarfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import planwerk
from browsing import CHROMIUM, WCAG, carried
from colouring_editor import unpacked
from planwerk import shipped
from planwerk.city import City
from planwerk.questions import questions
from planwerk.server import editor
from planwerk.server.workers import Limits
from planwerk.vocabulary import PREFIXES
from serving import Answer, ask, served

pytestmark = pytest.mark.loopback

NASTY = "</textarea><script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"


@pytest.fixture(scope="module")
def city() -> City:
    """Give Leipzig as of the day after the council's deadline, with one thing more whose label would like to be run."""
    opened = planwerk.open(shipped.data() / "leipzig", as_of="2020-07-01")
    thing, label = NamedNode(opened.workspace.base + "hostile"), NamedNode(PREFIXES["rdfs"] + "label")
    opened.data.store.add(Quad(thing, label, Literal(NASTY, language="de")))
    opened.data.store.add(Quad(thing, label, NamedNode("javascript:alert(1)")))
    return opened


@pytest.fixture(scope="module")
def port(city: City) -> Iterator[int]:
    with served(city, Limits(seconds=3)) as found:
        yield found


def shown(port: int, path: str = "/query", **words: str) -> Answer:
    return ask(port, f"{path}?{urlencode(words)}", headers={"Accept": "text/html"})


def rows_of(page: str) -> list[list[str]]:
    """Give the headings and the rows of the answer's table as text."""
    [table] = re.findall(r"<table>(.*?)</table>", page, re.S)
    lines = re.findall(r"<tr>(.*?)</tr>", table, re.S)
    return [
        [unescape(re.sub("<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.S)]
        for line in lines
    ]


def test_a_question_is_a_link_that_brings_its_query_and_its_answer(port: int) -> None:
    status, _, body = shown(port, question="adopted-version", lang="en")
    page = unescape(body.decode())
    [query] = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.S)
    headings, *rows = rows_of(body.decode())
    assert status == 200 and query.startswith("PREFIX pw: <https://w3id.org/planwerk/ns#>")
    assert 'VALUES ?lang { "en" }' in query, "the reader's language is filled in"
    assert headings[:4] == ["procedure", "date of decision", "version", "adopted"]
    # The council decided on 2018-09-19 on the administration's alternative, not on the motion (the resolution's own text).
    assert {(row[1], row[3]) for row in rows} == {("2018-09-19", "true"), ("2018-09-19", "false")}


def test_every_shipped_question_answers_from_its_link(port: int) -> None:
    linked = re.findall(r'href="/query\?question=([\w-]+)&amp;lang=en', shown(port, lang="en")[2].decode())
    assert set(linked) == set(questions()) and len(linked) == len(set(linked))
    for name in linked:
        status, _, body = shown(port, question=name, lang="en")
        assert status == 200 and b'role="alert"' not in body, name


def test_a_new_query_begins_with_all_prefixes_and_has_an_answer(port: int) -> None:
    page = unescape(shown(port)[2].decode())
    [query] = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.S)
    assert [line for line in query.splitlines() if line.startswith("PREFIX")] == [
        f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items()
    ]
    assert (
        len(rows_of(shown(port, query=query)[2].decode())) > 7
    )  # a heading, and the seven plans that the motion lists


def test_a_mistake_is_shown_with_its_line(port: int) -> None:
    status, _, body = shown(port, query="SELECT ?x WHERE {\r\n  ?x foaf:name 1\r\n}")
    page = unescape(body.decode())
    assert status == 400 and "Zeile 2" in page and "<code>?x foaf:name 1</code>" in page and "Prefix not found" in page
    assert 'aria-invalid="true"' in page and 'data-line="2"' in page


def test_what_the_endpoint_refuses_the_page_refuses(port: int) -> None:
    bomb = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    status, _, body = shown(port, query=bomb)
    assert status == 503 and "longer than 3 seconds" in body.decode()
    assert shown(port, query="SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")[0] == 403
    assert shown(port, query="INSERT DATA { <a:a> <a:b> 1 }")[0] == 400
    assert shown(port, question="nobody-asks-this")[0] == 404


def test_what_a_source_says_is_text_on_the_page(port: int, city: City) -> None:
    asked = f"SELECT ?label {{ <{city.workspace.base}hostile> ?p ?label }} # {NASTY}"
    page = shown(port, query=asked)[2].decode()
    assert "<script>document" not in page and "<img" not in page
    assert [NASTY] in rows_of(page) and not re.search(r"href=.?javascript:", page)


def test_more_rows_than_a_page_holds_are_counted_not_dropped(port: int) -> None:
    many = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
    page = shown(port, query=many)[2].decode()
    everything = ask(port, "/sparql?" + urlencode({"query": many, "format": "csv"}))[2].decode()
    total = sum(1 for _ in csv.reader(io.StringIO(everything))) - 1
    assert total > editor.MOST_ROWS and f"Antwort: {total} Zeilen" in page
    assert len(rows_of(page)) == editor.MOST_ROWS + 1 and f"die ersten {editor.MOST_ROWS}" in page


def test_an_answer_opens_as_a_map_of_its_things(port: int, city: City) -> None:
    # The tasks of the resolution and what they serve; the council adopted three points with six tasks (the resolution).
    query = """PREFIX pw: <https://w3id.org/planwerk/ns#>
        SELECT ?task ?resolution { ?task a pw:Task . ?resolution a pw:Resolution }"""
    asked = {str(value) for row in city.query(query).rows for value in row}
    status, _, body = shown(port, "/query/map", query=query)
    drawn = carried(body.decode())
    assert status == 200
    things = {node["id"]: node["type"].rsplit("#")[-1] for node in drawn["nodes"] if "://" in node["id"]}
    assert set(things) <= asked and set(things.values()) == {"Task", "Resolution"}  # the others are findings about them
    assert drawn["edges"], "what links two of them is drawn"


def test_an_answer_without_anything_on_the_map_says_so(port: int) -> None:
    status, _, body = shown(port, "/query/map", query="SELECT (1 AS ?one) {}")
    assert status == 404 and "Nichts davon steht auf der Karte" in body.decode()
    status, headers, _ = shown(port, "/query/map", query="SELEC")
    assert status == 303 and headers["location"].startswith("/query?query=SELEC")


def test_a_browser_at_the_endpoint_is_led_to_the_page(port: int) -> None:
    status, headers, _ = ask(port, "/sparql?lang=en", headers={"Accept": "text/html"})
    assert status == 303 and headers["location"].endswith("/query?lang=en")
    assert ask(port, "/sparql", headers={"Accept": "text/turtle"})[0] == 200


# ---- in a browser ----


@pytest.mark.skipif(not CHROMIUM.exists(), reason="no chromium at /usr/bin/chromium")
@pytest.mark.parametrize("colouring", [False, True], ids=["plain", "colouring"])
@pytest.mark.slow
def test_in_a_browser_it_is_run_by_keyboard_saved_as_csv_and_clean(
    browser: Any, port: int, colouring: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if colouring and not editor.enhanced():
        pytest.skip("this checkout has no colouring editor; make editor fetches it with npm")
    monkeypatch.setattr(editor, "enhanced", lambda: colouring)
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    requests: list[str] = []
    noise: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    page.goto(f"http://127.0.0.1:{port}/query?question=adopted-version&lang=en")
    page.wait_for_selector("html[data-ready]")
    assert axe.run(page, options=WCAG | {"resultTypes": ["violations"]}).response["violations"] == []
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    download.value.save_as(tmp_path / "answer.csv")
    assert (tmp_path / "answer.csv").read_text("utf-8").startswith("procedure,date,version,adopted")
    field = page.get_by_role("textbox", name="Query")
    field.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT (7 AS ?seven) {\n}")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**seven**")
    page.wait_for_selector("html[data-ready]")
    assert page.locator("#answer td").all_inner_texts() == ["7"]
    assert page.evaluate("document.activeElement.id") == "answer", "who runs by keyboard is at the answer"
    field = page.get_by_role("textbox", name="Query")
    field.focus()
    for _ in range(2):  # the colouring editor's scrolling part is a stop of its own
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON", "no trap for the keyboard"
    assert noise == [] and {url.split("/")[2] for url in requests} == {f"127.0.0.1:{port}"}
    context.close()


# ---- the colouring editor of a release build ----


def test_only_an_archive_with_the_pinned_hash_is_opened(tmp_path: Path) -> None:
    archive = tmp_path / "yasqe.tgz"
    with tarfile.open(archive, "w:gz") as packed:
        for name in ("package/build/yasqe.min.js", "package/build/else.js"):
            content = b"let editor\n//# sourceMappingURL=yasqe.min.js.map"
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            packed.addfile(entry, io.BytesIO(content))
    right = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    assert unpacked(archive, right, ["build/yasqe.min.js"]) == {"yasqe.min.js": b"let editor"}
    with pytest.raises(ValueError, match="pinned is sha512-AAAA"):
        unpacked(archive, "sha512-AAAA", ["build/yasqe.min.js"])
