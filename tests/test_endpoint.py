"""The SPARQL endpoint as its users meet it: over HTTP, on loopback, with the limits that a public one needs.

The W3C's SPARQL 1.1 Protocol manifest is the oracle for the protocol (where PLANWERK_SUITES names the suites); what a
query may not do is tried with queries that would do it.
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from rdflib.namespace import RDF

import planwerk
from planwerk import shipped
from planwerk.city import City
from planwerk.server.workers import Limits
from serving import Answer, ask, served

pytestmark = pytest.mark.loopback


def query(port: int, text: str, accept: str = "application/sparql-results+json") -> Answer:
    return ask(port, "/sparql?" + urlencode({"query": text}), headers={"Accept": accept})


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Give Leipzig as of the day after the council's deadline, with a few thousand statements more to be slow on."""
    opened = planwerk.open(shipped.data() / "leipzig", as_of="2020-07-01")
    thing = NamedNode(opened.workspace.base + "bulk")
    opened.data.store.bulk_extend(
        Quad(
            NamedNode(f"{thing.value}/{n}"), NamedNode(f"{thing.value}/p{n % 7}"), NamedNode(f"{thing.value}/{n % 997}")
        )
        for n in range(6000)
    )
    return opened


@pytest.fixture(scope="module")
def port(city: City) -> Iterator[int]:
    with served(city, Limits(seconds=2, memory=512, answer=2_000_000, workers=2)) as found:
        yield found


# ---- the protocol, by the W3C's manifest ----

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
TABULAR = ("application/sparql-results+xml", "application/sparql-results+json", "text/csv", "text/tab-separated-values")
GRAPHS = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")


