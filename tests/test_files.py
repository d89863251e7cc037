from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from planwerk.errors import PlanwerkError
from planwerk.files import write_atomically


def test_replaces_old_content_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "control.csv"
    path.write_bytes(b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_keeps_old_content_when_a_step_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    path = tmp_path / "control.csv"
    path.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    # As Windows does for a file a spreadsheet program holds open, or a full disk at the flush.
    monkeypatch.setattr(os, "fsync", refuse) if step == "fsync" else monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PlanwerkError, match=r"control\.csv: Permission denied") as caught:
        write_atomically(path, b"new")
    assert "close it" in caught.value.hint
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_leaves_nothing_behind_when_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "control.csv", b"new")
    assert list(tmp_path.iterdir()) == []


def test_says_which_folder_is_missing(tmp_path: Path) -> None:
    with pytest.raises(PlanwerkError, match=r"no folder .*nowhere"):
        write_atomically(tmp_path / "nowhere" / "control.csv", b"new")


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    with pytest.raises(PlanwerkError, match="cannot write"):
        write_atomically(tmp_path / "build", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_a_name_as_long_as_names_may_be(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 251 + ".csv")  # 255 bytes, the most of ext4, NTFS and APFS
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(os.name != "posix", reason="permissions and links of POSIX")
def test_keeps_permissions_and_links(tmp_path: Path) -> None:
    path = tmp_path / "control.csv"
    path.write_bytes(b"old")
    fresh = stat.S_IMODE(path.stat().st_mode)  # what the umask gives any new file
    path.chmod(0o640)
    (tmp_path / "latest.csv").symlink_to(path)
    write_atomically(tmp_path / "latest.csv", b"new")
    assert (tmp_path / "latest.csv").is_symlink()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    write_atomically(tmp_path / "other.csv", b"new")
    assert stat.S_IMODE((tmp_path / "other.csv").stat().st_mode) == fresh


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no /dev/null")
def test_a_device_is_written_to_not_replaced() -> None:
    write_atomically(Path("/dev/null"), b"new")
    assert Path("/dev/null").is_char_device()
