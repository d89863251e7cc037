"""Where a proof stands: from the graph that makes a statement to the text it was read in."""

from __future__ import annotations

from pyoxigraph import NamedNode

from planwerk.site.links import Target
from planwerk.site.seen import Seen
from planwerk.vocabulary import PREFIXES

_DERIVED = NamedNode(PREFIXES["prov"] + "wasDerivedFrom")


class Places:
    """Targets of proofs; a proof without a place leads to the page of what says it."""

    def __init__(self, seen: Seen) -> None:
        self._store = seen.city.data.store
        self._sources: dict[str, str | None] = {}

    def of(self, graph: str, start: int | None) -> Target:
        """Give where a proof leads: the place in the text, or the thing or source graph itself."""
        source = self.source(graph)
        if source is None or start is None:
            return Target("thing", graph)
        return Target("text", source, anchor_of(start))

    def source(self, graph: str) -> str | None:
        """Give the source document that a graph was taken from, None where nothing says so."""
        if graph not in self._sources:
            found = sorted(
                quad.object.value
                for quad in self._store.quads_for_pattern(NamedNode(graph), _DERIVED, None)
                if isinstance(quad.object, NamedNode)
            )
            self._sources[graph] = found[0] if found else None
        return self._sources[graph]


def anchor_of(start: int) -> str:
    """Give the name of a place in a text page, by the first character of what stands there.

    >>> anchor_of(14459)
    'at-14459'
    """
    return f"at-{start}"
