"""Building: the same bytes every time, whole or not at all, and bad input named where it stands."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, RdfFormat, parse

import planwerk
from planwerk import pipeline, shipped
from planwerk.city import NonConformingError
from planwerk.dataset import as_of, read_dataset
from planwerk.errors import SourceError
from planwerk.inference import infer
from planwerk.workspace import Workspace, read_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "leipzig"
    shutil.copytree(shipped.data() / "leipzig", folder, ignore=shutil.ignore_patterns("build"))
    return read_workspace(folder)


def test_building_twice_gives_the_same_bytes(workspace: Workspace) -> None:
    first = pipeline.build(workspace)
    trig = (workspace.build / pipeline.DATASET).read_bytes()
    second = pipeline.build(workspace)
    assert first.dataset.sorted_nquads(shipped_too=True) == second.dataset.sorted_nquads(shipped_too=True)
    assert (workspace.build / pipeline.DATASET).read_bytes() == trig


@pytest.mark.long
def test_the_hash_seed_does_not_matter(workspace: Workspace) -> None:
    seen = set()
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "planwerk.cli", "build", str(workspace.folder)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
        )
        seen.add((workspace.build / pipeline.DATASET).read_bytes())
    assert len(seen) == 1


def test_the_built_dataset_has_no_blank_nodes_and_reads_back_as_it_was(workspace: Workspace) -> None:
    made = pipeline.build(workspace)
    back = read_dataset(workspace.build / pipeline.DATASET)
    assert not [q for q in back if BlankNode in (type(q.subject), type(q.object), type(q.graph_name))]
    again = infer(as_of(back, date(9999, 12, 31)), workspace.base)
    assert again.sorted_nquads() == made.dataset.sorted_nquads()


def test_the_leipzig_dataset_is_the_golden_one(workspace: Workspace, update_golden: bool) -> None:
    golden = Path(__file__).parent / "golden" / "leipzig.nq"
    found = pipeline.build(workspace).dataset.sorted_nquads()
    if update_golden:
        golden.write_bytes(found)
    assert found.decode() == golden.read_text("utf-8"), "pytest --update-golden writes it anew; read the diff"


def test_inferring_again_adds_nothing(workspace: Workspace) -> None:
    made = pipeline.build(workspace)
    before = made.dataset.sorted_nquads()
    assert infer(made.dataset, workspace.base).sorted_nquads() == before


def test_what_follows_is_kept_apart_and_names_its_rule(workspace: Workspace) -> None:
    made = pipeline.build(workspace)
    graphs = {str(q.graph_name) for q in made.dataset.store if "/inferred-" in str(q.graph_name)}
    assert graphs == {
        f"<{workspace.base}graph/inferred-{rule}>"
        for rule in ("classes", "editions", "relations", "successors", "versions")
    }
    assert made.account.inferred == sum(1 for q in made.dataset.store if "/inferred-" in str(q.graph_name))


def test_blank_nodes_of_a_file_get_names_that_do_not_change(workspace: Workspace) -> None:
    own = workspace.folder / "curated" / "own.ttl"
    own.write_text(
        "@prefix pw: <https://w3id.org/planwerk/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '[] a pw:Plan ; rdfs:label "Plan ohne Namen"@de .\n',
        "utf-8",
    )
    names = [
        {q.subject for q in pipeline.examine(workspace).dataset.store if "genid" in str(q.subject)} for _ in range(2)
    ]
    assert names[0] == names[1]
    assert len(names[0]) == 1


# ---- whole or not at all ----

KILLED = """
import os, signal, sys
from pathlib import Path
from planwerk import pipeline, files
from planwerk.workspace import read_workspace
step = int(sys.argv[2]); count = 0
def trace(frame, event, arg):
    global count
    if event == "line" and frame.f_code.co_name in ("store", "write_atomically", "_replace"):
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)
    return trace
