"""Document numbers, as the city's profile prints them."""

from __future__ import annotations

from collections.abc import Iterator

from planwerk.paper import Find, Paper
from planwerk.profile import ReferencePattern

_BEFORE = 60  # characters in which a cue has to stand


def find_references(paper: Paper) -> Iterator[Find]:
    """Find the document numbers of a paper; the longest reading wins where two forms overlap.

    A form with a cue counts only right behind it, since years of budgets and schools are printed alike.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "Vorlage Nr. 2023/0784 zum Schuljahr 2022/2023"
    >>> paper = to_paper("a.txt", text.encode(), text, read_profile())
    >>> [paper.reading[find.start:find.end] for find in find_references(paper)]
    ['2023/0784']
    """
    found = [
        (match.start(), match.end(), number, form)
        for number, form in enumerate(paper.profile.references, 1)
        for match in form.pattern.finditer(paper.reading)
        if _cued(form, paper.reading, match.start())
    ]
    last = 0
    for start, end, number, form in sorted(found, key=lambda one: (one[0], -one[1], one[2])):
        if start < last:
            continue
        last = end
        kind = {"kind": form.kind} if form.kind else {}
        yield Find("document_numbers", start, end, f"reference.{paper.profile.name}.{number}", values=kind)


def _cued(form: ReferencePattern, text: str, start: int) -> bool:
    return form.cue is None or form.cue.search(text[max(0, start - _BEFORE) : start]) is not None
