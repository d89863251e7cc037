"""The grammar of German legal citations: what "§ 80 Abs. 1 Satz 1 Nr. 2 i. V. m. § 79 SGB VIII" is made of.

One citation names one section (or a range of them) of one act. Several sections before one act share it ("§§ 79, 80
SGB VIII"); so do sections joined by "i. V. m.". Abs., Satz and Nr. after a section are its parts and never an act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from planwerk.acts import is_known, long_names

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
_ORDINALS = {
    "erst": "I", "zweit": "II", "dritt": "III", "viert": "IV", "fünft": "V", "sechst": "VI", "siebt": "VII", "siebent": "VII",
    "acht": "VIII", "neunt": "IX", "zehnt": "X", "elft": "XI", "zwölft": "XII", "dreizehnt": "XIII", "vierzehnt": "XIV",
}  # fmt: skip
_ROMAN = ("", *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV"))
_BOOK = (
    rf"(?P<ordinal>{'|'.join(sorted((o.title() for o in _ORDINALS), key=len, reverse=True))})e[snrm]?{_GAP}Buch(?:e?s)?"
)
_CODE = rf"(?:des{_GAP})?Sozialgesetzbuch(?:e?s)?"
SGB = re.compile(
    rf"(?<![\w-])(?:(?:Sozialgesetzbuch(?:e?s)?|SGB)(?:{_GAP}\((?:SGB)\))?{_GAP}[,–-]?{_GAP}(?:(?P<open>\()?(?P<roman>X?I{{1,3}}|X?IV|X?V|VI{{1,3}}|IX|XI{{0,2}}|XIV|X)(?![\w])(?(open)\))|(?P<digit>1[0-4]|[1-9])(?![\d.,]?\d))"
    rf"|(?:Sozialgesetzbuch(?:e?s)?|SGB)(?:{_GAP}\((?:SGB)\))?{_GAP}[,–-]?{_GAP}(?:\({_GAP})?{_BOOK}\)?(?:{_GAP}[–(-]{_GAP}SGB[ ]?[IVX]+\)?)?"
    rf"|{_BOOK.replace('<ordinal>', '<before>')}(?:{_GAP}{_CODE})?(?:{_GAP}\((?:SGB[ ]?[–-]?[ ]?(?:[IVX]+|\d+)?)\))?)"
)
LANDS = {
    "NRW": "NW", "NW": "NW", "BW": "BW", "B-W": "BW", "Bln": "BE", "LSA": "ST", "M-V": "MV", "MV": "MV", "SH": "SH", "RLP": "RP", "Nds": "NI",
    "Nds.": "NI", "Bbg": "BB", "Brbg": "BB", "Berlin": "BE", "Bayern": "BY", "Sachsen": "SN", "Hessen": "HE", "Baden-Württemberg": "BW",
    "Nordrhein-Westfalen": "NW", "Sachsen-Anhalt": "ST", "Mecklenburg-Vorpommern": "MV", "Brandenburg": "BB", "Rheinland-Pfalz": "RP",
    "Schleswig-Holstein": "SH", "Niedersachsen": "NI", "Thüringen": "TH", "Saarland": "SL", "Hamburg": "HH", "Bremen": "HB",
}  # fmt: skip
_LANDS = r"NRW|NW|BW|B-W|Bln|LSA|M-V|MV|SH|RLP|Nds\.?|Bbg|Brbg|Berlin|Bayern|Sachsen|Hessen"
# Abbreviations of acts: letters with at least two capitals, "SächsGemO", "FreizügG/EU", "Dublin-III-VO".
_SHORT = re.compile(
    rf"(?:(?:\d\.{_GAP})?(?:Nds\.{_GAP})?(?:L?AG|DVO|AVO|AVG){_GAP}[-–]?{_GAP}(?:SGB{_GAP}[IVX]+|KJHG|KiBiz|[A-ZÄÖÜ]\w*[A-Z]\w*)(?:{_GAP}[-–]{_GAP}[A-Z]\w*[A-ZÖ]\w*)?"
    rf"|[A-ZÄÖÜ][A-Za-zÄÖÜäöüß]*(?:[-/](?:[A-ZÄÖÜ][A-Za-zÄÖÜäöü]*))*)(?:{_GAP}(?:{_LANDS})(?!\w))?(?![\w])"
)
_NO_ACT = frozenset(
    [
        "AG",
        "OB",
        "BM",
        "TOP",
        "DS",
        "EU",
        "EG",
        "II",
        "III",
        "IV",
        "VI",
        "VII",
        "VIII",
        "IX",
        "XI",
        "XII",
        "GR",
        "SPD",
        "CDU",
        "CSU",
        "FDP",
        "AfD",
        "GRÜNE",
        "LINKE",
        "KAL",
        "BV",
        "RV",
        "DHH",
        "HH",
        "GmbH",
        "OBM",
        "PSP",
        "THH",
        "KITA",
        "BA",
        "FA",
        "IHK",
        "VHS",
    ]
)
_BARE = frozenset(
    ("Gesetz", "Verordnung", "Satzung", "Richtlinie", "Ordnung", "Staatsvertrag", "Konvention", "ordnung")
)
# Long names: "Prostituiertenschutzgesetz", "Satzung für das Jugendamt", "Gesetzes zur … (ABC)".
_NAME = re.compile(
    rf"(?:(?:[A-ZÄÖÜ][a-zäöüß]+(?:isch|er)(?:e[snrm])?|Baden-Württembergische[snrm]?){_GAP})?"
    r"(?P<stem>(?:[A-ZÄÖÜ][\wäöüß]*-{1,2}(?:\s(?:und|und -)\s)?){0,3}[A-ZÄÖÜ]?[\wäöüß-]*?"
    r"(?:[Gg]esetz(?:buch)?|ordnung|[Vv]erordnung|[Ss]atzung|[Kk]onvention|[Rr]ichtlinie|[Ss]taatsvertrag|[Kk]ommunalverfassung))(?P<ending>e?s)?(?![\wäöüß])"
)
_STATES_BEHIND = rf"(?:{_GAP}(?:des{_GAP}Landes{_GAP}|für{_GAP}(?:das{_GAP}Land{_GAP})?)?(?P<land>Baden-{_GAP}Württemberg|Nordrhein-{_GAP}Westfalen|NRW|Sachsen-Anhalt|Mecklenburg-Vorpommern|Brandenburg|Rheinland-Pfalz|Schleswig-Holstein|Berlin|Hessen|Niedersachsen|Bayern|Thüringen|Sachsen)(?!\w))?"
_BEHIND = re.compile(
    rf"{_STATES_BEHIND}(?:{_GAP}\((?:[^()]{{0,60}}[-–,]{_GAP})?(?P<short>[A-ZÄÖÜ][\wÄÖÜäöü]*(?:[-/ ][A-Z]\w*)*)\))?"
)
_PURPOSE = re.compile(
    rf"(?P<kind>Gesetz|Satzung|Verordnung|Landesgesetz)(?:e?s)?{_GAP}(?:zur|zum|über|für|gegen|betreffend){_GAP}(?P<about>[^.;:()\n§]{{3,90}}(?:\n[^.;:()\n§]{{1,60}})?)"
    r"(?:\s{0,3}\((?:[^()]{0,60}[-–,]\s?)?(?P<short>[A-ZÄÖÜ][\wÄÖÜäöü]*(?:[-/ ][A-Z]\w*)*)\))?"
)
_ARTICLE = re.compile(
    rf"{_GAP}(?:[-–,]{_GAP})?(?:(?:de[srm]|die|das|vom|im|in{_GAP}der|aus{_GAP}dem){_GAP})?(?:(?:jeweils{_GAP})?(?:geltenden|gültigen){_GAP})?"
)
_WITH = re.compile(r"i\.?\s?V\.?\s?m\.?|in\s+Verbindung\s+mit")
_JOINED = re.compile(
    rf"{_GAP}(?:,|;|und|sowie|oder|bzw\.|(?P<link>,?{_GAP}(?:{_WITH.pattern}))|bis){_GAP}(?:(?:mit|nach|gemäß|de[srmn]|die|auch){_GAP}){{0,2}}"
)
AG78 = re.compile(
    rf"(?<!\w)AG(?:s|en|’s)?(?:{_GAP}(?:nach|gem(?:äß|\.)){_GAP}§?|{_GAP}§|[ -])?{_GAP}78(?!\d|[.,]\d|\s?(?:Euro|%))"
)


@dataclass(frozen=True, slots=True)
class Named:
    """An act as it is named in a text, where the name ends, whether it is known, and the Land if that is named too."""

    name: str
    end: int
    known: bool
    land: str | None = None


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
            before := _act_before(text, groups[index - 1][-1].end if index else 0, group[0].start)
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
    if words in _ROMAN:
        return str(_ROMAN.index(words))
    words = {"erster": "1", "zweiter": "2"}.get(words, words)
    words = re.sub(r"\s*(?:bis|[-–])\s*", "-", words)
    words = re.sub(r"\s*(?:,\s*(?:und|sowie)|,|und|u\.|oder|sowie|/)\s*", ",", words)
    return re.sub(r"\s+", "", words)


def name_of_act(text: str, place: int) -> Named | None:
    """Read the name of an act that stands at a place, behind an article or not.

    >>> name_of_act("des Achten Buches Sozialgesetzbuch", 0).name
    'SGB VIII'
    """
    start = place
    article = _ARTICLE.match(text, place)
    if article:
        start = article.end()
    for read in (sgb_at, _long_at, _short_at, _purpose_at, _general_at):
        act = read(text, start)
        if act is not None:
            return act
    return None


def sgb_at(text: str, place: int) -> Named | None:
    """Read one of the books of the Sozialgesetzbuch, in words, Roman or Arabic figures."""
    match = SGB.match(text, place)
    return Named(sgb_name(match), match.end(), True) if match else None


def sgb_name(match: re.Match[str]) -> str:
    """Give the usual abbreviation of a book of the Sozialgesetzbuch."""
    word = match["ordinal"] or match["before"]
    number = _ORDINALS[word.casefold()] if word else match["roman"] or _ROMAN[int(match["digit"])]
    return f"SGB {number}"


def _long_at(text: str, place: int) -> Named | None:
    match = long_names().match(text, place)
    if not match:
        return None
    behind = _BEHIND.match(text, match.end())
    name, end, land = match[0], match.end(), None
    if behind:
        land = LANDS.get(re.sub(r"\s+", "", behind["land"] or ""))
        end = behind.end()
        if behind["short"] and (is_known(behind["short"]) or not is_known(name)):
            name = behind["short"]
    return Named(re.sub(r"\s+", " ", name), end, True, land)


def _short_at(text: str, place: int) -> Named | None:
    match = _SHORT.match(text, place)
    if not match:
        return None
    name = re.sub(r"\s+", " ", match[0])
    base, _, suffix = name.rpartition(" ")
    if is_known(name):
        return Named(name, match.end(), True)
    if base and suffix in LANDS:  # "SchG BW"
        return Named(base, match.end(), is_known(base), LANDS[suffix])
    capitals = sum(letter.isupper() for letter in name)
    if name in _NO_ACT or not (capitals >= 2 and 3 <= len(name) <= 30 and name[-1].isupper()):
        return None
    if name.isupper() and (
        len(name) > 6 or re.match(r"\s+[A-ZÄÖÜ]{3}", text[match.end() :][:6])
    ):  # a heading in capitals
        return None
    return Named(name, match.end(), False)


def _purpose_at(text: str, place: int) -> Named | None:
    match = _PURPOSE.match(text, place)
    if not match:
        return None
    if match["short"]:
        return Named(match["short"], match.end(), is_known(match["short"]))
    about = " ".join(
        re.split(
            r"\s(?:ist|sind|wird|werden|gehört|hat|haben|vom|in der Fassung|können|bedarf|bedürfen|regelt|tritt|geändert|zuletzt|enthalten|zur Beschluss\w+|der Genehmigung|und|sowie|zu|kann|soll)\s|,",
            match["about"],
        )[0].split()[:9]
    )
    end = match.start("about") + len(match["about"]) if about == match["about"] else match.start("about") + len(about)
    return Named(
        f"{match['kind']} {text[match.end('kind') : match.start('about')].split()[-1]} {about}",
        min(end, match.end()),
        False,
    )


def _general_at(text: str, place: int) -> Named | None:
    match = _NAME.match(text, place)
    if not match:
        return None
    behind = _BEHIND.match(text, match.end())
    name = re.sub(r"\s+", " ", text[match.start() : match.end("stem")])
    if behind and behind["short"]:
        return Named(
            behind["short"],
            behind.end(),
            is_known(behind["short"]),
            LANDS.get(re.sub(r"\s+", "", behind["land"] or "")),
        )
    return None if name in _BARE else Named(name, match.end(), False)


def _act_before(text: str, after: int, place: int) -> tuple[int, Named] | None:
    """Read an act that stands right before its section: "SGB VIII, § 80"."""
    start = max(after, place - 60)
    before = text[start:place]
    best: tuple[int, Named] | None = None
    for match in SGB.finditer(before):
        if not before[match.end() :].strip(" ,:(\n"):
            best = (start + match.start(), Named(sgb_name(match), place, True))
    if best is None:
        short = re.search(r"(?<![\w-])([A-ZÄÖÜ][\wÄÖÜäöü]*[A-Z][\wÄÖÜäöü]*)[ ,:(]{1,3}$", before)
        if short and is_known(short[1]):
            best = (start + short.start(), Named(short[1], place, True))
        for match in long_names().finditer(before):
            if not before[match.end() :].strip(" ,:(\n"):
                best = (start + match.start(), Named(" ".join(match[0].split()), place, True))
    return best
