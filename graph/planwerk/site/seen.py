"""A city as it is shown: as of a day, in a language, with what the pages ask again and again worked out once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cached_property

from pyoxigraph import NamedNode

from planwerk.city import City
from planwerk.control import ControlRow
from planwerk.gaps import Finding
from planwerk.gaps.dismissals import with_dismissals
from planwerk.passages import Evidence, Passage, text_of
from planwerk.plans import PlanRow
from planwerk.questions import labels
from planwerk.report import Report
from planwerk.vocabulary import NS

AS_WRITTEN = NamedNode(NS + "asWritten")


class Seen:
    """One city on one day in one language.

    The data of a day never changes, so what follows from it is kept; only dismissals are looked up each time.
    """

    def __init__(self, city: City, lang: str) -> None:
        self.city = city
        self.lang = lang
        self._names: dict[str, str] = {}
        self._maps: list[tuple[dict[str, str], str]] = []

    @property
    def day(self) -> date:
        """Give the day the city is seen on."""
        return self.city.as_of

    def say(self, german: str, english: str) -> str:
        """Give the words of the language."""
        return german if self.lang == "de" else english

    def names(self, things: Iterable[str]) -> dict[str, str]:
        """Give names of things in the language; a span of time is called as it is written."""
        wanted = {thing for thing in things if thing not in self._names}
        found = labels(self.city.data, wanted, self.lang)
        for thing in wanted:
            if "/" in thing and found[thing] == thing.rstrip("/").rsplit("/", 1)[-1]:
                written = self.city.data.store.quads_for_pattern(NamedNode(thing), AS_WRITTEN, None)
                found[thing] = min((text_of(q.object) for q in written), default=found[thing])
        self._names |= found
        return {thing: self._names[thing] for thing in things}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Give the kind of every thing that has an index, by IRI; see :mod:`planwerk.site.kinds`."""
        from planwerk.site.kinds import KINDS, instances

        return {thing: kind.name for kind in reversed(KINDS.values()) for thing in instances(self, kind)}

    @cached_property
    def _findings(self) -> list[Finding]:
        # Without dismissals: these come and go while the city stays open.
        return [replace(finding, dismissed=None) for finding in self.city.gaps(lang=self.lang)]

    def findings(self) -> list[Finding]:
        """Give the findings of all checks, those that are dismissed last."""
        return with_dismissals(self._findings, self.city.workspace.folder)

    def findings_on(self, thing: str) -> list[Finding]:
        """Give what the checks say of one thing: gaps and what cannot be decided, no verdict "ok"."""
        return [one for one in self.findings() if thing in one.subjects and one.verdict != "ok"]

    @cached_property
    def control(self) -> list[ControlRow]:
        """Give the Beschlusskontrolle."""
        return self.city.control(lang=self.lang)

    @cached_property
    def plans(self) -> list[PlanRow]:
        """Give the planning register."""
        return self.city.plans(lang=self.lang)

    @cached_property
    def report(self) -> Report:
        """Give the gap report."""
        return self.city.report(lang=self.lang)

    def map(self, pages: dict[str, str], text_at: Callable[[Passage], str | None]) -> str:
        """Give the relationship map with links to these pages and texts; drawing one of some size takes a while."""
        if pages not in (drawn[0] for drawn in self._maps):
            self._maps.append((pages, self.city.map(lang=self.lang, pages=pages, text_at=text_at)))
        return next(page for known, page in self._maps if known == pages)

    @cached_property
    def evidence(self) -> Evidence:
        """Give the places of all statements."""
        return Evidence(self.city.data, self.lang)

    @cached_property
    def gap_counts(self) -> dict[str, int]:
        """Give the number of gaps by the things they are about."""
        counted: dict[str, int] = defaultdict(int)
        for finding in self._findings:
            if finding.verdict == "gap":
                for subject in finding.subjects:
                    counted[subject] += 1
        return dict(counted)
