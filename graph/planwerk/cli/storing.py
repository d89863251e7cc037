"""Putting a workspace's dataset into a SPARQL store elsewhere."""

from __future__ import annotations

from typing import Annotated

import typer

from planwerk.cli.options import AsOf, Folder
from planwerk.cli.printing import opened, telling

app = typer.Typer()


@app.command(
    epilog="Example: planwerk push data/leipzig --as-of 2020-07-01 --store http://127.0.0.1:7878/query "
    "--graphs http://127.0.0.1:7878/store"
)
def push(
    folder: Folder,
    store: Annotated[str, typer.Option("--store", metavar="URL", help="Address at which the store answers queries.")],
    graphs: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Address of its Graph Store HTTP Protocol; default: /store beside an address that ends in /query.",
        ),
    ] = None,
    as_of: AsOf = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be written and removed.")] = False,
) -> None:
    """Put the workspace's dataset into a SPARQL store, whole and verified, so that --store URL can ask it there.

    Only the workspace's own graphs are written or removed. Name and password come from the environment:
    PLANWERK_STORE_USER, PLANWERK_STORE_PASSWORD.
    """
    from planwerk.remote import Remote, graph_store
    from planwerk.stores import graphs_of, plan_push
    from planwerk.stores import push as put

    remote, address = Remote(store), graph_store(store, graphs)
    city = opened(folder, as_of)
    base, made = city.workspace.base, graphs_of(city.workspace.base, city.quads, city.data)
    if dry_run:
        done = plan_push(remote, base, made)
    else:
        with telling() as tell:
            done = put(remote, address, base, made, city.as_of, tell)
    for verb, names in (("write", done.write), ("remove", done.remove)):
        for name in names if dry_run else ():
            typer.echo(f"{verb} {name}")
    said = "would be written" if dry_run else "written"
    typer.echo(
        f"{len(done.write)} graphs with {done.statements} statements {said}, {done.same} the same already, "
        f"{len(done.remove)} removed; as of {city.as_of}",
        err=True,
    )
