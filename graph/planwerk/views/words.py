"""The few words the views add to a table themselves, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_GERMAN = MappingProxyType(
    {
        "no rows": "Keine Zeilen.",
        "notes": "Hinweise",
        "page": "Seite",
        "of": "von",
        "rows": "Zeilen",
        "row": "Zeile",
        "table": "Tabelle, seitlich verschiebbar",
        "legend": "Farben: rot hinterlegt heißt Frist überschritten, Lücke oder Einwand; grün: erfüllt oder in Ordnung; "
        "grau: nicht entscheidbar; ohne Farbe: offen. Dasselbe steht in den Zellen.",
        "cut": "Mit … endende Texte sind auf die Länge gekürzt, die das Format je Zelle zulässt; ganz stehen sie in "
        "CSV und JSON. Gekürzte Zellen: ",
    }
)
_ENGLISH = MappingProxyType(
    {
        "no rows": "No rows.",
        "notes": "Notes",
        "page": "Page",
        "of": "of",
        "rows": "rows",
        "row": "row",
        "table": "table, scrolls sideways",
        "legend": "Colours: red means past its deadline, a gap or an objection; green: fulfilled or in order; grey: not "
        "decidable; none: open. The cells say the same.",
        "cut": "Texts ending in … are cut to the length the format allows per cell; they are whole in CSV and JSON. "
        "Cells cut: ",
    }
)


def words(lang: str) -> Mapping[str, str]:
    """Give the words of a language: German for ``de``, English for any other.

    >>> words("de")["notes"], words("en")["notes"]
    ('Hinweise', 'Notes')
    """
    return _GERMAN if lang == "de" else _ENGLISH
