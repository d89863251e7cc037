"""Tables to try the writers on: a control table as a committee gets it, and texts that mean harm.

The city, its papers and its offices are invented; only the shape of the rows is that of real control tables.
"""

from __future__ import annotations

from datetime import date, timedelta

from planwerk.views.table import Cell, Column, Link, Mark, Signal, Table

_COLUMNS = (
    Column("paper", "Nr.", "link"),
    Column("mover", "Antragsteller"),
    Column("decided", "Beschlussdatum", "date"),
    Column("item", "Punkt"),
    Column("content", "Inhalt"),
    Column("due", "Frist (norm.)", "date"),
    Column("state", "Stand"),
    Column("responsible", "zuständig"),
    Column("reported", "letzter Bericht", "date"),
    Column("days", "Verzug (Tage)", "integer"),
    Column("evidence", "Begründung/Beleg"),
    Column("next", "nächster Schritt"),
)
_CONTENTS = (
    "Die Verwaltung legt ein Konzept vor, das die bestehenden Planungsprozesse im Sozialamt beschreibt, prüft und die "
    "Anforderungen an eine integrierte, beteiligungsorientierte Sozialplanung benennt.",
    "Fortschreibung des Fachplans Wohnungsnotfallhilfe einschließlich einer kleinräumigen Bedarfsanalyse.",
    "Einrichtung eines jährlichen Forums mit freien Trägern, Fachleuten und Verwaltung.",
)
_EVIDENCE = (
    "Kein Nachweis im Datenbestand. Gesucht in 27 Vorlagen des Sozialamtes vom 01.01.2019 bis 31.01.2020; jüngster "
    "Hinweis: Sachstandsbericht, Abschnitt „Umsetzung“.",
    "Bericht vom 12.11.2019, Abschnitt 3: Bestandsaufnahme abgeschlossen, Beteiligung der Träger läuft noch.",
    "Erledigt mit Vorlage M-2020/0114; der Ausschuss hat am 14.01.2020 Kenntnis genommen.",
    "Für das zuständige Amt liegt keine Vorlage im Datenbestand; daher nicht entscheidbar.",
)
_STATES: tuple[tuple[str, Mark], ...] = (
    ("überfällig", "overdue"),
    ("offen", "open"),
    ("erledigt", "done"),
    ("nicht entscheidbar", "not-decidable"),
)
_NEXT = ("Sachstand beim Sozialamt erfragen und in die Sitzung am 18.08.2020 aufnehmen", "nächsten Bericht abwarten")


def control_table(rows: int) -> Table:
    """Give a German control table of so many rows, as of 2020-07-01."""
    lines: list[tuple[Cell, ...]] = []
    for number in range(rows):
        state, mark = _STATES[number % 4]
        due = date(2020, 6, 30) - timedelta(days=31 * (number % 9))
        lines.append(
            (
                Link(f"M-{2018 + number % 2}/{100 + number:04}", f"papers/M-{100 + number:04}.html#s3"),
                ("Fraktion A", "Seniorenbeirat", "Fraktionen A, B und C", "Oberbürgermeisterin")[number % 4],
                date(2018, 9, 19) + timedelta(days=7 * number),
                f"{number % 5 + 1}",
                _CONTENTS[number % 3],
                due if mark != "not-decidable" else None,
                state,
                ("Sozialamt", "Amt für Jugend und Familie", "Dezernat Soziales, Gesundheit und Vielfalt")[number % 3],
                date(2019, 11, 12) if number % 4 == 1 else None,
                (date(2020, 7, 1) - due).days if mark == "overdue" else None,
                _EVIDENCE[number % 4],
                _NEXT[number % 2] if mark != "done" else None,
            )
        )
    notes = (
        "Stichtag 01.07.2020, jüngste Quelle 31.01.2020.",
        "Gesucht in 27 Vorlagen; „kein Nachweis im Datenbestand“ heißt nicht, dass es etwas nicht gibt.",
    )
    signals = tuple(Signal("state", state, mark) for state, mark in _STATES)
    return Table("Beschlusskontrolle Musterstadt", _COLUMNS, tuple(lines), notes, "de", signals)


HOSTILE = (
    "=1+1",
    '=HYPERLINK("https://example.org","Beleg")',
    "+49 341 1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "Frist;=1+1",
    "#N/A",
    "'=1",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    "[red]rot[/red] [link=https://example.org]x[/link] :warning:",
    "\x1b[31mrot\x1b[0m \x1b]8;;https://example.org\x07Beleg\x1b]8;;\x07 \x9b2J",
    "\u202e0004\u202c \u2066x\u2069",
    "NUL\x00 BEL\x07 DEL\x7f",
    "halb \ud83d und \ufffe\uffff",
    "_x003D_1+1 _x001B_",
    "eins\r\nzwei\u2028drei\n\n- vier",
    "a" * 40_000,
    "&L&G &P </style><style>*{display:none}",
)
