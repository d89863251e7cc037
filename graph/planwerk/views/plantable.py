"""The planning register as a table: what plans there are, who adopted them, what follows them, what is due next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from planwerk.dataset import Dataset
from planwerk.plans import Adoption, PlanChoice, PlanRow, Span, Successor
from planwerk.views.calendar import Deadline, to_calendar
from planwerk.views.proofs import Heading, Lying, leading, proof_annex, proofs_json
from planwerk.views.reports import NO_EVIDENCE, evidence_text, notes
from planwerk.views.table import Cell, Column, Signal, Table, display

PLAN_STATES = {
    "de": {
        "in-force": "in Kraft",
        "announced": "angekündigt",
        "superseded": "ersetzt",
        "named": "nur genannt, keine Fassung bekannt",
    },
    "en": {
        "in-force": "in force",
        "announced": "announced",
        "superseded": "superseded",
        "named": "only named, no edition known",
    },
}
DUE = {
    "de": {
        "own": "angekündigte Fertigstellung",
        "successor": "angekündigte Fortschreibung",
        "period-end": "Ende des Zeitraums",
    },
    "en": {"own": "announced completion", "successor": "announced update", "period-end": "end of the period"},
}
_COLUMNS: tuple[Heading, ...] = (
    ("number", "Nr.", "No.", "text", 16),
    ("title", "Fassung", "Edition", "text", 40),
    ("state", "Stand", "State", "text", 16),
    ("dated", "Datum", "Date", "text", 12),
    ("period", "Zeitraum", "Period", "text", 14),
    ("domain", "Handlungsfeld", "Planning domain", "text", 20),
    ("groups", "Zielgruppen", "Target groups", "text", 22),
    ("bases", "Rechtsgrundlagen", "Legal bases", "text", 20),
    ("adopted", "beschlossen von", "Adopted by", "text", 24),
    ("office", "zuständig", "Responsible", "text", 14),
    ("successor", "Nachfolger", "Successor", "text", 24),
    ("announced", "angekündigter Nachfolger", "Announced successor", "text", 24),
    ("controlling", "Controlling", "Controlling", "text", 22),
    ("next_due", "nächster Termin", "Next due", "date", 13),
    ("due_kind", "was dann ansteht", "What is due then", "text", 18),
)


def plan_table(
    rows: Sequence[PlanRow],
    dataset: Dataset,
    lang: str,
    *,
    said: Sequence[str] = (),
    wording: bool = False,
    lying: Lying | None = None,
) -> Table:
    """Give the planning register; ``wording`` adds a column of evidence, for forms without an annex."""
    german = lang == "de"
    about: tuple[Heading, ...] = (("plan", "Fassung", "Edition", "text", 30),)
    annex, firsts = proof_annex(
        [(row.iri, (row.title,), row.evidence, row.finding(dataset.as_of)) for row in rows],
        about,
        dataset,
        lang,
        lying=lying,
    )
    columns = list(_COLUMNS)
    if wording:
        columns.append(("evidence", "Beleg", "Evidence", "text", 44))
    made: list[tuple[Cell, ...]] = []
    for row in rows:
        evidence = " | ".join(evidence_text(item) for item in row.evidence) or NO_EVIDENCE[lang]
        cells = [*_cells(row, lang, dataset.as_of, named=not wording), *([evidence] if wording else [])]
        made.append(leading(cells, firsts.get(row.iri)))
    return Table(
        title="Planungsregister" if german else "Planning register",
        columns=tuple(Column(key, de if german else en, kind, width) for key, de, en, kind, width in columns),
        rows=tuple(made),
        notes=(*notes(dataset, lang), *said),
        lang=lang,
        signals=plan_signals(lang),
        annex=annex,
    )


def plan_overview(whole: Table) -> Table:
    """Give the register in the few columns that a terminal has room for."""
    keep = [
        n for n, column in enumerate(whole.columns) if column.key in ("number", "title", "state", "adopted", "next_due")
    ]
    return replace(
        whole,
        columns=tuple(whole.columns[n] for n in keep),
        rows=tuple(tuple(row[n] for n in keep) for row in whole.rows),
    )


_PAST = {"de": "; Termin überschritten", "en": "; past its date"}


def plan_signals(lang: str) -> tuple[Signal, ...]:
    """Give what colours a plan's row: past its date, only named, or still to come."""
    said = PLAN_STATES[lang]
    return (
        Signal("state", _PAST[lang], "overdue", anywhere=True),
        Signal("state", said["named"], "not-decidable"),
        Signal("state", said["announced"], "open"),
    )


def _cells(row: PlanRow, lang: str, as_of: date, *, named: bool) -> list[Cell]:
    exists = row.state in ("in-force", "superseded")
    none = NO_EVIDENCE[lang] if exists else None
    state = PLAN_STATES[lang][row.state]
    state = f"{state} ({row.status})" if row.state == "announced" and row.status else state
    no_number = ("ohne Nr." if lang == "de" else "no number") if named else None
    return [
        row.number or no_number,
        row.title,
        state + (_PAST[lang] if row.overdue(as_of) else ""),
        _date(row.dated, lang),
        _period(row.period, lang),
        _listed(label for _, label in row.domains),
        _listed(row.groups),
        _bases(row, lang) or none,
        "\n".join(_adopted(adoption, lang) for adoption in row.adoptions) or none,
        _listed(row.offices),
        _listed(s.label for s in row.successors if s.real),
        "\n".join(_announced(s, lang) for s in row.successors if not s.real) or None,
        _listed(row.controlling) or none,
        row.next_due,
        DUE[lang][row.due_kind] if row.due_kind else None,
    ]


