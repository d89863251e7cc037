"""Questions that ship with the ontology, and their answers.

A question is one ``.rq`` file of ``ontology/questions``: SPARQL that runs unchanged in any tool, with a head of
comments (title and question in German and English, column headings, parameters with their defaults). A workspace
can add its own in a folder ``questions``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolutions

from planwerk import shipped
from planwerk.dataset import Dataset
from planwerk.errors import QueryError
from planwerk.guard import refuse_reaching_out

Value = str | int | Decimal | date | bool | None

HEAD = re.compile(r"#\s*(?P<key>[\w ?.-]+?):\s*(?P<value>.*)")
PARAMETER = re.compile(
    r"(?P<start>VALUES\s+\?(?P<name>\w+)\s*\{\s*)(?P<value>.*?)(?P<end>\s*\}\s*# parameter (?P<again>\w+):\s*(?P<titles>.*))"
)
XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its words: "In this dataset, which version did the council adopt?".

    >>> question = find_question("adopted-version")
    >>> question.title("en"), question.audience
    ('Adopted version', 'researcher')
    """

    id: str
    text: str
    head: Mapping[str, str]
    columns: Mapping[str, str] = field(default_factory=dict)
    """Heading of each column as "deutsch | english"."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Default of each parameter, as it stands in the query."""

    def title(self, lang: str) -> str:
        """Give the short name in the language."""
        return self.say("title", lang)

    def question(self, lang: str) -> str:
        """Give the question as a person would put it."""
        return self.say("question", lang)

    def say(self, key: str, lang: str) -> str:
        """Give an entry of the head in the language, or an empty text."""
        return self.head.get(f"{key}-{lang}", "")

    @property
    def audience(self) -> str:
        """Give whom the question is for: planner, researcher or presenter."""
        return self.head.get("for", "")

    def heading(self, column: str, lang: str) -> str:
        """Give a column's heading in the language; the column's name where it has none."""
        german, _, english = self.columns.get(column, column).partition(" | ")
        return english or german if lang == "en" else german

    def parameter_title(self, name: str, lang: str) -> str:
        """Say what a parameter is, in the language.

        >>> find_question("g07-plan-overaged").parameter_title("years", "en")
        'years after which a plan counts as overaged'
        """
        titles = next((m["titles"] for m in PARAMETER.finditer(self.text) if m["name"] == name), name)
        german, _, english = titles.partition(" | ")
        return (english or german if lang == "en" else german).strip()

    def with_parameters(self, values: Mapping[str, str]) -> str:
        """Give the query with the parameters' values put in; the result runs in any SPARQL tool.

        Raises QueryError where a parameter is unknown or its value does not have the default's kind.

        >>> find_question("adopted-version").with_parameters({"language": "en"})
        Traceback (most recent call last):
        planwerk.errors.QueryError: adopted-version has no parameter language
        """
        for name in values:
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "it has none"
                raise QueryError(f"{self.id} has no parameter {name}", f"parameters: {known}")

        def put(match: re.Match[str]) -> str:
            name, default = match["name"], match["value"]
            value = values.get(name)
            return (
                match[0] if value is None else f"{match['start']}{_term(self.id, name, value, default)}{match['end']}"
            )

        return PARAMETER.sub(put, self.text)


def _term(question: str, name: str, value: str, default: str) -> str:
    """Write a parameter's value as the kind of term its default is; nothing else gets into the query."""
    kinds = {
        "whole number": (r"\d+", r"-?\d{1,9}", "{}"),
        "number": (r"\d+\.\d+", r"-?\d{1,9}(\.\d{1,9})?", "{}"),
        "true or false": (r"true|false", r"true|false", "{}"),
        "date (2020-07-01)": (r'"[\d-]+"\^\^xsd:date', r"\d{4}-\d{2}-\d{2}", '"{}"^^xsd:date'),
        "language (de, en)": (r'"[a-z]{2}"', r"de|en", '"{}"'),
        "Land (SN)": (r'"[A-Z]{2}"', r"[A-Z]{2}", '"{}"'),
    }
    for kind, (of_default, allowed, written) in kinds.items():
        if re.fullmatch(of_default, default):
            if not re.fullmatch(allowed, value):
                raise QueryError(f'{question}: "{value}" is no value for {name}', f"a {kind}, as its default {default}")
            text = value if "number" not in kind or "." in value or kind == "whole number" else f"{value}.0"
            return written.format(text)
    raise QueryError(
        f"{question}: parameter {name} has a default of no known kind: {default}", "see ontology/README.md"
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns and rows; IRIs as text, dates, numbers and truth values as Python has them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def as_dicts(self) -> list[dict[str, Value]]:
        """Give each row as a dictionary by column name, ready for ``pandas.DataFrame``."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def read_question(path: Path) -> Question:
    """Read one question file; raises QueryError where it cannot be read."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path} cannot be read: {error}", "a question is a text file in UTF-8") from error
    head, columns = {}, {}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if match := HEAD.fullmatch(line):
            key, value = match["key"].strip(), match["value"].strip()
            if key.startswith("column "):
                columns[key.removeprefix("column ").strip()] = value
            else:
                head[key] = value
    parameters = {m["name"]: m["value"] for m in PARAMETER.finditer(text)}
    return Question(path.stem, text, head, columns, parameters)


