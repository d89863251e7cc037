"""Planwerk reads a city council's papers and shows which social plans rest on what.

The road, in one line (see :mod:`planwerk.pipeline`)::

    sources -> dataset -> validation -> inference -> network -> gaps, dependencies, control -> views

Importing this package loads nothing heavy; :func:`planwerk.open` is the way in from a notebook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from planwerk.city import City

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(workspace: str | Path, *, as_of: str | date | None = None) -> City:
    """Open a workspace as of a day (ISO text or date; default: today), building it first where that is due.

    Raises WorkspaceError where there is none, SourceError where a source cannot be used, and NonConformingError where the
    shapes object.

    >>> from planwerk import shipped
    >>> leipzig = open(shipped.data() / "leipzig", as_of="2018-09-19")
    >>> leipzig.workspace.name, leipzig.as_of.year
    ('Leipzig', 2018)
    """
    from planwerk.city import open_city

    return open_city(workspace, as_of_day=as_of)
