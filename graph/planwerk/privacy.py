"""Private data, masked before anything is read: ways to reach a person always, private persons' names where residents write.

A mask keeps the length, so every place in a text stays where it was, and white space and punctuation, so that words
can still be counted. Names of those who hold an office stay in the text; statements speak of the office. What is
masked is told by cues and not by a list of names: a name without any cue is not seen, so a text that must not be shown
should not be put into a workspace at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]
MASK = "█"


class Names(StrEnum):
    """What becomes of private persons' names in residents' questions and petitions."""

    drop = "drop"
    pseudonym = "pseudonym"
    keep = "keep"


@dataclass(frozen=True, slots=True)
class Privacy:
    """The ``[privacy]`` of a workspace; names are dropped unless it says otherwise."""

    names: Names = Names.drop


_STREET = (
    r"(?:(?:[A-ZÄÖÜ][\w.'-]{0,30}|An|Am|Im|In|Auf|Unter|Zum|Zur|den|dem|der|des|von)[ -]){0,4}"
    r"[A-ZÄÖÜ][\w.'-]{0,40}[ ]\d{1,4}(?:[ ]?[a-z]\b)?(?:[ ]?[-–/][ ]?\d{1,4}[ ]?[a-z]?\b)?"
)
# Ways to reach a person. Every quantifier is bounded: this text is hostile.
_MAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:@|[ ]?[(\[](?:at|ät)[)\]][ ]?)[\w-]{1,63}(?:(?:\.|[ ]?[(\[](?:dot|punkt)[)\]][ ]?)[\w-]{1,63}){1,4}"
)
_CALLED = re.compile(
    r"\b(?:Tel(?:efon|efax)?|Fon|Fax|Mobil(?:funk|telefon)?|Handy|Durchwahl|Rufnummer|Telefonnummer)\b"
    r"(?:[ ]?[-/][ ]?(?:Tel(?:efon|efax)?|Fon|Fax|Nr|Nummer)\b)?[.:\s-]{0,4}(?P<number>[+(\d][\d\s()/.–-]{2,24}\d)"
)
# Without such a word: an area code and no year behind it, since numbers of papers look alike.
_NUMBER = re.compile(
    r"(?<![\w/.-])(?:(?:\+|00)49[\d\s()/.–-]{6,20}\d"
    r"|\(?0[1-9]\d{1,4}\)?[ ]?[-–/ ][ ]?(?!(?:19|20)\d\d(?!\d))\d{3,8}(?:[ -]\d{1,6}){0,3})(?![\w/]|\.\w)"
)
_CITY = re.compile(r"[ ]?[,;|·\n][\s|]{0,3}\d{5}[ ][A-ZÄÖÜ][\w-]{1,40}")
_ENDING_STREET = re.compile(rf"\b{_STREET}$")
_BEFORE = 160  # characters that a street and its number may take
_HOME = re.compile(
    r"\b(?:[Ww]ohnhaft|[Aa]nschrift|[Aa]dresse|Absender(?:in)?)\b[: ]{1,3}(?:in |an |am |im |in der |unter )?"
    rf"(?P<street>{_STREET})"
)
_TITLE = r"(?:(?:Dr|Prof|Dipl|med|h\. ?c|jur|phil|Ing)\.?(?:-\w{1,12}\.)?[ ])"
_SMALL = "[a-zäöüßéèëçšžığøå]"
_PART = rf"[A-ZÄÖÜ]{_SMALL}{{1,24}}(?:-\n{_SMALL}{{1,20}})?(?:-[A-ZÄÖÜ]{_SMALL}{{1,24}})?"
_NAME = rf"{_TITLE}{{0,3}}(?P<name>{_PART}(?:(?:[ ]|[ ]?\n)(?:(?:von|van|de|der|den|zu|al|el)[ ]){{0,2}}{_PART}|[ ][A-Z]\.){{0,3}})"
_OFFICES = re.compile(
    r"(?:Ober|Alt|Erste[rn]?[ ])?(?:[Bb]ürgermeister|Beigeordnete|Stadtr[aä]t|Stadtverordnete|Gemeinder[aä]t|Kreisr[aä]t|Ratsmitglied|Ratsherr|Ratsfrau"
    r"|Ortsvorsteher|Dezernent|Referent|[Aa]mtsleit|Abteilungsleit|Fachbereichsleit|[Ll]eiter|Vorsitzende|Landr[aä]t|Minister|Senator|Präsident"
    r"|Abgeordnete|Direktor|Rektor|Schulleit|Geschäftsführ|Beauftragte|Sprecher|Vorst[aä]nd|Kämmer|Fraktion)"
)
_BODIES = re.compile(
    r"(?:Stadt|Land|Kreis|Rat|Amt|Der|Die|Das|Ein|Eine|Ich|Wir|Es|Sehr|Zur|Zum|Für|Im|In|Am|An|Auf|Mit|Nach|Ober|Bürger|Verwaltung|Dezernat|Verein|Verband|Initiative"
    r"|Beirat|Gruppe|Partei|Eltern|Anonym|Siehe|Datum|Anlage|Antrag|Frage|Antwort|Petition|Name|Text|Damen|Herren|Kollegen|Nr)"
    r"|\w*(?:fraktion|amt|beirat|verein|verband|rat|ausschuss|verwaltung|dezernat|initiative|gemeinschaft|stiftung|gesellschaft|vertretung|kirche|schule|bündnis|partei)"
)
_RESIDENTS = re.compile(
    r"(?i)einwohner(?:innen)?-?(?:an)?frage|einwohnerfragestunde|einwohnerantrag|bürger(?:innen)?-?(?:an)?frage|bürgerfragestunde|bürgerantrag"
    r"|bürgereingabe|\bpetition|\bpetent|anregungen und beschwerden|\beingabe\b"
)
_HEAD = 4000  # characters in which a paper says what it is
_STATED = re.compile(
    rf"(?:\b(?:Herrn?|Frau|Familie|Eheleute)[ ]{{1,2}}{_NAME})", re.UNICODE
), re.compile(
    r"\b(?:Einreicher(?:in)?|[Ee]ingereicht von|Fragesteller(?:in)?|(?:Haupt)?[Pp]etent(?:in)?|Antragsteller(?:in)?|Verfasser(?:in)?|Absender(?:in)?|(?:Vor- und )?(?:Nach)?[Nn]ame|gez\.|"
    rf"Unterzeichner(?:in)?)[ ]?:?\s{{1,3}}(?:(?:Herrn?|Frau)[ ])?{_NAME}"
), re.compile(rf"(?:[Mm]it (?:freundlichen|besten|herzlichen)[ ]|[Ff]reundliche |[Vv]iele |[Bb]este )Gr(?:ü|ue)(?:ß|ss)en?,?\s{{1,6}}{_NAME}")  # fmt: skip
_CONTACT = re.compile(
    r"\b(?:Ansprechpartner(?:in)?|Ansprechperson|Sachbearbeiter(?:in|/in|/-in)?|Bearbeiter(?:in|/in|/-in)?|Auskunft erteilt|Kontaktperson)"
    rf"[ ]?(?::\s{{0,3}}(?:(?:Herrn?|Frau)[ ])?|\s{{1,3}}(?:Herrn?|Frau)[ ]){_NAME}"
)


def mask(text: str, privacy: Privacy | None = None) -> str:
    """Give the text with private data masked, character by character as long as before.

    >>> mask("Rückfragen: Tel. 0341 123-4567, erika.mustermann@example.org")
    'Rückfragen: Tel. ████ ███-████, █████.██████████@███████.███'
    >>> mask("Einwohneranfrage von Frau Erika Mustermann zur Kita", Privacy(Names.pseudonym))
    'Einwohneranfrage von Frau █████ A█████████ zur Kita'
    """
    privacy = privacy or Privacy()
    signs: list[str] | None = None
    for start, end, letter in private_spans(text, privacy):
        signs = signs if signs is not None else list(text)
        for place in range(start, end):
            if signs[place].isalnum() or signs[place] == "_":
                signs[place] = MASK
        if letter:
            signs[start] = letter
    return "".join(signs) if signs is not None else text


def private_spans(text: str, privacy: Privacy) -> Iterator[tuple[int, int, str]]:
    """Yield the places of private data, each with the letter that stands for its person, "" where none does."""
    for start, end in _reach(text):
        yield start, end, ""
    for match in _CONTACT.finditer(text):
        if not _holds_office(text, match.start("name"), match["name"]):
            yield (*match.span("name"), "")
    if privacy.names is Names.keep or not _RESIDENTS.search(text[:_HEAD]):
        return
    letters: dict[str, str] = {}
    for start, end in sorted(_named(text)):
        words = list(re.finditer(r"(?:-\n|\S)+", text[start:end]))
        for word in words[:-1]:
            yield start + word.start(), start + word.end(), ""
        surname = words[-1][0].replace("-\n", "")
        letters.setdefault(surname, chr(ord("A") + len(letters) % 26))
        yield start + words[-1].start(), end, letters[surname] if privacy.names is Names.pseudonym else ""
    # Who was named once in full is spoken of by the family name.
    for surname, letter in letters.items():
        for again in re.finditer(rf"\b{re.escape(surname)}s?\b", text):
            yield (*again.span(), letter if privacy.names is Names.pseudonym else "")


def _reach(text: str) -> Iterator[Span]:
    yield from (match.span() for match in _MAIL.finditer(text))
    yield from (match.span("number") for match in _CALLED.finditer(text))
    yield from (match.span() for match in _NUMBER.finditer(text))
    yield from (match.span("street") for match in _HOME.finditer(text))
    # From the postcode backwards: there are few of them, and many places where a street could begin.
    for match in _CITY.finditer(text):
        before = max(0, match.start() - _BEFORE)
        if street := _ENDING_STREET.search(text[before : match.start()]):
            yield before + street.start(), match.end()


def _named(text: str) -> Iterator[Span]:
    for cue in _STATED:
        for match in cue.finditer(text):
            start, end = match.span("name")
            # "Frau Mustermann Stadt Leipzig": a word that begins something else ends the name.
            for word in re.finditer(r"\S+", match["name"]):
                if _BODIES.fullmatch(word[0]) or _OFFICES.match(word[0]):
                    end = start + word.start()
                    break
            name = text[start:end].rstrip()
            if name and len(name.split()[-1]) > 2 and not _holds_office(text, start, name):
                yield start, start + len(name)


def _holds_office(text: str, start: int, name: str) -> bool:
    before, after = text[max(0, start - 60) : start], text[start + len(name) : start + len(name) + 60]
    office = _OFFICES.pattern
    return bool(
        _OFFICES.match(name)
        or re.search(rf"\b(?:{office})\w*(?:[ ](?:Herrn?|Frau))?[ ](?:{_TITLE}){{0,3}}$", before)
        or re.match(rf"\s{{0,2}}[,(\n]\s{{0,3}}(?:{office})", after)
    )
