"""The page of one finding: its words, the statements behind it with their places, the query, and its dismissal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from planwerk.gaps import Proven
from planwerk.site.frame import Place, render
from planwerk.site.links import Links, Target
from planwerk.site.places import Places
from planwerk.site.seen import Seen
from planwerk.site.wording import as_day
from planwerk.views.reports import VERDICTS
from planwerk.vocabulary import is_address


@dataclass(frozen=True, slots=True)
class Proof:
    """A place behind a finding: where it stands, its wording where a copy is at hand, and where a click leads."""

    locator: str
    quote: str | None
    href: str | None


def finding_page(seen: Seen, links: Links, finding: str, *, dismissing: str = "", trouble: str = "") -> str:
    """Give the page of a finding by its id; ``dismissing`` is the token of the form by which it is dismissed.

    Raises QueryError where there is no such finding on this day.
    """
    found = seen.city.explain(finding, lang=seen.lang)
    one, places = found.finding, Places(seen)
    terms = {term for s in found.statements for term in (s.subject, s.predicate, s.object, s.graph)}
    names = seen.names(filter(is_address, terms))

    def proof(item: Proven) -> Proof:
        return Proof(item.locator, item.quote, links(places.of(item.source, item.start)))

    until = one.since + timedelta(days=one.days) if one.since and one.days is not None else None
    return render(
        "finding.html",
        seen,
        links,
        Place(Target("finding", one.id), [(seen.say("Lückenliste", "Gap list"), Target("gaps"))]),
        one.id,
        finding=one,
        verdict=VERDICTS[seen.lang][one.verdict],
        check=found.check.title(seen.lang),
        question=found.check.question(seen.lang),
        condition=found.check.say("condition", seen.lang),
        subjects=[(seen.names([thing])[thing], links(Target("thing", thing))) for thing in one.subjects],
        until=until,
        parameters=[(found.check.parameter_title(name, seen.lang), value) for name, value in one.parameters.items()],
        figures=list(one.figures.items()),
        statements=[
            (
                [(names.get(term) or as_day(seen, term), links(Target("thing", term)) if term in names else None)
                 for term in (s.subject, s.predicate, s.object)],
                names.get(s.graph, s.graph),
                [proof(item) for item in s.places],
            )
            for s in found.statements
        ],
        newest=as_day(seen, str(one.scope["newest_source"] or "–")),
        proofs_list=[proof(item) for item in one.evidence],
        query=found.query,
        dismissing=dismissing,
        trouble=trouble,
    )  # fmt: skip