def test_every_query_test_of_the_w3c_protocol_manifest_passes_and_every_update_is_refused(suites: Path) -> None:
    folder = suites / "w3c-sparql11" / "sparql" / "sparql11" / "protocol"
    manifest = rdflib.Graph().parse(folder / "manifest.ttl")
    opened = planwerk.open(shipped.data() / "leipzig", as_of="2020-07-01")
    for number in (1, 2, 3):
        graph = NamedNode(f"http://kasei.us/2009/09/sparql/data/data{number}.rdf")
        triples = parse(path=str(folder / f"data{number}.nt"), format=RdfFormat.N_TRIPLES)
        opened.data.store.extend(Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    outcomes: dict[str, list[str]] = {"query": [], "update": []}
    with served(opened) as port:
        for test in sorted(manifest.subjects(RDF.type, MF.ProtocolTest), key=str):
            name = str(test).rsplit("#", 1)[1]
            kind = "update" if name.startswith("update") else "query"
            problem = _protocol_problem(port, manifest, test, kind == "update")
            outcomes[kind].append(f"{name}: {problem or 'ok'}")
    assert [line for lines in outcomes.values() for line in lines if not line.endswith(": ok")] == []
    assert {kind: len(lines) for kind, lines in outcomes.items()} == {"query": 27, "update": 7}


def _protocol_problem(port: int, manifest: rdflib.Graph, test: rdflib.term.Node, update: bool) -> str | None:
    """Run a test's requests; of an update test only the update itself, which has to be refused with 403."""
    action = manifest.value(test, MF.action)
    listed = manifest.value(action, HT.requests)
    assert listed is not None
    for request in manifest.items(listed):
        status, headers, body = _send(port, manifest, request)
        if update:
            return None if status == 403 else f"an update was answered {status}"
        response = manifest.value(request, HT.resp)
        wanted = {str(one).rsplit("StatusCode", 1)[1][0] for one in manifest.objects(response, MF.expectedStatus)}
        if str(status)[0] not in wanted:
            return f"status {status}, expected {sorted(wanted)}xx"
        form = str(manifest.value(response, MF.expectedFormat) or "")
        media_type = headers.get("content-type", "").partition(";")[0]
        if form and media_type not in {"boolean": TABULAR[:2], "tabular": TABULAR, "RDF": GRAPHS}[form]:
            return f"{media_type} is not {form}"
        truth = manifest.value(response, MF.expectedBoolean)
        if truth is not None and json.loads(body)["boolean"] is not bool(truth.toPython()):  # type: ignore[attr-defined]
            return "the other truth value"
    return None


def _send(port: int, manifest: rdflib.Graph, request: rdflib.term.Node) -> Answer:
    fields = manifest.value(request, HT.headers)
    headers = {
        str(manifest.value(field, HT.fieldName)): str(manifest.value(field, HT.fieldValue))
        for field in (manifest.items(fields) if fields is not None else ())
    }
    content = manifest.value(request, HT.body)
    body = None
    if content is not None:
        text, encoding = manifest.value(content, CNT.chars), manifest.value(content, CNT.characterEncoding)
        body = str(text).encode(str(encoding))
    path = str(manifest.value(request, HT.absolutePath))
    return ask(port, path, method=str(manifest.value(request, HT.methodName)), body=body, headers=headers)


# ---- forms ----

BOOK = "SELECT ?x WHERE { VALUES ?x { 1 2 } } ORDER BY ?x"


@pytest.mark.parametrize(
    ("accept", "start"),
    [
        ("application/sparql-results+json", b"{"),
        ("application/json", b"{"),
        ("application/sparql-results+xml", b"<?xml"),
        ("text/csv", b"x\r\n1\r\n2"),
        ("text/tab-separated-values", b"?x\n1\n2"),
        ("*/*", b"{"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.9", b"<?xml"),
    ],
)
def test_rows_come_in_the_form_that_is_asked_for(port: int, accept: str, start: bytes) -> None:
    status, headers, body = query(port, BOOK, accept)
    assert status == 200 and body.startswith(start)
    assert int(headers["content-length"]) == len(body), "an answer says how long it is, so that a cut one shows"


@pytest.mark.parametrize("media_type", GRAPHS)
def test_graphs_come_in_the_form_that_is_asked_for_and_say_the_same(port: int, media_type: str) -> None:
    text = "CONSTRUCT { <http://a/> <http://b/p> 'ö'@de } WHERE {}"
    status, headers, body = query(port, text, media_type)
    assert (status, headers["content-type"].partition(";")[0]) == (200, media_type)
    (read,) = parse(body, format=RdfFormat.from_media_type(media_type))
    assert (str(read.subject), str(read.predicate), str(read.object)) == ("<http://a/>", "<http://b/p>", '"ö"@de')


def test_a_form_that_nobody_speaks_is_not_acceptable(port: int) -> None:
    assert query(port, BOOK, "image/png")[0] == 406
    assert query(port, "CONSTRUCT { <a:a> <b:b> 1 } {}", "text/csv")[0] == 406


def test_a_link_can_name_its_form(port: int) -> None:
    status, headers, body = ask(port, "/sparql?" + urlencode({"query": BOOK, "format": "csv"}))
    assert (status, headers["content-type"].partition(";")[0], body) == (200, "text/csv", b"x\r\n1\r\n2\r\n")
    assert ask(port, "/sparql?" + urlencode({"query": BOOK, "format": "pdf"}))[0] == 400


def test_head_says_what_get_would_without_the_body(port: int) -> None:
    path = "/sparql?" + urlencode({"query": BOOK})
    status, headers, body = ask(port, path, method="HEAD")
    assert (status, body) == (200, b"") and headers["content-length"] == ask(port, path)[1]["content-length"]


# ---- datasets and days ----

RESOLUTIONS = "PREFIX pw: <https://w3id.org/planwerk/ns#> SELECT (COUNT(*) AS ?n) { ?r a pw:Resolution }"


def counted(answer: Answer) -> int:
    assert answer[0] == 200, answer[2]
    return int(json.loads(answer[2])["results"]["bindings"][0]["n"]["value"])


def test_the_dataset_of_another_day_is_asked_by_its_iri(port: int, city: City) -> None:
    # The council decided on 19 September 2018: on the day before, none of its texts of that day is known.
    def on(day: str) -> Answer:
        words = {"query": RESOLUTIONS, "default-graph-uri": f"{city.workspace.base}dataset/{day}"}
        return ask(port, "/sparql?" + urlencode(words), headers={"Accept": "application/json"})

    before, after = counted(on("2018-09-18")), counted(on("2018-09-19"))
    assert after == before + 1
    assert counted(query(port, RESOLUTIONS)) == after  # the city is served as of a day after that


def test_one_graph_is_asked_by_the_protocol_and_by_from(port: int, city: City) -> None:
    graph = city.workspace.base + "graph/resolution"
    by_protocol = ask(
        port,
        "/sparql?" + urlencode({"query": RESOLUTIONS, "default-graph-uri": graph}),
        headers={"Accept": "application/json"},
    )
    by_from = query(port, RESOLUTIONS.replace("{ ?r", f"FROM <{graph}> {{ ?r"))
    assert counted(by_protocol) == counted(by_from) == 1


def test_the_graph_store_protocol_gives_one_graph_whole(port: int, city: City) -> None:
    graph = city.workspace.base + "graph/resolution"
    status, _, body = ask(port, "/graphs?graph=" + quote(graph, safe=""), headers={"Accept": "application/n-triples"})
    wanted = {
        f"{q.subject} {q.predicate} {q.object}"
        for q in city.data.store.quads_for_pattern(None, None, None, NamedNode(graph))
    }
    assert status == 200 and len(rdflib.Graph().parse(data=body, format="nt")) == len(wanted)
    assert ask(port, "/graphs?graph=http%3A%2F%2Felsewhere%2F")[0] == 404
    assert ask(port, "/graphs?graph=" + quote(graph, safe=""), method="PUT", body=b"")[0] == 405


def test_the_service_describes_itself_and_its_dataset(port: int, city: City) -> None:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    service = rdflib.Graph().parse(data=ask(port, "/sparql", headers={"Accept": "text/turtle"})[2], format="turtle")
    assert len(list(service.subjects(RDF.type, sd.Service))) == 1
    named = {str(name) for name in service.objects(None, sd.name)}
    assert named == {graph.value for graph in city.data.store.named_graphs() if isinstance(graph, NamedNode)}
    said = rdflib.Graph().parse(data=ask(port, "/.well-known/void")[2], format="turtle")
    (dataset,) = said.subjects(RDF.type, void.Dataset)
    (triples,) = said.objects(dataset, void.triples)
    assert int(str(triples)) == counted(query(port, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))


# ---- what a query may not do ----

BOMBS = {
    "join": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "sort": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c",
    "concat": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
    "distinct": "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:x>)* ?b . ?c (!<x:x>)* ?d }",
    "long answer": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "optional": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f } OPTIONAL { ?g ?h ?i } }",
    "values": "SELECT (COUNT(*) AS ?n) { VALUES ?x { " + "1 " * 20000 + "} VALUES ?y { " + "2 " * 20000 + "} }",
    "construct": "CONSTRUCT { ?a ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f }",
    "minus": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f MINUS { ?g ?h ?a } }",
    "exists": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c FILTER EXISTS { ?d ?e ?f . ?g ?h ?i FILTER(?f = ?i && ?d != ?g && ?f = ?c && ?e != ?h) } }",
    "strings": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(CONTAINS(SHA512(CONCAT(STR(?a), STR(?d))), 'fffffffff')) }",
    "cross of four": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "group": "SELECT ?a ?d (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?d HAVING (COUNT(*) > 99999)",
    "count distinct": "SELECT (COUNT(DISTINCT CONCAT(STR(?a), STR(?d), STR(?f))) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
    "sample of all": "SELECT (AVG(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g)))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "regex on pairs": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?a), STR(?d)), '(a|b|ab)*c(.*)(.*)x$')) }",
    "replace": "SELECT (MAX(REPLACE(CONCAT(STR(?a), STR(?d)), '(.)', '$1$1$1$1')) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
    "union of joins": "SELECT (COUNT(*) AS ?n) { { ?a ?b ?c . ?d ?e ?f } UNION { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }",
    "subselects": "SELECT (COUNT(*) AS ?n) { { SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } } { SELECT ?g { ?g ?h ?i } } }",
    "order by expression": "SELECT ?a { ?a ?b ?c . ?d ?e ?f } ORDER BY SHA512(CONCAT(STR(?a), STR(?d))) LIMIT 1",
    "in graphs": "SELECT (COUNT(*) AS ?n) { GRAPH ?x { ?a ?b ?c } GRAPH ?y { ?d ?e ?f } GRAPH ?z { ?g ?h ?i } }",
    "describe": "DESCRIBE ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?f != ?i) }",
    "not in": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?g ?h ?i FILTER(STRLEN(STR(?g)) = 0 && ?a != ?d) } }",
    "paths of paths": "SELECT (COUNT(*) AS ?n) { ?a ((!<x:x>)|^(!<x:x>))* ?b . ?b ((!<x:x>)|^(!<x:x>))* ?c }",
    "huge values": "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{n} {{ {'1 ' * 200} }}" for n in range(8)) + " }",
    "bind chain": "SELECT (COUNT(?x) AS ?n) { ?a ?b ?c . ?d ?e ?f BIND(SHA384(CONCAT(STR(?a), STR(?f))) AS ?w) BIND(MD5(?w) AS ?x) }",
}


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_runaway_query_ends_with_a_refusal_and_the_server_lives(port: int, name: str) -> None:
    status, _, body = query(port, BOMBS[name], "*/*")
    assert status in (413, 503), f"{status}: {body[:200]!r}"
    assert counted(query(port, RESOLUTIONS)) > 0


