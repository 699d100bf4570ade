"""What casework says about a person: registered, allocated, what changed in their circumstances and consents.

The subject is the person. Whatever could be used to reach them, or gives away health, goes only to those
named; everybody else sees that something happened, to a pseudonym, on a day.
"""

from marshmallow import Schema, fields

from chassis.messaging.events import Event, Sealed, harmless
from services.casework.events.fields import code, day, thing_id


class SafeContactCardPart(Schema):
    """What may be done without putting the person at risk."""

    voicemail = fields.Boolean(required=True)
    letter = fields.Boolean(required=True)
    sender_name = fields.String(allow_none=True)
    quiet_from = fields.String(allow_none=True)
    quiet_until = fields.String(allow_none=True)


class ContactCardPart(Schema):
    """How a person is reached, by the channel and in the language that they prefer."""

    name = fields.String(required=True)
    called = fields.String(required=True)
    language = fields.String(required=True)
    channel = fields.String(required=True)
    email = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    address_lines = fields.List(fields.String(), required=True)
    postcode = fields.String(allow_none=True)
    digital_access = fields.Boolean(required=True)
    safe_contact = fields.Nested(SafeContactCardPart, required=True)


class ParticipantRegistered(Event):
    """A person is with us from that day on; how they heard of us is counted."""

    type = "workstead.casework.participant.registered.v1"
    person = "subject"

    organisation_id = thing_id()
    occurred_on = day()
    heard_of = code()
    campaign = fields.String(metadata=harmless("a campaign's code, which is printed on its leaflets"))
    out_of_work_weeks = Sealed(fields.Integer(allow_none=True), to=("mi",), allow_none=True)


class ParticipantContactCardChanged(Event):
    """How the person can be reached, and safely; it replaces what was said before."""

    type = "workstead.casework.participant.contact-card-changed.v1"
    person = "subject"

    organisation_id = thing_id()
    adviser_id = thing_id(required=False)
    card = Sealed(fields.Nested(ContactCardPart), to=("notify",), required=True)


class ParticipantCircumstancesRecorded(Event):
    """Something was told about the person's circumstances; these barriers stand now."""

    type = "workstead.casework.participant.circumstances-recorded.v1"
    person = "subject"

    occurred_on = day()
    barriers = Sealed(fields.List(fields.String()), to=("mi",), required=True)


class ParticipantBarrierRated(Event):
    """Somebody said how much one barrier stands in the way: a step from 1 (stops them) to 5 (not at all)."""

    type = "workstead.casework.participant.barrier-rated.v1"
    person = "subject"

    occurred_on = day()
    barrier = Sealed(fields.String(), to=("mi",), required=True)
    step = Sealed(fields.Integer(strict=True), to=("mi",), required=True)


class ParticipantConsentChanged(Event):
    """The person said yes or no to one purpose; whoever relies on it acts by the latest word."""

    type = "workstead.casework.participant.consent-changed.v1"
    person = "subject"

    purpose = code()
    given = fields.Boolean(required=True, metadata=harmless("yes or no tells nobody who it was"))
    occurred_on = day()


class ParticipantAllocated(Event):
    """That adviser looks after the person from that day on."""

    type = "workstead.casework.participant.allocated.v1"
    person = "subject"

    adviser_id = thing_id()
    organisation_id = thing_id()
    occurred_on = day()


class ParticipantMerged(Event):
    """Two records were about one person: this one was merged into another, which stands for both."""

    type = "workstead.casework.participant.merged.v1"
    person = "subject"

    into = thing_id()
    organisation_id = thing_id()
    occurred_on = day()


class ParticipantUnmerged(Event):
    """They were two people after all: this record stands for itself again."""

    type = "workstead.casework.participant.unmerged.v1"
    person = "subject"

    out_of = thing_id()
    organisation_id = thing_id()
    occurred_on = day()


class ParticipantErased(Event):
    """The person is forgotten: every service strips what it holds of them, in tables, logs and archives."""

    type = "workstead.casework.participant.erased.v1"
    person = "subject"

    occurred_on = day()
    erasure_id = thing_id(required=False)


class ParticipantKindsErased(Event):
    """Some kinds of what was held about the person have gone, and they stay known: each service strips what
    it has of these kinds. The codes are those of `retention.yaml`.
    """

    type = "workstead.casework.participant.kinds-erased.v1"
    person = "subject"

    kinds = fields.List(
        fields.String(),
        required=True,
        metadata=harmless("which kinds of record, and nothing of what was in them"),
    )
    occurred_on = day()


class ParticipantAccessRequested(Event):
    """The person asked for a copy of all that is held about them: every service answers for its part."""

    type = "workstead.casework.participant.access-requested.v1"
    person = "subject"

    request_id = thing_id()
    occurred_on = day()


class ParticipantCopyReleased(Event):
    """The copy that the person asked for is ready: they are told so."""

    type = "workstead.casework.participant.copy-released.v1"
    person = "subject"

    request_id = thing_id()
    occurred_on = day()


class ParticipantJoined(Event):
    """Somebody asked to join by themselves: a record was made of what they told, or was there already."""

    type = "workstead.casework.participant.joined.v1"
    person = "subject"

    outcome = code()
    organisation_id = thing_id()
    occurred_on = day()


class JoiningRequestRefused(Event):
    """Somebody asked to join by themselves, and cannot here. There is no record of them: the card is for
    telling them so, and why not stays in casework.
    """

    type = "workstead.casework.joining-request.refused.v1"
    person = "subject"

    organisation_id = thing_id()
    occurred_on = day()
    card = Sealed(fields.Nested(ContactCardPart), to=("notify",), required=True)


class ParticipantAccountClosed(Event):
    """Both records of one person had an account. The one of the merged record is closed, the other stays."""

    type = "workstead.casework.participant.account-closed.v1"
    person = "subject"

    account_id = thing_id()
    into = thing_id()
    organisation_id = thing_id()
    occurred_on = day()


class ParticipantAccountReopened(Event):
    """They were two people after all: the account that was closed is this person's way in again."""

    type = "workstead.casework.participant.account-reopened.v1"
    person = "subject"

    account_id = thing_id()
    organisation_id = thing_id()
    occurred_on = day()


EVENTS: list[type[Event]] = [
    ParticipantRegistered,
    ParticipantContactCardChanged,
    ParticipantCircumstancesRecorded,
    ParticipantBarrierRated,
    ParticipantConsentChanged,
    ParticipantAllocated,
    ParticipantMerged,
    ParticipantUnmerged,
    ParticipantErased,
    ParticipantKindsErased,
    ParticipantAccessRequested,
    ParticipantCopyReleased,
    ParticipantJoined,
    JoiningRequestRefused,
    ParticipantAccountClosed,
    ParticipantAccountReopened,
]
