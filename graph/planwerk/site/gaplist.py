"""Which findings a reader wants to see: by verdict, check, severity, words, and whether they were dismissed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planwerk.errors import QueryError
from planwerk.gaps import Finding
from planwerk.questions import checks
from planwerk.site.filters import Filter, offering
from planwerk.site.seen import Seen
from planwerk.views.reports import DISMISSED, VERDICTS


@dataclass(frozen=True, slots=True)
class Choosing:
    """Which findings to show: "gaps of check G09 of severity 3 that speak of the social office"."""

    verdict: str = ""
    check: str = ""
    severity: int | None = None
    words: str = ""

    @classmethod
    def of(cls, chosen: Mapping[str, str]) -> Choosing:
        """Read a choice as the form writes it; raises QueryError where a value is none of those there are."""
        verdict, check, severity = (chosen.get(name, "") for name in ("verdict", "check", "severity"))
        if verdict not in ("", "ok", "dismissed", "gap", "not_decidable"):
            raise QueryError(f'there is no verdict "{verdict}"', "one of: gap, not_decidable, ok, dismissed")
        if check and check not in checks():
            raise QueryError(f'there is no check "{check}"', f"one of: {', '.join(checks())}")
        if severity not in ("", "1", "2", "3"):
            raise QueryError(f'there is no severity "{severity}"', "one of: 1, 2, 3")
        return cls(verdict, check, int(severity) if severity else None, chosen.get("words", ""))


def choose_findings(findings: Iterable[Finding], choosing: Choosing) -> list[Finding]:
    """Give the findings that fit; what is in order is left out unless it is asked for."""
    return [
        one
        for one in findings
        if _verdict_fits(one, choosing.verdict)
        and (not choosing.check or one.check == choosing.check)
        and (choosing.severity is None or one.severity == choosing.severity)
        and choosing.words.casefold() in f"{one.id} {one.label} {one.next_step}".casefold()
    ]


def _verdict_fits(finding: Finding, verdict: str) -> bool:
    if verdict == "dismissed":
        return finding.dismissed is not None
    if verdict:
        return finding.verdict == verdict and finding.dismissed is None
    return finding.verdict != "ok"


def gap_filters(every: Iterable[Finding], chosen: Mapping[str, str], seen: Seen) -> tuple[Filter, ...]:
    """Give the fields by which the gap list is narrowed."""
    known, used = checks(), {one.check for one in every}
    verdicts = [*VERDICTS[seen.lang].items(), ("dismissed", DISMISSED[seen.lang])]
    numbers = [(number, f"{number} {known[number].title(seen.lang)}") for number in known if number in used]
    severities = [
        ("3", seen.say("3 wahrscheinlicher Verstoß", "3 probable breach")),
        ("2", seen.say("2 Risiko der Steuerung", "2 steering risk")),
        ("1", seen.say("1 Hinweis", "1 hint")),
    ]
    return (
        offering(
            "verdict",
            seen.say("Ergebnis", "Verdict"),
            chosen,
            verdicts,
            every=seen.say("Lücken und nicht Entscheidbares", "gaps and not decidable"),
        ),
        offering("check", seen.say("Prüfung", "Check"), chosen, numbers),
        offering("severity", seen.say("Schwere", "Severity"), chosen, severities),
        Filter("words", seen.say("enthält", "contains"), chosen.get("words", "")),
    )
