"""The relationship map."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from planwerk.cli.options import AsOf, Folder, Language
from planwerk.cli.printing import language_of, opened, telling, write

app = typer.Typer()


@app.command(name="map", epilog="Example: planwerk map data/leipzig --as-of 2020-07-01 -o map.html")
def draw_map(
    folder: Folder,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The HTML file to write.")],
    as_of: AsOf = None,
    lang: Language = None,
    theme: Annotated[
        Literal["auto", "light", "dark"], typer.Option(help="Colours; auto follows the reader's system.")
    ] = "auto",
) -> None:
    """Draw the relationship map: one HTML file that opens without a network."""
    city = opened(folder, as_of)
    with telling() as tell:
        tell(output.name)
        page = city.map(lang=language_of(lang, city), theme=theme)
    write(page.encode(), output)
