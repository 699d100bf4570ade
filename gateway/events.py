"""What the gateway says: that there is an account, whose record it is, and that it is made use of."""

from marshmallow import fields

from chassis.messaging.answering import answers
from chassis.messaging.events import Event, EventRegistry, Sealed, harmless


class AccountCreated(Event):
    """Somebody can now sign in and act for an organisation; or for themselves, where a person is named.

    An operator's account belongs to no organisation, and nobody is told of it.
    """

    type = "workstead.gateway.account.created.v1"
    person = "person_id"

    roles = fields.List(
        fields.String(), required=True, metadata=harmless("what somebody does here, without who")
    )
    organisation_id = fields.UUID(required=True, metadata=harmless("an organisation is no person"))
    name = Sealed(fields.String(), to=("casework",), required=True)
    person_id = fields.UUID(metadata=harmless("a pseudonymous id"))
    occurred_on = fields.Date(required=True, metadata=harmless("a date"))


class AccountLinked(Event):
    """This account is that participant's own: whoever signs in with it sees that record as theirs."""

    type = "workstead.gateway.account.linked.v1"
    person = "person_id"

    person_id = fields.UUID(required=True, metadata=harmless("a pseudonymous id"))
    occurred_on = fields.Date(required=True, metadata=harmless("a date"))


class AccountWorkMessagesChosen(Event):
    """Somebody who works here said how often they want to be told what waits for them, and where; without an
    address, not at all.
    """

    type = "workstead.gateway.account.work-messages-chosen.v1"

    wants = fields.String(required=True, metadata=harmless("each, daily or none: tells nobody who it was"))
    language = fields.String(required=True, metadata=harmless("the code of a language"))
    address = Sealed(fields.String(), to=("notify",))
    occurred_on = fields.Date(required=True, metadata=harmless("a date"))


class AccountSignedIn(Event):
    """Somebody made use of the service on that day; said once a day, for figures on how well it is taken
    up.
    """

    type = "workstead.gateway.account.signed-in.v1"

    day = fields.Date(required=True, metadata=harmless("a date"))
    roles = Sealed(fields.List(fields.String()), to=("mi",), required=True)


class ErasurePassedOn(Event):
    """The account of an erased person is gone. The community alone learns which member that was, and not who;
    no member is named where there was no account.
    """

    type = "workstead.gateway.erasure.passed-on.v1"

    occurred_on = fields.Date(required=True, metadata=harmless("a date"))
    member = Sealed(fields.UUID(), to=("community",))


EVENTS = EventRegistry(
    "gateway",
    [
        AccountCreated,
        AccountLinked,
        AccountWorkMessagesChosen,
        AccountSignedIn,
        ErasurePassedOn,
        *answers("gateway", ("casework",)),
    ],
)
