"""What a gap run costs on a city of its size: all checks beside the plain wording of one of them, in the same run.

The city is made here: papers of which a tenth are plans with groups, districts, offices and links, the rest motions,
resolutions with tasks, and reports. Every paper has an evidence graph, as a real one has: what it says of its plan or
task stands in two passages. Of ten resolutions one no longer names those whom the motion wanted to involve. The peer is G17 as one would first write it (FILTER NOT EXISTS inside the join) on
the same engine and store, over a twentieth of the plans, and the load of the same statements into that store.
``make bench`` measures 10,000 papers and writes results/gaps.md; ``PLANWERK_BENCH=large`` adds 100,000, and sizes given
as arguments are measured instead and printed alone.
No bound is asserted here.
"""

from __future__ import annotations

import os
import platform
import random
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from planwerk.dataset import Dataset, as_of, shipped_quads
from planwerk.gaps import Finding, find_gaps
from planwerk.inference import infer
from planwerk.passages import Evidence
from planwerk.questions import checks, query
from planwerk.vocabulary import CONCEPT, NS, PREFIXES

RESULT = Path(__file__).parent / "results" / "gaps.md"
DAY = date(2020, 7, 1)
BASE = "https://w3id.org/planwerk/id/de-99000001/"
GROUPS, DISTRICTS, OFFICES = 40, 60, 12
PROVEN = ("label", "referenceNumber", "leadUnit", "addressesTargetGroup", "deadline", "involves", "createsTask")
XSD = "http://www.w3.org/2001/XMLSchema#"

PLAIN = """PREFIX pw: <https://w3id.org/planwerk/ns#> PREFIX s: <https://w3id.org/planwerk/concept/plan-status/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?p ?q {
  ?p a pw:PlanEdition ; pw:planStatus s:existing ; pw:leadUnit ?office . ?q a pw:PlanEdition ; pw:planStatus s:existing .
  FILTER(?office = <OFFICE> && STR(?p) < STR(?q))
  ?p pw:addressesTargetGroup/skos:broader* ?g . ?q pw:addressesTargetGroup/skos:broader* ?g
  FILTER NOT EXISTS { ?n pw:continues ?p ; pw:planStatus s:existing } FILTER NOT EXISTS { ?m pw:continues ?q ; pw:planStatus s:existing }
  FILTER NOT EXISTS { { ?p pw:relatesToPlan ?q } UNION { ?q pw:relatesToPlan ?p } } }"""


def city(papers: int, seed: int = 1) -> Iterator[Quad]:
    """Yield the statements of a city with so many papers, the same ones for the same seed."""
    rng = random.Random(seed)
    first, *rest = _said(papers, rng)
    yield first
    said = [first]
    for quad in rest:
        if quad.graph_name != said[0].graph_name:
            yield from _evidence(said)
            said = []
        said.append(quad)
        yield quad
    yield from _evidence(said)


def _evidence(said: list[Quad]) -> Iterator[Quad]:
    """Yield a paper's evidence graph: the statements of PROVEN, by turns in a first and a second passage."""
    graph = said[0].graph_name
    assert isinstance(graph, NamedNode)
    name = NamedNode(f"{graph.value}-evidence")
    known = next(q for q in said if q.predicate.value == NS + "knownFrom")
    rdf, oa, prov = PREFIXES["rdf"], "http://www.w3.org/ns/oa#", PREFIXES["prov"]

    def say(subject: NamedNode, predicate: str, value: NamedNode | BlankNode | Literal) -> Quad:
        return Quad(subject, NamedNode(predicate), value, name)

    yield say(name, rdf + "type", NamedNode(NS + "SourceGraph"))
    yield say(name, NS + "graphRole", NamedNode(CONCEPT + "graph-role/evidence"))
    yield say(name, NS + "knownFrom", known.object)  # type: ignore[arg-type]
    yield say(name, prov + "wasDerivedFrom", graph)
    source = NamedNode(graph.value.replace("/graph/", "/source/"))
    for n in range(2):
        segment, selector = NamedNode(f"{source.value}/{n}"), NamedNode(f"{source.value}/{n}-position")
        yield say(segment, rdf + "type", NamedNode(NS + "TextSegment"))
        yield say(segment, NS + "section", Literal(f"Abschnitt {n}", language="de"))
        yield say(segment, NS + "section", Literal(f"Section {n}", language="en"))
        yield say(segment, NS + "wordCount", Literal(9))
        yield say(segment, NS + "passageDigest", Literal(f"{n:064}"))
        yield say(segment, oa + "hasSource", source)
        yield say(segment, oa + "hasSelector", selector)
        yield say(selector, oa + "start", Literal(100 * n))
        yield say(selector, oa + "end", Literal(100 * n + 60))
    proven = {NS + name for name in PROVEN} | {PREFIXES["rdfs"] + "label"}
    for n, quad in enumerate(q for q in said if q.predicate.value in proven):
        evidence, statement = (NamedNode(f"{source.value}/{kind}-{n}") for kind in ("evidence", "statement"))
        yield say(evidence, rdf + "type", NamedNode(NS + "Evidence"))
        yield say(evidence, oa + "hasTarget", NamedNode(f"{source.value}/{n % 2}"))
        yield say(evidence, NS + "supportsStatement", statement)
        yield say(statement, rdf + "type", NamedNode(rdf + "Statement"))
        yield say(statement, rdf + "subject", quad.subject)  # type: ignore[arg-type]
        yield say(statement, rdf + "predicate", quad.predicate)
        yield say(statement, rdf + "object", quad.object)  # type: ignore[arg-type]


