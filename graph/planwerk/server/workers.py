"""Queries in worker processes that can be stopped: a runaway query ends, the server does not.

pyoxigraph releases the interpreter's lock but knows no cancellation, so a query is ended by ending the process that
runs it. Each worker opens the published snapshot read-only and writes its answer to a file under a limit; the answer
is complete or refused, never cut.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import tempfile
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

START = 30.0  # seconds in which a worker has to have opened its snapshot


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may cost: seconds, megabytes of memory, bytes of answer, bytes of query; and how many run at once."""

    seconds: float = 10.0
    memory: int = 1024
    answer: int = 64 * 1024 * 1024
    query: int = 100_000
    workers: int = 2


@dataclass(frozen=True, slots=True)
class Job:
    """One query with the dataset it asks and the forms that its asker takes, best first.

    ``default_graphs`` and ``named_graphs`` are None where the request names no dataset (then it is the snapshot's own).
    """

    query: str
    base: str
    results: tuple[str, ...]
    rdf: tuple[str, ...]
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended: an HTTP status; with 200 the file with the whole answer and its media type, else the reason."""

    status: int
    reason: str = ""
    media_type: str = ""
    file: Path | None = None


class _TooLargeError(Exception):
    pass


class _LimitedFile:
    """A file that refuses to grow beyond a size."""

    def __init__(self, path: Path, limit: int) -> None:
        self._file = path.open("wb")
        self._left = limit

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise _TooLargeError
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        self._file.close()


def _answer(store: Any, job: Job, target: Path, limit: int) -> Outcome:
    from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat

    dataset: dict[str, Any] = {}
    try:
        if job.default_graphs is not None or job.named_graphs is not None:
            dataset["default_graph"] = [NamedNode(graph) for graph in job.default_graphs or ()]
            dataset["named_graphs"] = [NamedNode(graph) for graph in job.named_graphs or ()]
        found = store.query(job.query, base_iri=job.base, **dataset)
    except (SyntaxError, ValueError) as error:
        return Outcome(400, f"the request is not SPARQL: {getattr(error, 'msg', error)}")
    forms = job.rdf if isinstance(found, QueryTriples) else job.results
    if not forms:
        return Outcome(406, "none of the accepted forms fits this kind of query")
    form = (RdfFormat if isinstance(found, QueryTriples) else QueryResultsFormat).from_media_type(forms[0])
    out = _LimitedFile(target, limit)
    try:
        found.serialize(output=out, format=form)
        out.flush()
    except _TooLargeError:
        return Outcome(413, f"the answer is larger than {limit} bytes; narrow the query or add LIMIT")
    except ValueError as error:  # an evaluation that cannot be done, such as a bad regular expression
        return Outcome(400, f"the query cannot be answered: {error}")
    finally:
        out.close()
    return Outcome(200, media_type=forms[0], file=target)


def _work(connection: Connection, snapshot: str, memory: int, limit: int) -> None:
    """Answer jobs until the pipe closes; runs in a process of its own."""
    import signal

    from pyoxigraph import Store

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a keyboard interrupt is the server's to handle
    with contextlib.suppress(ImportError, OSError, ValueError):  # limits of memory exist on Linux and partly elsewhere
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory * 2**20, memory * 2**20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    store = Store.read_only(snapshot)
    connection.send(None)
    while True:
        try:
            job, target = connection.recv()
        except EOFError:
            return
        try:
            outcome = _answer(store, job, target, limit)
        except MemoryError:
            outcome = Outcome(503, "the query needs more memory than a query may have")
        except OSError as error:
            outcome = Outcome(503, f"the answer could not be written: {error.strerror or error}")
        connection.send(outcome)


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


class Pool:
    """A few workers over one snapshot; each runs one query at a time, and one that must be stopped is replaced.

    Use as an asynchronous context manager; :meth:`run` gives the :class:`Outcome` of a job.
    """

    def __init__(self, snapshot: Path, limits: Limits) -> None:
        self._snapshot = snapshot
        self._limits = limits
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._starting: set[asyncio.Task[None]] = set()
        self._workers: dict[int, _Worker] = {}
        self._answers = tempfile.TemporaryDirectory(prefix="planwerk-answers-")

    async def __aenter__(self) -> Pool:
        """Start the workers."""
        await asyncio.gather(*(self._start() for _ in range(self._limits.workers)))
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop the workers and drop what they wrote."""
        for task in self._starting:
            task.cancel()
        for worker in list(self._workers.values()):
            await asyncio.to_thread(worker.stop)
        self._workers.clear()
        self._answers.cleanup()

    async def _start(self) -> None:
        worker = await asyncio.to_thread(self._spawn)
        self._workers[id(worker)] = worker
        self._idle.put_nowait(worker)

    def _spawn(self) -> _Worker:
        context = multiprocessing.get_context("spawn")  # a forked store would share what must not be shared
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_work,
            args=(theirs, str(self._snapshot), self._limits.memory, self._limits.answer),
            daemon=True,
            name="planwerk-query",
        )
        process.start()
        theirs.close()
        if not ours.poll(START):
            process.kill()
            raise RuntimeError("a query worker did not start")
        ours.recv()
        return _Worker(process, ours)

    async def run(self, job: Job) -> Outcome:
        """Run a job on the next free worker; 503 where none is free within the time a query may take."""
        try:
            worker = await asyncio.wait_for(self._idle.get(), self._limits.seconds)
        except TimeoutError:
            return Outcome(503, "all workers are busy; try again in a moment")
        handle, name = tempfile.mkstemp(dir=self._answers.name)
        os.close(handle)
        target = Path(name)
        outcome: Outcome | None = None
        try:
            outcome = await asyncio.to_thread(self._wait, worker, job, target)
        finally:
            if outcome is None or outcome.status in (-1, 503):
                self._replace(worker)
            else:
                self._idle.put_nowait(worker)
            if outcome is None or outcome.file is None:
                target.unlink(missing_ok=True)
        return outcome if outcome.status != -1 else Outcome(503, outcome.reason)

    def _wait(self, worker: _Worker, job: Job, target: Path) -> Outcome:
        try:
            worker.connection.send((job, target))
            if not worker.connection.poll(self._limits.seconds):
                return Outcome(-1, f"the query took longer than {self._limits.seconds:g} seconds and was stopped")
            outcome = worker.connection.recv()
        except (EOFError, OSError):
            return Outcome(-1, "the query needed more memory than a query may have and was stopped")
        assert isinstance(outcome, Outcome)
        return outcome

    def _replace(self, worker: _Worker) -> None:
        self._workers.pop(id(worker), None)

        async def renew() -> None:
            await asyncio.to_thread(worker.stop)
            await self._start()

        task = asyncio.get_running_loop().create_task(renew())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)
