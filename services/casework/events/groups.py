"""What casework says about group sessions and who has a place in them."""

from marshmallow import fields

from chassis.messaging.events import Event, Sealed, harmless
from services.casework.events.appointments import AppointmentDetailsPart, instant
from services.casework.events.fields import code, count, day, person_id, thing_id


class GroupSessionEvent(Event):
    """What every event about a session has; none of them is about a person."""

    organisation_id = thing_id()
    starts_at = instant()
    occurred_on = day()


class GroupSessionOpened(GroupSessionEvent):
    """A session can be booked: so many can come."""

    type = "workstead.casework.group-session.opened.v1"

    kind = code()
    capacity = count()
    channel = code()


class GroupSessionChanged(GroupSessionEvent):
    """It is held otherwise than was said: when, where, by whom, or for how many."""

    type = "workstead.casework.group-session.changed.v1"

    capacity = count()
    channel = code()


class GroupSessionCancelled(GroupSessionEvent):
    """The session will not take place."""

    type = "workstead.casework.group-session.cancelled.v1"


class GroupPlaceEvent(Event):
    """What every event about somebody's place has."""

    person = "participant_id"
    participant_id = person_id()
    session_id = thing_id()
    occurred_on = day()


class GroupPlaceBooked(GroupPlaceEvent):
    """Somebody has a place; `waited`: it had become free, and they were the first to wait for it."""

    type = "workstead.casework.group-place.booked.v1"

    starts_at = instant()
    ends_at = instant()
    channel = code()
    waited = fields.Boolean(required=True, metadata=harmless("yes or no tells nobody who it was"))
    details = Sealed(fields.Nested(AppointmentDetailsPart), to=("notify",), required=True)


class GroupPlaceChanged(GroupPlaceEvent):
    """The session in which somebody has a place is held at another time, elsewhere, or by somebody else."""

    type = "workstead.casework.group-place.changed.v1"

    starts_at = instant()
    ends_at = instant()
    channel = code()
    details = Sealed(fields.Nested(AppointmentDetailsPart), to=("notify",), required=True)


class GroupPlaceGivenUp(GroupPlaceEvent):
    """They will not come; `by` is the party that said so."""

    type = "workstead.casework.group-place.given-up.v1"

    by = code()


class GroupPlaceCancelled(GroupPlaceEvent):
    """The session in which they had a place will not take place."""

    type = "workstead.casework.group-place.cancelled.v1"


class GroupPlaceAttendanceRecorded(GroupPlaceEvent):
    """What the register says. Why not, and what was said, stay in casework.

    `corrected`: what it said first was wrong, and this holds in its place.
    """

    type = "workstead.casework.group-place.attendance-recorded.v1"

    attendance = code()
    channel = code()
    corrected = fields.Boolean(metadata=harmless("yes or no tells nobody who it was"))


EVENTS: list[type[Event]] = [
    GroupSessionOpened,
    GroupSessionChanged,
    GroupSessionCancelled,
    GroupPlaceBooked,
    GroupPlaceChanged,
    GroupPlaceGivenUp,
    GroupPlaceCancelled,
    GroupPlaceAttendanceRecorded,
]