def _said(papers: int, rng: random.Random) -> Iterator[Quad]:
    """Yield what the papers say, paper by paper."""
    rdf, label = NamedNode(PREFIXES["rdf"] + "type"), NamedNode(PREFIXES["rdfs"] + "label")

    def day(value: date) -> Literal:
        return Literal(value.isoformat(), datatype=NamedNode(XSD + "date"))

    def iri(kind: str, number: int | str) -> NamedNode:
        return NamedNode(f"{BASE}{kind}/{number}")

    def concept(name: str) -> NamedNode:
        return NamedNode(CONCEPT + name)

    plans = papers // 10
    for n in range(papers):
        known = date(2005, 1, 1) + timedelta(days=rng.randrange(5500))
        graph = iri("graph", n)

        def say(subject: NamedNode, name: str, value: NamedNode | Literal, graph: NamedNode = graph) -> Quad:
            return Quad(
                subject, rdf if name == "a" else label if name == "label" else NamedNode(NS + name), value, graph
            )

        def span(value: date, name: str, n: int = n) -> Iterator[Quad]:
            when = iri("span", f"{n}-{name}")
            yield say(when, "a", NamedNode(NS + "TimeSpan"))
            yield say(when, "earliest", day(value))
            yield say(when, "latest", day(value))

        yield say(graph, "a", NamedNode(NS + "SourceGraph"))
        yield say(graph, "graphRole", concept("graph-role/asserted"))
        yield say(graph, "knownFrom", day(known))
        yield say(graph, "preparedBy", iri("body", rng.randrange(OFFICES)))
        if n < OFFICES:
            yield say(iri("body", n), "a", NamedNode(NS + "AdministrativeUnit"))
            yield say(iri("body", n), "label", Literal(f"Amt {n}", language="de"))
            yield say(iri("body", n), "responsibleForDomain", concept(f"domain/d{n + 1:02}"))
        if n < plans:
            plan = iri("edition", n)
            yield say(plan, "a", NamedNode(NS + "PlanEdition"))
            yield say(plan, "label", Literal(f"Plan {n}", language="de"))
            yield say(plan, "referenceNumber", Literal(f"VI-DS-{n:05}"))
            yield say(plan, "planStatus", concept("plan-status/" + ("existing" if n % 5 else "intended")))
            yield say(plan, "coversDomain", concept(f"domain/d{rng.randrange(1, 15):02}"))
            yield say(plan, "addressesTargetGroup", iri("group", rng.randrange(GROUPS)))
            yield say(plan, "leadUnit", iri("body", rng.randrange(OFFICES)))
            yield say(plan, "deadline" if n % 5 == 0 else "dated", iri("span", f"{n}-when"))
            yield from span(known, "when")
            if rng.random() < 0.2:
                yield say(plan, "coversArea", iri("district", rng.randrange(DISTRICTS)))
            if n > 50 and n % 5 and rng.random() < 0.6:
                yield say(plan, "continues", iri("edition", n - 50))
            if rng.random() < 0.5:
                yield say(plan, "feedsInto", iri("edition", rng.randrange(plans)))
            continue
        version, task = iri("version", n), iri("task", n)
        yield say(iri("paper", n), "a", NamedNode(NS + ("Motion" if n % 3 else "ImplementationReport")))
        yield say(iri("paper", n), "hasVersion", version)
        yield say(version, "versionOf", iri("paper", n))
        yield say(version, "a", NamedNode(NS + "PaperVersion"))
        yield say(version, "hasProposedPoint", iri("proposed", n))
        yield say(iri("proposed", n), "proposesTask", task)
        yield say(task, "a", NamedNode(NS + "Task"))
        yield say(task, "label", Literal(f"Auftrag {n}", language="de"))
        yield say(task, "deadline", iri("span", f"{n}-due"))
        yield say(task, "involves", concept("stakeholder/providers"))
        yield from span(known + timedelta(days=400), "due")
        yield Quad(version, NamedNode(PREFIXES["dcterms"] + "references"), iri("edition", rng.randrange(plans)), graph)
        if n % 3:
            point, resolution, decision = iri("point", n), iri("resolution", n), iri("decision", n)
            yield say(decision, "a", NamedNode(NS + "Decision"))
            yield say(decision, "decidedOn", version)
            yield say(decision, "decisionDate", day(known))
            yield say(decision, "resultsIn", resolution)
            yield say(resolution, "a", NamedNode(NS + "Resolution"))
            yield say(resolution, "label", Literal(f"Beschluss {n}", language="de"))
            yield say(resolution, "adoptsVersion", version)
            yield say(resolution, "hasPoint", point)
            yield say(point, "a", NamedNode(NS + "ResolutionPoint"))
            if n % 10 == 1:  # adopted in other words, which leave out whom to involve
                task = iri("adopted-task", n)
                yield say(task, "a", NamedNode(NS + "Task"))
                yield say(task, "label", Literal(f"Beschlossener Auftrag {n}", language="de"))
                yield say(task, "deadline", iri("span", f"{n}-due"))
            yield say(point, "createsTask", task)
            if rng.random() < 0.8:
                yield say(task, "fulfilledBy", iri("paper", n))


