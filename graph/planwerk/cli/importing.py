"""What comes in from outside: filled forms; and the form to fill."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from planwerk.cli.options import AsOf, Folder, Lang
from planwerk.cli.printing import emit, form_of, opened, write
from planwerk.errors import PlanwerkError

app = typer.Typer()
imports = typer.Typer(no_args_is_help=True)
app.add_typer(
    imports,
    name="import",
    help="Take in what others keep elsewhere, such as a filled form.",
    epilog="Example: planwerk template | planwerk import sheet data/leipzig - --check",
)


@app.command(epilog="Example: planwerk template -o form.xlsx")
def template(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[WORKSPACE]", help="Fill the form with what this workspace holds.")
    ] = None,
    as_of: AsOf = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the form.")] = Lang.de,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead of stdout.")
    ] = None,
) -> None:
    """Write the form for a spreadsheet program: drop-downs, a help sheet; empty, or filled with a workspace."""
    from planwerk.views.formsheet import form_workbook

    if output is None and sys.stdout.isatty():
        raise PlanwerkError("a workbook cannot be shown on a terminal", "add -o form.xlsx")
    form = None
    if folder is not None:
        from planwerk.filledform import filled

        city = opened(folder, as_of)
        form = filled(city.data, city.workspace.base)
    write(form_workbook(lang.value, form), output)


@imports.command(epilog="Example: planwerk import sheet my-city form.xlsx")
def sheet(
    folder: Folder,
    file: Annotated[
        Path, typer.Argument(metavar="FILE|-", help="A filled form: .xlsx, .ods or .csv; - for standard input.")
    ],
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the messages.")] = Lang.de,
    check: Annotated[bool, typer.Option("--check", help="Only say what is wrong; write nothing.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a form of that name taken in before.")] = False,
) -> None:
    """Hold a filled form to its rules and take it into the workspace's curated folder; exits with 1 where it objects."""
    import tempfile

    from planwerk.sources.sheet import FormError
    from planwerk.takingin import take_in
    from planwerk.views.formreport import problem_table
    from planwerk.workspace import read_workspace

    workspace = read_workspace(folder)
    with tempfile.TemporaryDirectory() as scratch:
        if str(file) == "-":
            file = Path(scratch) / "form.xlsx"
            file.write_bytes(sys.stdin.buffer.read())
        try:
            taken = take_in(workspace, file, lang=lang.value, write=not check, replace=replace)
        except FormError as error:
            emit(problem_table(error.problems, file.name, lang.value), form_of(None, False, None), None)
            typer.echo(f"{len(error.problems)} problems; nothing was taken in", err=True)
            raise typer.Exit(1) from error
    counted = ", ".join(f"{name} {count}" for name, count in taken.lines.items())
    typer.echo(f"{taken.path if taken.path else file.name}: {counted}; {taken.statements} statements", err=True)
    if taken.unread:
        typer.echo(f"not read, as no part of the form: {', '.join(taken.unread)}", err=True)
