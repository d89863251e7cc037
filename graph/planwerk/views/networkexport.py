"""Networks for other tools: GraphML and GEXF (Gephi), node-link JSON (R, D3), Kumu's JSON, two CSV files (any)."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx

from planwerk.errors import PlanwerkError
from planwerk.views.table import Column, Table, plain, to_csv

ENDINGS = (".graphml", ".gexf", ".kumu.json", ".json", ".csv")


def export_network(network: nx.MultiDiGraph[str], path: Path, as_of: date) -> dict[Path, bytes]:
    """Give the files to write, by their paths; the ending of the path decides the form, and .csv makes two files.

    Node attributes are ``label`` and ``kind`` (the classes, separated by semicolons), edge attribute is ``property``,
    the relation the edge comes from. Raises PlanwerkError where the ending is none of those known.
    """
    tame = _tame(network)
    name = path.name.lower()
    if name.endswith(".graphml"):
        return {path: "\n".join([*nx.generate_graphml(tame, named_key_ids=True), ""]).encode()}
    if name.endswith(".gexf"):
        out = io.BytesIO()
        nx.write_gexf(tame, out)
        # It writes today's date; the same network gives the same bytes.
        return {path: re.sub(rb'lastmodifieddate="[^"]*"', f'lastmodifieddate="{as_of}"'.encode(), out.getvalue())}
    if name.endswith(".kumu.json"):
        return {path: _json(_kumu(tame))}
    if name.endswith(".json"):
        return {path: _json(nx.node_link_data(tame, edges="links"))}
    if name.endswith(".csv"):
        nodes, edges = (path.with_name(f"{path.stem}-{part}.csv") for part in ("nodes", "edges"))
        return {nodes: to_csv(_nodes(tame)), edges: to_csv(_edges(tame))}
    raise PlanwerkError(f"{path.name} has no ending that names a form", f"one of {', '.join(ENDINGS)}")


def _tame(network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Give a copy that every form can hold: attributes are plain text."""
    tame: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in network.nodes(data=True):
        tame.add_node(node, label=plain(str(data["label"])), kind="; ".join(data["kinds"]))
    for source, target, name in network.edges(keys=True):
        tame.add_edge(source, target, key=name, property=name)
    return tame


def _kumu(network: nx.MultiDiGraph[str]) -> dict[str, Any]:
    return {
        "elements": [
            {"_id": node, "label": data["label"], "type": data["kind"].split("; ")[0]}
            for node, data in network.nodes(data=True)
        ],
        "connections": [
            {"from": source, "to": target, "type": name, "direction": "directed"}
            for source, target, name in network.edges(keys=True)
        ],
    }


def _nodes(network: nx.MultiDiGraph[str]) -> Table:
    columns = tuple(Column(key, key) for key in ("Id", "Label", "Kind"))
    return Table(
        "nodes", columns, tuple((node, data["label"], data["kind"]) for node, data in network.nodes(data=True))
    )


def _edges(network: nx.MultiDiGraph[str]) -> Table:
    # Gephi reads Type as directed or not, so the relation goes by another name.
    columns = tuple(Column(key, key) for key in ("Source", "Target", "Type", "Property"))
    rows = tuple((source, target, "Directed", name) for source, target, name in network.edges(keys=True))
    return Table("edges", columns, rows)


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
