"""What planners come for: the gaps."""

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
