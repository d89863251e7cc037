"""Tasks: who is to do what by when, point by point; what was adopted is never mixed with what was only asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwerk.bodies import find_named
from planwerk.paper import Find, Paper
from planwerk.procedure import Point, Step, to_procedure
from planwerk.profile import Profile
from planwerk.step_days import periods_of

_ADMINISTRATION = r"(?:Stadt|Kreis|Gemeinde|Landkreis)?[Vv]erwaltung"
_WHO = re.compile(rf"\b(?:{_ADMINISTRATION}|(?:die|Die)\s+(?P<town>Stadt|Gemeinde)(?!\w))\b")
_VERB = (
    r"(?:legt|erarbeitet|prüft|berichtet|stellt|führt|setzt|richtet|entwickelt|informiert|sorgt|schafft|organisiert|unterstützt|veranlasst|erstellt|wirkt|nimmt|bereitet|schreibt|beantragt"
    r"|ermittelt|untersucht|plant|bietet|fördert|baut|weist|gewährleistet|übernimmt|gibt|lädt|beteiligt|überarbeitet|aktualisiert|vergibt|lässt|hat|soll|wird|werden)"
)
# Passive and modal wordings name a task without one who must do it; these say that something is to be done.
_TASK = re.compile(
    rf"\b(?:beauftrag\w+|gebeten|aufgefordert|ersucht|bittet|{_VERB}|ist|sind|einzurichten|vorzulegen|zu\s+\w+|einbezogen|bereitgestellt|eingestellt|geschaffen|umgesetzt|fortgeführt|durchgeführt|stattfinden)\b"
)
_ORDERS = re.compile(r"\b(?:beauftragt|bittet|fordert|ersucht|ermächtigt)\s+(?:daher\s+|hiermit\s+)?(?:die|den|das)\s+")
_ORDERED = re.compile(r"\s+(?:wird|werden)\s+(?:\w+\s+)?(?:beauftragt|gebeten|aufgefordert|ersucht|ermächtigt)\b")
_PASSIVE = re.compile(r"\b(?:wird|werden)\s+(?:die|der|das|den)\s+\Z")
_ORDERED_LATER = re.compile(r"[^.]{0,200}\b(?:beauftragt|gebeten|aufgefordert|ersucht)\b")
_ACTS = re.compile(
    rf"\s+(?:\([^)]*\)\s+)?{_VERB}\b(?!\s+(?:\w+\s+){{0,12}}?(?:einbezogen|beteiligt|berichtet|vorgelegt|informiert|gehört|angehört|unterrichtet)\b)"
)
# "Im 1. Halbjahr 2017 richtet die Oberbürgermeisterin …": the time comes first, and the one who acts behind the verb.
_ACTS_LATER = re.compile(
    rf"(?:\A|[.:;]\s+)\W*(?:Im|In|Bis|Ab|Zum|Zur|Am|Spätestens|Jährlich|Halbjährlich)\b[^.;:]{{0,60}}?(?:\d\.[^.;:]{{0,30}})?"
    rf"\s(?!wird\b|werden\b){_VERB}\s+(?:der|die|das)\s+\Z"
)
_NO_TASK = re.compile(
    r"\A\W*(?:Der|Die|Das|Den)?[^.]{0,90}\b(?:nimmt|nehmen|wird|werden)\b[^.]{0,140}\bzur\s+Kenntnis\b"
)
_QUESTION = re.compile(
    r"\?\s*(?:\Z|\n)|\A\W*(?:Wie|Was|Welche\w*|Wer|Wo|Wann|Warum|Inwie\w+|Gibt es|Ist|Sind|Kann|Hat|Haben)\b[^.]*\?"
)
_LIMIT = re.compile(
    r"(?:\b(?:bis|spätestens|zum|zu|im|in|vor|ab)\b\s*(?:(?:zum|zu|spätestens|im|Jahr|dem|den|Ende|der)\s+)*)\Z"
)
_STATUS = {"motion": "asked", "amendment": "asked", "petition": "asked", "position": "proposed", "proposal": "proposed"}


def find_tasks(paper: Paper) -> Iterator[Find]:
    r"""Find the tasks of the points of each step; ``status`` is adopted, rejected, asked or proposed.

    A point is adopted where a resolution printed here has it or adopts the text in which it stands. ``responsible`` is
    who must act by the point's own words, missing where they name nobody: it is not taken from elsewhere.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "Antrag vom 3. Mai 2021\nBeschlussvorschlag:\n1. Das Sozialamt legt bis Ende 2021 ein Konzept vor.\n"
    >>> [task] = find_tasks(to_paper("a.txt", text.encode(), text, read_profile()))
    >>> task.values["status"], task.values["responsible"], task.values["deadline"]
    ('asked', 'Sozialamt', '2021-12-31')
    """
    procedure = to_procedure(paper)
    adopted = procedure.adopted()
    for step in procedure.steps:
        # A resolution that prints points and no outcome is the text that was adopted.
        decided = (step.outcome or "adopted") if step.kind == "resolution" else _STATUS.get(step.kind)
        status = "adopted" if step is adopted else decided
        if not step.printed or status in (None, "noted", "referred"):
            continue
        for point in step.points:
            task = _task(paper, step, point, str(status))
            if task is not None:
                yield task


def _task(paper: Paper, step: Step, point: Point, status: str) -> Find | None:
    words = paper.reading[point.start : point.end]
    if len(words) < 15 or not _TASK.search(words) or _NO_TASK.match(words) or _QUESTION.search(words):
        return None
    values: dict[str, object] = {"status": status, "step": step.kind, "point": point.number}
    values |= {"date": step.date} if step.date else {}
    values |= {"version": step.version} if step.version else {}
    who = responsible(words, paper.profile)
    values |= {"responsible": who} if who else {}
    deadline = _deadline(paper.reading, point)
    values |= {"deadline": deadline} if deadline else {}
    return Find("tasks", point.start, point.end, f"task.{status}", confidence=0.8, values=values)


def responsible(words: str, profile: Profile) -> str | None:
    """Give who must act by the words of a point, None where they name nobody.

    >>> from planwerk.profile import read_profile
    >>> responsible("Der Stadtrat beauftragt die Verwaltung, dem Seniorenbeirat zu berichten.", read_profile())
    'Verwaltung'
    >>> responsible("In die Erarbeitung wird der Seniorenbeirat einbezogen.", read_profile()) is None
    True
    """
    named = [(one.start, one.end) for one in find_named(words, profile.bodies)]
    named += [match.span("town") if match["town"] else match.span() for match in _WHO.finditer(words)]
    for start, end in sorted(named):
        who = re.sub(r"\s+", " ", words[start:end])
        passive = _PASSIVE.search(words[:start]) and _ORDERED_LATER.match(words, end)
        if passive or _ORDERED.match(words, end) or _ORDERS.search(words[max(0, start - 30) : start]):
            return who
    for start, end in sorted(named):
        subject = re.search(r"(?:\A|[.:;–-]\s+|\n|,\s)\W*(?:[Dd]er|[Dd]ie|[Dd]as)?\s*\Z", words[:start])
        if (subject and _ACTS.match(words, end)) or _ACTS_LATER.search(words[:start]):
            return re.sub(r"\s+", " ", words[start:end])
    return None


def _deadline(text: str, point: Point) -> str | None:
    """Give the last day by which the point wants something done, where it says one."""
    for period in periods_of(text):
        if point.start <= period.start and period.end <= point.end and period.latest is not None:
            before = text[max(point.start, period.start - 30) : period.start]
            opens = re.match(r"(?:im|in|bis|zum)\b", period.wording)
            if _LIMIT.search(before) or opens:
                return period.latest.isoformat()
    return None
