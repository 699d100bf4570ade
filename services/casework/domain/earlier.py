"""The list of those who would come earlier, and the time that one of them is offered when it becomes free.

wish:   standing → ended {taken | withdrawn | moved}
offer:  open → accepted | declined | expired | withdrawn
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.casework.domain.appointment_rules import AppointmentRules
from services.casework.domain.appointments import Appointment
from services.casework.domain.availability import CHANNELS, Slot
from services.casework.domain.by import By
from services.casework.domain.codes import all_known
from services.casework.domain.errors import Conflict
from services.casework.domain.happened import Happened

TO_ANSWER = timedelta(hours=1)
"""Nobody is offered a time for which they would have less than this to answer."""


@dataclass(eq=False)
class SlotOffer:
    """A time that is kept for one person until they have answered, or their time to answer is over."""

    id: UUID
    wish_id: UUID
    participant_id: UUID
    slot_id: UUID
    appointment_id: UUID
    starts_at: datetime
    ends_at: datetime
    channel: str
    place: str | None
    offered_at: datetime
    answer_by: datetime
    answered_at: datetime | None = None
    answer: str | None = None

    def made(self, with_whom: str | None, on: date) -> list[Happened]:
        """The person is to be told, with the time until which it is kept."""
        details = {"with_whom": with_whom, "place": self.place, "purpose": None}
        facts = {
            "appointment_id": self.appointment_id,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "channel": self.channel,
            "answer_by": self.answer_by,
            "details": details,
        }
        return [self._happened("slot-offer.made", on, **facts)]

    def accept(self, on: date, now: datetime) -> list[Happened]:
        """They take it."""
        if self.answered_at is None and self.answer_by <= now:
            raise Conflict("offer-over", "The time to answer is over; the offer has gone to the next person.")
        return self._end("accepted", on, now)

    def decline(self, on: date, now: datetime) -> list[Happened]:
        """They keep the appointment that they have; the next person is asked."""
        return self._end("declined", on, now)

    def expire(self, on: date, now: datetime) -> list[Happened]:
        """They have not answered in time."""
        return self._end("expired", on, now)

    def withdraw(self, on: date, now: datetime) -> list[Happened]:
        """The appointment in whose place it would have come is there no more."""
        return self._end("withdrawn", on, now)

    def _end(self, answer: str, on: date, now: datetime) -> list[Happened]:
        if self.answered_at is not None:
            raise Conflict(f"offer-{self.answer}", f"This offer was {self.answer} already.")
        self.answered_at, self.answer = now, answer
        return [self._happened("slot-offer.ended", on, answer=answer)]

    def _happened(self, name: str, on: date, **facts: object) -> Happened:
        return Happened(name, self.id, {"participant_id": self.participant_id, "occurred_on": on, **facts})


@dataclass(eq=False)
class EarlierWish:
    """Somebody has an appointment and would come earlier, if a time became free with the same adviser."""

    id: UUID
    participant_id: UUID
    appointment_id: UUID
    adviser_id: UUID
    channels: list[str]
    asked_by: str
    asked_by_id: UUID
    assisted: bool
    asked_at: datetime
    ended_at: datetime | None = None
    end_reason: str | None = None

    def ask(self, appointment: Appointment, now: datetime) -> None:
        """They are on the list, after those who asked before."""
        if appointment.status(now) != "scheduled" or appointment.starts_at <= now:
            raise Conflict("appointment-not-to-come", "Only an appointment that is to come can be earlier.")
        self.channels = all_known(self.channels or [appointment.channel], CHANNELS, "channels")

    def end(self, reason: str, now: datetime) -> None:
        """They wait no more."""
        if self.ended_at is not None:
            raise Conflict("wish-ended", "They wait no more.")
        self.ended_at, self.end_reason = now, reason

    def fits(self, slot: Slot, has: Appointment, rules: AppointmentRules, now: datetime) -> bool:
        """Whether this time would be better for them than the one they have, and can still be offered."""
        in_time = slot.starts_at - now >= rules.least_notice + TO_ANSWER
        standing = self.ended_at is None and has.status(now) == "scheduled"
        earlier = slot.adviser_id == self.adviser_id and slot.starts_at < has.starts_at
        return in_time and standing and earlier and self._way(slot) is not None

    def offer(self, slot: Slot, rules: AppointmentRules, id: UUID, now: datetime) -> SlotOffer:
        """Keep this time for them, for so long as the rules say and it is any use."""
        channel = self._way(slot)
        assert channel is not None, "only what fits is offered"
        return SlotOffer(
            id=id,
            wish_id=self.id,
            participant_id=self.participant_id,
            slot_id=slot.id,
            appointment_id=self.appointment_id,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            channel=channel,
            place=slot.place if channel == "in-person" else None,
            offered_at=now,
            answer_by=min(now + rules.offered_for, slot.starts_at - rules.least_notice),
        )

    def _way(self, slot: Slot) -> str | None:
        return next((way for way in self.channels if way in slot.channels), None)


def party(by: By) -> dict[str, object]:
    """Who asked, as a wish keeps it."""
    return {"asked_by": by.party, "asked_by_id": by.account_id, "assisted": by.assisted}
