"""What the map asks the dataset: which things and links it shows, and what it tells about them."""

from __future__ import annotations

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

DAYS = """PREFIX pw: <{ns}>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?thing ?rank ?day WHERE {{
  {{ VALUES (?property ?rank) {{ (pw:decisionDate 1) (pw:dateOfDocument 1) (pw:scheduledFor 3) }} ?thing ?property ?day FILTER(DATATYPE(?day) = xsd:date) }}
  UNION {{ ?decision pw:resultsIn ?thing ; pw:decisionDate ?day BIND(1 AS ?rank) }}
  UNION {{ ?decision pw:resultsIn ?thing ; pw:dated/pw:earliest ?day BIND(2 AS ?rank) }}
  UNION {{ ?thing pw:dated/pw:earliest ?day BIND(2 AS ?rank) }}
  UNION {{ ?thing pw:scheduledFor/pw:earliest ?day BIND(3 AS ?rank) }}
  UNION {{ ?thing pw:validity/pw:earliest ?day BIND(4 AS ?rank) }}
  UNION {{ ?thing pw:deadline/pw:latest ?day BIND(5 AS ?rank) }}
}} ORDER BY ?thing ?rank ?day"""

STATUS = """PREFIX pw: <{ns}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing ?name WHERE {{
  VALUES ?property {{ pw:planStatus pw:eventStatus }}
  ?thing ?property ?concept . ?concept skos:prefLabel ?name FILTER(LANG(?name) = "{lang}")
}} ORDER BY ?thing ?name"""

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
