"""The registers a planner works with, as pages and as files: control table, gap list, planning register.

Rows are chosen by the names that the forms use in their addresses; what is empty chooses nothing, and what names nothing
is told on the page instead of showing an empty table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from planwerk.control import Choice, choose, to_states
from planwerk.errors import PlanwerkError, QueryError
from planwerk.plans import PlanChoice, choose_plans, to_plan_states
from planwerk.selection import to_period
from planwerk.site.filters import Filter, names, offering
from planwerk.site.frame import Place, render
from planwerk.site.gaplist import Choosing, choose_findings, gap_filters
from planwerk.site.grid import grid_of
from planwerk.site.links import Links, Target
from planwerk.site.places import Places
from planwerk.site.seen import Seen
from planwerk.views.controlprofile import read_profile
from planwerk.views.controltable import CELLS, chosen_note, control_calendar, control_json, control_table, still_listed
from planwerk.views.plantable import PLAN_STATES, plan_calendar, plan_json, plan_table, plans_chosen_note
from planwerk.views.reports import STATES, finding_json, gap_table, notes
from planwerk.views.table import Table, to_csv, to_json

Chosen = Mapping[str, str]
FINDING = re.compile(r"[A-Z]\w*-[0-9a-f]{8}")
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
}
"""What files a register comes as, with their media types."""


@dataclass(frozen=True, slots=True)
class Register:
    """A register's chosen rows, in all that is made of them."""

    name: str
    table: Table
    worded: Callable[[], Table]
    """The table with the wording in its cells, for forms without an annex."""
    data: Callable[[], Any]
    calendar: Callable[[], bytes] | None
    filters: tuple[Filter, ...]
    targets: Mapping[tuple[int, str], Target]
    """Where cells lead, by row and column."""
    ids: tuple[str | None, ...] = ()
    trouble: PlanwerkError | None = None
    """Why the choice could not be followed; the rows are all there are."""
    short: Table | None = None
    """The table as the page has it, where that is not the one that files have."""

    @property
    def forms(self) -> tuple[str, ...]:
        """Give the files it comes as."""
        return ("xlsx", "docx", "csv", *(("ics",) if self.calendar else ()), "json")


def control_register(seen: Seen, chosen: Chosen) -> Register:
    """Give the Beschlusskontrolle: every adopted point with deadline, state, delay and proof."""
    every, lang, data = seen.control, seen.lang, seen.city.data
    rows, choice, trouble = every, Choice(), None
    try:
        profile = read_profile(chosen.get("columns") or "default", known=set(CELLS), folder=seen.city.workspace.folder)
        choice = Choice(
            chosen.get("committee") or None, chosen.get("office") or None,
            to_states([chosen["status"]] if chosen.get("status") else []),
            to_period(chosen["period"]) if chosen.get("period") else None, chosen.get("domain") or None,
        )  # fmt: skip
        rows = choose(every, choice)
    except PlanwerkError as error:
        trouble, choice = error, Choice()
        profile = read_profile("default", known=set(CELLS))
    said = chosen_note(choice, rows, len(every), lang)

    def table(*, wording: bool) -> Table:
        return control_table(rows, data, lang, profile=profile, said=said, wording=wording)

    listed = still_listed(rows, profile, seen.day)
    targets: dict[tuple[int, str], Target] = {}
    for number, row in enumerate(listed):
        targets[number, "content"] = targets[number, "point"] = Target("thing", row.task)
        targets[number, "topic"] = Target("thing", row.resolution)
        if row.finding:
            targets[number, "finding"] = Target("finding", row.finding)
    domains = {f"{iri.rsplit('/', 1)[-1]}": label for row in every for iri, label in row.domains}
    filters = (
        offering("status", seen.say("Stand", "State"), chosen, STATES[lang].items()),
        offering("office", seen.say("Amt", "Office"), chosen, names(row.offices for row in every)),
        offering("committee", seen.say("Gremium", "Committee"), chosen, names(row.committees for row in every)),
        offering("domain", seen.say("Handlungsfeld", "Planning domain"), chosen, sorted(domains.items())),
        Filter("period", seen.say("beschlossen", "decided"), chosen.get("period", ""), hint="2018, 2018..2020"),
        offering(
            "columns", seen.say("Spalten", "Columns"), chosen, names([COLUMNS]), every=seen.say("übliche", "usual")
        ),
    )
    return Register(
        "control", table(wording=False), lambda: table(wording=True),
        lambda: control_json(listed, table(wording=True)), lambda: control_calendar(rows, data, lang),
        filters, targets, trouble=trouble,
    )  # fmt: skip


