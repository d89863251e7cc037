"""The command line: parse, call, print.

Imports of what is heavy live inside the commands, so that ``planwerk --help`` starts at once. Data goes to
stdout, talk to stderr; a table on a terminal, JSON when piped or asked. Exit codes: 0 fine (gaps are results,
not faults), 1 the data does not conform, 2 cannot run.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from planwerk.errors import PlanwerkError, QueryError

if TYPE_CHECKING:
    from planwerk.city import City
    from planwerk.pipeline import Told
    from planwerk.views.table import Table

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Reads a city council's papers and shows which social plans rest on what, what was decided, and what is missing.",
    epilog="Example: planwerk gaps data/leipzig --as-of 2020-07-01",
)


class Lang(StrEnum):
    """The languages of the output."""

    de = "de"
    en = "en"


class Format(StrEnum):
    """The forms a table can take."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    html = "html"
    xlsx = "xlsx"


class RdfForm(StrEnum):
    """The forms a dataset can take."""

    trig = "trig"
    nquads = "nquads"
    jsonld = "jsonld"


Folder = Annotated[Path, typer.Argument(metavar="WORKSPACE", help="The folder with planwerk.toml.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Judge on this day with what was known then; default: today."),
]
Language = Annotated[Lang | None, typer.Option("--lang", help="Language of the output; default: the workspace's.")]
Form = Annotated[Format | None, typer.Option("--format", "-f", help="Default: a table on a terminal, JSON when piped.")]
Json = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
Out = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead of stdout.")
]
Show = Annotated[bool, typer.Option("--show-query", help="Print the SPARQL behind it, and nothing else.")]
Bom = Annotated[bool, typer.Option("--bom", help="CSV with a byte order mark, for Excel.")]


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise PlanwerkError(f'"{text}" is no day', "write it as 2020-07-01") from error


