"""Story files: slides as a person writes them, in Markdown or YAML, before any name in them is looked up.

In Markdown a slide is a heading of the second level. Below it stand settings, one a line, then the words; a SPARQL
query in a fenced block chooses what is shown, beside or instead of names::

    ## What the council decided
    show: VI-A-05385-VSP-01, resolution/2018-09-19
    view: structure
    as-of: 2018-09-30

    The council follows the administration, and sets a date.

In YAML (a file that ends in .yaml or .yml) it is a list of slides with the same words as keys, the query under
``query``::

    - title: What the council decided
      show: [VI-A-05385-VSP-01, resolution/2018-09-19]
      as-of: 2018-09-30
      text: The council follows the administration, and sets a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planwerk.errors import SourceError

if TYPE_CHECKING:
    from yaml import Node

VIEWS = ("structure", "time", "net")
_SETTING = re.compile(r"(show|view|as-of):\s*(.*)")
_KEYS = ("title", "show", "view", "as-of", "text", "query")


@dataclass(slots=True)
class Draft:
    """A slide as it was written, with the line where it begins; ``show`` holds names that nobody has looked up yet."""

    title: str
    line: int
    show: list[str] = field(default_factory=list)
    view: str = ""
    day: date | None = None
    text: str = ""
    sparql: str = ""


def read_drafts(path: Path) -> list[Draft]:
    """Read the slides of a story file; raises SourceError naming file and line where it is none."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read: {error}", "a story is a text file in UTF-8") from error
    if path.suffix.lower() in (".yaml", ".yml"):
        drafts, hint = _from_yaml(path, text), "write each slide as an entry: - title: What the council decided"
    else:
        drafts = _from_markdown(path, text.splitlines())
        hint = "begin each slide with a heading: ## What the council decided"
    if not drafts:
        raise SourceError(f"{path} has no slide", hint)
    return drafts


def _from_markdown(path: Path, lines: Iterable[str]) -> list[Draft]:
    drafts: list[Draft] = []
    words: list[str] = []
    fenced = settings = False
    for number, line in enumerate(lines, start=1):
        if fenced:
            if line.startswith("```"):
                fenced = False
            elif drafts:
                drafts[-1].sparql += line + "\n"
        elif line.startswith("```"):
            if not drafts or not line.strip("`").strip().lower().startswith("sparql"):
                raise SourceError(
                    f"{path}, line {number}: only SPARQL stands in a fenced block", "open it as ```sparql"
                )
            fenced = True
        elif line.startswith("## "):
            drafts.append(Draft(line[3:].strip(), number))
            words, settings = [], True
        elif drafts and settings and (match := _SETTING.fullmatch(line.strip())):
            names = match[2].split(",") if match[1] == "show" else [match[2]]
            _set(drafts[-1], match[1], names, f"{path}, line {number}")
        elif drafts and (line.strip() or words):
            settings = False
            words.append(line.rstrip())
            drafts[-1].text = "\n".join(words).strip()
    return drafts


def _from_yaml(path: Path, text: str) -> list[Draft]:
    import yaml

    try:
        # Composed, not constructed: nothing of the file is ever more than text, and every entry knows its line.
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise SourceError(
            f"{where}: this is no YAML: {problem}", "indent with spaces; put texts with : in quotes"
        ) from error
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        raise SourceError(f"{path}, {_line(root)}: a story is a list of slides", "begin each slide with - title:")
    return [_slide_of(path, entry) for entry in root.value]


def _line(node: Node) -> str:
    return f"line {node.start_mark.line + 1}"


def _slide_of(path: Path, entry: Node) -> Draft:
    import yaml

    where = f"{path}, {_line(entry)}"
    if not isinstance(entry, yaml.MappingNode):
        raise SourceError(f"{where}: a slide is a title with settings", "write - title: What the council decided")
    draft, seen = Draft("", entry.start_mark.line + 1), set()
    for key, value in entry.value:
        name, at = str(key.value), f"{path}, {_line(key)}"
        if name not in _KEYS:
            raise SourceError(f'{at}: a slide has no "{name}"', "it has " + ", ".join(_KEYS))
        if name in seen:
            raise SourceError(f'{at}: "{name}" stands there twice', "keep one of them")
        seen.add(name)
        items = value.value if isinstance(value, yaml.SequenceNode) and name == "show" else [value]
        if not all(isinstance(item, yaml.ScalarNode) for item in items):
            raise SourceError(
                f'{at}: "{name}" is no text', "a name or a text stands there, for show also a list of names"
            )
        texts = [str(item.value) for item in items]
        if name == "title":
            draft.title = texts[0].strip()
        elif name == "text":
            draft.text = texts[0].strip()
        elif name == "query":
            draft.sparql = texts[0]
        else:
            _set(draft, name, texts, at)
    if not draft.title:
        raise SourceError(f"{where}: the slide has no title", "write - title: What the council decided")
    return draft


def _set(draft: Draft, key: str, values: list[str], where: str) -> None:
    if key == "show":
        draft.show += [name.strip() for name in values if name.strip()]
    elif key == "view":
        if values[0].strip() not in VIEWS:
            raise SourceError(f'{where}: there is no view "{values[0].strip()}"', "views are " + ", ".join(VIEWS))
        draft.view = values[0].strip()
    else:
        try:
            draft.day = date.fromisoformat(values[0].strip())
        except ValueError as error:
            raise SourceError(f'{where}: "{values[0].strip()}" is no day', "write it as 2020-07-01") from error
