"""Document numbers, as the city's profile prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planwerk.paper import Find, Paper
from planwerk.profile import ReferencePattern

_LIST = re.compile(r"(?:,|;|/|\bund|\bsowie|\bbzw\.|\bbis|\boder)\s*\Z")


def find_references(paper: Paper) -> Iterator[Find]:
    """Find the document numbers of a paper; the longest reading wins where two forms overlap.

    A form with a cue counts only right behind it, since years of budgets and schools are printed alike; or in a list
    behind a number that had the cue; or where the same number stands elsewhere in the paper with its cue.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "Vorlagen Nr. 2023/0784 und 2023/0785 zum Schuljahr 2022/2023"
    >>> paper = to_paper("a.txt", text.encode(), text, read_profile())
    >>> [paper.reading[find.start:find.end] for find in find_references(paper)]
    ['2023/0784', '2023/0785']
    """
    text = paper.reading
    found = sorted(
        (
            (match.start(), -match.end(), number, form, match)
            for number, form in enumerate(paper.profile.references)
            for match in form.finditer(text)
        ),
        key=lambda one: one[:3],
    )
    certain: dict[int, tuple[re.Match[str], ReferencePattern]] = {}
    known: set[str] = set()
    last = 0
    for start, _, _, form, match in found:
        if start >= last and (
            form.is_cued(match) or (start - last < 8 and certain and _LIST.match(text[last:start].lstrip()))
        ):
            certain[start] = (match, form)
            if "/" in match[0] or "-" in match[0]:
                known.add(match[0])
            last = match.end()
    last = 0
    for start, _, _, form, match in found:
        if start < last or (start not in certain and match[0] not in known):
            continue
        match, form = certain.get(start, (match, form))
        last = match.end()
        means = paper.profile.to_reference(form, match)
        values: dict[str, object] = {"kind": means.kind, "on": means.on, "revision": means.revision}
        said = {key: value for key, value in values.items() if value is not None}
        yield Find("document_numbers", start, match.end(), form.rule, values=said)
