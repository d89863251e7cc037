"""The Beschlusskontrolle as a table, in the columns a council wants; with the places behind each row as an annex."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from planwerk.control import Choice, ControlRow
from planwerk.dataset import Dataset
from planwerk.views.calendar import Deadline, to_calendar
from planwerk.views.controlprofile import ColumnProfile, read_profile
from planwerk.views.proofs import Lying, leading, proof_annex, proofs_json
from planwerk.views.reports import NO_EVIDENCE, STATES, evidence_text, notes
from planwerk.views.table import Cell, Column, Kind, Signal, Table, display, to_json


@dataclass(frozen=True, slots=True)
class _Context:
    """What a cell needs besides its row: the day, the language, how much of each resolution is done."""

    as_of: date
    lang: str
    fulfilled: Mapping[str, tuple[int, int]]
    wording: bool = True
    """Whether quotes stand in the cell; where an annex holds them it is shorter without."""

    def say(self, german: str, english: str) -> str:
        return german if self.lang == "de" else english

    def day(self, day: date) -> str:
        return display(day, self.lang)


def _state(row: ControlRow, seen: _Context) -> str:
    state = STATES[seen.lang][row.state]
    if row.state in ("done", "late"):
        return f"{state}: {row.proof}" if row.proof else state
    return f"{state}; {seen.say('Bericht', 'report')}: {row.status or NO_EVIDENCE[seen.lang]}"


_LATE = {"de": ", überfällig", "en": ", overdue"}


def _stage(row: ControlRow, seen: _Context) -> str:
    if row.state in ("done", "late"):
        return STATES[seen.lang][row.state]
    late = _LATE[seen.lang] if row.state == "overdue" else ""
    if row.status:
        return row.status + late
    return seen.say("mit Frist", "with a deadline") + late if row.deadline else seen.say("ohne Frist", "no deadline")


def _controlled(row: ControlRow, seen: _Context) -> str:
    if row.controlled is None:
        return seen.say("nicht gesagt", "not said")
    return seen.say("ja", "yes") if row.controlled else seen.say("nein", "no")


def _reason(row: ControlRow, seen: _Context) -> str | None:
    """Give what the last report says where a point is late; a report's words stand for themselves, none is made up."""
    if row.delay is None:
        return None
    return row.said or NO_EVIDENCE[seen.lang]


def _evidence(row: ControlRow, seen: _Context) -> str:
    said = [row.said] if row.said else []
    places = (evidence_text(item) if seen.wording else item.locator for item in row.evidence)
    return " | ".join([*said, *places]) or NO_EVIDENCE[seen.lang]


def _steps(row: ControlRow, seen: _Context) -> str:
    lines = []
    for step in row.steps:
        said = ": ".join(part for part in (step.status, step.said) if part)
        until = f" ({seen.say('geplant bis', 'planned until')} {seen.day(step.planned)})" if step.planned else ""
        lines.append(f"{seen.day(step.day)} {said}{until}")
    return "\n".join(lines) or NO_EVIDENCE[seen.lang]


def _fulfilment(row: ControlRow, seen: _Context) -> str:
    done, every = seen.fulfilled[row.resolution]
    return seen.say(f"{done} von {every} Punkten erfüllt", f"{done} of {every} points fulfilled")


def _next_step(row: ControlRow, seen: _Context) -> str:
    if row.state in ("done", "late"):
        return seen.say("keiner", "none")
    if row.state == "overdue":
        return seen.say("Sachstand, neuen Termin und Grund erbitten", "ask for state, new date and reason")
    if row.planned:
        return seen.say("angekündigt bis ", "announced until ") + seen.day(row.planned)
    if row.deadline:
        return seen.say("Sachstand zum Fristende", "state at the deadline")
    return seen.say("Sachstand erbitten; ohne Frist beschlossen", "ask for the state; decided without a deadline")


def _next_date(row: ControlRow, seen: _Context) -> date | None:
    """Give the next day something is to happen: announced or due, and not over yet."""
    if row.state in ("done", "late"):
        return None
    return min((day for day in (row.planned, row.deadline) if day and day >= seen.as_of), default=None)


_ABOUT: tuple[tuple[str, str, str, Kind, int], ...] = (
    ("number", "Nr.", "No.", "text", 14),
    ("point", "Punkt", "Point", "integer", 7),
)

