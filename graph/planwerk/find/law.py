"""Legal citations, resolved at the day of the step that makes them, and acts named without a section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from planwerk.act_names import SGB, sgb_name
from planwerk.acts import Act, find_act, has_section, is_known, long_names, sections_between
from planwerk.citation import AG78, Citation, find_citations
from planwerk.law import resolve
from planwerk.paper import Find, Paper
from planwerk.step_days import days_of_steps

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
# Words for laws in general, and names of parties to one.
_NO_NAME = re.compile(
    r"(?:Bundes|Landes|Rahmen|Ausführungs|Änderungs|Artikel|Haushalts|Leistungs|Fach|Einzel|Spezial|Nachfolge|Mantel|Natur|Umsetzungs|Jahres|Steuer|Reform|EU-|Rechts)(?:gesetz|verordnung)e?s?"
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


def find_law(paper: Paper) -> Iterator[Find]:
    r"""Find the legal citations of a paper, one per cited section, and the acts it names without one.

    ``law`` is the usual abbreviation; ``state`` the Land of a Land law, by the paper's profile where several have an
    act of that name; ``sections`` the sections of a range in force at the day of the step, ``sections_as_of`` the copy
    of the law that says so; ``provision`` and ``edition`` what the citation means on that day, as far as it is known.
    A section whose act the text does not name is said to be ``unread``.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "Antrag vom 1.3.2022\nnach §§ 11 bis 14 SGB VIII und dem Asylbewerberleistungsgesetz"
    >>> paper = to_paper("a.txt", text.encode(), text, read_profile())
    >>> [(find.values["law"], find.values["section"], find.values.get("sections")) for find in find_law(paper)]
    [('SGB VIII', '11-14', ('11', '12', '13', '13a', '14')), ('AsylbLG', None, None)]
    """
    text = paper.reading
    day_of_step = days_of_steps(text)
    state = paper.profile.state
    covered: list[tuple[int, int]] = []
    for match in AG78.finditer(text):
        behind = re.compile(r"\s{0,3}(?:(?:des|der)\s)?").match(text, match.end())
        sgb = SGB.match(text, behind.end() if behind else match.end())
        end = sgb.end() if sgb and sgb_name(sgb) == "SGB VIII" else match.end()
        covered.append((match.start(), end))
        yield _cited(
            Citation(match.start(), end, "§", "78", None),
            find_act("SGB VIII"),
            "SGB VIII",
            "law.ag-78",
            0.9,
            day_of_step(match.start()),
        )
    groups_of_78 = tuple(covered)
    for citation in find_citations(text):
        if any(start <= citation.start < end for start, end in groups_of_78):
            continue
        if citation.act is None:
            if not _opens_a_section(text, citation.start):
                yield Find(
                    "unread",
                    citation.start,
                    citation.end,
                    "law.no-act",
                    1,
                    0.0,
                    {"why": "a section of an act that is not named there"},
                )
            continue
        covered.append((citation.start, citation.end))
        act = find_act(citation.act.name, citation.act.land or state)
        known = act is not None or is_known(citation.act.name)
        name = act.short if act else citation.act.name
        yield _cited(
            citation,
            act,
            name,
            "law.section" if known else "law.section-other",
            0.98 if known else 0.8,
            day_of_step(citation.start),
        )
    yield from _acts_alone(text, state, covered)


def _opens_a_section(text: str, place: int) -> bool:
    """Tell whether the § is the heading of a section of a statute printed in the paper: its own text, no citation."""
    return not text[max(0, text.rfind("\n", 0, place) + 1) : place].strip()


def _cited(citation: Citation, act: Act | None, name: str, rule: str, confidence: float, on: date | None) -> Find:
    section, flag = citation.section or "", citation.open_end
    if (
        act
        and (glued := re.fullmatch(r"(\d+)f", section))
        and not has_section(act, section)
        and has_section(act, glued[1])
    ):
        section, flag = glued[1], "f"
    values: dict[str, object] = {
        "law": name,
        "section": section or None,
        "paragraph": citation.parts.get("paragraph"),
        "kind": citation.sign,
    }
    values |= {part: said for part, said in citation.parts.items() if part != "paragraph"}
    if flag:
        values["open_end"] = flag
    if citation.link:
        values["link"] = citation.link
    if act:
        values |= _of_act(act)
        first, _, last = section.partition("-")
        if last and (between := sections_between(act, first, last, on)):
            values["sections"], values["sections_as_of"] = between[0], between[1].isoformat()
        if on and not last:
            values |= _meant(act, section, citation.parts, on)
    return Find("legal_citations", citation.start, citation.end, rule, 1, confidence, values)


def _of_act(act: Act) -> dict[str, object]:
    values: dict[str, object] = {"act": act.iri}
    if act.state:
        values["state"] = act.state
    if act.kind != "act":
        values["kind"] = act.kind
    return values


def _meant(act: Act, section: str, parts: dict[str, str], on: date) -> dict[str, object]:
    """Say which provision and edition the citation means on the day, as far as the law's data knows it."""
    written = f"§ {section}"
    for word, part in (("Abs.", "paragraph"), ("Satz", "sentence"), ("Nr.", "number")):
        if part in parts:
            written += f" {word} {parts[part]}"
    found = resolve(f"{written} {act.short}", on)
    values: dict[str, object] = {}
    if found.provision:
        values["provision"] = found.provision.iri
    if found.edition:
        values |= {"edition": found.edition.iri, "resolved_on": on.isoformat()}
    return values


def _printed_short(text: str, place: int) -> str | None:
    """Give the abbreviation printed in brackets behind a long name: "Kindertagesförderungsgesetz (KitaFöG)"."""
    match = _BRACKETS.match(text, place)
    return match["short"] if match and sum(letter.isupper() for letter in match["short"]) > 1 else None


def _acts_alone(text: str, state: str | None, covered: list[tuple[int, int]]) -> Iterator[Find]:
    """Find acts that are named without a section; of overlapping names the longest counts."""
    found: list[tuple[int, int, str, str, float]] = []
    found += [(m.start(), m.end(), sgb_name(m), "law.act", 0.98) for m in SGB.finditer(text)]
    for match in long_names().finditer(text):
        name = " ".join(match[0].split())
        found.append((match.start(), match.end(), _printed_short(text, match.end()) or name, "law.act", 0.98))
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
    taken = sorted(covered)
    last = 0
    for start, end, name, rule, confidence in sorted(found, key=lambda one: (one[0], -one[1], -one[4])):
        if start < last or any(first < end and start < stop for first, stop in taken):
            continue
        last = end
        act = find_act(name, state)
        values: dict[str, object] = {
            "law": act.short if act else name,
            "section": None,
            "paragraph": None,
            "kind": "act",
        }
        if act:
            values |= _of_act(act)
        yield Find("legal_citations", start, end, rule, 1, confidence, values)
