"""Take the colouring editor of graph/planwerk/server/yasqe.toml into this build: ``make editor``.

npm fetches the package from whichever registry it is set up for; only an archive with the pinned hash is opened, and
only the named files are taken from it. Where there is no npm or no network, the plain editor stays, and that is said.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path

SERVER = Path(__file__).resolve().parent.parent / "graph" / "planwerk" / "server"
TARGET = SERVER / "yasqe"


def unpacked(archive: Path, integrity: str, files: Iterable[str]) -> dict[str, bytes]:
    """Give the named files of an npm archive; raises ValueError where it is another one than was pinned."""
    kind, _, expected = integrity.partition("-")
    found = base64.b64encode(hashlib.new(kind, archive.read_bytes()).digest()).decode()
    if found != expected:
        raise ValueError(f"{archive.name} has the hash {kind}-{found}, pinned is {integrity}")
    taken = {}
    with tarfile.open(archive) as opened:
        for name in files:
            member = opened.extractfile(f"package/{name}")
            if member is None:
                raise ValueError(f"{archive.name} holds no file {name}")
            # The map of the minified code is not taken, so nothing may point to it.
            taken[Path(name).name] = b"\n".join(
                line for line in member.read().split(b"\n") if not line.startswith(b"//# sourceMappingURL=")
            )
    return taken


def main() -> int:
    pinned = tomllib.loads((SERVER / "yasqe.toml").read_text("utf-8"))
    wanted = f"{pinned['package']}@{pinned['version']}"
    npm = shutil.which("npm")
    if npm is None:
        sys.stderr.write(f"skipped: no npm here, so {wanted} is not taken along; the plain editor stays\n")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            [npm, "pack", "--silent", "--ignore-scripts", wanted],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        archives = list(Path(folder).glob("*.tgz"))
        if packed.returncode or not archives:
            said = (packed.stderr.strip().splitlines() or ["npm gave no archive"])[0]
            sys.stderr.write(f"skipped: {wanted} could not be fetched ({said}); the plain editor stays\n")
            return 0
        try:
            files = unpacked(archives[0], pinned["integrity"], pinned["files"])
        except ValueError as error:
            sys.stderr.write(f"error: {error}\nhint: nothing was taken; look into it before you change yasqe.toml\n")
            return 2
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir()
    for name, content in files.items():
        (TARGET / name).write_bytes(content)
    (TARGET / "NOTICE").write_text(f"{wanted}, licence {pinned['licence']}, {pinned['integrity']}\n", "utf-8")
    sys.stdout.write(f"{TARGET}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