@contextmanager
def _telling() -> Iterator[Told]:
    """Show on stderr what is being worked on, where somebody is looking."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.markup import escape

    with Console(stderr=True).status("…") as status:
        yield lambda what: status.update(escape(what))


def _open(folder: Path, as_of: str | None) -> City:
    from planwerk.city import open_city

    day = _day(as_of)
    with _telling() as tell:
        return open_city(folder, as_of_day=day, tell=tell)


def _lang(chosen: Lang | None, city: City) -> str:
    return chosen.value if chosen else city.workspace.language


def _form(form: Format | None, as_json: bool, output: Path | None) -> Format:
    if form or as_json:
        return form if form and not as_json else Format.json
    if output is not None:
        try:
            return Format(output.suffix.removeprefix("."))
        except ValueError:
            return Format.json
    return Format.table if sys.stdout.isatty() else Format.json


def _write(content: bytes, output: Path | None) -> None:
    if output is not None:
        from planwerk.files import write_atomically

        write_atomically(output, content)
        typer.echo(str(output), err=True)
        return
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _emit(table: Table, form: Format, output: Path | None, *, bom: bool = False) -> None:
    from planwerk.views import table as plain

    if form is Format.table:
        from rich.console import Console

        from planwerk.views.terminal import to_terminal

        live = output is None and sys.stdout.isatty()
        text = to_terminal(table, Console().width if live else 120, color=live)
        _write((text.rstrip("\n") + "\n").encode(), output)
    elif form is Format.xlsx:
        from planwerk.views.spreadsheet import xlsx

        if output is None and sys.stdout.isatty():
            raise PlanwerkError("a spreadsheet cannot be shown on a terminal", "add -o control.xlsx")
        _write(xlsx(table), output)
    elif form is Format.html:
        from planwerk.views.page import to_html

        _write(to_html(table).encode(), output)
    elif form is Format.csv:
        _write(plain.to_csv(table, bom=bom, headings="title" if bom else "key"), output)
    elif form is Format.tsv:
        _write(plain.to_tsv(table), output)
    else:
        _write(plain.to_json(table), output)


def _dump(data: object, output: Path | None) -> None:
    _write((json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode(), output)


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
def build(folder: Folder, lang: Language = None, as_json: Json = False, output: Out = None) -> None:
    """Read the sources, check them, draw what follows, store the dataset; ends with a counted account."""
    from dataclasses import asdict

    from planwerk import pipeline
    from planwerk.views.reports import violation_table
    from planwerk.workspace import read_workspace

    workspace = read_workspace(folder)
    language = lang.value if lang else workspace.language
    with _telling() as tell:
        made = pipeline.build(workspace, lang=language, tell=tell)
    if not made.conforms:
        _emit(violation_table(made.violations, language), _form(None, as_json, output), output)
        typer.echo(f"{made.account.violations} violations; nothing was stored, the old build stands", err=True)
        raise typer.Exit(1)
    account = asdict(made.account)
    if as_json or output is not None or not sys.stdout.isatty():
        _dump({"dataset": str(workspace.build / pipeline.DATASET), **account}, output)
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
    with _telling() as tell:
        made = pipeline.examine(workspace, lang=language, tell=tell)
    _emit(violation_table(made.violations, language), _form(form, as_json, output), output)
    if not made.conforms:
        raise typer.Exit(1)


@app.command(epilog="Example: planwerk ask data/leipzig adopted-version")
def ask(
    folder: Folder,
    question: Annotated[
        str | None, typer.Argument(metavar="QUESTION", help="Name of a question; planwerk questions lists them.")
    ] = None,
    as_of: AsOf = None,
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
    city = _open(folder, as_of)
    language = _lang(lang, city)
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
            _emit(table, Format.csv, target, bom=bom)
        else:
            _emit(table, _form(form, as_json, output), output, bom=bom)


@app.command(
    epilog="Example: echo 'SELECT ?p { ?p a <https://w3id.org/planwerk/ns#Plan> }' | planwerk query data/leipzig -"
)
def query(
    folder: Folder,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A file with SPARQL, or - for standard input.")],
    as_of: AsOf = None,
    lang: Language = None,
    form: Form = None,
    as_json: Json = False,
    output: Out = None,
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
    city = _open(folder, as_of)
    language = _lang(lang, city)
    table = answer_table(
        city.query(text), Path(file).stem if file != "-" else "SPARQL", language, said=notes(city.data, language)
    )
    _emit(table, _form(form, as_json, output), output, bom=bom)


@app.command(epilog="Example: planwerk gaps data/leipzig --as-of 2020-07-01 --only G09 --set G07.years=7")
def gaps(
    folder: Folder,
    as_of: AsOf = None,
    lang: Language = None,
    form: Form = None,
    as_json: Json = False,
    output: Out = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="CHECK", help="Only this check, such as G09; may be given several times."),
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="CHECK.NAME=VALUE", help="Set a check's parameter.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show what is in order too.")] = False,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="CHECK", help="Print the check's words, parameters and query.")
    ] = None,
) -> None:
    """List the gaps: what the papers leave without evidence, with verdict, reason and place."""
    from planwerk.views.reports import finding_json, gap_overview, gap_table

    if explain is not None:
        _explain(explain, folder, lang)
        return
    city = _open(folder, as_of)
    language = _lang(lang, city)
    findings = city.gaps(lang=language, only=only or (), settings=_settings(set_ or []))
    chosen = _form(form, as_json, output)
    if chosen is Format.json:
        _dump([finding_json(finding) for finding in findings], output)
    else:
        made = gap_overview if chosen is Format.table else gap_table
        _emit(made(findings, city.data, language, everything=everything), chosen, output)


def _settings(said: list[str]) -> dict[str, dict[str, str]]:
    settings: dict[str, dict[str, str]] = {}
    for one in said:
        name, equals, value = one.partition("=")
        check, dot, parameter = name.partition(".")
        if not (equals and dot):
            raise QueryError(f'"{one}" sets no parameter', "write it as G07.years=7")
        settings.setdefault(check, {})[parameter] = value
    return settings


def _explain(number: str, folder: Path, lang: Lang | None) -> None:
    from planwerk.questions import checks

    known = checks(folder)
    if number not in known:
        raise QueryError(f'there is no check "{number}"', f"checks: {', '.join(sorted(known))}")
    check, language = known[number], lang.value if lang else "de"
    typer.echo(
        f"{number}  {check.title(language)}\n{check.question(language)}\n→ {check.say('next', language)}\n\n{check.text}"
    )


@app.command(epilog="Example: planwerk control data/leipzig --as-of 2020-07-01 --format xlsx -o control.xlsx")
def control(
    folder: Folder,
    as_of: AsOf = None,
    lang: Language = None,
    form: Form = None,
    as_json: Json = False,
    output: Out = None,
    show_query: Show = False,
    bom: Bom = False,
) -> None:
    """Print the Beschlusskontrolle: every adopted point with deadline, state, delay and proof."""
    from planwerk.questions import fill, find_question
    from planwerk.views.reports import control_table

    city = _open(folder, as_of)
    language = _lang(lang, city)
    if show_query:
        for name in ("control-points", "control-progress"):
            question = find_question(name)
            typer.echo(question.with_parameters(fill(question, city.data, language)))
        return
    _emit(
        control_table(city.control(lang=language), city.data, language), _form(form, as_json, output), output, bom=bom
    )


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

    city = _open(folder, as_of)
    language = _lang(lang, city)
    network = city.network(lang=language)
    node = find_node(network, thing) if thing else None
    gone = find_node(network, without) if without else None
    found = analyse(network, node, without=gone)
    chosen = _form(form, as_json, output)
    if chosen is Format.json:
        extra = {"without": gone, "falls_with": falls_with(network, gone)} if gone else {}
        _dump({"as_of": city.as_of.isoformat(), **asdict(found), **extra}, output)
    else:
        _emit(
            dependency_table(found, city.data, language, gone=falls_with(network, gone) if gone else ()), chosen, output
        )


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
    city = _open(folder, as_of)
    with _telling() as tell:
        tell(output.name)
        page = city.map(lang=_lang(lang, city), theme=theme)
    _write(page.encode(), output)


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
    _emit(table, _form(form, as_json, output), output)


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
    _emit(table, _form(form, as_json, output), output)


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
    city = _open(folder, as_of)
    _write(city.data.serialize(form.value, shipped_too=whole), output)


def main() -> None:
    """Run the command line; what a user can mend ends in one sentence, one hint and exit code 2."""
    try:
        app()
    except PlanwerkError as error:
        from planwerk.city import NonConformingError

        typer.echo(f"error: {error.message}\nhint: {error.hint}", err=True)
        sys.exit(1 if isinstance(error, NonConformingError) else 2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
