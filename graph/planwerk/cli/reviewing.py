"""What people make of a machine's reading: the list, the decisions, and what changed between two builds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planwerk.cli.options import Folder, Form, Json, Language, Out
from planwerk.cli.printing import emit, form_of, telling

app = typer.Typer()


@app.command(epilog="Example: planwerk review data/leipzig --all")
def review(
    folder: Folder,
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID]…", help="Statements to decide on, or the beginnings of their ids."),
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="They are right.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="They are wrong and leave the dataset.")] = False,
    correct: Annotated[
        str | None, typer.Option("--correct", metavar="VALUE", help="This is what they should say.")
    ] = None,
    split: Annotated[
        list[str] | None,
        typer.Option(
            "--split", metavar="PAPER", help="In this paper the named thing (body/arbeitskreis-wohnen) is another one."
        ),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the decisions back.")] = False,
    note: Annotated[str, typer.Option(help="Why; kept with the decision.")] = "",
    by: Annotated[str, typer.Option(help="Who decides; kept with the decision.")] = "",
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Take the decisions of an edited CSV or XLSX.")
    ] = None,
    names: Annotated[
        bool,
        typer.Option(
            "--names", help="List names that may mean the same thing; accept says they do, reject they do not."
        ),
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="List what is decided too.")] = False,
    file: Annotated[list[str] | None, typer.Option(metavar="PAPER", help="Only of this paper.")] = None,
    rule: Annotated[list[str] | None, typer.Option(help="Only by rules whose name begins so, such as task.")] = None,
    below: Annotated[float | None, typer.Option(metavar="CONFIDENCE", help="Only what is less sure than this.")] = None,
    lang: Language = None,
    form: Form = None,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """List what was read and nobody has looked at; accept, reject or correct it, by id or from an edited table."""
    from planwerk.errors import ReviewError
    from planwerk.reviewing import Reviewing

    chosen = [
        name
        for name, given in (
            ("accept", accept),
            ("reject", reject),
            ("correct", correct is not None),
            ("undo", undo),
            ("split", bool(split)),
        )
        if given
    ]
    if len(chosen) > 1 or (chosen and source) or (ids and not chosen) or (chosen and not ids):
        raise ReviewError(
            "this is no whole decision",
            "planwerk review WORKSPACE ID --accept, --reject, --correct VALUE, --split PAPER or --undo",
        )
    with telling() as tell:
        reviewing = Reviewing(folder, lang=lang.value if lang else None, tell=tell)
    if source is not None:
        typer.echo(f"{reviewing.take(source, note=note, by=by)} decisions kept", err=True)
    elif undo:
        typer.echo(f"{reviewing.undo(ids or [])} decisions taken back", err=True)
    elif split:
        count = sum(reviewing.split(one, split, note=note, by=by) for one in ids or [])
        typer.echo(f"{count} decisions kept", err=True)
    elif chosen and all(one.startswith("n") for one in ids or []):
        typer.echo(f"{reviewing.decide_names(ids or [], chosen[0], note=note, by=by)} decisions kept", err=True)
    elif names:
        from planwerk.views.reviews import candidate_table

        emit(candidate_table(reviewing.candidates(), reviewing.lang), form_of(form, as_json, output), output)
    elif chosen:
        typer.echo(
            f"{reviewing.decide(ids or [], chosen[0], value=correct or '', note=note, by=by)} decisions kept", err=True
        )
    else:
        from planwerk.cli.options import Format
        from planwerk.views.reviews import review_overview, review_table

        found = reviewing.pending(everything=everything, files=file or (), rules=rule or (), below=below)
        wanted = form_of(form, as_json, output)
        made = review_overview if wanted is Format.table else review_table
        emit(made(found, reviewing.lang), wanted, output)


@app.command(epilog="Example: planwerk diff data/leipzig data/leipzig")
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A workspace, or a .trig or .nq file.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The same, later.")],
    lang: Language = None,
    form: Form = None,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Print the statements that one build has and the other has not, by the rule that read them."""
    from dataclasses import asdict

    from planwerk.cli.options import Format
    from planwerk.cli.printing import dump
    from planwerk.diff import by_rule
    from planwerk.diff import diff as difference
    from planwerk.pipeline import read_build
    from planwerk.views.reviews import change_table

    with telling() as tell:
        changes = difference(read_build(old, tell=tell), read_build(new, tell=tell))
    chosen = form_of(form, as_json, output)
    if chosen is Format.json:
        rules = {rule: {"gained": gained, "lost": lost} for rule, (gained, lost) in by_rule(changes).items()}
        dump({"rules": rules, "changes": [asdict(change) for change in changes]}, output)
        return
    emit(change_table(changes, lang.value if lang else "de"), chosen, output)
    for rule, (gained, lost) in by_rule(changes).items():
        typer.echo(f"{rule}: +{gained} -{lost}", err=True)
