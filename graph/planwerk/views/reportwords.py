"""What the gap report says, in both languages: its headings, its sentences, the words of its matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planwerk.gaps import Finding, Proven
from planwerk.report import CRITERIA, Criterion, DomainSection, MatrixCell, Report, Result
from planwerk.views.plantable import plan_cells, plan_signals
from planwerk.views.reports import NO_EVIDENCE, evidence_text
from planwerk.views.table import Cell, Column, Kind, Link, Mark, Signal, Table, display

CRITERION: Mapping[Criterion, tuple[str, str]] = {
    "duty": ("Muss-Norm mit Planungsauftrag", "Norm that demands planning (must)"),
    "plan": ("Plan in Kraft", "Plan in force"),
    "adopted": ("vom Rat beschlossen", "Adopted by the council"),
    "body": ("Beteiligungsgremium", "Participation body"),
    "controlling": ("Controlling", "Controlling"),
    "umbrella": ("Bezug zum Dachkonzept", "Link to the umbrella"),
    "budget": ("Mittel", "Budget"),
}
RESULT: Mapping[Result, tuple[str, str]] = {
    "gap": ("Lücke", "gap"),
    "ok": ("belegt", "evidenced"),
    "not_decidable": ("nicht entscheidbar", "not decidable"),
    "nothing": ("nichts zu prüfen", "nothing to judge"),
    "unchecked": ("nicht geprüft", "not checked"),
}
MARK: Mapping[Result, Mark] = {"gap": "overdue", "ok": "done", "not_decidable": "not-decidable"}


class Wording:
    """Puts a report into words of one language."""

    def __init__(self, report: Report, lang: str) -> None:
        self.report, self.lang, self.german = report, lang, lang == "de"

    def say(self, german: str, english: str) -> str:
        """Give one of two wordings."""
        return german if self.german else english

    @property
    def title(self) -> str:
        """Give the report's title."""
        return self.say(f"Lückenbericht {self.report.municipality}", f"Gap report {self.report.municipality}")

    @property
    def notes(self) -> tuple[str, ...]:
        """Say the as-of day, the scope and how to read the verdicts."""
        report = self.report
        newest = display(report.newest_source, self.lang) if report.newest_source else self.say("keine", "none")
        return (
            self.say(
                f"Stichtag {display(report.as_of, 'de')}; jüngste Quelle: {newest}; durchsuchte Quellen: {report.sources}; Prüfungen: {', '.join(report.checks)}",
                f"As of {display(report.as_of, 'en')}; newest source: {newest}; sources searched: {report.sources}; checks: {', '.join(report.checks)}",
            ),
            self.say(
                "Eine Lücke heißt: kein Nachweis im Datenbestand. Es kann sein, dass es die Sache gibt und nur das Papier nicht vorliegt. "
                "Nicht entscheidbar heißt: Von der zuständigen Stelle liegt kein Dokument vor. Nichts davon ist Rechtsberatung.",
                "A gap means: no evidence in the data. The thing may exist and only the paper not be here. "
                "Not decidable means: no document of the responsible office is at hand. Nothing here is legal advice.",
            ),
        )

    @property
    def summary(self) -> tuple[str, ...]:
        """Give the findings in a few sentences, each with its numbers."""
        report = self.report
        count = report.verdicts
        severe = [
            f"{self.severity(level)}: {number}" for level, number in sorted(report.severities.items(), reverse=True)
        ]
        in_force = sum(
            plan.state == "in-force" for plan in {p.iri: p for s in report.domains for p in s.plans}.values()
        )
        covered = sum(any(plan.state == "in-force" for plan in section.plans) for section in report.domains)
        states = [row.state for row in report.control]
        done = states.count("done") + states.count("late")
        return (
            self.say(
                f"Befunde: {count.get('gap', 0)} Lücken, {count.get('not_decidable', 0)} nicht entscheidbar, {count.get('ok', 0)} in Ordnung.",
                f"Findings: {count.get('gap', 0)} gaps, {count.get('not_decidable', 0)} not decidable, {count.get('ok', 0)} in order.",
            ),
            self.say("Lücken nach Schwere: ", "Gaps by severity: ")
            + ("; ".join(severe) or self.say("keine", "none"))
            + ".",
            self.say(
                f"Handlungsfelder: Für {covered} von {len(report.domains)} ist ein Plan in Kraft belegt; Pläne in Kraft: {in_force}.",
                f"Planning domains: a plan in force is evidenced for {covered} of {len(report.domains)}; plans in force: {in_force}.",
            ),
            self.say(
                f"Beschlusspunkte: {len(states)}, davon {done} erfüllt, {states.count('overdue')} überfällig, {states.count('open')} offen.",
                f"Adopted points: {len(states)}, of these {done} fulfilled, {states.count('overdue')} overdue, {states.count('open')} open.",
            ),
        )

    def severity(self, level: int) -> str:
        """Name a severity."""
        names = {
            3: ("voraussichtlicher Verstoß gegen Norm oder Beschluss", "probable breach of a norm or resolution"),
            2: ("Steuerungsrisiko", "steering risk"),
            1: ("Hinweis", "hint"),
        }
        german, english = names.get(level, ("", ""))
        return self.say(f"{german} (Schwere {level})", f"{english} (severity {level})")

    def cell(self, cell: MatrixCell) -> str:
        """Give a cell of the matrix: its verdict, and of how many that holds."""
        said = self.say(*RESULT[cell.result])
        if cell.result == "nothing" and cell.criterion == "duty":
            return self.say("keine hinterlegt", "none on record")
        if cell.judged > 1:
            said += self.say(f" ({cell.met} von {cell.judged} belegt)", f" ({cell.met} of {cell.judged} evidenced)")
        if cell.criterion == "plan" and cell.names:
            said += self.say(f", Pläne: {len(cell.names)}", f", plans: {len(cell.names)}")
        if cell.criterion == "budget" and cell.names:
            said += self.say(f", Angaben: {len(cell.names)}", f", statements: {len(cell.names)}")
        return said

    def matrix(self, *, links: bool = True) -> Table:
        """Give the matrix as a table; with links each cell leads to its proof, else the ids of findings stand in it."""
        columns = [Column("domain", self.say("Handlungsfeld", "Planning domain"), "text", 30)]
        columns += [Column(name, self.say(*CRITERION[name]), "text", 18) for name in CRITERIA]
        columns += [] if links else [Column("findings", self.say("Befunde", "Findings"), "text", 40)]
        rows: list[tuple[Cell, ...]] = []
        for section in self.report.domains:
            cells: list[Cell] = [f"{section.notation} {section.label}"]
            for cell in section.cells:
                text = self.cell(cell)
                cells.append(Link(text, f"#{anchor(section, cell)}") if links and cell.findings else text)
            if not links:
                cells.append(", ".join(f.id for cell in section.cells for f in cell.findings) or None)
            rows.append(tuple(cells))
        return Table(self.say("Matrix", "Matrix"), tuple(columns), tuple(rows), self.notes, self.lang)

    def proofs(self, section: DomainSection) -> Table:
        """Give what stands behind a domain's row of the matrix: criterion, verdict, finding, places."""
        titles = [
            ("criterion", "Kriterium", "Criterion", 22),
            ("result", "Ergebnis", "Verdict", 16),
            ("what", "Befund", "Finding", 52),
            ("evidence", "Beleg", "Evidence", 44),
            ("id", "Nr.", "No.", 14),
        ]
        rows: list[tuple[Cell, ...]] = []
        for cell in section.cells:
            for finding in cell.findings:
                rows.append(
                    (
                        self.say(*CRITERION[cell.criterion]),
                        self.say(*RESULT[finding.verdict]),
                        finding.label,
                        _places(finding.evidence, self.lang),
                        finding.id,
                    )
                )
        columns = tuple(Column(key, self.say(de, en), "text", width) for key, de, en, width in titles)
        return Table(
            self.say("Belege zur Matrix", "Proofs of the matrix"), columns, tuple(rows), (), self.lang, self.signals
        )

    def findings(self, findings: Sequence[Finding], title: str) -> Table:
        """Give findings as a table: what, days, evidence, next step."""
        titles: list[tuple[str, str, str, Kind, int]] = [
            ("id", "Nr.", "No.", "text", 14),
            ("result", "Ergebnis", "Verdict", "text", 16),
            ("what", "Befund", "Finding", "text", 52),
            ("days", "Tage", "Days", "integer", 7),
            ("evidence", "Beleg", "Evidence", "text", 44),
            ("next", "nächster Schritt", "Next step", "text", 26),
        ]
        rows = tuple(
            (f.id, self.say(*RESULT[f.verdict]), f.label, f.days, _places(f.evidence, self.lang), f.next_step)
            for f in findings
        )
        columns = tuple(Column(key, self.say(de, en), kind, width) for key, de, en, kind, width in titles)
        return Table(title, columns, rows, (), self.lang, self.signals)

    @property
    def signals(self) -> tuple[Signal, ...]:
        """Give what colours a finding's row: its verdict."""
        return tuple(Signal("result", self.say(*RESULT[verdict]), mark) for verdict, mark in MARK.items())

    def plans(self, section: DomainSection) -> Table:
        """Give a domain's plans in the few columns a committee reads."""
        titles: list[tuple[str, str, str, Kind, int]] = [
            ("number", "Nr.", "No.", "text", 16),
            ("title", "Plan", "Plan", "text", 44),
            ("state", "Stand", "State", "text", 18),
            ("period", "Zeitraum", "Period", "text", 12),
            ("adopted", "beschlossen von", "Adopted by", "text", 28),
            ("next_due", "nächster Termin", "Next due", "date", 13),
        ]
        columns = tuple(Column(key, self.say(de, en), kind, width) for key, de, en, kind, width in titles)
        cells = [plan_cells(plan, self.lang, self.report.as_of) for plan in section.plans]
        rows = tuple(tuple(said[column.key] for column in columns) for said in cells)
        return Table(self.say("Pläne", "Plans"), columns, rows, (), self.lang, plan_signals(self.lang))


def anchor(section: DomainSection, cell: MatrixCell) -> str:
    """Name the place in a report where a cell's proof stands."""
    return f"{section.notation}-{cell.criterion}"


def _places(evidence: Sequence[Proven], lang: str) -> str:
    return " | ".join(evidence_text(item) for item in evidence) or NO_EVIDENCE[lang]
