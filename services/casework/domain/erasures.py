"""Erasing a person: looked at first, done by somebody else, confirmed by every service."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.casework.domain.errors import Conflict
from services.casework.domain.happened import Happened
from services.casework.domain.placed import Placed
from services.casework.domain.retention import Outcome

CONFIRMING = ("casework", "marketplace", "community", "notify", "mi", "gateway")
"""The services that hold something of people, and say when it is gone."""


@dataclass(eq=False, kw_only=True)
class LegalHold(Placed):
    """Nothing of this record may go while it stands: a claim, a complaint, an inquiry."""


@dataclass(eq=False, kw_only=True)
class Erasure:
    """One person's erasure: prepared with a forecast of what goes and what stays, then done or dropped."""

    id: UUID
    participant_id: UUID
    reason: str
    prepared_at: datetime
    prepared_by: UUID | None
    """Who looked at it first; nobody yet, where the calendar proposed it."""
    prepared_by_name: str | None
    forecast: list[dict[str, Any]]
    done_on: date | None = None
    done_by: UUID | None = None
    done_by_name: str | None = None
    dropped_on: date | None = None
    rest_due_on: date | None = None
    """When the next of what had to be kept may go; None if nothing is left to go."""
    untouched_since: date | None = None
    """The calendar proposed it: nobody has touched the record since that day."""
    kinds: list[str] | None = None
    """The kinds of record that it is about; None if that is all of it."""

    @property
    def outcomes(self) -> list[Outcome]:
        """The forecast, to be read."""
        return [Outcome.from_plain(one) for one in self.forecast]

    @property
    def is_waiting(self) -> bool:
        """Whether it is prepared, and neither done nor dropped."""
        return self.done_on is None and self.dropped_on is None

    @property
    def is_whole(self) -> bool:
        """Whether the person is forgotten, and not only some kinds of record about them."""
        return self.kinds is None

    def concerns(self, outcome: Outcome) -> bool:
        """Whether this is part of what goes."""
        return self.kinds is None or outcome.kind in self.kinds

    def approve(self, by: UUID, name: str | None) -> None:
        """Of two people who have to, the first has looked at what the calendar proposed."""
        self._require_waiting()
        if self.prepared_by is not None:
            raise Conflict(
                "approved-already", "Somebody has looked at this already. A second person has it done."
            )
        self.prepared_by, self.prepared_by_name = by, name

    def drop(self, today: date) -> None:
        """It is not done after all."""
        self._require_waiting()
        self.dropped_on = today

    def do(
        self, now: list[Outcome], by: UUID, name: str | None, *, is_held: bool, today: date
    ) -> list[Happened]:
        """Another person than who prepared it has it done, if what would go is still what they saw."""
        self._require_waiting()
        if is_held:
            raise Conflict("legal-hold", "A legal hold stands: nothing of this record may go.")
        if self.prepared_by is None:
            detail = "The calendar proposed this. A data-protection officer has to look at it first."
            raise Conflict("first-person-needed", detail)
        if by == self.prepared_by:
            raise Conflict("second-person-needed", "Somebody else than who prepared it has to do this.")
        if [one.as_plain() for one in now] != self.forecast:
            detail = "The record has changed since this was prepared. Prepare it again, and look once more."
            raise Conflict("forecast-changed", detail)
        self.done_on, self.done_by, self.done_by_name = today, by, name
        self.wait_for_rest(now)
        if self.kinds is not None:
            gone = {"occurred_on": today, "kinds": sorted(self.kinds)}
            return [Happened("participant.kinds-erased", self.participant_id, gone)]
        facts = {"occurred_on": today, "erasure_id": self.id}
        return [Happened("participant.erased", self.participant_id, facts)]

    def wait_for_rest(self, outcomes: list[Outcome]) -> None:
        """Note when the next of what has to be kept may go."""
        self.rest_due_on = min((one.until for one in outcomes if one.until is not None), default=None)

    def _require_waiting(self) -> None:
        if not self.is_waiting:
            raise Conflict("erasure-over", "This erasure has been done or dropped already.")


@dataclass(eq=False, kw_only=True)
class ErasureAnswer:
    """One service says that its part is gone."""

    erasure_id: UUID
    service: str
    participant_id: UUID
    confirmed_at: datetime


def unconfirmed(answers: list[ErasureAnswer]) -> list[str]:
    """The services that have not confirmed yet."""
    return [service for service in CONFIRMING if service not in {answer.service for answer in answers}]
