"""Document numbers in a text, by the forms of a profile."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwerk.profile import Profile, ReferencePattern

_LIST = re.compile(r"\s*(?:,|;|/|\bund|\bsowie|\bbzw\.|\bbis|\boder)\s*\Z")


def find_numbers(text: str, profile: Profile) -> Iterator[tuple[re.Match[str], ReferencePattern]]:
    """Find the document numbers of a text; the longest reading wins where two forms overlap.

    A form with a cue counts only right behind it, since years of budgets and schools are printed alike; or in a list
    behind a number that had the cue; or where the same number stands elsewhere in the text with its cue.

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
    last = 0
    for start, _, _, form, match in found:
        if start >= last and (start in certain or match[0] in known):
            yield certain.get(start, (match, form))
            last = certain.get(start, (match, form))[0].end()
