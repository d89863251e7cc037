"""What rests on what: the network of a workspace, looked at and written out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from planwerk.cli.options import AsOf, Folder, Form, Format, Json, Language, Out
from planwerk.cli.printing import dump, emit, form_of, language_of, opened, write

app = typer.Typer()


@app.command(epilog='Example: planwerk depends data/leipzig "Fachplan Seniorenarbeit"')
def depends(
    folder: Folder,
    thing: Annotated[
        str | None, typer.Argument(metavar="THING", help="IRI, end of IRI or label; without it: the whole network.")
    ] = None,
    without: Annotated[str | None, typer.Option(metavar="THING", help="What if this falls away?")] = None,
    layer: Annotated[
        Literal["planning", "actor", "law", "whole"],
        typer.Option(help="Plans among themselves, who holds them, on which law, or all of it."),
    ] = "whole",
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Also what changed since this day.")] = None,
    export: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write the network itself: .graphml, .gexf, .json, .kumu.json, or .csv (two files)."
        ),
    ] = None,
    as_of: AsOf = None,
    lang: Language = None,
    form: Form = None,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Show what rests on a thing and what it rests on; or cycles, single points of failure, what hangs together."""
    from planwerk.affinity import communities, suggestions
    from planwerk.dependencies import depends as analyse
    from planwerk.dependencies import falls_with, find_node
    from planwerk.network import LAYERS
    from planwerk.structure import central, changes, single_points
    from planwerk.views.networkexport import export_network
    from planwerk.views.networktable import Seen, dependency_table, seen_json

    city = opened(folder, as_of)
    language = language_of(lang, city)
    network = city.network(LAYERS[layer], lang=language)
    if export is not None:
        for path, content in export_network(network, export, city.as_of).items():
            write(content, path)
        return
    node = find_node(network, thing) if thing else None
    gone = find_node(network, without) if without else None
    left = network.copy()
    left.remove_nodes_from([gone] if gone else [])
    whole = node is None
    plans = layer in ("planning", "whole") and whole
    pairs = city.affinities(lang=language) if plans else []
    earlier = opened(folder, since).network(LAYERS[layer], lang=language) if since else None
    seen = Seen(
        analyse(network, node, without=gone),
        gone=falls_with(network, gone) if gone else (),
        single_points=single_points(left) if whole else (),
        central=central(left) if whole else (),
        communities=communities(pairs),
        suggestions=suggestions(pairs),
        changes=changes(earlier, network) if earlier is not None else None,
        layer=layer,
        network=left,
    )
    chosen = form_of(form, as_json, output)
    if chosen is Format.json:
        dump(
            {"as_of": city.as_of.isoformat(), "layer": layer, "without": gone, "since": since, **seen_json(seen)},
            output,
        )
    else:
        emit(dependency_table(seen, city.data, language), chosen, output)
