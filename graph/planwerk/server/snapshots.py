"""Published snapshots: a workspace's dataset as of a day, written to disk once and only read from then on.

A day's dataset has an IRI of its own, ``<base>dataset/2020-07-01``; a request that names it as its default graph asks
that day's dataset.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import NamedNode, Store

from planwerk.city import City
from planwerk.server.workers import Limits, Pool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One day's dataset on disk, with the workers that answer over it and the graphs that it holds."""

    city: City
    pool: Pool
    graphs: frozenset[str]


def write_snapshot(store: Store, folder: Path) -> frozenset[str]:
    """Write a store to a folder and give the IRIs of its named graphs."""
    on_disk = Store(str(folder))
    on_disk.bulk_extend(store)
    on_disk.flush()
    return frozenset(graph.value for graph in on_disk.named_graphs() if isinstance(graph, NamedNode))


class Snapshots:
    """The snapshots of one workspace, by day: the one it was opened on, and a few others made when asked for."""

    def __init__(self, city: City, limits: Limits, keep: int = 4) -> None:
        self.city = city
        self._limits = limits
        self._keep = keep
        self._made: dict[date, Snapshot] = {}
        self._stacks: dict[date, AsyncExitStack] = {}
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> Snapshots:
        """Publish the day the city was opened on."""
        await self.of(self.city.as_of)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop all workers and drop the snapshots."""
        for stack in self._stacks.values():
            await stack.aclose()

    async def renew(self, city: City) -> None:
        """Publish another build of the city; what was made of the old one goes once the new one is there."""
        async with self._lock:
            old, self._stacks, self._made, self.city = list(self._stacks.values()), {}, {}, city
        await self.of(city.as_of)
        for stack in old:
            await stack.aclose()

    def day_of(self, iri: str) -> date | None:
        """Give the day whose dataset the IRI names, None where it names none."""
        match = re.fullmatch(re.escape(f"{self.city.workspace.base}dataset/") + r"(\d{4}-\d\d-\d\d)", iri)
        try:
            return date.fromisoformat(match[1]) if match else None
        except ValueError:
            return None

    async def of(self, day: date) -> Snapshot:
        """Give a day's snapshot, made when it is first asked for; the one unused for longest goes when there are many."""
        async with self._lock:
            if day in self._made:
                self._made[day] = self._made.pop(day)
                return self._made[day]
            stack = AsyncExitStack()
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="planwerk-snapshot-"))
            city = self.city if day == self.city.as_of else await asyncio.to_thread(self.city.on, day)
            graphs = await asyncio.to_thread(write_snapshot, city.data.store, Path(folder))
            pool = await stack.enter_async_context(Pool(Path(folder), self._limits))
            self._made[day], self._stacks[day] = Snapshot(city, pool, graphs), stack
            if len(self._made) > self._keep:
                oldest = next(other for other in self._made if other not in (day, self.city.as_of))
                del self._made[oldest]
                await self._stacks.pop(oldest).aclose()
            return self._made[day]
