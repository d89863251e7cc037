"""How plans are called: the names of plans, concepts, programmes and planning processes, as council papers print them.

A name is a head that says what it is (-plan, -konzept, -planung, -programm, Strategie) with what it is for. Many words
with such a head name something else: a plan for one person (Hilfeplan, § 36 SGB VIII; Gesamtplan, § 121 SGB IX), a plan
of law or budget (Bebauungsplan, Haushaltsplan, the Sozialplan of § 180 BauGB), a drawing or a timetable. They are left
out, unless the paper itself prints them as a name ("Teilhabeplan der Stadt").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanName:
    """A plan as it is named at a place.

    ``state`` is a notation of the plan states, None where the sentence does not say; ``update`` tells that a
    Fortschreibung of it is meant; ``period`` gives the first and last year in its name; ``rule`` how it was found.
    """

    start: int
    end: int
    rule: str
    state: str | None = None
    update: bool = False
    period: tuple[int, int] | None = None


_CAP = r"[A-ZÄÖÜ][\wäöüß*]*(?:-[A-ZÄÖÜa-zäöü][\wäöüß]*)*"
_SP = r"(?:[ \t]{1,2}|[ \t]*\n[ \t]*)"
_HEAD = re.compile(
    r"(?<![\w-])(?P<word>(?:[A-ZÄÖÜ][\wäöüß]*-(?:[ \t]und[ \t]|,[ \t]))?(?:[A-ZÄÖÜ][\wäöüß]*-)*[A-ZÄÖÜ]?[a-zäöüß]*?"
    r"(?P<head>[Pp]lan(?:s|es)?|[Pp]lanung|[Kk]onzept(?:s|es)?|[Kk]onzeption|[Pp]rogramm(?:s|es)?|[Ss]trategie|[Ll]eitlinien|[Ll]eitbild(?:s|es)?|[Bb]ericht(?:s|es)?|Agenda))(?![\w-])"
)
# Bare heads, and compounds that only say what sort of plan it is: a name only with what it is for.
_GENERAL = re.compile(
    r"(?i)(?:fach|teilfach|gesamt|handlungs|aktions|maßnahmen|master|rahmen|förder|grob|fein|umsetzungs|entwicklungs|grund|teil|stufen|bedarfs|richtungs)?-?(?:plan(?:e?s)?|planung|konzept(?:e?s)?|konzeption|programm(?:e?s)?|strategie|leitlinien|leitbild(?:e?s)?)"
)
# A plan that is no planning paper in any town. A name in quotes does not change it.
_NEVER = re.compile(
    r"(?i)(?:hh|.*(?:haushalts?|stellen|bebauungs|flächennutzungs|bauleit|finanz|finanzierungs|wirtschafts|lage|abgrenzungs|fahr|kindergeld|wohngeld)"
    r"|bildungs|dienst|stunden|spiel|termin|sitzungs|verteilungs|organisations|grundriss|(?:hoch|tief|neu|um|rück)?bau|entwurfs|genehmigungs|ausführungs|ablauf|speise|lehr|orientierungs|ferien|rettungs|alarm|einsatz|tilgungs"
    r"|urlaubs|schicht|menü|investitions|quartals|kosten|zeit|hallen|belegungs|personal|jahres|zuschuss|hilfe|behandlungs|therapie|impf)-?(?:pl[aä]n\w*)"
    r"|(?i:computer|unterhaltungs|ferien|spar|zuschuss|investitions|freizeit)programm\w*"
)
# Words that mostly name a plan for one person, a drawing or a part of a building project: a name only where printed as one.
_DOUBTFUL = re.compile(
    r"(?i)(?:gesamt|sozial|teilhabe|pflege|integrations|notfall|arbeits|vor|verkehrs|schul|grün\w*|landschafts|netz|beleg\w*|bestands)-?pl[aä]n\w*"
    r"|(?:förder|betreuungs|maßnahmen|hygiene|schutz|projekt|objekt|detail|sanierungs|umsetzungs|veranstaltungs|weiterbildungs|fortbildungs|raum|betriebs|nutzungs|sicherheits|träger|lüftungs|park|beleuchtungs|energie|betreiber|farb"
    r"|werbe|test|brandschutz|entwässerungs|verpflegungs|bewegungs|einrichtungs|lösungs|marketing|kommunikations|alternativ|reinigungs|rahmen|impuls|freizeit|landes|bundes|sofort|kontingent)-?(?:pl[aä]n\w*|konzept\w*|programm\w*|strategie)"
)
# Fields in which towns plan. A compound with one of these is a plan's name by itself.
_FIELD = re.compile(
    r"(?i).*(?:alten|alter|senioren|pflegebedarf|pflegestruktur|jugend|kinder|kita|kindergarten|familien|schulentwicklung|schulnetz|bildung|sozial|wohn|integration|inklusion|teilhabe|behinderten|gesundheit|psychiatrie|sucht|drogen|gleichstellung"
    r"|migration|flüchtling|unterbringung|kapazität|bedarf|quartier|stadtteil|entwicklung|sportstätten|ganztag|mobilität|klima|nachhaltigkeit|demogra|engagement|beteiligung|gewaltschutz|armut|master|aktions|spielplatz|spielplätze|spielflächen|spielraum|freiraum|grünflächen|hitze|wärme|sportentwicklung|kulturentwicklung|ehrenamt|einzelhandel|luftreinhalte|lärm|radverkehr|förderprogramm)"
)
_REPORT = re.compile(
    r"(?i)(?:sozial|armuts|lebenslagen|bildungs|gesundheits|familien|pflege|psychiatrie|teilhabe|inklusions|migrations|sozialraum|sozialstruktur|kinderarmuts|wohnraum|nachhaltigkeits|quartiers|sucht|drogen|senioren|altenhilfe|altenplan|integrations|jugend|kinder-? ?und ?jugend|gleichstellungs|demografie|schulentwicklungs|wohnungsmarkt|wohnungslosen)bericht(?:e?s)?"
)

_NAMING = re.compile(
    r"(?:(?:\d{1,2}\.|[Ee]rste|[Zz]weite|[Dd]ritte|[Vv]ierte|[Ff]ünfte)[rnms]?[ \t])?"
    r"(?:(?:\w*(?:politisch|räumlich)|[Ii]ntegriert|[Ii]ntegrativ|[Ss]trategisch|[Kk]ommunal|[Öö]rtlich|[Ll]okal|[Ii]nklusiv|[Rr]egional|(?<=[a-zäöü,;][ \t])(?!Die|Der|Das|Dem|Den|Diese|Eine|Neue|Aktuelle|Unsere|Ihre|Im|In|Nach|Laut)[A-ZÄÖÜ][a-zäöü]*(?:isch|lich|ig|ert|al|iv|är|sam|weit))(?:e[rnms]?)[ \t\n]|(?<=[a-zäöü,;][ \t])(?!Der\b|Einer\b|Unser|Ihrer|Neuer)[A-ZÄÖÜ][a-zäöü]{3,}er[ \t]){0,2}\Z"
)
_WEIGHTY = re.compile(r"[A-ZÄÖÜ]|politisch|räumlich|strategisch|integriert")  # makes a name of a bare "Konzept"
_QUOTE = r"[„“\"»‚][^“”\"«»„\n]{3,110}(?:\n[^“”\"«»„\n]{2,60})?[“”\"«‘]"
_QUOTED_BEFORE = re.compile(rf"{_QUOTE}[ \t][-–][ \t]\Z")
_YEARS = r"(?:19|20)\d\d(?:[ \t]?(?:[/–-]|bis|und)[ \t]?(?:20)?\d\d)?(?![\d.]\d|\d)"
# Words that no noun phrase of a name begins with: a new sentence, a column, a title.
_STOP = r"(?!(?:Der|Die|Das|Es|Dies\w*|Im|In|Am|Zur|Zum|Für|Mit|Bei|Nach|Aus|Auf|Und|Als|Sie|Wir|Ja|Nein|Hier\w*|Dabei|Damit|Anlage\w*|Seite|Vorlage|Beschluss|Antrag|Herr|Frau|Stadtr\w+|Rat|Sitzung|Ziel|Ziele|Träger|Anhang|Stand)\b)"
_ADJ = r"(?!(?:werden|wurden?|wird|sollen|haben|können|müssen|sowie|ist|sind|eine[nrms]?|diese\w*|welche\w*|alle|bereits|liegen|gelten|bilden|stellen)\b)(?:[a-zäöü]+|[A-ZÄÖÜ][a-zäöü]+(?:isch|lich|ert|al|iv|isch|er|en|offen))(?:en|e|er|es|em)?"
_NP = rf"(?:(?:der|des|den|dem|die|das|eine[nrms]?){_SP})?(?:{_ADJ}{_SP}){{0,3}}?{_STOP}(?:(?:UN|EU)[ \t]-?)?{_CAP}(?:{_SP}und{_SP}{_STOP}{_CAP})?"
# What tells towns of one name apart: Brandenburg an der Havel, Freiburg im Breisgau.
_RIVERS = r"(?:Havel|Main|Oder|Saale|Weinstraße|Donau|Neckar|Rhein|Ruhr|Breisgau|Elbe|Spree|Isar|Lahn|Fils|Aisch|Inn|Saar|Weser|Ilm|Lippe|Bodensee|Taunus|Allgäu|Vogtland|Erzgebirge)\b"
_CITY = rf"(?:{_SP}(?:der|in{_SP}der|für{_SP}die){_SP}(?:Stadt|Landeshauptstadt|Hansestadt|Gemeinde|Region){_SP}{_CAP}(?:{_SP}(?:an{_SP}der|am|im|ob{_SP}der){_SP}{_RIVERS})?|[ \t]in[ \t](?!Höhe|An|Ab|Ko|Zu|Ver|Form|Kraft|Erg|Arbeit|Auf|Be|Frage|Anspruch|Bezug)[A-ZÄÖÜ][a-zäöü]+(?![\w-])|(?:[ \t]{_STOP}[A-ZÄÖÜ][a-zäöü]+)?(?=[ \t](?:19|20)\d\d\b))?"
_CITY_AND_YEARS = re.compile(
    rf"{_CITY}(?:[ \t]\([A-ZÄÖÜ]{{2,6}}\)(?=[ \t](?:19|20)\d\d))?(?:[ \t](?:in[ \t])?{_YEARS})?"
)
_ABOUT = re.compile(
    rf"{_SP}(?:zur|zum|für|gegen){_SP}(?!(?:Kenntnis|Beratung|Verfügung|Abstimmung|Beschluss\w*|Pflichtaufgabe|Diskussion|Verabschiedung|Vorberatung|Einsicht|Entscheidung|Anwendung|Teil|die[ \t]+Zukunft|Jahr\w*|Ende|Ausdruck|(?:das|die|den)\s+(?:laufende|kommende|nächste|folgende)\w*)\b)(?:{_QUOTE}|{_NP}(?:{_SP}(?:von|der|des|mit){_SP}{_NP}){{0,2}})"
)
# "die Aussagen des Jugendförderplans für die nächsten Planungen zu Grunde zu legen": that is what is done with it.
_DONE_WITH = re.compile(r"\s{1,3}zu(?:\sG|g)runde\b")
_OF = re.compile(rf"{_SP}des{_SP}{_NP}(?:[ \t]\([A-ZÄÖÜ]{{2,}}\))?")
_TITLE = re.compile(
    rf"[ \t](?:(?:[A-ZÄÖÜ][a-zäöü]+(?:er|e|es)|offene|ambulante|integrierte|inklusive|frühe|kultursensible)[ \t])?{_STOP}[A-ZÄÖÜ][a-zäöüß]{{4,}}[\wäöüß-]*(?:[ \t]und[ \t][A-ZÄÖÜ][a-zäöüß]+)?(?![\w.])"
)
_THEME = re.compile(
    rf"{_SP}der{_SP}(?:Kinder|Jugend|Schul|Pflege|Senioren|Alten|Sozial|Wohn|Unterbringung|Betreuung|Tages|Kita|Ganztag)\w*(?:{_SP}für{_SP}{_NP})?"
)
_WITHIN = re.compile(rf"{_SP}in{_SP}der{_SP}(?!Stadt\b|Sitzung\b|Anlage\b|Fassung\b|Regel\b|Ratsv){_CAP}")
_DECLARED = re.compile(rf"\bErklärung[ \t]von[ \t]{_CAP}(?:{_SP}zur{_SP}{_NP}){{0,2}}(?:{_SP}der{_SP}{_NP})?")
_TITLED = re.compile(
    r"[-/]\d{2,5}(?:-[A-ZÄÖÜ]{2,3}-\d\d)*(?:[ \t](?:am|vom)[ \t][\d.]{8,10})?:?[ \t](?P<name>[„“\"][^“”\"\n]{10,140}[“”\"])"
)
# What a town gives money by: "Richtlinie zur Förderung der offenen Seniorenarbeit", "Förderrichtlinie Jugendhilfe".
_DIRECTIVE = re.compile(
    rf"(?<![\w-])(?:Richtlinien?{_SP}(?:zur|über{_SP}die|für{_SP}die){_SP}(?:Förderung|Gewährung|Bezuschussung){_SP}(?:der|des|von){_SP}{_NP}(?:{_SP}(?:der|des|von|in|für){_SP}{_NP}){{0,2}}|(?:Fach)?[Ff]örderrichtlinien?{_SP}(?:für{_SP}(?:die{_SP})?)?{_STOP}(?!Die\b|Der\b|Bundes|Landes|EU){_CAP})"
)
_LIKE_PLAN = re.compile(r"(?i)konzept|plan\b|planung|programm|strateg|leitlinie|ausrichtung")
_OF_RENTS = re.compile(r"\bschlüssige[nrsm]?\s{1,2}\Z")  # what the courts want of a town's rents (§ 22 SGB II)
_ACTION = re.compile(
    r"(?:Einführung|Umsetzung|Fortschreibung|Erarbeitung|Weiterentwicklung|Aufstellung|Entwicklung|Erstellung|Umwidmung|Aufnahme|Vorlage|Überarbeitung)\b"
)


def find_plan_names(text: str) -> Iterator[PlanName]:
    """Find the plans named in a text, in its order; the longest name wins where two overlap.

    >>> text = "Der Hilfeplan bleibt; das Konzept zur Wohnungsnotfallhilfe wird fortgeschrieben."
    >>> [(text[plan.start:plan.end], plan.update) for plan in find_plan_names(text)]
    [('Konzept zur Wohnungsnotfallhilfe', True)]
    """
    found = [*_titled(text), *_headed(text)]
    last = 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= last:
            last = one.end
            yield _with_state(text, one)


def _titled(text: str) -> Iterator[PlanName]:
    """Find titles in quotes behind the number of a paper, where the title says that it is a plan."""
    for match in _TITLED.finditer(text):
        if _LIKE_PLAN.search(match["name"]):
            yield PlanName(match.start("name") + 1, match.end("name") - 1, "plan.title")
    for match in _DIRECTIVE.finditer(text):
        yield PlanName(match.start(), match.end(), "plan.directive")
    for match in _DECLARED.finditer(text):
        yield PlanName(match.start(), match.end(), "plan.charter")


def _headed(text: str) -> Iterator[PlanName]:
    doubtful: list[tuple[str, PlanName]] = []
    printed: set[str] = set()
    for match in _HEAD.finditer(text):
        word = match["word"]
        if _NEVER.fullmatch(word) or not (word[0].isupper() or word[0].isdecimal()):
            continue
        start, end, named = _grown(text, match)
        if _ACTION.match(text, start) or _OF_RENTS.search(text, max(0, start - 16), match.start()):
            continue
        rule = _rule(word, named)
        if rule is None:
            continue
        name = PlanName(start, end, rule)
        if _DOUBTFUL.fullmatch(word):
            doubtful.append((word.casefold().rstrip("s"), name))
            if named in ("quoted", "city", "naming"):
                printed.add(word.casefold().rstrip("s"))
        else:
            yield name
    yield from (name for word, name in doubtful if word in printed)


def _rule(word: str, named: str) -> str | None:
    """Say why a word with such a head is a name, or None where it is not."""
    if _GENERAL.fullmatch(word):
        if word.casefold() in ("planung", "bedarfsplanung") and named != "quoted":
            return "plan.planning" if word.casefold() == "bedarfsplanung" or named == "theme" else None
        return (
            f"plan.{named}"
            if named in ("quoted", "about", "title", "naming") or (named == "city" and len(word) > 8)
            else None
        )
    if word.endswith("planung"):
        return "plan.planning" if _FIELD.match(word) else None
    if re.search(r"[Bb]ericht(?:e?s)?\Z", word):
        return "plan.report" if _REPORT.fullmatch(word) else None
    if word == "Agenda":
        return "plan.charter" if named == "city" else None
    programme = re.search(r"[Pp]rogramm(?:e?s)?\Z", word)
    if named in ("", "naming", "title") and (programme or not _FIELD.match(word)):
        return None  # "ein Vertretungskonzept", "das Kreditprogramm": of this sort, but of no name
    return "plan.compound"


def _grown(text: str, match: re.Match[str]) -> tuple[int, int, str]:
    """Grow a head to the whole name; the last value says what makes it a name."""
    start, end, named = match.start(), match.end(), ""
    window = text[max(0, start - 60) : start]
    naming = _NAMING.search(window)
    if naming and naming[0]:
        start -= len(naming[0])
        weighty = not _GENERAL.fullmatch(match["word"]) or _WEIGHTY.search(naming[0])
        named = "naming" if weighty and re.search(r"[a-zäöü]", naming[0]) else ""
    quoted = re.compile(rf"[ \t]{_QUOTE}").match(text, end)
    before = _QUOTED_BEFORE.search(text, max(0, match.start() - 130), match.start())
    if before:
        start, named = before.start(), "quoted"
    if quoted:
        end, named = quoted.end(), "quoted"
    else:
        forms: tuple[tuple[str, re.Pattern[str]], ...] = (("about", _ABOUT), ("title", _WITHIN))
        if match["word"] == "Planung":
            forms = (("theme", _THEME),)
        elif _GENERAL.fullmatch(match["word"]):
            forms = (("about", _ABOUT), ("title", _TITLE), ("about", _OF))
        for name, form in forms:
            about = form.match(text, end)
            if about and not (name == "about" and _DONE_WITH.match(text, about.end())):
                end, named = about.end(), name
                break
    tail = _CITY_AND_YEARS.match(text, end)
    if tail and tail[0]:
        end = tail.end()
        named = "city" if named in ("", "naming") else named
    inside = _quote_around(text, start, end)
    return (*inside, "quoted") if inside else (start, end, named)


def _quote_around(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Give the quotation that a name is part of, where it is the name's own: no title of something done to it."""
    opening = text.rfind("„", max(0, start - 100), start + 1)
    opening = (
        opening
        if opening >= 0
        else text.rfind("“", max(0, start - 100), start)
        if text.find("“", end, end + 100) >= 0
        else -1
    )
    if opening < 0 or re.search(r"[“”\"\n]", text[opening + 1 : start]):
        return None
    closing = re.compile(r"[“”\"]").search(text, end, end + 100)
    if (
        not closing
        or "\n" in text[end : closing.start()]
        or _ACTION.match(text, opening + 1)
        or re.search(
            r"[.?!]\s|\b(?:ist|wird|sind|werden|wurde|beauftragt|fordert|soll|sollen|hat|legt|zu \w+en)\b",
            text[opening : closing.start()],
        )
    ):
        return None
    return opening + 1, closing.start()


