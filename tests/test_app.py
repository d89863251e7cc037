"""The planners' app over HTTP: pages that lead to one another, registers as files, and decisions that are never lost.

The workspace holds one small motion, so that what its pages must say can be read off the text below.
"""

from __future__ import annotations

import base64
import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import planwerk
from conftest import Ran
from planwerk.readingcopy import norm
from planwerk.review import read_decisions
from planwerk.site.papertext import Stretch, pieces_of
from serving import ask, free_port, links_of, page, send, served, token_of

pytestmark = pytest.mark.loopback

Run = Callable[..., Ran]
DAY = "2023-06-01"
MOTION = """Antrag: „Ein Seniorenplan“ vom 3. Mai 2021
Beschlussvorschlag:
- Die Verwaltung legt bis Ende 2022 einen Seniorenplan vor.
Begründung:
Der alte ist von 2015.
Beschluss des Stadtrates am 9. Juni 2021
Der Antrag wurde wie beantragt beschlossen.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """Give a built workspace with one motion, shared by all tests: to change it, copy it first."""
    folder = tmp_path_factory.mktemp("app") / "city"
    made = run("init", folder, "--name", "Musterstadt", "--key", "99000000", "--state", "SN")
    assert made.returncode == 0, made.stderr
    (folder / "papers" / "motion.txt").write_text(MOTION, "utf-8")
    assert run("build", folder).returncode == 0
    return folder


@pytest.fixture(scope="module")
def port(built: Path) -> Iterator[int]:
    """Give the port of a server that only shows."""
    with served(planwerk.open(built, as_of=DAY)) as found:
        yield found


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "city")


@pytest.fixture
def desk(folder: Path) -> Iterator[int]:
    """Give the port of a server that takes decisions, over a workspace of the test's own."""
    with served(planwerk.open(folder, as_of=DAY), writable=True) as found:
        yield found


def card(html: str, words: str) -> dict[str, str]:
    """Give what the form of the first statement that says these words would send."""
    for found in re.findall(r'<li tabindex="-1" class="card".*?</li>', html, re.DOTALL):
        said = re.search(r'<p class="said".*?</p>', found, re.DOTALL)
        if said and words in unescape(re.sub(r"<[^>]+>", "", said[0])):
            fields = re.findall(r'name="(token|key|seen|after)" value="([^"]*)"', found)
            return {name: unescape(value) for name, value in fields}
    raise AssertionError(f"no statement that says {words!r}")


DEADLINES = "/review?rule=task.deadline"
DEADLINE = "spätestens: 2022-12-31"


# ---- pages ----


def test_the_start_page_says_what_the_last_build_counted(port: int, built: Path) -> None:
    account = json.loads((built / "build" / "account.json").read_text("utf-8"))
    for lang, word in (("de", "Aussagen"), ("en", "statements")):
        html = page(port, f"/?lang={lang}")
        assert f"<dt>{word}</dt><dd>{account['statements']}</dd>" in html
        assert html.startswith("<!DOCTYPE html>") and f'<html lang="{lang}">' in html


@pytest.mark.slow
@pytest.mark.long
def test_every_link_of_every_page_leads_to_a_page(port: int) -> None:
    # Of the shipped law and value lists, which are the same in every city, the first few of each page do.
    waiting, seen = ["/?lang=de", "/?lang=en"], set[str]()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        status, headers, body = ask(port, path, headers={"Accept": "text/html"})
        assert status == 200, (path, body[:200])
        if path.startswith(("/map", "/export", "/.well-known")) or re.search(r"\.(ttl|nt|jsonld)$", path):
            continue
        assert headers["content-type"].startswith("text/html"), path
        html = body.decode()
        assert html.count("<h1") == 1 and 'class="skip" href="#main"' in html and '<main id="main"' in html, path
        names = set(re.findall(r' id="([^"]+)"', html))
        shipped = 0
        for link in links_of(html):
            address = urlsplit(link)
            if address.scheme or link.startswith("#"):
                assert not link.startswith("#") or link[1:] in names, (path, link)
                continue
            shipped += "/planwerk/concept/" in link or "/id/law/" in link
            if shipped < 3 or "/de-99000000/" in link:
                waiting.append(link.partition("#")[0])
    assert {urlsplit(path).path.split("/")[1] for path in seen} >= {
        "", "control", "gaps", "plans", "report", "things", "finding", "text", "planwerk", "map", "export",
    }  # fmt: skip