CELLS: Mapping[str, tuple[Kind, Callable[[ControlRow, _Context], Cell]]] = MappingProxyType(
    {
        "number": ("text", lambda row, _: row.number),
        "mover": ("text", lambda row, _: row.mover),
        "decided": ("date", lambda row, _: row.decided),
        "topic": ("text", lambda row, _: row.topic),
        "committee": ("text", lambda row, _: ", ".join(row.committees) or None),
        "point": ("integer", lambda row, _: row.point_number),
        "content": ("text", lambda row, _: row.content),
        "deadline": ("date", lambda row, _: row.deadline),
        "deadline_written": ("text", lambda row, _: row.deadline_written),
        "stage": ("text", _stage),
        "state": ("text", _state),
        "responsible": (
            "text",
            lambda row, seen: row.responsible or seen.say("im Wortlaut nicht genannt", "not named in the wording"),
        ),
        "office": ("text", lambda row, _: ", ".join(row.offices) or None),
        "domain": ("text", lambda row, _: ", ".join(label for _, label in row.domains) or None),
        "last_report": ("date", lambda row, _: row.last_report),
        "delay": ("integer", lambda row, _: row.delay),
        "reason": ("text", _reason),
        "evidence": ("text", _evidence),
        "steps": ("text", _steps),
        "fulfilment": ("text", _fulfilment),
        "next_step": ("text", _next_step),
        "next_date": ("date", _next_date),
        "controlled": ("text", _controlled),
        "finding": ("text", lambda row, _: row.finding),
    }
)
"""What a column can hold, by the key a profile names: the kind of its cells, and how one is made."""


def control_table(
    rows: Sequence[ControlRow],
    dataset: Dataset,
    lang: str,
    *,
    profile: ColumnProfile | None = None,
    said: Sequence[str] = (),
    wording: bool = True,
    lying: Lying | None = None,
) -> Table:
    """Give the Beschlusskontrolle in a profile's columns, the default ones where none is named.

    ``said`` are further notes, such as how the rows were chosen. The annex lists every place with its wording, and
    the first text of each row leads there; ``wording`` puts quotes into the cells too, for forms without an annex.
    ``lying`` says where the table will be, so that it leads to the papers.
    """
    profile = profile or read_profile("default", known=set(CELLS))
    counted: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        counted[row.resolution].append(row.state in ("done", "late"))
    seen = _Context(dataset.as_of, lang, {name: (sum(done), len(done)) for name, done in counted.items()}, wording)
    shown = still_listed(rows, profile, dataset.as_of)
    annex, firsts = proof_annex(
        [(row.task, (row.number, row.point_number), row.evidence, row.finding) for row in shown],
        _ABOUT,
        dataset,
        lang,
        lying=lying,
    )
    made = []
    for row in shown:
        cells = [CELLS[column.key][1](row, seen) for column in profile.columns]
        made.append(leading(cells, firsts.get(row.task)))
    about = [text for text in (profile.about[lang], _left_out(rows, shown, profile, seen)) if text]
    return Table(
        title=profile.title[lang] or profile.name,
        columns=tuple(Column(c.key, c.headings[lang], CELLS[c.key][0], c.width) for c in profile.columns),
        rows=tuple(made),
        notes=(*notes(dataset, lang), *said, *about),
        lang=lang,
        signals=_signals(profile, lang),
        annex=annex,
    )


def _signals(profile: ColumnProfile, lang: str) -> tuple[Signal, ...]:
    """Give what colours a row, by the first column of the profile that says how a point stands; none where none does."""
    said = STATES[lang]
    keys = {column.key for column in profile.columns}
    column = next((key for key in ("state", "stage") if key in keys), None)
    if column is None:
        return ()
    late = said["overdue"] if column == "state" else _LATE[lang]
    return (
        Signal(column, late, "overdue", anywhere=column == "stage"),
        Signal(column, said["done"], "done"),
        Signal(column, said["late"], "done"),
        Signal(column, "", "open"),
    )


def still_listed(rows: Sequence[ControlRow], profile: ColumnProfile, as_of: date) -> list[ControlRow]:
    """Give the rows a profile still lists on the day: where it says so, what is done is reported once and then dropped."""
    return [row for row in rows if not _reported_before(row, profile, as_of)]


