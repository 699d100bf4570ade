"""CloudEvents 1.0 in structured JSON: one form for every way by which an event can travel."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from chassis.messaging.errors import Unreadable

CONTENT_TYPE = "application/cloudevents+json"


@dataclass(frozen=True)
class Envelope:
    """An event on its way: what its sender says about it, and its details, sealed fields still shut."""

    id: UUID
    source: str
    type: str
    subject: UUID
    time: datetime
    sequence: int
    classification: str
    data: dict[str, Any]
    correlation_id: str | None = None
    causation_id: str | None = None
    traceparent: str | None = None
    person_id: UUID | None = None
    rebuild: bool = False

    def document(self) -> dict[str, Any]:
        """The JSON document."""
        optional = {
            "correlationid": self.correlation_id,
            "causationid": self.causation_id,
            "traceparent": self.traceparent,
            "personid": None if self.person_id is None else str(self.person_id),
            "rebuild": self.rebuild or None,
        }
        return {
            "specversion": "1.0",
            "id": str(self.id),
            "source": self.source,
            "type": self.type,
            "subject": str(self.subject),
            "time": self.time.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "datacontenttype": "application/json",
            "dataschema": f"/schemas/{self.type}.json",
            "sequence": self.sequence,
            "dataclassification": self.classification,
            **{name: value for name, value in optional.items() if value is not None},
            "data": self.data,
        }

    def encoded(self) -> bytes:
        """The document as bytes."""
        try:
            return orjson.dumps(self.document())
        except TypeError:  # a number of more than 64 bits, which JSON allows
            return json.dumps(self.document(), ensure_ascii=False, separators=(",", ":")).encode()


def source(org: str, service: str) -> str:
    """Who says it: a service of an instance."""
    return f"/orgs/{org}/{service}"


def decoded(body: bytes | str) -> Envelope:
    """The envelope in a message. Raises Unreadable, with the reason, when there is none."""
    try:
        document = orjson.loads(body)
    except ValueError as error:
        raise Unreadable(f"The message is not JSON: {error}") from error
    return from_document(document)


def from_document(document: Mapping[str, Any]) -> Envelope:
    """The envelope of a document that was kept or received."""
    try:
        return Envelope(
            id=UUID(document["id"]),
            source=str(document["source"]),
            type=str(document["type"]),
            subject=UUID(document["subject"]),
            time=_moment(document["time"]),
            sequence=int(document["sequence"]),
            classification=str(document.get("dataclassification", "internal")),
            data=dict(document["data"]),
            correlation_id=document.get("correlationid"),
            causation_id=document.get("causationid"),
            traceparent=document.get("traceparent"),
            person_id=UUID(document["personid"]) if document.get("personid") else None,
            rebuild=document.get("rebuild") is True,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"The message is no event of ours: {type(error).__name__}: {error}") from error


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("time has no zone")
    return moment
