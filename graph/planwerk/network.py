"""The dataset projected onto a networkx network: what rests on what.

An edge runs from the thing that rests to what it rests on. ``graph`` always means RDF in this project,
``network`` always networkx.
"""

from __future__ import annotations

from collections.abc import Collection

import networkx as nx

from planwerk.dataset import Dataset
from planwerk.questions import labels, query
from planwerk.vocabulary import NS

# How each property reads as "rests on": True where the subject rests on the object, False the other way round.
RESTS_ON: dict[str, bool] = {
    "hasLegalBasis": True,
    "dependsOn": True,
    "continues": True,
    "implementsPlan": True,
    "updatesEdition": True,
    "monitors": True,
    "evaluates": True,
    "adoptedBy": True,
    "adoptsVersion": True,
    "pointFrom": True,
    "leadUnit": True,
    "responsible": True,
    "requiresResource": True,
    "budgetLine": True,
    "reportsOn": True,
    "progressOf": True,
    "answersTo": True,
    "proposesAlternativeTo": True,
    "revises": True,
    "openedBy": True,
    "fulfilledBy": True,
    "feedsInto": False,
    "deliverable": False,
    "produces": False,
    "createsTask": False,
    "proposesTask": False,
    "hasPoint": False,
    "hasProposedPoint": False,
    "resultsIn": False,
    "hasSection": False,
    "hasMeasure": False,
    "hasEdition": True,
}

CITES: dict[str, bool] = {"citesLaw": True, "echoesProvision": True}
"""Weaker than resting on: naming a law, or sounding like it. Only the law layer shows them, each by its own name."""

LAYERS: dict[str, tuple[str, ...]] = {
    "planning": (
        "dependsOn", "feedsInto", "continues", "implementsPlan", "updatesEdition", "produces", "monitors", "evaluates",
        "openedBy", "hasSection", "hasMeasure", "hasEdition",
    ),
    "actor": ("leadUnit", "responsible", "requiresResource", "budgetLine"),
    "law": ("hasLegalBasis", *CITES),
    "whole": tuple(RESTS_ON),
}  # fmt: skip
"""What can be looked at by itself: plans among themselves; who holds them and with what; on which law; all of it."""

WAITS_FOR = ("dependsOn", "feedsInto")
"""The properties by which one thing waits for another's content."""

EDGES = """PREFIX pw: <{ns}>
SELECT DISTINCT ?subject ?property ?object WHERE {{
  VALUES ?property {{ {properties} }}
  ?subject ?property ?object FILTER(ISIRI(?object))
}}"""

KINDS = """PREFIX pw: <{ns}>
SELECT ?thing ?kind WHERE {{ ?thing a ?kind FILTER(STRSTARTS(STR(?kind), STR(pw:))) }}"""


def project(dataset: Dataset, properties: Collection[str] = (), lang: str = "de") -> nx.MultiDiGraph[str]:
    """Project the dataset onto a network whose edges mean "rests on".

    Nodes are IRIs with ``label`` and ``kinds`` (local names of our classes); edges have the ``property`` they come
    from. With ``properties`` only these (local names of the ontology) make edges. Nodes and edges come in a stable
    order, so that everything computed from them is the same in every run.
    """
    ways = RESTS_ON | CITES if properties else RESTS_ON
    chosen = {name: way for name, way in ways.items() if not properties or name in properties}
    rows = query(dataset, EDGES.format(ns=NS, properties=" ".join(f"pw:{name}" for name in chosen))).rows
    edges = []
    for subject, predicate, value in rows:
        name = str(predicate).removeprefix(NS)
        ends = (str(subject), str(value)) if chosen[name] else (str(value), str(subject))
        edges.append((*ends, name))
    # What a task is to deliver also fulfils it: that is one tie said twice, and nobody waits in a circle.
    delivered = {(start, end) for start, end, name in edges if name == "deliverable"}
    edges = [one for one in edges if one[2] != "fulfilledBy" or (one[1], one[0]) not in delivered]
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    nodes = sorted({end for source, target, _ in edges for end in (source, target)})
    named = labels(dataset, nodes, lang)
    kinds: dict[str, set[str]] = {}
    for thing, kind in query(dataset, KINDS.format(ns=NS)).rows:
        kinds.setdefault(str(thing), set()).add(str(kind).removeprefix(NS))
    for node in nodes:
        network.add_node(node, label=named[node], kinds=tuple(sorted(kinds.get(node, ()))))
    for source, target, name in sorted(edges):
        network.add_edge(source, target, key=name, property=name)
    return network


def cycles(network: nx.MultiDiGraph[str]) -> list[list[str]]:
    """Give the groups of things that rest on one another in a circle: strongly connected, more than one member."""
    found = [sorted(group) for group in nx.strongly_connected_components(network) if len(group) > 1]
    return sorted(found)
