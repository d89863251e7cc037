"""What a printed step says of itself in its head: its number, its mover or body, its outcome, the text that it adopts."""

from __future__ import annotations

import re
from dataclasses import replace

from planwerk.bodies import find_named
from planwerk.procedure.model import Step
from planwerk.profile import Profile
from planwerk.references import find_numbers

# Behind these words stands the number of a resolution, never that of the paper itself.
CALLED = re.compile(r"\b[\wÄÖÜäöü]*[Bb]eschl(?:uss(?:es)?|üssen?)(?:[ \t]Nr\.)?\s\Z")
_HEAD = 900  # characters in which a paper says what it is
_MOVERS = ("group", "board", "district_council")
_DECIDERS = ("council", "committee", "district_council", "board", "administration")
# Some forms print no kind: a number, and above it a group of the council with the day on which its paper came in.
_NUMBER_LINE = re.compile(r"Vorlagen?[- ]*(?:Nr|nummer)")
_FROM_GROUP = re.compile(
    r"(?m)^[^\n]{0,60}[Ff]raktion\b[^\n]{0,40}\n(?:[^\n]{0,60}\n){0,4}?[ \t]*(?:Eingang|[Ee]ingegangen)\b|^[ \t]*(?:Eingereicht von|Antragsteller(?:in)?)[ \t]*:?\s{0,3}[^\n]{0,60}[Ff]raktion\b"
)
_ADOPTS = re.compile(
    r"\b(?:im\s+Sinne|in\s+der\s+Fassung|gemäß|entsprechend|nach\s+Maßgabe)\s+(?:de[rsm]\s+)?(?P<new>Neufassung\s+(?:de[rs]\s+)?)?"
    r"(?P<text>Verwaltungsstandpunkt|Verwaltungsvorschlag|Alternativvorschlag|Stellungnahme\s+der\s+Verwaltung|Änderungsantr|Ergänzungsantr|Antr|Beschlussvorschl|Vorlage)\w*"
    r"(?P<also>\s+in\s+der\s+(?:Neufassung|neuen\s+Fassung))?"
)
_ACCEPTED = re.compile(
    r"\b(?P<text>Verwaltungsstandpunkt|Änderungsantrag|Ergänzungsantrag|Antrag|Vorlage|Beschlussvorschlag)\s+(?:wird|wurde|ist)\s+(?:(?:einstimmig|mehrheitlich|ungeändert|unverändert)\s+)*(?:beschlossen|angenommen|zugestimmt)\b"
    r"|\b(?P<as_moved>wie\s+beantragt)\b"
)
_TEXTS = {
    "ver": "position", "alt": "position", "ste": "position", "änd": "amendment", "erg": "amendment", "ant": "motion",
    "bes": "proposal", "vor": "proposal",
}  # fmt: skip
_OUTCOME = re.compile(
    r"(?m)^[ \t]*(?:(?:Abstimmungsergebnis|Abstimmung|Ergebnis|Beratungsergebnis)[ \t]*:?(?:[ \t]*\n){0,3}[ \t]*|Beschluss[ \t]*:[ \t]*\n?[ \t]*(?=einstimmig|mehrheitlich|un|geändert|vertagt|abgelehnt|zurückg|verwiesen|zugestimmt|angenommen))"
    r"(?P<result>[^\n]{3,160}?)[ \t]*$"
)
_MEANINGS = {
    "referred": re.compile(r"(?i)\bkeine abstimmung\b|\bverwiesen\b|\bverweisung\b|\bvertagt\b|\bzurückgestellt\b|\babgesetzt\b|\bausfall\b|\n[ \t]*Beratung im\b"),
    "rejected": re.compile(r"(?i)\bablehnung\b|\babgelehnt\b|\blehnt\b[^.]{0,80}\bab\b|\bzurückgezogen\b|\bnicht zugestimmt\b|\berledigt\b"),
    "noted": re.compile(r"(?i)\bzur\s+kenntnis\b|\bkenntnisnahme\b"),
    "adopted": re.compile(r"(?i)\bbeschl(?:ossen|ießt|oss)\b|\bzustimmung\b|\bzugestimmt\b|\bstimmt\b|\bangenommen\b|\beinstimmig\b|\bmehrheitlich\b|\bbeauftragt\b|\bwird\b|\bwerden\b|\bbewilligt\b|\bempfiehlt\b|\bbeantragung\b|\bbeschluss\b"),
}  # fmt: skip


def with_what_is_said(text: str, step: Step, profile: Profile) -> Step:
    """Give the step its number, body, outcome and what it adopts, where its text says so."""
    if not step.printed:
        return step
    if step.kind == "proposal" and _NUMBER_LINE.match(step.title) and _FROM_GROUP.search(text, step.start, step.end):
        step = replace(step, kind="motion")
    begin = text.find(step.title, step.start, step.end)
    begin = step.start if begin < 0 else begin
    first = min(
        (one.start for one in step.sections if one.start > begin and one.kind != "consultations"), default=step.end
    )
    head = text[begin : min(first, begin + _HEAD, step.end)]
    number = next(
        (
            match[0]
            for match, _ in find_numbers(head, profile)
            if step.kind == "resolution" or not CALLED.search(head, 0, match.start())
        ),
        None,
    )
    kinds = (
        _DECIDERS if step.kind == "resolution" else _MOVERS if step.kind in ("motion", "amendment", "question") else ()
    )
    above = text[max(step.start, begin - 300) : begin] + head  # the mover may stand above the number
    named = next((one for one in find_named(above, profile.bodies) if one.kind in kinds), None)
    body = re.sub(r"\s+", " ", above[named.start : named.end]) if named else None
    step = replace(step, reference=number, body=body)
    return _decided(text, step) if step.kind == "resolution" else step


def _decided(text: str, step: Step) -> Step:
    said = text[step.start : step.end]
    outcome = _OUTCOME.search(said)
    adopts = _ADOPTS.search(said) or _ACCEPTED.search(said)
    named = None
    if adopts is not None:
        groups = adopts.groupdict()
        kind = "motion" if groups.get("as_moved") else _TEXTS[groups["text"][:3].casefold()]
        named = (kind, "new" if groups.get("new") or groups.get("also") else None)
    result = outcome["result"] if outcome else None
    points = [text[one.start : one.end] for one in step.points]
    return replace(step, result=result, outcome=_meaning(result or "", points or [said]), adopts=named)


def _meaning(result: str, points: list[str]) -> str | None:
    """Say what was decided: by the outcome first, then by the points; noted only where nothing else was."""
    for meaning in ("referred", "rejected"):
        if _MEANINGS[meaning].search(f"{result}\n{points[0]}"):
            return meaning
    if all(_MEANINGS["noted"].search(point) for point in points):
        return "noted"
    return "adopted" if _MEANINGS["adopted"].search("\n".join([result, *points])) else None
