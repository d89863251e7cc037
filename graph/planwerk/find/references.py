"""Document numbers, as the city's profile prints them."""

from __future__ import annotations

from collections.abc import Iterator

from planwerk.paper import Find, Paper
from planwerk.references import find_numbers


def find_references(paper: Paper) -> Iterator[Find]:
    """Find the document numbers of a paper, each with the kind of paper and what it belongs to.

    >>> from planwerk.paper import to_paper
    >>> from planwerk.profile import read_profile
    >>> text = "siehe VI-A-05385-VSP-01"
    >>> paper = to_paper("a.txt", text.encode(), text, read_profile("leipzig"))
    >>> [(paper.reading[find.start:find.end], dict(find.values)) for find in find_references(paper)]
    [('VI-A-05385-VSP-01', {'kind': 'position', 'on': 'VI-A-05385'})]
    """
    for match, form in find_numbers(paper.reading, paper.profile):
        means = paper.profile.to_reference(form, match)
        values: dict[str, object] = {"kind": means.kind, "on": means.on, "revision": means.revision}
        said = {key: value for key, value in values.items() if value is not None}
        yield Find("document_numbers", match.start(), match.end(), form.rule, values=said)
