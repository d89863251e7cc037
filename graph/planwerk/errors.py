"""What Planwerk raises on purpose.

* PlanwerkError: the reader can mend it; one sentence, one hint, exit code 2

  * WorkspaceError: the folder is no workspace, or its planwerk.toml is wrong
  * SourceError: a file of the workspace cannot be used as it is
  * PatternError: a municipality's profile is unknown, or a pattern in it is none
  * QueryError: a question or check is unknown, or a query is not SPARQL
  * StoreError: a SPARQL store elsewhere is not there, or its answer is not whole
  * ReviewError: a decision is none, or does not fit what it decides on

    * ConflictError: somebody else decided on it meanwhile

Everything else that goes up is a bug and keeps its traceback. A violation, an unread passage
and a finding are results, not exceptions.
"""

from __future__ import annotations


class PlanwerkError(Exception):
    """Something the reader can mend: one sentence says what is wrong, one hint says what to do.

    >>> error = PlanwerkError("no workspace at nowhere", "planwerk init nowhere makes one")
    >>> str(error), error.hint
    ('no workspace at nowhere', 'planwerk init nowhere makes one')
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class WorkspaceError(PlanwerkError):
    """The folder is no workspace, or its planwerk.toml cannot be read."""


class SourceError(PlanwerkError):
    """A source file is unreadable, not well-formed, or uses a word nobody defined."""


class PatternError(PlanwerkError):
    """A municipality's profile is unknown, or a pattern in it is none."""


class QueryError(PlanwerkError):
    """A question, check or parameter is unknown, or a query is not well-formed SPARQL."""


class StoreError(PlanwerkError):
    """A SPARQL store elsewhere cannot be reached, refuses, or does not give a whole answer."""


class ReviewError(PlanwerkError):
    """A line of the review folder is no decision, or a decision does not fit what it is about."""


class ConflictError(ReviewError):
    """Somebody else decided on the same thing after it was shown; nothing was written."""
