"""Many papers read through any ``concurrent.futures`` executor: processes on this machine, or a Dask cluster.

A paper that takes too long, wants too much memory or brings its process down is told of as rejected, and the run goes
on. What comes out is in the order of what went in, so that neither the number nor the haste of workers changes a byte.
"""

from __future__ import annotations

import hashlib
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from planwerk import __version__
from planwerk.errors import PlanwerkError
from planwerk.privacy import Privacy
from planwerk.profile import read_profile
from planwerk.reading import Reading, read
from planwerk.reuse import LawIndex
from planwerk.sources.papers import PaperFile, to_paper_or_rejected
from planwerk.sources.rejected import Reason, Refusal, Rejected
from planwerk.workers import Limits, LosableWorkers, WorkerLostError

Outcome = Reading | Rejected


@dataclass(frozen=True, slots=True)
class Asked:
    """How papers are to be read: by which profile, as of which day, with which private data masked.

    ``profile`` is a shipped name or a path; None lets each text show whose it is. ``law`` is an index of legal texts whose
    words are looked for, which every worker must be able to open.
    """

    profile: str | Path | None = None
    day: date | None = None
    privacy: Privacy | None = None
    law: Path | None = None


def read_bytes(name: str, content: bytes, asked: Asked) -> Outcome:
    """Read one paper from its bytes, in this process and without limits.

    >>> read_bytes("a.txt", b"Vorlage Nr. 2023/0784", Asked()).as_json()["document_numbers"]
    ['2023/0784']
    """
    profile = read_profile(asked.profile) if asked.profile is not None else None
    paper = to_paper_or_rejected(name, content, profile, day=asked.day, privacy=asked.privacy)
    if isinstance(paper, Rejected):
        return paper
    try:
        if asked.law is None:
            return read(paper)
        with LawIndex(asked.law) as law:
            return read(paper, law)
    except Exception as error:
        return Rejected(name, paper.sha256, Reason.crashed, _where(error))


def read_papers(
    files: Iterable[PaperFile],
    asked: Asked,
    executor: Executor,
    *,
    limits: Limits | None = None,
    window: int = 16,
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[Outcome]:
    """Yield what each file gave, in the order of the files; no more than ``window`` of them are under way at once.

    On LosableWorkers the executor's own limits hold; on any other, each of its workers keeps a losable one of its
    own, held to ``limits``.
    """
    if asked.profile is not None:
        read_profile(asked.profile)  # a profile that there is not is told of once, before any paper
    waiting: deque[tuple[PaperFile, str | None, Rejected | Future[Outcome]]] = deque()
    for file in files:
        waiting.append((file, *_submitted(file, asked, executor, limits or Limits())))
        if len(waiting) >= window:
            yield _next(waiting, tell)
    while waiting:
        yield _next(waiting, tell)


def _next(
    waiting: deque[tuple[PaperFile, str | None, Rejected | Future[Outcome]]], tell: Callable[[str], None]
) -> Outcome:
    file, digest, given = waiting.popleft()
    tell(file.name)
    return given if isinstance(given, Rejected) else _outcome(file.name, digest, given)


def _submitted(
    file: PaperFile, asked: Asked, executor: Executor, limits: Limits
) -> tuple[str | None, Rejected | Future[Outcome]]:
    try:
        content = file.content()
    except Refusal as refusal:
        return None, Rejected(file.name, None, refusal.reason, refusal.detail)
    digest = hashlib.sha256(content).hexdigest()
    if isinstance(executor, LosableWorkers):
        return digest, executor.submit(read_bytes, file.name, content, asked)
    return digest, executor.submit(_within, limits, file.name, content, asked)


def _within(limits: Limits, name: str, content: bytes, asked: Asked) -> Outcome:
    """Read one paper, in a process beside that of an executor that cannot lose one."""
    given = _beside(limits).submit(read_bytes, name, content, asked)
    return _outcome(name, hashlib.sha256(content).hexdigest(), given)


@cache
def _beside(limits: Limits) -> LosableWorkers:
    return LosableWorkers(limits=limits)


def _outcome(name: str, digest: str | None, future: Future[Outcome]) -> Outcome:
    try:
        return future.result()
    except TimeoutError as error:
        return Rejected(name, digest, Reason.too_slow, str(error))
    except MemoryError:
        return Rejected(name, digest, Reason.too_much_memory)
    except WorkerLostError as error:
        return Rejected(name, digest, Reason.crashed, str(error))


def _where(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}: {error}{place}"[:300]


def cluster(address: str) -> AbstractContextManager[Executor]:
    """Give a Dask cluster as an executor; raises PlanwerkError where there is none, or one of another version."""
    try:
        from distributed import Client
    except ImportError as error:
        raise PlanwerkError("a cluster wants the optional package distributed", "pip install 'planwerk[cluster]'") from error  # fmt: skip
    try:
        connect: Any = Client  # it ships no types
        client = connect(address, timeout="5s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise PlanwerkError(f"no cluster at {address}: {error}", "start one with dask scheduler and dask worker") from error  # fmt: skip
    try:
        versions = set(client.run(_version).values())
    except ModuleNotFoundError as error:
        client.close()
        raise PlanwerkError(f"the workers at {address} have no Planwerk", f"install planwerk {__version__} on each") from error  # fmt: skip
    if versions != {__version__}:
        client.close()
        said = ", ".join(sorted(versions)) or "no workers"
        raise PlanwerkError(f"the cluster at {address} has {said}, this is {__version__}", "one version everywhere gives one result")  # fmt: skip
    return _Cluster(client)


def _version() -> str:
    return __version__


class _Cluster(AbstractContextManager[Executor]):
    def __init__(self, client: Any) -> None:
        self._client = client

    def __enter__(self) -> Executor:
        executor: Executor = self._client.get_executor(pure=False)
        return executor

    def __exit__(self, *_: object) -> None:
        self._client.close()
