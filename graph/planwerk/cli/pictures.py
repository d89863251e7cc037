"""The relationship map."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from planwerk.cli.options import AsOf, Folder, Language, StoreUrl
from planwerk.cli.printing import language_of, opened, telling, write

app = typer.Typer()


@app.command(name="map", epilog="Example: planwerk map data/leipzig --as-of 2020-07-01 -o map.html")
def draw_map(
    folder: Folder,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The HTML file to write.")],
    as_of: AsOf = None,
    store: StoreUrl = None,
    lang: Language = None,
    theme: Annotated[
        Literal["auto", "light", "dark"], typer.Option(help="Colours; auto follows the reader's system.")
    ] = "auto",
    focus: Annotated[
        str | None,
        typer.Option(metavar="THING", help="Open at this thing: IRI, its end, printed number, label or finding."),
    ] = None,
    steps: Annotated[int, typer.Option(min=1, max=3, help="With --focus: how many relations away is still shown.")] = 2,
    domain: Annotated[
        str | None, typer.Option(metavar="DOMAIN", help="Open filtered to this Handlungsfeld: label, IRI or its end.")
    ] = None,
    story: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Slides to present, as Markdown or YAML; default: one story per procedure."),
    ] = None,
) -> None:
    """Draw the relationship map: one HTML file that opens without a network."""
    city = opened(folder, as_of, store)
    with telling() as tell:
        tell(output.name)
        page = city.map(lang=language_of(lang, city), theme=theme, focus=focus, steps=steps, domain=domain, story=story)
    write(page.encode(), output)
