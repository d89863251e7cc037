"""Legal citations, resolved at the day of the step that makes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from planwerk.acts import Act, find_act, has_section, is_known, sections_between
from planwerk.citation import Citation, citations
from planwerk.law import resolve
from planwerk.paper import Find, Paper
from planwerk.step_days import days_of_steps


def find_law(paper: Paper) -> Iterator[Find]:
    r"""Find the legal citations of a paper, one per cited section.

    ``law`` is the usual abbreviation; ``state`` the Land of a Land law, by the paper's profile where several have an
    act of that name; ``sections`` the sections of a range in force at the day of the step, ``sections_as_of`` the copy
    of the law that says so; ``provision`` and ``edition`` what the citation means on that day, as far as it is known.
    A section whose act the text does not name is said to be ``unread``.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "Antrag vom 1.3.2022\nnach §§ 11 bis 14 SGB VIII"
    >>> paper = to_paper("a.txt", text.encode(), text, read_profile())
    >>> [(find.values["law"], find.values["section"], find.values.get("sections")) for find in find_law(paper)]
    [('SGB VIII', '11-14', ('11', '12', '13', '13a', '14'))]
    """
    text = paper.reading
    day_of_step = days_of_steps(text)
    for citation in citations(text):
        if citation.act is None:
            if not _opens_a_section(text, citation.start):
                why = {"why": "a section of an act that is not named there"}
                yield Find("unread", citation.start, citation.end, "law.no-act", 1, 0.0, why)
            continue
        act = find_act(citation.act.name, citation.act.land or paper.profile.state)
        rule, confidence = ("law.section", 0.98) if act or is_known(citation.act.name) else ("law.section-other", 0.8)
        if citation.usual_name:
            rule, confidence = "law.usual-name", 0.9
        name = act.short if act else citation.act.name
        yield _cited(citation, act, name, rule, confidence, day_of_step(citation.start))


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
        values |= act.said()
        first, _, last = section.partition("-")
        if last and (between := sections_between(act, first, last, on)):
            values["sections"], values["sections_as_of"] = between[0], between[1].isoformat()
        if on and not last:
            values |= _meant(act, section, citation.parts, on)
    return Find("legal_citations", citation.start, citation.end, rule, 1, confidence, values)


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
