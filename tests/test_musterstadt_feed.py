"""The OParl feed of Musterstadt: consistent with its papers, sound but for the defects planted in it, each on a list."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planwerk.readingcopy import norm
from typesetting import PAPERS, text_layer

FEED = PAPERS.parent / "oparl"
TYPES = {
    "System", "Body", "LegislativeTerm", "Organization", "Person", "Membership", "Meeting", "AgendaItem", "Paper",
    "Consultation", "File", "Location",
}  # fmt: skip
VERSIONS = ("1.0", "1.1")
DEFECTS = [
    (file, path)
    for file, path in re.findall(r"^\| `([^`]+\.json)` \| `([^`]+)` \|", (FEED / "README.md").read_text("utf-8"), re.M)
]


def read(name: str) -> Any:
    return json.loads((FEED / name).read_text("utf-8"), strict=False)


def objects(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every object of the feed in a value, with its path."""
    if isinstance(value, dict):
        if "type" in value and "id" in value:
            yield path, value
        for key, inner in value.items():
            yield from objects(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from objects(inner, f"{path}.{index}".lstrip("."))


def everything(version: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for file in sorted(FEED.glob(f"{version}-*.json")):
        for path, thing in objects(read(file.name)):
            yield file.name, path, thing


def kind(thing: dict[str, Any]) -> str:
    return str(thing["type"]).rstrip("/").rsplit("/", 1)[-1]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_object_type_occurs_and_says_its_version(version: str) -> None:
    found = list(everything(version))
    assert {kind(thing) for _, _, thing in found} == TYPES
    assert {re.search(r"/(1\.\d)/", thing["type"])[1] for _, _, thing in found} == {version}  # type: ignore[index]


@pytest.mark.parametrize("version", VERSIONS)
def test_papers_are_those_of_the_city(version: str) -> None:
    papers = [thing for _, _, thing in everything(version) if kind(thing) == "Paper" and not thing.get("deleted")]
    assert len(papers) >= 6
    for paper in papers:
        files = paper["auxiliaryFile"]
        for file in files if isinstance(files, list) else [files]:
            text = norm(text_layer(PAPERS / file["fileName"]))
            assert paper["reference"] in text
            assert norm(paper["name"]) in text
            assert "{2}.{1}.{0}".format(*paper["date"].split("-")) in text
            content = (PAPERS / file["fileName"]).read_bytes()
            assert file["size"] in (len(content), 0)
            assert file["sha512Checksum"] == hashlib.sha512(content).hexdigest()


@pytest.mark.parametrize("version", VERSIONS)
def test_links_lead_to_objects_and_lists_of_the_feed_but_for_the_one_planted(version: str) -> None:
    found = list(everything(version))
    known: dict[str, dict[str, Any]] = {}
    for _, _, thing in found:  # the town hall is embedded wherever it is named, and is the same everywhere
        assert known.setdefault(thing["id"], thing) == thing
    base = f"https://oparl.musterstadt.example/{version}/"
    linked = {
        value
        for _, _, thing in found
        for key, values in thing.items()
        if key not in ("id", "accessUrl")
        for value in (values if isinstance(values, list) else [values])
        if isinstance(value, str) and value.startswith(base) and not value.endswith("/list")
    }
    assert linked - known.keys() == ({f"{base}paper/2018-0160"} if version == "1.1" else set())


@pytest.mark.parametrize(("file", "path"), DEFECTS, ids=[path for _, path in DEFECTS])
def test_a_planted_defect_is_where_the_list_says(file: str, path: str) -> None:
    value = read(file)
    for step in path.split("."):
        value = value[int(step)] if isinstance(value, list) else value[step]
    if path == "data.9.name":
        with pytest.raises(ValueError, match="control character"):
            json.loads((FEED / file).read_text("utf-8"))


def test_all_but_one_file_can_be_read_strictly() -> None:
    for file in sorted(FEED.glob("*.json")):
        if file.name != "1.1-organizations.json":
            json.loads(file.read_text("utf-8"))


def test_the_feed_holds_to_the_schema_of_oparl_but_for_its_defects(corpus: Path) -> None:
    schemas = {
        path.stem: json.loads(path.read_text("utf-8"))
        for path in (corpus / "oparl" / "oparl_1_1_schema" / "schema").glob("*.json")
    }
    kinds = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}
    wrong = set()
    for file, path, thing in everything("1.1"):
        schema = schemas[kind(thing)]
        if not thing.get("deleted"):
            assert set(schema["required"]) <= thing.keys(), (file, path)
        for name, value in thing.items():
            said = schema["properties"].get(name)
            of_type = said and kinds.get(said.get("type", ""))
            if (
                said is None
                or (of_type and not isinstance(value, of_type))
                or (name == "type" and not re.search(said["pattern"], value))
            ):
                wrong.add((file, f"{path}.{name}"))
    assert wrong <= set(DEFECTS), wrong - set(DEFECTS)
    assert {path for _, path in wrong} >= {"data.6.auxiliaryFile", "data.8.type", "data.0.formOfAdress"}