def test_pages_are_shown_as_of_the_day_that_is_asked(port: int) -> None:
    # The council decided on 9 June 2021: on the day before, nothing is adopted.
    control = unescape(page(port, "/control"))
    assert "31.12.2022" in control and "Die Verwaltung legt bis Ende 2022 einen Seniorenplan vor" in control
    assert "31.12.2022" not in page(port, "/control?as-of=2021-06-08")
    assert "as-of=2021-06-08" in page(port, "/gaps?as-of=2021-06-08"), "the day goes along with every link"
    status, _, body = ask(port, "/control?as-of=gestern")
    assert (status, body.decode().splitlines()[0]) == (400, '"gestern" is no day')


def test_a_register_as_a_file_is_what_the_command_gives(port: int, built: Path, run: Run) -> None:
    for name in ("control", "gaps", "plans"):
        status, headers, body = ask(port, f"/export/{name}.json")
        assert status == 200 and f'filename="{name}-{DAY}.json"' in headers["content-disposition"]
        said = json.loads(run(name, built, "--as-of", DAY, "--json").stdout)
        wanted = [row for row in said if row.get("verdict") != "ok"] if name == "gaps" else said
        assert json.loads(body) == wanted, name


@pytest.mark.parametrize(
    ("file", "start"),
    [("control.xlsx", b"PK"), ("control.docx", b"PK"), ("control.ics", b"BEGIN:VCALENDAR"), ("gaps.csv", "\ufeff".encode()),
     ("report.docx", b"PK"), ("report.html", b"<!DOCTYPE"), ("plans.csv", "\ufeff".encode())],
)  # fmt: skip
def test_registers_come_as_the_files_that_offices_open(port: int, file: str, start: bytes) -> None:
    status, _, body = ask(port, f"/export/{file}")
    assert status == 200 and body.startswith(start)


def test_a_choice_narrows_the_rows_and_a_misspelt_one_is_told(port: int) -> None:
    assert "31.12.2022" in page(port, "/control?status=overdue")  # due at the end of 2022, no report
    assert 'class="empty"' in page(port, "/control?status=done")
    told = unescape(page(port, "/control?office=Bauamt"))
    assert 'no row has a office "Bauamt"' in told and "31.12.2022" in told
    assert ask(port, "/export/control.csv?office=Bauamt")[0] == 400
    only = page(port, "/gaps?check=G11")
    assert "G11-" in only and "G04-" not in re.sub(r"<select.*?</select>", "", only, flags=re.DOTALL)


def test_a_finding_leads_to_its_proofs_in_the_text(port: int) -> None:
    (finding,) = {link for link in links_of(page(port, "/gaps?check=G11")) if link.startswith("/finding/")}
    places = [link for link in links_of(page(port, finding)) if link.startswith("/text/")]
    assert places
    for place in places:
        address, _, anchor = place.partition("#")
        assert f'id="{anchor}"' in page(port, address)
    assert ask(port, "/finding/G11-00000000")[0] == 400


def test_a_proof_on_the_map_leads_to_its_place_in_the_text(port: int) -> None:
    (block,) = re.findall(r'id="data"( data-packed)?>(.*?)</script>', page(port, "/map"), re.DOTALL)
    said = zlib.decompress(base64.b64decode(block[1])).decode() if block[0] else block[1]
    address, _, anchor = sorted(set(re.findall(r'"page":"([^"]+)"', said)))[0].partition("#")
    assert address.startswith("/text/") and f'id="{anchor}"' in page(port, address)


