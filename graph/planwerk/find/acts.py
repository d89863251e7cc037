"""Legal acts that are named without a section."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwerk.act_names import SGB, sgb_name
from planwerk.acts import find_act, is_known, long_names
from planwerk.citation import citations
from planwerk.paper import Find, Paper

# An act named alone. An unknown one counts if its name ends in Gesetz, or if its abbreviation is written like one's.
_ABBREVIATION = re.compile(
    r"(?<![\w/§-])(?:(?:DVO|AVO|AG)[ -])?[A-ZÄÖÜ][A-Za-zÄÖÜäöüß]+(?:[-/](?:[A-ZÄÖÜ][A-Za-zÄÖÜäöü]*))*"
    r"(?:[ ](?:NRW|NW|LSA|M-V|MV|Bbg)(?!\w))?(?:-(?:Novelle|Reform|Änderung))?(?![\w/@]|-[A-Z])"
)
_LIKE_AN_ACT = re.compile(
    r"(?:[A-ZÄÖÜ][a-zäöü]{1,8}){1,4}(?:G|GB|VO)|[A-ZÄÖÜ]{1,3}(?:[A-ZÄÖÜ][a-zäöü]{1,6}){1,4}(?:G|GB|VO)"
)
_GENERAL = re.compile(
    r"(?<![\w-])(?:[A-ZÄÖÜ][\wäöüß]*-(?: und )?){0,2}[A-ZÄÖÜ][a-zäöüß]{3,40}(?:gesetz(?:buch)?|-Verordnung|schutzverordnung)(?:e?s)?(?![\w-])"
    r"|(?<![\w-])(?:[A-ZÄÖÜ][\wäöüß]*-(?: und )?){1,3}(?:Gesetz|Verordnung)(?:e?s)?(?![\w-])"
)
_BRACKETS = re.compile(r"\s{1,3}\((?:[–-]\s)?(?P<short>[A-ZÄÖÜ][A-Za-zÄÖÜäöüß]{1,12}(?:[/ -][A-Z][\w-]{0,4})?)\)")
_FURTHER_BOOK = re.compile(
    r"(?<=[IVX])\s?(?:/|,|und|oder|o\.|sowie|bzw\.)\s?(?P<roman>X?I{1,3}|X?IV|X?V|VI{1,3}|IX|X)(?![\w.])"
)
# Words for laws in general, and names of parties to one.
_NO_NAME = re.compile(
    r"Sozialgesetzbuche?s?|(?:Bundes|Landes|Rahmen|Ausführungs|Änderungs|Artikel|Haushalts|Leistungs|Fach|Einzel|Spezial|Nachfolge|Mantel|Natur|Umsetzungs|Jahres|Steuer|Reform|EU-|Rechts)(?:gesetz|verordnung)e?s?"
)
_COURTS = frozenset({"BVerfG", "BVerwG", "LVerfG", "VerfG", "VerfGH", "StGH"})
_CALLED = re.compile(r"\b(?:des|dem|das|im|nach|gemäß|gem\.|laut|vom|zum|der|die|und|sowie|der Novelle des)\s$")
_SHORT_WORDS = frozenset(
    {
        "WEG",
        "GO",
        "AO",
        "SGB",
        "KVG",
        "VOL",
        "HGO",
        "FAG",
        "APG",
        "WTG",
        "KAG",
        "GEG",
        "BGG",
        "RDG",
        "EMRK",
        "KRK",
        "BRK",
        "LBO",
        "UVG",
        "SGG",
        "KRO",
    }
)


def _printed_short(text: str, place: int) -> str | None:
    """Give the abbreviation printed in brackets behind a long name: "Kindertagesförderungsgesetz (KitaFöG)"."""
    match = _BRACKETS.match(text, place)
    return match["short"] if match and sum(letter.isupper() for letter in match["short"]) > 1 else None


def find_acts(paper: Paper) -> Iterator[Find]:
    """Find the acts that a paper names without a section, as ``legal_citations`` too; of overlapping names the longest counts.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "nach § 8a SGB VIII und dem Asylbewerberleistungsgesetz"
    >>> paper = to_paper("a.txt", text.encode(), text, read_profile())
    >>> [(find.values["law"], find.values["section"]) for find in find_acts(paper)]
    [('AsylbLG', None)]
    """
    text, state = paper.reading, paper.profile.state
    found: list[tuple[int, int, str, str, float]] = []
    for match in SGB.finditer(text):
        found.append((match.start(), match.end(), sgb_name(match), "law.act", 0.98))
        end = match.end()
        while further := _FURTHER_BOOK.match(text, end):  # "nach SGB II oder XII"
            found.append((further.start("roman"), further.end(), f"SGB {further['roman']}", "law.act", 0.9))
            end = further.end()
    for match in long_names().finditer(text):
        name = " ".join(match[0].split())
        short = None if find_act(name, state) else _printed_short(text, match.end())
        stem = name if find_act(name, state) else re.sub(r"(?<=gesetz)e?s\Z|(?<=ordnung)s\Z", "", name)
        found.append((match.start(), match.end(), short or stem, "law.act", 0.98))
    for match in _ABBREVIATION.finditer(text):
        name = re.sub(r"-(?:Novelle|Reform|Änderung)$", "", match[0])
        if is_known(name):
            # BGB is written like a law, FAG like many other things: it wants "nach dem", "des" or the like before it.
            if name not in _SHORT_WORDS or _CALLED.search(text[max(0, match.start() - 20) : match.start()]):
                found.append((match.start(), match.end(), name, "law.act", 0.95))
        elif _LIKE_AN_ACT.fullmatch(name) and name not in _COURTS:
            found.append((match.start(), match.end(), name, "law.act-other", 0.7))
    for match in _GENERAL.finditer(text):
        if not _NO_NAME.fullmatch(match[0]):
            stem = re.sub(r"(?<=[zh])e?s$", "", match[0])
            found.append((match.start(), match.end(), _printed_short(text, match.end()) or stem, "law.act-other", 0.7))
    cited = sorted((one.start, one.end) for one in citations(text) if one.act)
    last = next_cited = 0
    for start, end, name, rule, confidence in sorted(found, key=lambda one: (one[0], -one[1], -one[4])):
        while next_cited < len(cited) and cited[next_cited][1] <= start:
            next_cited += 1
        if start < last or (next_cited < len(cited) and cited[next_cited][0] < end):
            continue
        last = end
        act = find_act(name, state)
        values = {"law": act.short if act else name, "section": None, "paragraph": None, "kind": "act"}
        yield Find("legal_citations", start, end, rule, 1, confidence, values | (act.said() if act else {}))
