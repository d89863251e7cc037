"""The points of a step, one by one, as they are numbered in print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from planwerk.procedure.model import Point, Step

_MARK = re.compile(
    r"(?m)^[ \t]*(?:(?P<number>\d{1,2}(?:\.\d{1,2})?|[IVX]{1,4}|[a-h])[.)](?!\d|\s(?:Jan|Feb|März|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez))|(?P<dash>[-–•▪‣○*]))[ \t]+(?=\S)"
)
_LISTED = re.compile(
    r"(?m)^[ \t]*(?P<number>\d{1,2})(?P<dash>)[.)][ \t]+(?!Jan|Feb|März|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)(?=[A-ZÄÖÜ]|die |der |das )"
)
_INLINE = re.compile(r"(?<=[\s;:])(?P<number>\d)\.[ \t](?=[a-zäöü])")  # "Der Rat 1. nimmt …; 2. beschließt …"
_MAY = re.compile(r"\b(?:möge|wolle)n?\s+(?:folgendes\s+)?beschließen\s*[:,]?")
_SUBJECT = re.compile(
    r"[\s:]*(?:(?:Betrifft|Betreff|vertagt|einstimmig|mehrheitlich|abgelehnt|zugestimmt|verwiesen|angenommen)\b|(?:un)?(?:ge|ver)ändert\s+(?:beschlossen|empfohlen)|zur Kenntnis genommen)"
)
# In minutes a resolution is headed by its number: "Beschluss B-118/16:".
_RESOLVED = re.compile(
    r"^[ \t]*Beschluss(?:[ \t]+[\w./-]*\d)?:[ \t]*$(?:\n[^\n]{5,120}:[ \t]*$)?(?=\n[ \t]*1[.)][ \t])", re.M
)
_GAP = re.compile(r"\n[ \t]*\n[ \t]*\n")  # what stands behind it is no longer part of the list
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![ \t]*\n))*")
_FOOT = re.compile(r"(?m)^[ \t]*(?:[–-] ?\d+ ?[–-]|\d+/\d+|Seite \d+.*)[ \t]*$")


def with_points(text: str, step: Step) -> Step:
    """Give the step its points: under its own heading or a resolution's number, else the first numbered list of a motion."""
    parts = [one for one in step.sections if one.kind in ("alternative", "points")]
    spans = [(one.body, one.end) for one in parts]
    if not spans and step.kind == "resolution" and (resolved := _RESOLVED.search(text, step.start, step.end)):
        spans = [(resolved.end(), step.end)]
    if not spans and step.printed and step.kind in ("motion", "amendment", "question"):
        reasons = step.reasons
        may = _MAY.search(text, step.start, step.end)
        if may:
            stop = reasons.start if reasons and reasons.start > may.end() else step.end
            return replace(step, points=tuple(_points(text, (may.end(), stop), _MARK, whole=True)))
        spans = [(step.start, reasons.start if reasons and reasons.start > step.start else step.end)]
        listed = tuple(_points(text, spans[0], _LISTED, whole=False))
        if not listed and step.title.endswith("Antrag:"):  # what stands below this very word is the motion
            begin = text.index(step.title, step.start) + len(step.title)
            paragraph = _PARAGRAPH.search(text, begin, spans[0][1])
            listed = tuple(_points(text, paragraph.span(), _LISTED, whole=True)) if paragraph else ()
        return replace(step, points=listed)
    points: list[Point] = []
    for span in spans:
        if _SUBJECT.match(text, *span):
            continue  # the heading is a title, and its subject follows
        points = points or list(_points(text, span, _MARK, whole=True))
    return replace(step, points=tuple(points))


def _points(text: str, span: tuple[int, int], mark: re.Pattern[str], *, whole: bool) -> Iterator[Point]:
    start, end = span
    foot = _FOOT.search(text, start, end)
    end = min(end, foot.start()) if foot and foot.start() > start + 40 and not text[foot.end() : end].strip() else end
    marks = list(mark.finditer(text, start, end))
    first = end - len(text[start:end].lstrip(" :\n\t"))
    gap = _GAP.search(text, first, end)
    if not marks or (whole and gap and first + 40 < gap.start() < marks[0].start()):
        content = text[first : gap.start() if gap else end].rstrip()
        inline = list(_INLINE.finditer(text, first, first + len(content))) if whole else []
        if [one["number"] for one in inline] == [str(n) for n in range(1, len(inline) + 1)] and len(inline) > 1:
            for one, following in zip(inline, [*inline[1:], None], strict=True):
                stop = following.start() if following else first + len(content)
                yield Point(one["number"], one.end(), one.end() + len(text[one.end() : stop].rstrip(" ;,\n")))
        elif whole and len(content) >= 20:
            yield Point("1", first, first + len(content))
        return
    top = [one for one in marks if bool(one["number"]) == bool(marks[0]["number"])]
    if marks[0]["number"]:
        form = r"\d+" if marks[0]["number"].isdecimal() else r"[IVX]+" if marks[0]["number"].isupper() else r"[a-h]"
        top = [one for one in top if re.fullmatch(form, one["number"])]
    repeated = len({one["number"] for one in top}) < len(top)
    lead = text[first : marks[0].start()].rstrip()
    sentence = bool(top[0]["dash"]) and len(lead) > 60 and "." in lead
    if sentence:  # a sentence that stands before a list of dashes is the first point
        yield Point("1", first, first + len(lead))
    for place, one in enumerate(top, 1 + sentence):
        following = top[place - sentence] if place - sentence < len(top) else None
        stop = following.start() if following else end
        gap = None if following else _GAP.search(text, one.end() + 1, stop)
        content = text[one.end() : gap.start() if gap else stop].rstrip()
        number = str(place) if repeated or one["dash"] else one["number"]
        if content:
            yield Point(number, one.end(), one.end() + len(content))