@pytest.mark.parametrize("depth", [500, 20_000])
def test_deep_nesting_is_answered_or_refused(port: int, depth: int) -> None:
    text = "SELECT * { " + "{ " * depth + "} " * depth + "}"
    headers = {"Content-Type": "application/sparql-query"}
    assert ask(port, "/sparql", method="POST", body=text.encode(), headers=headers)[0] in (200, 400, 503)
    assert counted(query(port, RESOLUTIONS)) > 0


def test_short_queries_are_answered_beside_a_runaway(port: int) -> None:
    runaway = threading.Thread(target=query, args=(port, BOMBS["join"]))
    runaway.start()
    answers = [query(port, BOOK)[0] for _ in range(40)]
    runaway.join()
    assert answers == [200] * 40


def test_a_query_longer_than_allowed_is_refused(port: int) -> None:
    body = urlencode({"query": "ASK {} #" + "x" * 100_000}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert ask(port, "/sparql", method="POST", body=body, headers=headers)[0] == 413


def reaching(address: str) -> dict[str, str]:
    """Give queries that would fetch the address, in every way that SPARQL or an engine might offer."""
    return {
        "service": f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
        "silent": f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}",
        "escaped": f"SELECT * {{ S\\u0045RVICE <{address}> {{ ?s ?p ?o }} }}",
        "lower case": f"SELECT * {{ service <{address}> {{ ?s ?p ?o }} }}",
        "variable": f"SELECT * {{ VALUES ?where {{ <{address}> }} SERVICE ?where {{ ?s ?p ?o }} }}",
        "in a subselect": f"SELECT * {{ {{ SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }} }} }}",
        "in exists": f"ASK {{ FILTER EXISTS {{ SERVICE <{address}> {{ ?s ?p ?o }} }} }}",
        "after a comment": f"SELECT * {{ # harmless\n SERVICE <{address}> {{ ?s ?p ?o }} }}",
        "from": f"SELECT * FROM <{address}> {{ ?s ?p ?o }}",
        "from named": f"SELECT * FROM NAMED <{address}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "from by prefix": f"PREFIX x: <{address}> SELECT * FROM x: {{ ?s ?p ?o }}",
        "from by base": f"BASE <{address}> SELECT * FROM <more> {{ ?s ?p ?o }}",
        "from a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "load": f"LOAD <{address}>",
        "insert": f"INSERT DATA {{ <{address}> <a:a> 1 }}",
        "describe": f"DESCRIBE <{address}>",
        "graph": f"SELECT * {{ GRAPH <{address}> {{ ?s ?p ?o }} }}",
    }


