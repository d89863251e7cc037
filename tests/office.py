"""Office files as a second program sees them: LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def as_text(content: bytes, name: str, folder: Path, form: str) -> str:
    """Give what LibreOffice reads in a file, converted to a form of text; skips where it is not installed."""
    path = folder / name
    path.write_bytes(content)
    return converted(path, folder, form).read_text("utf-8-sig")


def converted(path: Path, folder: Path, form: str) -> Path:
    """Give the file as LibreOffice converts it; skips where it is not installed."""
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    # A profile of its own: two LibreOffices at once would wait for one another.
    profile = (folder / "profile").as_uri()
    done = subprocess.run(
        [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", form, "--outdir", folder, path],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    made = folder / f"{path.stem}.{form.partition(':')[0]}"
    assert made.is_file(), done.stderr
    return made
