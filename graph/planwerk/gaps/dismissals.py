"""Findings that people dismissed, each with its reason: one readable file per finding, which outlives every rebuild.

A dismissal holds as long as the finding rests on the same evidence. When a paper changes what it rests on, the finding
returns; the old file stays until it is replaced or taken back.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from planwerk.errors import PlanwerkError, WorkspaceError
from planwerk.files import write_atomically
from planwerk.gaps.finding import Finding

FOLDER = Path("review") / "dismissed"
KEYS = ("finding", "reason", "evidence", "label")


@dataclass(frozen=True, slots=True)
class Dismissal:
    """What a person decided on one finding: "this is no gap, because …", and the evidence it was decided on."""

    finding: str
    reason: str
    evidence: str
    label: str
    on: date


def evidence_digest(finding: Finding) -> str:
    """Give a digest of what a finding rests on: verdict, severity, sub-classes, day, figures, graphs and places.

    Neither the as-of day nor the language nor a copy of the text at hand changes it.
    """
    said = {
        "check": finding.check,
        "subjects": sorted(finding.subjects),
        "verdict": finding.verdict,
        "severity": finding.severity,
        "note": finding.note,
        "since": finding.since.isoformat() if finding.since else None,
        "figures": {name: str(value) for name, value in finding.figures.items()},
        "evidence": sorted([e.source, e.start or 0, e.end or 0] for e in finding.evidence),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def read_dismissals(folder: Path) -> dict[str, Dismissal]:
    """Read a workspace's dismissals by finding; raises WorkspaceError where a file is none."""
    found = {}
    for path in sorted((folder / FOLDER).glob("*.toml")):
        try:
            said = tomllib.loads(path.read_text("utf-8"))
            texts = [said[key] for key in KEYS]
            if not all(isinstance(text, str) for text in texts) or not isinstance(said["on"], date):
                raise KeyError("a text or a day")
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
            raise WorkspaceError(
                f"{path} is no dismissal: {error}", "mend it, or delete it to see the finding again"
            ) from error
        found[path.stem] = Dismissal(texts[0], texts[1], texts[2], texts[3], said["on"])
    return found


def with_dismissals(findings: Iterable[Finding], folder: Path) -> list[Finding]:
    """Mark the findings that are dismissed on the evidence they still rest on; these come last."""
    decided = read_dismissals(folder)
    marked = [
        replace(f, dismissed=d.reason) if (d := decided.get(f.id)) and d.evidence == evidence_digest(f) else f
        for f in findings
    ]
    return sorted(marked, key=lambda f: f.dismissed is not None)


def dismiss(folder: Path, finding: Finding, reason: str, on: date) -> Path:
    """Write down why a finding is dismissed, and give the file.

    Raises PlanwerkError where the reason is empty, or where it is dismissed already on the same evidence: of two
    who dismiss at once the first one's reason stands, and the second hears of it.
    """
    if not reason.strip():
        raise PlanwerkError("a dismissal needs a reason", 'add --reason "…"; it is shown with the finding')
    made = Dismissal(finding.id, reason.strip(), evidence_digest(finding), finding.label, on)
    path = folder / FOLDER / f"{finding.id}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    old = read_dismissals(folder).get(finding.id)
    if old is not None and old.evidence != made.evidence:
        write_atomically(path, _toml(made))  # decided on other evidence, so the new decision takes its place
        return path
    beside = path.with_name(f".{secrets.token_hex(8)}.part")
    write_atomically(beside, _toml(made))
    try:
        os.link(beside, path)  # unlike a rename this fails where another was faster
    except FileExistsError as error:
        was = read_dismissals(folder)[finding.id]
        raise PlanwerkError(
            f"{finding.id} is dismissed already: {was.reason}", f"planwerk dismiss {folder} {finding.id} --undo first"
        ) from error
    finally:
        beside.unlink(missing_ok=True)
    return path


def take_back(folder: Path, finding: str) -> Path:
    """Take a dismissal back; raises PlanwerkError where there is none."""
    path = folder / FOLDER / f"{finding}.toml"
    if not re.fullmatch(r"[A-Z]\w*-[0-9a-f]{8}", finding) or not path.is_file():
        raise PlanwerkError(f"{finding} is not dismissed", f"planwerk gaps {folder} shows what is")
    path.unlink()
    return path


def _toml(made: Dismissal) -> bytes:
    texts = [made.finding, made.reason, made.evidence, made.label]
    # JSON's escapes are TOML's too; DEL alone must be escaped in TOML and is not in JSON.
    lines = [
        f"{key} = {json.dumps(text, ensure_ascii=False)}".replace("\x7f", "\\u007f")
        for key, text in zip(KEYS, texts, strict=True)
    ]
    head = "# A finding of planwerk gaps that a person dismissed; it returns when its evidence changes.\n"
    return (head + "\n".join([*lines, f"on = {made.on.isoformat()}"]) + "\n").encode()