# ---- texts ----


def marked(html: str) -> list[str]:
    """Give what is highlighted in the text of a page."""
    paper = re.search(r'<div class="paper".*?</div>', html, re.DOTALL)
    assert paper
    return [unescape(words) for words in re.findall(r"<mark[^>]*>(.*?)</mark>", paper[0], re.DOTALL)]


def test_a_text_stands_whole_with_its_statements_at_their_places(port: int, built: Path) -> None:
    base = urlsplit(planwerk.open(built, as_of=DAY).workspace.base).path
    html = page(port, f"/text{base}source/motion-txt")
    paper = re.search(r'<div class="paper".*?</div>', html, re.DOTALL)
    assert paper
    without = re.sub(r"<sup>.*?</sup>", "", paper[0], flags=re.DOTALL)
    assert unescape(re.sub(r"<[^>]+>", "", without)) == MOTION
    assert "bis Ende 2022" in marked(html)
    assert "task.deadline@" in html and "maschinell gelesen, ungeprüft" in html
    numbers = re.findall(r'<a href="#p(\d+)" id="t(\d+)">', html)
    assert numbers and all(there == back and f'id="p{there}"' in html for there, back in numbers)


PLACES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=12)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=80), places=PLACES)
def test_the_pieces_of_a_text_are_the_text_however_its_places_overlap(text: str, places: list[tuple[int, int]]) -> None:
    stretches = [
        Stretch(number, start, start + length, f"at-{start}", "", "curated", ())
        for number, (start, length) in enumerate(places, 1)
        if start + length <= len(text)
    ]
    pieces = pieces_of(text, stretches)
    assert "".join(piece.text for piece in pieces) == text
    at = 0
    for piece in pieces:
        over = [s for s in stretches if s.start <= at and at + len(piece.text) <= s.end] if piece.text else []
        assert piece.depth == len(over)
        at += len(piece.text)
    ended = sorted(number for piece in pieces for number in piece.ends)
    assert ended == [s.number for s in stretches], "every place ends once, so each has its number in the text"


# ---- deciding ----


def test_a_form_decides_as_the_command_does_and_undo_takes_it_back(desk: int, folder: Path) -> None:
    form = card(page(desk, DEADLINES), DEADLINE)
    status, headers, _ = send(
        desk, "/review", {**form, "verdict": "accept", "by": "Erika Mustermann", "note": "stimmt"}
    )
    assert status == 303
    (decision,) = read_decisions(folder / "review").values()
    assert (decision.key, decision.verdict, decision.by, decision.note) == (
        form["key"],
        "accept",
        "Erika Mustermann",
        "stimmt",
    )
    assert norm(decision.quote) in norm(MOTION)
    after = page(desk, headers["location"])
    assert "Erika Mustermann" in after, "who reviews is asked once"
    undo = re.search(r'<form method="post" class="undo">.*?</form>', after, re.DOTALL)
    assert undo
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', undo[0]))
    assert send(desk, "/review", {**fields, "verdict": "undo"})[0] == 303
    assert read_decisions(folder / "review") == {}


def test_a_correction_that_does_not_fit_is_told_and_nothing_is_written(desk: int, folder: Path) -> None:
    form = card(page(desk, DEADLINES), DEADLINE)
    status, _, body = send(desk, "/review", {**form, "verdict": "correct", "value": "bald"})
    assert status == 400 and '"bald" is no value of the kind date' in unescape(body.decode())
    assert send(desk, "/review", {**form, "verdict": "correct", "value": ""})[0] == 400
    assert read_decisions(folder / "review") == {}
    assert send(desk, "/review", {**form, "verdict": "correct", "value": "2023-03-31"})[0] == 303
    (decision,) = read_decisions(folder / "review").values()
    assert (decision.verdict, decision.value) == ("correct", "2023-03-31")


