"""What the map shows: the dataset's things and links, and the gap report's findings, as one neutral model."""

from __future__ import annotations

from collections.abc import Iterable

from planwerk.dataset import Dataset
from planwerk.gaps import Finding
from planwerk.passages import Copies, Evidence, Proof, stated_in
from planwerk.questions import checks, labels, query
from planwerk.views.mapmodel import MapEdge, MapEvidence, MapGap, MapModel, MapNode
from planwerk.views.reports import notes
from planwerk.vocabulary import NS

# What the map calls a thing, by the first of its classes that is in this list; what has none is left out.
KINDS: dict[str, str] = {
    "LegalAct": "law",
    "LegalProvision": "law",
    "PlanEdition": "plan",
    "PlanSection": "plan",
    "Plan": "plan",
    "Measure": "plan",
    "PlanningDomain": "domain",
    "Motion": "paper",
    "AdministrativePosition": "paper",
    "ImplementationReport": "paper",
    "Resolution": "decision",
    "Task": "task",
    "PlanningProcess": "process",
    "FundingActivity": "process",
    "ParticipationEvent": "event",
    "SpecialistBody": "body",
    "AdvisoryBoard": "body",
    "WorkingGroup": "body",
    "Council": "body",
    "ProviderAssociation": "body",
    "AdministrativeUnit": "actor",
    "Post": "actor",
    "StakeholderGroup": "group",
    "TargetGroup": "group",
}

# The links drawn besides "rests on"; details of papers (versions, points) are folded into what they belong to.
SHOWN = (
    "coversDomain", "hasLegalBasis", "continues", "feedsInto", "dependsOn", "implementsPlan", "updatesEdition", "produces",
    "openedBy", "monitors", "adoptedBy", "leadUnit", "responsible", "deliverable", "fulfilledBy",
    "involves", "participatesIn", "reportsOn", "answersTo", "hasSection", "hasMeasure", "responsibleForDomain",
    "addressesTargetGroup", "coordinatedWith", "evaluates",
)  # fmt: skip

LINKS = """PREFIX pw: <{ns}>
SELECT DISTINCT ?subject ?property ?object WHERE {{
  {{ VALUES ?property {{ {properties} }} ?subject ?property ?object FILTER(ISIRI(?object)) }}
  UNION {{ ?subject pw:hasPoint/pw:createsTask ?object BIND(pw:createsTask AS ?property) }}
  UNION {{ ?decision pw:resultsIn ?subject ; pw:heldBy ?object BIND(pw:heldBy AS ?property) }}
}} ORDER BY ?subject ?property ?object"""

THINGS = """PREFIX pw: <{ns}>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?thing ?class ?classLabel ?number ?summary ?domain WHERE {{
  VALUES ?lang {{ "{lang}" }}
  ?thing a ?class . FILTER(STRSTARTS(STR(?class), STR(pw:)))
  ?class rdfs:label ?classLabel FILTER(LANG(?classLabel) = ?lang)
  OPTIONAL {{ ?thing pw:referenceNumber ?number }}
  OPTIONAL {{ ?thing dcterms:abstract ?summary FILTER(LANG(?summary) = ?lang) }}
  OPTIONAL {{ ?thing pw:coversDomain ?domain }}
}} ORDER BY ?thing ?class ?number ?summary ?domain"""

DETAILS = """PREFIX pw: <{ns}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing ?propertyLabel ?value WHERE {{
  VALUES ?lang {{ "{lang}" }}
  {{ ?thing ?property ?said FILTER(ISLITERAL(?said) && STRSTARTS(STR(?property), STR(pw:)) && (LANG(?said) = "" || LANG(?said) = ?lang)) BIND(STR(?said) AS ?value) }}
  UNION {{ VALUES ?property {{ pw:deadline pw:validity pw:dated pw:scheduledFor }} ?thing ?property ?span . ?span pw:asWritten ?value }}
  UNION {{ VALUES ?property {{ pw:planStatus pw:planType pw:eventStatus pw:processKind pw:decisionOutcome pw:adoptionMode }}
          ?thing ?property ?concept . ?concept skos:prefLabel ?name FILTER(LANG(?name) = ?lang) BIND(STR(?name) AS ?value) }}
  ?property rdfs:label ?propertyLabel FILTER(LANG(?propertyLabel) = ?lang)
}} ORDER BY ?thing ?propertyLabel ?value"""


