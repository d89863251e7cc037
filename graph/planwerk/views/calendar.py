"""Deadlines as a calendar file (iCalendar, RFC 5545) that any calendar program reads; the same rows give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planwerk.views.table import plain

_MOST_OCTETS = 75  # of a line, without its end: RFC 5545 section 3.1


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something is due, with the IRI it is about; "the concept is due on 30 June 2020"."""

    about: str
    day: date
    title: str
    text: str
    category: str = ""


def to_calendar(title: str, deadlines: Iterable[Deadline], as_of: date, *, notes: Sequence[str] = ()) -> bytes:
    r"""Give the deadlines as the bytes of an iCalendar file of whole-day events.

    An event's UID comes from what it is about alone, so a file read in again moves the event and does not double it;
    its time stamp is the as-of day, so the same judgement gives the same bytes. Events do not block the day.

    >>> due = Deadline("https://example.org/task/1", date(2020, 6, 30), "Konzept; Frist", "überfällig\nkein Bericht")
    >>> lines = to_calendar("Fristen", [due], date(2020, 7, 1)).decode().split("\r\n")
    >>> [line for line in lines if line.startswith(("DTSTART", "SUMMARY", "DESCRIPTION"))]
    ['DTSTART;VALUE=DATE:20200630', 'SUMMARY:Konzept\\; Frist', 'DESCRIPTION:überfällig\\nkein Bericht']
    """
    stamp = f"{as_of:%Y%m%d}T000000Z"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Planwerk//Deadlines//DE",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    lines += [f"X-WR-CALNAME:{_text(title)}"]
    if notes:
        lines += ["X-WR-CALDESC:" + _text("; ".join(notes))]
    for due in deadlines:
        uid = hashlib.sha256(due.about.encode()).hexdigest()[:32]
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uid}@planwerk",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{due.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{_next(due.day):%Y%m%d}",
            f"SUMMARY:{_text(due.title)}",
            f"DESCRIPTION:{_text(due.text)}",
            *([f"CATEGORIES:{_text(due.category)}"] if due.category else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines += ["END:VCALENDAR"]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _next(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _text(text: str) -> str:
    r"""Escape a text: RFC 5545 section 3.3.11.

    >>> _text("a,b;c\\d\ne")
    'a\\,b\\;c\\\\d\\ne'
    """
    escaped = plain(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n").replace("\t", " ")


def _folded(line: str) -> str:
    """Break a line into parts of at most 75 octets, no character torn apart; each next one begins with a space."""
    parts, part, size = [], "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > _MOST_OCTETS:
            parts.append(part)
            part, size = " ", 1
        part += char
        size += octets
    return "\r\n".join([*parts, part])