@cache
def _shipped_files() -> tuple[Question, ...]:
    return tuple(read_question(path) for path in sorted((shipped.ontology() / "questions").glob("*.rq")))


def _all(folder: Path | None) -> list[Question]:
    own = [read_question(path) for path in sorted((folder / "questions").glob("*.rq"))] if folder else []
    return [*own, *(q for q in _shipped_files() if q.id not in {o.id for o in own})]


def questions(folder: Path | None = None) -> dict[str, Question]:
    """Give the competency questions by id, those of a workspace's folder first.

    >>> "adopted-version" in questions()
    True
    """
    return {q.id: q for q in _all(folder) if q.head.get("kind", "question") == "question"}


def checks(folder: Path | None = None) -> dict[str, Question]:
    """Give the gap checks' queries by number (G01 …), those of a workspace's folder first."""
    return {q.head["check"]: q for q in sorted(_all(folder), key=lambda q: q.id) if q.head.get("kind") == "check"}


def find_question(name: str, folder: Path | None = None) -> Question:
    """Give the question of that name; raises QueryError that suggests the nearest where there is none."""
    every = {q.id: q for q in _all(folder)}
    if name not in every:
        near = [q for q in every if name in q][:1] or difflib.get_close_matches(name, every, 1, 0.5)
        raise QueryError(
            f'there is no question "{name}"', f"did you mean {near[0]}?" if near else "planwerk questions lists them"
        )
    return every[name]


def ask(
    dataset: Dataset, question: str | Question, *, lang: str = "de", parameters: Mapping[str, str] | None = None
) -> Answer:
    """Put a question to the dataset, with its own day and the language filled in.

    Raises QueryError where the question or a parameter is unknown, or the query is not well-formed.
    """
    asked = find_question(question) if isinstance(question, str) else question
    return query(dataset, asked.with_parameters(fill(asked, dataset, lang) | dict(parameters or {})))


def fill(question: Question, dataset: Dataset, lang: str) -> dict[str, str]:
    """Give the values every question gets where it wants them: the as-of day and the language."""
    values = {"asOf": dataset.as_of.isoformat(), "lang": lang}
    return {name: value for name, value in values.items() if name in question.parameters}


def query(dataset: Dataset, text: str) -> Answer:
    """Run a SPARQL SELECT or ASK query; raises QueryError where it is no such query.

    CONSTRUCT and DESCRIBE give the columns subject, predicate and object.
    """
    refuse_reaching_out(text)
    try:
        results = dataset.store.query(text)
    except SyntaxError as error:
        raise QueryError(
            f"the query is not SPARQL: {error.msg}", "planwerk questions shows queries that work"
        ) from error
    if isinstance(results, QuerySolutions):
        columns = tuple(variable.value for variable in results.variables)
        return Answer(columns, tuple(tuple(value_of(row[name]) for name in columns) for row in results))
    if hasattr(results, "__bool__"):
        return Answer(("answer",), ((bool(results),),))
    triples = sorted((str(t.subject), str(t.predicate), str(t.object)) for t in results)
    return Answer(("subject", "predicate", "object"), tuple(triples))


def value_of(term: object) -> Value:
    """Give an RDF term as Python has it: dates, numbers, truth values; everything else as its text."""
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return term.value
    if not isinstance(term, Literal):
        return str(term)
    kind, text = term.datatype.value.removeprefix(XSD), term.value
    try:
        if kind == "date":
            return date.fromisoformat(text[:10])
        if kind == "integer":
            return int(text)
        if kind == "decimal":
            return Decimal(text)
    except ValueError:
        return text
    return text == "true" if kind == "boolean" else text


def labels(dataset: Dataset, things: Iterable[str], lang: str) -> dict[str, str]:
    """Give the things' labels in the language, else in German, else in any, else the end of the IRI."""
    found: dict[str, str] = {}
    names = [
        NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
        NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
    ]
    for thing in set(things):
        said = {
            quad.object.language or "": quad.object.value
            for name in names
            for quad in sorted(dataset.store.quads_for_pattern(NamedNode(thing), name, None), key=str, reverse=True)
            if isinstance(quad.object, Literal)
        }
        found[thing] = (
            said.get(lang) or said.get("de") or next(iter(said.values()), thing.rstrip("/").rsplit("/", 1)[-1])
        )
    return found
