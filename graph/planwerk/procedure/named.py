"""Steps that a text does not print but names: "der Beschluss vom 19. September 2018"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from planwerk.procedure.model import Consultation, Step
from planwerk.procedure.printed import last_date
from planwerk.procedure.said import CALLED
from planwerk.profile import Profile
from planwerk.references import find_numbers

_OUTCOME = re.compile(
    r"(?m)^[ \t]*Ergebnis (?P<body>Stadtrat|Gemeinderat|Kreistag|Ratsversammlung|Rat)[ \t]*:[ \t]*(?P<result>\w[^\n]{2,60})"
)


def find_outcomes(text: str, steps: list[Step], rows: tuple[Consultation, ...]) -> Iterator[Step]:
    """Read the outcome in a paper's head: it is the council's, on the day that the council sat."""
    match = _OUTCOME.search(text) if steps else None
    council = [
        row for row in rows if re.match(r"Stadtrat|Gemeinderat|Kreistag|Ratsversammlung|Rat\b", row.body) and row.date
    ]
    if match and council:
        yield Step("resolution", match.start(), match.end(), match[0].strip(), max(row.date or "" for row in council),
                   printed=False, body=match["body"], result=match["result"].strip())  # fmt: skip


_DAY_OR_MONTH = r"\d{1,2}\.\s?(?:\d{1,2}\.\s?|(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\s)\d{2,4}"
_MONTH = r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\s(?:19|20)\d\d"
_COUNCIL = r"(?:Stadtrat\w*|Gemeinderat\w*|Kreistag\w*|Ratsversammlung|Bezirksverordnetenversammlung|Bezirksversammlung|BVV|SVV|StVV|Rat(?:es|s)?\b|Stadtverordnetenversammlung|(?<!\w)[A-Za-zÄÖÜäöüß-]{0,40}[Aa]usschuss\w{0,10}|Bürgerschafts?|Stadtvertretung|Bezirksvertretung|Verbandsgemeinderat\w*|Ratssitzung)"
_IN = r"(?:[^.;\n]|\n(?![ \t]*\n)|(?<=\bSt)\.|(?<=\d)\.|(?<=\bNr)\.)"  # within a sentence
_NEAR = r"(?:[^.;:\n]|\n(?![ \t]*\n))"
_DECIDED = r"(?:beschlossen\w*|beschloss|verabschiedet\w*|gefasst\w*|zugestimmt|beauftragt|angenommen\w*|zur Kenntnis genommen|entschieden|aufgenommen\w*)"
_NAMED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(form))
    for kind, form in (
        ("resolution", rf"(?:{_COUNCIL}s?[Bb]eschl(?:uss(?:es)?|üsse)|Ratsbeschl\w+|[Bb]eschluss(?:es|fassung(?!{_NEAR}{{0,70}}sitzung))?|Grundsatzbeschluss(?:es)?|Entscheidung)\b(?:\szu[mr]?:)?(?:(?!\bAntr[aä]g){_NEAR}){{0,80}}?\b(?:vom|am)\s(?P<date>{_DAY_OR_MONTH})"),
        ("resolution", rf"\b(?:[Aa]m|[Vv]om|Sitzung am|Sitzung vom|seit dem)\s(?P<date>{_DAY_OR_MONTH}){_IN}{{0,60}}?{_COUNCIL}{_IN}{{0,140}}?\b{_DECIDED}"),
        ("resolution", rf"{_COUNCIL}{_IN}{{0,80}}?\b(?:am|vom)\s(?P<date>{_DAY_OR_MONTH}){_IN}{{0,160}}?\b{_DECIDED}"),
        ("resolution", rf"\b[Aa]m\s(?P<date>{_DAY_OR_MONTH})\s+(?:durch|vom|von)\s{_IN}{{0,40}}?(?:[Bb]eschluss|{_COUNCIL})"),
        ("resolution", rf"\b(?:im|vom)\s(?P<date>{_MONTH})\s(?:vom\s{_IN}{{0,40}})?(?:einstimmig\s|mehrheitlich\s|erstmals\s)?(?:beschlossen\w*|verabschiedet\w*)"),
        ("resolution", rf"(?<![rzlit.]\s)\b(?P<date>(?:19|20)\d\d)\b(?![./]){_IN}{{0,100}}?\bdurch\s(?:Gemeinderats|Stadtrats|Rats|Kreistags)beschluss\b"),
        ("resolution", rf"{_COUNCIL}\s(?:hat|hatte)\s(?:im\sJahre?\s)?(?P<date>(?:19|20)\d\d)\b(?![./]){_IN}{{0,120}}?\b(?:beschlossen|verabschiedet)\b"),
        ("resolution", rf"\bRB-?[IVX]+-\d+/\d\d\s(?:am|vom)\s(?P<date>{_DAY_OR_MONTH})"),
        ("motion", rf"(?<![\wÄÖÜäöü-])(?:[Dd]em|[Dd]en|[Dd]er|[Zz]um|[Ii]hr(?:en|em)?|[Uu]nser(?:en|em)?)\s(?:Rats-?|Fraktions-?|Prüf-?|Haushalts-?)?[Aa]ntrag(?:s|es)?\b[^.;\n]{{0,70}}?\bvom\s(?P<date>{_DAY_OR_MONTH})"),
        ("motion", rf"\bAntr(?:ags?|ages)\s(?:von|der)\s{_NEAR}{{0,60}}?\b(?:aus\sdem\sJahre?|vom\sJahre?)\s(?P<date>(?:19|20)\d\d)\b"),
        ("motion", rf"\bAntrag\s(?:der|des|von)\s[^.;\n]{{0,60}}(?:[Ff]raktion|GRÜNE|Grüne|SPD|CDU|FDP|LINKE|Linke|AfD|Wähler)[^.;\n]{{0,50}}?\bvom\s(?P<date>{_DAY_OR_MONTH})"),
        ("motion", rf"\b[Mm]it\s(?:Schreiben|Antrag|E-Mail)\svom\s(?P<date>{_DAY_OR_MONTH})\s{_IN}{{0,80}}?[Ff]raktion{_IN}{{0,160}}?\b(?:beantragt|Antrag\s\w*gestellt)\b"),
        ("answer", rf"\bAnfrage\s(?:wurde|ist)\s{_IN}{{0,140}}?\bam\s(?P<date>{_DAY_OR_MONTH})\s+(?:\w+\s+){{0,2}}beantwortet\b"),
        ("question", rf"(?:Anfrage)\b[^.;\n]{{0,70}}?\bvom\s(?P<date>{_DAY_OR_MONTH})"),
    )
)  # fmt: skip
# The administration's paper on a motion says so below its subject: "hier: Antrag der SPD-Fraktion vom 3. Mai 2021".
_MOVED = re.compile(
    r"(?m)^[ \t]*(?:(?:[Hh]ier|Bezug|Betrifft|Betr\.)[ \t]*:[ \t]*|Betreff:?[^\n]{0,200}[;\n]\s*)(?P<title>(?:\w+er[ \t])?Antrag[ \t](?:der|des|von)[ \t][^\n]{0,60}(?:[Ff]raktion|GRÜNE|Grüne|SPD|CDU|FDP|LINKE|Linke|AfD|Wähler)[^\n]{0,60})$"
)
_ELSEWHERE = re.compile(
    r"Bundestag|Bundesrat|Bundesregierung|Landtag|Landesregierung|Staatsregierung|Kabinett|Europäisch|Vereinten Nationen|Gesetz(?:es)?\s|Verordnung|in der Fassung|zuletzt geändert|Jugendministerkonferenz|Kultusminister|Tarif"
)


def find_named_steps(text: str, steps: list[Step], rows: tuple[Consultation, ...]) -> Iterator[Step]:
    """Find the steps that a sentence dates, other than those that are printed here."""
    known = {(one.kind, one.date) for one in steps}
    reports = {one.date for one in steps if one.kind == "report"}
    for kind, form in _NAMED:
        for match in form.finditer(text):
            date = last_date(match["date"]) or (match["date"] if len(match["date"]) == 4 else None)
            inside = next((one for one in steps if one.start <= match.start() < one.end), None)
            if date is None or (kind, date) in known or date in reports or _ELSEWHERE.search(match[0]):
                continue
            if inside is not None and inside.start == match.start():
                continue
            known.add((kind, date))
            yield Step(kind, match.start(), match.end(), re.sub(r"\s+", " ", match[0])[:80], date, printed=False)
    subject = _MOVED.search(text)
    if subject and not any(one.kind == "motion" for one in steps):
        title = re.sub(r"\s+", " ", subject["title"]).strip()
        if ("motion", last_date(title)) not in known:
            yield Step(
                "motion", subject.start("title"), subject.end("title"), title[:80], last_date(title), printed=False
            )
    for row in rows:
        decided = row.date and re.search(r"beschlossen|zugestimmt|angenommen|abgelehnt|verwiesen", row.result or "")
        heard = re.match(
            r"Anhörung|Vorberatung|vorberatend", row.role or ""
        )  # who is heard agrees, and decides nothing
        if decided and not heard and ("resolution", row.date) not in known:
            known.add(("resolution", row.date))
            yield Step(
                "resolution", row.start, row.end, row.body, row.date, printed=False, body=row.body, result=row.result
            )  # fmt: skip


_LISTED = re.compile(r"(?:\s\([^()\n]{1,60}\))?(?:,\s|\s(?:und|sowie)\s)")
_OF_DAY = re.compile(rf"\s+(?:vom|am)\s+(?P<date>{_DAY_OR_MONTH})")


def with_numbered_resolutions(text: str, steps: list[Step], profile: Profile) -> list[Step]:
    """Add the resolutions that a text calls by their number: "Punkt 3 des Beschlusses B-118/16", each once.

    A number counts right behind the word, or in a list that begins with it if its form is the same; the date is None
    where none stands behind the number. A step of ``steps`` with that number is
    not named again, and a resolution of that day that has no number yet is given it.
    """
    known = {one.reference for one in steps if one.reference}
    found = list(steps)
    last = -1  # where the number before ended, if it was a resolution's
    for match, form in find_numbers(text, profile):
        if form.kind not in ("resolution", None) or (form.kind is None and form.cue is not None and form.years):
            continue
        called = CALLED.search(text, max(0, match.start() - 40), match.start())
        if called is None and (last < 0 or _LISTED.fullmatch(text, last, match.start()) is None):
            last = -1
            continue
        last = match.end()
        inside = next((one for one in steps if one.printed and one.start <= match.start() < one.end), None)
        if inside is not None and inside.kind == "resolution" and called and text[: called.start()].endswith("\n"):
            continue  # it heads what the minutes print
        day = _OF_DAY.match(text, match.end())
        date = last_date(day["date"]) if day else None
        number = re.sub(r"\s+", " ", match[0])
        if number in known:
            continue
        known.add(number)
        same = next((n for n, one in enumerate(found) if one.kind == "resolution" and date and one.date == date), None)
        if same is not None:
            found[same] = replace(found[same], reference=found[same].reference or number)
            continue
        end = day.end() if day else match.end()
        start = called.start() if called else match.start()
        title = re.sub(r"\s+", " ", text[start:end])
        found.append(Step("resolution", start, end, title, date, printed=False, reference=number))
    return found
