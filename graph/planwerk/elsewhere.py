"""A city whose dataset lies in a SPARQL store elsewhere; the workspace says which city, and how it is judged.

Two ways to use it. A query of one's own is sent to the store, whose engine may hold more than this machine does
(:func:`elsewhere`). Questions, checks, control and maps take the city's graphs from the store, whole and verified, and
work on them here (:func:`fetched`): they look at day after day and at extracted pairs, and what they find must not
depend on whose engine evaluates it. The engines do differ: Virtuoso 7 answers 31 of the 32 shipped questions otherwise
(tests/stores/virtuoso.json); Oxigraph none.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import Store

from planwerk.city import City, city_of
from planwerk.dataset import Dataset, shipped_quads
from planwerk.errors import StoreError
from planwerk.federation import with_services
from planwerk.guard import parts_of
from planwerk.questions import Answer, value_of
from planwerk.remote import Remote
from planwerk.stores import Held, Told, ask_store, fetch, held
from planwerk.workspace import Workspace, read_workspace


@dataclass(frozen=True)
class CityElsewhere:
    """One city as of the day for which it was pushed to a store: what a query needs of it."""

    workspace: Workspace
    remote: Remote
    there: Held

    @property
    def data(self) -> Dataset:
        """Give the dataset's day and its sources' days; the statements are in the store."""
        known = {graph: since for graph, since in self.there.known.items() if since <= self.there.day}
        return Dataset(Store(), self.there.day, known)

    def query(self, sparql: str, *, services: Collection[str] = ()) -> Answer:
        """Have the store answer a SELECT or ASK; CONSTRUCT and DESCRIBE are answered here, over the graphs fetched.

        Of the latter two no count tells whether an answer is whole. Raises QueryError or StoreError.
        ``services`` are the endpoints that it may ask by SERVICE: their rows are fetched here and sent along.
        """
        sparql = with_services(sparql, services) if services else sparql
        if parts_of(sparql).form not in ("SELECT", "ASK"):
            return _fetched(self.workspace, self.remote, self.there.day).query(sparql)
        found = ask_store(self.remote, self.there, sparql)
        if isinstance(found, bool):
            return Answer(("answer",), ((found,),))
        return Answer(found.variables, tuple(tuple(map(value_of, row)) for row in found.rows))


def elsewhere(folder: Path, url: str, day: date | None = None) -> CityElsewhere:
    """Open a city in a store as of the day it was pushed for; raises StoreError where it was pushed for another."""
    workspace, remote = read_workspace(folder), Remote(url)
    there = held(remote, workspace.base)
    if day is not None and day != there.day:
        raise StoreError(
            f"{url} holds the dataset as of {there.day}, not as of {day}",
            f"planwerk push {folder} --store {url} --as-of {day} puts it there",
        )
    return CityElsewhere(workspace, remote, there)


def fetched(folder: Path, url: str, day: date | None = None, tell: Told = lambda _: None) -> City:
    """Open a city with the graphs that the store holds, as of any day (default: today)."""
    return _fetched(read_workspace(folder), Remote(url), day or date.today(), tell)


def _fetched(workspace: Workspace, remote: Remote, day: date, tell: Told = lambda _: None) -> City:
    own = fetch(remote, workspace.base, tell)
    return city_of(workspace, [*shipped_quads(), *own], day)