def test_of_two_windows_the_second_hears_of_the_first_and_undoes_nothing(desk: int, folder: Path) -> None:
    one = card(page(desk, DEADLINES), DEADLINE)
    other = card(page(desk, DEADLINES), DEADLINE)
    assert send(desk, "/review", {**one, "verdict": "accept", "by": "Erika Mustermann"})[0] == 303
    status, _, body = send(desk, "/review", {**other, "verdict": "reject", "by": "Max Mustermann"})
    told = unescape(body.decode())
    assert status == 409 and "inzwischen jemand anderes entschieden" in told and "Erika Mustermann" in told
    (decision,) = read_decisions(folder / "review").values()
    assert (decision.verdict, decision.by) == ("accept", "Erika Mustermann")
    again = card(told, DEADLINE)  # the page that tells it shows how it is now, so that one can decide on that
    assert send(desk, "/review", {**again, "verdict": "reject", "by": "Max Mustermann"})[0] == 303
    (decision,) = read_decisions(folder / "review").values()
    assert (decision.verdict, decision.by) == ("reject", "Max Mustermann")


def test_many_windows_that_decide_at_once_lose_nothing(desk: int, folder: Path) -> None:
    html = page(desk, "/review")
    token = token_of(html)
    keys = list(dict.fromkeys(re.findall(r'name="key" value="([^"]+)"', html)))[:12]
    statuses: list[int] = []

    def decide(key: str) -> None:
        statuses.append(send(desk, "/review", {"token": token, "key": key, "seen": "", "verdict": "accept"})[0])

    threads = [threading.Thread(target=decide, args=(key,)) for key in keys for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Each statement is decided on twice: the first is kept and the second is told.
    assert sorted(statuses) == [303] * len(keys) + [409] * len(keys)
    assert set(read_decisions(folder / "review")) == set(keys)


def test_a_full_disk_is_told_and_the_old_decisions_stand(
    desk: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = page(desk, "/review")
    first, second = card(html, "Datum des Dokuments"), card(html, "Text liegt vor")
    assert first["key"] != second["key"]
    assert send(desk, "/review", {**first, "verdict": "accept"})[0] == 303
    (file,) = (folder / "review" / "statements").glob("*.jsonl")
    before = file.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        status, _, body = send(desk, "/review", {**second, "verdict": "accept"})
    assert status == 400 and "No space left on device" in body.decode()
    assert file.read_bytes() == before and [path.name for path in file.parent.iterdir()] == [file.name]
    assert send(desk, "/review", {**second, "verdict": "accept"})[0] == 303
    assert set(read_decisions(folder / "review")) == {first["key"], second["key"]}


@pytest.mark.slow
@pytest.mark.long
def test_a_server_killed_while_it_writes_loses_no_decision_it_confirmed(folder: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "planwerk.cli", "serve", str(folder), "--as-of", DAY, "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        for _ in range(600):
            try:
                html = page(port, "/review")
                break
            except ConnectionRefusedError:
                time.sleep(0.1)
        token = token_of(html)
        keys = list(dict.fromkeys(re.findall(r'name="key" value="([^"]+)"', html)))
        confirmed: list[str] = []

        def decide() -> None:
            for key in keys:
                try:
                    fields = {"token": token, "key": key, "verdict": "accept", "note": "x" * 20_000}
                    if send(port, "/review", fields)[0] == 303:
                        confirmed.append(key)
                except (OSError, EOFError):
                    return

        thread = threading.Thread(target=decide)
        thread.start()
        while len(confirmed) < 3:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        thread.join()
    assert len(confirmed) < len(keys), "it was killed in the middle"
    assert set(read_decisions(folder / "review")) >= set(confirmed)  # and every line is whole, or reading would raise


def test_a_dismissal_stays_with_its_reason_and_is_taken_back(desk: int, folder: Path) -> None:
    (finding,) = {link for link in links_of(page(desk, "/gaps?check=G11")) if link.startswith("/finding/")}
    token = token_of(page(desk, finding))
    status, _, body = send(desk, finding, {"token": token, "reason": "  "})
    assert status == 400 and "needs a reason" in body.decode()
    assert send(desk, finding, {"token": token, "reason": "liegt im Archiv"})[0] == 303
    assert "liegt im Archiv" in page(desk, "/gaps?verdict=dismissed")
    status, _, body = send(desk, finding, {"token": token, "reason": "ein anderer Grund"})
    assert status == 400 and "dismissed already: liegt im Archiv" in unescape(body.decode())
    assert send(desk, finding, {"token": token, "undo": "1"})[0] == 303
    assert "liegt im Archiv" not in page(desk, "/gaps?verdict=dismissed")
    assert list((folder / "review" / "dismissed").glob("*.toml")) == []


def test_a_new_build_shows_what_was_decided(desk: int) -> None:
    form = card(page(desk, DEADLINES), DEADLINE)
    assert "Neu aufbauen" not in page(desk, "/")
    assert send(desk, "/review", {**form, "verdict": "correct", "value": "2024-03-31"})[0] == 303
    assert "Neu aufbauen" in page(desk, "/")
    assert "31.03.2024" not in page(desk, "/control")
    assert send(desk, "/", {"token": form["token"]})[0] == 303
    assert "31.03.2024" in page(desk, "/control") and "Neu aufbauen" not in page(desk, "/")
    query = "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%222024-03-31%22%5E%5E%3Chttp%3A%2F%2Fwww.w3.org%2F2001%2FXMLSchema%23date%3E%20%7D"
    assert json.loads(ask(desk, query, headers={"Accept": "application/json"})[2])["boolean"] is True


# ---- who may write, and what may be reached ----


def test_no_page_of_another_site_can_decide(desk: int, folder: Path) -> None:
    form = {**card(page(desk, DEADLINES), DEADLINE), "verdict": "reject"}
    for headers in (
        {"Origin": "http://rebound.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": f"https://127.0.0.1:{desk}"},
    ):
        assert send(desk, "/review", form, **headers)[0] == 403, headers
    for token in ("", "x" * 32, "ü"):
        assert send(desk, "/review", {**form, "token": token})[0] == 403
    assert send(desk, "/review", form, Host="rebound.example")[0] == 400
    assert send(desk, "/review", form, Content_Type="text/plain")[0] == 415
    assert send(desk, "/review", {**form, "note": "x" * 100_000})[0] == 413
    assert ask(desk, "/review?verdict=reject&key=" + form["key"])[0] == 200, "asking is not deciding"
    assert read_decisions(folder / "review") == {}


def test_a_server_that_only_shows_takes_no_decision(port: int) -> None:
    for path in ("/review", "/names"):
        assert ask(port, path)[0] == 404
    assert send(port, "/", {"token": "x"})[0] == 405
    (finding,) = {link for link in links_of(page(port, "/gaps?check=G11")) if link.startswith("/finding/")}
    assert send(port, finding, {"token": "x", "reason": "y"})[0] == 405
    for path in ("/", finding, "/gaps"):
        assert 'method="post"' not in page(port, path) and "/review" not in "".join(links_of(page(port, path)))


@pytest.mark.parametrize(
    "path",
    ["/static/../pages.py", "/static/..%2fpages.py", "/static/%2e%2e/app.py", "/static//etc/passwd", "/export/..%2fcontrol.csv",
     "/export/control.py", "/export/../control.csv", "/text/etc/passwd", "/text/planwerk/id/de-99000000/..%2f..%2f..%2fetc/passwd",
     "/planwerk/id/de-99000000/../../../etc/passwd", "/things/..%2f..", "/finding/..%2f..%2fplanwerk.toml",
     "/planwerk/id/de-99000000/%3Cscript%3E.html", "/planwerk/id/de-99000000/%00.html"],
)  # fmt: skip
def test_no_address_reaches_out_of_the_dataset(port: int, path: str) -> None:
    status, _, body = ask(port, path, headers={"Accept": "text/html"})
    assert status in (400, 404), (status, body[:200])
    assert b"root:" not in body and b"import " not in body and b"<script>" not in body
