"""Spans reach an OpenTelemetry collector as OTLP, with the ids of our own trace context."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from chassis import telemetry, tracing
from chassis.settings import Settings

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def collector():
    """A collector that keeps what it is sent."""
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.path, json.loads(body)))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format, *args):
            """Silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    server.received = received
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def reporting(collector):
    """A process that reports to it."""
    endpoint = f"http://127.0.0.1:{collector.server_port}"
    processor = telemetry.start(Settings(otlp_endpoint=endpoint), "shelf")
    yield processor
    tracing.reporters.clear()


def spans(collector):
    """What has arrived."""
    ((path, body),) = collector.received
    assert path == "/v1/traces"
    (resource,) = body["resourceSpans"]
    assert {"key": "service.name", "value": {"stringValue": "shelf"}} in resource["resource"]["attributes"]
    return resource["scopeSpans"][0]["spans"]


def test_a_request_is_a_span_of_the_trace_it_came_with(collector, reporting, reader):
    reader.get("/me", traceparent=TRACE)
    reporting.shutdown()
    (span,) = spans(collector)
    _, trace, parent, _ = TRACE.split("-")
    assert (span["traceId"], span["parentSpanId"], span["name"]) == (trace, parent, "GET /me")
    assert int(span["startTimeUnixNano"]) < int(span["endTimeUnixNano"])


def test_what_fails_is_marked(collector, reporting):
    with pytest.raises(ZeroDivisionError), tracing.continuing(None, "work"):
        raise ZeroDivisionError
    reporting.shutdown()
    (span,) = spans(collector)
    assert span["status"] == {"code": 2}
    assert "parentSpanId" not in span


def test_what_is_not_sampled_is_not_sent(collector, reporting):
    with tracing.continuing(TRACE.removesuffix("01") + "00"):
        pass
    reporting.shutdown()
    assert collector.received == []
