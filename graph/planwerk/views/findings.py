"""What people get of findings beside the list: a check explained, a finding traced, what changed between two days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from planwerk.dataset import Dataset
from planwerk.gaps import Change, Trace
from planwerk.questions import Question, labels
from planwerk.views.reports import NO_EVIDENCE, VERDICTS, evidence_text, finding_json, notes
from planwerk.views.table import Column, Kind, Signal, Table
from planwerk.vocabulary import is_address

HEADS = {
    "de": {
        "question": "Frage", "condition": "Bedingung", "parameters": "Parameter", "severity": "Schwere",
        "next": "nächster Schritt", "closes": "schließt sich mit", "python": "In Python", "query": "Abfrage",
        "scope": "Durchsucht", "sources": "Quellen, die am Stichtag bekannt waren", "none": "keine", "statements": "Aussagen", "places": "Fundstellen", "days": "Tage", "dismissed": "abgewiesen",
        "severities": "3 wahrscheinlicher Verstoß gegen Gesetz oder Beschluss, 2 Risiko der Steuerung, 1 Hinweis",
    },
    "en": {
        "question": "Question", "condition": "Condition", "parameters": "Parameters", "severity": "Severity",
        "next": "Next step", "closes": "Closes with", "python": "In Python", "query": "Query",
        "scope": "Searched", "sources": "sources known on the day", "none": "none", "statements": "Statements", "places": "Places", "days": "Days", "dismissed": "dismissed",
        "severities": "3 probable breach of statute or resolution, 2 steering risk, 1 hint",
    },
}  # fmt: skip


def check_text(check: Question, work: str, lang: str) -> str:
    """Explain a check: question, formal condition, parameters, severity, next step, query, and its Python part."""
    head = HEADS[lang]
    parameters = [
        f"  {name} = {default}  ({check.parameter_title(name, lang)})"
        for name, default in check.parameters.items()
        if name not in ("asOf", "lang")
    ]
    parts = [
        f"{check.head['check']}  {check.title(lang)}",
        f"{head['question']}: {check.question(lang)}",
        f"{head['condition']}: {check.say('condition', lang) or '–'}",
        f"{head['parameters']}: {head['none']}"
        if not parameters
        else f"{head['parameters']}:\n" + "\n".join(parameters),
        f"{head['severity']}: {head['severities']}",
        f"{head['next']}: {check.say('next', lang)}",
        f"{head['closes']}: {check.say('closes', lang)}",
        *([f"{head['python']}:\n{work}"] if work else []),
        f"{head['query']}:\n{check.text}",
    ]
    return "\n\n".join(parts)


def trace_text(found: Trace, dataset: Dataset, lang: str) -> str:
    """Trace a finding for a reader: its words, each statement with its graph and place, and the query."""
    head, finding = HEADS[lang], found.finding
    said = [f"{finding.id}  {VERDICTS[lang][finding.verdict]}, {head['severity']} {finding.severity}", finding.label]
    if finding.dismissed:
        said.append(f"{head['dismissed']}: {finding.dismissed}")
    if finding.days is not None and finding.since is not None:
        until = finding.since + timedelta(days=finding.days)
        said.append(f"{head['days']}: {finding.days} ({finding.since.isoformat()} → {until.isoformat()})")
    said += [f"{name} = {value}" for name, value in {**finding.parameters, **finding.figures}.items()]
    named = labels(dataset, _things(found), lang)
    lines = []
    for statement in found.statements:
        ends = [named.get(term, term) for term in (statement.subject, statement.predicate, statement.object)]
        lines.append(f"  {' – '.join(ends)}\n    {named.get(statement.graph, statement.graph)}")
        lines += [f"    {evidence_text(place)}" for place in statement.places]
    places = [f"  {evidence_text(item)}" for item in finding.evidence]
    return "\n\n".join(
        [
            "\n".join(said),
            f"{head['statements']}:\n" + ("\n".join(lines) or f"  {NO_EVIDENCE[lang]}"),
            f"{head['places']}:\n" + ("\n".join(places) or f"  {NO_EVIDENCE[lang]}"),
            f"{head['next']}: {finding.next_step}",
            f"{head['scope']}: {finding.scope.get('sources', 0)} {head['sources']}",
            *notes(dataset, lang),
            f"{head['query']}:\n{found.query}",
        ]
    )


def _things(found: Trace) -> set[str]:
    terms = {term for s in found.statements for term in (s.subject, s.predicate, s.object, s.graph)}
    return set(filter(is_address, terms))


def trace_json(found: Trace) -> dict[str, object]:
    """Give a trace as data: the finding in its stable form, its statements, and the query."""
    return {
        "finding": finding_json(found.finding),
        "statements": [
            {
                "subject": s.subject,
                "predicate": s.predicate,
                "object": s.object,
                "graph": s.graph,
                "places": [
                    {"source": p.source, "start": p.start, "end": p.end, "locator": p.locator, "quote": p.quote}
                    for p in s.places
                ],
            }
            for s in found.statements
        ],
        "query": found.query,
    }


def change_table(changes: Sequence[Change], dataset: Dataset, since: str, lang: str) -> Table:
    """Give what opened and what closed, with the paper through which."""
    german = lang == "de"
    titles: list[tuple[str, str, str, Kind, int]] = [
        ("change", "Änderung", "Change", "text", 12),
        ("id", "Befund", "Finding", "text", 14),
        ("severity", "Schwere", "Severity", "integer", 8),
        ("label", "Was", "What", "text", 60),
        ("paper", "durch", "Through", "text", 40),
        ("known_from", "bekannt ab", "Known from", "date", 12),
    ]
    kinds = {"opened": "neu", "closed": "geschlossen"} if german else {"opened": "opened", "closed": "closed"}
    time = "Zeitablauf" if german else "the passing of time"
    named = labels(dataset, [c.paper for c in changes if c.paper], lang)
    return Table(
        title=f"Lücken seit {since}" if german else f"Gaps since {since}",
        columns=tuple(Column(key, de if german else en, kind, width) for key, de, en, kind, width in titles),
        rows=tuple(
            (
                kinds[c.kind],
                c.finding.id,
                c.finding.severity,
                c.finding.label,
                named[c.paper] if c.paper else time,
                c.known_from,
            )
            for c in changes
        ),
        notes=notes(dataset, lang),
        lang=lang,
        signals=(Signal("change", kinds["opened"], "overdue"), Signal("change", kinds["closed"], "done")),
    )


def change_json(change: Change) -> dict[str, object]:
    """Give a change as data: kind, the paper's graph and its day (null: the passing of time), and the finding."""
    known = change.known_from.isoformat() if change.known_from else None
    return {"change": change.kind, "paper": change.paper, "known_from": known, "finding": finding_json(change.finding)}