def model_of(title: str, dataset: Dataset, findings: Iterable[Finding], copies: Copies | None, lang: str) -> MapModel:
    """Take from the dataset what the map shows, as of the dataset's day, with the findings of the gap report."""
    evidence = Evidence(dataset, lang)
    things = _things(dataset, lang)
    properties = " ".join(f"pw:{name}" for name in SHOWN)
    links = [
        (str(subject), str(prop).removeprefix(NS), str(value))
        for subject, prop, value in query(dataset, LINKS.format(ns=NS, properties=properties)).rows
        if str(subject) in things and str(value) in things and subject != value
    ]
    findings = list(findings)
    used = {end for subject, _, value in links for end in (subject, value)}
    used |= {subject for finding in findings for subject in finding.subjects if subject in things}
    named = labels(dataset, used, lang)
    details: dict[str, list[tuple[str, str]]] = {}
    for thing, label, value in query(dataset, DETAILS.format(ns=NS, lang=lang)).rows:
        details.setdefault(str(thing), []).append((str(label), str(value)))
    words = labels(dataset, {NS + prop for _, prop, _ in links}, lang)
    gone = _announced(dataset)
    nodes = []
    for thing in sorted(used):
        kind, kind_label, number, summary, domain = things[thing]
        proofs = evidence.of(thing, "http://www.w3.org/2000/01/rdf-schema#label") or evidence.of(thing)[:3]
        nodes.append(
            MapNode(
                id=thing,
                label=named[thing],
                kind="announced" if thing in gone else kind,
                kind_label=kind_label,
                number=number,
                summary=summary,
                details=tuple(details.get(thing, ())),
                evidence=_shown(dataset, proofs, copies, lang) or _graphs(dataset, thing, None, lang),
                domain=domain,
            )
        )
    edges = [
        MapEdge(
            id=f"{subject} {prop} {value}",
            source=subject,
            target=value,
            label=words[NS + prop],
            origin=(said := _origin(dataset, subject, prop, value, evidence, copies, lang))[0],
            evidence=said[1],
        )
        for subject, prop, value in links
    ]
    known = checks()
    gaps = tuple(
        MapGap(
            id=finding.id,
            check=finding.check,
            verdict=finding.verdict,
            severity=finding.severity,
            label=known[finding.check].title(lang) if finding.check in known else finding.check,
            reason=finding.label,
            subjects=tuple(s for s in finding.subjects if s in used),
            next_step=finding.next_step,
            evidence=tuple(
                MapEvidence(
                    source=_name(dataset, e.source, lang),
                    locator=e.locator,
                    quote=e.quote,
                    known_from=dataset.graphs.get(e.source),
                    origin="asserted",
                    href=None,
                )
                for e in finding.evidence
            ),
        )
        for finding in findings
        if finding.verdict != "ok"
    )
    return MapModel(
        title=title, as_of=dataset.as_of, newest_source=dataset.newest_source, lang=lang,
        nodes=tuple(nodes), edges=tuple(edges), gaps=gaps, notes=notes(dataset, lang),
    )  # fmt: skip


def _things(dataset: Dataset, lang: str) -> dict[str, tuple[str, str, str | None, str | None, str | None]]:
    order = list(KINDS)
    found: dict[str, tuple[str, str, str | None, str | None, str | None]] = {}
    rank: dict[str, int] = {}
    for thing, cls, label, number, summary, domain in query(dataset, THINGS.format(ns=NS, lang=lang)).rows:
        name = str(cls).removeprefix(NS)
        if name in KINDS and order.index(name) < rank.get(str(thing), len(order)):
            rank[str(thing)] = order.index(name)
            found[str(thing)] = (KINDS[name], str(label), _text(number), _text(summary), _text(domain))
    return found


def _announced(dataset: Dataset) -> set[str]:
    rows = query(
        dataset,
        f"""PREFIX pw: <{NS}> PREFIX s: <https://w3id.org/planwerk/concept/plan-status/>
        SELECT DISTINCT ?plan WHERE {{ ?plan pw:planStatus ?status VALUES ?status {{ s:intended s:in-preparation }}
          MINUS {{ ?plan pw:planStatus ?real VALUES ?real {{ s:existing s:adopted }} }} MINUS {{ ?plan pw:fulfilledBy ?x }} }}""",
    ).rows
    return {str(row[0]) for row in rows}


def _origin(
    dataset: Dataset, subject: str, prop: str, value: str, evidence: Evidence, copies: Copies | None, lang: str
) -> tuple[str, tuple[MapEvidence, ...]]:
    """Tell whether a link was said (with its places), added as background, or follows by a rule."""
    if prop in ("createsTask", "heldBy"):  # said of the point and of the decision, which are folded into the resolution
        said = (value, "createsTask") if prop == "createsTask" else (subject, "resultsIn")
        proofs = evidence.towards(said[0], NS + said[1])
        if not proofs:
            return "curated", ()
    else:
        proofs = evidence.between(subject, NS + prop, value)
    if proofs:
        return "asserted", _shown(dataset, proofs, copies, lang)
    graphs = _graphs(dataset, subject, NS + prop, lang)
    return ("curated", graphs) if graphs else ("inferred", ())


def _shown(dataset: Dataset, proofs: Iterable[Proof], copies: Copies | None, lang: str) -> tuple[MapEvidence, ...]:
    return tuple(
        MapEvidence(
            source=_name(dataset, proof.graph, lang),
            locator=proof.passage.locator(lang),
            quote=copies.quote(proof.passage) if copies else None,
            known_from=dataset.graphs.get(proof.graph),
            origin="asserted",
            href=None,
        )
        for proof in proofs
    )


def _graphs(dataset: Dataset, subject: str, predicate: str | None, lang: str) -> tuple[MapEvidence, ...]:
    predicate = predicate or "http://www.w3.org/2000/01/rdf-schema#label"
    return tuple(
        MapEvidence(
            source=_name(dataset, graph, lang),
            locator="",
            quote=None,
            known_from=dataset.graphs.get(graph),
            origin="curated",
            href=None,
        )
        for graph in stated_in(dataset, subject, predicate)
    )


def _name(dataset: Dataset, graph: str, lang: str) -> str:
    return labels(dataset, [graph], lang)[graph]


def _text(value: object) -> str | None:
    return None if value is None else str(value)
