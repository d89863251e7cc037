"""What wants a decision: every statement that a machine read, with its words, as a person can judge it."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from planwerk.dataset import Dataset
from planwerk.errors import ReviewError
from planwerk.passages import Copies, Passage
from planwerk.questions import labels, query
from planwerk.resolve import Named
from planwerk.review import TYPE, Decision
from planwerk.statements import MACHINE_ONLY
from planwerk.vocabulary import CONCEPT, NS, PREFIXES, is_address

READ = f"""PREFIX pw: <{NS}>
PREFIX oa: <{PREFIXES["oa"]}>
PREFIX rdf: <{PREFIXES["rdf"]}>
PREFIX dcterms: <{PREFIXES["dcterms"]}>
SELECT ?key ?subject ?predicate ?object ?rule ?confidence ?state ?source ?file ?start ?end ?words ?digest ?section ?language WHERE {{
  GRAPH ?graph {{
    ?proof dcterms:identifier ?key ; pw:readingRule ?rule ; pw:confidence ?confidence ; pw:reviewState ?state ;
      pw:supportsStatement ?statement ; oa:hasTarget ?segment .
    ?statement rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
    ?segment oa:hasSource ?source ; pw:wordCount ?words ; pw:passageDigest ?digest ; oa:hasSelector ?selector ; pw:section ?section .
    ?selector oa:start ?start ; oa:end ?end .
    BIND(LANG(?section) AS ?language)
  }}
  ?source pw:fileName ?file
}}"""

WRITTEN = NS + "asWritten"
# What the reading itself names: whoever accepts a thing accepts how it is called.
NAMES = frozenset({PREFIXES["rdfs"] + "label"})


@dataclass(frozen=True, slots=True)
class Pending:
    """A statement with the words it was read from: "‘bis Mitte 2020’ is the deadline of this task, says task.deadline@1"."""

    key: str
    file: str
    start: int
    section: str
    subject: str
    predicate: str
    value: str
    quote: str
    rule: str
    confidence: float
    state: str
    decision: Decision | None = None
    source: str = ""
    end: int = -1

    @property
    def said(self) -> str:
        """Give the statement in words."""
        return f"{self.subject} – {self.predicate}: {self.value}"


def read_pending(dataset: Dataset, copies: Copies, lang: str = "de") -> list[Pending]:
    """List all statements that were read; see :func:`with_decisions` for what people made of them."""
    found = [row for row in query(dataset, READ).as_dicts() if row["language"] == lang]
    things = {str(row[name]) for row in found for name in ("subject", "predicate")}
    things |= {str(row["object"]) for row in found if is_address(str(row["object"]))}
    names = labels(dataset, things, lang)
    # A span of time has no name but how it is written.
    names |= {str(row["subject"]): str(row["object"]) for row in found if row["predicate"] == WRITTEN}
    names[TYPE] = "ist" if lang == "de" else "is a"
    listed: dict[tuple[str, int], Pending] = {}
    for row in found:
        if row["predicate"] in NAMES:
            continue
        passage = Passage(
            str(row["source"]), str(row["file"]), int(str(row["start"])), int(str(row["end"])), int(str(row["words"])),
            str(row["digest"]), str(row["section"]),
        )  # fmt: skip
        value = row["object"]
        shown = names.get(str(value), value.isoformat() if isinstance(value, date) else str(value))
        if isinstance(value, bool):
            shown = {True: "true", False: "false"}[value]
        one = Pending(
            key=str(row["key"]),
            file=passage.file,
            start=passage.start,
            section=passage.section,
            subject=names[str(row["subject"])],
            predicate=names[str(row["predicate"])],
            value=shown,
            quote=copies.quote(passage) or "",
            rule=str(row["rule"]),
            confidence=float(str(row["confidence"])),
            state=str(row["state"]).removeprefix(f"{CONCEPT}review-state/"),
            source=passage.source,
            end=passage.end,
        )
        listed[one.key, one.start] = one
    return list(listed.values())


def with_decisions(pending: Iterable[Pending], decisions: Mapping[str, Decision]) -> list[Pending]:
    """Give statements in the order of their places, with the decisions there are, and what those took out of the dataset."""
    every = [replace(one, decision=decisions.get(one.key)) for one in pending]
    every += [_gone(decisions[key]) for key in decisions.keys() - {one.key for one in every}]
    return sorted(every, key=lambda one: (one.file, one.start, one.predicate, one.value, one.key))


def _gone(decision: Decision) -> Pending:
    """Give a statement that a decision took out of the dataset, or that is read no longer, as the decision remembers it."""
    subject, _, rest = decision.said.partition(" – ")
    predicate, _, value = rest.partition(": ")
    state = "rejected" if decision.verdict == "reject" else "gone"
    return Pending(
        decision.key, decision.file, -1, "", subject, predicate, value, decision.quote, "", 1.0, state, decision
    )


THINGS = f"""PREFIX pw: <{NS}>
PREFIX rdfs: <{PREFIXES["rdfs"]}>
PREFIX skos: <{PREFIXES["skos"]}>
SELECT DISTINCT ?thing ?class ?name WHERE {{
  VALUES ?class {{ pw:AdministrativeUnit pw:Post pw:AdvisoryBoard pw:Committee pw:SpecialistBody pw:ProviderAssociation pw:WorkingGroup
    pw:Plan pw:PlanEdition pw:ParticipationEvent }}
  ?thing a ?class ; rdfs:label|skos:altLabel ?name FILTER(LANG(?name) = "de")
}}"""


def read_named(dataset: Dataset) -> list[Named]:
    """Give the bodies, plans and events of a dataset with the German names they go by."""
    names: dict[tuple[str, str], set[str]] = {}
    for row in query(dataset, THINGS).as_dicts():
        kind = str(row["class"]).removeprefix(NS)
        group = kind if kind in ("Plan", "PlanEdition", "ParticipationEvent") else "body"
        names.setdefault((str(row["thing"]), group), set()).add(str(row["name"]))
    return [Named(thing, group, tuple(sorted(called))) for (thing, group), called in sorted(names.items())]


def choose(
    pending: Iterable[Pending],
    *,
    everything: bool = False,
    files: Collection[str] = (),
    rules: Collection[str] = (),
    below: float | None = None,
) -> list[Pending]:
    """Give those that want a decision, or all; narrowed to files, to rules by the beginning of their name, and by confidence."""
    return [
        one
        for one in pending
        if (everything or (one.state == MACHINE_ONLY and one.decision is None))
        and (not files or one.file in files)
        and (not rules or any(one.rule.startswith(rule) for rule in rules))
        and (below is None or one.confidence < below)
    ]


def decide(
    pending: Iterable[Pending],
    keys: Iterable[str],
    verdict: str,
    *,
    value: str = "",
    note: str = "",
    by: str = "",
    on: date,
) -> list[Decision]:
    """Make decisions on statements by their keys, or the beginnings of keys.

    Raises ReviewError where a key is none, or begins those of several.
    """
    known: dict[str, Pending] = {}
    for one in pending:
        known.setdefault(one.key, one)
    decisions = []
    for wanted in keys:
        found = [key for key in known if key.startswith(wanted)] if wanted not in known else [wanted]
        if len(found) != 1 or not wanted:
            near = difflib.get_close_matches(wanted, known, 1, 0.6)
            hint = f"did you mean {near[0]}?" if near else "planwerk review WORKSPACE --all lists them"
            raise ReviewError(
                f'"{wanted}" is the beginning of {len(found)} statements' if found else f'no statement "{wanted}"', hint
            )
        one = known[found[0]]
        decisions.append(Decision(one.key, verdict, one.file, one.said, one.quote, value, note, by, on.isoformat()))
    return decisions
