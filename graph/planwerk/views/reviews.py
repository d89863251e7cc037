"""Tables for people who look after a machine's reading: what wants a decision, and what changed between builds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from planwerk.diff import Change
from planwerk.pending import Pending
from planwerk.resolve import Candidate
from planwerk.views.table import Column, Mark, Signal, Table

_COLUMNS = (
    ("id", "Kennung", "identifier", 14),
    ("file", "Datei", "file", 20),
    ("section", "Abschnitt", "section", 28),
    ("quote", "Wortlaut", "quote", 46),
    ("subject", "Sache", "thing", 30),
    ("predicate", "Aussage", "statement", 20),
    ("value", "gelesen", "read as", 26),
    ("confidence", "Sicherheit", "confidence", 11),
    ("rule", "Leseregel", "reading rule", 18),
    ("state", "Prüfstand", "review state", 16),
    ("decision", "Entscheidung", "decision", 14),
    ("correction", "Berichtigung", "correction", 18),
    ("note", "Anmerkung", "note", 24),
    ("by", "von", "by", 12),
)
_STATES = {
    "machine-only": ("maschinell gelesen", "machine reading"),
    "needs-review": ("zu prüfen", "needs review"),
    "accepted": ("geprüft", "accepted"),
    "corrected": ("berichtigt", "corrected"),
    "rejected": ("abgelehnt", "rejected"),
    "gone": ("nicht mehr gelesen", "read no longer"),
}
_VERDICTS = {
    "accept": ("annehmen", "accept"),
    "reject": ("ablehnen", "reject"),
    "correct": ("berichtigen", "correct"),
}
_MARKS: dict[str, Mark] = {"machine-only": "open", "needs-review": "open", "accepted": "done", "corrected": "done"}


def _signals(german: bool) -> tuple[Signal, ...]:
    return tuple(Signal("state", _STATES[name][0 if german else 1], mark) for name, mark in _MARKS.items())


def review_table(pending: Sequence[Pending], lang: str) -> Table:
    """Give the statements with their words, and empty columns for the decisions."""
    german = lang == "de"
    note = (
        "Entscheidung: annehmen, ablehnen oder berichtigen (dann mit Berichtigung); die ausgefüllte Tabelle liest planwerk review --from."
        if german
        else "Decision: accept, reject or correct (then with a correction); planwerk review --from reads the filled-in table."
    )
    return Table(
        title="Zu prüfende Aussagen" if german else "Statements to review",
        columns=tuple(
            Column(key, de if german else en, "decimal" if key == "confidence" else "text", width)
            for key, de, en, width in _COLUMNS
        ),
        rows=tuple(_row(one, 0 if german else 1) for one in pending),
        notes=(note,),
        lang=lang,
        signals=_signals(german),
    )


def review_overview(pending: Sequence[Pending], lang: str) -> Table:
    """Give the same as it fits a screen: what was read, from which words, how sure."""
    german = lang == "de"
    titles = (
        ("id", "Kennung", "identifier", 14),
        ("said", "gelesen", "read as", 44),
        ("quote", "Wortlaut", "quote", 44),
        ("confidence", "Sicherheit", "confidence", 11),
        ("state", "Prüfstand", "review state", 14),
    )
    return Table(
        title="Zu prüfende Aussagen" if german else "Statements to review",
        columns=tuple(
            Column(key, de if german else en, "decimal" if key == "confidence" else "text", width)
            for key, de, en, width in titles
        ),
        rows=tuple(
            (
                one.key,
                one.said,
                one.quote or one.section,
                Decimal(f"{one.confidence:g}"),
                _STATES.get(one.state, (one.state, one.state))[0 if german else 1],
            )
            for one in pending
        ),
        lang=lang,
        signals=_signals(german),
    )


def _row(one: Pending, place: int) -> tuple[str | Decimal | None, ...]:
    decided = one.decision
    return (
        one.key,
        one.file,
        one.section,
        one.quote or None,
        one.subject,
        one.predicate,
        one.value,
        Decimal(f"{one.confidence:g}"),
        one.rule,
        _STATES.get(one.state, (one.state, one.state))[place],
        _VERDICTS[decided.verdict][place] if decided else None,
        (decided.value or None) if decided else None,
        (decided.note or None) if decided else None,
        (decided.by or None) if decided else None,
    )


def candidate_table(candidates: Iterable[Candidate], lang: str) -> Table:
    """Give the pairs of names that may mean the same thing, best first."""
    german = lang == "de"
    titles = (
        ("id", "Kennung", "identifier", 13),
        ("score", "Ähnlichkeit", "likeness", 11),
        ("one", "Name", "name", 36),
        ("other", "anderer Name", "other name", 36),
        ("kind", "Art", "kind", 14),
        ("oneId", "Sache", "thing", 30),
        ("otherId", "andere Sache", "other thing", 30),
    )
    return Table(
        title="Namen, die dasselbe meinen könnten" if german else "Names that may mean the same thing",
        columns=tuple(
            Column(key, de if german else en, "decimal" if key == "score" else "text", width)
            for key, de, en, width in titles
        ),
        rows=tuple(
            (c.key, Decimal(f"{c.score:g}"), c.one.names[0], c.other.names[0], c.one.group, c.one.iri, c.other.iri)
            for c in candidates
        ),
        lang=lang,
    )


def change_table(changes: Iterable[Change], lang: str) -> Table:
    """Give the statements gained and lost, by rule."""
    german = lang == "de"
    titles = (
        ("rule", "Regel", "rule"),
        ("change", "Änderung", "change"),
        ("subject", "Sache", "thing"),
        ("predicate", "Eigenschaft", "property"),
        ("object", "Wert", "value"),
    )
    words = ("hinzugekommen", "weggefallen") if german else ("gained", "lost")
    rows = tuple((c.rule, words[not c.gained], c.subject, c.predicate, c.object) for c in changes)
    return Table(
        title="Unterschied zweier Datenbestände" if german else "Difference of two builds",
        columns=tuple(Column(key, de if german else en) for key, de, en in titles),
        rows=rows,
        lang=lang,
        signals=(Signal("change", words[0], "done"), Signal("change", words[1], "open")),
    )