COLUMNS = ("cottbus", "dortmund", "erfurt", "hagen")


def plans_register(seen: Seen, chosen: Chosen) -> Register:
    """Give the planning register: every plan the papers name, who adopted it, what follows it, what is due next."""
    every, lang, data = seen.plans, seen.lang, seen.city.data
    rows, choice, trouble = every, PlanChoice(), None
    try:
        choice = PlanChoice(
            chosen.get("office") or None, to_plan_states([chosen["status"]] if chosen.get("status") else []),
            to_period(chosen["period"]) if chosen.get("period") else None,
            chosen.get("domain") or None, chosen.get("group") or None,
        )  # fmt: skip
        rows = choose_plans(every, choice)
    except QueryError as error:
        trouble, choice = error, PlanChoice()
    said = plans_chosen_note(choice, len(rows), len(every), lang)
    targets = {(number, "title"): Target("thing", row.iri) for number, row in enumerate(rows)}
    domains = {f"{iri.rsplit('/', 1)[-1]}": label for row in every for iri, label in row.domains}
    filters = (
        offering("status", seen.say("Stand", "State"), chosen, PLAN_STATES[lang].items()),
        offering("office", seen.say("zuständig", "Responsible"), chosen, names(row.offices for row in every)),
        offering("domain", seen.say("Handlungsfeld", "Planning domain"), chosen, sorted(domains.items())),
        offering("group", seen.say("Zielgruppe", "Target group"), chosen, names(row.groups for row in every)),
        Filter("period", seen.say("Zeitraum", "Period"), chosen.get("period", ""), hint="2018, 2018..2020"),
    )
    return Register(
        "plans", plan_table(rows, data, lang, said=said), lambda: plan_table(rows, data, lang, said=said, wording=True),
        lambda: plan_json(rows, data), lambda: plan_calendar(rows, data, lang), filters, targets, trouble=trouble,
    )  # fmt: skip


def gaps_register(seen: Seen, chosen: Chosen) -> Register:
    """Give the gap list: what the papers leave without evidence, with verdict, reason and place."""
    every, trouble = seen.findings(), None
    choosing = Choosing()
    try:
        choosing = Choosing.of(chosen)
    except QueryError as error:
        trouble = error
    rows = choose_findings(every, choosing)
    whole = gap_table(rows, seen.city.data, seen.lang, everything=True)
    return Register(
        "gaps", whole, lambda: whole, lambda: [finding_json(row) for row in rows], None,
        gap_filters(every, chosen, seen),
        {(number, "id"): Target("finding", row.id) for number, row in enumerate(rows)},
        tuple(row.id for row in rows), trouble, without(whole, "evidence"),
    )  # fmt: skip


REGISTERS: Mapping[str, Callable[[Seen, Chosen], Register]] = {
    "control": control_register,
    "gaps": gaps_register,
    "plans": plans_register,
}


def without(table: Table, key: str) -> Table:
    """Give a table without a column; what it holds is told elsewhere."""
    kept = [n for n, column in enumerate(table.columns) if column.key != key]
    rows = tuple(tuple(row[n] for n in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[n] for n in kept), rows=rows)


def register_page(seen: Seen, links: Links, name: str, chosen: Chosen | None = None) -> str:
    """Give the page of a register (control, gaps or plans) with its filters, files, rows and proofs."""
    made = REGISTERS[name](seen, chosen or {})
    table, places = made.short or made.table, Places(seen)
    kept = {field.name: field.value for field in made.filters if field.value}
    grids = [grid_of(table, links={cell: links(target) for cell, target in made.targets.items()}, ids=made.ids)]
    if table.annex:
        numbered = [f"row-{number}" for number in range(1, len(table.annex.rows) + 1)]
        grids.append(grid_of(table.annex, links=annex_links(table.annex, links, places), ids=numbered))
    return render(
        "register.html",
        seen,
        links,
        Place(Target(name, choice=kept)),
        table.title,
        said=[note for note in table.notes if note not in _day_notes(seen)],
        tables=grids,
        annex=table.annex.title if table.annex else "",
        filters=made.filters,
        files=[
            (form.upper(), address)
            for form in made.forms
            if (address := links(Target("export", name, choice={**kept, "form": form})))
        ],
        trouble=made.trouble,
        marked=any(table.marks),
    )


