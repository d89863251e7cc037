"""The form in which a planner states a city without seeing Turtle: sheets, columns, and one model per line.

What a cell may hold is said once: the template, the reading, the messages and the way back all use it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from planwerk.sources.cells import (
    Basis,
    BodyKind,
    Day,
    Domains,
    Groups,
    Names,
    Norm,
    Number,
    PaperKind,
    PlanStatus,
    Relation,
    Stakeholders,
    TaskStatus,
    Text,
    Time,
    Yes,
    column,
)
from planwerk.sources.formline import ID, Line
from planwerk.sources.undertakings import EventLine, MoneyLine, ProcessLine


class BodyLine(Line):
    """An office, committee, board or association."""

    sheet: ClassVar[tuple[str, str]] = ("Gremien und Ämter", "Bodies")

    name: Text = column("Name", "Name", "text", "wie in den Papieren", "as in the papers", width=40)
    kind: BodyKind = column("Art", "Kind", "choice", "aus der Liste", "from the list", "body", 24)
    part_of: Text | None = column(
        "gehört zu", "Part of", "name", "Name aus diesem Blatt", "a name of this sheet", "BodyLine", 30, default=None
    )
    domains: Domains = column(
        "Handlungsfelder",
        "Planning domains",
        "choices",
        "für die es zuständig ist; mehrere mit Semikolon",
        "it is responsible for; several with semicolons",
        "domain",
        30,
        default=(),
    )
    providers: Yes = column(
        "freie Träger beteiligt",
        "Free providers take part",
        "yes",
        "ja oder nein",
        "yes or no",
        width=14,
        default=False,
    )
    id: Text | None = column(*ID, default=None)


class PlanLine(Line):
    """An edition of a plan, there or announced."""

    sheet: ClassVar[tuple[str, str]] = ("Pläne", "Plans")

    title: Text = column("Titel", "Title", "text", "der Fassung, wie gedruckt", "of the edition, as printed", width=50)
    number: Text | None = column(
        "Nr.",
        "No.",
        "text",
        "Nummer der Vorlage oder des Beschlusses",
        "number of the paper or resolution",
        default=None,
    )
    status: PlanStatus = column("Stand", "Status", "choice", "aus der Liste", "from the list", "plan-status", 16)
    dated: Time | None = column(
        "Datum",
        "Date",
        "stretch",
        "Tag, Monat oder Jahr: 18.07.2012, 12.2017, 2012",
        "day, month or year: 18.07.2012, 12.2017, 2012",
        width=14,
        default=None,
    )
    period: Time | None = column(
        "Zeitraum",
        "Period",
        "stretch",
        "für den er gilt: 2017 bis 2024",
        "it holds for: 2017 bis 2024",
        width=16,
        default=None,
    )
    due: Time | None = column(
        "Frist",
        "Due",
        "stretch",
        "bis wann angekündigt: III. Quartal 2019, Mitte 2020",
        "announced until: III. Quartal 2019, Mitte 2020",
        width=18,
        default=None,
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
    groups: Groups = column(
        "Zielgruppen",
        "Target groups",
        "choices",
        "mehrere mit Semikolon",
        "several with semicolons",
        "target-group",
        26,
        default=(),
    )
    office: Text | None = column(
        "zuständig", "Responsible", "name", "Name aus Gremien und Ämter", "a name of Bodies", "BodyLine", default=None
    )
    adopted_by: Text | None = column(
        "beschlossen von",
        "Adopted by",
        "name",
        "Name aus Gremien und Ämter",
        "a name of Bodies",
        "BodyLine",
        default=None,
    )
    adopted_on: Time | None = column(
        "beschlossen am", "Adopted on", "stretch", "Tag, Monat oder Jahr", "day, month or year", width=14, default=None
    )
    resolution: Text | None = column(
        "Beschluss",
        "Resolution",
        "text",
        "Nummer oder Bezeichnung des Beschlusses",
        "number or name of the resolution",
        default=None,
    )
    continues: Text | None = column(
        "schreibt fort",
        "Continues",
        "name",
        "Titel der früheren Fassung",
        "title of the earlier edition",
        "PlanLine",
        40,
        default=None,
    )
    id: Text | None = column(*ID, default=None)


class BasisLine(Line):
    """A norm that a plan names as its basis, or only cites."""

    sheet: ClassVar[tuple[str, str]] = ("Rechtsgrundlagen", "Legal bases")

    plan: Text = column("Plan", "Plan", "name", "Titel aus Pläne", "a title of Plans", "PlanLine", 50)
    strength: Basis = column(
        "Bezug",
        "Relation",
        "choice",
        "als Grundlage benannt oder nur zitiert",
        "named as basis, or only cited",
        "basis",
        24,
    )
    norm: Norm = column(
        "Norm", "Norm", "choice", "etwa § 80 Abs. 1 SGB VIII", "such as § 80 Abs. 1 SGB VIII", "law", 34
    )


class PaperLine(Line):
    """A council paper."""

    sheet: ClassVar[tuple[str, str]] = ("Vorlagen", "Papers")

    number: Text = column("Nr.", "No.", "text", "wie gedruckt", "as printed")
    title: Text = column("Titel", "Title", "text", "Betreff", "subject", width=50)
    kind: PaperKind | None = column(
        "Art", "Kind", "choice", "aus der Liste", "from the list", "paper-kind", 24, default=None
    )
    dated: Day | None = column("Datum", "Date", "day", "des Papiers", "of the paper", width=12, default=None)
    submitted_by: Text | None = column(
        "eingereicht von",
        "Submitted by",
        "name",
        "Name aus Gremien und Ämter",
        "a name of Bodies",
        "BodyLine",
        30,
        default=None,
    )
    procedure: Text | None = column(
        "Vorgang",
        "Procedure",
        "text",
        "Nummer des Vorgangs, zu dem es gehört",
        "number of the procedure it belongs to",
        default=None,
    )
    id: Text | None = column(*ID, default=None)


class TaskLine(Line):
    """An adopted point, and what one report says of it; a further report is a further line with the same point."""

    sheet: ClassVar[tuple[str, str]] = ("Aufgaben", "Tasks")

    resolution: Text = column("Beschluss", "Resolution", "text", "Nummer oder Bezeichnung", "number or name", width=26)
    decided_on: Day = column("beschlossen am", "Decided on", "day", "Tag", "day", width=14)
    body: Text = column(
        "beschlossen von", "Decided by", "name", "Name aus Gremien und Ämter", "a name of Bodies", "BodyLine"
    )
    point: Number = column("Punkt", "Point", "number", "Nummer des Beschlusspunkts", "number of the point", width=8)
    content: Text = column("Inhalt", "Content", "text", "mit eigenen Worten", "in your own words", width=50)
    due: Time | None = column(
        "Frist",
        "Due",
        "stretch",
        "Ende 2019, Mitte 2020, 30.06.2020",
        "Ende 2019, Mitte 2020, 30.06.2020",
        width=16,
        default=None,
    )
    responsible: Names = column(
        "zuständig",
        "Responsible",
        "names",
        "wer laut Wortlaut handeln muss; mehrere mit Semikolon",
        "who must act by the wording; several with semicolons",
        "BodyLine",
        24,
        default=(),
    )
    deliverable: Text | None = column(
        "Ergebnis", "Deliverable", "name", "Titel aus Pläne", "a title of Plans", "PlanLine", 40, default=None
    )
    groups: Stakeholders = column(
        "zu beteiligen",
        "To involve",
        "choices",
        "Gruppen, die der Wortlaut beteiligt haben will; mehrere mit Semikolon",
        "groups the wording wants involved; several with semicolons",
        "stakeholder",
        26,
        default=(),
    )
    controlled: Yes | None = column(
        "unterliegt der Kontrolle",
        "Under control",
        "yes",
        "ja oder nein, wenn der Beschluss es von sich sagt (Beschlussvollzugskontrolle)",
        "yes or no where the resolution says so of itself",
        width=14,
        default=None,
    )
    reported_on: Day | None = column(
        "Bericht vom", "Reported on", "day", "Tag des Berichts", "day of the report", width=12, default=None
    )
    status: TaskStatus | None = column(
        "Stand laut Bericht",
        "Status by the report",
        "choice",
        "aus der Liste",
        "from the list",
        "task-status",
        18,
        default=None,
    )
    report: Text | None = column(
        "Bericht",
        "Report",
        "text",
        "was er sagt, mit eigenen Worten",
        "what it says, in your own words",
        width=40,
        default=None,
    )
    fulfilled_by: Text | None = column(
        "erledigt durch",
        "Fulfilled by",
        "name",
        "Titel aus Pläne oder Veranstaltungen, Nr. aus Vorlagen, oder eine Veranstaltung mit ihrem Tag",
        "a title of Plans or Events, a no. of Papers, or an event with its day",
        "PlanLine",
        40,
        default=None,
    )
    fulfilled_on: Day | None = column(
        "erledigt am", "Fulfilled on", "day", "Tag der Veranstaltung", "day of the event", width=12, default=None
    )
    id: Text | None = column(*ID, default=None)


class RelationLine(Line):
    """A link between two plans that a paper states."""

    sheet: ClassVar[tuple[str, str]] = ("Beziehungen", "Relations")

    source: Text = column("von", "From", "name", "Titel aus Pläne", "a title of Plans", "PlanLine", 50)
    relation: Relation = column("Beziehung", "Relation", "choice", "aus der Liste", "from the list", "relation", 26)
    target: Text = column("zu", "To", "name", "Titel aus Pläne", "a title of Plans", "PlanLine", 50)


SHEETS: tuple[type[Line], ...] = (
    BodyLine, PlanLine, BasisLine, PaperLine, TaskLine, RelationLine, EventLine, ProcessLine, MoneyLine,
)  # fmt: skip
FIELDS = ("bodies", "plans", "bases", "papers", "tasks", "relations", "events", "processes", "money")
"""The field of a form that holds each sheet's lines, in the order of the sheets."""
ABOUT = ("Angaben", "About")
HELP = ("Hilfe", "Help")
LISTS = ("Listen", "Lists")


