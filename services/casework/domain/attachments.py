"""Attachment to a programme: from this day on a price list holds for the person, for life."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import Conflict
from services.casework.domain.happened import Happened


@dataclass(eq=False)
class AttachmentChange:
    """What an attachment said before it was put right, who did that, and why."""

    id: UUID
    attached_on: date
    payment_group: str
    by: UUID | None
    at: datetime
    reason: str


@dataclass(eq=False)
class Attachment:
    """One person on one programme: since when, in which payment group, by which price list."""

    id: UUID
    participant_id: UUID
    organisation_id: UUID
    programme: str
    payment_group: str
    attached_on: date
    tariff: str
    recorded_by: UUID | None
    recorded_at: datetime
    changes: list[AttachmentChange] = field(default_factory=list)
    set_aside_on: date | None = None
    """The person's records were merged on that day, and the other one's programme is the one that counts."""

    def attach(self, today: date, others: Iterable["Attachment"], allotted_weeks: int) -> list[Happened]:
        """The person joins the programme; refused while the allotted time of another attachment runs."""
        not_in_future(self.attached_on, today)
        if self.meets(others, allotted_weeks):
            raise Conflict("already-attached", "This person is on a programme already.")
        return [self._happened("participant.attached")]

    def meets(self, others: Iterable["Attachment"], allotted_weeks: int) -> bool:
        """Whether the allotted time of another attachment runs while this one's does."""
        allotted = timedelta(weeks=allotted_weeks)
        return any(
            abs(self.attached_on - other.attached_on) < allotted for other in others if other is not self
        )

    def correct(
        self, attached_on: date, payment_group: str, tariff: str, *, today: date, change: AttachmentChange
    ) -> list[Happened]:
        """The date or the group was wrong. `change` keeps what stood here before."""
        not_in_future(attached_on, today)
        self.changes.append(change)
        self.attached_on, self.payment_group, self.tariff = attached_on, payment_group, tariff
        return [self._happened("participant.attachment-corrected")]

    @property
    def attachment_id(self) -> UUID:
        """Claims for the person are made on it."""
        return self.id

    @property
    def contract_id(self) -> None:
        """They are made on no contract."""

    @property
    def told_by(self) -> set[UUID | None]:
        """Everybody on whose word it stands."""
        return {self.recorded_by, *(change.by for change in self.changes)}

    def _happened(self, name: str) -> Happened:
        data = {
            "occurred_on": self.attached_on,
            "programme": self.programme,
            "payment_group": self.payment_group,
        }
        return Happened(name, self.participant_id, data)
