"""The dataset as tables for statistics programs: CSV files, and metadata that say what their columns hold (W3C CSVW).

Columns are called by stable English keys; what people call them stands in the metadata in both languages
(https://www.w3.org/TR/tabular-metadata/). Empty cells are missing values, days are ISO 8601, decimals have a point.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from planwerk.city import City
from planwerk.errors import PlanwerkError
from planwerk.files import write_atomically
from planwerk.publishing.pages import answer_of
from planwerk.publishing.release import Release, published, read_release
from planwerk.questions import labels, questions
from planwerk.site.seen import Seen
from planwerk.views.controltable import control_table
from planwerk.views.plantable import plan_table
from planwerk.views.reports import gap_table
from planwerk.views.table import Cell, Column, Table, to_csv
from planwerk.vocabulary import NS, PREFIXES, SHIPPED_GRAPH

CSVW = "http://www.w3.org/ns/csvw"
_TITLES = {
    "subject": ("Subjekt", "subject"), "predicate": ("Prädikat", "predicate"), "object": ("Objekt", "object"),
    "datatype": ("Datentyp", "datatype"), "language": ("Sprache", "language"), "graph": ("Quellgraph", "source graph"),
    "known_from": ("bekannt seit", "known from"), "name": ("Name", "name"), "speaker": ("sagt", "said by"),
    "file": ("Datei", "file"), "wording": ("Wortlaut veröffentlicht", "wording published"),
    "label": ("Bezeichnung", "label"), "kind": ("Art", "kind"), "id": ("Kennung", "identifier"),
    "source": ("von", "from"), "target": ("beruht auf", "rests on"), "property": ("Beziehung", "relation"),
}  # fmt: skip


def csv_files(seen: Mapping[str, Seen], release: Release) -> Iterator[tuple[str, bytes]]:
    """Yield the tables of a release, and last the file that describes them all."""
    described: list[dict[str, object]] = []
    for path, versions in _tables(seen, release):
        table = next(iter(versions.values()))
        yield path, to_csv(table)
        described.append(_described(path.removeprefix("data/"), versions))
    group = {
        "@context": [CSVW, {"@language": "en"}],
        "dc:title": release.title["en"],
        "dc:publisher": release.publisher,
        "dc:issued": {"@value": release.day.isoformat(), "@type": "xsd:date"},
        **({"dc:license": {"@id": release.licence_address}} if release.licence_address else {}),
        "tables": described,
    }
    yield "data/csv-metadata.json", (json.dumps(group, ensure_ascii=False, indent=1) + "\n").encode()


def _tables(seen: Mapping[str, Seen], release: Release) -> Iterator[tuple[str, dict[str, Table]]]:
    """Give each table's path with its versions by language; tables without words of a language have one."""
    one = next(iter(seen.values()))
    yield "data/csv/statements.csv", {"en": _statements(one.city)}
    yield "data/csv/sources.csv", {"en": _sources(one, release)}
    network = one.city.network()
    nodes = [
        (node, str(network.nodes[node]["label"]), "; ".join(network.nodes[node]["kinds"])) for node in sorted(network)
    ]
    edges = sorted((source, target, str(name)) for source, target, name in network.edges(keys=True))
    yield "data/csv/network-nodes.csv", {"en": _plain("network-nodes", ("id", "label", "kind"), nodes)}
    yield "data/csv/network-edges.csv", {"en": _plain("network-edges", ("source", "target", "property"), edges)}
    for lang, view in seen.items():
        other = {"de": "en", "en": "de"}[lang]
        made = {name: _views(view, name) for name in ("control", "gaps", "plans")}
        for name, table in made.items():
            yield f"data/csv/{lang}/{name}.csv", {lang: table, other: _views(seen[other], name)}
        for name, question in questions(view.city.workspace.folder).items():
            yield f"data/csv/{lang}/answers/{name}.csv", {lang: answer_of(question, view)}


def _views(seen: Seen, name: str) -> Table:
    data, lang = seen.city.data, seen.lang
    if name == "control":
        return control_table(seen.control, data, lang)
    if name == "plans":
        return plan_table(seen.plans, data, lang, wording=True)
    return gap_table(seen.findings(), data, lang, everything=True)


