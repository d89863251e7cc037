"""How commands open a city and print what they found: data to stdout or a file, talk to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from planwerk.cli.options import DatedFormat, Format, Lang
from planwerk.errors import PlanwerkError

if TYPE_CHECKING:
    from planwerk.city import City
    from planwerk.elsewhere import CityElsewhere
    from planwerk.pipeline import Told
    from planwerk.views.proofs import Lying
    from planwerk.views.table import Table
    from planwerk.workers import Limits


def to_day(text: str | None) -> date | None:
    """Read a day as ISO writes it; raises PlanwerkError where it is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise PlanwerkError(f'"{text}" is no day', "write it as 2020-07-01") from error


@contextmanager
def telling() -> Iterator[Told]:
    """Show on stderr what is being worked on, where somebody is looking."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.markup import escape

    with Console(stderr=True).status("…") as status:
        yield lambda what: status.update(escape(what))


def executor_of(
    jobs: int | None, address: str | None, limits: Limits | None = None
) -> AbstractContextManager[Executor]:
    """Give what papers are read through: the cluster at that address, or so many processes of this machine."""
    from planwerk.readings import cluster
    from planwerk.workers import LosableWorkers

    return cluster(address) if address else LosableWorkers(jobs, limits)


def opened(folder: Path, as_of: str | None, store: str | None = None) -> City:
    """Open a workspace as of a day, telling on a terminal what is being built; or its graphs from the store at an address."""
    from planwerk.city import open_city

    day = to_day(as_of)
    with telling() as tell:
        if store is None:
            return open_city(folder, as_of_day=day, tell=tell)
        from planwerk.elsewhere import fetched

        return fetched(folder, store, day, tell)


def asked(folder: Path, as_of: str | None, store: str | None) -> City | CityElsewhere:
    """Open what queries are put to: the workspace, or its dataset in the store at an address."""
    if store is None:
        return opened(folder, as_of)
    from planwerk.elsewhere import elsewhere

    return elsewhere(folder, store, to_day(as_of))


def language_of(chosen: Lang | None, city: City | CityElsewhere) -> str:
    """Give the chosen language, else the workspace's own."""
    return chosen.value if chosen else city.workspace.language


def form_of(form: Format | DatedFormat | None, as_json: bool, output: Path | None) -> Format:
    """Give the form that was asked for, else the one of the file's ending, else a table on a terminal and JSON in a pipe."""
    if form or as_json:
        return Format(form.value) if form and not as_json else Format.json
    if output is not None:
        try:
            return Format(output.suffix.removeprefix("."))
        except ValueError:
            return Format.json
    return Format.table if sys.stdout.isatty() else Format.json


def calendar_wanted(form: DatedFormat | None, as_json: bool, output: Path | None) -> bool:
    """Tell whether a calendar file was asked for, by name or by the file's ending."""
    if as_json:
        return False
    return form is DatedFormat.ics if form else output is not None and output.suffix == ".ics"


def lying_at(output: Path | None, form: Format) -> Lying | None:
    """Say where the output will lie, so that it can lead to the papers; None where nobody knows, as in a pipe."""
    if output is None:
        return None
    from planwerk.views.proofs import Lying

    return Lying(output.parent, browser=form is Format.html)


def write(content: bytes, output: Path | None) -> None:
    """Write to a file, whole or not at all, or to stdout."""
    if output is not None:
        from planwerk.files import write_atomically

        write_atomically(output, content)
        typer.echo(str(output), err=True)
        return
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def emit(table: Table, form: Format, output: Path | None, *, bom: bool = False) -> None:
    """Print a table in this form."""
    from planwerk.views import table as plain

    if form is Format.table:
        from rich.console import Console

        from planwerk.views.terminal import to_terminal

        live = output is None and sys.stdout.isatty()
        text = to_terminal(table, Console().width if live else 120, color=live)
        write((text.rstrip("\n") + "\n").encode(), output)
    elif form is Format.xlsx:
        from planwerk.views.spreadsheet import xlsx

        if output is None and sys.stdout.isatty():
            raise PlanwerkError("a spreadsheet cannot be shown on a terminal", "add -o control.xlsx")
        write(xlsx(table), output)
    elif form is Format.docx:
        from planwerk.views.word import docx_table

        if output is None and sys.stdout.isatty():
            raise PlanwerkError("a DOCX cannot be shown on a terminal", "add -o control.docx")
        write(docx_table(table), output)
    elif form is Format.html:
        from planwerk.views.page import to_html

        write(to_html(table).encode(), output)
    elif form is Format.csv:
        write(plain.to_csv(table, bom=bom, headings="title" if bom else "key"), output)
    elif form is Format.tsv:
        write(plain.to_tsv(table), output)
    else:
        write(plain.to_json(table), output)


def dump(data: object, output: Path | None) -> None:
    """Print data as JSON."""
    write((json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode(), output)
