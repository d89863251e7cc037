"""Files that travel with the code: the ontology, the planning duties, the shipped workspaces.

The only room that knows where they lie: inside the package once it is installed from a wheel,
at the top of the checkout in an editable install.
"""

from __future__ import annotations

from pathlib import Path


def _folder(name: str) -> Path:
    package = Path(__file__).resolve().parent
    beside = package / name
    return beside if beside.is_dir() else package.parent.parent / name


def ontology() -> Path:
    """Give the folder of the ontology.

    >>> (ontology() / "core.ttl").is_file()
    True
    """
    return _folder("ontology")


def data() -> Path:
    """Give the folder of the shipped data: planning duties, profiles and workspaces.

    >>> (data() / "leipzig" / "planwerk.toml").is_file()
    True
    """
    return _folder("data")
