"""The rows of a Beratungsfolge, in the layouts of the council systems: one line, several lines, or columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from planwerk.bodies import Named, find_named
from planwerk.procedure.model import Consultation, Step
from planwerk.procedure.printed import last_date
from planwerk.profile import Profile

_ROLE = re.compile(
    r"\b(?:Beschlussfassung|Vorberatung|Vorabstimmung|Verweisung in die(?:\s+Gremien)?|[12]\. Lesung|Anhörung|Bestätigung|Entscheidung|Empfehlung|Kenntnisnahme"
    r"|Information zur Kenntnis|zur Kenntnis(?:nahme)?|mündliche/schriftliche(?:\s+Beantwortung)?|(?:schriftliche|mündliche) Beantwortung|Beratung|Stellungnahme|Genehmigung|vorberatend|beschließend|beratend|Beschluss)\b(?: \(federführend\))?"
)
_RESULT = re.compile(
    r"\(offen\)|\bAUSFALL\b|\b(?:(?:un)?(?:ge|ver)ändert\s+)?(?:beschlossen|empfohlen)\b|\bzur Kenntnis genommen\b|\bvertagt\b|\babgelehnt\b|\bzurückgezogen\b|\bzurückgestellt\b|\bangenommen\b"
    r"|\b(?:einstimmig|mehrheitlich)\s+(?:zugestimmt|beschlossen|empfohlen|angenommen|abgelehnt)\b|\bzugestimmt\b|\bverwiesen(?: in [^\n|]{3,60})?"
)
_BARE = re.compile(r"[ \t|]*(?P<body>Rat|Kreisrat|Bürgerschaft)(?=[ \t]*(?:\||[ \t]{2}|\d{1,2}\.|\n))")
_DAY = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d)")
_TOP = re.compile(r"^\s*(?P<top>\d{1,3}(?:\.\d{1,2})*)(?=\s|$)")


def find_consultations(text: str, steps: Iterable[Step], profile: Profile) -> Iterator[Consultation]:
    """Find the rows below the headings of a Beratungsfolge."""
    for step in steps:
        for section in step.sections:
            if section.kind == "consultations":
                yield from _rows(text, section.body, min(section.end, section.body + 4000), profile)


def _rows(text: str, start: int, end: int, profile: Profile) -> Iterator[Consultation]:
    row: Consultation | None = None
    empty = other = 0
    for line in re.compile(r"[^\n]*\n?").finditer(text, start, end):
        content = line[0]
        if not content.strip(" \t\n|:"):
            empty += 1
            if empty > 6:
                break
            continue
        if len(content) > 170:
            break
        bare = _BARE.match(content)  # "Rat" is a body where it stands first in a row, and a word elsewhere
        named = Named(*bare.span("body"), "council") if bare else next(iter(find_named(content, profile.bodies)), None)
        day, role, result = _DAY.search(content), _ROLE.search(content), _RESULT.search(content)
        if named is None and day is None and role is None and result is None:
            other += 1
            if row is not None and (empty > 1 or other > 5):
                break
            continue
        if row is not None and day is None and content.rstrip().endswith("."):
            break  # a sentence: the table is over
        empty = other = 0
        date = last_date(day[0]) if day else None
        name = content[named.start : named.end] if named else None
        top = _TOP.match(content[day.end() :]) if day else None
        said = role[0] if role else f"TOP {top['top']}" if top else None
        outcome = result[0].strip("()") if result else None
        if (
            name is not None
            and row is not None
            and _nominative(name) == _nominative(row.body)
            and (role is None or row.date is None)
            and (date is None or row.date is None)
        ):
            # The systems print a sitting below the row it belongs to: the same body once more.
            row = replace(
                row, date=row.date or date, role=row.role or said, result=row.result or outcome, end=line.end()
            )
        elif name is not None:
            if row is not None:
                yield _tidy(row)
            row = Consultation(line.start() + (named.start if named else 0), line.end(), name, date, said, outcome)
        elif row is not None:
            row = replace(
                row, date=row.date or date, role=row.role or said, result=row.result or outcome, end=line.end()
            )
    if row is not None:
        yield _tidy(row)


def _nominative(body: str) -> str:
    """Give the name without the ending of its genitive: "Öffentliche Sitzung des Jugendhilfeausschusses"."""
    return re.sub(r"(?<=\w{3})(?:(?<=s)es|(?<=[^s])e?s)\b", "", body)


def _tidy(row: Consultation) -> Consultation:
    role = re.sub(r"\s+", " ", row.role) if row.role else None
    return replace(row, role=role)
