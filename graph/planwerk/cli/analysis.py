"""What rests on what."""

from __future__ import annotations

from typing import Annotated

import typer

from planwerk.cli.options import AsOf, Folder, Form, Format, Json, Language, Out
from planwerk.cli.printing import dump, emit, form_of, language_of, opened

app = typer.Typer()


@app.command(epilog='Example: planwerk depends data/leipzig "Fachplan Seniorenarbeit"')
def depends(
    folder: Folder,
    thing: Annotated[
        str | None, typer.Argument(metavar="THING", help="IRI, end of IRI or label; without it: the whole network.")
    ] = None,
    without: Annotated[str | None, typer.Option(metavar="THING", help="What if this falls away?")] = None,
    as_of: AsOf = None,
    lang: Language = None,
    form: Form = None,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Show what rests on a thing and what it rests on; cycles, single points of failure and the longest chain."""
    from dataclasses import asdict

    from planwerk.dependencies import depends as analyse
    from planwerk.dependencies import falls_with, find_node
    from planwerk.views.reports import dependency_table

    city = opened(folder, as_of)
    language = language_of(lang, city)
    network = city.network(lang=language)
    node = find_node(network, thing) if thing else None
    gone = find_node(network, without) if without else None
    found = analyse(network, node, without=gone)
    chosen = form_of(form, as_json, output)
    if chosen is Format.json:
        extra = {"without": gone, "falls_with": falls_with(network, gone)} if gone else {}
        dump({"as_of": city.as_of.isoformat(), **asdict(found), **extra}, output)
    else:
        emit(
            dependency_table(found, city.data, language, gone=falls_with(network, gone) if gone else ()), chosen, output
        )