def plan_cells(row: PlanRow, lang: str, as_of: date) -> dict[str, Cell]:
    """Give a plan's cells by the keys of the register's columns."""
    return dict(zip((key for key, *_ in _COLUMNS), _cells(row, lang, as_of, named=True), strict=True))


def _listed(names: Iterable[str]) -> str | None:
    return ", ".join(names) or None


def _bases(row: PlanRow, lang: str) -> str | None:
    if row.bases:
        return ", ".join(row.bases)
    if row.cited:
        said = "nicht als Grundlage benannt; zitiert: " if lang == "de" else "not named as basis; cited: "
        return said + ", ".join(row.cited)
    return None


def _adopted(adoption: Adoption, lang: str) -> str:
    body = adoption.body or ("Gremium nicht genannt" if lang == "de" else "body not named")
    when = _date(adoption.span, lang)
    return f"{body}, {when} ({adoption.resolution})" if when else f"{body} ({adoption.resolution})"


def _announced(successor: Successor, lang: str) -> str:
    if successor.deadline:
        return f"{successor.label} ({'bis' if lang == 'de' else 'by'} {display(successor.deadline, lang)})"
    return f"{successor.label} ({'ohne Termin' if lang == 'de' else 'undated'})"


def _date(span: Span | None, lang: str) -> str | None:
    """Give a date as precisely as it is known: a day, a month or a year."""
    if span is None:
        return None
    first = span.first or span.last
    if first == span.last:
        return display(span.last, lang)
    if (first.year, first.month) == (span.last.year, span.last.month):
        return f"{first.month:02}.{first.year}" if lang == "de" else f"{first.year}-{first.month:02}"
    return str(first.year) if first.year == span.last.year else f"{first.year}–{span.last.year}"


def _period(span: Span | None, lang: str) -> str | None:
    if span is None:
        return None
    first = span.first or span.last
    whole = (first.month, first.day, span.last.month, span.last.day) == (1, 1, 12, 31)
    return f"{first.year}–{span.last.year}" if whole else f"{display(first, lang)} – {display(span.last, lang)}"


def plan_json(rows: Sequence[PlanRow], dataset: Dataset) -> list[dict[str, Any]]:
    """Give the register in its machine-readable form: dates in ISO 8601, things by IRI where the register knows it."""
    return [
        {
            "plan": row.iri,
            "number": row.number,
            "title": row.title,
            "plan_title": row.plan,
            "state": row.state,
            "status": row.status,
            "type": row.kind,
            "period": _span_json(row.period),
            "dated": _span_json(row.dated),
            "domains": [{"id": iri, "label": label} for iri, label in row.domains],
            "target_groups": list(row.groups),
            "areas": list(row.areas),
            "legal_bases": list(row.bases),
            "laws_cited": list(row.cited),
            "responsible": list(row.offices),
            "adopted": [
                {"resolution": a.resolution, "body": a.body, "dated": _span_json(a.span)} for a in row.adoptions
            ],
            "continues": list(row.continues),
            "successors": [{"plan": s.iri, "label": s.label} for s in row.successors if s.real],
            "announced_successors": [
                {"plan": s.iri, "label": s.label, "deadline": s.deadline.isoformat() if s.deadline else None}
                for s in row.successors
                if not s.real
            ],
            "controlling": list(row.controlling),
            "next_due": row.next_due.isoformat() if row.next_due else None,
            "due_kind": row.due_kind,
            "overdue": row.overdue(dataset.as_of),
            "finding": row.finding(dataset.as_of),
            "proofs": proofs_json(row.evidence),
        }
        for row in rows
    ]


def _span_json(span: Span | None) -> dict[str, str | None] | None:
    if span is None:
        return None
    return {
        "from": span.first.isoformat() if span.first else None,
        "to": span.last.isoformat(),
        "written": span.written,
    }


def plan_calendar(rows: Sequence[PlanRow], dataset: Dataset, lang: str) -> bytes:
    """Give what is due next of each plan as a calendar file; a successor's deadline stands once, under its own name."""
    due = [
        Deadline(
            about=row.iri,
            day=row.next_due,
            title=f"{DUE[lang][row.due_kind]}: {row.title}",
            text="\n".join(
                line
                for line in (
                    row.number,
                    ", ".join(row.offices),
                    *(item.locator for item in row.evidence),
                    row.finding(dataset.as_of),
                    row.iri,
                )
                if line
            ),
            category="Planungsregister" if lang == "de" else "Planning register",
        )
        for row in rows
        if row.next_due and row.due_kind and row.due_kind != "successor"
    ]
    return to_calendar(
        "Planungsregister" if lang == "de" else "Planning register", due, dataset.as_of, notes=notes(dataset, lang)
    )


def plans_chosen_note(choice: PlanChoice, shown: int, every: int, lang: str) -> tuple[str, ...]:
    """Say how plans were chosen and how many there are in all; nothing where all were taken."""
    german = lang == "de"
    period = " – ".join(display(day, lang) for day in choice.period) if choice.period else None
    said = [
        ("Amt" if german else "office", choice.office),
        ("Stand" if german else "status", ", ".join(PLAN_STATES[lang][state] for state in choice.states)),
        ("Zeit" if german else "time", period),
        ("Handlungsfeld" if german else "domain", choice.domain),
        ("Zielgruppe" if german else "target group", choice.group),
    ]
    named = "; ".join(f"{what} {value}" for what, value in said if value)
    if not named:
        return ()
    return (
        f"Auswahl: {named} ({shown} von {every} Plänen)"
        if german
        else f"Selection: {named} ({shown} of {every} plans)",
    )
