"""Guidelines for tests, and what all of them share.

1. A test proves behaviour a reader cares about, through the door the reader uses: the command line, the public
   function, the file that comes out. No mocks of our own code.
2. Every expected value says where it comes from: the paper and its passage, a count by hand, another program, a
   standard. A number copied from our own output proves nothing.
3. Name the test by the sentence it proves (``test_loopback_reaches_this_machine_and_no_other``).
4. Doctests show, small inputs named for their one phenomenon prove, ``golden/`` notices. Compare rows, not counts.
5. Each shape has a good and a bad example, each question an answer, each check a case where it fires and one where
   it is silent.
6. Properties (Hypothesis) for what holds always: a passage points at its own text, building twice changes nothing,
   writing then reading gives the same.
7. What is imported is hostile: whatever takes text from outside has a test with text that would like to be run.
8. Warnings are errors. Sockets are shut; ``loopback`` opens this machine's own. What takes longer than five seconds
   is marked ``slow``.
9. A test that cannot run here skips and says what it wants. It never passes in silence, and it is never weakened to
   become green.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, TypeAlias

import pytest

from planwerk import shipped

Ran: TypeAlias = "CompletedProcess[str]"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # pytest-socket shuts every socket; a test marked loopback may reach this machine, and no other.
    for item in items:
        if item.get_closest_marker("loopback"):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1", "localhost"]))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; read the diff afterwards")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Tell whether golden files are to be written anew."""
    return bool(request.config.getoption("--update-golden"))


def _named_folder(variable: str, what: str) -> Path:
    name = os.environ.get(variable)
    if not name:
        pytest.skip(f"{variable} names no folder of {what}")
    folder = Path(name)
    if not folder.is_dir():
        pytest.fail(f"{variable} is {name}, and there is no such folder: mend it or unset it")
    return folder


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Give the folder of real council papers; skips where PLANWERK_CORPUS names none."""
    return _named_folder("PLANWERK_CORPUS", "real papers")


@pytest.fixture(scope="session")
def suites() -> Path:
    """Give the folder of the W3C test suites; skips where PLANWERK_SUITES names none."""
    return _named_folder("PLANWERK_SUITES", "W3C test suites")


@pytest.fixture(scope="session")
def run() -> Callable[..., Ran]:
    """Give a function that runs ``planwerk`` with these arguments, as a shell would, but in this process.

    It goes through ``main``, so that errors end as a person sees them. Standard output and error are pipes, not
    terminals; bytes that are no UTF-8 (a spreadsheet) come as surrogates.
    """

    def run(*arguments: str | Path, stdin: str = "") -> Ran:
        from planwerk.cli import main

        argv = ["planwerk", *map(str, arguments)]
        out, err = io.BytesIO(), io.BytesIO()
        code: int | str | None = 0
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("NO_COLOR", "1")
            patch.setenv("COLUMNS", "100")
            patch.setattr(sys, "argv", argv)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
            patch.setattr(sys, "stdout", io.TextIOWrapper(out, "utf-8", newline="", write_through=True))
            patch.setattr(sys, "stderr", io.TextIOWrapper(err, "utf-8", newline="", write_through=True))
            try:
                main()
            except SystemExit as leaving:
                code = leaving.code
            sys.stdout.flush()
            sys.stderr.flush()
            # Read before the wrappers go: they close what they wrap.
            said = [stream.getvalue().decode("utf-8", "surrogateescape") for stream in (out, err)]
        if isinstance(code, str):  # as the interpreter does with a message
            said[1] += f"{code}\n"
            code = 1
        return CompletedProcess(argv, code or 0, *said)

    return run


@pytest.fixture(scope="session")
def leipzig(tmp_path_factory: pytest.TempPathFactory, run: Callable[..., Ran]) -> Path:
    """Give a built copy of the shipped Leipzig workspace, shared by all tests: to change it, copy it first."""
    folder = tmp_path_factory.mktemp("workspace") / "leipzig"
    shutil.copytree(shipped.data() / "leipzig", folder, ignore=shutil.ignore_patterns("build"))
    built = run("build", folder)
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Give a running chromium, one per module; skips where playwright is not installed."""
    from browsing import launched

    with launched() as running:
        yield running


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file with the map of the invented procedure."""
    from browsing import written
    from map_samples import musterstadt

    return written(tmp_path_factory.mktemp("map") / "map.html", musterstadt())


@pytest.fixture
def open_map(browser: Any, sample: Path) -> Iterator[Callable[..., Any]]:
    """Give a function that opens the sample (or ``path=``) at an address; each page is held to silence."""
    from browsing import opened

    with ExitStack() as stack:

        def open_it(address: str = "", **more: Any) -> Any:
            return stack.enter_context(opened(browser, more.pop("path", sample), address, **more))

        yield open_it
