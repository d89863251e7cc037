"""What ties plans together and to their bases: continuation, part of, feeding, coordination; and the words that name a basis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from planwerk.citation import citations
from planwerk.paper import Find, Paper
from planwerk.plan_names import PlanName, find_plan_names

# Between two names of plans, or before one.
_BETWEEN = (
    ("part_of", re.compile(r"\s+(?:des|der|aus dem|(?:ist|als|bildet|wird)\s+(?:ein\s+)?(?:Teil|Bestandteil|Baustein)\s+(?:des|der|einer|eines))\s+\Z")),
    ("continues", re.compile(r"\s+(?:ist|als|bildet|stellt)\s+(?:die|eine)?\s*(?:\d\.\s+)?(?:Fortschreibung|Weiterentwicklung|Überarbeitung)\s+(?:des|der|von)\s+\Z|\s+schreibt\s+(?:den|das|die)\s+\Z|\s+(?:ersetzt|löst)\s+(?:den|das|die)\s+\Z")),
    ("feeds", re.compile(r"[^.]{0,80}\b(?:fließ(?:t|en)|münde[nt]+|geh(?:t|en))\b[^.]{0,40}\b(?:in\s+(?:den|das|die|ein\w*)|zum?)\s+\Z")),
    ("coordinated_with", re.compile(r"[^.]{0,60}\b(?:(?:abgestimmt|verzahnt|verknüpft|verbunden|abzustimmen|zu verzahnen|koordiniert)\b[^.]{0,20}\b(?:mit|auf)|in Abstimmung mit|im Benehmen mit|mit)\s+(?:dem|der|den|das|die)\s+\Z")),
    ("rests_on", re.compile(r"[^.]{0,60}\b(?:(?:auf (?:der )?(?:Grundlage|Basis)|aufbauend auf|baut auf|beruht auf|gemäß|entsprechend|in Umsetzung)\s*(?:de[rsm]|dem|von)?)\s+\Z")),
)  # fmt: skip
_COORDINATED_AFTER = re.compile(r"[^.]{0,60}\b(?:abgestimmt|verzahnt|verknüpft|abzustimmen|koordiniert)\b")
_UPDATE_OF = re.compile(
    r"\b(?:Fortschreibung|Weiterentwicklung|Überarbeitung)\s+(?:(?:des|der|von|vom)\s+)?(?:\w+en\s+)?\Z"
)
_INFLOW = re.compile(r"\b(?:fließ(?:t|en)|einfließen|eingehen|Eingang)\b[^.]{0,60}\Z")
_BASIS = re.compile(
    r"\b(?P<cue>auf (?:der )?(?:Grundlage|Basis)(?:\s+(?:von|des|der))?|gemäß|gem\.|nach Maßgabe(?:\s+(?:von|des|der))?|aufgrund(?:\s+(?:von|des|der))?|auf Grund(?:\s+(?:von|des|der))?|im Sinne(?:\s+(?:von|des|der))?|entsprechend|nach|i\. ?S\. ?(?:v\.|d\.)|laut)\s+(?:den\s+|dem\s+|der\s+|des\s+)?\Z",
    re.IGNORECASE,
)


def find_links(paper: Paper) -> Iterator[Find]:
    r"""Find links between plans, and the legal citations that the words before them name as a basis.

    A link is only what is said of these very plans. Where one end alone is named ("Fortschreibung des Konzeptes …"),
    the other is the plan that is announced.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "Fachkonzept „Teilhabe“ des Stadtentwicklungskonzeptes; Planung gemäß § 80 SGB VIII"
    >>> paper = to_paper("a.txt", text.encode(), text, read_profile())
    >>> [(find.field, find.values.get("link") or find.values["cue"]) for find in find_links(paper)]
    [('plan_links', 'part_of'), ('legal_bases', 'gemäß')]
    """
    text = paper.reading
    names = list(find_plan_names(text))
    yield from _between(text, names)
    for name in names:
        before = text[max(0, name.start - 70) : name.start]
        if _UPDATE_OF.search(before):
            yield _link(text, "continues", None, name, max(0, name.start - 70) + _last(before, _UPDATE_OF))
    for citation in citations(text):
        before = text[max(0, citation.start - 40) : citation.start]
        cue = _BASIS.search(before)
        if cue is not None:
            start = max(0, citation.start - 40) + cue.start()
            words = re.sub(r"\s+", " ", cue["cue"]).lower()
            strength = "basis" if re.match(r"auf|gemäß|gem|nach|aufgrund", words) else "reference"
            values = {
                "cue": words,
                "strength": strength,
                "cited": re.sub(r"\s+", " ", text[citation.start : citation.end]),
            }
            yield Find("legal_bases", start, citation.end, "basis.wording", confidence=0.8, values=values)


def _between(text: str, names: list[PlanName]) -> Iterator[Find]:
    for first, second in pairwise(names):
        gap = text[first.end : second.start]
        if len(gap) > 140 or re.search(r"\.\s|\n\s*\n|\n[-–•]|\n\d", gap):
            continue
        for link, form in _BETWEEN:
            if form.fullmatch(gap):
                after = text[second.end : second.end + 70]
                if (
                    link == "coordinated_with"
                    and gap.rstrip().endswith(("mit dem", "mit der", "mit den"))
                    and not (
                        _COORDINATED_AFTER.match(after)
                        or re.search(r"abgestimmt|verzahnt|verknüpft|Abstimmung|Benehmen", gap)
                    )
                ):
                    break
                yield _link(text, link, first, second, first.start)
                break


def _link(text: str, link: str, first: PlanName | None, second: PlanName, start: int) -> Find:
    values: dict[str, object] = {"link": link, "to": re.sub(r"\s+", " ", text[second.start : second.end])}
    if first is not None:
        values["from"] = re.sub(r"\s+", " ", text[first.start : first.end])
    return Find("plan_links", start, second.end, f"link.{link}", confidence=0.75, values=values)


def _last(before: str, form: re.Pattern[str]) -> int:
    match = form.search(before)
    return match.start() if match else 0
