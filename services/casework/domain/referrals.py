"""Referrals as casework hears of them: a read model. The marketplace writes every state of a referral."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

STATES = {
    "sent": "sent_on",
    "acknowledged": "acknowledged_on",
    "accepted": "accepted_on",
    "started": "started_on",
    "declined": "declined_on",
    "not-started": "not_started_on",
    "withdrawn": "withdrawn_on",
    "expired": "expired_on",
    "ended": "ended_on",
}
OVER = frozenset({"declined", "not-started", "withdrawn", "expired", "ended"})


@dataclass(eq=False)
class Referral:
    """A person was referred to an organisation's offer.

    Facts arrive in any order, so each one fills its own date; the state is the one with the highest sequence.
    Until `referral.sent` has arrived this is a stub: it does not know from whom, to whom and for what.
    """

    id: UUID
    participant_id: UUID
    state: str = "sent"
    sequence: int = 0
    reference: str | None = None
    from_organisation_id: UUID | None = None
    to_organisation_id: UUID | None = None
    offer_id: UUID | None = None
    due_on: date | None = None
    sent_on: date | None = None
    acknowledged_on: date | None = None
    accepted_on: date | None = None
    started_on: date | None = None
    declined_on: date | None = None
    not_started_on: date | None = None
    withdrawn_on: date | None = None
    expired_on: date | None = None
    ended_on: date | None = None
    reason: str | None = None

    @property
    def is_stub(self) -> bool:
        """Whether its beginning has not been heard of yet."""
        return self.sent_on is None

    @property
    def over_on(self) -> date | None:
        """The day on which it came to an end, in whatever way; None while it goes on."""
        days = (getattr(self, STATES[state]) for state in OVER)
        return min((day for day in days if day is not None), default=None)

    def heard(self, state: str, on: date, sequence: int, reason: str | None = None) -> None:
        """One fact about it, early, late or twice."""
        setattr(self, STATES[state], on)
        if reason is not None:
            self.reason = reason
        if sequence > self.sequence:
            self.state, self.sequence = state, sequence

    def sent(
        self,
        *,
        reference: str,
        from_organisation_id: UUID,
        to_organisation_id: UUID,
        offer_id: UUID,
        due_on: date,
        on: date,
        sequence: int,
    ) -> None:
        """How it began."""
        self.reference, self.due_on = reference, due_on
        self.from_organisation_id, self.to_organisation_id = from_organisation_id, to_organisation_id
        self.offer_id = offer_id
        self.heard("sent", on, sequence)
