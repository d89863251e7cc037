"""The grammar of German legal citations: what "§ 80 Abs. 1 Satz 1 Nr. 2 i. V. m. § 79 SGB VIII" is made of.

One citation names one section (or a range of them) of one act. Several sections before one act share it ("§§ 79, 80
SGB VIII"); so do sections joined by "i. V. m.". Abs., Satz and Nr. after a section are its parts and never an act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from planwerk.act_names import ROMAN, Named, act_before, name_of_act

_GAP = r"[ \t]{0,4}(?:\n[ \t]{0,8})?"
_NUMBER = r"\d{1,4}(?:[a-z](?![\wäöüß])|[ ][a-z](?=[ ,;)/\n]|$)(?!\s?V\b))?"
_SIGN = re.compile(r"§{1,2}|(?<![\w-])(?:Art(?:t?\.|ikeln?s?))(?=\s{0,4}\d)")
_TO = rf"{_GAP}(?:,{_GAP}(?:und|sowie)?|und|u\.|oder|sowie|bis|/|[-–]){_GAP}"
_LIST = rf"{_NUMBER}(?:{_TO}{_NUMBER})*"
_FIRST = re.compile(rf"{_GAP}({_NUMBER})")
_NEXT = re.compile(
    rf"({_TO})(?:§{_GAP})?({_NUMBER}|[a-z](?![\wäöüß.]))(?!\.\d|\.?{_GAP}(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember))"
)
_FLAG = re.compile(rf"{_GAP}(ff?)(?![\wäöüß])\.?")
_PARTS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("paragraph", rf"{_GAP},?{_GAP}(?:Abs(?:atz(?:es)?|ätzen?|\.|(?=\s\d))){_GAP}({_LIST}|I{{1,3}}(?!\w)|IV(?!\w))"),
        ("paragraph", rf"{_GAP}\(({_LIST})\)"),
        ("paragraph", r"[ ](I{1,3}|IV|VI{0,3}|IX)(?=[ ,])"),
        ("sentence", rf"{_GAP},?{_GAP}(?:Satz|Sätzen?|S\.){_GAP}({_LIST})"),
        ("number", rf"{_GAP},?{_GAP}(?:Nrn?\.|Nr(?=\s\d)|Nummern?|Ziff(?:er|\.)|Zif\.){_GAP}({_LIST})"),
        ("letter", rf"{_GAP},?{_GAP}(?:Buchst(?:aben?|\.)|[Ll]it\.|Bst\.){_GAP}([a-z]{{1,2}})(?![\wäöüß])\)?"),
        ("half_sentence", rf"{_GAP},?{_GAP}(?:Halbsatz|HS|Hs\.|Halbs\.){_GAP}(\d)"),
        ("half_sentence", rf"{_GAP},?{_GAP}(\d|erster|zweiter)\.?{_GAP}(?:Halbsatz|HS\b|Hs\.|Halbs\.)"),
        ("alternative", rf"{_GAP},?{_GAP}(?:Alt\.|Alternative){_GAP}(\d)"),
        ("paragraph", rf"{_GAP},?{_GAP}Unterabs(?:atz|\.){_GAP}(\d)"),
    )
)  # fmt: skip
_WITH = re.compile(r"i\.?\s?V\.?\s?m\.?|in\s+Verbindung\s+mit")
_JOINED = re.compile(
    rf"{_GAP}(?:,|;|und|sowie|oder|bzw\.|(?P<link>,?{_GAP}(?:{_WITH.pattern}))|bis){_GAP}(?:(?:mit|nach|gemäß|de[srmn]|die|auch){_GAP}){{0,2}}"
)
AG78 = re.compile(
    rf"(?<!\w)AG(?:s|en|’s)?(?:{_GAP}(?:nach|gem(?:äß|\.)){_GAP}§?|{_GAP}§|[ -])?{_GAP}78(?!\d|[.,]\d|\s?(?:Euro|%))"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited section, with what is said of it: "section 80, paragraph 1, number 2 of the act named SGB VIII".

    ``section`` is None where an act is named alone, "11-14" for a range. ``start`` and ``end`` span the words that
    prove it, act included. ``link`` is "i. V. m." where it stands behind another citation by these words.
    """

    start: int
    end: int
    sign: str
    section: str | None
    act: Named | None
    parts: dict[str, str] = field(default_factory=dict)
    open_end: str = ""
    link: str = ""


