"""The start page with the state of the data, and the map with links back to the pages."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

from planwerk.passages import Passage
from planwerk.pipeline import ACCOUNT
from planwerk.site.frame import Place, render
from planwerk.site.links import Links, Target
from planwerk.site.places import anchor_of
from planwerk.site.seen import Seen

# What the account of a build counts, as a person says it: key, German, English, and whether more than none wants a look.
COUNTED: tuple[tuple[str, str, str, bool], ...] = (
    ("read", "Quellen gelesen", "sources read", False),
    ("stored", "davon übernommen", "of these stored", False),
    ("rejected", "davon abgewiesen", "of these rejected", True),
    ("without_text", "ohne Text", "without text", True),
    ("unread", "Stellen nicht verstanden", "passages not understood", True),
    ("stubbed", "Dinge genannt, aber nirgends beschrieben", "things named but described nowhere", False),
    ("statements", "Aussagen", "statements", False),
    ("evidence", "Belege mit Fundstelle", "pieces of evidence with a place", False),
    ("inferred", "erschlossene Aussagen", "inferred statements", False),
    ("reviewed", "von Menschen geprüft", "reviewed by people", False),
    ("violations", "Einwände der Regeln", "objections of the shapes", True),
    ("warnings", "Warnungen der Regeln", "warnings of the shapes", True),
)


def start_page(seen: Seen, links: Links, *, token: str = "", trouble: str = "") -> str:
    """Give the start page: what the data holds and how new it is, what the last build counted, where to go on.

    ``token`` is that of the form by which the workspace is built anew, ``trouble`` why that did not work.
    """
    findings = seen.findings()
    open_findings = [one for one in findings if one.dismissed is None]
    urgent = [one for one in open_findings if one.verdict == "gap" and one.severity == 3]
    states = Counter(row.state for row in seen.control)
    due = sorted(
        (row for row in seen.control if row.state == "open" and row.deadline), key=lambda row: row.deadline or date.max
    )
    return render(
        "start.html",
        seen,
        links,
        Place(Target("start")),
        seen.city.workspace.name,
        newest=seen.city.data.newest_source,
        sources=sum(not graph.endswith("-evidence") for graph in seen.city.data.graphs),
        verdicts=Counter(one.verdict for one in open_findings),
        dismissed=len(findings) - len(open_findings),
        urgent=urgent,
        states=states,
        points=len(seen.control),
        due=due[:5],
        account=_account(seen),
        stale=links.live and _is_stale(seen),
        token=token,
        trouble=trouble,
    )


def _account(seen: Seen) -> list[tuple[str, int, bool]]:
    """Give what the last build counted; nothing where its account cannot be read, since nobody may make one up."""
    try:
        said = json.loads((seen.city.workspace.build / ACCOUNT).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [
        (seen.say(german, english), said[key], warns and said[key] > 0)
        for key, german, english, warns in COUNTED
        if isinstance(said, dict) and isinstance(said.get(key), int)
    ]


def _is_stale(seen: Seen) -> bool:
    """Tell whether papers, curated statements or decisions changed since the build that is stored."""
    workspace = seen.city.workspace
    try:
        built = json.loads((workspace.build / ACCOUNT).read_text("utf-8"))
        return bool(built["fingerprint"] != workspace.fingerprint())
    except (OSError, ValueError, KeyError, TypeError):
        return True


def map_page(seen: Seen, links: Links) -> str:
    """Give the relationship map, whose findings lead to the registers and whose proofs lead to the texts.

    It is a page with a policy of its own.
    """

    def text_at(passage: Passage) -> str | None:
        return links(Target("text", passage.source, anchor_of(passage.start)))

    pages = {name: address for name in ("gaps", "control") if (address := links(Target(name)))}
    return seen.map(pages, text_at)
