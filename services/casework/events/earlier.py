"""What casework says about times that are offered to those who would come earlier."""

from marshmallow import fields

from chassis.messaging.events import Event, Sealed
from services.casework.events.appointments import AppointmentDetailsPart, instant
from services.casework.events.fields import code, day, person_id, thing_id


class SlotOfferMade(Event):
    """A time is kept for somebody until `answer_by`; it would stand in for the appointment that is named."""

    type = "workstead.casework.slot-offer.made.v1"
    person = "participant_id"

    participant_id = person_id()
    appointment_id = thing_id()
    starts_at = instant()
    ends_at = instant()
    channel = code()
    answer_by = instant()
    occurred_on = day()
    details = Sealed(fields.Nested(AppointmentDetailsPart), to=("notify",), required=True)


class SlotOfferEnded(Event):
    """It is kept no more; `answer`: accepted, declined, expired or withdrawn."""

    type = "workstead.casework.slot-offer.ended.v1"
    person = "participant_id"

    participant_id = person_id()
    answer = code()
    occurred_on = day()


EVENTS: list[type[Event]] = [SlotOfferMade, SlotOfferEnded]
