"""The command line: parse, call, print.

Imports of what is heavy live inside the commands, so that ``planwerk --help`` starts at once. Data goes to
stdout, talk to stderr; a table on a terminal, JSON when piped or asked. Exit codes: 0 fine (gaps are results,
not faults), 1 the data does not conform, 2 cannot run.
"""

from __future__ import annotations

import sys

import typer

from planwerk.cli import (
    asking,
    findings,
    importing,
    networks,
    papers,
    pictures,
    profiles,
    publication,
    registers,
    reviewing,
    serving,
    storing,
    workspaces,
)
from planwerk.errors import PlanwerkError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Reads a city council's papers and shows which social plans rest on what, what was decided, and what is missing.",
    epilog="Example: planwerk gaps data/leipzig --as-of 2020-07-01",
)
for part in (  # in this order in the help
    workspaces,
    papers,
    reviewing,
    importing,
    asking,
    findings,
    registers,
    networks,
    pictures,
    profiles,
    serving,
    publication,
    storing,
):
    app.add_typer(part.app)


def main() -> None:
    """Run the command line; what a user can mend ends in one sentence, one hint and exit code 2."""
    try:
        app()
    except PlanwerkError as error:
        from planwerk.city import NonConformingError

        typer.echo(f"error: {error.message}\nhint: {error.hint}", err=True)
        sys.exit(1 if isinstance(error, NonConformingError) else 2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
