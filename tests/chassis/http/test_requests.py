"""What every request has: an id, a trace, one transaction, one line in the log, one measure; and pages."""

import re

import pytest
from structlog.testing import capture_logs

from chassis import metrics, tracing


def test_the_askers_correlation_id_goes_all_the_way(reader):
    answer = reader.get("/me", X_Correlation_Id="order-66-of-tuesday")
    assert answer.headers["X-Correlation-Id"] == answer.json["correlation_id"] == "order-66-of-tuesday"


@pytest.mark.parametrize("given", ["short", "x" * 65, "has spaces in it", "semi;colon;colon"])
def test_an_id_that_cannot_be_logged_is_replaced(reader, given):
    assert reader.get("/me", X_Correlation_Id=given).headers["X-Correlation-Id"] != given


def test_a_page_leads_to_the_next(librarian):
    for title in ("Emma", "Persuasion", "Sanditon"):
        librarian.post("/books", {"title": title})
    first = librarian.get("/books?limit=2").json
    second = librarian.get(f"/books?limit=2&cursor={first['next']}").json
    assert [book["title"] for book in first["items"] + second["items"]] == ["Emma", "Persuasion", "Sanditon"]
    assert second["next"] is None


def test_a_strange_cursor_is_a_400(reader):
    assert reader.get("/books?cursor=nonsense").status_code == 400


def test_what_fails_leaves_nothing_behind(librarian):
    librarian.post("/books", {"title": "Emma"})
    librarian.post("/books", {"title": "Emma"})
    assert len(librarian.get("/books").json["items"]) == 1


def test_the_log_has_the_route_and_neither_address_nor_body(librarian):
    with capture_logs() as lines:
        book = librarian.post("/books", {"title": "A private title"}).json["id"]
        librarian.get(f"/books/{book}?limit=1")
    requests = [line for line in lines if line["event"] == "request"]
    assert [(line["method"], line["route"], line["status"]) for line in requests] == [
        ("POST", "/books", 201),
        ("GET", "/books/<uuid:book_id>", 200),
    ]
    assert all(line["duration_ms"] >= 0 for line in requests)
    assert "private" not in str(lines)
    assert book not in str(lines)


def test_each_request_is_measured(reader):
    reader.get("/me")
    said = metrics.exposition().decode()
    assert re.search(r'workstead_http_request_seconds_count\{.*route="/me".*service="shelf".*\} \d', said)


def test_answers_are_not_kept_by_caches(reader):
    assert reader.get("/me").headers["Cache-Control"] == "no-store"


def test_health_and_measures_need_no_token(nobody):
    assert nobody.get("/health/live").json["service"] == "shelf"
    ready = nobody.get("/health/ready")
    assert ready.status_code == 200
    assert {name for name, check in ready.json["checks"].items() if check["ok"]} == {
        "database",
        "migrations",
        "outbox",
        "parked events",
        "partitions",
        "broker",
    }
    assert b"workstead_http_request_seconds" in nobody.get("/metrics").data


def test_without_its_database_a_service_is_not_ready(service_context):
    from shelf.service import Shelf

    from chassis.testing import actors
    from chassis.testing.http import client_for

    context = service_context(Shelf)
    client = client_for(context, Shelf, actors.anonymous())
    broken = context.database.engine
    context.database.engine = _elsewhere(broken)
    try:
        answer = client.get("/health/ready")
        assert (answer.status_code, answer.json["status"]) == (503, "not ready")
        assert client.get("/health/live").status_code == 200
        refused = client.get("/slow")
        assert (refused.status_code, refused.json["code"]) == (503, "away")
        assert refused.headers["Retry-After"]
    finally:
        context.database.engine = broken


def _elsewhere(engine):
    from sqlalchemy import create_engine

    return create_engine(engine.url.set(query={"host": "/nowhere"}))


TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_a_trace_goes_on_with_a_span_of_its_own():
    with tracing.continuing(TRACE) as own:
        assert tracing.current() == own
    assert own.split("-")[1] == TRACE.split("-")[1]
    assert own.split("-")[2] != TRACE.split("-")[2]
    assert tracing.current() is None


@pytest.mark.parametrize(
    "given", [None, "", "rubbish", TRACE.upper(), TRACE.replace("b7ad6b7169203331", "0" * 16)]
)
def test_a_trace_begins_where_there_is_none(given):
    own = tracing.child_of(given)
    assert tracing.TRACEPARENT.fullmatch(own)
    assert given is None or own.split("-")[1] not in given.lower() or given == ""
