"""Asking to join: what somebody tells before there is a record, saved as they go, until staff have looked.

It is begun by the person, by an adviser with them, or from a referral that came in. Nobody is registered by a
machine: somebody of staff makes a record of it, sees that the person is known already, or says no and why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.happened import Happened

KEPT_FOR = timedelta(days=28)
"""How long what was begun is kept after it was touched last."""

PERSON, ADVISER, REFERRAL = "person", "adviser", "referral"
REGISTERED, RECOGNISED, REFUSED = "registered", "recognised", "refused"
NEEDED = ("full_name", "contact", "heard_of", "agreed")
"""Without these nobody can be reached, and nobody has said that they want to be."""

Answers = Mapping[str, Any]


@dataclass(eq=False, kw_only=True)
class JoiningRequest:
    """What one person has told so far, and what became of it."""

    id: UUID
    organisation_id: UUID
    origin: str
    begun_at: datetime
    changed_at: datetime
    begun_by: UUID | None = None
    """The adviser who began it; None where the person did so alone."""
    referral_id: UUID | None = None
    answers: Answers = field(default_factory=dict)
    sent_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: UUID | None = None
    outcome: str | None = None
    record_id: UUID | None = None
    """The record that came of it, or that was there already."""
    reason: str | None = None

    @property
    def expires_at(self) -> datetime:
        """When what was begun is forgotten, if nobody touches it before."""
        return self.changed_at + KEPT_FOR

    @property
    def state(self) -> str:
        """Where it stands: begun, sent, or what came of it."""
        return self.outcome or ("begun" if self.sent_at is None else "sent")

    def is_open(self, now: datetime) -> bool:
        """Whether the person can go on with it."""
        return self.sent_at is None and self.settled_at is None and now < self.expires_at

    def answer(self, told: Answers, now: datetime) -> None:
        """Some more is told, or told otherwise. What is not mentioned stays as it was."""
        self._require_unsettled()
        self.answers, self.changed_at = with_answers(self.answers, told), now

    def send(self, now: datetime) -> None:
        """The person has looked at their answers, and asks to join."""
        if self.sent_at is not None:
            raise Conflict("sent-already", "This was sent already.")
        self.check_complete()
        self.sent_at = self.changed_at = now

    def check_complete(self) -> None:
        """Refuse what leaves out something without which nobody can be registered."""
        missing = [name for name in NEEDED if not self.answers.get(name)]
        if missing:
            errors = {name: ["Answer this first."] for name in missing}
            raise DomainError("incomplete", "Something is still to be answered.", errors)

    def settle(
        self,
        outcome: str,
        by: UUID,
        now: datetime,
        *,
        on: date,
        whose: UUID | None = None,
        reason: str | None = None,
        card: Answers | None = None,
    ) -> list[Happened]:
        """Somebody of staff has looked at it. What was told is in the record now, or was for nothing.

        Whoever asked alone is told what came of it: by their record, or where there is none by the card that
        they gave, which is kept for that message and no longer.
        """
        self._require_unsettled()
        self.outcome, self.settled_by, self.settled_at = outcome, by, now
        self.record_id, self.reason = whose, reason
        self.answers = {}
        facts: dict[str, Any] = {"organisation_id": self.organisation_id, "occurred_on": on}
        if self.origin != PERSON:
            return []
        if whose is not None:
            return [Happened("participant.joined", whose, facts | {"outcome": outcome})]
        return [] if card is None else [Happened("joining-request.refused", self.id, facts | {"card": card})]

    def _require_unsettled(self) -> None:
        if self.settled_at is not None:
            raise Conflict("settled-already", "Somebody has settled this already.")


def with_answers(before: Answers, told: Answers) -> dict[str, Any]:
    """All answers with what is told now; of how to reach somebody, each part is told by itself."""
    contact = {**before.get("contact", {}), **told.get("contact", {})}
    return {**before, **told, **({"contact": contact} if contact else {})}


def evidence(on: date) -> str:
    """Where it can be seen that the person agreed."""
    return f"Asked to join on {on.isoformat()} and agreed there"
