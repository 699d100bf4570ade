"""Who may do what, and whom a list may show: one rule for both.

The directory (verified organisations, offers not withdrawn) is open to everybody. A referral is for the two
organisations that it is between, and there for those who send or receive; nobody else learns that it exists.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, Table, false, or_, true

from chassis.actor import Actor
from services.marketplace.domain.organisations import Organisation
from services.marketplace.domain.referrals import Referral

SENDERS = ("adviser", "team leader")
"""Who refers a person to another organisation, and may take that back."""
RECEIVERS = ("provider staff", "team leader")
"""Who answers a referral that has come in."""
PUBLISHERS = ("provider staff", "organisation administrator")
"""Who runs an organisation's offers."""


def organisations_seen_by(actor: Actor, organisation: Table) -> ColumnElement[bool]:
    """Everybody sees verified organisations; the operator all; an organisation's own people their own."""
    if actor.kind == "system" or actor.has("operator"):
        return true()
    return or_(organisation.c.verified_on.is_not(None), _own(actor, organisation.c.id))


def offers_seen_by(actor: Actor, offer: Table) -> ColumnElement[bool]:
    """Everybody sees what is offered; those who run an offer see it after it was withdrawn, too."""
    if actor.kind == "system":
        return true()
    runs = _own(actor, offer.c.organisation_id) if actor.has(*PUBLISHERS) else false()
    return or_(offer.c.withdrawn_on.is_(None), runs)


def referrals_seen_by(actor: Actor, referral: Table, direction: str | None = None) -> ColumnElement[bool]:
    """Those out of the actor's organisation for senders, those into it for receivers."""
    if actor.kind == "system":
        return true()
    out = _own(actor, referral.c.from_organisation_id) if actor.has(*SENDERS) else false()
    into = _own(actor, referral.c.to_organisation_id) if actor.has(*RECEIVERS) else false()
    return {"out": out, "in": into}.get(direction or "", or_(out, into))


def may_enter_organisations(actor: Actor) -> bool:
    """Whoever runs the instance enters organisations and vouches for them."""
    return actor.has("operator")


def may_describe(actor: Actor, organisation: Organisation) -> bool:
    """An organisation's own administrator says what it is, or the operator on its behalf."""
    return actor.has("operator") or (actor.has("organisation administrator") and actor.org == organisation.id)


def may_run_offers(actor: Actor, organisation_id: UUID) -> bool:
    """Only an organisation itself publishes and changes what it offers."""
    return actor.org == organisation_id and actor.has(*PUBLISHERS)


def may_refer(actor: Actor) -> bool:
    """Whoever refers; that the person's record is theirs is looked up by the action."""
    return actor.org is not None and actor.has(*SENDERS)


def may_answer(actor: Actor, referral: Referral) -> bool:
    """Only the receiver acknowledges, accepts, declines, starts and ends."""
    return actor.org == referral.receiver.id and actor.has(*RECEIVERS)


def may_withdraw(actor: Actor, referral: Referral) -> bool:
    """Only the sender takes a referral back."""
    return actor.org == referral.sender.id and actor.has(*SENDERS)


def _own(actor: Actor, column: ColumnElement[UUID]) -> ColumnElement[bool]:
    return column == actor.org if actor.org is not None else false()