def _statements(city: City) -> Table:
    """Give every statement of the sources, one a row, with the graph that makes it and since when it is known."""
    rows: list[tuple[Cell, ...]] = []
    for quad in city.data.store:
        graph = quad.graph_name
        if (
            not isinstance(graph, NamedNode)
            or graph.value.startswith(SHIPPED_GRAPH)
            or graph.value.endswith("-evidence")
        ):
            continue
        value = quad.object
        datatype = language = None
        if isinstance(value, Literal):
            language, datatype = value.language, None if value.language else value.datatype.value
        subject, text = (getattr(term, "value", str(term)) for term in (quad.subject, value))
        rows.append(
            (subject, quad.predicate.value, text, datatype, language, graph.value, city.data.graphs.get(graph.value))
        )
    columns = ("subject", "predicate", "object", "datatype", "language", "graph", "known_from")
    return _plain("statements", columns, sorted(rows, key=lambda row: tuple(map(str, row))))


def _sources(seen: Seen, release: Release) -> Table:
    store = seen.city.data.store

    def said(graph: str, predicate: str) -> str | None:
        found = store.quads_for_pattern(NamedNode(graph), NamedNode(predicate), None)
        return min((getattr(quad.object, "value", "") for quad in found), default=None)

    rows = []
    for graph, since in seen.city.data.graphs.items():
        if graph.endswith("-evidence"):
            continue
        speaker = said(graph, PREFIXES["prov"] + "wasAttributedTo")
        source = said(graph, PREFIXES["prov"] + "wasDerivedFrom")
        file = said(source, NS + "fileName") if source else None
        names = labels(seen.city.data, {graph, *([speaker] if speaker else [])}, seen.lang)
        shown = ("yes" if release.shows(file) else "no") if file else None
        rows.append((graph, names[graph], since, names.get(speaker or ""), file, shown))
    return _plain("sources", ("graph", "name", "known_from", "speaker", "file", "wording"), rows)


def _plain(title: str, keys: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> Table:
    return Table(title, tuple(Column(key, _TITLES[key][1]) for key in keys), tuple(rows), lang="en")


def _described(url: str, versions: Mapping[str, Table]) -> dict[str, object]:
    table = next(iter(versions.values()))
    columns = []
    for place, column in enumerate(table.columns):
        said = {lang: version.columns[place].title for lang, version in versions.items()}
        if column.key in _TITLES and len(versions) == 1 and url.count("/") == 1:
            said = dict(zip(("de", "en"), _TITLES[column.key], strict=True))
        columns.append(
            {
                "name": column.key,
                "titles": column.key,
                "dc:title": [{"@value": text, "@language": lang} for lang, text in sorted(said.items())],
                "datatype": _datatype([row[place] for row in table.rows]),
            }
        )
    return {"url": url, "dc:title": table.title, "tableSchema": {"columns": columns}}


def _datatype(cells: Iterable[Cell]) -> str:
    found = {type(cell) for cell in cells if cell is not None}
    kinds: dict[type, str] = {date: "date", int: "integer", Decimal: "decimal"}
    if found and found <= {int, Decimal}:
        return "decimal" if Decimal in found else "integer"
    return kinds.get(found.pop(), "string") if len(found) == 1 else "string"


def write_tables(city: City, folder: Path) -> list[Path]:
    """Write the tables of a city, as of its day, and the file that describes them; gives the paths.

    The same tables as in a release: statements, sources, the network, and in both languages the control table, the gap
    list, the planning register and the answers to all questions. Raises PlanwerkError where the folder cannot be written.

    >>> import planwerk, tempfile
    >>> from planwerk import shipped
    >>> nebenstadt = planwerk.open(shipped.data() / "nebenstadt", as_of="2020-03-01")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = write_tables(nebenstadt, Path(folder))
    ...     print(written[0].name, written[-1].name, written[0].read_text("utf-8").splitlines()[0])
    statements.csv csv-metadata.json subject,predicate,object,datatype,language,graph,known_from
    """
    release = read_release(city.workspace.folder, city.workspace.name, city.as_of, city.workspace.base)
    shown = published(city, release)
    written = []
    for path, content in csv_files({lang: Seen(shown, lang) for lang in ("de", "en")}, release):
        target = folder / path.removeprefix("data/")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PlanwerkError(f"cannot write {folder}: {error.strerror or error}", "name another folder") from error
        write_atomically(target, content)
        written.append(target)
    return written
