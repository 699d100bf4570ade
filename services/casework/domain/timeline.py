"""The one timeline: everything that happened with a person, on every channel, in one order."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.casework.domain.outgoing import Outgoing


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One thing on the timeline; `id` is that of the contact, appointment, referral, plan and so on."""

    kind: str
    id: UUID
    what: str
    """What happened to it: recorded, booked, cancelled, sent, agreed, started …"""
    occurred_on: date
    at: datetime | None
    """The instant, where one is known; of many facts we know the day alone."""
    channel: str | None = None
    direction: str | None = None
    code: str | None = None
    """The template, the programme, the kind of work, the number of weeks, the referral's reference."""
    about: str | None = None
    """What was said, what it is for, who the employer is; empty for whoever may not read it."""
    helper: str | None = None
    """Who acted for the person, who was with them (assisted use)."""
    follows: Outgoing | None = None
    """What was sent before about the same matter, by another channel."""
