"""A researcher's own check: one file in the workspace, no code, and everything works on it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from conftest import Ran
from planwerk import shipped

OWN = """# kind: check
# check: X01
# title-de: Fassung ohne Zeitraum
# title-en: Edition without a period
# question-de: Für welche Fassungen ist kein Zeitraum belegt?
# question-en: For which editions is no period evidenced?
# condition-de: eine vorhandene Fassung ohne Zeitraum
# condition-en: an existing edition without a period
# gap-de: {subject}: kein Nachweis eines Zeitraums im Datenbestand
# gap-en: {subject}: no evidence of a period in the data
# next-de: Zeitraum erfragen
# next-en: ask for the period
# closes-de: eine Vorlage mit Zeitraum
# closes-en: a paper with a period
# evidence: subject pw:planStatus
PREFIX pw: <https://w3id.org/planwerk/ns#>
SELECT ?subject ?verdict ?severity WHERE {
  ?subject pw:planStatus <https://w3id.org/planwerk/concept/plan-status/existing>
  FILTER NOT EXISTS { ?subject pw:validity ?span }
  BIND("gap" AS ?verdict) BIND(1 AS ?severity)
}
"""


def test_tried_as_a_new_user_would_a_check_of_one_s_own_is_one_file(tmp_path: Path, run: Callable[..., Ran]) -> None:
    # data/musterstadt/papers/2013-0077 is a concept for homeless people that names no years it is for.
    folder = tmp_path / "stadt"
    shutil.copytree(shipped.data() / "musterstadt", folder, ignore=shutil.ignore_patterns("build"))
    (folder / "questions").mkdir(exist_ok=True)
    (folder / "questions" / "x01-edition-without-period.rq").write_text(OWN, "utf-8")
    found = json.loads(run("gaps", folder, "--as-of", "2020-07-01", "--only", "X01", "--json").stdout)
    assert found and all(gap["label"].endswith("kein Nachweis eines Zeitraums im Datenbestand") for gap in found)
    assert all(place["start"] is not None for gap in found for place in gap["evidence"])
    one = next(gap["id"] for gap in found if gap["label"].startswith("Konzept Wohnungsnotfallhilfe 2013"))
    table = run("gaps", folder, "--as-of", "2020-07-01", "--format", "csv").stdout
    assert f"{one},Fassung ohne Zeitraum,Lücke,1," in table  # beside the shipped ones, by its own name
    assert "Zeitraum erfragen" in run("gaps", folder, "--explain", "X01").stdout
    traced = json.loads(run("explain", folder, one, "--as-of", "2020-07-01", "--json").stdout)
    assert traced["statements"] and "Fassung ohne Zeitraum" in traced["query"]
    assert run("dismiss", folder, one, "--as-of", "2020-07-01", "--reason", "gilt unbefristet").returncode == 0
    again = json.loads(run("gaps", folder, "--as-of", "2020-07-01", "--only", "X01", "--json").stdout)
    assert [gap["dismissed"] for gap in again if gap["id"] == one] == ["gilt unbefristet"]
