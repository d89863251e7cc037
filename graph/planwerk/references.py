"""Document numbers in a text, by the forms of a profile."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwerk.profile import Profile, ReferencePattern

_LIST = re.compile(r"\s*(?:,|;|/|\bund|\bsowie|\bbzw\.|\bbis|\boder)\s*\Z")


def find_numbers(text: str, profile: Profile) -> Iterator[tuple[re.Match[str], ReferencePattern]]:
    """Find the document numbers of a text; the longest reading wins where two forms overlap.

    A form with a cue counts only right behind it, since years of budgets and schools are printed alike; or in a list
    behind a number that had the cue; or where the same number stands elsewhere in the text with its cue; or where a
    number of three parts has a line to itself and the shape of one with its cue, as in the head of a paper whose table
    was taken apart.

    >>> from planwerk.profile import read_profile
    >>> text = "Vorlagen Nr. 2023/0784 und 2023/0785 zum Schuljahr 2022/2023"
    >>> [match[0] for match, _ in find_numbers(text, read_profile())]
    ['2023/0784', '2023/0785']
    """
    found = sorted(
        (
            (match.start(), -match.end(), number, form, match)
            for number, form in enumerate(profile.references)
            for match in form.finditer(text)
        ),
        key=lambda one: one[:3],
    )
    certain: dict[int, tuple[re.Match[str], ReferencePattern]] = {}
    known: set[str] = set()
    last = 0
    for start, _, _, form, match in found:
        listed = bool(certain) and start - last < 8 and _LIST.match(text, last, start) is not None
        if start >= last and (form.is_cued(match) or listed):
            certain[start] = (match, form)
            last = match.end()
            if "/" in match[0] or "-" in match[0]:
                known.add(match[0])
    shapes = {_shape(number) for number in known if number.count("/") > 1}
    last = 0
    for start, _, _, form, match in found:
        alike = _shape(match[0]) in shapes and _alone(match)
        if start >= last and (start in certain or match[0] in known or alike):
            yield certain.get(start, (match, form))
            last = certain.get(start, (match, form))[0].end()


def _shape(number: str) -> str:
    return re.sub(r"\d", "0", number)


def _alone(match: re.Match[str]) -> bool:
    """Tell whether a number has its line to itself."""
    text = match.string
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    end = text.find("\n", match.end())
    return not (before + text[match.end() : end if end >= 0 else None]).strip(" \t|")
