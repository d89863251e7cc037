"""What a committee gets: the Beschlusskontrolle, the planning register, the gap report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from planwerk.cli.options import AsOf, Bom, DatedForm, Folder, Format, Json, Language, Out, ReportForm, Show, StoreUrl
from planwerk.cli.printing import calendar_wanted, dump, emit, form_of, language_of, lying_at, opened, write
from planwerk.errors import PlanwerkError

app = typer.Typer()

Domain = Annotated[
    str | None, typer.Option(metavar="DOMAIN", help="Only this planning domain: d05, or part of its name.")
]
Office = Annotated[
    str | None, typer.Option(metavar="NAME", help="Only this office: who must act, or leads what is due.")
]


@app.command(epilog="Example: planwerk control data/leipzig --as-of 2020-07-01 --columns erfurt -o control.xlsx")
def control(
    folder: Folder,
    as_of: AsOf = None,
    store: StoreUrl = None,
    lang: Language = None,
    form: DatedForm = None,
    as_json: Json = False,
    output: Out = None,
    columns: Annotated[
        str,
        typer.Option(
            metavar="PROFILE",
            help="default, cottbus, dortmund, erfurt, hagen, muenchen, one of your own in columns/, or a .toml file.",
        ),
    ] = "default",
    committee: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only what this body decided or was consulted on.")
    ] = None,
    office: Office = None,
    status: Annotated[
        list[str] | None,
        typer.Option(metavar="STATUS", help="Only these: done, late, overdue, open; may be given again."),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(metavar="PERIOD", help="Only what was decided then: 2018, 2018..2020, 2018-07-01..2018-12-31."),
    ] = None,
    domain: Domain = None,
    show_query: Show = False,
    bom: Bom = False,
) -> None:
    """Print the Beschlusskontrolle: every adopted point with deadline, state, delay and proof."""
    from planwerk.control import Choice, choose, planning_domains, to_states
    from planwerk.questions import fill, find_question
    from planwerk.selection import to_period
    from planwerk.views.controlprofile import read_profile
    from planwerk.views.controltable import (
        CELLS,
        chosen_note,
        control_calendar,
        control_json,
        control_table,
        still_listed,
    )

    choice = Choice(committee, office, to_states(status or ()), to_period(period) if period else None, domain)
    profile = read_profile(columns, known=set(CELLS), folder=folder)
    city = opened(folder, as_of, store)
    language = language_of(lang, city)
    if show_query:
        for name in ("control-points", "control-progress", "control-context"):
            question = find_question(name)
            typer.echo(question.with_parameters(fill(question, city.data, language)))
        return
    every = city.control(lang=language)
    rows = choose(every, choice, domains=planning_domains(city.data, language))
    if calendar_wanted(form, as_json, output):
        write(control_calendar(rows, city.data, language), output)
        return
    chosen = form_of(form, as_json, output)
    table = control_table(
        rows,
        city.data,
        language,
        profile=profile,
        said=chosen_note(choice, rows, len(every), language),
        wording=chosen in (Format.csv, Format.tsv, Format.json),
        lying=lying_at(output, chosen),
    )
    if chosen is Format.json:
        dump(control_json(still_listed(rows, profile, city.as_of), table), output)
    else:
        emit(table, chosen, output, bom=bom)


@app.command(epilog="Example: planwerk plans data/leipzig --as-of 2020-07-01 --domain d05 -o plans.xlsx")
def plans(
    folder: Folder,
    as_of: AsOf = None,
    lang: Language = None,
    form: DatedForm = None,
    as_json: Json = False,
    output: Out = None,
    domain: Domain = None,
    office: Office = None,
    status: Annotated[
        list[str] | None,
        typer.Option(metavar="STATUS", help="Only these: in-force, announced, superseded, named; may be given again."),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(metavar="PERIOD", help="Only plans whose period or date touches this: 2018, 2018..2020."),
    ] = None,
    group: Annotated[str | None, typer.Option(metavar="NAME", help="Only plans for this target group.")] = None,
    show_query: Show = False,
    bom: Bom = False,
) -> None:
    """Print the planning register: every plan the papers name, who adopted it, what follows it, what is due next."""
    from planwerk.plans import PlanChoice, choose_plans, to_plan_states
    from planwerk.questions import fill, find_question
    from planwerk.selection import to_period
    from planwerk.views.plantable import plan_calendar, plan_json, plan_overview, plan_table, plans_chosen_note

    choice = PlanChoice(office, to_plan_states(status or ()), to_period(period) if period else None, domain, group)
    city = opened(folder, as_of)
    language = language_of(lang, city)
    if show_query:
        question = find_question("plans-register")
        typer.echo(question.with_parameters(fill(question, city.data, language)))
        return
    every = city.plans(lang=language)
    rows = choose_plans(every, choice)
    if calendar_wanted(form, as_json, output):
        write(plan_calendar(rows, city.data, language), output)
        return
    chosen = form_of(form, as_json, output)
    if chosen is Format.json:
        dump(plan_json(rows, city.data), output)
        return
    said = plans_chosen_note(choice, len(rows), len(every), language)
    wording = chosen in (Format.csv, Format.tsv)
    table = plan_table(rows, city.data, language, said=said, wording=wording, lying=lying_at(output, chosen))
    emit(plan_overview(table) if chosen is Format.table else table, chosen, output, bom=bom)


@app.command(epilog="Example: planwerk report data/leipzig --as-of 2020-07-01 -o report.html")
def report(
    folder: Folder,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to this file; its ending names the form."),
    ] = None,
    as_of: AsOf = None,
    lang: Language = None,
    form: Annotated[
        ReportForm | None,
        typer.Option("--format", "-f", help="html and docx are the document, csv and json its matrix; default: json."),
    ] = None,
    as_json: Json = False,
    bom: Bom = False,
) -> None:
    """Write the gap report for a committee: summary, a matrix of domains, a section per domain, each cell with its proof."""
    from planwerk.views import table as plain
    from planwerk.views.document import report_docx, report_html, report_json
    from planwerk.views.reportwords import Wording

    chosen = ReportForm.json if as_json else form or _form_named(output)
    city = opened(folder, as_of)
    language = language_of(lang, city)
    made = city.report(lang=language)
    if chosen is ReportForm.html:
        write(report_html(made, language).encode(), output)
    elif chosen is ReportForm.docx:
        if output is None and sys.stdout.isatty():
            raise PlanwerkError("a DOCX cannot be shown on a terminal", "add -o report.docx")
        write(report_docx(made, language), output)
    elif chosen is ReportForm.csv:
        matrix = Wording(made, language).matrix(links=False)
        write(plain.to_csv(matrix, bom=bom, headings="title" if bom else "key"), output)
    else:
        dump(report_json(made, language), output)


def _form_named(output: Path | None) -> ReportForm:
    try:
        return ReportForm(output.suffix.removeprefix(".").lower()) if output else ReportForm.json
    except ValueError as error:
        raise PlanwerkError(
            f"{output} has no ending that names a form", "report.html, report.docx, report.csv or report.json"
        ) from error
