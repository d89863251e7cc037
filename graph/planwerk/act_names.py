"""How an act is named in a running text: "des Achten Buches Sozialgesetzbuch", "SchG BW", "der Satzung für das Jugendamt".

A known name is read wherever it stands; an unknown one only where a citation has led to it, as an abbreviation with
capitals ("GKZ"), or as a long name that ends like one ("Wahlordnung").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from planwerk.acts import is_known, long_names

GAP = r"[ \t]{0,4}(?:\n[ \t]{0,8})?"
_ORDINALS = {
    "erst": "I", "zweit": "II", "dritt": "III", "viert": "IV", "fünft": "V", "sechst": "VI", "siebt": "VII", "siebent": "VII",
    "acht": "VIII", "neunt": "IX", "zehnt": "X", "elft": "XI", "zwölft": "XII", "dreizehnt": "XIII", "vierzehnt": "XIV",
}  # fmt: skip
ROMAN = ("", *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV"))
_BOOK = (
    rf"(?P<ordinal>{'|'.join(sorted((o.title() for o in _ORDINALS), key=len, reverse=True))})e[snrm]?{GAP}Buch(?:e?s)?"
)
_CODE = rf"(?:des{GAP})?Sozialgesetzbuch(?:e?s)?"
SGB = re.compile(
    rf"(?<![\w-])(?:(?:Sozialgesetzbuch(?:e?s)?|SGB)(?:{GAP}\((?:SGB)\))?{GAP}[,–-]?{GAP}(?:(?P<open>\()?(?P<roman>X?I{{1,3}}|X?IV|X?V|VI{{1,3}}|IX|XI{{0,2}}|XIV|X)(?![\w])(?(open)\))|(?P<digit>1[0-4]|[1-9])(?![\d.,]?\d))"
    rf"|(?P<nth>1[0-4]|[1-9])\.{GAP}(?:Buch{GAP}(?:des{GAP})?)?Sozialgesetzbuch(?:e?s)?"
    rf"|(?:Sozialgesetzbuch(?:e?s)?|SGB)(?:{GAP}\((?:SGB)\))?{GAP}[,–-]?{GAP}(?:\({GAP})?{_BOOK}\)?(?:{GAP}[–(-]{GAP}SGB[ ]?[IVX]+\)?)?"
    rf"|{_BOOK.replace('<ordinal>', '<before>')}(?:{GAP}{_CODE})?(?:{GAP}\((?:SGB[ ]?[–-]?[ ]?(?:[IVX]+|\d+)?)\))?)"
)
LANDS = {
    "NRW": "NW", "NW": "NW", "BW": "BW", "B-W": "BW", "Bln": "BE", "LSA": "ST", "M-V": "MV", "MV": "MV", "SH": "SH", "RLP": "RP", "RP": "RP", "Nds": "NI",
    "Nds.": "NI", "Bbg": "BB", "Brbg": "BB", "Berlin": "BE", "Bayern": "BY", "Sachsen": "SN", "Hessen": "HE", "Baden-Württemberg": "BW",
    "Nordrhein-Westfalen": "NW", "Sachsen-Anhalt": "ST", "Mecklenburg-Vorpommern": "MV", "Brandenburg": "BB", "Rheinland-Pfalz": "RP",
    "Schleswig-Holstein": "SH", "Niedersachsen": "NI", "Thüringen": "TH", "Saarland": "SL", "Hamburg": "HH", "Bremen": "HB",
}  # fmt: skip
_LANDS = r"NRW|NW|BW|B-W|Bln|LSA|M-V|MV|SH|RLP|RP|Nds\.?|Bbg|Brbg|Berlin|Bayern|Sachsen|Hessen"
# Abbreviations of acts: letters with at least two capitals, "SächsGemO", "FreizügG/EU", "Dublin-III-VO".
_SHORT = re.compile(
    rf"(?:(?:\d\.{GAP})?(?:Nds\.{GAP})?(?:L?AG|DVO|AVO|AVG){GAP}[-–]?{GAP}(?:SGB{GAP}[IVX]+|KJHG|KiBiz|[A-ZÄÖÜ]\w*[A-Z]\w*)(?:{GAP}[-–]{GAP}[A-Z]\w*[A-ZÖ]\w*)?"
    rf"|[A-ZÄÖÜ][A-Za-zÄÖÜäöüß]*(?:[-/](?:[A-ZÄÖÜ][A-Za-zÄÖÜäöü]*))*)(?:{GAP}(?:{_LANDS})(?!\w))?(?![\w])"
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
_WHOSE = re.compile(rf"{GAP}(?:des|der){GAP}(?:[A-ZÄÖÜ][\w-]+er[ ])?[A-ZÄÖÜ][\wäöüß-]{{3,}}")
# Long names: "Prostituiertenschutzgesetz", "Satzung für das Jugendamt", "Gesetzes zur … (ABC)".
_NAME = re.compile(
    rf"(?:(?:[A-ZÄÖÜ][a-zäöüß]+(?:isch|er)(?:e[snrm])?|Baden-Württembergische[snrm]?){GAP})?"
    r"(?P<stem>(?:[A-ZÄÖÜ][\wäöüß]*-{1,2}(?:\s(?:und|und -)\s)?){0,3}[A-ZÄÖÜ]?[\wäöüß-]*?"
    r"(?:[Gg]esetz(?:buch)?|ordnung|[Vv]erordnung|[Ss]atzung|[Kk]onvention|[Rr]ichtlinie|[Ss]taatsvertrag|[Kk]ommunalverfassung))(?P<ending>e?s)?(?![\wäöüß])"
)
_STATES_BEHIND = rf"(?:{GAP}(?:des{GAP}Landes{GAP}|für{GAP}(?:das{GAP}Land{GAP})?)?(?P<land>Baden-{GAP}Württemberg|Nordrhein-{GAP}Westfalen|NRW|Sachsen-Anhalt|Mecklenburg-Vorpommern|Brandenburg|Rheinland-Pfalz|Schleswig-Holstein|Berlin|Hessen|Niedersachsen|Bayern|Thüringen|Sachsen)(?!\w))?"
_BEHIND = re.compile(
    rf"{_STATES_BEHIND}(?:{GAP}\((?:[^()]{{0,60}}[-–,]{GAP})?(?P<short>[A-ZÄÖÜ][\wÄÖÜäöü]*(?:[-/ ][A-Z]\w*)*)\))?"
)
_PURPOSE = re.compile(
    rf"(?P<kind>Gesetz|Satzung|Verordnung|Landesgesetz)(?:e?s)?{GAP}(?:zur|zum|über|für|gegen|betreffend){GAP}(?P<about>[^.;:()\n§“”\"]{{3,90}}(?:\n[^.;:()\n§“”\"]{{1,60}})?)"
    r"(?:\s{0,3}\((?:[^()]{0,60}[-–,]\s?)?(?P<short>[A-ZÄÖÜ][\wÄÖÜäöü]*(?:[-/ ][A-Z]\w*)*)\))?"
)
_ARTICLE = re.compile(
    rf"{GAP}(?:[-–,]{GAP})?(?:(?:de[srm]|die|das|vom|im|in{GAP}der|aus{GAP}dem){GAP})?(?:(?:jeweils{GAP})?(?:geltenden|gültigen){GAP})?[„“\"(]?"
)
# However a long name is printed, or misprinted: the abbreviation in brackets behind it says which act it is.
_IN_BRACKETS = re.compile(
    r"[A-ZÄÖÜ][^.;:()§„“\n]{5,80}(?:\n[^.;:()§„“\n]{1,60})?\s?\((?P<short>[A-ZÄÖÜ][\wÄÖÜäöü]*[A-Z][\w-]*)\)"
)


@dataclass(frozen=True, slots=True)
class Named:
    """An act as it is named in a text, where the name ends, whether it is known, and the Land if that is named too."""

    name: str
    end: int
    known: bool
    land: str | None = None


def name_of_act(text: str, place: int) -> Named | None:
    """Read the name of an act that stands at a place, behind an article or not.

    >>> name_of_act("des Achten Buches Sozialgesetzbuch", 0).name
    'SGB VIII'
    """
    start = place
    article = _ARTICLE.match(text, place)
    if article:
        start = article.end()
    for read in (sgb_at, _long_at, _short_at, _purpose_at, _general_at, _bracketed_at):
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
    number = _ORDINALS[word.casefold()] if word else match["roman"] or ROMAN[int(match["digit"] or match["nth"])]
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
    if name not in _BARE:
        return Named(name, match.end(), False)
    # "der Satzung des Jugendamtes" names one, "des Gesetzes" does not
    whose = _WHOSE.match(text, match.end())
    return Named(f"{name} {' '.join(whose[0].split())}", whose.end(), False) if whose else None


def _bracketed_at(text: str, place: int) -> Named | None:
    match = _IN_BRACKETS.match(text, place)
    if not match or not is_known(match["short"]) or not re.search(r"(?i)gesetz|ordnung|buch", match[0]):
        return None
    return Named(match["short"], match.end(), True)


def act_before(text: str, after: int, place: int) -> tuple[int, Named] | None:
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
