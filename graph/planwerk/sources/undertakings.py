"""What plans come with, as lines of the form: events with those who took part, processes, and money."""

from __future__ import annotations

from typing import ClassVar

from planwerk.sources.cells import (
    Amount,
    Day,
    Domains,
    EventStatus,
    Names,
    Number,
    ProcessKind,
    ProcessStatus,
    ResourceStatus,
    Stakeholders,
    Text,
    Time,
    Years,
    Yes,
    column,
)
from planwerk.sources.formline import ID, Line


class EventLine(Line):
    """A forum, workshop or conference, planned or held, and who took part."""

    sheet: ClassVar[tuple[str, str]] = ("Veranstaltungen", "Events")

    title: Text = column("Titel", "Title", "text", "wie in den Papieren", "as in the papers", width=44)
    status: EventStatus | None = column(
        "Stand", "Status", "choice", "aus der Liste", "from the list", "event-status", 16, default=None
    )
    planned: Time | None = column(
        "vorgesehen für",
        "Planned for",
        "stretch",
        "2. Halbjahr 2019, IV. Quartal 2019",
        "2. Halbjahr 2019, IV. Quartal 2019",
        width=18,
        default=None,
    )
    held_on: Day | None = column("gehalten am", "Held on", "day", "Tag", "day", width=14, default=None)
    groups: Stakeholders = column(
        "beteiligte Gruppen",
        "Groups that took part",
        "choices",
        "mehrere mit Semikolon",
        "several with semicolons",
        "stakeholder",
        30,
        default=(),
    )
    bodies: Names = column(
        "beteiligte Stellen",
        "Bodies that took part",
        "names",
        "Namen aus Gremien und Ämter; mehrere mit Semikolon",
        "names of Bodies; several with semicolons",
        "BodyLine",
        30,
        default=(),
    )
    attendees: Number | None = column("Teilnehmende", "Attendees", "number", "Anzahl", "number", width=14, default=None)
    venue: Text | None = column(
        "Ort", "Venue", "text", "wie in den Papieren", "as in the papers", width=24, default=None
    )
    domains: Domains = column(
        "Handlungsfelder",
        "Planning domains",
        "choices",
        "mehrere mit Semikolon",
        "several with semicolons",
        "domain",
        30,
        default=(),
    )
    plan: Text | None = column(
        "zu Plan", "About the plan", "name", "Titel aus Pläne", "a title of Plans", "PlanLine", 40, default=None
    )
    feeds: Text | None = column(
        "Ergebnisse fließen in",
        "Results flow into",
        "name",
        "Titel aus Pläne",
        "a title of Plans",
        "PlanLine",
        40,
        default=None,
    )
    id: Text | None = column(*ID, default=None)


class ProcessLine(Line):
    """A planning process: drafting, updating, carrying out, evaluating or controlling plans."""

    sheet: ClassVar[tuple[str, str]] = ("Verfahren", "Processes")

    title: Text = column("Titel", "Title", "text", "wie in den Papieren", "as in the papers", width=44)
    kind: ProcessKind | None = column(
        "Art", "Kind", "choice", "aus der Liste", "from the list", "process-kind", 18, default=None
    )
    status: ProcessStatus | None = column(
        "Stand", "Status", "choice", "aus der Liste", "from the list", "process-status", 16, default=None
    )
    office: Text | None = column(
        "zuständig",
        "Responsible",
        "name",
        "Name aus Gremien und Ämter",
        "a name of Bodies",
        "BodyLine",
        24,
        default=None,
    )
    planned: Time | None = column(
        "vorgesehen für",
        "Planned for",
        "stretch",
        "2018, 2. Halbjahr 2019",
        "2018, 2. Halbjahr 2019",
        width=18,
        default=None,
    )
    monitors: Names = column(
        "begleitet",
        "Monitors",
        "names",
        "Titel aus Pläne; mehrere mit Semikolon",
        "titles of Plans; several with semicolons",
        "PlanLine",
        36,
        default=(),
    )
    updates: Names = column(
        "schreibt fort",
        "Updates",
        "names",
        "Titel aus Pläne; mehrere mit Semikolon",
        "titles of Plans; several with semicolons",
        "PlanLine",
        36,
        default=(),
    )
    produces: Names = column(
        "erarbeitet",
        "Produces",
        "names",
        "Titel aus Pläne; mehrere mit Semikolon",
        "titles of Plans; several with semicolons",
        "PlanLine",
        36,
        default=(),
    )
    implements: Names = column(
        "setzt um",
        "Implements",
        "names",
        "Titel aus Pläne; mehrere mit Semikolon",
        "titles of Plans; several with semicolons",
        "PlanLine",
        36,
        default=(),
    )
    bodies: Names = column(
        "beteiligte Stellen",
        "Bodies that take part",
        "names",
        "Namen aus Gremien und Ämter; mehrere mit Semikolon",
        "names of Bodies; several with semicolons",
        "BodyLine",
        30,
        default=(),
    )
    domains: Domains = column(
        "Handlungsfelder",
        "Planning domains",
        "choices",
        "mehrere mit Semikolon",
        "several with semicolons",
        "domain",
        30,
        default=(),
    )
    id: Text | None = column(*ID, default=None)


class MoneyLine(Line):
    """Money asked for, planned, approved or at hand, with amount, years, purpose and budget line as far as stated."""

    sheet: ClassVar[tuple[str, str]] = ("Mittel", "Money")

    title: Text = column(
        "Bezeichnung", "Name", "text", "wofür, mit eigenen Worten", "what for, in your own words", width=44
    )
    amount: Amount | None = column(
        "Betrag (Euro)",
        "Amount (euro)",
        "amount",
        "4.000 oder 4.000,50; leer, wenn nicht genannt",
        "4000 or 4000.50; empty where none is stated",
        width=16,
        default=None,
    )
    years: Years = column(
        "Haushaltsjahre", "Fiscal years", "years", "2019 oder 2019; 2020", "2019 or 2019; 2020", width=16, default=()
    )
    per_year: Yes = column(
        "je Jahr",
        "Per year",
        "yes",
        "ja, wenn der Betrag für jedes Jahr gilt",
        "yes where the amount is for each year",
        width=10,
        default=False,
    )
    status: ResourceStatus | None = column(
        "Stand", "Status", "choice", "aus der Liste", "from the list", "resource-status", 16, default=None
    )
    serves: Text | None = column(
        "für",
        "For",
        "name",
        "Titel aus Pläne, Veranstaltungen oder Verfahren",
        "a title of Plans, Events or Processes",
        "PlanLine",
        40,
        default=None,
    )
    office: Text | None = column(
        "verfügt darüber",
        "Held by",
        "name",
        "Name aus Gremien und Ämter",
        "a name of Bodies",
        "BodyLine",
        24,
        default=None,
    )
    budget_code: Text | None = column(
        "Haushaltsposition", "Budget line", "text", "Schlüssel: Produkt oder PSP-Element", "its code", default=None
    )
    budget_name: Text | None = column(
        "Name der Position", "Name of the line", "text", "wie im Haushalt", "as in the budget", width=30, default=None
    )
    domains: Domains = column(
        "Handlungsfelder",
        "Planning domains",
        "choices",
        "mehrere mit Semikolon",
        "several with semicolons",
        "domain",
        30,
        default=(),
    )
    id: Text | None = column(*ID, default=None)