@pytest.mark.parametrize("name", reaching("http://127.0.0.1/"))
def test_no_query_reaches_out_of_the_dataset(port: int, name: str) -> None:
    with socket.socket() as trap:
        trap.bind(("127.0.0.1", 0))
        trap.listen()
        trap.settimeout(0.3)
        address = f"http://127.0.0.1:{trap.getsockname()[1]}/x"
        for path, made in (("/sparql", reaching(address)[name]), ("/sparql", "#\n\t" + reaching(address)[name])):
            status, _, body = ask(port, path + "?" + urlencode({"query": made}))
            # Two ask what the dataset says of the address: nothing.
            assert status == 200 if name in ("describe", "graph") else status in (400, 403), body
            assert b"root:" not in body
        with pytest.raises(TimeoutError):
            trap.accept()


ADDRESSES = {  # how an address inside a network, or a file, is written past those who look for it
    "loopback": "http://127.0.0.1:{0}/x",
    "by name": "http://localhost:{0}/x",
    "short": "http://127.1:{0}/x",
    "decimal": "http://2130706433:{0}/x",
    "hexadecimal": "http://0x7f000001:{0}/x",
    "octal": "http://0177.0.0.1:{0}/x",
    "this host": "http://0.0.0.0:{0}/x",
    "IPv6": "http://[::1]:{0}/x",
    "mapped": "http://[::ffff:127.0.0.1]:{0}/x",
    "with a name before": "http://example.org@127.0.0.1:{0}/x",
    "upper case": "HTTP://LOCALHOST:{0}/x",
    "a file": "file:///etc/passwd",
    "a file of a host": "file://localhost/etc/passwd",
    "a path up": "../../../../etc/passwd",
    "gopher": "gopher://127.0.0.1:{0}/_x",
    "ftp": "ftp://127.0.0.1:{0}/x",
    "data": "data:text/turtle,<a:a><a:b><a:c>.",
    "jar": "jar:http://127.0.0.1:{0}/x!/y",
}
WAYS = {  # where an address can stand
    "service": "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "silent": "SELECT * {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
    "variable": "SELECT * {{ VALUES ?w {{ <{0}> }} SERVICE ?w {{ ?s ?p ?o }} }}",
    "optional": "SELECT * {{ ?a ?b ?c OPTIONAL {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
    "from": "SELECT * FROM <{0}> {{ ?s ?p ?o }}",
    "from named": "SELECT * FROM NAMED <{0}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "ask from": "ASK FROM <{0}> {{ ?s ?p ?o }}",
    "construct from": "CONSTRUCT {{ ?s ?p ?o }} FROM <{0}> WHERE {{ ?s ?p ?o }}",
    "load": "LOAD <{0}>",
    "load into": "LOAD SILENT <{0}> INTO GRAPH <a:a>",
    "update": "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
}


def test_no_way_to_write_an_address_reaches_it(port: int) -> None:
    assert len(ADDRESSES) * len(WAYS) >= 190  # with the other probes of this file more than 200
    with socket.socket() as trap, socket.socket(socket.AF_INET6) as other:
        trap.bind(("0.0.0.0", 0))
        found = trap.getsockname()[1]
        other.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        other.bind(("::1", found))
        for one in (trap, other):
            one.listen()
            one.settimeout(0.3)
        for what, address in ADDRESSES.items():
            for way, text in WAYS.items():
                status, _, body = query(port, text.format(address.format(found)), "*/*")
                assert status in (400, 403), f"{way} {what}: {status} {body[:200]!r}"
                assert b"root:" not in body
        for one in (trap, other):
            with pytest.raises(TimeoutError):
                one.accept()


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri", "using-graph-uri"])
@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1:9/", "../../../etc/passwd", "no iri at all"]
)
def test_no_dataset_parameter_reaches_out(port: int, parameter: str, address: str) -> None:
    words = urlencode({"query": "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", parameter: address})
    status, _, body = ask(port, "/sparql?" + words, headers={"Accept": "text/csv"})
    if (
        parameter == "using-graph-uri"
    ):  # it belongs to updates and means nothing here: the dataset is asked, or it is too long
        assert status in (200, 413)
    else:
        assert status == 400 or (status == 200 and len(body.splitlines()) == 1), body[:300]


