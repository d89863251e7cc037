"""What was read in papers, as a table."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from planwerk.reading import Item, Reading
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
    "tasks": ("Auftrag", "task"),
    "legal_bases": ("Rechtsgrundlage", "legal basis"),
    "plan_links": ("Planbezug", "link of plans"),
    "participation": ("Beteiligung", "participation"),
    "claims": ("Aussage", "claim"),
    "periods": ("Zeitraum", "period"),
    "staff": ("Stellen", "staff"),
    "budget_positions": ("Haushaltsstelle", "budget position"),
}
# What was understood, as far as it goes into a cell; the rest is in the JSON.
_READ_AS = (
    "law", "kind", "section", "paragraph", "type", "state", "status", "speaker", "polarity", "iso", "iso_end", "earliest",
    "latest", "date", "deadline", "eur", "fte", "body", "role", "result", "responsible", "link", "to",
)  # fmt: skip


def reading_table(
    readings: Sequence[Reading], notes: Sequence[str] = (), lang: str = "de", *, short: bool = False
) -> Table:
    """Give every find with its place, in the order of the papers and of the text.

    The column of papers is there where there are several. ``short`` is for a terminal: long wordings are cut, and rules
    left out.
    """
    german = lang == "de"
    titles: list[tuple[str, str, str, Kind, int]] = [
        ("field", "Was", "What", "text", 14),
        ("text", "Wortlaut", "Wording", "text", 44),
        ("read_as", "gelesen als", "Read as", "text", 18),
        ("section", "Abschnitt", "Section", "text", 18),
        ("start", "ab Zeichen", "From", "integer", 7),
        ("end", "bis Zeichen", "To", "integer", 7),
        ("rule", "Regel", "Rule", "text", 18),
        ("confidence", "Sicherheit", "Confidence", "text", 6),
    ]
    if short:
        titles[3:] = [("place", "Stelle", "Place", "text", 18)]
    if len(readings) > 1:
        titles.insert(0, ("paper", "Vorlage", "Paper", "text", 18))
    rows = [
        ((reading.paper.name,) if len(readings) > 1 else ()) + _cells(item, german, short)
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


def _cells(item: Item, german: bool, short: bool) -> tuple[Cell, ...]:
    names = _FIELDS.get(item.field)
    said = " ".join(str(item.values[key]) for key in _READ_AS if item.values.get(key) not in (None, "", item.text))
    what = names[0 if german else 1] if names else item.field
    if short:
        where = f"{textwrap.shorten(item.section, 40, placeholder=' …')} {item.start}–{item.end}".lstrip()
        text = textwrap.shorten(item.text, 130, placeholder=" …")
        return what, text, textwrap.shorten(said, 48, placeholder=" …") or None, where
    rule = f"{item.rule} v{item.rule_version}"
    return what, item.text, said or None, item.section or None, item.start, item.end, rule, f"{item.confidence:.2f}"
