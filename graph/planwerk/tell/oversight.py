"""Whether a text says that it is, or is not, under the control of resolutions, as München prints on every proposal."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal

from planwerk.statements import Statement
from planwerk.tell.page import Page, Step
from planwerk.tell.procedure import PROPOSING, resolution_iri, version_iri


def tell_oversight(page: Page) -> Iterator[tuple[Step, Statement]]:
    """Tell of each version and resolution whether its form line puts it under control; the profile has the wording."""
    for step in page.steps:
        if step.kind not in (*PROPOSING, "resolution"):
            continue
        subject = resolution_iri(page, step) if step.kind == "resolution" else version_iri(page, step)
        for first, last in step.spans():
            for pattern in page.paper.profile.control:
                for found in pattern.finditer(page.copy, first, last):
                    under = Literal(found["not"] is None)
                    yield step, page.say(subject, "subjectToControl", under, found.span(), "procedure.control")
