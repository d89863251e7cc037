"""A workspace as a whole: make it, build it, hold it to the shapes, write it out."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import Annotated

import typer

from planwerk.cli.options import AsOf, Cluster, Folder, Form, Jobs, Json, Language, Out, RdfForm
from planwerk.cli.printing import dump, emit, executor_of, form_of, opened, telling, write

app = typer.Typer()
SHOWN = 20  # lines on what was not read, before "…" and the number of the rest


@app.command(epilog="Example: planwerk init my-city --name Musterstadt --key 00000000 --state SN")
def init(
    folder: Folder,
    name: Annotated[str, typer.Option(help="Name of the municipality.")],
    key: Annotated[str, typer.Option(help="Official municipality key: eight digits, five for a Landkreis.")],
    state: Annotated[str, typer.Option(help="Land, two letters, such as SN.")],
    kind: Annotated[
        str, typer.Option("--type", help="kreisfreie Stadt, Landkreis or kreisangehörige Gemeinde.")
    ] = "kreisfreie Stadt",
) -> None:
    """Make a new workspace: a folder with planwerk.toml, papers, curated and review."""
    from planwerk.workspace import create_workspace

    made = create_workspace(folder, name=name, key=key, kind=kind, state=state)
    typer.echo(f"{made.folder / 'planwerk.toml'}", err=True)


@app.command(epilog="Example: planwerk build data/leipzig --json")
def build(
    folder: Folder,
    lang: Language = None,
    as_json: Json = False,
    output: Out = None,
    jobs: Jobs = None,
    cluster: Cluster = None,
) -> None:
    """Read the sources, check them, draw what follows, store the dataset; ends with a counted account."""
    from dataclasses import asdict

    from planwerk import pipeline
    from planwerk.views.reports import violation_table
    from planwerk.workspace import read_workspace

    workspace = read_workspace(folder)
    language = lang.value if lang else workspace.language
    asked = executor_of(jobs, cluster) if jobs or cluster else nullcontext()
    with asked as executor, telling() as tell:
        made = pipeline.build(workspace, lang=language, tell=tell, executor=executor)
    if not made.conforms:
        emit(violation_table(made.violations, language), form_of(None, as_json, output), output)
        typer.echo(f"{made.account.violations} violations; nothing was stored, the old build stands", err=True)
        raise typer.Exit(1)
    for one in made.unread[:SHOWN]:
        typer.echo(one.say(language), err=True)
    if len(made.unread) > SHOWN:
        typer.echo(f"… {len(made.unread) - SHOWN}", err=True)
    account = asdict(made.account)
    if as_json or output is not None or not sys.stdout.isatty():
        dump({"dataset": str(workspace.build / pipeline.DATASET), **account}, output)
    else:
        typer.echo(f"{workspace.build / pipeline.DATASET}")
        typer.echo(", ".join(f"{name.replace('_', ' ')} {count}" for name, count in account.items()))


@app.command(epilog="Example: planwerk validate data/leipzig --format json")
def validate(
    folder: Folder, lang: Language = None, form: Form = None, as_json: Json = False, output: Out = None
) -> None:
    """Hold the workspace to the shapes; exits with 1 where one objects. Nothing is stored."""
    from planwerk import pipeline
    from planwerk.views.reports import violation_table
    from planwerk.workspace import read_workspace

    workspace = read_workspace(folder)
    language = lang.value if lang else workspace.language
    with telling() as tell:
        made = pipeline.examine(workspace, lang=language, tell=tell)
    emit(violation_table(made.violations, language), form_of(form, as_json, output), output)
    if not made.conforms:
        raise typer.Exit(1)


@app.command(epilog="Example: planwerk export data/leipzig --format nquads -o leipzig.nq")
def export(
    folder: Folder,
    form: Annotated[
        RdfForm, typer.Option("--format", "-f", help="trig, nquads (sorted, for comparing) or jsonld.")
    ] = RdfForm.trig,
    as_of: AsOf = None,
    output: Out = None,
    whole: Annotated[
        bool, typer.Option("--with-shipped", help="With the ontology, value lists and planning duties.")
    ] = False,
) -> None:
    """Write the dataset as of a day as RDF."""
    city = opened(folder, as_of)
    write(city.data.serialize(form.value, shipped_too=whole), output)
