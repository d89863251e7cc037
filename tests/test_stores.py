"""A dataset in a SPARQL store elsewhere, as its users meet it: pushed, asked, and what happens when the store is unwell.

The store is one on loopback that can be told to misbehave; real servers are in test_store_servers.py. What is
right is what the same command says of the workspace itself.
"""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from conftest import Ran
from planwerk import shipped
from planwerk.remote import PASSWORD, SECONDS, USER
from storing import FAULTS, Loopback, few, loopback_store

pytestmark = [pytest.mark.loopback, pytest.mark.long]
Run = Callable[..., Ran]
DAY = ("--as-of", "2020-07-01")
BASE = "https://w3id.org/planwerk/id/de-14713000/"
OTHERS = NamedNode("http://example.org/graph/of-somebody-else")


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (USER, PASSWORD):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(SECONDS, "30")


@pytest.fixture(scope="module")
def filled(run: Run, leipzig: Path) -> Iterator[Loopback]:
    """Give a store that holds Leipzig, and a graph of somebody else."""
    with loopback_store() as server:
        server.store.add(Quad(OTHERS, NamedNode("http://example.org/p"), Literal("theirs"), OTHERS))
        done = run("push", leipzig, *DAY, "--store", server.url)
        assert done.returncode == 0, done.stderr
        yield server


@pytest.fixture
def store(filled: Loopback) -> Iterator[Loopback]:
    """Give that store in good health, and leave it so."""
    yield filled
    filled.fault = None


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Give a Leipzig that has its planwerk.toml and no statement of its own: what is found can only be the store's."""
    shutil.copy(shipped.data() / "leipzig" / "planwerk.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        ("gaps", "{}", "--json"),
        ("gaps", "{}", "--json", "--since", "2019-01-01"),
        ("control", "{}", "--format", "csv"),
        ("ask", "{}", "adopted-version", "--json"),
    ],
    ids=" ".join,
)
def test_what_the_store_holds_gives_what_the_workspace_gives(
    run: Run, leipzig: Path, store: Loopback, bare: Path, command: tuple[str, ...]
) -> None:
    words = [word.format(leipzig) for word in command]
    there = run(*(word.format(bare) for word in command), *DAY, "--store", store.url)
    here = run(*words, *DAY)
    assert there.returncode == 0, there.stderr
    assert there.stdout == here.stdout


def test_the_map_of_the_store_is_the_map_of_the_workspace(
    run: Run, leipzig: Path, store: Loopback, bare: Path, tmp_path: Path
) -> None:
    made = [tmp_path / "here.html", tmp_path / "there.html"]
    assert run("map", leipzig, *DAY, "-o", made[0]).returncode == 0
    assert run("map", bare, *DAY, "-o", made[1], "--store", store.url).returncode == 0
    assert made[0].read_bytes() == made[1].read_bytes()


QUERIES = {
    "the flat graph": "SELECT ?p ?o { <%sgraph/resolution> ?p ?o } ORDER BY ?p ?o",
    "named graphs": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    "a clause FROM": "SELECT (COUNT(*) AS ?n) FROM <%sgraph/resolution> { ?s ?p ?o } # to the end",
    "bounded by itself": "SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 3",
    "no rows": "SELECT ?s { ?s <http://example.org/p> 'theirs' }",
    "a truth value": "ASK { ?s <http://example.org/p> ?o }",
    "a graph": "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c . FILTER(STRSTARTS(STR(?s), '%splan/')) }",
}


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_asks_the_dataset_of_the_day_in_the_store(
    run: Run, leipzig: Path, store: Loopback, bare: Path, name: str
) -> None:
    text = QUERIES[name].replace("%s", BASE)
    here = run("query", leipzig, "-", *DAY, "--json", stdin=text)
    there = run("query", bare, "-", *DAY, "--json", "--store", store.url, stdin=text)
    assert there.returncode == 0, there.stderr
    assert json.loads(there.stdout) == json.loads(here.stdout)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("command", ["gaps", "query"])
def test_a_store_that_is_unwell_is_an_error_and_never_fewer_gaps(
    run: Run, store: Loopback, bare: Path, monkeypatch: pytest.MonkeyPatch, command: str, fault: str
) -> None:
    monkeypatch.setenv(SECONDS, "0.5" if fault == "slow" else "30")
    store.fault = FAULTS[fault]
    if command == "gaps":
        done = run("gaps", bare, *DAY, "--store", store.url, "--json")
    else:
        done = run("query", bare, "-", *DAY, "--store", store.url, stdin="SELECT ?s { ?s ?p ?o } LIMIT 20")
    assert (done.returncode, done.stdout) == (2, ""), fault
    assert done.stderr.count("\n") == 2, "one sentence and one hint"
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize("bound", [10, 1000, 4000])
def test_a_bound_on_rows_that_the_store_keeps_to_itself_is_an_error(
    run: Run, store: Loopback, bare: Path, bound: int
) -> None:
    store.fault = few(bound)
    done = run("query", bare, "-", *DAY, "--store", store.url, stdin="SELECT ?s { ?s ?p ?o }")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"gave {bound} of" in done.stderr


