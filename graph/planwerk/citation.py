"""The grammar of German legal citations: what "§ 80 Abs. 1 Satz 1 Nr. 2 i. V. m. § 79 SGB VIII" is made of.

One citation names one section (or a range of them) of one act. Several sections before one act share it ("§§ 79, 80
SGB VIII"); so do sections joined by "i. V. m.". Abs., Satz and Nr. after a section are its parts and never an act.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from planwerk.act_names import GAP, ROMAN, Named, act_before, name_of_act

_NUMBER = r"\d{1,4}(?:[a-z](?![\wäöüß])|[ ][a-z](?=[ ,;)/\n]|$)(?!\s?V\b))?"
# What a citation begins with; "AG 78" is the usual name of the working group of § 78 SGB VIII.
_SIGN = re.compile(
    rf"(?P<ag>(?<!\w)AG(?:s|en|’s)?(?:{GAP}(?:nach|gem(?:äß|\.)){GAP}§?|{GAP}§|[ -])?{GAP}78(?!\d|[.,]\d|\s?(?:Euro|%)))"
    r"|§{1,2}|(?<![\w-])(?:Art(?:t?\.|ikeln?s?)|Paragra(?:ph|f)(?:en|s)?)(?=\s{0,4}\d)"
)
_TO = rf"{GAP}(?:,{GAP}(?:und|sowie)?|und|u\.|oder|sowie|bis|/|[-–]){GAP}"
# A number behind which Abs. stands again is the next section: "§§ 6 Abs. 2 bis 5, 7 Abs. 3".
_LIST = rf"{_NUMBER}(?:{_TO}(?:(?:Abs\.|Absatz|Nr\.|Nummer|Satz){GAP})?{_NUMBER}(?!{GAP}Abs))*"
_FIRST = re.compile(rf"{GAP}({_NUMBER})")
_NEXT = re.compile(
    rf"({_TO})(?:§{GAP})?({_NUMBER}|[a-z](?![\wäöüß.]))(?!\.\d|\.?{GAP}(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember))"
)
_FLAG = re.compile(rf"{GAP}(ff?)(?![\wäöüß])\.?")
_PARTS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("paragraph", rf"{GAP},?{GAP}(?:Abs(?:atz(?:es)?|ätzen?|\.|(?=\s\d))){GAP}({_LIST}|I{{1,3}}(?!\w)|IV(?!\w))"),
        ("paragraph", rf"{GAP}\(({_LIST})\)"),
        ("paragraph", r"[ ](I{1,3}|IV|VI{0,3}|IX)(?=[ ,])"),
        ("sentence", rf"{GAP},?{GAP}(?:Satz|Sätzen?|S\.){GAP}({_LIST})"),
        ("number", rf"{GAP},?{GAP}(?:Nrn?\.|Nr(?=\s\d)|Nummern?|Ziff(?:er|\.)|Zif\.|Punkt(?=\s\d)){GAP}({_LIST})"),
        ("letter", rf"{GAP},?{GAP}(?:Buchst(?:aben?|\.)|[Ll]it\.|Bst\.){GAP}([a-z]{{1,2}})(?![\wäöüß])\)?"),
        ("half_sentence", rf"{GAP},?{GAP}(?:Halbsatz|HS|Hs\.|Halbs\.){GAP}(\d)"),
        ("half_sentence", rf"{GAP},?{GAP}(\d|erster|zweiter)\.?{GAP}(?:Halbsatz|HS\b|Hs\.|Halbs\.)"),
        ("alternative", rf"{GAP},?{GAP}(?:Alt\.|Alternative){GAP}(\d)"),
        ("paragraph", rf"{GAP},?{GAP}Unterabs(?:atz|\.){GAP}(\d)"),
    )
)  # fmt: skip
_WITH = re.compile(r"i\.?\s?V\.?\s?m\.?|in\s+Verbindung\s+mit")
_AGAIN = re.compile(rf"{GAP},?{GAP}(?:{_WITH.pattern})(?={GAP}Abs(?:\.|atz))")
_JOINED = re.compile(
    rf"{GAP}(?:,|;|und|sowie|oder|bzw\.|(?P<link>,?{GAP}(?:{_WITH.pattern}))|bis){GAP}(?:(?:mit|nach|gemäß|de[srmn]|die|auch){GAP}){{0,2}}"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited section, with what is said of it: "section 80, paragraph 1, number 2 of the act named SGB VIII".

    ``section`` is None where an act is named alone, "11-14" for a range. ``start`` and ``end`` span the words that
    prove it, act included. ``link`` is "i. V. m." where it stands behind another citation by these words;
    ``usual_name`` says that neither § nor act is printed, as in "AG 78".
    """

    start: int
    end: int
    sign: str
    section: str | None
    act: Named | None
    parts: dict[str, str] = field(default_factory=dict)
    open_end: str = ""
    link: str = ""
    usual_name: bool = False