workspace = read_workspace(Path(sys.argv[1]))
made = pipeline.examine(workspace)
sys.settrace(trace)
pipeline.store(workspace, made)
"""


@pytest.mark.long
@pytest.mark.slow
def test_a_build_killed_at_any_line_of_storing_leaves_a_whole_result(workspace: Workspace) -> None:
    pipeline.build(workspace)
    old = (workspace.build / pipeline.DATASET).read_bytes()
    (workspace.folder / "curated" / "6-report-2020.trig").unlink()  # so that the new result differs from the old
    new = None
    killed = 0
    for step in range(1, 60):
        run = subprocess.run(
            [sys.executable, "-c", KILLED, str(workspace.folder), str(step)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=False,
        )
        now = (workspace.build / pipeline.DATASET).read_bytes()
        if run.returncode == 0:
            new = now
            break
        assert run.returncode == -signal.SIGKILL, run.stderr
        killed += 1
        assert list(parse(now, format=RdfFormat.TRIG)), "what lies there is a whole dataset"
        assert now == old or b"report-2020" not in now, "and it is the old one or the new one"
        if (workspace.build / pipeline.ACCOUNT).exists() and now != old:
            assert json.loads((workspace.build / pipeline.ACCOUNT).read_text("utf-8"))["read"] == 7
    assert new is not None
    assert new != old
    assert killed > 10


@pytest.mark.slow
def test_a_build_killed_at_odd_moments_leaves_the_next_command_working(workspace: Workspace) -> None:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for delay in (0.1, 0.4, 0.7, 0.9):
        process = subprocess.Popen(
            [sys.executable, "-m", "planwerk.cli", "build", str(workspace.folder)], env=env, stdout=subprocess.DEVNULL
        )
        time.sleep(delay)
        process.kill()
        process.wait()
    assert planwerk.open(workspace.folder, as_of="2020-07-01").gaps(only=["G09"])


def test_a_stored_build_is_used_until_a_source_changes(workspace: Workspace) -> None:
    planwerk.open(workspace.folder)
    stamp = (workspace.build / pipeline.DATASET).stat().st_mtime_ns
    planwerk.open(workspace.folder)
    assert (workspace.build / pipeline.DATASET).stat().st_mtime_ns == stamp
    (workspace.folder / "curated" / "6-report-2020.trig").unlink()
    assert planwerk.open(workspace.folder, as_of="2020-07-01").data.newest_source == date(2019, 3, 1)
    assert (workspace.build / pipeline.DATASET).stat().st_mtime_ns != stamp


def test_a_workspace_that_cannot_be_written_is_built_in_the_cache(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planwerk.workspace.os.access", lambda path, mode: False)
    monkeypatch.setattr("planwerk.workspace.platformdirs.user_cache_dir", lambda name: str(tmp_path / "cache" / name))
    made = planwerk.open(workspace.folder)
    assert not (workspace.folder / "build").exists()
    assert made.workspace.build.is_relative_to(tmp_path / "cache")
    assert (made.workspace.build / pipeline.DATASET).is_file()


# ---- bad input ----


def test_a_broken_file_is_named_with_line_and_column_and_the_old_build_stands(workspace: Workspace) -> None:
    pipeline.build(workspace)
    old = (workspace.build / pipeline.DATASET).read_bytes()
    path = workspace.folder / "curated" / "9-own.trig"
    path.write_text(
        "@prefix pw: <https://w3id.org/planwerk/ns#> .\n<https://example.org/a> a pw:Plan ;; .\n\n  <x> <y z> .\n",
        "utf-8",
    )
    with pytest.raises(SourceError, match=r"9-own\.trig:4:\d+: "):
        pipeline.build(workspace)
    assert (workspace.build / pipeline.DATASET).read_bytes() == old


def test_an_unknown_word_is_named_with_its_line_and_the_nearest(workspace: Workspace) -> None:
    path = workspace.folder / "curated" / "9-own.ttl"
    path.write_text(
        "@prefix pw: <https://w3id.org/planwerk/ns#> .\n\n<https://example.org/a> pw:hasEditon <https://example.org/b> .\n",
        "utf-8",
    )
    with pytest.raises(SourceError, match=r"9-own\.ttl:3: the ontology has no term hasEditon") as caught:
        pipeline.build(workspace)
    assert caught.value.hint == "did you mean hasEdition?"


def test_a_file_in_another_encoding_is_refused_by_name(workspace: Workspace) -> None:
    (workspace.folder / "curated" / "9-own.ttl").write_bytes("# Ämter\n".encode("latin-1"))
    with pytest.raises(SourceError, match=r"9-own\.ttl cannot be read"):
        pipeline.build(workspace)


def test_a_shape_that_objects_keeps_the_old_build_and_opening_says_so(workspace: Workspace) -> None:
    pipeline.build(workspace)
    old = (workspace.build / pipeline.DATASET).read_bytes()
    path = workspace.folder / "curated" / "4-resolution.trig"
    path.write_text(path.read_text("utf-8").replace("pw:decisionOutcome outcome:adopted ;", ""), "utf-8")
    made = pipeline.build(workspace)
    assert not made.conforms
    assert made.account.stored == 0
    assert made.account.read == made.account.stored + made.account.rejected
    assert (workspace.build / pipeline.DATASET).read_bytes() == old
    with pytest.raises(NonConformingError, match="does not conform"):
        planwerk.open(workspace.folder)


def test_fewer_statements_than_expected_is_a_violation(workspace: Workspace) -> None:
    toml = workspace.folder / "planwerk.toml"
    toml.write_text(toml.read_text("utf-8").replace("min = 400", "min = 4000"), "utf-8")
    made = pipeline.examine(read_workspace(workspace.folder))
    assert [v.path for v in made.violations if v.severity == "violation"] == ["expect.statements"]


def test_the_account_adds_up(workspace: Workspace) -> None:
    account = pipeline.build(workspace).account
    assert account.read == account.stored + account.rejected == 8
    assert asdict(account)["stubbed"] == 0, "whatever the Leipzig files mention they also describe"