def test_a_page_of_another_site_cannot_ask_under_a_name_of_its_own(port: int) -> None:
    assert ask(port, "/sparql?query=ASK%7B%7D", headers={"Host": "rebound.example"})[0] == 400
    _, headers, _ = query(port, BOOK)
    assert "access-control-allow-origin" not in headers


def test_pages_of_other_sites_may_ask_where_the_server_is_told_so(city: City) -> None:
    with served(city, cors=True) as open_to_all:
        elsewhere = {"Origin": "https://other.example"}
        _, headers, _ = ask(open_to_all, "/sparql?" + urlencode({"query": BOOK}), headers=elsewhere)
    assert headers["access-control-allow-origin"] == "*"


def test_every_answer_forbids_scripts_that_are_not_ours(port: int, city: City) -> None:
    plan = urlsplit(city.workspace.base).path + "edition/altenhilfeplan-3.html"
    for path in ("/", "/sparql", "/control", "/gaps", plan, "/nowhere"):
        _, headers, _ = ask(port, path, headers={"Accept": "text/html"})
        assert "unsafe" not in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"


# ---- things at their addresses ----


def test_a_thing_answers_people_with_a_page_and_programs_with_rdf(port: int, city: City) -> None:
    path = urlsplit(city.workspace.base).path + "edition/altenhilfeplan-3"
    for accept, ending, word in (
        ("text/html", ".html", b"RBV-1165/12"),
        ("text/turtle", ".ttl", b"pw:referenceNumber"),
    ):
        status, headers, _ = ask(port, path, headers={"Accept": accept})
        assert (status, headers["location"]) == (303, path + ending)
        assert word in ask(port, path + ending)[2]
    assert ask(port, urlsplit(city.workspace.base).path + "edition/there-is-none")[0] == 404


