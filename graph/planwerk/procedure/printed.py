"""The steps that a text prints: from one opening heading to the next, with their sections, dates and versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from planwerk.dates import find_periods
from planwerk.procedure.headings import PARTS, Head, Line
from planwerk.procedure.model import Consultation, Section, Step

_KIND_LABEL = re.compile(
    r"(?:Vorlage[n-]*[ ]?-?[Aa]rt|Vorlageart|Drucksachenart|Art(?: der Vorlage)?|Typ|Vorlagentyp|Dokumenttyp)\s*:?\s*(?:[-–]\s*)?"
    r"(?P<kind>Beschlussvorlage|Berichtsvorlage|Informationsvorlage|Mitteilung\w*|Antrag|Änderungsantrag|Ergänzungsantrag|Anfrage|Stellungnahme|Antwort|Bericht\w*|Petition|Vorlage|Sitzungsvorlage)"
)
_KINDS = {
    "bes": "proposal", "inf": "information", "mit": "information", "ant": "motion", "änd": "amendment", "erg": "amendment",
    "anf": "question", "ste": "position", "ber": "information", "pet": "petition", "vor": "proposal", "sit": "proposal",
}  # fmt: skip
_SUBJECT = re.compile(r"(?:Betreff|Titel|Bezeichnung|Gegenstand|Thema|Beratungsgegenstand)[ \t]*:?")
_DATED = ("resolution", "report", "position", "answer")  # with a date these open a step wherever they stand
_LISTED = re.compile(r"\d{1,2}[.)] ")
_NEW = re.compile(r"(?i)\bNeufassung\b|\bneue Fassung\b|\bgeänderte Fassung\b")
_ONLY_VERSION = re.compile(
    r"\(?(?:Neufassung|[Aa]lte Fassung|[Nn]eue Fassung|Kurzfassung|Langfassung|Änderungen vorbehalten)\)?\s*:?"
)
_OLD = re.compile(r"(?i)\b(?:alte|ursprüngliche|bisherige) Fassung\b")


def find_printed(text: str, lines: list[Line], heads: list[Head]) -> list[Step]:
    """Find the steps whose own text stands here."""
    openers: list[Head] = []
    in_head = False  # between the opener of a paper and its first part stand labels that open nothing
    minutes = False
    labelled = _KIND_LABEL.search(text) is not None
    for head in heads:
        line = lines[head.line]
        if labelled and head.kind not in PARTS and head.line and _SUBJECT.fullmatch(lines[head.line - 1].text):
            continue  # what the paper is about, where a label says what it is
        if head.kind in PARTS:
            in_head = in_head and head.kind not in ("points", "alternative", "reasons", "finance")
            continue
        dated = last_date(line.text) is not None
        bare = not head.rest or bool(re.fullmatch(r"[:\d\s./A-ZÄÖÜa-z-]{0,24}", head.rest))
        if openers:
            before = openers[-1]
            told = any(len(one.text) > 90 or _LISTED.match(one.text) for one in lines[before.line + 1 : head.line])
            in_head = in_head and not told
            twin = (
                before.kind == head.kind
                and head.line - before.line <= 2
                and dated
                and bool(re.match(r"vom\b|\(", head.rest))
            )
            near = head.line - before.line < 25
            if (
                minutes
                and (head.rest or head.kind in ("minutes", "resolution"))
                and not (dated and head.kind in _DATED)
            ):
                continue
            if in_head and near and not twin and not (dated and head.kind in _DATED):
                continue
            if (
                not dated
                and not (bare and not head.rest.startswith(":"))
                and head.kind not in ("report", "minutes", "position", "answer")
            ):
                continue
            if (
                head.kind == "motion"
                and head.rest in (":", "")
                and before.kind in ("proposal", "information", "amendment", "question", "motion")
            ):
                continue  # "Antrag:" in a paper heads what is to be decided
            if (
                head.kind in ("position", "answer")
                and not dated
                and not re.search(r"zu[mr]?\b|\bauf\b", line.text)
                and before.kind in ("proposal", "information", "minutes")
            ):
                continue
            if not dated and head.line + 1 >= len(lines):
                continue  # nothing stands below it
        openers.append(head)
        in_head, minutes = True, head.kind == "minutes"
    return list(_spans(text, lines, heads, openers))


def _spans(text: str, lines: list[Line], heads: list[Head], openers: list[Head]) -> Iterator[Step]:
    for number, head in enumerate(openers):
        first = 0 if number == 0 else lines[head.line].start
        following = openers[number + 1] if number + 1 < len(openers) else None
        end = lines[following.line].start if following else len(text)
        title = lines[head.line].text
        label = _KIND_LABEL.search(text, lines[head.line].start, min(end, lines[head.line].start + 1500))
        kind = (
            _KINDS.get(label["kind"][:3].casefold(), head.kind)
            if label and head.kind in ("proposal", "motion")
            else head.kind
        )
        if label and label["kind"] == "Antwort":
            kind = "answer"
        kind = "resolution" if kind == "minutes" else kind
        sections = tuple(_sections(lines, heads, head, following, end))
        version = "new" if _NEW.search(title) else None
        step = Step(kind, first, end, title, last_date(title), version=version, sections=sections)
        twin = following is not None and following.line - head.line <= 2 and following.kind == head.kind
        if twin and following is not None and version == "new":
            # Two headings over one text: it is the new version's, and the older one is only named.
            yield Step(kind, lines[following.line].start, lines[following.line].end, lines[following.line].text,
                       last_date(lines[following.line].text), printed=False)  # fmt: skip
            later = openers[number + 2] if number + 2 < len(openers) else None
            end = lines[later.line].start if later else len(text)
            yield replace(step, end=end, sections=tuple(_sections(lines, heads, following, later, end)))
            continue
        if (
            number
            and openers[number - 1].kind == head.kind
            and head.line - openers[number - 1].line <= 2
            and _NEW.search(lines[openers[number - 1].line].text)
        ):
            continue
        yield from _versions(step)


def _versions(step: Step) -> Iterator[Step]:
    """Split a step whose parts are printed in an old and a new version."""
    if step.version is None and any(one.version == "new" for one in step.sections):
        news = [one for one in step.sections if one.version == "new"]
        olds = tuple(one for one in step.sections if one.version != "new")
        yield replace(step, sections=olds, end=news[0].start, version="old")
        last = max(one.end for one in news)
        yield replace(
            step,
            start=news[0].start,
            end=last,
            title=news[0].title,
            date=last_date(news[0].title),
            sections=tuple(news),
            version="new",
        )
    else:
        yield step


def _sections(
    lines: list[Line], heads: list[Head], opener: Head, following: Head | None, end: int
) -> Iterator[Section]:
    last = following.line if following else len(lines)
    inside = [one for one in heads if opener.line < one.line < last and one.kind in PARTS]
    if any(one.line == opener.line for one in heads if one.kind in PARTS):
        inside = [one for one in heads if one.line == opener.line and one.kind in PARTS] + inside
    for number, head in enumerate(inside):
        line = lines[head.line]
        stop = lines[inside[number + 1].line].start if number + 1 < len(inside) else end
        version = "new" if _NEW.search(line.text) else "old" if _OLD.search(line.text) else None
        yield Section(
            head.kind,
            line.text.rstrip(":"),
            line.start,
            line.end if _ONLY_VERSION.fullmatch(head.rest) else line.start + head.length,
            stop,
            version,
        )


_LABEL = re.compile(
    r"(?m)(?:^[ \t]*|(?<=[ \t]{2}))(?:Datum|Eingang(?:sdatum)?|[Ee]ingegangen(?: am)?|[Ee]ingereicht am|[Gg]estellt am|Antragsdatum|Vorlagendatum|Ausgabedatum|Erstellungsdatum|Stand|vom)[ \t]*:?\s{0,4}"
    r"(?P<date>\d{1,2}\.[ \t]?(?:\d{1,2}\.|[A-ZÄa-zä]+)[ \t]?\d{2,4})(?![\d.])"
)
_LETTER = re.compile(
    r"(?m)^[ \t]*[A-ZÄÖÜ][\wäöüß.()/ -]{2,30}(?:,|[ \t]/)[ \t](?:den[ \t]|am[ \t])?(?P<date>\d{1,2}\.[ \t]?(?:\d{1,2}\.|[A-ZÄa-zä]+)[ \t]?\d{4})[ \t]*$"
)


def last_date(text: str) -> str | None:
    """Give the last day or month that is printed with its year behind "vom" or "am", else the only one."""
    dates = [one for one in find_periods(text) if one.precision in ("day", "month") and one.year_printed and one.iso]
    return dates[-1].iso if dates else None


def with_date(text: str, step: Step, rows: tuple[Consultation, ...]) -> Step:
    """Give a step the date that its head prints; the day of a sitting is the date of minutes alone."""
    if step.date is not None or not step.printed or step.version == "new":
        return step
    if step.kind == "resolution":
        return replace(step, date=_sitting(text, step))
    sittings = {row.date for row in rows}
    for form in (_LABEL, _LETTER):
        for match in form.finditer(text, step.start, step.end):
            date = last_date(match["date"])
            if date is not None and date not in sittings:
                return replace(step, date=date)
    return step


def _sitting(text: str, step: Step) -> str | None:
    head = text[step.start : min(step.end, step.start + 700)]
    return next((one.iso for one in find_periods(head) if one.precision == "day" and one.year_printed), None)


# A page of a council's system about one item of a sitting: what was decided, and no heading of minutes.
_DECIDED = re.compile(
    r"(?mi)^[ \t]*(?P<title>Beschluss(?: de[rs] \w+)?(?=:\s*mit \d+ gegen \d)|Beschluss|Abstimmungsergebnis|Beratungsergebnis|Beschlussempfehlung)[ \t]*:\s*(?:\w+\s+){0,3}"
    r"(?:einstimmig|mehrheitlich|ungeändert|unverändert|geändert|vertagt|abgelehnt|zugestimmt|angenommen|zur Kenntnis|verwiesen|zurückgezogen|zurückgestellt|mit \d+ gegen \d+|(?:der|die|das) \w+(?: \d\.)? (?:beschließt|nimmt|beauftragt|stimmt|empfiehlt))\b"
)
_WORDINGS = (
    ("amendment", r"\bbeantrag\w+\b[^.]{0,160}\b(?:zu ergänzen|zu ändern|ergänzt|geändert|Änderung|Ergänzung)\b"),
    ("question", r"\b(?:fragen wir|frage ich|[Ww]ir fragen|bitten? (?:wir )?um (?:die )?Beantwortung)\b"),
    (
        "motion",
        r"\b(?:beantragen|stellen? (?:wir |hiermit )?(?:[^.]{0,80})\bAntrag\b|möge beschließen|Antrag\b[^.\n]{0,60}\bfolgende[nm]? Wortlaut)\b|(?m:^[ \t]*Antragsteller(?:in(?:nen)?)?[ \t]*:[^\n]*(?:[Ff]raktion|GRÜNE|Grüne|SPD|CDU|FDP|LINKE|Linke|AfD|Wähler))",
    ),
    (
        "proposal",
        r"(?m)\b(?:Beschlussvorschlag|Beschlussentwurf|Beschlußvorschlag|Beschlussempfehlung):|^[ \t]*(?:Beschlussvorschlag|Beschlussantrag|Beschlussentwurf|Nr\. der Ratsdrucksache|Zur Beratung in \w+ Sitzung)\b",
    ),
    (
        "motion",
        r"(?s)(?:\A|\n)[ \t]*(?:Die|Der) (?:(?:Stadt|Gemeinde|Kreis)?[Vv]erwaltung|(?:Ober)?[Bb]ürgermeister\w*|Magistrat|Landrat|Landrätin|Kreisausschuss) (?:wird|möge) (?:beauftragt|gebeten|aufgefordert)\b.{20,3000}?\nBegründung\b",
    ),
)


def by_wording(text: str, lines: list[Line], heads: list[Head]) -> list[Step]:
    """Tell by wording alone what a text is that no heading opens, as a letter."""
    decided = _DECIDED.search(text)
    if decided:
        first = re.match(r"\s*(?:TOP[^\n]{0,80}\n)?\s*(\d{1,2}\.\d{1,2}\.\d{4})\b", text)
        parts = tuple(_sections(lines, heads, Head(-1, "resolution", "", 0), None, len(text)))
        title = re.sub(r"\s+", " ", decided["title"]).strip()
        return [Step("resolution", 0, len(text), title, last_date(first[1]) if first else None, sections=parts)]
    for kind, form in _WORDINGS:
        match = re.search(form, text)
        if match:
            found = _LETTER.search(text) or _LABEL.search(text)
            date = last_date(found["date"]) if found else None
            parts = tuple(_sections(lines, heads, Head(-1, kind, "", 0), None, len(text)))
            title = re.sub(r"\s+", " ", match[0])[:60]
            return [Step(kind, 0, len(text), title, date, sections=parts)]
    return []
