"""A workspace as a release: pages that open from disk, dumps, tables, descriptions and checksums, in one folder.

The same input gives the same bytes, whenever and wherever it is made. Pages are those of :mod:`planwerk.site`.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from planwerk import shipped
from planwerk.city import City
from planwerk.errors import PlanwerkError
from planwerk.publishing.catalogue import (
    DISTRIBUTIONS,
    checksum,
    citation_file,
    datacite,
    dcat,
    manifest,
    sums,
    void,
)
from planwerk.publishing.pages import Site
from planwerk.publishing.release import Release, published, read_release
from planwerk.publishing.tables import csv_files
from planwerk.site.frame import Place, render
from planwerk.site.links import Target
from planwerk.site.seen import Seen

MANIFEST, SUMS = "release.json", "SHA256SUMS"
LANGUAGES = ("de", "en")


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: where, how many files and bytes, the checksum of the dataset, and how to cite it."""

    folder: Path
    files: int
    size: int
    digest: str
    citation: str


def publish(city: City, out: Path, *, tell: Callable[[str], None] = lambda _: None) -> Published:
    """Write a release of the city, as of its day, to a folder: whole, or not at all.

    A folder with an earlier release of the same city is replaced; raises PlanwerkError where the folder holds anything
    else, and WorkspaceError where the workspace keeps names of private persons.
    """
    release = read_release(city.workspace.folder, city.workspace.name, city.as_of, city.workspace.base)
    shown = published(city, release)
    _refuse_what_is_not_ours(out, city.workspace.base)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        beside = out.with_name(f".{secrets.token_hex(8)}.part")
        beside.mkdir()
    except OSError as error:
        raise PlanwerkError(f"cannot write {out}: {error.strerror or error}", "name another folder") from error
    try:
        made = _write(shown, release, beside, tell)
        _put_in_place(beside, out)
    except OSError as error:
        raise PlanwerkError(
            f"cannot write {out}: {error.strerror or error}", "what was there before still is"
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Published(out, *made, release.citation(city.workspace.language, made[2]))


def _write(city: City, release: Release, folder: Path, tell: Callable[[str], None]) -> tuple[int, int, str]:
    checksums: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def put(path: str, content: bytes) -> None:
        tell(path)
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        checksums[path], sizes[path] = checksum(content), len(content)

    seen = {lang: Seen(city, lang) for lang in LANGUAGES}
    dumps = _dumps(city)
    for path, content in csv_files(seen, release):
        put(path, content)
        if path in {known for known, *_ in DISTRIBUTIONS}:
            dumps[path] = content
    digest = checksum(dumps["data/dataset.nq"])
    for path, content in dumps.items():
        put(path, content)
    put("data/void.ttl", void(city))
    put("dcat.ttl", dcat(city, release, dumps))
    put("CITATION.cff", citation_file(release, digest))
    put("datacite.json", datacite(release, digest, dumps))
    put(MANIFEST, manifest(city, release, digest))
    site = Site(seen)
    for path, content in site.files():
        put(path, content)
    for lang, view in seen.items():
        put(f"{lang}/release.html", _release_page(site, view, release, digest, dumps).encode())
    put("index.html", _front(city, release, digest).encode())
    (folder / SUMS).write_bytes(sums(checksums))
    return len(checksums) + 1, sum(sizes.values()), digest


def _dumps(city: City) -> dict[str, bytes]:
    """Give the dataset in its forms, and what it speaks in: the ontology, value lists and duties, and the shapes."""
    from pyoxigraph import RdfFormat, Triple, serialize

    from planwerk.dataset import shipped_quads
    from planwerk.vocabulary import PREFIXES

    words = sorted({Triple(q.subject, q.predicate, q.object) for q in shipped_quads()}, key=str)
    return {
        "data/dataset.nq": city.data.serialize("nquads"),
        "data/dataset.trig": city.data.serialize("trig"),
        "data/dataset.jsonld": city.data.serialize("jsonld"),
        "data/ontology.ttl": serialize(words, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b"",
        "data/shapes.ttl": (shipped.ontology() / "shapes.ttl").read_bytes(),
    }


def _release_page(site: Site, seen: Seen, release: Release, digest: str, dumps: dict[str, bytes]) -> str:
    links = site.links(seen.lang, Target("release"))
    return render(
        "release.html",
        seen,
        links,
        Place(Target("release")),
        seen.say("Daten und Zitat", "Data and citation"),
        release=release,
        citation=release.citation(seen.lang, digest),
        digest=digest,
        downloads=[
            (f"../{path}", seen.say(german, english), len(dumps[path]), checksum(dumps[path]))
            for path, _, german, english in DISTRIBUTIONS
        ],
        more=[(f"../{name}", name) for name in ("dcat.ttl", "data/void.ttl", "CITATION.cff", "datacite.json", SUMS)],
    )


def _front(city: City, release: Release, digest: str) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("front.html").render(
        city=city.workspace.name,
        release=release,
        citations={lang: release.citation(lang, digest) for lang in LANGUAGES},
    )


def _refuse_what_is_not_ours(out: Path, base: str) -> None:
    """Raise PlanwerkError where a folder holds anything but a release of this city, unchanged."""
    if not out.exists() and not out.is_symlink():
        return
    if out.is_symlink() or not out.is_dir():
        raise PlanwerkError(f"{out} is no folder", "name a folder that is not there yet")
    there = sorted(
        path.relative_to(out).as_posix() for path in out.rglob("*") if not path.is_dir() or path.is_symlink()
    )
    if not there:
        return
    hint = "name a folder that is not there yet, or one with an earlier release of this workspace"
    try:
        said = json.loads((out / MANIFEST).read_text("utf-8"))
        listed = [line.split("  ", 1) for line in (out / SUMS).read_text("utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise PlanwerkError(f"{out} holds files that planwerk publish did not write", hint) from error
    if not isinstance(said, dict) or said.get("base") != base:
        raise PlanwerkError(f"{out} holds the release of another workspace", hint)
    known = {path for _, path in listed} | {SUMS}
    if foreign := [path for path in there if path not in known]:
        raise PlanwerkError(f"{out} holds {foreign[0]}, which planwerk publish did not write", hint)


def _put_in_place(beside: Path, out: Path) -> None:
    if not out.exists():
        beside.rename(out)
        return
    old = out.with_name(f".{secrets.token_hex(8)}.old")
    out.rename(old)
    try:
        beside.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old)


__all__ = ["Published", "publish"]
