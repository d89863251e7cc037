"""Workers that can be lost: a task may take its process along, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Future
from pathlib import Path

import pytest

from planwerk.workers import Limits, LosableWorkers, WorkerLostError


def test_a_task_that_kills_its_process_is_told_of_and_the_others_are_done() -> None:
    with LosableWorkers(2) as workers:
        futures: list[Future[int]] = [
            workers.submit(abs, -1),
            workers.submit(os._exit, 3),
            workers.submit(abs, -2),
            workers.submit(signal.raise_signal, signal.SIGKILL),  # type: ignore[arg-type]
            workers.submit(abs, -3),
        ]
        assert [futures[number].result() for number in (0, 2, 4)] == [1, 2, 3]
        with pytest.raises(WorkerLostError, match="exit code 3"):
            futures[1].result()
        with pytest.raises(WorkerLostError, match="SIGKILL"):
            futures[3].result()


def test_a_task_that_takes_too_long_is_ended() -> None:
    with LosableWorkers(1, Limits(seconds=0.5)) as workers:
        workers.submit(abs, 0).result()
        slow, quick = workers.submit(time.sleep, 600), workers.submit(abs, -1)
        with pytest.raises(TimeoutError, match=r"0\.5 seconds"):
            slow.result()
        assert quick.result() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="wants setrlimit")
def test_a_task_that_wants_too_much_memory_is_ended() -> None:
    with LosableWorkers(1, Limits(megabytes=512)) as workers:
        greedy, modest = workers.submit(bytearray, 1 << 30), workers.submit(abs, -1)
        with pytest.raises(MemoryError):
            greedy.result()
        assert modest.result() == 1


def test_what_a_task_raises_or_cannot_give_back_is_told_of() -> None:
    with LosableWorkers(1) as workers:
        with pytest.raises(ZeroDivisionError):
            workers.submit(divmod, 1, 0).result()
        with pytest.raises(TypeError, match="pickle"):
            workers.submit(sys._getframe).result()
        # UnicodeDecodeError has five arguments; it comes through all the same.
        with pytest.raises(UnicodeDecodeError):
            workers.submit(bytes.decode, b"\xff").result()


def test_what_a_task_prints_is_no_answer() -> None:
    with LosableWorkers(1) as workers:
        assert workers.submit(print, "x" * 100).result() is None
        assert workers.submit(os.system, "echo noise").result() == 0


def test_processes_end_with_the_executor_and_with_an_exception() -> None:
    with LosableWorkers(2) as workers:
        numbers = {workers.submit(os.getpid).result() for _ in range(3)}
    begun = time.monotonic()
    sleeping: Future[None] | None = None
    with pytest.raises(KeyboardInterrupt), LosableWorkers(1, Limits(seconds=60)) as workers:  # noqa: PT012
        numbers.add(workers.submit(os.getpid).result())
        sleeping = workers.submit(time.sleep, 50)
        raise KeyboardInterrupt
    assert sleeping is not None
    assert time.monotonic() - begun < 30
    for number in numbers:
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)
    with pytest.raises(RuntimeError, match="after shutdown"):
        workers.submit(abs, 1)


def test_no_more_processes_than_asked_for_and_each_is_used_again() -> None:
    with LosableWorkers(2) as workers:
        numbers = [future.result() for future in [workers.submit(os.getpid) for _ in range(20)]]
    assert len(set(numbers)) <= 2


def test_a_worker_takes_no_module_from_the_folder_one_stands_in(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("import os; os._exit(9)", "utf-8")
    script = (
        "from planwerk.workers import LosableWorkers\nwith LosableWorkers(1) as w: print(w.submit(abs, -7).result())"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONSAFEPATH": "1"}
    ran = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("7\n", "")
