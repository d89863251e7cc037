"""Workers that can be lost: an executor whose tasks have a time and a memory limit, each of its own.

``concurrent.futures.ProcessPoolExecutor`` breaks as a whole when one of its processes dies, and cannot end a task that
takes too long. Here each thread of the executor keeps one Python of its own, talks to it through a pipe, ends it when a
task's time is over, and starts another for the next task. What a task is given and gives back is pickled; the pipe
leads nowhere but to our own process.
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import IO, Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
Work = tuple["Future[Any]", Callable[..., Any], tuple[Any, ...], dict[str, Any]]

_SIZE = struct.Struct(">Q")
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from planwerk.workers import serve; serve(int(sys.argv[2]))"  # fmt: skip


_START_SECONDS = 60.0  # a Python starts in a fraction of one; a machine that is busy may take many


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may take: seconds of time, and megabytes of memory where the system can hold a process to it.

    Linux and macOS hold an address space to a bound (setrlimit); Windows does not, there the time limit alone counts.
    """

    seconds: float = 120.0
    megabytes: int = 2048


class WorkerLostError(Exception):
    """A worker died of a task: it was ended by a signal, or left by itself."""


class LosableWorkers(Executor):
    """An executor of so many processes, of which a task may take one along without harm to the others.

    A task that exceeds its time ends with TimeoutError, one that exceeds its memory with MemoryError, one that takes
    its process along with WorkerLostError; any other exception comes through as it is.

    >>> with LosableWorkers(1) as workers:
    ...     [future.result() for future in map(workers.submit, (abs, len), (-3, "abc"))]
    [3, 3]
    """

    def __init__(self, workers: int | None = None, limits: Limits | None = None) -> None:
        self.workers = max(1, workers or os.cpu_count() or 1)
        self._limits = limits or Limits()
        self._queue: queue.SimpleQueue[Work | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._children: list[_Child] = []
        self._idle = threading.Semaphore(0)
        self._lock = threading.Lock()
        self._closed = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Give the task to the next worker that is free."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("cannot schedule new futures after shutdown")
            self._queue.put((future, fn, args, kwargs))
            if not self._idle.acquire(blocking=False) and len(self._threads) < self.workers:
                child = _Child(self._limits)
                thread = threading.Thread(target=self._run, args=(child,), daemon=True)
                self._children.append(child)
                self._threads.append(thread)
                thread.start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more tasks; end what waits if asked, and wait for what runs if asked."""
        with self._lock:
            self._closed = True
            if cancel_futures:
                self._cancel_waiting()
            for _ in self._threads:
                self._queue.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:  # whoever leaves by an exception waits for no task
            self.shutdown(wait=False, cancel_futures=True)
            for child in self._children:
                child.kill()
        self.shutdown(wait=True)

    def _cancel_waiting(self) -> None:
        while True:
            try:
                work = self._queue.get_nowait()
            except queue.Empty:
                return
            if work is not None:
                work[0].cancel()

    def _run(self, child: _Child) -> None:
        try:
            while (work := self._next()) is not None:
                future, fn, args, kwargs = work
                if future.set_running_or_notify_cancel():
                    try:
                        future.set_result(child.call(fn, args, kwargs))
                    except BaseException as error:
                        future.set_exception(error)
        finally:
            child.kill()

    def _next(self) -> Work | None:
        try:
            return self._queue.get_nowait()
        except queue.Empty:
            self._idle.release()
            return self._queue.get()


class _Child:
    """One process, started when it is needed."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._over = False

    def call(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        # First the function alone: starting a Python and importing what the task needs is no time of the task.
        self._exchange(pickle.dumps(fn), self._limits.seconds + _START_SECONDS)
        return self._exchange(pickle.dumps((args, kwargs)), self._limits.seconds)

    def _exchange(self, frame: bytes, seconds: float) -> Any:
        process = self._started()
        self._over = False
        timer = threading.Timer(seconds, self._end)
        timer.daemon = True
        timer.start()
        try:
            assert process.stdin is not None and process.stdout is not None
            _send(process.stdin, frame)
            answer = _receive(process.stdout)
        except (OSError, ValueError, EOFError):
            answer = None
        finally:
            timer.cancel()
        if answer is None:
            self.kill()
            if self._over:
                raise TimeoutError(f"more than {self._limits.seconds:g} seconds")
            raise WorkerLostError(_death(process.wait()))
        fine, value = pickle.loads(answer)
        if fine:
            return value
        if isinstance(value, MemoryError):  # its heap is spent
            self.kill()
        raise value

    def kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was written and not taken
                    continue

    def _end(self) -> None:
        self._over = True
        if self._process is not None:
            self._process.kill()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.kill()
            # The path as it is here: an environment, a checkout, a notebook; never the folder one stands in.
            paths = json.dumps([path for path in sys.path if path])
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START, paths, str(self._limits.megabytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process


def serve(megabytes: int) -> None:
    """Be a worker: take tasks from standard input until it ends, answer on what was standard output."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints goes where nobody takes it for an answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts the command ends us by the pipe
    _hold_to(megabytes)
    while True:
        try:
            function = _receive(requests)
            found = _answer(pickle.loads, function)
            _send(answers, found)
            if pickle.loads(found)[0]:
                _send(answers, _answer(_called, function, _receive(requests)))
        except EOFError:
            return


def _called(function: bytes, given: bytes) -> Any:
    args, kwargs = pickle.loads(given)
    return pickle.loads(function)(*args, **kwargs)


def _answer(fn: Callable[..., Any], *args: Any) -> bytes:
    try:
        return pickle.dumps((True, fn(*args)))
    except MemoryError:
        return pickle.dumps((False, MemoryError()))
    except Exception as error:
        try:
            answer = pickle.dumps((False, error))
            pickle.loads(answer)  # an exception with arguments of its own pickles and does not come back
        except Exception:
            answer = pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))
        return answer


def _hold_to(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = megabytes << 20
    try:
        resource.setrlimit(resource.RLIMIT_AS, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))
    except (OSError, ValueError):  # a system that has the call and not the bound
        return


def _death(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"


def _send(pipe: IO[bytes], frame: bytes) -> None:
    pipe.write(_SIZE.pack(len(frame)))
    pipe.write(frame)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    head = _exactly(pipe, _SIZE.size)
    return _exactly(pipe, _SIZE.unpack(head)[0])


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    read = pipe.read(size)
    if len(read) < size:
        raise EOFError
    return read
