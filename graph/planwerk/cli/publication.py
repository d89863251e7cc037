"""A release of a workspace, as a folder of files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planwerk.cli.options import AsOf, Folder, Json
from planwerk.cli.printing import dump, opened, telling

app = typer.Typer()


@app.command(epilog="Example: planwerk publish data/leipzig published/ --as-of 2020-07-01")
def publish(
    folder: Folder,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder to write; an earlier release is replaced.")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Write the workspace as a static site with its data, to cite and to put on any web server."""
    from planwerk.publishing import publish as write

    city = opened(folder, as_of)
    with telling() as tell:
        made = write(city, out, tell=tell)
    said = {"folder": str(made.folder), "files": made.files, "bytes": made.size, "dataset_sha256": made.digest, "citation": made.citation}  # fmt: skip
    if as_json:
        dump(said, None)
        return
    typer.echo(f"{made.citation}")
    typer.echo(f"{made.folder}: {made.files} files, {made.size:,} bytes".replace(",", " "), err=True)