def test_statements_that_went_missing_or_were_altered_are_an_error(run: Run, store: Loopback, bare: Path) -> None:
    graph = NamedNode(BASE + "graph/resolution")
    gone = sorted(store.store.quads_for_pattern(None, None, None, graph), key=str)[0]
    store.store.remove(gone)
    try:
        for command in ("gaps", "control"):
            done = run(command, bare, *DAY, "--store", store.url, "--json")
            assert (done.returncode, done.stdout) == (2, "") and "statements of" in done.stderr
        store.store.add(Quad(gone.subject, gone.predicate, Literal("something else"), graph))
        done = run("gaps", bare, *DAY, "--store", store.url, "--json")
        assert (done.returncode, done.stdout) == (2, "") and "altered" in done.stderr
    finally:
        store.store.remove(Quad(gone.subject, gone.predicate, Literal("something else"), graph))
        store.store.add(gone)


def test_a_store_that_is_down_is_an_error(run: Run, bare: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = run("gaps", bare, "--store", f"http://127.0.0.1:{port}/query")
    assert (done.returncode, done.stdout) == (2, "") and "hint: is the store running" in done.stderr


def test_a_store_with_nothing_of_the_city_is_an_error(run: Run, bare: Path) -> None:
    with loopback_store() as empty:
        done = run("gaps", bare, "--store", empty.url)
    assert (done.returncode, done.stdout) == (2, "") and "planwerk push" in done.stderr


# ---- push ----


def test_pushing_again_changes_nothing_and_others_graphs_stay(run: Run, leipzig: Path, store: Loopback) -> None:
    before = sorted(map(str, store.store))
    again = run("push", leipzig, *DAY, "--store", store.url)
    assert again.returncode == 0 and "21 the same already, 0 removed" in again.stderr
    assert sorted(map(str, store.store)) == before
    assert list(store.store.quads_for_pattern(None, None, None, OTHERS))


def test_a_dry_run_tells_and_writes_nothing(run: Run, leipzig: Path) -> None:
    with loopback_store() as empty:
        done = run("push", leipzig, *DAY, "--store", empty.url, "--dry-run")
        assert done.returncode == 0 and f"write {BASE}dataset/2020-07-01\n" in done.stdout
        assert len(empty.store) == 0 and {method for method, _, _ in empty.seen} == {"POST"}


def test_an_interrupted_push_is_no_smaller_city_and_the_next_one_mends_it(run: Run, leipzig: Path, bare: Path) -> None:
    with loopback_store() as server:
        assert run("push", leipzig, "--as-of", "2019-07-01", "--store", server.url).returncode == 0
        server.refuse_after = 2  # the disk is full after two graphs
        done = run("push", leipzig, *DAY, "--store", server.url)
        assert done.returncode == 2 and "507: disk full" in done.stderr
        read = run("gaps", bare, *DAY, "--store", server.url, "--json")
        assert (read.returncode, read.stdout) == (2, "") and "no whole dataset" in read.stderr
        server.refuse_after = None
        assert run("push", leipzig, *DAY, "--store", server.url).returncode == 0
        days = {g.value for g in server.store.named_graphs() if isinstance(g, NamedNode) and "/dataset/" in g.value}
        assert days == {BASE + "dataset/2020-07-01"}, "the other day's dataset went"
        assert run("gaps", bare, *DAY, "--store", server.url, "--json").returncode == 0


def test_another_day_than_the_pushed_one_is_asked_only_where_it_can_be(run: Run, bare: Path, store: Loopback) -> None:
    done = run("query", bare, "-", "--as-of", "2018-09-18", "--store", store.url, stdin="ASK {}")
    assert done.returncode == 2 and "--as-of 2018-09-18 puts it there" in done.stderr
    assert run("gaps", bare, "--as-of", "2018-09-18", "--store", store.url, "--json").returncode == 0


# ---- credentials and addresses ----


def test_credentials_go_to_the_store_that_asks_for_them_and_nowhere_else(
    run: Run, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(USER, "erika")
    monkeypatch.setenv(PASSWORD, "geheim-4711")
    with loopback_store() as other, loopback_store() as server:
        server.fault = lambda handler, body: handler.answer(b"", status=401, WWW_Authenticate='Basic realm="store"')
        asked = run("gaps", bare, "--store", server.url)
        sent = [headers.get("authorization") for _, _, headers in server.seen]
        assert sent == [None, "Basic ZXJpa2E6Z2VoZWltLTQ3MTE="]  # erika:geheim-4711 in base64, and only when asked
        server.fault = lambda handler, body: handler.answer(b"", status=307, Location=other.url)
        moved = run("gaps", bare, "--store", server.url)
        assert other.seen == [], "nothing follows a redirect"
    for done in (asked, moved):
        assert done.returncode == 2 and "geheim" not in done.stdout + done.stderr
    assert f"sends on to {other.url}" in moved.stderr


def test_credentials_do_not_leave_this_machine_in_clear_text(monkeypatch: pytest.MonkeyPatch) -> None:
    from planwerk.errors import StoreError
    from planwerk.remote import _credentials

    monkeypatch.setenv(USER, "erika")
    monkeypatch.setenv(PASSWORD, "geheim-4711")
    with pytest.raises(StoreError, match="clear text"):
        _credentials("http://store.example/sparql", "Basic")
    assert _credentials("https://store.example/sparql", "Basic") is not None


@pytest.mark.parametrize(
    "address",
    ["http://erika:geheim@127.0.0.1/query", "file:///etc/passwd", "ftp://127.0.0.1/", "127.0.0.1:7878", "http://",
     "http://127.0.0.1:x/", "http://a b/", "http://127.0.0.1/\x1b[2J"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_before_anything_is_asked(run: Run, bare: Path, address: str) -> None:
    done = run("gaps", bare, "--store", address)
    assert (done.returncode, done.stdout) == (2, "")
    assert "geheim" not in done.stderr and "\x1b" not in done.stderr


def test_a_query_to_a_store_reaches_neither_other_endpoints_nor_others_graphs(
    run: Run, bare: Path, store: Loopback
) -> None:
    for text in ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", f"SELECT * FROM {OTHERS} {{ ?s ?p ?o }}"):
        assert run("query", bare, "-", "--store", store.url, stdin=text).returncode == 2
    found = run(
        "query", bare, "-", "--store", store.url, "--json", stdin=f"SELECT * {{ GRAPH {OTHERS} {{ ?s ?p ?o }} }}"
    )
    assert json.loads(found.stdout)["rows"] == [] if found.stdout.startswith("{") else json.loads(found.stdout) == []


# ---- two cities in one query ----

BOTH = """PREFIX pw: <https://w3id.org/planwerk/ns#>
SELECT ?here ?there WHERE {{
  {{ SELECT (COUNT(DISTINCT ?plan) AS ?here) {{ ?plan a pw:Plan }} }}
  SERVICE <{}> {{ SELECT (COUNT(DISTINCT ?plan) AS ?there) {{ ?plan a pw:Plan }} }}
}}"""
PLANS = "PREFIX pw: <https://w3id.org/planwerk/ns#> SELECT (COUNT(DISTINCT ?plan) AS ?n) { ?plan a pw:Plan }"


def test_two_cities_answer_one_query_where_the_asker_allows_the_other(run: Run, leipzig: Path, tmp_path: Path) -> None:
    import planwerk
    from serving import served

    shutil.copytree(shipped.data() / "nebenstadt", tmp_path / "n", ignore=shutil.ignore_patterns("build"))
    nebenstadt = planwerk.open(tmp_path / "n", as_of="2020-07-01")
    plans = [planwerk.open(leipzig, as_of="2020-07-01").query(PLANS).rows[0][0], nebenstadt.query(PLANS).rows[0][0]]
    assert plans[1], "Nebenstadt has plans"
    with served(nebenstadt) as port:
        endpoint = f"http://127.0.0.1:{port}/sparql"
        text = BOTH.format(endpoint)
        done = run("query", leipzig, "-", *DAY, "-f", "csv", "--service", endpoint, stdin=text)
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines() == ["here,there", f"{plans[0]},{plans[1]}"]
        assert run("query", leipzig, "-", *DAY, stdin=text).returncode == 2
    down = run("query", leipzig, "-", *DAY, "--service", endpoint, stdin=text)
    assert (down.returncode, down.stdout) == (2, ""), "a city that does not answer is no city without plans"


@pytest.mark.parametrize(
    "call",
    [
        "SERVICE <http://127.0.0.1:9/other> { ?s ?p ?o }",
        "SERVICE SILENT <{}> { ?s ?p ?o }",
        "VALUES ?e { <{}> } SERVICE ?e { ?s ?p ?o }",
        "SERVICE <{}> { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SERVICE <{}> { SERVICE <{}> { ?s ?p ?o } }",
        "SERVICE <{}#x> { ?s ?p ?o }",
        "S\\u0045RVICE <{}> { ?s ?p ?o }",
        "BASE <http://127.0.0.1/> SERVICE <query> { ?s ?p ?o }",
        "SERVICE <{}>",
    ],
)
def test_a_query_asks_no_endpoint_but_those_allowed(run: Run, leipzig: Path, call: str) -> None:
    with loopback_store() as allowed:
        text = "SELECT * { " + call.replace("{}", allowed.url) + " }"
        done = run("query", leipzig, "-", *DAY, "--service", allowed.url, stdin=text)
        assert (done.returncode, done.stdout, allowed.seen) == (2, "", [])
