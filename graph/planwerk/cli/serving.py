"""The local server."""

from __future__ import annotations

from typing import Annotated

import typer

from planwerk.cli.options import AsOf, Folder
from planwerk.cli.printing import opened
from planwerk.errors import PlanwerkError

app = typer.Typer()


@app.command(epilog="Example: planwerk serve data/leipzig --as-of 2020-07-01 --port 8080")
def serve(
    folder: Folder,
    as_of: AsOf = None,
    host: Annotated[str, typer.Option(help="Address to listen on; the default is reached from this machine only.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8080,
    cors: Annotated[bool, typer.Option("--cors", help="Let pages of other sites ask the endpoint.")] = False,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="A further name the server goes by; may be given several times."),
    ] = None,
    write: Annotated[
        bool | None,
        typer.Option(
            "--write/--read-only",
            help="Take decisions (review, dismissals, a new build) or none; default: only where no other machine reaches it.",
        ),
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="Time that one query may take.")] = 10.0,
    memory: Annotated[int, typer.Option(min=256, help="Megabytes of memory that one query may take.")] = 1024,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Queries that run at once.")] = 2,
) -> None:
    """Serve the workspace on this machine: the planners' app with review, tables, texts and map, and a SPARQL endpoint."""
    try:
        from planwerk.server.app import LOOPBACK, make_app, run
    except ModuleNotFoundError as error:
        raise PlanwerkError(
            f"the server wants {error.name}, which is not installed", "pip install 'planwerk[serve]'"
        ) from error
    from planwerk.server.workers import Limits

    city = opened(folder, as_of)
    limits = Limits(seconds=seconds, memory=memory, workers=workers)
    shown = f"[{host}]" if ":" in host else host
    typer.echo(f"http://{shown}:{port}/  (SPARQL: http://{shown}:{port}/sparql; Ctrl+C ends)", err=True)
    local = host in (*LOOPBACK, "::1")
    app = make_app(
        city, limits, cors=cors, hosts=(*LOOPBACK, shown, *(name or ())), writable=local if write is None else write
    )
    run(app, host, port)