def spent(work: object) -> float:
    """Give the CPU seconds of one run."""
    start = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - start


def measured(papers: int) -> list[str]:
    """Give the table's rows for a city of so many papers."""
    quads = [*shipped_quads(), *city(papers)]
    load = spent(partial(Store().bulk_extend, quads))
    made: list[Dataset] = []
    opening = spent(lambda: made.append(as_of(quads, DAY)))
    dataset = made[0]
    following = spent(partial(infer, dataset, BASE))
    plain = PLAIN.replace("OFFICE", f"{BASE}body/0")
    peer = spent(lambda: query(dataset, plain))
    found: list[Finding] = []
    whole = spent(lambda: found.extend(find_gaps(dataset)))
    again = spent(partial(find_gaps, dataset))
    evidence = spent(lambda: Evidence(dataset).of(f"{BASE}edition/0"))
    worded = spent(lambda: [(f.id, f.title, f.label, f.evidence, f.scope, f.closes_with, f.next_step) for f in found])
    each = {number: spent(partial(find_gaps, dataset, only=[number])) for number in checks()}
    rows = [
        ("loading: the graphs known on a day, flat beside them", opening),
        ("loading: what follows by rule", following),
        (f"all {len(each)} checks ({len(found):,} findings), first run", whole),
        ("all checks once more, on what is read", again),
        ("reading all evidence, once", evidence),
        ("putting all findings into words, with their evidence", worded),
    ]
    rows += [(f"{number} alone", seconds) for number, seconds in sorted(each.items(), key=lambda e: -e[1])[:4]]
    rows += [
        ("peer: loading the statements into the engine's store", load),
        ("peer: G17, plain wording, the plans of one office of twelve", peer),
    ]
    return [
        f"| {papers:,} | {len(dataset.store):,} | {name} | {s:.3f} | {s / load:.2f} | {s / peer:.2f} |"
        for name, s in rows
    ]


def main() -> None:
    """Measure, print and write the results."""
    head = [
        "# Gaps of a city",
        "",
        f"Python {platform.python_version()}, CPU seconds of one run. Made by `make bench`. Ratios are to the peers named in the last rows.",
        "",
        "| papers | statements | what | seconds | ratio to load | ratio to plain G17 |",
        "| ---: | ---: | --- | ---: | ---: | ---: |",
    ]
    asked = [int(size) for size in sys.argv[1:]]
    sizes = asked or ([10_000, 100_000] if os.environ.get("PLANWERK_BENCH") == "large" else [10_000])
    text = "\n".join([*head, *(line for size in sizes for line in measured(size)), ""])
    os.write(1, text.encode())
    if not asked:
        RESULT.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
