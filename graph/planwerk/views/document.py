"""The gap report as a document for a committee: one HTML page or one DOCX, the same parts in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planwerk.report import DomainSection, Report
from planwerk.views.page import in_css, render, shown
from planwerk.views.proofs import proofs_json
from planwerk.views.reports import finding_json
from planwerk.views.reportwords import Wording, anchor
from planwerk.views.table import Table, plain
from planwerk.views.words import words

_TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the document: a heading, sentences, tables; rows of a table can have names that links lead to."""

    id: str
    heading: str
    level: int
    sentences: tuple[str, ...] = ()
    tables: tuple[tuple[str, Table, tuple[str | None, ...]], ...] = field(default=())


def parts_of(report: Report, lang: str) -> Iterator[Part]:
    """Give the parts in order: summary, matrix, a section per domain, what belongs to none."""
    wording = Wording(report, lang)
    urgent = wording.findings(report.urgent, wording.say("Vordringlich", "Most urgent"))
    yield Part("summary", wording.say("Zusammenfassung", "Summary"), 2, wording.summary, _some(urgent))
    how = wording.say(
        "Jede Zelle führt zu ihrem Beleg. „nicht geprüft“ heißt, dass keine Prüfung dafür zur Hand ist.",
        "Each cell leads to its proof. “Not checked” means that there is no check for it at hand.",
    )
    yield Part(
        "matrix",
        wording.say("Handlungsfelder im Überblick", "Planning domains at a glance"),
        2,
        (how,),
        (("", wording.matrix(), ()),),
    )
    for section in report.domains:
        yield _section(section, wording)
    if report.across:
        heading = wording.say("Ohne einzelnes Handlungsfeld", "Of no single domain")
        table = wording.findings(report.across, wording.say("Befunde", "Findings"))
        yield Part("across", heading, 2, (), (("", table, ()),))


def _section(section: DomainSection, wording: Wording) -> Part:
    proofs = wording.proofs(section)
    names: list[str | None] = []
    for cell in section.cells:  # the first row of each criterion is where its cell leads
        names += [anchor(section, cell), *[None] * (len(cell.findings) - 1)] if cell.findings else []
    plans = wording.plans(section)
    findings = wording.findings(section.findings, wording.say("Weitere Befunde", "Further findings"))
    said = wording.say(
        f"Lücken: {section.gaps}; Pläne und Ankündigungen: {len(section.plans)}.",
        f"Gaps: {section.gaps}; plans and announcements: {len(section.plans)}.",
    )
    tables = [*_some(plans), *_some(proofs, tuple(names)), *_some(findings)]
    return Part(section.notation, f"{section.notation} {section.label}", 2, (said,), tuple(tables))


def _some(table: Table, ids: tuple[str | None, ...] = ()) -> tuple[tuple[str, Table, tuple[str | None, ...]], ...]:
    return ((table.title, table, ids),) if table.rows else ()


def report_html(report: Report, lang: str) -> str:
    """Give the report as one page: opens from disk, prints, loads nothing, runs nothing."""
    wording = Wording(report, lang)
    number = 0
    parts: list[dict[str, Any]] = []
    for part in parts_of(report, lang):
        tables = []
        for heading, table, ids in part.tables:
            number += 1
            # A reader who jumps from table to table hears in which part each stands.
            given = {**shown(table, ids), "title": plain(f"{part.heading}: {table.title}")}
            tables.append({"heading": plain(heading), "table": given, "number": number})
        sentences = [plain(sentence) for sentence in part.sentences]
        parts.append(
            {
                "id": part.id,
                "heading": plain(part.heading),
                "level": part.level,
                "sentences": sentences,
                "tables": tables,
            }
        )
    said = words(lang)
    foot = in_css(f"{wording.title} · {wording.notes[0]}"[:200])
    style = (
        "".join((_TEMPLATES / name).read_text("utf-8") for name in ("table.css", "report.css"))
        + f"@page {{\n  @bottom-left {{ content: {foot}; }}\n"
        + f'  @bottom-right {{ content: "{said["page"]} " counter(page) " {said["of"]} " counter(pages); }}\n}}\n'
    )
    notes = [plain(note) for note in (*wording.notes, said["legend"])]
    return render("report.html", style, lang=lang, title=plain(wording.title), notes=notes, parts=parts, words=said)


def report_docx(report: Report, lang: str) -> bytes:
    """Give the report as the bytes of a DOCX; the same report gives the same bytes."""
    from planwerk.views.word import add_note, add_table, finished, new_paper

    wording = Wording(report, lang)
    paper = new_paper(wording.title, lang, foot=f"{wording.title} · {wording.notes[0]}")
    paper.add_heading(plain(wording.title), level=1)
    for note in (*wording.notes, words(lang)["legend"]):
        add_note(paper, note)
    for part in parts_of(report, lang):
        paper.add_heading(plain(part.heading), level=part.level)
        for sentence in part.sentences:
            style = "List Bullet" if len(part.sentences) > 1 else None
            paper.add_paragraph(plain(sentence), style=style).paragraph_format.keep_with_next = bool(part.tables)
        for heading, table, ids in part.tables:
            if heading:
                paper.add_heading(plain(heading), level=part.level + 1)
            add_table(paper, table, ids=ids)
    return finished(paper)


def report_json(report: Report, lang: str) -> dict[str, Any]:
    """Give the report in its machine-readable form; findings as ``planwerk gaps`` gives them."""
    wording = Wording(report, lang)
    return {
        "municipality": report.municipality,
        "as_of": report.as_of.isoformat(),
        "newest_source": report.newest_source.isoformat() if report.newest_source else None,
        "sources": report.sources,
        "checks": list(report.checks),
        "verdicts": dict(report.verdicts),
        "gaps_by_severity": {str(level): number for level, number in sorted(report.severities.items())},
        "matrix": [
            {
                "domain": section.domain,
                "notation": section.notation,
                "label": section.label,
                **{
                    cell.criterion: {
                        "result": cell.result,
                        "text": wording.cell(cell),
                        "met": cell.met,
                        "judged": cell.judged,
                        "findings": [finding.id for finding in cell.findings],
                        "proofs": proofs_json(item for finding in cell.findings for item in finding.evidence),
                    }
                    for cell in section.cells
                },
            }
            for section in report.domains
        ],
        "across": [finding_json(finding) for finding in report.across],
        "urgent": [finding.id for finding in report.urgent],
    }
