"""What casework says about people who are handed over: to whom, never what was said of them."""

from chassis.messaging.events import Event
from services.casework.events.fields import code, day, person_id, thing_id


class TransferEvent(Event):
    """What every event about a transfer has."""

    person = "participant_id"
    participant_id = person_id()
    organisation_id = thing_id()
    to_adviser_id = thing_id()
    occurred_on = day()


class TransferOffered(TransferEvent):
    """A colleague was asked to look after the person from now on."""

    type = "workstead.casework.transfer.offered.v1"


class TransferAccepted(TransferEvent):
    """The colleague said yes; `participant.allocated` says that they look after the person."""

    type = "workstead.casework.transfer.accepted.v1"


class TransferDeclined(TransferEvent):
    """The colleague said no; why stays in casework."""

    type = "workstead.casework.transfer.declined.v1"


class TransferWithdrawn(TransferEvent):
    """It is not asked any more."""

    type = "workstead.casework.transfer.withdrawn.v1"


class WorkWaits(Event):
    """Something is an adviser's to look at now: a plan, a challenge, a handover, evidence. Nobody is named:
    the subject is the thing itself.
    """

    type = "workstead.casework.work.waits.v1"

    kind = code()
    adviser_id = thing_id()
    occurred_on = day()


EVENTS: list[type[Event]] = [
    TransferOffered,
    TransferAccepted,
    TransferDeclined,
    TransferWithdrawn,
    WorkWaits,
]
