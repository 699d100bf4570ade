"""What casework says about meetings and other contacts: when and how, never what was said."""

from marshmallow import Schema, fields

from chassis.messaging.events import Event, Sealed, harmless
from services.casework.events.fields import code, day, person_id, thing_id


def instant() -> fields.AwareDateTime:
    """When a meeting begins or ends."""
    return fields.AwareDateTime(required=True, metadata=harmless("a time tells nobody who it was"))


class AppointmentDetailsPart(Schema):
    """What a message about the meeting has to say."""

    with_whom = fields.String(allow_none=True)
    place = fields.String(allow_none=True)
    purpose = fields.String(allow_none=True)


class AppointmentEvent(Event):
    """What every event about a meeting has."""

    person = "participant_id"
    participant_id = person_id()
    occurred_on = day()


class AppointmentBooked(AppointmentEvent):
    """A participant and an adviser will meet. With `supersedes`, in the place of an earlier appointment."""

    type = "workstead.casework.appointment.booked.v1"

    adviser_id = thing_id()
    starts_at = instant()
    ends_at = instant()
    channel = code()
    booked_by = code()
    supersedes = thing_id(required=False)
    details = Sealed(fields.Nested(AppointmentDetailsPart), to=("notify",), required=True)


class AppointmentCancelled(AppointmentEvent):
    """The meeting will not take place; `by` is the party that called it off."""

    type = "workstead.casework.appointment.cancelled.v1"

    by = code()


class AppointmentRearranged(AppointmentEvent):
    """Another time was found: `replacement_id` is the appointment that stands in for this one."""

    type = "workstead.casework.appointment.rearranged.v1"

    replacement_id = thing_id()
    by = code()


class AppointmentAttendanceRecorded(AppointmentEvent):
    """Whether the participant came. Why not, and what was said, stay in casework.

    `corrected`: what was recorded first was wrong, and this holds in its place.
    """

    type = "workstead.casework.appointment.attendance-recorded.v1"

    attendance = code()
    channel = code()
    corrected = fields.Boolean(metadata=harmless("yes or no tells nobody who it was"))


class ContactRecorded(Event):
    """Somebody was in touch with a participant, on any channel; `call_id`: a call on the list was made."""

    type = "workstead.casework.contact.recorded.v1"
    person = "participant_id"

    participant_id = person_id()
    organisation_id = thing_id()
    channel = code()
    direction = code()
    assisted = fields.Boolean(required=True, metadata=harmless("yes or no tells nobody who it was"))
    call_id = thing_id(required=False)
    occurred_on = day()


class ContactTakenBack(Event):
    """There was no such contact: the register of a group had been wrong about somebody."""

    type = "workstead.casework.contact.taken-back.v1"
    person = "participant_id"

    participant_id = person_id()
    organisation_id = thing_id()
    occurred_on = day()


EVENTS: list[type[Event]] = [
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentRearranged,
    AppointmentAttendanceRecorded,
    ContactRecorded,
    ContactTakenBack,
]
