"""Open events re-made for one audience, so that what two of them got cannot be joined by ids or instants."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken

from chassis.problems import BadRequest

EVERYBODY = "public"
"""The audience of whoever has not signed in."""


@dataclass(frozen=True)
class ForAudience:
    """Makes events and cursors for one audience, with keys that follow from the gateway's secret."""

    secret: bytes
    audience: str

    def id(self, kind: str, id: object) -> UUID:
        """The id by which this audience alone knows a thing; the same each time."""
        made = hmac.new(self._key("ids"), f"{kind}:{id}".encode(), hashlib.sha256).digest()
        return UUID(bytes=made[:16], version=5)

    def event(self, kept: Any) -> dict[str, Any]:
        """A CloudEvent: ids and correlation made anew, the time coarsened to the hour, no trace."""
        return {
            "specversion": "1.0",
            "id": str(self.id("event", kept.id)),
            "source": kept.source,
            "type": kept.type,
            "subject": str(self.id("thing", kept.subject)),
            "time": _hour(kept.time),
            "datacontenttype": "application/json",
            "sequence": str(kept.sequence),
            "correlationid": str(self.id("correlation", kept.correlation_id or kept.id)),
            "dataclassification": "open",
            "data": self._data(kept.data),
        }

    def cursor(self, place: int) -> str:
        """A place in the feed, in a form that says nothing and fits this audience alone."""
        return self._box.encrypt(str(place).encode()).decode()

    def place(self, cursor: str | None) -> int:
        """The place that a cursor stands for; the beginning without one."""
        if cursor is None:
            return 0
        try:
            return int(self._box.decrypt(cursor.encode()))
        except (InvalidToken, ValueError):
            advice = {"cursor": ["Start again without it."]}
            raise BadRequest("The cursor is not one of yours.", errors=advice) from None

    def _data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {name: str(self.id("thing", v)) if name.endswith("_id") else v for name, v in data.items()}

    @property
    def _box(self) -> Fernet:
        return Fernet(urlsafe_b64encode(self._key("cursors")))

    def _key(self, purpose: str) -> bytes:
        return hmac.new(self.secret, f"{self.audience}:{purpose}".encode(), hashlib.sha256).digest()


def _hour(moment: datetime) -> str:
    return (
        moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0).isoformat().replace("+00:00", "Z")
    )