def chosen_note(choice: Choice, shown: Sequence[ControlRow], every: int, lang: str) -> tuple[str, ...]:
    """Say how rows were chosen and how many there are in all; nothing where all were taken.

    Points that are there because they are for every domain are named, so that nobody wonders why.
    """
    german = lang == "de"
    parts = [
        ("Gremium" if german else "committee", choice.committee),
        ("Amt" if german else "office", choice.office),
        ("Stand" if german else "status", ", ".join(STATES[lang][state] for state in choice.states) or None),
        ("beschlossen" if german else "decided", _span(choice.period, lang)),
        ("Handlungsfeld" if german else "domain", choice.domain),
    ]
    named = "; ".join(f"{what} {value}" for what, value in parts if value)
    if not named:
        return ()
    said = (
        f"Auswahl: {named} ({len(shown)} von {every} Punkten)"
        if german
        else f"Selection: {named} ({len(shown)} of {every} points)"
    )
    wide = ", ".join(_cited(row, lang) for row in shown if row.everywhere) if choice.domain else ""
    because = "dabei, da für alle Handlungsfelder" if german else "among them, being for every planning domain"
    return (said, f"{because}: {wide}") if wide else (said,)


def _cited(row: ControlRow, lang: str) -> str:
    return f"{row.number or ''} {'Punkt' if lang == 'de' else 'point'} {row.point_number}".strip()


def _span(period: tuple[date, date] | None, lang: str) -> str | None:
    return f"{display(period[0], lang)} – {display(period[1], lang)}" if period else None


def _reported_before(row: ControlRow, profile: ColumnProfile, as_of: date) -> bool:
    reported = row.last_report or row.proof_day
    if profile.done_shown_days is None or row.state not in ("done", "late") or reported is None:
        return False
    return (as_of - reported).days > profile.done_shown_days


def _left_out(rows: Sequence[ControlRow], shown: Sequence[ControlRow], profile: ColumnProfile, seen: _Context) -> str:
    gone, days = len(rows) - len(shown), profile.done_shown_days
    if not gone:
        return ""
    return seen.say(
        f"nicht mehr aufgeführt, da vor mehr als {days} Tagen als erfüllt berichtet: {gone}",
        f"no longer listed, since reported as fulfilled more than {days} days ago: {gone}",
    )


def control_json(rows: Sequence[ControlRow], table: Table) -> list[dict[str, Any]]:
    """Give the rows of a table in their machine-readable form: its columns by key, and what leads back to the data.

    Beside the columns each row has ``status`` (done, late, overdue or open), ``task`` (its IRI), ``domains`` (IRIs of
    the planning domains it is for), ``finding`` (the id of the gap that says the same) and ``proofs`` (source, start,
    end, locator, quote).
    """
    listed: list[dict[str, Any]] = json.loads(to_json(table))
    return [
        {
            **{key: cell["text"] if isinstance(cell, dict) else cell for key, cell in line.items()},
            "status": row.state,
            "task": row.task,
            "domains": [iri for iri, _ in row.domains],
            "finding": row.finding,
            "proofs": proofs_json(row.evidence),
        }
        for line, row in zip(listed, rows, strict=True)
    ]


def control_calendar(rows: Sequence[ControlRow], dataset: Dataset, lang: str) -> bytes:
    """Give the deadlines of the rows as a calendar file; a point without a deadline is counted in its description."""
    seen = _Context(dataset.as_of, lang, {})
    due = [
        Deadline(
            about=row.task,
            day=row.deadline,
            title=f"{STATES[lang][row.state]}: {row.content}",
            text="\n".join(_described(row, seen)),
            category=seen.say("Beschlusskontrolle", "Resolution control"),
        )
        for row in rows
        if row.deadline
    ]
    without = len(rows) - len(due)
    said = [
        *notes(dataset, lang),
        *([seen.say("Punkte ohne Frist: ", "points without a deadline: ") + str(without)] if without else []),
    ]
    return to_calendar(seen.say("Beschlusskontrolle", "Resolution control"), due, dataset.as_of, notes=said)


def _described(row: ControlRow, seen: _Context) -> list[str]:
    point = f"{row.number or ''} {seen.say('Punkt', 'point')} {row.point_number}, {seen.day(row.decided)}".strip()
    written = (
        f"{seen.say('Frist im Wortlaut', 'deadline as written')}: {row.deadline_written}"
        if row.deadline_written
        else ""
    )
    said = [point, written, _state(row, seen), _evidence(row, seen), row.finding or "", row.task]
    return [line for line in said if line]
