"""What the marketplace says of referrals: every state after the sending is the receiver's to write."""

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis.messaging.listeners import Opened, Reads, Received
from services.casework.actions import referrals
from services.casework.listeners.base import LISTENERS


class ReferralMoved(Reads):
    """Whose referral it is, and when it moved."""

    participant_id = fields.UUID(required=True)
    occurred_on = fields.Date(required=True)


class ReferralSent(ReferralMoved):
    """To whom and to what, which is sealed to us."""

    from_organisation_id = fields.UUID(required=True)
    to_organisation_id = Opened(fields.UUID(), required=True)
    offer_id = Opened(fields.UUID(), required=True)
    due_on = fields.Date(required=True)
    reference = fields.String(required=True)


class ReferralClosed(ReferralMoved):
    """Why it came to its end, which is sealed to us."""

    reason = Opened(fields.String(), required=True)


@LISTENERS.on("workstead.marketplace.referral.sent.v1", reads=ReferralSent)
def referral_sent(session: Session, event: Received) -> None:
    """A person was referred."""
    how = dict(event.data)
    whose, on = how.pop("participant_id"), how.pop("occurred_on")
    referrals.hear_sent(session, event.subject, whose, on, event.sequence, **how)


@LISTENERS.on("workstead.marketplace.referral.acknowledged.v1", reads=ReferralMoved)
def referral_acknowledged(session: Session, event: Received) -> None:
    """The receiver has seen it."""
    _step(session, event, "acknowledged")


@LISTENERS.on("workstead.marketplace.referral.accepted.v1", reads=ReferralMoved)
def referral_accepted(session: Session, event: Received) -> None:
    """The receiver will help, and is a party from now on."""
    _step(session, event, "accepted")


@LISTENERS.on("workstead.marketplace.referral.started.v1", reads=ReferralMoved)
def referral_started(session: Session, event: Received) -> None:
    """The help has begun."""
    _step(session, event, "started")


@LISTENERS.on("workstead.marketplace.referral.expired.v1", reads=ReferralMoved)
def referral_expired(session: Session, event: Received) -> None:
    """Nobody answered."""
    _step(session, event, "expired")


@LISTENERS.on("workstead.marketplace.referral.declined.v1", reads=ReferralClosed)
def referral_declined(session: Session, event: Received) -> None:
    """The receiver cannot help."""
    _step(session, event, "declined")


@LISTENERS.on("workstead.marketplace.referral.not-started.v1", reads=ReferralClosed)
def referral_not_started(session: Session, event: Received) -> None:
    """It was accepted, and yet nothing began."""
    _step(session, event, "not-started")


@LISTENERS.on("workstead.marketplace.referral.withdrawn.v1", reads=ReferralClosed)
def referral_withdrawn(session: Session, event: Received) -> None:
    """The sender took it back."""
    _step(session, event, "withdrawn")


@LISTENERS.on("workstead.marketplace.referral.ended.v1", reads=ReferralClosed)
def referral_ended(session: Session, event: Received) -> None:
    """The help is over."""
    _step(session, event, "ended")


def _step(session: Session, event: Received, state: str) -> None:
    said = event.data
    referrals.hear_step(
        session,
        event.subject,
        said["participant_id"],
        state,
        said["occurred_on"],
        event.sequence,
        said.get("reason"),
    )
