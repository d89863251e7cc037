"""G06, citation out of date: what a cited provision said on the document's day against what it says today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from planwerk.gaps.facts import Facts
from planwerk.gaps.finding import Row, Verdict
from planwerk.law import Edition
from planwerk.questions import Answer, Value, query
from planwerk.vocabulary import NS

EDITIONS = f"""PREFIX pw: <{NS}>
SELECT ?provision ?act ?edition ?content ?from ?until WHERE {{
  ?provision pw:provisionOf ?act ; pw:provisionEdition ?edition . ?edition pw:contentKey ?content
  OPTIONAL {{ ?edition pw:validFrom ?from }} OPTIONAL {{ ?edition pw:validUntil ?until }}
}} ORDER BY ?provision ?edition"""


def find(answer: Answer, facts: Facts) -> Iterator[Row]:
    """Yield one row per citing thing and provision; severity 1, as a citation is corrected and breaks nothing.

    A provision of which only one wording is known has not changed. Where the beginning of an edition is not verified
    and would decide, the verdict is not decidable, never "invalid". What a text means is what the provision said on its
    day, unless it says itself what it cites it for (``pw:meansEdition``): "involved under § 80 Abs. 3" of 2022 speaks of
    the edition before. Where the content moved within the act, as the subsections of § 80 SGB VIII did on 10 June 2021,
    ``today`` names the provision that carries it now.
    """
    editions: dict[str, list[Edition]] = defaultdict(list)
    carriers: dict[tuple[str, str], list[tuple[str, Edition]]] = defaultdict(list)
    for provision, act, iri, content, start, end in query(facts.dataset, EDITIONS).rows:
        edition = Edition(str(iri), str(content), {}, _day(start), _day(end))
        editions[str(provision)].append(edition)
        carriers[str(act), edition.content].append((str(provision), edition))
    seen: set[tuple[str, str]] = set()
    for row in answer.as_dicts():
        subject, other, written = str(row["subject"]), str(row["other"]), row["written"]
        if (subject, other) in seen or not isinstance(written, date):
            continue
        seen.add((subject, other))
        known = editions[other]
        then, now = _holding(known, written), _holding(known, facts.as_of)
        meant = next((edition for edition in known if edition.iri == str(row["meant"])), then)
        verdict, note = _judge(known, then, now, written)
        if meant is not None and then is not None and meant.content != then.content:
            verdict, note = "gap", "outdated"
        values: dict[str, Value] = {"other": other, "written": written}
        if verdict == "gap" and meant is not None:
            carried = carriers[str(row["act"]), meant.content]
            today = [one for one, edition in carried if one != other and edition.holds(facts.as_of)]
            if today:
                values["today"], note = today[0], f"{note} moved"
        yield Row((subject, other), verdict, 0 if verdict == "ok" else 1, note, values=values)


def _judge(known: list[Edition], then: Edition | None, now: Edition | None, written: date) -> tuple[Verdict, str]:
    if not known or (then is not None and now is not None and then.content == now.content):
        return "ok", ""
    if then is None:
        absent = all(edition.holds(written) is False for edition in known)
        # An edition that ended before the day leaves open what came after it.
        began = all(edition.valid_from is not None and edition.valid_from > written for edition in known)
        return ("gap", "absent") if absent and began else ("not_decidable", "")
    return ("gap", "changed") if now is not None else ("not_decidable", "")


def _holding(known: list[Edition], day: date) -> Edition | None:
    return next((edition for edition in known if edition.holds(day)), None)


def _day(value: Value) -> date | None:
    return value if isinstance(value, date) else None
