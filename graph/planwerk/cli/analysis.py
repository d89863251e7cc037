"""What planners come for: gaps, and what rests on what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planwerk.cli.options import AsOf, Folder, Form, Format, Json, Lang, Language, Out
from planwerk.cli.printing import dump, emit, form_of, language_of, opened
from planwerk.errors import QueryError

app = typer.Typer()


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
    city = opened(folder, as_of)
    language = language_of(lang, city)
    findings = city.gaps(lang=language, only=only or (), settings=_settings(set_ or []))
    chosen = form_of(form, as_json, output)
    if chosen is Format.json:
        dump([finding_json(finding) for finding in findings], output)
    else:
        made = gap_overview if chosen is Format.table else gap_table
        emit(made(findings, city.data, language, everything=everything), chosen, output)


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
