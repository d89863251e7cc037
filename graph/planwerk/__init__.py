"""Planwerk reads a city council's papers and shows which social plans rest on what.

The road, in one line (see :mod:`planwerk.pipeline`)::

    sources -> dataset -> validation -> inference -> network -> gaps, dependencies, control -> views

Importing this package loads nothing heavy; :func:`planwerk.open` is the way in from a notebook.
"""

__version__ = "0.1.0"
