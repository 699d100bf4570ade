"""Reports spans to an OpenTelemetry collector, where the `tracing` extra is installed and an endpoint is set.

Ids come from our own trace context, so OpenTelemetry's SDK does what it is best at: batching, and giving up
in time when the collector is away. The batches go as OTLP over HTTP in JSON, which every collector takes.
"""

from collections.abc import Sequence
from typing import Any

import requests
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import SpanContext, SpanKind, TraceFlags
from opentelemetry.trace.status import Status, StatusCode

from chassis import tracing
from chassis.settings import Settings

EXPORT_SECONDS = 5
SAMPLED = 1


def start(settings: Settings, process: str) -> BatchSpanProcessor:
    """Report every sampled span of this process from now on; `shutdown()` sends what is left."""
    exporter = Collector(f"{settings.otlp_endpoint}/v1/traces")
    processor = BatchSpanProcessor(exporter, export_timeout_millis=EXPORT_SECONDS * 1000)
    resource = Resource({"service.name": process, "service.namespace": settings.org})

    def report(span: tracing.Span) -> None:
        readable = _readable(span, resource)
        if readable.context.trace_flags & SAMPLED:
            processor.on_end(readable)

    tracing.reporters.append(report)
    return processor


class Collector(SpanExporter):
    """Sends batches to a collector."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session = requests.Session()

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send one batch; one that cannot be sent is lost, for traces are no records."""
        try:
            self._session.post(self._url, json=document(spans), timeout=EXPORT_SECONDS).raise_for_status()
        except requests.RequestException:
            return SpanExportResult.FAILURE
        return SpanExportResult.SUCCESS

    def shutdown(self) -> None:
        """Close the connection."""
        self._session.close()


def document(spans: Sequence[ReadableSpan]) -> dict[str, Any]:
    """A batch in OTLP's JSON, where ids are in hexadecimal and times are text."""
    resource = {"attributes": _attributes(dict(spans[0].resource.attributes))} if spans else {}
    scope = {"scope": {"name": "workstead"}, "spans": [_plain(span) for span in spans]}
    return {"resourceSpans": [{"resource": resource, "scopeSpans": [scope]}]}


def _readable(span: tracing.Span, resource: Resource) -> ReadableSpan:
    return ReadableSpan(
        name=span.name,
        context=_context(span.own, is_remote=False),
        parent=_context(span.parent, is_remote=True) if span.parent else None,
        resource=resource,
        kind=SpanKind.SERVER,
        status=Status(StatusCode.ERROR if span.failed else StatusCode.UNSET),
        start_time=span.began_ns,
        end_time=span.ended_ns,
    )


def _context(traceparent: str, is_remote: bool) -> SpanContext:
    _, trace, own, flags = traceparent.split("-")
    return SpanContext(int(trace, 16), int(own, 16), is_remote, TraceFlags(int(flags, 16)))


def _plain(span: ReadableSpan) -> dict[str, Any]:
    parent = {"parentSpanId": f"{span.parent.span_id:016x}"} if span.parent else {}
    return parent | {
        "traceId": f"{span.context.trace_id:032x}",
        "spanId": f"{span.context.span_id:016x}",
        "name": span.name,
        "kind": span.kind.value + 1,
        "startTimeUnixNano": str(span.start_time),
        "endTimeUnixNano": str(span.end_time),
        "status": {"code": span.status.status_code.value},
    }


def _attributes(values: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": {"stringValue": str(value)}} for key, value in values.items()]
