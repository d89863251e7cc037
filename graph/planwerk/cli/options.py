"""What the commands share of the command line: languages, forms, and the options that many of them have."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Lang(StrEnum):
    """The languages of the output."""

    de = "de"
    en = "en"


class Format(StrEnum):
    """The forms a table can take."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    html = "html"
    xlsx = "xlsx"
    docx = "docx"


class DatedFormat(StrEnum):
    """The forms a table with deadlines can take: any of a table, or a calendar file."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    html = "html"
    xlsx = "xlsx"
    docx = "docx"
    ics = "ics"


class ReportForm(StrEnum):
    """The forms the gap report can take: a document, or its matrix as data."""

    html = "html"
    docx = "docx"
    csv = "csv"
    json = "json"


class RdfForm(StrEnum):
    """The forms a dataset can take."""

    trig = "trig"
    nquads = "nquads"
    jsonld = "jsonld"


Folder = Annotated[Path, typer.Argument(metavar="WORKSPACE", help="The folder with planwerk.toml.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Judge on this day with what was known then; default: today."),
]
StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        help="Ask the SPARQL store at this address, where planwerk push put the workspace, instead of the local build.",
    ),
]
Language = Annotated[Lang | None, typer.Option("--lang", help="Language of the output; default: the workspace's.")]
Form = Annotated[Format | None, typer.Option("--format", "-f", help="Default: a table on a terminal, JSON when piped.")]
DatedForm = Annotated[
    DatedFormat | None,
    typer.Option("--format", "-f", help="Default: a table on a terminal, JSON when piped; ics is a calendar file."),
]
Json = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
Out = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead of stdout.")
]
Show = Annotated[bool, typer.Option("--show-query", help="Print the SPARQL behind it, and nothing else.")]
Bom = Annotated[bool, typer.Option("--bom", help="CSV with a byte order mark, for Excel.")]
Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, help="Processes that read papers; default: one for each core.")
]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster", metavar="ADDRESS", help="Read papers on this Dask cluster, such as tcp://127.0.0.1:8786."
    ),
]
