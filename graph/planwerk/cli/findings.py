"""Gaps and what people do with them: list, explain, dismiss, and compare what was moved with what was adopted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from planwerk.cli.options import AsOf, Folder, Form, Format, Json, Lang, Language, Out, StoreUrl
from planwerk.cli.printing import dump, emit, form_of, language_of, lying_at, opened, to_day, write
from planwerk.errors import PlanwerkError, QueryError

app = typer.Typer()

Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="CHECK", help="Only this check, such as G09; may be given several times."),
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="CHECK.NAME=VALUE", help="Set a check's parameter; goes before planwerk.toml."),
]
FindingId = Annotated[str, typer.Argument(metavar="FINDING", help="Its id, such as G09-5b2bf563.")]


@app.command(epilog="Example: planwerk gaps data/leipzig --as-of 2020-07-01 --only G09 --set G07.years=7")
def gaps(
    folder: Folder,
    as_of: AsOf = None,
    store: StoreUrl = None,
    lang: Language = None,
    form: Form = None,
    as_json: Json = False,
    output: Out = None,
    only: Only = None,
    set_: Set = None,
    everything: Annotated[bool, typer.Option("--all", help="Show what is in order too.")] = False,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Only what opened or closed since then, and through which paper."),
    ] = None,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="CHECK", help="Print the check's words, parameters and query.")
    ] = None,
) -> None:
    """List the gaps: what the papers leave without evidence, with verdict, reason and place."""
    from planwerk.views.findings import change_json, change_table
    from planwerk.views.reports import finding_json, gap_overview, gap_table

    if explain is not None:
        _explain(explain, folder, lang, output)
        return
    city = opened(folder, as_of, store)
    language, chosen = language_of(lang, city), form_of(form, as_json, output)
    settings = _settings(set_ or [])
    if (day := to_day(since)) is not None:
        changed = city.changes(day, lang=language, only=only or (), settings=settings)
        if chosen is Format.json:
            dump([change_json(change) for change in changed], output)
        else:
            emit(change_table(changed, city.data, day.isoformat(), language), chosen, output)
        return
    findings = city.gaps(lang=language, only=only or (), settings=settings)
    if chosen is Format.json:
        dump([finding_json(finding) for finding in findings], output)
    else:
        if chosen is Format.table:
            table = gap_overview(findings, city.data, language, everything=everything)
        else:
            table = gap_table(findings, city.data, language, everything=everything, lying=lying_at(output, chosen))
        emit(table, chosen, output)


def _settings(said: list[str]) -> dict[str, dict[str, str]]:
    settings: dict[str, dict[str, str]] = {}
    for one in said:
        name, equals, value = one.partition("=")
        check, dot, parameter = name.partition(".")
        if not (equals and dot):
            raise QueryError(f'"{one}" sets no parameter', "write it as G07.years=7")
        settings.setdefault(check, {})[parameter] = value
    return settings


def _explain(number: str, folder: Path, lang: Lang | None, output: Path | None) -> None:
    from planwerk.gaps import find_check, work_of
    from planwerk.views.findings import check_text

    write(
        (check_text(find_check(number, folder), work_of(number), lang.value if lang else "de") + "\n").encode(), output
    )


@app.command(epilog="Example: planwerk explain data/leipzig G09-5b2bf563 --as-of 2020-07-01")
def explain(
    folder: Folder,
    finding: FindingId,
    as_of: AsOf = None,
    lang: Language = None,
    set_: Set = None,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Print what is behind a finding: statements, graphs, places or quotes, and the query."""
    from planwerk.views.findings import trace_json, trace_text

    city = opened(folder, as_of)
    language = language_of(lang, city)
    found = city.explain(finding, lang=language, settings=_settings(set_ or []))
    if as_json or (output.suffix == ".json" if output else not sys.stdout.isatty()):
        dump(trace_json(found), output)
    else:
        write((trace_text(found, city.data, language) + "\n").encode(), output)


@app.command(
    epilog='Example: planwerk dismiss data/leipzig-umfeld G25-fdf9d6ca --as-of 2020-07-01 --reason "liegt im Archiv"'
)
def dismiss(
    folder: Folder,
    finding: FindingId,
    reason: Annotated[str, typer.Option(help="Why it is no gap; shown with the finding.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take the dismissal back.")] = False,
    as_of: AsOf = None,
) -> None:
    """Dismiss a finding with a reason; it stays listed as dismissed and returns when its evidence changes."""
    from planwerk.gaps.dismissals import take_back
    from planwerk.workspace import read_workspace

    if undo:
        if reason:
            raise PlanwerkError("--undo takes a dismissal back and wants no reason", "give one of the two")
        typer.echo(str(take_back(read_workspace(folder).folder, finding)), err=True)
        return
    typer.echo(str(opened(folder, as_of).dismiss(finding, reason)), err=True)


@app.command(epilog="Example: planwerk compare data/leipzig VI-A-05385 resolution/2018-09-19 --as-of 2020-07-01")
def compare(
    folder: Folder,
    motion: Annotated[str, typer.Argument(metavar="MOTION", help="A paper or version: number, end of IRI or label.")],
    resolution: Annotated[
        str, typer.Argument(metavar="RESOLUTION", help="A resolution or any version: number, end of IRI or label.")
    ],
    as_of: AsOf = None,
    lang: Language = None,
    form: Form = None,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Compare what was moved with what was adopted: kept, changed, weakened, dropped, element by element."""
    from planwerk.views.comparison import comparison_json, comparison_table

    city = opened(folder, as_of)
    language, chosen = language_of(lang, city), form_of(form, as_json, output)
    found = city.compare(motion, resolution, lang=language)
    if chosen is Format.json:
        dump(comparison_json(found, city.data, city.copies, language), output)
    else:
        emit(comparison_table(found, city.data, city.copies, language), chosen, output)
