"""The tables people get: results of the analysis, put into columns in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from planwerk.dataset import Dataset
from planwerk.gaps import Finding, Proven
from planwerk.questions import Answer, Question, Value
from planwerk.validation import Violation
from planwerk.views.proofs import Behind, Lying, proof_annex
from planwerk.views.table import Column, Kind, Link, Signal, Table

NO_EVIDENCE = {"de": "kein Nachweis im Datenbestand", "en": "no evidence in the data"}
VERDICTS = {
    "de": {"gap": "Lücke", "ok": "in Ordnung", "not_decidable": "nicht entscheidbar"},
    "en": {"gap": "gap", "ok": "ok", "not_decidable": "not decidable"},
}
DISMISSED = {"de": "abgewiesen", "en": "dismissed"}
STATES = {
    "de": {"done": "erfüllt", "late": "verspätet erfüllt", "overdue": "überfällig", "open": "offen"},
    "en": {"done": "fulfilled", "late": "fulfilled late", "overdue": "overdue", "open": "open"},
}


def notes(dataset: Dataset, lang: str) -> tuple[str, ...]:
    """Say on which day the result stands, and how new the newest source is."""
    newest = dataset.newest_source
    if lang == "de":
        last = newest.strftime("%d.%m.%Y") if newest else "keine"
        return (f"Stichtag {dataset.as_of:%d.%m.%Y}; jüngste Quelle: {last}",)
    return (f"As of {dataset.as_of.isoformat()}; newest source: {newest.isoformat() if newest else 'none'}",)


def evidence_text(item: Proven) -> str:
    """Give a piece of evidence as one line: the place, and the quote where there is one."""
    return f"{item.locator}: „{item.quote}“" if item.quote else item.locator


def gap_overview(findings: Iterable[Finding], dataset: Dataset, lang: str, *, everything: bool = False) -> Table:
    """Give the gap list in the few columns that a terminal has room for."""
    whole = gap_table(findings, dataset, lang, everything=everything)
    keep = [n for n, column in enumerate(whole.columns) if column.key in ("id", "verdict", "severity", "label")]
    return replace(
        whole,
        annex=None,
        columns=tuple(whole.columns[n] for n in keep),
        rows=tuple(tuple(row[n] for n in keep) for row in whole.rows),
    )


def gap_table(
    findings: Iterable[Finding],
    dataset: Dataset,
    lang: str,
    *,
    everything: bool = False,
    lying: Lying | None = None,
) -> Table:
    """Give the gap list; what is in order is left out unless everything is asked for.

    The annex lists every place with its wording, and the id of each finding leads there.
    """
    german = lang == "de"
    shown = [f for f in findings if everything or f.verdict != "ok"]
    titles: list[tuple[str, str, str, Kind, int]] = [
        ("id", "Befund", "Finding", "text", 14),
        ("title", "Prüfung", "Check", "text", 22),
        ("verdict", "Ergebnis", "Verdict", "text", 14),
        ("severity", "Schwere", "Severity", "integer", 8),
        ("label", "Was", "What", "text", 60),
        ("days", "Tage", "Days", "integer", 7),
        ("evidence", "Beleg", "Evidence", "text", 50),
        ("next_step", "nächster Schritt", "Next step", "text", 30),
        ("dismissed", "abgewiesen, weil", "Dismissed because", "text", 30),
    ]
    behind: list[Behind] = [(f.id, (), f.evidence, f.id) for f in shown]
    annex, firsts = proof_annex(behind, (), dataset, lang, lying=lying)
    return Table(
        title="Lückenliste" if german else "Gap list",
        columns=tuple(Column(key, de if german else en, kind, width) for key, de, en, kind, width in titles),
        rows=tuple(
            (
                Link(f.id, f"#row-{firsts[f.id]}") if f.id in firsts else f.id,
                f.title or f.check,
                VERDICTS[lang][f.verdict] + ("" if f.dismissed is None else f", {DISMISSED[lang]}"),
                f.severity,
                f.label,
                f.days,
                " | ".join(evidence_text(e) for e in f.evidence) or NO_EVIDENCE[lang],
                f.next_step if f.verdict != "ok" else "",
                f.dismissed,
            )
            for f in shown
        ),
        notes=notes(dataset, lang),
        lang=lang,
        signals=(
            Signal("verdict", f", {DISMISSED[lang]}", "done", anywhere=True),
            Signal("verdict", VERDICTS[lang]["gap"], "overdue"),
            Signal("verdict", VERDICTS[lang]["ok"], "done"),
            Signal("verdict", VERDICTS[lang]["not_decidable"], "not-decidable"),
        ),
        annex=annex,
    )


def finding_json(finding: Finding) -> dict[str, object]:
    """Give a finding in its stable machine-readable form."""
    return {
        "id": finding.id,
        "check": finding.check,
        "verdict": finding.verdict,
        "severity": finding.severity,
        "subjects": list(finding.subjects),
        "label": finding.label,
        "note": finding.note or None,
        "days": finding.days,
        "since": finding.since.isoformat() if finding.since else None,
        "as_of": finding.as_of.isoformat(),
        "parameters": dict(finding.parameters),
        "figures": dict(finding.figures),
        "scope": dict(finding.scope),
        "evidence": [
            {"source": e.source, "start": e.start, "end": e.end, "locator": e.locator, "quote": e.quote}
            for e in finding.evidence
        ],
        "closes_with": finding.closes_with,
        "next_step": finding.next_step,
        "dismissed": finding.dismissed,
    }


def answer_table(
    answer: Answer, title: str, lang: str, *, question: Question | None = None, said: tuple[str, ...] = ()
) -> Table:
    """Give a query's answer as a table, with the question's own headings where it has them."""
    kinds = [_kind([row[n] for row in answer.rows]) for n in range(len(answer.columns))]
    columns = tuple(
        Column(name, question.heading(name, lang) if question else name, kind)
        for name, kind in zip(answer.columns, kinds, strict=True)
    )
    yes = {True: "ja" if lang == "de" else "yes", False: "nein" if lang == "de" else "no"}
    rows = tuple(tuple(yes[cell] if isinstance(cell, bool) else cell for cell in row) for row in answer.rows)
    return Table(title=title, columns=columns, rows=rows, notes=said, lang=lang)


def _kind(cells: Iterable[Value]) -> Kind:
    found = {type(cell) for cell in cells if cell is not None}
    single = found.pop() if len(found) == 1 else None
    kinds: dict[type | None, Kind] = {date: "date", int: "integer", Decimal: "decimal"}
    return kinds.get(single, "text")


def violation_table(violations: Sequence[Violation], lang: str) -> Table:
    """Give what the shapes object to, with the statement and its place."""
    german = lang == "de"
    titles = [
        ("severity", "Schwere", "Severity"),
        ("message", "Einwand", "Objection"),
        ("focus", "Sache", "Thing"),
        ("path", "Eigenschaft", "Property"),
        ("value", "Wert", "Value"),
        ("place", "Fundstelle", "Place"),
        ("shape", "Regel", "Shape"),
    ]
    return Table(
        title="Prüfung gegen die Regeln" if german else "Validation",
        columns=tuple(Column(key, de if german else en) for key, de, en in titles),
        rows=tuple((v.severity, v.message, v.focus, v.path, v.value, v.place, v.shape) for v in violations),
        lang=lang,
        signals=(Signal("severity", "violation", "overdue"), Signal("severity", "", "open")),
    )