@lru_cache(maxsize=1)  # two finders ask for those of the same paper
def citations(text: str) -> tuple[Citation, ...]:
    """Give the cited sections of a text in its order; ``act`` is None where the text does not name it there.

    >>> [(c.section, c.parts, c.act.name) for c in citations("§ 8a SGB VIII i. V. m. § 4 Abs. 1 KKG")]
    [('8a', {}, 'SGB VIII'), ('4', {'paragraph': '1'}, 'KKG')]
    >>> [(c.section, c.act.name) for c in citations("§§ 79, 80 und 11 bis 14 SGB VIII")]
    [('79', 'SGB VIII'), ('80', 'SGB VIII'), ('11-14', 'SGB VIII')]
    """
    groups: list[list[Citation]] = []
    last = 0
    for sign in _SIGN.finditer(text):
        if sign.start() >= last and (group := _group(text, sign)):
            groups.append(group)
            last = group[-1].end
    for index, group in enumerate(groups):
        if group[0].act is None and (
            before := act_before(text, groups[index - 1][-1].end if index else 0, group[0].start)
        ):
            start, act = before
            groups[index] = [replace(one, act=act, start=start) for one in group]
    for index in range(len(groups) - 2, -1, -1):  # from the end: a section without an act takes that of the next
        group, following = groups[index], groups[index + 1]
        joined = _JOINED.fullmatch(text, group[-1].end, following[0].start)
        if joined and joined["link"]:
            groups[index + 1] = [replace(one, link="i. V. m.") for one in following]
        if group[0].act is None and joined and following[0].act is not None:
            groups[index] = [replace(one, act=following[0].act) for one in group]
    return tuple(one for group in groups for one in group)


def _group(text: str, sign: re.Match[str]) -> list[Citation]:
    """Read what stands behind one § or Art.: sections with their parts, and the act.

    Behind a single § a list counts only if an act follows it: "§ 24 und 25 SGB VIII", not "§ 24 und 25 Kinder".
    """
    if sign["ag"]:
        named = name_of_act(text, sign.end())
        act = named if named and named.name == "SGB VIII" else Named("SGB VIII", sign.end(), True)
        return [Citation(sign.start(), act.end, "§", "78", act, usual_name=True)]
    first = _FIRST.match(text, sign.end())
    if not first:
        return []
    kind = "Art." if sign[0].startswith("Art") else "§"
    found, end = _sections(text, first, listed=True)
    behind = name_of_act(text, end)
    if behind is None and len(found) > 1 and sign[0] != "§§":
        found, end = _sections(text, first, listed=False)
        behind = name_of_act(text, end)
    end = behind.end if behind else end
    return [Citation(sign.start(), end, kind, section, behind, said, flag) for section, said, flag in found]


def _sections(text: str, first: re.Match[str], *, listed: bool) -> tuple[list[tuple[str, dict[str, str], str]], int]:
    section, end = first[1].replace(" ", ""), first.end()
    if section.endswith("f") and text[end : end + 1] == ".":  # "§ 67f."
        section, end = section[:-1], end - 1
    said, flag, end = _parts(text, end)
    found = [(section, said, flag)]
    while again := _AGAIN.match(text, end):  # "§ 90 Abs. 3 i. V. m. Abs. 1"
        said, flag, end = _parts(text, again.end())
        found.append((section, said, flag))
    while listed and (more := _NEXT.match(text, end)):
        section = more[2].replace(" ", "")
        if section.isalpha():  # "§§ 45c und d"
            section = re.sub(r"[a-z]$", "", found[-1][0].split("-")[-1]) + section
        said, flag, end = _parts(text, more.end())
        if re.search(r"bis|[-–]", more[1]) and not found[-1][1]:
            found[-1] = (f"{found[-1][0]}-{section}", said, flag)
        else:
            found.append((section, said, flag))
    return found, end


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
    words = re.sub(r"Abs\.|Absatz|Nr\.|Nummer|Satz", "", words)
    words = re.sub(r"\s*(?:bis|[-–])\s*", "-", words)
    words = re.sub(r"\s*(?:,\s*(?:und|sowie)|,|und|u\.|oder|sowie|/)\s*", ",", words)
    return re.sub(r"\s+", "", words)