@dataclass(frozen=True, slots=True)
class Form:
    """A filled form: its lines by sheet, from which day on it is known, and which office drew it up."""

    bodies: tuple[BodyLine, ...] = ()
    plans: tuple[PlanLine, ...] = ()
    bases: tuple[BasisLine, ...] = ()
    papers: tuple[PaperLine, ...] = ()
    tasks: tuple[TaskLine, ...] = ()
    relations: tuple[RelationLine, ...] = ()
    events: tuple[EventLine, ...] = ()
    processes: tuple[ProcessLine, ...] = ()
    money: tuple[MoneyLine, ...] = ()
    stated_on: date | None = None
    stated_by: str | None = None
    rows: Mapping[type[Line], tuple[int, ...]] = field(default_factory=dict, compare=False)
    """Where each line stood in its sheet, for messages; without it: in order, from the second row."""

    def lines(self) -> dict[type[Line], tuple[Line, ...]]:
        """Give the lines of each sheet, in the order of the sheets."""
        return dict(zip(SHEETS, (getattr(self, name) for name in FIELDS), strict=True))

    def numbered(self) -> Iterator[tuple[int, Line]]:
        """Yield every line with the row it stood in."""
        for kind, lines in self.lines().items():
            yield from zip(self.rows.get(kind) or range(2, 2 + len(lines)), lines, strict=True)


def sheet_name(kind: type[Line], lang: str) -> str:
    """Give a sheet's name in the language.

    >>> sheet_name(PlanLine, "de"), sheet_name(PlanLine, "en")
    ('Pläne', 'Plans')
    """
    names: tuple[str, str] = kind.sheet  # type: ignore[attr-defined]
    return names[0] if lang == "de" else names[1]
