"""Asking the dataset: shipped questions, SPARQL of one's own, and the words explained."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from planwerk.cli.options import AsOf, Bom, Folder, Form, Format, Json, Lang, Language, Out, Show, StoreUrl
from planwerk.cli.printing import asked, emit, form_of, language_of, opened
from planwerk.errors import QueryError

app = typer.Typer()


@app.command(epilog="Example: planwerk ask data/leipzig adopted-version")
def ask(
    folder: Folder,
    question: Annotated[
        str | None, typer.Argument(metavar="QUESTION", help="Name of a question; planwerk questions lists them.")
    ] = None,
    as_of: AsOf = None,
    store: StoreUrl = None,
    lang: Language = None,
    form: Form = None,
    as_json: Json = False,
    output: Out = None,
    every: Annotated[
        bool, typer.Option("--all", help="Answer all questions, one CSV file each, into the folder named by -o.")
    ] = False,
    show_query: Show = False,
    bom: Bom = False,
) -> None:
    """Answer a shipped question from the dataset."""
    from planwerk.questions import fill, find_question, questions
    from planwerk.views.reports import answer_table, notes

    if (question is None) != every:
        raise QueryError("name one question, or all with --all", "planwerk questions lists them")
    city = opened(folder, as_of, store)
    language = language_of(lang, city)
    chosen = questions(folder).values() if every else [find_question(str(question), folder)]
    for one in chosen:
        if show_query:
            typer.echo(one.with_parameters(fill(one, city.data, language)))
            continue
        answer = city.ask(one.id, lang=language)
        table = answer_table(
            answer,
            one.title(language),
            language,
            question=one,
            said=(one.question(language), *notes(city.data, language)),
        )
        if every:
            target = (output or city.workspace.build / "answers") / f"{one.id}.csv"
            target.parent.mkdir(parents=True, exist_ok=True)
            emit(table, Format.csv, target, bom=bom)
        else:
            emit(table, form_of(form, as_json, output), output, bom=bom)


@app.command(
    epilog="Example: echo 'SELECT ?p { ?p a <https://w3id.org/planwerk/ns#Plan> }' | planwerk query data/leipzig -"
)
def query(
    folder: Folder,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A file with SPARQL, or - for standard input.")],
    as_of: AsOf = None,
    store: StoreUrl = None,
    lang: Language = None,
    form: Form = None,
    as_json: Json = False,
    output: Out = None,
    service: Annotated[
        list[str] | None,
        typer.Option(
            "--service",
            metavar="URL",
            help="An endpoint that the query may ask by SERVICE; may be given several times.",
        ),
    ] = None,
    bom: Bom = False,
) -> None:
    """Run a SPARQL query on the dataset as of a day."""
    from planwerk.views.reports import answer_table, notes

    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(
            f"{file} cannot be read: {error}", "name a file in UTF-8 with SPARQL, or - for standard input"
        ) from error
    city = asked(folder, as_of, store)
    answer = city.query(text, services=service or ())
    language = language_of(lang, city)
    table = answer_table(
        answer, Path(file).stem if file != "-" else "SPARQL", language, said=notes(city.data, language)
    )
    emit(table, form_of(form, as_json, output), output, bom=bom)


@app.command(epilog="Example: planwerk terms PlanEdition --lang en")
def terms(
    name: Annotated[
        str | None,
        typer.Argument(metavar="TERM", help="A term of the ontology or an id of a value list; without it: all."),
    ] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the output.")] = Lang.de,
    form: Form = None,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Explain the words: classes, properties and the values of the lists."""
    from planwerk.terms import find_terms
    from planwerk.views.table import Column
    from planwerk.views.table import Table as Made

    found = find_terms(name, lang.value)
    german = lang is Lang.de
    titles = [
        ("term", "Wort", "Term"),
        ("kind", "Art", "Kind"),
        ("label", "Bezeichnung", "Label"),
        ("definition", "Bedeutung", "Definition"),
    ]
    table = Made(
        title="Wörter" if german else "Terms",
        columns=tuple(Column(key, de if german else en) for key, de, en in titles),
        rows=tuple((t.name, t.kind, t.label, t.definition) for t in found),
        lang=lang.value,
    )
    emit(table, form_of(form, as_json, output), output)


@app.command(epilog="Example: planwerk questions --lang en")
def questions(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[WORKSPACE]", help="A workspace with questions of its own.")
    ] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the output.")] = Lang.de,
    form: Form = None,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """List the questions that planwerk ask answers."""
    from planwerk.questions import questions as known
    from planwerk.views.table import Column
    from planwerk.views.table import Table as Made

    german = lang is Lang.de
    titles = [("name", "Name", "Name"), ("question", "Frage", "Question"), ("for", "für", "For")]
    readers = {"planner": "Planung", "researcher": "Forschung", "presenter": "Vortrag"} if german else {}
    table = Made(
        title="Fragen" if german else "Questions",
        columns=tuple(Column(key, de if german else en) for key, de, en in titles),
        rows=tuple((q.id, q.question(lang.value), readers.get(q.audience, q.audience)) for q in known(folder).values()),
        lang=lang.value,
    )
    emit(table, form_of(form, as_json, output), output)
