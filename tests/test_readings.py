"""Many papers: the same bytes in whatever order and by however many workers, and no paper that ends the run."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CompletedProcess
from typing import TypeAlias

import pytest

from paper_samples import NUMBER, folder_of_papers, pdf
from planwerk.reading import Reading
from planwerk.readings import Asked, read_bytes, read_papers
from planwerk.sources.papers import PaperFile, files_below
from planwerk.sources.rejected import Reason, Rejected
from planwerk.workers import Limits, LosableWorkers

Ran: TypeAlias = "CompletedProcess[str]"
Run: TypeAlias = Callable[..., Ran]


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    return folder_of_papers(tmp_path / "papers")


def told(outcomes: Iterator[Reading | Rejected]) -> bytes:
    return json.dumps([one.as_json() for one in outcomes], ensure_ascii=False).encode()


def test_neither_the_order_of_work_nor_the_number_of_workers_changes_a_byte(papers: Path) -> None:
    files = list(files_below(papers))
    ways: list[bytes] = []
    for jobs, window in ((1, 1), (2, 16)):
        with LosableWorkers(jobs) as workers:
            ways.append(told(read_papers(files, Asked(), workers, window=window)))
    with ThreadPoolExecutor(2) as threads:
        ways.append(told(read_papers(files, Asked(), threads)))
    assert len(set(ways)) == 1
    with LosableWorkers(2) as workers:
        backwards = list(read_papers(files[::-1], Asked(), workers))
    assert told(iter(backwards[::-1])) == ways[0]


def _files(tmp_path: Path, **contents: bytes) -> list[PaperFile]:
    for name, content in contents.items():
        (tmp_path / f"{name}.pdf").write_bytes(content)
    return list(files_below(tmp_path))


def test_a_paper_that_takes_too_long_is_told_of_and_the_run_goes_on(tmp_path: Path) -> None:
    import zlib

    # A page of two million operators: whole, and nothing that pypdf would refuse.
    long = zlib.compress(b"BT /F1 9 Tf " + b"(A) Tj " * 2_000_000 + b"ET")
    files = _files(tmp_path, a=pdf([NUMBER]), b=pdf(long), c=pdf([NUMBER]))
    with LosableWorkers(1, Limits(seconds=4)) as workers:
        first, slow, last = read_papers(files, Asked(), workers)
    assert isinstance(first, Reading) and isinstance(last, Reading)
    assert isinstance(slow, Rejected)
    assert (slow.reason, slow.sha256 is not None) == (Reason.too_slow, True)


def test_a_finder_that_fails_on_one_paper_does_not_take_the_run_along(monkeypatch: pytest.MonkeyPatch) -> None:
    from planwerk import reading

    def stumbles(paper: object) -> Iterator[object]:
        raise LookupError("no such heading")

    monkeypatch.setattr(reading, "FINDERS", (stumbles,))
    outcome = read_bytes("a.txt", b"Antrag", Asked())
    assert isinstance(outcome, Rejected)
    assert (outcome.reason, outcome.detail.split(" in ")[0]) == (Reason.crashed, "LookupError: no such heading")


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.loopback
def test_a_dask_cluster_gives_the_same_bytes_and_loses_no_run(papers: Path, run: Run) -> None:
    pytest.importorskip("distributed", reason="wants planwerk[cluster]")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    # In a program of its own: its event loops and warnings are not ours.
    script = (
        "import sys; from distributed import LocalCluster\n"
        f"with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, host='127.0.0.1', scheduler_port={address.rsplit(':')[-1]}, dashboard_address=None):\n"
        "    print('up', flush=True); sys.stdin.read()"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    cluster = subprocess.Popen([sys.executable, "-c", f"if __name__ == '__main__':\n  exec({script!r})"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env)  # fmt: skip
    try:
        assert cluster.stdout is not None
        assert cluster.stdout.readline() == b"up\n"
        here, there = run("read", papers), run("read", papers, "--cluster", address)
        assert (there.returncode, there.stdout, there.stderr) == (0, here.stdout, here.stderr)
        slow = run("read", papers / "a.txt", papers / "d.pdf", "--cluster", address, "--seconds", "0.1")
        assert slow.returncode in (0, 2)
    finally:
        cluster.communicate(timeout=30)


def test_a_build_reads_through_workers_keeps_the_texts_and_accounts_for_every_file(run: Run, tmp_path: Path) -> None:
    city = tmp_path / "city"
    run("init", city, "--name", "Musterstadt", "--key", "00000000", "--state", "SN")
    printed = ["Antrag vom 12.03.2023", NUMBER, "Der Altenhilfeplan wird bis Ende 2023 fortgeschrieben."]
    (city / "papers" / "antrag.pdf").write_bytes(pdf(printed))
    (city / "papers" / "scan.pdf").write_bytes(pdf([]))
    (city / "papers" / "leer.txt").touch()
    ran = run("build", city, "--jobs", "1")
    assert ran.returncode == 0, ran.stderr + ran.stdout
    account = json.loads(ran.stdout)
    assert (account["read"], account["stored"], account["rejected"], account["without_text"]) == (3, 1, 2, 1)
    (kept,) = (city / "build" / "texts").iterdir()
    assert kept.read_text("utf-8") == "\n".join(printed)
