"""Python's collector of cycles, which rests while many things are made that all stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_resting() -> Iterator[None]:
    """Let the collector of cycles rest, for work that makes very many objects and leaves no cycle among them.

    Searching them again and again as they grow in number takes a quarter of such work, and more where it is read from
    a city's evidence. What nothing refers to any more is freed all the same. A collector that rested before rests on.

    >>> with collector_resting():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()
