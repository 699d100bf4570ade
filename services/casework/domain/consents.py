"""Consents: what a person agrees to for a purpose, and takes back as easily as it was given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.casework.domain.by import Party
from services.casework.domain.happened import Happened


@dataclass(eq=False)
class Consent:
    """A person said yes or no to one purpose on one day. The latest word for a purpose holds."""

    id: UUID
    participant_id: UUID
    purpose: str
    given: bool
    occurred_on: date
    recorded_at: datetime
    recorded_by: UUID
    party: Party
    """Who told us: the person, or an adviser who writes down what the person said or signed."""
    assisted: bool = False
    evidence: str | None = None
    """Where it can be seen that they said so: a signed form, a call."""

    def changed(self) -> list[Happened]:
        """Everybody who relies on it has to know."""
        facts = {"purpose": self.purpose, "given": self.given, "occurred_on": self.occurred_on}
        return [Happened("participant.consent-changed", self.participant_id, facts)]


def standing(consents: Iterable[Consent]) -> dict[str, Consent]:
    """The word that holds for each purpose: the latest by the day it was given, then by when we were told."""
    ordered = sorted(consents, key=lambda consent: (consent.occurred_on, consent.recorded_at))
    return {consent.purpose: consent for consent in ordered}
