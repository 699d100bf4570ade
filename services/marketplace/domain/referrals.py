"""Referrals: one organisation asks another to help a person. Where one stands follows from its dated facts.

    sent → acknowledged → accepted → started → ended
      │          ├→ declined   └→ not started
      ├→ expired ┘ (nobody answered)
      └→ withdrawn, by the sender, from any state before the last ones

The receiver writes every fact after the sending; the sender can only withdraw. From acceptance until it is
over, the person has one of the offer's places.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from services.marketplace.domain.dates import not_before
from services.marketplace.domain.errors import Conflict, DomainError
from services.marketplace.domain.happened import Happened
from services.marketplace.domain.offers import Offer
from services.marketplace.domain.organisations import Organisation

CONSENT = "consent"
"""The ground that a person takes away by taking back their word."""


class State(StrEnum):
    """Where a referral stands."""

    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    ACCEPTED = "accepted"
    STARTED = "started"
    ENDED = "ended"
    DECLINED = "declined"
    NOT_STARTED = "not-started"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


UNANSWERED = (State.SENT, State.ACKNOWLEDGED)
HOLDING_A_PLACE = (State.ACCEPTED, State.STARTED)
OPEN = UNANSWERED + HOLDING_A_PLACE
"""Something is still to come; in every other state the referral is over."""

FACTS = (
    ("ended_on", State.ENDED),
    ("withdrawn_on", State.WITHDRAWN),
    ("not_started_on", State.NOT_STARTED),
    ("declined_on", State.DECLINED),
    ("expired_on", State.EXPIRED),
    ("started_on", State.STARTED),
    ("accepted_on", State.ACCEPTED),
    ("acknowledged_on", State.ACKNOWLEDGED),
)
"""The latest of these facts that is known gives the state; without any it is sent."""


@dataclass(frozen=True)
class Due:
    """By when the receiver should have answered: working days, so the calendar of the nation reckons them."""

    acknowledge_by: date
    start_by: date
    expire_after: date


@dataclass(eq=False)
class Referral:
    """A person is referred to an offer. The package is all that the receiver is told about the person."""

    id: UUID
    reference: str
    participant_id: UUID
    offer: Offer
    sender: Organisation
    receiver: Organisation
    lawful_basis: str
    sent_on: date
    acknowledge_by: date
    start_by: date
    expire_after: date
    package: dict[str, Any] | None = None
    override_reason: str | None = None
    acknowledged_on: date | None = None
    accepted_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None
    declined_on: date | None = None
    not_started_on: date | None = None
    withdrawn_on: date | None = None
    expired_on: date | None = None
    reason: str | None = None
    """Why it was declined, not started, withdrawn or ended: a code of the reference data."""

    @property
    def status(self) -> State:
        """Where it stands, which follows from the facts."""
        return next((state for fact, state in FACTS if getattr(self, fact) is not None), State.SENT)

    @property
    def holds_place(self) -> bool:
        """Whether it has a place of the offer just now."""
        return self.status in HOLDING_A_PLACE

    @property
    def last_fact_on(self) -> date:
        """When the latest of its facts held; the next one cannot be earlier."""
        return max(day for fact, _ in FACTS if (day := getattr(self, fact) or self.sent_on))

    def send(self) -> list[Happened]:
        """It leaves the sender. To whom and to what offer gives health or debt away, so it travels sealed."""
        self._require_basis()
        if self.offer.withdrawn_on is not None:
            raise Conflict("offer-withdrawn", f"“{self.offer.title}” is not offered any more.")
        said: Mapping[str, object] = {
            "participant_id": self.participant_id,
            "from_organisation_id": self.sender.id,
            "to_organisation_id": self.receiver.id,
            "offer_id": self.offer.id,
            "reference": self.reference,
            "due_on": self.acknowledge_by,
            "occurred_on": self.sent_on,
        }
        return [Happened("referral.sent", self.id, said)]

    def acknowledge(self, on: date) -> list[Happened]:
        """The receiver has seen it. Due within two working days of sending."""
        self._require(on, State.SENT)
        return self._record("acknowledged", on)

    def accept(self, on: date) -> list[Happened]:
        """The receiver will help; from now on the person has a place, or the last one is gone already."""
        self._require(on, State.ACKNOWLEDGED)
        taken = self.offer.take_place(on)
        return [*self._record("accepted", on), *taken]

    def decline(self, on: date, reason: str) -> list[Happened]:
        """The receiver cannot help, and says why."""
        self._require(on, State.ACKNOWLEDGED)
        return self._record("declined", on, reason)

    def start(self, on: date) -> list[Happened]:
        """First meeting: the help has begun. Due within 15 working days of sending."""
        self._require(on, State.ACCEPTED)
        return self._record("started", on)

    def not_start(self, on: date, reason: str) -> list[Happened]:
        """The person was accepted and help did not begin, and the receiver says why."""
        self._require(on, State.ACCEPTED)
        return self._over("not-started", on, reason)

    def withdraw(self, on: date, reason: str) -> list[Happened]:
        """The sender takes it back, which can be done until it is over."""
        self._require(on, *OPEN)
        return self._over("withdrawn", on, reason)

    def end(self, on: date, reason: str) -> list[Happened]:
        """The help is over: completed, left early, or carried on elsewhere."""
        self._require(on, State.STARTED)
        return self._over("ended", on, reason)

    def expire(self, on: date) -> list[Happened]:
        """Nobody answered for so long that the sender should look elsewhere."""
        self._require(on, *UNANSWERED)
        if on <= self.expire_after:
            raise Conflict("not-expired-yet", f"It can be answered until {self.expire_after.isoformat()}.")
        return self._record("expired", on)

    def _over(self, fact: str, on: date, reason: str) -> list[Happened]:
        freed = self.offer.free_place(on) if self.holds_place else []
        return [*self._record(fact, on, reason), *freed]

    def _record(self, fact: str, on: date, reason: str | None = None) -> list[Happened]:
        setattr(self, f"{fact.replace('-', '_')}_on", on)
        said: dict[str, object] = {"participant_id": self.participant_id, "occurred_on": on}
        if reason is not None:
            self.reason = said["reason"] = reason
        return [Happened(f"referral.{fact}", self.id, said)]

    def _require(self, on: date, *states: State) -> None:
        if self.status not in states:
            detail = f"The referral is {self.status}; for this it would have to be {' or '.join(states)}."
            raise Conflict("wrong-state", detail)
        not_before(on, self.last_fact_on, self.status)

    def _require_basis(self) -> None:
        if self.lawful_basis == "override" and not self.override_reason:
            advice = "Say why, or choose another basis."
            raise DomainError(
                "basis-unnamed", "An override needs a named reason.", {"override_reason": [advice]}
            )
