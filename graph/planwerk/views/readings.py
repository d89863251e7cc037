"""What was read in papers, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from planwerk.reading import FIELDS, Item, Reading
from planwerk.views.table import Cell, Column, Kind, Table

_FIELDS = {
    "document_numbers": ("Nummer", "number"),
    "legal_citations": ("Rechtsnorm", "law"),
    "dates": ("Datum", "date"),
    "actors": ("Akteur", "actor"),
    "plans": ("Plan", "plan"),
    "due": ("Frist", "time limit"),
    "amounts": ("Betrag", "sum"),
    "process_steps": ("Verfahrensschritt", "procedure step"),
    "consultations": ("Beratung", "consultation"),
}
_READ_AS = ("law", "kind", "section", "paragraph", "iso", "iso_end", "date", "eur", "body", "role", "result")


def reading_table(readings: Sequence[Reading], notes: Sequence[str] = (), lang: str = "de") -> Table:
    """Give every find with its place, in the order of the papers and of the text.

    The column of papers is there where there are several.
    """
    german = lang == "de"
    titles: list[tuple[str, str, str, Kind, int]] = [
        ("field", "Was", "What", "text", 12),
        ("text", "Wortlaut", "Wording", "text", 44),
        ("read_as", "gelesen als", "Read as", "text", 18),
        ("section", "Abschnitt", "Section", "text", 18),
        ("start", "ab Zeichen", "From", "integer", 7),
        ("end", "bis Zeichen", "To", "integer", 7),
        ("rule", "Regel", "Rule", "text", 18),
        ("confidence", "Sicherheit", "Confidence", "text", 6),
    ]
    if len(readings) > 1:
        titles.insert(0, ("paper", "Vorlage", "Paper", "text", 18))
    rows = [
        ((reading.paper.name,) if len(readings) > 1 else ()) + _cells(item, german)
        for reading in readings
        for item in reading.items
    ]
    return Table(
        title="Gelesen" if german else "Read",
        columns=tuple(Column(key, de if german else en, kind, width) for key, de, en, kind, width in titles),
        rows=tuple(rows),
        notes=tuple(notes),
        lang=lang,
    )


def _cells(item: Item, german: bool) -> tuple[Cell, ...]:
    names = _FIELDS.get(item.field)
    said = " ".join(str(item.values[key]) for key in _READ_AS if item.values.get(key) not in (None, "", item.text))
    return (
        names[0 if german else 1] if names and item.field in FIELDS else item.field,
        item.text,
        said or None,
        item.section or None,
        item.start,
        item.end,
        f"{item.rule} v{item.rule_version}",
        f"{item.confidence:.2f}",
    )
