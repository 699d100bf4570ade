"""What notify says to others: that it was asked to tell somebody something, and what became of it."""

from marshmallow import fields

from chassis.messaging.answering import answers
from chassis.messaging.events import Event, EventRegistry, Sealed, harmless

ID = harmless("a pseudonymous id")
TEMPLATE = harmless("the code of a template, which is the same for everybody")
CHANNEL = harmless("the kind of way, without an address")
DAY = harmless("a date without a person")


class MessageRequested(Event):
    """A fact has led to a message. `channel` is the one planned; none while no contact card is known."""

    type = "workstead.notify.message.requested.v1"
    person = "participant_id"

    participant_id = fields.UUID(metadata=ID)
    template = fields.String(required=True, metadata=TEMPLATE)
    channel = fields.String(allow_none=True, metadata=CHANNEL)
    occurred_on = fields.Date(required=True, metadata=DAY)


class MessageSent(Event):
    """The message is on its way: the mail server has taken it, or somebody has posted it."""

    type = "workstead.notify.message.sent.v1"
    person = "participant_id"

    participant_id = fields.UUID(metadata=ID)
    template = fields.String(required=True, metadata=TEMPLATE)
    channel = fields.String(required=True, metadata=CHANNEL)
    occurred_on = fields.Date(required=True, metadata=DAY)
    about = fields.UUID(required=True, metadata=ID)


class MessageFailed(Event):
    """This way has failed for good. Where there is another, the message goes on by that one."""

    type = "workstead.notify.message.failed.v1"
    person = "participant_id"

    participant_id = fields.UUID(metadata=ID)
    template = fields.String(required=True, metadata=TEMPLATE)
    channel = fields.String(allow_none=True, metadata=CHANNEL)
    occurred_on = fields.Date(required=True, metadata=DAY)
    about = fields.UUID(required=True, metadata=ID)


class CallNeeded(Event):
    """Nothing else reaches this person safely: their adviser is asked to ring or to tell them in person."""

    type = "workstead.notify.call.needed.v1"
    person = "participant_id"

    participant_id = fields.UUID(required=True, metadata=ID)
    reason = fields.String(required=True, metadata=TEMPLATE)
    about = fields.UUID(required=True, metadata=ID)
    due_on = fields.Date(required=True, metadata=DAY)
    script = Sealed(fields.String(), to=("casework",))


class CallMade(Event):
    """The adviser has spoken to the person."""

    type = "workstead.notify.call.made.v1"
    person = "participant_id"

    participant_id = fields.UUID(required=True, metadata=ID)
    occurred_on = fields.Date(required=True, metadata=DAY)


EVENTS = EventRegistry(
    "notify",
    [MessageRequested, MessageSent, MessageFailed, CallNeeded, CallMade, *answers("notify", ("casework",))],
)