_END = re.compile(r"(?<![IVX\d])\.(?=\s+[A-ZÄÖÜ]|\s*\Z)|\n\s*\n|:\n|\n[-–•]")  # of a sentence
_UPDATE = re.compile(r"[Ff]ortschreib\w*|[Ff]ort(?:ge|zu)schr\w+|[Ww]eiterentwickl\w+|[Üü]berarbeit\w+")
_UPDATED = re.compile(r"fortgeschrieben|fortzuschreiben|Fortschreibung")
_ADOPTED = re.compile(
    r"\b(?:wurden?|hat|haben|hatte)\b.{0,160}\b(?:beschlossen|verabschiedet)\b|\b(?:beschlossene|verabschiedete)[nrs]?\b|\bbeschloss\b"
)
_PREPARING = re.compile(
    r"\b(?:wird|werden|derzeit|aktuell)\b.{0,120}\b(?:erarbeitet|erstellt|entwickelt|überarbeitet|fortgeschrieben|vorbereitet)\b|\bin (?:Erarbeitung|Vorbereitung|Arbeit)\b|\berarbeitet derzeit\b"
)
_INTENDED = re.compile(
    r"\b(?:soll|sollen|sind|ist)\b.{0,160}\b(?:vorliegen|vorgelegt|vorzulegen|erarbeitet|zu erarbeiten|erstellt|zu erstellen|zu entwickeln|entwickelt|fortgeschrieben|fortzuschreiben)\b|\b(?:beauftragt|gebeten|aufgefordert)\b|\blegt\b.{0,160}\bvor\b|\b(?:wird|werden)\b.{0,100}\bvorgelegt\b|\bgeplant\b|\bentwickelt\b[^.]{0,80}\bneue[snr]?\b"
)


def _with_state(text: str, name: PlanName) -> PlanName:
    before = text[max(0, name.start - 300) : name.start]
    ends = list(_END.finditer(before))
    begin = name.start - len(before) + (ends[-1].end() if ends else 0)
    stop = _END.search(text, name.end, name.end + 300)
    sentence = re.sub(r"\s+", " ", text[begin : stop.start() if stop else min(len(text), name.end + 300)])
    states = (("adopted", _ADOPTED), ("in-preparation", _PREPARING), ("intended", _INTENDED))
    state = next((notation for notation, form in states if form.search(sentence)), None)
    years = re.search(r"((?:19|20)\d\d)[ \t]?(?:[/–-]|bis|und)[ \t]?((?:20)?\d\d)", text[name.start : name.end])
    period = None
    if years:
        last = int(years[2]) if len(years[2]) == 4 else int(years[1]) // 100 * 100 + int(years[2])
        period = (int(years[1]), last)
    update = bool(
        _UPDATE.search(text[max(begin, name.start - 50) : name.start])
        or _UPDATED.search(text[name.end : begin + len(sentence)][:120])
    )
    return PlanName(name.start, name.end, name.rule, state, update, period)
