"""The same demands on every store that serves over HTTP: an Oxigraph server, Virtuoso.

Gaps and control of a city are the same from each as from the workspace. How far the engines themselves agree is data:
the shipped questions that an engine answers otherwise stand in ``stores/*.json``.
``make test-servers`` installs the servers where it can, and runs this.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import rdflib

import planwerk
from conftest import Ran
from planwerk import shipped
from planwerk.errors import PlanwerkError
from planwerk.questions import fill, questions
from planwerk.remote import PASSWORD, USER, Remote, Rows
from planwerk.stores import ask_store, graphs_of, held, push
from serving import free_port

pytestmark = [pytest.mark.loopback, pytest.mark.long, pytest.mark.slow]
Run = Callable[..., Ran]
DAY = "2020-07-01"
KNOWN = Path(__file__).parent / "stores"
MANIFEST = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
ASKED = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")

VIRTUOSO = """[Database]
DatabaseFile = {0}/virtuoso.db
ErrorLogFile = {0}/virtuoso.log
LockFile = {0}/virtuoso.lck
TransactionFile = {0}/virtuoso.trx
xa_persistent_file = {0}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {0}/temporary.db
TransactionFile = {0}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{1}
DisableUnixSocket = 1
ServerThreads = 10
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = 127.0.0.1:{2}
ServerRoot = {0}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
"""


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    """Run a server until it is no longer needed; it has two minutes to listen, since machines that test are busy."""
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as process:
        try:
            for _ in range(1200):
                assert process.poll() is None, (folder / "log").read_text("utf-8", "replace")
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            else:
                pytest.fail("the server did not start within two minutes")
            yield
        finally:
            process.kill()


@contextmanager
def oxigraph(folder: Path) -> Iterator[tuple[str, str]]:
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("the Oxigraph server is not installed (pip install oxigraph)")
    port = free_port()
    with running([program, "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"], port, folder):
        yield f"http://127.0.0.1:{port}/query", f"http://127.0.0.1:{port}/store"


@contextmanager
def virtuoso(folder: Path) -> Iterator[tuple[str, str]]:
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7-bin; make test-servers)")
    port = free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(folder, free_port(), port), "utf-8")
    with running([program, "+foreground", "+configfile", "virtuoso.ini"], port, folder):
        yield f"http://127.0.0.1:{port}/sparql", f"http://127.0.0.1:{port}/sparql-graph-crud-auth"


SERVERS = {"oxigraph": oxigraph, "virtuoso": virtuoso}


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """Give a running server: its name, and where it is asked and written."""
    name = str(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(USER, "dba")  # Virtuoso's own, on loopback; the other asks for none
        patch.setenv(PASSWORD, "dba")
        with SERVERS[name](tmp_path_factory.mktemp(name)) as (url, graphs):
            yield name, url, graphs


@pytest.mark.parametrize("name", ["leipzig", "musterstadt"])
def test_a_city_in_the_store_has_the_gaps_it_has_at_home(
    run: Run, server: tuple[str, str, str], name: str, tmp_path: Path
) -> None:
    kind, url, graphs = server
    folder = tmp_path / name
    shutil.copytree(shipped.data() / name, folder, ignore=shutil.ignore_patterns("build"))
    pushed = run("push", folder, "--as-of", DAY, "--store", url, "--graphs", graphs)
    assert pushed.returncode == 0, pushed.stderr
    for command in ("gaps", "control"):
        here, there = (run(command, folder, "--as-of", DAY, "--json", *more) for more in ((), ("--store", url)))
        assert there.returncode == 0, there.stderr
        assert there.stdout == here.stdout, f"{command} of {name} from {kind}"


def _known(store: str, what: str) -> dict[str, str]:
    said = json.loads((KNOWN / f"{store}.json").read_text("utf-8"))
    found: dict[str, str] = said[what]
    return found


def _outcome(make: Callable[[], Any], wanted: Any) -> str:
    """Give "" where the answer is the wanted one, else in a word how it differs."""
    try:
        found = make()
    except PlanwerkError:
        return "refused"
    return "" if found == wanted else "differs"


def _sorted(rows: Any) -> Any:
    return sorted(rows, key=repr) if isinstance(rows, list | tuple) else rows


def test_the_engine_answers_the_shipped_questions_but_for_those_listed(server: tuple[str, str, str]) -> None:
    kind, url, graphs = server
    city = planwerk.open(shipped.data() / "leipzig", as_of=DAY)
    base, remote = city.workspace.base, Remote(url)
    push(remote, graphs, base, graphs_of(base, city.quads, city.data), city.as_of)
    there = held(remote, base)
    found = {}
    for name, question in questions().items():
        text = question.with_parameters(fill(question, city.data, "de"))

        def rows(text: str = text) -> Any:
            answer = ask_store(remote, there, text)
            assert isinstance(answer, Rows)
            return _sorted([tuple(map(str, row)) for row in answer.rows])

        solutions: Any = city.data.store.query(text)
        names = [variable.value for variable in solutions.variables]
        if outcome := _outcome(rows, _sorted([tuple(str(row[n]) for n in names) for row in solutions])):
            found[name] = outcome
    assert found == _known(kind, "questions"), json.dumps({"questions": found})
