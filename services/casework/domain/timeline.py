"""The one timeline: everything that happened with a person, on every channel, in one order."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Moment:
    """One thing on the timeline; `id` is that of the contact, appointment, referral, plan and so on."""

    kind: str
    id: UUID
    at: datetime
    what: str
    """What happened to it: recorded, booked, cancelled, sent, agreed, started …"""
    channel: str | None = None
    direction: str | None = None
    about: str | None = None
    """What was said, or the purpose, the template, the employer; empty for whoever may not read it."""