def find_citations(text: str) -> Iterator[Citation]:
    """Find the cited sections of a text in its order; ``act`` is None where the text does not name it there.

    >>> [(c.section, c.parts, c.act.name) for c in find_citations("§ 8a SGB VIII i. V. m. § 4 Abs. 1 KKG")]
    [('8a', {}, 'SGB VIII'), ('4', {'paragraph': '1'}, 'KKG')]
    >>> [(c.section, c.act.name) for c in find_citations("§§ 79, 80 und 11 bis 14 SGB VIII")]
    [('79', 'SGB VIII'), ('80', 'SGB VIII'), ('11-14', 'SGB VIII')]
    """
    groups: list[list[Citation]] = []
    last = 0
    for sign in _SIGN.finditer(text):
        if sign.start() >= last and (group := _group(text, sign)):
            groups.append(group)
            last = group[-1].end
    for index in range(len(groups) - 1, -1, -1):  # from the end: a section without an act takes that of the next
        group = groups[index]
        joined = _JOINED.fullmatch(text, group[-1].end, groups[index + 1][0].start) if index + 1 < len(groups) else None
        if joined and joined["link"]:
            groups[index + 1] = [replace(one, link="i. V. m.") for one in groups[index + 1]]
        if group[0].act is None and joined and groups[index + 1][0].act is not None:
            groups[index] = [replace(one, act=groups[index + 1][0].act) for one in group]
    for index, group in enumerate(groups):
        if group[0].act is None and (
            before := act_before(text, groups[index - 1][-1].end if index else 0, group[0].start)
        ):
            start, act = before
            group = [replace(one, act=act, start=start) for one in group]
        yield from group


def _group(text: str, sign: re.Match[str]) -> list[Citation]:
    """Read what stands behind one § or Art.: sections with their parts, and the act."""
    first = _FIRST.match(text, sign.end())
    if not first:
        return []
    kind = "§" if sign[0].startswith("§") else "Art."
    many = sign[0] == "§§" or sign[0] in ("Artt.", "Artikeln")
    section, end = first[1].replace(" ", ""), first.end()
    if section.endswith("f") and text[end : end + 1] == ".":  # "§ 67f."
        section, end = section[:-1], end - 1
    said, flag, end = _parts(text, end)
    found = [(section, said, flag)]
    while many and (more := _NEXT.match(text, end)):
        section = more[2].replace(" ", "")
        if section.isalpha():  # "§§ 45c und d"
            section = re.sub(r"[a-z]$", "", found[-1][0].split("-")[-1]) + section
        said, flag, end = _parts(text, more.end())
        if re.search(r"bis|[-–]", more[1]) and not found[-1][1]:
            found[-1] = (f"{found[-1][0]}-{section}", said, flag)
        else:
            found.append((section, said, flag))
    act = name_of_act(text, end)
    end = act.end if act else end
    return [Citation(sign.start(), end, kind, section, act, said, flag) for section, said, flag in found]


def _parts(text: str, place: int) -> tuple[dict[str, str], str, int]:
    said: dict[str, str] = {}
    flag = ""
    going = True
    while going:
        going = False
        for name, pattern in _PARTS:
            match = pattern.match(text, place)
            if match and name not in said:
                said[name] = _listed(match[1])
                place, going = match.end(), True
                break
        if not flag and (following := _FLAG.match(text, place)):
            flag, place, going = following[1], following.end(), True
    return said, flag, place


def _listed(words: str) -> str:
    """Write a list as the project does: "1-4" for a range, "1,2" for both.

    >>> _listed("1 - 4"), _listed("1, 3 und 4"), _listed("III")
    ('1-4', '1,3,4', '3')
    """
    if words in ROMAN:
        return str(ROMAN.index(words))
    words = {"erster": "1", "zweiter": "2"}.get(words, words)
    words = re.sub(r"\s*(?:bis|[-–])\s*", "-", words)
    words = re.sub(r"\s*(?:,\s*(?:und|sowie)|,|und|u\.|oder|sowie|/)\s*", ",", words)
    return re.sub(r"\s+", "", words)
