"""Our words: the closed namespace of the ontology's terms, the other prefixes, and how words get their IRIs.

The terms here and in ``ontology/core.ttl`` and ``ontology/law.ttl`` are the same set (a test holds them to it),
so a misspelt word dies at the attribute.
"""

from __future__ import annotations

import re

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

NS = "https://w3id.org/planwerk/ns#"
CONCEPT = "https://w3id.org/planwerk/concept/"
LAW = "https://w3id.org/planwerk/id/law/"
EVERY_DOMAIN = CONCEPT + "domain/all"  # what is for every planning domain alike
SHIPPED_GRAPH = "https://w3id.org/planwerk/graph/"  # the ontology, the value lists and the planning duties

PREFIXES = {
    "pw": NS,
    "concept": CONCEPT,
    "law": LAW,
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class PW(DefinedNamespace):
    """The terms of the ontology.

    >>> PW.PlanEdition
    rdflib.term.URIRef('https://w3id.org/planwerk/ns#PlanEdition')
    >>> PW.PlanEditoin
    Traceback (most recent call last):
    AttributeError: term 'PlanEditoin' not in namespace 'https://w3id.org/planwerk/ns#'
    """

    _fail = True
    _NS = Namespace(NS)

    # classes
    AdministrativePosition: URIRef
    AdministrativeUnit: URIRef
    AdvisoryBoard: URIRef
    BudgetLine: URIRef
    Claim: URIRef
    Consultation: URIRef
    Council: URIRef
    CouncilPaper: URIRef
    Decision: URIRef
    Deliverable: URIRef
    Evaluation: URIRef
    Evidence: URIRef
    ExpertReport: URIRef
    ExtractionRun: URIRef
    Funding: URIRef
    FundingActivity: URIRef
    FundingProgramme: URIRef
    ImplementationReport: URIRef
    LegalAct: URIRef
    LegalProvision: URIRef
    Measure: URIRef
    Motion: URIRef
    Municipality: URIRef
    NextSteps: URIRef
    PaperVersion: URIRef
    ParticipationEvent: URIRef
    Plan: URIRef
    PlanEdition: URIRef
    PlanSection: URIRef
    PlanningDomain: URIRef
    PlanningObligation: URIRef
    PlanningProcess: URIRef
    Post: URIRef
    Procedure: URIRef
    ProgressStatement: URIRef
    ProposedPoint: URIRef
    ProviderAssociation: URIRef
    ProvisionEdition: URIRef
    Resolution: URIRef
    ResolutionPoint: URIRef
    ResourceCommitment: URIRef
    ServiceType: URIRef
    SourceDocument: URIRef
    SourceGraph: URIRef
    SpecialistBody: URIRef
    StaffCapacity: URIRef
    StakeholderGroup: URIRef
    StatusValue: URIRef
    TargetGroup: URIRef
    Task: URIRef
    TextSegment: URIRef
    TimeSpan: URIRef
    WorkingGroup: URIRef

    # properties
    about: URIRef
    addressee: URIRef
    addressesTargetGroup: URIRef
    adoptedBy: URIRef
    adoptionMode: URIRef
    adoptsVersion: URIRef
    aliasCandidate: URIRef
    amount: URIRef
    answersTo: URIRef
    appliesIn: URIRef
    approximate: URIRef
    asWritten: URIRef
    attendeeCount: URIRef
    availableTo: URIRef
    budgetLine: URIRef
    changeReason: URIRef
    citesLaw: URIRef
    claimedBy: URIRef
    confidence: URIRef
    consultationDate: URIRef
    consultationResult: URIRef
    consultationRole: URIRef
    consultedIn: URIRef
    contentKey: URIRef
    continues: URIRef
    coordinatedWith: URIRef
    coordinatesPlans: URIRef
    coordinatesWith: URIRef
    correspondsToPoint: URIRef
    coversArea: URIRef
    coversDomain: URIRef
    coversService: URIRef
    createsTask: URIRef
    currency: URIRef
    dateOfDocument: URIRef
    dated: URIRef
    deadline: URIRef
    decidedOn: URIRef
    decisionDate: URIRef
    decisionOutcome: URIRef
    deliverable: URIRef
    demands: URIRef
    dependsOn: URIRef
    disputes: URIRef
    earliest: URIRef
    echoesProvision: URIRef
    editionOf: URIRef
    evaluates: URIRef
    eventStatus: URIRef
    feedsInto: URIRef
    fieldAsWritten: URIRef
    fileDigest: URIRef
    fileName: URIRef
    fiscalYear: URIRef
    fixedTerm: URIRef
    fulfilledBy: URIRef
    fullTimeEquivalent: URIRef
    graphRole: URIRef
    hasEdition: URIRef
    hasLegalBasis: URIRef
    hasMeasure: URIRef
    hasPoint: URIRef
    hasProposedPoint: URIRef
    hasSection: URIRef
    hasVersion: URIRef
    heldBy: URIRef
    implementsPlan: URIRef
    impliedDemand: URIRef
    involves: URIRef
    itemNumber: URIRef
    knownFrom: URIRef
    latest: URIRef
    leadUnit: URIRef
    limitedTo: URIRef
    measureCount: URIRef
    meansEdition: URIRef
    modality: URIRef
    monitors: URIRef
    normalisedNumber: URIRef
    notAdoptedVersion: URIRef
    obligationDomain: URIRef
    obligationFrom: URIRef
    openedBy: URIRef
    paperKind: URIRef
    partOfProcedure: URIRef
    participatesIn: URIRef
    passageDigest: URIRef
    perYear: URIRef
    subjectToControl: URIRef
    planStatus: URIRef
    planType: URIRef
    pointFrom: URIRef
    pointNumber: URIRef
    precision: URIRef
    preparedBy: URIRef
    processKind: URIRef
    processStatus: URIRef
    produces: URIRef
    progressOf: URIRef
    projectCount: URIRef
    proposesAlternativeTo: URIRef
    proposesTask: URIRef
    providerCount: URIRef
    provisionEdition: URIRef
    provisionOf: URIRef
    purpose: URIRef
    readingRule: URIRef
    recipient: URIRef
    referenceNumber: URIRef
    relatesToPlan: URIRef
    reportsOn: URIRef
    requiresResource: URIRef
    resourceFor: URIRef
    resourceStatus: URIRef
    responsible: URIRef
    responsibleForDomain: URIRef
    resultsIn: URIRef
    reviewState: URIRef
    revises: URIRef
    scheduledFor: URIRef
    section: URIRef
    sectionNumber: URIRef
    sentenceNumber: URIRef
    staffRole: URIRef
    stance: URIRef
    statedOn: URIRef
    statesProgress: URIRef
    statusAsWritten: URIRef
    submittedBy: URIRef
    subsectionNumber: URIRef
    supportsStatement: URIRef
    takesPlaceOn: URIRef
    taskStatus: URIRef
    tensionWith: URIRef
    termYears: URIRef
    textAvailable: URIRef
    updatesEdition: URIRef
    validFrom: URIRef
    validUntil: URIRef
    validity: URIRef
    venue: URIRef
    verification: URIRef
    versionNumber: URIRef
    versionOf: URIRef
    wordCount: URIRef
    wordingAsOf: URIRef


_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug(text: str) -> str:
    """Give a text as the readable end of an IRI: lower case, ASCII letters, digits and hyphens.

    >>> slug("VI-DS-06434-NF-02-ÄA-02"), slug("RBV-1165/12"), slug("Forum „Straße“")
    ('vi-ds-06434-nf-02-aea-02', 'rbv-1165-12', 'forum-strasse')
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower().translate(_WRITTEN_OUT)).strip("-")


def thing(base: str, kind: str, *key: str | int) -> str:
    """Give the IRI of a thing that was read: the workspace's base, what kind of thing, and its key there.

    The key is what an authority prints (a reference, a date, a number of a point) wherever there is such a thing, and
    else the name as printed, so that another reading of the same paper speaks of the same thing.

    >>> thing("https://example.org/id/", "point", "VI-A-05385-VSP", 2, 1)
    'https://example.org/id/point/vi-a-05385-vsp-2-1'
    """
    return f"{base}{kind}/{slug('-'.join(map(str, key))) or 'unnamed'}"


def is_address(text: str) -> bool:
    """Tell whether a text from a dataset can be the http(s) IRI of a thing, and not a literal that merely begins like one.

    >>> is_address("https://w3id.org/planwerk/ns#Plan"), is_address("http://example.org/ und mehr")
    (True, False)
    """
    return text.startswith(("http://", "https://")) and not set(text) & set(' \n\t<>"{}|\\^`')
