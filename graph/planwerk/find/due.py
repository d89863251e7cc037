"""Time limits and target periods: by when somebody is to have done something.

A period is a time limit by its cue ("bis", "spätestens", "Termin:") or, without one, where its sentence speaks of what
is to come and the period is not over on the day of the step; a motion says it in the present tense ("Im Herbst 2016
richtet das Amt eine Konferenz aus"), so a period that has not begun on that day looks ahead by itself. "Ab" a period to
come names its first day, about. What has happened, how long something is paid for or allowed, and which year a sum of
money belongs to are no time limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from planwerk.dates import Period
from planwerk.paper import Find, Paper
from planwerk.step_days import days_of_steps, periods_of

_REACH = 300  # characters of a sentence that are looked at on either side
_ARTICLE = r"(?:\s{1,3}(?:zum|zur|zu|im|in|am|den|dem|der|das|auf))?"
_VAGUE = r"(?:\s{1,3}(?:voraussichtlich|vorerst|zunächst|möglichst|einschließlich|etwa|ca\.|circa|ungefähr))?"
_LIMIT = re.compile(
    rf"(?:\b(?:bis:?{_VAGUE}(?:\s{{1,3}}spätestens)?|spätestens(?:\s{{1,3}}bis)?|längstens|rechtzeitig){_ARTICLE}{_VAGUE}"
    r"|\b(?:Termin|Frist|Fristende|Fälligkeit|fällig|Zieltermin|Erledigung|Umsetzung|Fertigstellung|Abgabe|Wiedervorlage|Zeithorizont)"
    r"(?:\s?\((?:geplant|Ziel)\))?\s{0,2}:(?:\s{0,3}(?:bis|spätestens))?|\bbis zu[mr] [A-ZÄÖÜ]\w+ (?:am|im))\s{1,8}$",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"(?:\b(?:im|in|innerhalb|für|gegen|zu|zum|mit)(?:\s{1,3}(?:den|der|dem|das))?(?:\s{1,3}(?:Laufe|Verlauf)(?:\s{1,3}de[rs])?)?(?:\s{1,3}voraussichtlich)?"
    r"|\b(?:voraussichtlich|frühestens|etwa|ca\.))\s{1,8}$",
    re.IGNORECASE,
)
_TARGET_VERB = re.compile(
    r"\b(?:ist|sind|wird|werden|soll|sollen|geplant|Baubeginn|Fertigstellung|Inbetriebnahme|Eröffnung|Betriebsbeginn|Umsetzung):?\s{1,8}(?P<here>$)"
)
_FROM = re.compile(r"\bab(?:\s{1,3}(?:de[mr]|voraussichtlich))?\s{1,8}$", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:seit|von|vom)(?:\s{1,3}de[mr])?\s{1,8}$", re.IGNORECASE)
_RANGE_BEFORE = re.compile(
    r"(?:\d|\b(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Anfang|Mitte))\.?[ \t]{0,3}\n?[ \t]{0,3}\Z"
)
# "Konzept Wohnen 2013 bis zum III. Quartal 2018": the year belongs to the name before it and begins no range.
_NAME_WITH_YEAR = re.compile(
    r"(?!(?:Jahr|Quartal|Halbjahr|Schuljahr|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|Anfang|Mitte|Ende|Frühjahr|Sommer|Herbst|Winter|Zeitraum|Zeit)\w*\s)\b[A-ZÄÖÜ][\wäöüß-]{3,}\s{1,3}(?:19|20)\d\d\s{1,3}\Z"
)
# A time limit by its name holds until its day: "Es gilt eine Nachfrist bis zum 15. November".
_NAMED_LIMIT = re.compile(
    r"\b(?:(?:Nach|Abgabe|Antrags|Einreichungs|Ausschluss|Anmelde|Melde|Bewerbungs|Umsetzungs)f|F)rist\W+(?:\w+\W+){0,2}\Z"
)
# Until when something holds, is paid for or was counted: a duration, not a deadline.
_DURATION = re.compile(
    r"\b(?:un|ge)?(?:befrist|förder|gülti?g|verläng|gelt|gilt|besetzt|vermiet|laufzeit|läuft|laufen|andauer|dauer|finanziert"
    r"|nur bis|standzeit|gesperrt|geöffnet|geschlossen|gewähr|bewilligt|zeitraum|stand\b|(?:weitere )?(?:zwei|drei|vier|fünf|\d) jahre|ausgesetzt|verfügung|fortgeführt|weitergeführt|fortgesetzt"
    r"|erhalten\b|erhält|begrenz|sichergestellt|gesichert|noch bis|ausgeschlossen|auslauf|ausläuft|kündig|erhöh|(?:in|außer) Kraft|übergangs|vorhalt|hinaus|mietvertrag|vertrags|entgelt|rückwirkend|zeitlich|weiter(?:hin)?\b|bestehen|beibehalten)",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:wurden?|worden|waren?|hatten?|erfolgten?|fand|fanden|konnten?|begann|begannen|lag|lagen|gab|kam|kamen"
    r"|stieg|stiegen|sank|beschloss|legte|legten|stand|standen|betrug|betrugen|lief|liefen|zeigten?|nahm|nahmen"
    r"|bestand|bestanden|ergab|ergaben|entstand|entstanden|stellten?|führten?|startete|eröffnete|gegründet|bereits(?! (?:im|zum|für|ab|bis)\b))\b"
)
# "hat vorgelegt" is past, "hat vorzulegen" is a task.
_HAS = re.compile(r"\b(?:hat|haben)\b")
_TO_DO = re.compile(r"\bzu \w+e?n\b|\w+zu\w{3,}e?n\b")
_TO_COME = re.compile(
    r"\b(?:soll|sollen|sollte|sollten|wird|werden|muss|müssen|kann|können|ist zu|sind zu|zu \w+en\b|\w+zu\w{3,}en\b|geplant\w*"
    r"|vorgesehen\w*|voraussichtlich\w*|beabsichtigt|angedacht|beauftrag\w+|aufgefordert|gebeten|angestrebt|avisiert|erwarte\w+|rechnen"
    r"|frühestens|Ziel|beginnt|startet|erfolgt|legt|evaluiert|prüft|berichtet|fällt|findet|plant|planen|terminiert\w*|schlägt|Fertigstellung|Baubeginn|Inbetriebnahme|Abschluss|Eröffnung|Start)\b"
)
_DELIVERY = re.compile(
    r"(?i)beantrag|antragstell|landesmeld|\\bmeld|gemeldet|zu melden|vorzuleg|vorgelegt|vorlage\b|einreich|einzureich|eingereicht|abgabe|bericht|fertig|abgeschloss|abzuschlie"
    r"|abschluss|erstell|umsetz|umzusetz|umgesetzt|inbetriebnahme|eröffn|beginn|start|erledig|vorliegen|realisier|installier|errichte|einführ|einzuführ|liefer|einzuricht|eingericht|einrichten|stellungnahme|frist"
)
_IF = re.compile(r"\b(?:[Ss]ollten? (?:es|sich)|[Ww]enn|[Ff]alls|[Ss]ofern)\b")  # a condition, and no task
# "die im Mai 2019 vom Rat angenommene Strategie": what stands before a noun as done is done.
_DONE_THEN = re.compile(
    r"\s{1,3}(?:(?:vo[nm]|durch|im|in|de[rmn]|des|einstimmig|mehrheitlich|[A-ZÄÖÜ]\w+)\s{1,3}){0,6}(?!geplant|beabsichtigt|begonnen)(?:ge|be|ver|an|er|vor|ein|aus)\w{3,14}(?:en|t)e[nrms]?\s{1,3}(?:\w+e[nrms]?\s{1,3})?[A-ZÄÖÜ„]"
)
_MONEY = re.compile(
    r"(?:€|\bEUR|\bEuro|T€|\bMio\b|\bMittel\b|Haushaltsmittel|Aufwendungen|Zuschuss|Zuschüsse|Kosten in Höhe|in Höhe von|i\. ?H\. ?v\.)"
)
# What is foreseen but not undertaken: "2023 ist mit steigendem Bedarf zu rechnen".
_FORECAST = re.compile(
    r"\b(?:\w*[Bb]edarf|\w*[Aa]uswirkung|Defizit|Unterdeckung|Finanzierung|Gelder|\w*kosten|Fallzahl|Anstieg|steigen|sinken|Zahl der)"
)
# From when somebody may ask for something, or needs it, is no task: "Rechtsanspruch ab dem Schuljahr 2026/27".
_CLAIM = re.compile(r"[Aa]nspruch|erforderlich")
_EVERY_YEAR = re.compile(
    r"(?:(?:jeweils|jährlich|jedes Jahr)\W+(?:(?!erstmals)\w+\W+){0,2}|jede[mn]\W+(?:\w*(?:[Jj]ahr|[Mm]onat)\w*\W+(?:\w+\W+)?)?)$"
)
_EACH = re.compile(
    r"\s{1,3}(?:eines (?:jeden )?|jeden |des (?:jeweiligen |(?:jeweils )?folgenden )|des Folge)[Jj]ahres"
)
_ROW = re.compile(r"\s{0,3}[+=]\s?\d")  # a row of a table that counts
_CLOCK = re.compile(r"\s?,?\s{0,3}(?:um )?\d{1,2}(?:[:.]\d\d)? ?Uhr")
_BUDGET = re.compile(r"[Hh]aushalt|HH")
# A sentence ends before a capital letter; an initial, a number or an abbreviation before the point does not end it.
_END = re.compile(
    r"(?<!\b\w)(?<!\d)(?<!bzw)(?<!ggf)(?<!Abs)(?<!vgl)(?<!Nr)[.!?;]\s+(?=[A-ZÄÖÜ„\"])|\n\s*\n|\n\s*(?=[-–•☐☒]|\d{1,2}[.)]\s)|:\s*\n"
)
_PART = re.compile(r"[,;()„“\"]|–\s")


def find_due(paper: Paper) -> Iterator[Find]:
    """Find the time limits of a paper as ``due``; ``iso_end`` is the last day, ``approx`` marks a season or Anfang.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "Die Verwaltung legt bis Mitte 2020 ein Konzept vor. Das Projekt ist bis Ende 2022 befristet."
    >>> paper = to_paper("a.txt", text.encode(), text, read_profile())
    >>> [(paper.reading[find.start:find.end], find.values["iso_end"]) for find in find_due(paper)]
    [('bis Mitte 2020', '2020-06-30')]
    """
    text = paper.reading
    day_of_step = days_of_steps(text)
    for period in periods_of(text):
        if period.latest is None or _BUDGET.search(period.wording):
            continue
        before = text[max(0, period.start - 60) : period.start]
        limit = _LIMIT.search(before)
        day = day_of_step(period.start)
        if limit:
            if _holds_as_limit(text, period, limit, day):
                yield _find(period, period.start - len(before) + limit.start(), "due.limit", 0.9)
            continue
        start = _FROM.search(before)
        if start:
            if _holds_as_start(text, period, day):
                yield _find(period, period.start - len(before) + start.start(), "due.start", 0.7)
            continue
        if _SINCE.search(before):
            continue
        target = _TARGET.search(before) or _TARGET_VERB.search(before)
        if _holds_as_target(text, period, target[0].split()[0].casefold() if target else "", day):
            within = len(before) if target is None or target.re is _TARGET_VERB else target.start()
            yield _find(period, period.start - len(before) + within, "due.target", 0.75)


def _find(period: Period, start: int, rule: str, confidence: float) -> Find:
    last = period.latest
    if period.precision == "school-year" and not period.part and rule == "due.target":
        last = period.earliest  # "zum Kindergartenjahr" is when it begins
    if rule == "due.start":
        last = period.earliest
    values: dict[str, object] = {"iso_end": str(last), "precision": period.precision}
    if rule == "due.start" or (period.approximate and period.part not in ("Mitte", "Ende")):
        values["approx"] = True
    if not period.year_printed:
        values["year_from_context"] = True
    return Find("due", start, period.end, rule, 1, confidence if period.year_printed else 0.6, values)


def _holds_as_limit(text: str, period: Period, cue: re.Match[str], day: date | None) -> bool:
    """Tell whether "bis …" ends a task: not a range of days, a duration, nor what is past."""
    lead, after = cue.string[: cue.start()], text[period.end : period.end + 40]
    if (
        period.precision == "years"
        or (cue[0].casefold().startswith("bis") and _RANGE_BEFORE.search(lead) and not _is_name(lead, period))
        or _CLOCK.match(after)
        or after.lstrip()[:1] in ("“", '"', "”")
        or (period.precision == "year" and lead.rstrip().endswith("(") and after.lstrip().startswith(")"))
    ):
        return False
    if _EACH.match(after) or _ROW.match(after) or _MONEY.search(after[:25]) or _EVERY_YEAR.search(lead[-40:]):
        return False
    clause = _clause(text, period)
    if day is not None and period.latest is not None and period.latest < day:
        return False
    return not ((_DURATION.search(clause) and not _NAMED_LIMIT.search(lead)) or _is_past(clause))


def _is_name(lead: str, period: Period) -> bool:
    """Tell a name that ends in a year ("Konzept Wohnen 2013") from the start of a range of years."""
    return period.precision not in ("year", "years") and bool(_NAME_WITH_YEAR.search(lead))


def _holds_as_start(text: str, period: Period, day: date | None) -> bool:
    """Tell whether "ab …" names when something is to begin: a term or part of a year that has not begun yet."""
    if period.precision in ("day", "year", "years", "semester") or not _has_not_begun(period, day):
        return False
    clause = _clause(text, period)
    return not any(pattern.search(clause) for pattern in (_DURATION, _PAST, _MONEY, _FORECAST, _CLAIM))


def _has_not_begun(period: Period, day: date | None) -> bool:
    return period.year_printed and day is not None and period.earliest is not None and period.earliest > day


def _holds_as_target(text: str, period: Period, cue: str, day: date | None) -> bool:
    """Tell whether a period names when something is to happen."""
    if (
        (period.precision == "years" and not period.wording.startswith("Jahre"))
        or period.precision == "semester"
        or (day and period.latest and period.latest < day)
    ):
        return False
    clause = _clause(text, period)
    if _EVERY_YEAR.search(text[max(0, period.start - 40) : period.start]):
        return False
    if _is_past(clause) or _DURATION.search(clause) or _DONE_THEN.match(text, period.end):
        return False
    if _IF.search(clause):
        return False
    if cue == "mit":  # "mit Beginn des Schuljahres 2021/22 wird"
        return period.part == "Anfang" and bool(_TO_COME.search(_sentence(text, period)))
    if not _TO_COME.search(_sentence(text, period)) and not (
        cue in ("im", "in") and period.precision not in ("year", "years") and _has_not_begun(period, day)
    ):
        return False
    if cue in ("zum", "zu"):
        return period.precision in ("day", "school-year", "part", "season", "year") and bool(
            # A day needs its task close by, in the same part of the sentence unless that is the day alone.
            _DELIVERY.search(
                clause if period.precision == "day" and len(clause.split()) > 4 else _sentence(text, period)
            )
        )
    if period.precision in ("day", "school-year"):
        return False
    if period.precision in ("year", "years"):
        # "(wie die Konferenz in 2018)" speaks of no task, so the part of the sentence itself must look ahead
        return (cue == "im" or (cue == "in" and bool(_TO_COME.search(clause)))) and not (
            _MONEY.search(clause) or _FORECAST.search(clause)
        )
    if not cue:
        return period.precision == "part" or bool(period.part)
    return not (cue == "für" and _MONEY.search(clause))


def _is_past(clause: str) -> bool:
    return bool(_PAST.search(clause) or (_HAS.search(clause) and not _TO_DO.search(clause)))


def _sentence(text: str, period: Period) -> str:
    before, after = text[max(0, period.start - _REACH) : period.start], text[period.end : period.end + _REACH]
    ends = [end.end() for end in _END.finditer(before)]
    stop = _END.search(after)
    return before[ends[-1] if ends else 0 :] + period.wording + after[: stop.start() if stop else None]


def _clause(text: str, period: Period) -> str:
    """Give the part of the sentence between commas or brackets in which the period stands."""
    before, after = text[max(0, period.start - _REACH) : period.start], text[period.end : period.end + _REACH]
    cuts = [cut.end() for pattern in (_END, _PART) for cut in pattern.finditer(before)]
    stops = [stop.start() for pattern in (_END, _PART) if (stop := pattern.search(after))]
    return before[max(cuts, default=0) :] + period.wording + after[: min(stops, default=len(after))]