def test_what_a_source_says_is_text_on_a_page(tmp_path: Path) -> None:
    opened = planwerk.open(shipped.data() / "leipzig", as_of="2020-07-01")
    thing = NamedNode(opened.workspace.base + "hostile")
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    nasty = "</td><script>alert(1)</script><img src=x onerror=alert(1)>"
    graph = NamedNode(opened.workspace.base + "graph/hostile")
    opened.data.store.add(Quad(thing, label, Literal(nasty, language="de"), graph))
    opened.data.store.add(Quad(thing, NamedNode("http://a/b"), NamedNode("javascript:alert(1)"), graph))
    with served(opened) as port:
        page = ask(port, urlsplit(opened.workspace.base).path + "hostile.html")[2].decode()
    assert "<script>alert" not in page and "onerror=alert(1)&gt;" in page
    assert not re.search(r"href=.?javascript:", page)


# ---- other people's clients ----


def test_sparqlwrapper_and_rdflib_understand_the_endpoint(port: int) -> None:
    from rdflib.plugins.stores.sparqlstore import SPARQLStore
    from SPARQLWrapper import CSV, JSON, POST, SPARQLWrapper

    address = f"http://127.0.0.1:{port}/sparql"
    wrapper = SPARQLWrapper(address)
    wrapper.setQuery(RESOLUTIONS)
    wrapper.setReturnFormat(JSON)
    found = wrapper.queryAndConvert()
    assert isinstance(found, dict)
    number = int(found["results"]["bindings"][0]["n"]["value"])
    wrapper.setMethod(POST)
    wrapper.setReturnFormat(CSV)
    assert wrapper.queryAndConvert() == f"n\r\n{number}\r\n".encode()
    store = SPARQLStore(address)
    (row,) = rdflib.Graph(store).query(RESOLUTIONS)
    assert int(str(row[0])) == number  # type: ignore[index]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed here")
def test_curl_understands_the_endpoint(port: int) -> None:
    address = f"http://127.0.0.1:{port}/sparql"
    curl = ["curl", "-s", "-G", address, "--data-urlencode", f"query={BOOK}", "-H", "Accept: text/csv"]
    assert subprocess.run(curl, capture_output=True, check=True, timeout=20).stdout == b"x\r\n1\r\n2\r\n"


def test_the_command_serves_until_it_is_interrupted(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "error", "-m", "planwerk.cli", "serve", str(shipped.data() / "leipzig")]
    with subprocess.Popen([*command, "--port", str(port)], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            assert f"http://127.0.0.1:{port}/sparql" in process.stderr.readline()
            for _ in range(300):
                try:
                    assert query(port, BOOK)[0] == 200
                    break
                except ConnectionRefusedError:
                    time.sleep(0.1)
            else:
                pytest.fail("the server did not answer within 30 seconds")
        finally:
            process.send_signal(2)
            assert process.wait(20) in (0, -2, 130)
