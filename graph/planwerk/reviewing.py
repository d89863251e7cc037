"""One sitting of a reviewer over a workspace: what was read, the decisions on it, and where they are kept.

Decisions are data of their own, so they are taken on the build there is; the next command that needs it builds anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from planwerk.city import City, open_city
from planwerk.errors import ReviewError
from planwerk.pending import Pending, choose, decide, read_named, read_pending, with_decisions
from planwerk.pipeline import Told
from planwerk.profile import profiles, read_profile
from planwerk.resolve import (
    DIFFERENT,
    SAME,
    Candidate,
    NameDecision,
    find_candidates,
    keep_names,
    read_name_decisions,
    split_of,
    undo_names,
)
from planwerk.review import Decision, corrected, keep, read_decisions, undo
from planwerk.sources.decisions import read_written
from planwerk.statements import iri
from planwerk.vocabulary import thing
from planwerk.workspace import read_workspace

NAMES = {"accept": SAME, "reject": DIFFERENT}
LAST = date(9999, 12, 31)  # decisions do not depend on a day: everything known is listed


class Reviewing:
    """The statements that a workspace's papers gave, and people's decisions on them, as they are at each moment.

    ``city`` is the workspace where it is open already.
    """

    def __init__(
        self, folder: Path, *, lang: str | None = None, tell: Told = lambda _: None, city: City | None = None
    ) -> None:
        self.workspace = read_workspace(folder)
        self.lang = lang or self.workspace.language
        opened = city.on(LAST) if city else open_city(folder, as_of_day=LAST, tell=tell)
        self._dataset = opened.data
        self._read = read_pending(opened.data, opened.copies, self.lang)

    @property
    def _pending(self) -> list[Pending]:
        return with_decisions(self._read, read_decisions(self.workspace.review))

    def pending(
        self,
        *,
        everything: bool = False,
        files: Collection[str] = (),
        rules: Collection[str] = (),
        below: float | None = None,
    ) -> list[Pending]:
        """Give what wants a decision, or all there is to decide on; see :func:`planwerk.pending.choose`."""
        return choose(self._pending, everything=everything, files=files, rules=rules, below=below)

    def decide(
        self,
        keys: Iterable[str],
        verdict: str,
        *,
        value: str = "",
        note: str = "",
        by: str = "",
        seen: Mapping[str, str] | None = None,
    ) -> int:
        """Keep one decision on several statements, and give their number; raises ReviewError where it does not fit one.

        ``seen`` are the marks of the decisions the person saw; ConflictError where another was made since.
        """
        made = decide(self._pending, keys, verdict, value=value, note=note, by=by, on=date.today())
        return self._keep(made, seen)

    def candidates(self) -> list[Candidate]:
        """Give the pairs of things that may be one, best first; see :func:`planwerk.resolve.find_candidates`."""
        named = self.workspace.profile or next(iter(self._profiles), None)
        aliases = read_profile(named).aliases if named else {}
        return find_candidates(read_named(self._dataset), read_name_decisions(self.workspace.review), aliases)

    @property
    def _profiles(self) -> list[str]:
        return [name for name in profiles() if self.workspace.name in read_profile(name).cities]

    def decided_names(self) -> list[NameDecision]:
        """Give the decisions on names there are, the newest first."""
        known = read_name_decisions(self.workspace.review).values()
        return sorted(known, key=lambda one: (one.on, one.key), reverse=True)

    def decide_names(
        self, keys: Iterable[str], verdict: str, *, note: str = "", by: str = "", first: bool = False
    ) -> int:
        """Keep that pairs are the same ("accept") or different ("reject"); raises ReviewError where a key names none.

        ``first`` as for :func:`planwerk.resolve.keep_names`.
        """
        if verdict not in NAMES:
            raise ReviewError("two names are the same or they are not", "give --accept or --reject")
        known = {one.key: one for one in self.candidates()}
        made = []
        for wanted in keys:
            found = [one for key, one in known.items() if key.startswith(wanted)]
            if len(found) != 1:
                raise ReviewError(
                    f'"{wanted}" names {len(found)} pairs', "planwerk review WORKSPACE --names lists them"
                )
            pair = found[0]
            said = f"{pair.one.names[0]} / {pair.other.names[0]}"
            today = date.today().isoformat()
            made.append(NameDecision(pair.key, NAMES[verdict], pair.one.iri, pair.other.iri, said, note, by, today))
        keep_names(self.workspace.review, made, first=first)
        return len(made)

    def split(self, name: str, papers: Sequence[str], *, note: str = "", by: str = "") -> int:
        """Keep that a thing's name means another thing in these papers; raises ReviewError where there is none such.

        The thing is named by its address or the end of it (``body/arbeitskreis-wohnen``).
        """
        base = self.workspace.base
        one = name if name.startswith(base) else base + name
        spoken = {
            term.value.rpartition("/source/")[2]
            for quad in self._dataset.store.quads_for_pattern(NamedNode(one), None, None, None)
            if isinstance(quad.graph_name, NamedNode)
            for origin in self._dataset.store.quads_for_pattern(quad.graph_name, iri("prov:wasDerivedFrom"), None, None)
            if isinstance(term := origin.object, NamedNode)
        }
        wanted = {paper: thing(base, "source", paper).rpartition("/source/")[2] for paper in papers}
        missing = [paper for paper, source in wanted.items() if source not in spoken]
        if missing:
            raise ReviewError(
                f'"{missing[0]}" says nothing of {name}', "planwerk review WORKSPACE --all shows what was read where"
            )
        if spoken <= set(wanted.values()):
            raise ReviewError(
                f"no other paper speaks of {name}", "name only the papers in which the other thing is meant"
            )
        made = split_of(one, papers, said=name, note=note, by=by, on=date.today().isoformat())
        keep_names(self.workspace.review, made)
        return len(made)

    def take(self, path: Path, *, note: str = "", by: str = "") -> int:
        """Keep the decisions that a person wrote into the listed table; all of them or, where one is wrong, none.

        Raises ReviewError naming the row.
        """
        made: list[Decision] = []
        for row in read_written(path):
            try:
                one = decide(
                    self._pending,
                    [row.key],
                    row.verdict,
                    value=row.value,
                    note=row.note or note,
                    by=row.by or by,
                    on=date.today(),
                )
                self._check(one[0])
            except ReviewError as error:
                raise ReviewError(f"{path}, row {row.row}: {error.message}", error.hint) from error
            made += one
        return self._keep(made)

    def undo(self, keys: Iterable[str], *, seen: Mapping[str, str] | None = None) -> int:
        """Take decisions on statements or names back, and give their number; raises ReviewError where there is none.

        ``seen`` as for :meth:`decide`.
        """
        known = [*read_decisions(self.workspace.review), *read_name_decisions(self.workspace.review)]
        wanted: list[str] = []
        for key in keys:
            found = [one for one in known if one.startswith(key)]
            if len(found) != 1 or not key:
                raise ReviewError(f'"{key}" names {len(found)} decisions', "planwerk review WORKSPACE --all lists them")
            wanted += found
        return len(undo(self.workspace.review, wanted, seen=seen)) + len(undo_names(self.workspace.review, wanted))

    def _keep(self, decisions: list[Decision], seen: Mapping[str, str] | None = None) -> int:
        for decision in decisions:
            self._check(decision)
        return keep(self.workspace.review, decisions, seen=seen)

    def _check(self, decision: Decision) -> None:
        """Try a correction on the statement it is about, so that no build stumbles over it later."""
        if decision.verdict != "correct":
            return
        store = self._dataset.store
        for proof in store.quads_for_pattern(None, iri("dcterms:identifier"), Literal(decision.key)):
            if isinstance(proof.subject, NamedNode):
                for said in store.quads_for_pattern(proof.subject, iri("supportsStatement"), None):
                    if isinstance(said.object, NamedNode):
                        for quad in store.quads_for_pattern(said.object, iri("rdf:object"), None):
                            if isinstance(quad.object, NamedNode | Literal):
                                corrected(quad.object, decision.value, self.workspace.base)
