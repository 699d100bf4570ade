"""What the marketplace says to others.

The directory is open: what an organisation is and offers may be read by anybody. Of a referral, only that it
moves is plain; to whom a person was sent, to what, and why it ended would give health or debt away, so those
travel sealed.
"""

from marshmallow import fields, validate

from chassis.messaging.answering import answers
from chassis.messaging.events import Event, EventRegistry, Sealed, harmless

PUBLIC = "the directory is public"
PSEUDONYM = "a pseudonymous id"
CASEWORK_AND_MI = ("casework", "mi")


def _day() -> fields.Date:
    return fields.Date(required=True, metadata=harmless("a date tells nobody who it was"))


def _text() -> fields.String:
    return fields.String(required=True, metadata=harmless(PUBLIC))


def _codes() -> fields.List:
    return fields.List(fields.String(), required=True, metadata=harmless(PUBLIC))


class OrganisationJoined(Event):
    """An organisation takes part."""

    type = "workstead.marketplace.organisation.joined.v1"
    classification = "open"

    name = _text()
    kind = _text()
    occurred_on = _day()


class OrganisationVerified(Event):
    """Somebody checked that the organisation is who it says; it may publish offers from now on."""

    type = "workstead.marketplace.organisation.verified.v1"
    classification = "open"

    occurred_on = _day()


class OfferTold(Event):
    """All that the directory says of an offer; the latest replaces what was said before."""

    organisation_id = fields.UUID(required=True, metadata=harmless(PUBLIC))
    organisation_name = _text()
    title = _text()
    category = _text()
    summary = _text()
    how_it_helps = _text()
    barriers = _codes()
    delivery = _codes()
    languages = _codes()
    accessibility = _codes()
    capacity = fields.Integer(required=True, validate=validate.Range(0), metadata=harmless(PUBLIC))
    free_places = fields.Integer(required=True, validate=validate.Range(0), metadata=harmless(PUBLIC))
    price_pence = fields.Integer(required=True, validate=validate.Range(0), metadata=harmless(PUBLIC))
    town = fields.String(metadata=harmless(PUBLIC))
    postcode = fields.String(metadata=harmless(PUBLIC))
    latitude = fields.Float(metadata=harmless(PUBLIC))
    longitude = fields.Float(metadata=harmless(PUBLIC))
    occurred_on = _day()


class OfferPublished(OfferTold):
    """An organisation offers a service, with so many places."""

    type = "workstead.marketplace.offer.published.v1"
    classification = "open"


class OfferChanged(OfferTold):
    """What is said of an offer has changed, or a place was taken or became free."""

    type = "workstead.marketplace.offer.changed.v1"
    classification = "open"


class OfferWithdrawn(Event):
    """It is offered no longer. Referrals on their way are still answered."""

    type = "workstead.marketplace.offer.withdrawn.v1"
    classification = "open"

    occurred_on = _day()


class ReferralMoved(Event):
    """A step in the life of a referral: who was referred, as a pseudonym, and when."""

    person = "participant_id"

    participant_id = fields.UUID(required=True, metadata=harmless(PSEUDONYM))
    occurred_on = _day()


class ReferralClosed(ReferralMoved):
    """A step that ends a referral, with its reason."""

    reason = Sealed(fields.String(), to=CASEWORK_AND_MI, required=True)


class ReferralSent(ReferralMoved):
    """An organisation asks another to help a person; it should be acknowledged by the due date."""

    type = "workstead.marketplace.referral.sent.v1"

    from_organisation_id = fields.UUID(required=True, metadata=harmless("who refers says nothing of why"))
    due_on = _day()
    reference = fields.String(required=True, metadata=harmless("a short name made from a random id"))
    to_organisation_id = Sealed(fields.UUID(), to=CASEWORK_AND_MI, required=True)
    offer_id = Sealed(fields.UUID(), to=CASEWORK_AND_MI, required=True)


class ReferralAcknowledged(ReferralMoved):
    """The receiver has seen it."""

    type = "workstead.marketplace.referral.acknowledged.v1"


class ReferralAccepted(ReferralMoved):
    """The receiver will help; a place is taken."""

    type = "workstead.marketplace.referral.accepted.v1"


class ReferralStarted(ReferralMoved):
    """The help has begun."""

    type = "workstead.marketplace.referral.started.v1"


class ReferralExpired(ReferralMoved):
    """Nobody answered in time."""

    type = "workstead.marketplace.referral.expired.v1"


class ReferralDeclined(ReferralClosed):
    """The receiver cannot help."""

    type = "workstead.marketplace.referral.declined.v1"


class ReferralNotStarted(ReferralClosed):
    """Accepted, and yet the help did not begin."""

    type = "workstead.marketplace.referral.not-started.v1"


class ReferralWithdrawn(ReferralClosed):
    """The sender took it back."""

    type = "workstead.marketplace.referral.withdrawn.v1"


class ReferralEnded(ReferralClosed):
    """The help is over: completed, left early, or carried on elsewhere."""

    type = "workstead.marketplace.referral.ended.v1"


EVENTS = EventRegistry(
    "marketplace",
    [
        OrganisationJoined,
        OrganisationVerified,
        OfferPublished,
        OfferChanged,
        OfferWithdrawn,
        ReferralSent,
        ReferralAcknowledged,
        ReferralAccepted,
        ReferralStarted,
        ReferralExpired,
        ReferralDeclined,
        ReferralNotStarted,
        ReferralWithdrawn,
        ReferralEnded,
        *answers("marketplace", ("casework",)),
    ],
)
