"""Invented maps for the tests: a procedure of Musterstadt, and the same with hostile texts everywhere."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from planwerk.views.map import MapEdge, MapEvidence, MapGap, MapModel, MapMoment, MapNode, MapSlide

BASE = "https://w3id.org/planwerk/id/musterstadt/"
_WORDS = {
    "de": {
        "law": "Rechtsgrundlage", "plan": "Plan / Konzept", "announced": "angekündigter Plan",
        "domain": "Handlungsfeld", "paper": "Vorlage", "decision": "Ratsbeschluss", "task": "Auftrag",
        "process": "Planungsprozess", "event": "Ereignis", "actor": "Akteur", "body": "Gremium", "group": "Zielgruppe",
    },
    "en": {
        "law": "Legal basis", "plan": "Plan / concept", "announced": "Announced plan", "domain": "Planning domain",
        "paper": "Paper", "decision": "Decision", "task": "Task", "process": "Planning process", "event": "Event",
        "actor": "Actor", "body": "Body", "group": "Target group",
    },
}  # fmt: skip

# key, kind, label, number, domain
_NODES = """
l1|law|§ 79 SGB VIII Gesamtverantwortung||
l2|law|§ 80 SGB VIII Jugendhilfeplanung||
l3|law|§ 71 SGB XII Altenhilfe||
l4|law|Bundesteilhabegesetz||
l5|law|Asylbewerberleistungsgesetz||
l6|law|Landespflegeausführungsverordnung||
p1|plan|Teilfachpläne der Kinder- und Jugendhilfe|MS-0112/16|d1
p2|plan|Altenhilfeplan 2012|MS-1165/12|d2
p3|plan|Förderprogramm offene Seniorenarbeit|MS-1433/12|d2
p4|plan|Teilhabeplan 2017–2024|VII-DS-04839-NF-01|d3
p5|plan|Wohnungsnotfallhilfekonzept|MS-0077/14|d4
p6|plan|Unterbringungs- und Betreuungskonzept für Geflüchtete|MS-1293/12|d5
p7|plan|Integriertes Stadtentwicklungskonzept, Fachkonzept Soziale Teilhabe|VII-DS-03588|d6
a1|announced|Fachplan Seniorenarbeit||d2
a2|announced|Kapazitätsbedarfsplanung Flüchtlingsunterbringung||d5
a3|announced|Integrierte Jugendhilfeplanung||d1
d1|domain|Kinder- und Jugendhilfe||d1
d2|domain|Seniorenhilfe||d2
d3|domain|Teilhabe von Menschen mit Behinderung||d3
d4|domain|Wohnungsnotfallhilfe||d4
d5|domain|Migrationssozialarbeit||d5
d6|domain|Förderung freier Träger der Wohlfahrtspflege||d6
v1|paper|Antrag Einführung einer Strategischen Sozialplanung|VII-A-05385|
v2|paper|Verwaltungsstandpunkt zur Strategischen Sozialplanung|VII-A-05385-VSP-01|
v3|paper|Umsetzungsbericht|VII-Ifo-06001|
v4|decision|Beschluss der Stadtverordnetenversammlung vom 19.09.2018|VII-A-05385-NF-02|
v5|task|Konzept für eine Sozialberichterstattung vorlegen||
v6|task|Fortschreibung der Wohnungsnotfallhilfeplanung bis III. Quartal 2019||d4
v7|process|Beteiligungsverfahren Seniorenarbeit||d2
v8|process|Fortschreibung Unterbringungskonzept||d5
v9|event|Forum Sozialplanung 05.11.2019||
k1|actor|Oberbürgermeisterin Erika Mustermann||
k2|actor|Sozialamt||
k3|actor|Amt für Jugend, Familie und Bildung||d1
k4|actor|Träger der freien Wohlfahrtspflege||d6
k5|body|Stadtverordnetenversammlung||
k6|body|Ausschuss für Soziales, Gesundheit und Vielfalt||
k7|body|Seniorenbeirat||d2
k8|body|Behindertenbeirat||d3
k9|body|Arbeitsgemeinschaft Flüchtlingssozialarbeit||d5
k10|group|Wohnungslose Menschen||d4
k11|group|Ältere Menschen||d2
""".strip().splitlines()

# source, target, label, origin: a = asserted, c = curated, i = inferred
_EDGES = """
l1 p1 ist Rechtsgrundlage für c
l2 p1 ist Rechtsgrundlage für a
l2 a3 ist Rechtsgrundlage für i
l3 p2 ist Rechtsgrundlage für c
l3 d2 verpflichtet zu Planung in c
l4 p4 ist Rechtsgrundlage für a
l5 p6 ist Rechtsgrundlage für a
l6 d2 verpflichtet zu Planung in c
p1 d1 deckt ab a
p2 d2 deckt ab a
p3 d2 deckt ab a
p4 d3 deckt ab a
p5 d4 deckt ab a
p6 d5 deckt ab a
p7 d6 deckt ab i
p7 d4 deckt ab i
p7 d3 deckt ab i
a1 d2 soll abdecken a
a2 d5 soll abdecken a
a3 d1 soll abdecken a
a1 p2 ersetzt a
a3 p1 ersetzt i
v1 d1 betrifft a
v1 d6 betrifft a
v2 v1 nimmt Stellung zu a
v4 v2 folgt a
v4 v5 erteilt a
v4 v6 erteilt a
v3 v5 berichtet über a
v6 p5 schreibt fort a
v7 a1 bereitet vor a
v8 p6 schreibt fort a
v8 a2 bereitet vor i
v9 v5 erörtert c
k1 v5 ist verantwortlich für a
k2 v6 ist verantwortlich für a
k2 v7 führt durch a
k3 a3 ist verantwortlich für a
k4 d6 wirkt mit in c
k5 v4 hat gefasst a
k6 v1 hat beraten a
k7 v7 wird beteiligt a
k8 p4 wurde beteiligt a
k9 v8 wird beteiligt a
p5 k10 richtet sich an a
p2 k11 richtet sich an a
v6 d4 betrifft a
v8 d5 betrifft a
""".strip().splitlines()


def evidence(number: int, *, quote: bool = True, origin: str = "asserted") -> MapEvidence:
    """Give the n-th invented place in a source."""
    return MapEvidence(
        source=f"Vorlage MS-{number:04}",
        locator=f"Abschnitt {number % 7 + 1}, Zeichen {number * 31}–{number * 31 + 48}",
        quote=f"Die Verwaltung legt die Planung Nummer {number} vor." if quote else None,
        known_from=date(2018, 1 + number % 12, 1 + number % 28),
        origin=origin,
        href=f"https://ratsinfo.musterstadt.example/vorlage/{number}" if number % 2 else None,
    )


def musterstadt(lang: str = "de") -> MapModel:
    """Give the map of an invented procedure: 42 nodes, 48 relations, 5 findings."""
    nodes = []
    for place, line in enumerate(_NODES):
        key, kind, label, number, domain = line.split("|")
        nodes.append(
            MapNode(
                id=BASE + key,
                label=label,
                kind=kind,
                kind_label=_WORDS[lang][kind],
                number=number or None,
                summary=f"Zusammenfassung zu {label}." if place % 3 else None,
                details=(("gilt seit", "2018"), ("Status", "in Kraft")) if kind == "plan" else (),
                evidence=(evidence(place, quote=place % 2 == 0),),
                domain=BASE + domain if domain else None,
            )
        )
    edges = []
    for place, line in enumerate(_EDGES):
        first, second, *words, last = line.split(" ")
        origin = {"a": "asserted", "c": "curated", "i": "inferred"}[last]
        edges.append(
            MapEdge(
                id=f"{BASE}relation/{place}",
                source=BASE + first,
                target=BASE + second,
                label=" ".join(words),
                origin=origin,
                evidence=(evidence(100 + place, quote=place % 3 > 0, origin=origin),),
            )
        )
    gaps = (
        _gap("G01-1a2b3c4d", "G01", "gap", 4, "Planungsgrundlage für die Förderung freier Träger", ("d6",)),
        _gap("G03-2b3c4d5e", "G03", "gap", 3, "Nachfolger des Altenhilfeplans 2012 nach Ende der Geltung", ("p2",)),
        _gap("G05-3c4d5e6f", "G05", "gap", 4, "Wirkungsbericht zum Wohnungsnotfallhilfekonzept", ("v6", "p5")),
        _gap("G09-4d5e6f70", "G09", "gap", 2, "Rechtsgrundlage des Wohnungsnotfallhilfekonzepts", ("p5",)),
        _gap("G12-5e6f7081", "G12", "not_decidable", 1, "Beteiligung des Behindertenbeirats am Fachplan", ("k8",)),
    )
    return MapModel(
        title="Planungsbeziehungen Musterstadt – Strategische Sozialplanung",
        as_of=date(2020, 7, 1),
        newest_source=date(2020, 1, 31),
        lang=lang,
        nodes=tuple(nodes),
        edges=tuple(edges),
        gaps=gaps,
        notes=("Von 8 genannten Vorlagen liegen 6 im Wortlaut vor.",),
    )


def _gap(id: str, check: str, verdict: str, severity: int, label: str, subjects: tuple[str, ...]) -> MapGap:
    return MapGap(
        id=id,
        check=check,
        verdict=verdict,
        severity=severity,
        label=label,
        reason="Im durchsuchten Bestand nennt keine Vorlage eine solche Unterlage.",
        subjects=tuple(BASE + subject for subject in subjects),
        next_step="Fachamt fragen, ob eine Unterlage vorliegt.",
        evidence=(evidence(200 + severity, origin="inferred"),),
    )


# Each of these would run or fetch something where a page forgets one of its guards.
PAYLOADS = (
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    '"><svg onload=window.pwned=1>',
    "'-window.pwned=1-'",
    "{{ 7*7 }}{% raw %}${window.pwned=1}",
    "<!--<script>window.pwned=1",
    "</style></noscript></title><script>window.pwned=1</script>",
    "javascript:window.pwned=1",
    '<a href="https://boese.example/">href</a>',
    "__proto__ constructor toString \u202e\u0000\u001b[31m\ud800",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
)


def hostile(payload: str) -> MapModel:
    """Give a small map in which every text, id and address carries the payload."""
    bad = MapEvidence(payload, payload, payload, date(2020, 1, 1), "asserted", payload)
    link = replace(bad, href="https://boese.example/" + payload)
    nodes = tuple(
        MapNode(
            f"{payload}#{number}", f"{payload} {number}", kind, payload, payload, payload,
            ((payload, payload),), (bad, link), payload, date(2020, 1, 1), payload, payload,
        )
        for number, kind in enumerate(("plan", "domain", "law"))
    )  # fmt: skip
    edges = (MapEdge(payload, nodes[0].id, nodes[1].id, payload, "inferred", (bad, link), "source", payload, payload),)
    gaps = (MapGap(payload + "#gap", payload, "gap", 5, payload, payload, (nodes[1].id,), payload, (bad,), payload),)
    everything = frozenset({*(node.id for node in nodes), payload, payload + "#gap", f"{payload}#gap {nodes[1].id}"})
    return MapModel(
        payload, date(2020, 1, 1), None, "de", nodes, edges, gaps, (payload,),
        (MapMoment(date(2019, 6, 1), frozenset({nodes[0].id})), MapMoment(date(2019, 12, 1), everything)),
        (MapSlide(payload, f"{payload}\n\n{payload}", tuple(node.id for node in nodes)),),
    )  # fmt: skip


def told(lang: str = "de") -> MapModel:
    """Give the same procedure through time, with a story, with who rests on whom, and a dismissed finding.

    Known were: from January 2018 all but what follows; from 19 September 2018 the resolution v4 and its tasks;
    from March 2019 the report v3, which closes the finding G05. Counted by hand from the lists above.
    """
    model = musterstadt(lang)
    late = {BASE + "v4", BASE + "v5", BASE + "v6"}
    later = {BASE + "v3"}
    statuses = {"plan": "in Kraft", "announced": "angekündigt"}
    nodes = tuple(
        replace(
            node,
            day=date(2018, 9, 19) if node.id in late else date(2019, 3, 1) if node.id in later else None,
            status=statuses.get(node.kind),
            type=f"https://w3id.org/planwerk/ns#{node.kind.title()}",
        )
        for node in model.nodes
    )
    rests = {"ist Rechtsgrundlage für": "target", "schreibt fort": "source", "nimmt Stellung zu": "source", "folgt": "source",
             "erteilt": "target", "berichtet über": "source", "ersetzt": "source", "bereitet vor": "target"}  # fmt: skip
    edges = tuple(
        replace(
            edge,
            rests=rests.get(edge.label, ""),
            property="https://w3id.org/planwerk/ns#" + edge.id.rpartition("/")[2],
            rule="Was fortschreibt, gilt für das Feld des Vorgängers." if edge.origin == "inferred" else None,
        )
        for edge in model.edges
    )
    gaps = tuple(replace(gap, dismissed="Liegt im Amt vor." if gap.check == "G09" else None) for gap in model.gaps)

    def present(*gone: set[str]) -> frozenset[str]:
        out = set().union(*gone)
        ids = {node.id for node in nodes} - out
        ids |= {edge.id for edge in edges if {edge.source, edge.target} <= ids}
        for gap in gaps:
            if gap.id not in out:
                ids |= {gap.id, *(f"{gap.id} {subject}" for subject in gap.subjects if subject in ids)}
        return frozenset(ids)

    closed = {"G05-3c4d5e6f"}
    moments = (
        MapMoment(date(2018, 1, 25), present(late, later, closed)),
        MapMoment(date(2018, 9, 19), present(later)),
        MapMoment(date(2019, 3, 1), present(closed)),
    )
    slides = (
        MapSlide("Worum es geht", "Der Antrag und die Felder.\n\nZweiter Absatz.", (BASE + "v1", BASE + "d1", BASE + "d6")),
        MapSlide(
            "Was beschlossen wurde", "Zwei Aufträge.", tuple(BASE + key for key in ("v2", "v4", "v5", "v6", "k5", "p5")),
            "structure", date(2018, 9, 30),
        ),
        MapSlide("Was offen ist", "Gestrichelt.", ("G03-2b3c4d5e", BASE + "p2", BASE + "d2", BASE + "a1"), "net"),
    )  # fmt: skip
    return replace(
        model, nodes=nodes, edges=edges, gaps=gaps, moments=moments, slides=slides,
        pages=(("control", "control.html"), ("gaps", "gaps.html")),
    )  # fmt: skip


def crowd(count: int, *, fields: int = 30, seed: int = 20) -> MapModel:
    """Give an invented city of so many elements in so many fields, with 1.6 relations each, the same every time."""
    dice = random.Random(seed)
    kinds = ("plan", "announced", "paper", "paper", "paper", "decision", "task", "process", "event", "actor", "body")
    domains = [f"{BASE}field/{n:02}" for n in range(fields)]
    nodes = [
        MapNode(name, f"Handlungsfeld {place + 1}", "domain", "Handlungsfeld", None, None, (), (), name)
        for place, name in enumerate(domains)
    ]
    for number in range(count - fields - count // 50):
        kind = kinds[number % len(kinds)]
        nodes.append(
            MapNode(
                f"{BASE}thing/{number:05}", f"{_WORDS['de'][kind]} zur Fortschreibung der Planung Nummer {number}", kind,
                _WORDS["de"][kind], f"MS-{number:05}/{number % 20 + 4:02}", None, (), (evidence(number),),
                domains[number % fields], date(2004 + number % 20, 1 + number % 12, 1),
            )
        )  # fmt: skip
    ids = [node.id for node in nodes]
    edges = tuple(
        MapEdge(
            f"{BASE}relation/{number}", ids[dice.randrange(len(ids))], ids[dice.randrange(len(ids))], "bezieht sich auf",
            "asserted", (), "source",
        )
        for number in range(int(count * 1.6))
    )  # fmt: skip
    gaps = tuple(
        _gap(f"G01-{number:08x}", "G01", "gap", 2, f"Planungsgrundlage Nummer {number}", (f"thing/{number * 7:05}",))
        for number in range(count // 50)
    )
    return MapModel(
        "Großstadt", date(2024, 7, 1), date(2024, 6, 1), "de", tuple(nodes), edges, gaps, ("Erfundene Daten.",)
    )
