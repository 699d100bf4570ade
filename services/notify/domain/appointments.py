"""Appointments as notify knows them: enough to confirm, remind and call off."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID


class Appointment:
    """One appointment. The news of it may come in any order, so a calling-off may be heard of first."""

    def __init__(self, id: UUID, person_id: UUID) -> None:
        self.id = id
        self.person_id = person_id
        self.starts_at: datetime | None = None
        self.ends_at: datetime | None = None
        self.channel: str | None = None
        self.supersedes: UUID | None = None
        self.details: dict[str, Any] | None = None
        self.called_off = False

    def book(
        self,
        *,
        starts_at: datetime,
        ends_at: datetime,
        channel: str,
        supersedes: UUID | None,
        details: Mapping[str, Any],
    ) -> None:
        """It is to take place then, with the details that only notify can read."""
        self.starts_at, self.ends_at, self.channel = starts_at, ends_at, channel
        self.supersedes, self.details = supersedes, dict(details)

    def call_off(self) -> None:
        """It was cancelled or rearranged: there is nothing to remind of any more."""
        self.called_off = True

    @property
    def is_known(self) -> bool:
        """Whether its booking has been heard of, and not only its end."""
        return self.starts_at is not None

    @property
    def facts(self) -> dict[str, object]:
        """What templates about it need, before it is put in words."""
        details = self.details or {}
        return {
            "starts_at": self.starts_at,
            "meeting_channel": self.channel,
            "supersedes": self.supersedes,
            "with_whom": details.get("with_whom") or "",
            "place": details.get("place") or "",
            "purpose": details.get("purpose") or "",
        }