def annex_links(annex: Table, links: Links, places: Places) -> dict[tuple[int, str], str | None]:
    """Lead each proof to its place in the paper's text, and each finding to its page."""
    keys = [column.key for column in annex.columns]
    source, start, finding = keys.index("source"), keys.index("start"), keys.index("finding")
    found: dict[tuple[int, str], str | None] = {}
    for number, row in enumerate(annex.rows):
        graph = getattr(row[source], "href", "")
        begins = row[start]
        found[number, "source"] = links(places.of(graph, begins if isinstance(begins, int) else None))
        if row[finding]:
            found[number, "finding"] = links(Target("finding", str(row[finding])))
    return found


def _day_notes(seen: Seen) -> Sequence[str]:  # the frame says them on every page
    return notes(seen.city.data, seen.lang)


def export(seen: Seen, name: str, chosen: Chosen, form: str) -> bytes:
    """Give a register's chosen rows as a file; raises QueryError where a choice names nothing, or the form is none."""
    if name == "report":
        return _report(seen, form)
    made = REGISTERS[name](seen, chosen) if name in REGISTERS else None
    if made is None or form not in made.forms:
        raise QueryError(f"{name} does not come as {form}", f"one of: {', '.join(made.forms if made else REGISTERS)}")
    if made.trouble:
        raise made.trouble
    if form == "json":
        return (json.dumps(made.data(), ensure_ascii=False, indent=2) + "\n").encode()
    if form == "ics" and made.calendar:
        return made.calendar()
    return to_file(made.worded() if form == "csv" else made.table, form)


def to_file(table: Table, form: str) -> bytes:
    """Give a table as a file that office programs open as it is: CSV with the titles and a byte order mark."""
    if form == "xlsx":
        from planwerk.views.spreadsheet import xlsx

        return xlsx(table)
    if form == "docx":
        from planwerk.views.word import docx_table

        return docx_table(table)
    return to_csv(table, bom=True, headings="title") if form == "csv" else to_json(table)


def _report(seen: Seen, form: str) -> bytes:
    from planwerk.views.document import report_docx, report_html, report_json
    from planwerk.views.reportwords import Wording

    made = seen.report
    if form == "docx":
        return report_docx(made, seen.lang)
    if form == "html":
        return report_html(made, seen.lang).encode()
    if form == "csv":
        return to_file(Wording(made, seen.lang).matrix(links=False), "csv")
    if form == "json":
        return (json.dumps(report_json(made, seen.lang), ensure_ascii=False, indent=2) + "\n").encode()
    raise QueryError(f"report does not come as {form}", "one of: docx, html, csv, json")


def _findings_in(table: Table, links: Links) -> dict[tuple[int, str], str | None]:
    """Lead every cell that is a finding's id to its page."""
    return {
        (number, column.key): links(Target("finding", str(cell)))
        for number, row in enumerate(table.rows)
        for column, cell in zip(table.columns, row, strict=True)
        if isinstance(cell, str) and FINDING.fullmatch(cell)
    }


def report_page(seen: Seen, links: Links) -> str:
    """Give the gap report, its parts in order, each cell with its proof."""
    from planwerk.views.document import parts_of
    from planwerk.views.reportwords import Wording

    wording = Wording(seen.report, seen.lang)
    parts = []
    for part in parts_of(seen.report, seen.lang):
        grids = [
            (
                heading,
                {
                    **grid_of(table, links=_findings_in(table, links), ids=ids),
                    "title": f"{part.heading}: {table.title}",
                },
            )
            for heading, table, ids in part.tables
        ]
        parts.append((part, grids))
    files = [
        (form.upper(), address)
        for form in ("docx", "html", "csv", "json")
        if (address := links(Target("export", "report", choice={"form": form})))
    ]
    return render(
        "report-page.html", seen, links, Place(Target("report")), wording.title, parts=parts, files=files,
        said=[note for note in wording.notes if note not in _day_notes(seen)],
    )  # fmt: skip
