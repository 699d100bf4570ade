"""What each role reaches by each route, worked out by asking the policy. docs/access.md is made of it."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy.sql.elements import False_

from chassis.actor import Actor
from chassis.reaching import EVERYTHING, NOTHING, Reaching, everything
from services.marketplace import policy
from services.marketplace.store.referrals import referral

OURS, SENT, RECEIVED, BOTH = "organisation’s", "sent", "received", "sent and received"
WORDS = {
    OURS: "what belongs to their organisation.",
    SENT: "the referrals that their organisation has sent.",
    RECEIVED: "the referrals that have come to their organisation.",
    BOTH: "either of them.",
    EVERYTHING: "whatever there is.",
}


@dataclass(frozen=True)
class _Org:
    id: UUID | None


@dataclass(frozen=True)
class _Between:
    """A referral, as far as a rule looks at it."""

    sender: _Org
    receiver: _Org


def described(actor: Actor) -> str:
    """What an organisation says of itself."""
    if policy.may_describe(actor, cast(Any, _Org(None))):
        return EVERYTHING
    return OURS if policy.may_describe(actor, cast(Any, _Org(actor.org))) else NOTHING


def offered(actor: Actor) -> str:
    """An offer, for whoever runs it."""
    return OURS if actor.org is not None and policy.may_run_offers(actor, actor.org) else NOTHING


def referred(actor: Actor) -> str:
    """A person is sent by whoever looks after them."""
    return SENT if policy.may_refer(actor) else NOTHING


def seen(actor: Actor) -> str:
    """A referral, for the two organisations between which it is."""
    ways = [SENT if _sees(actor, "out") else "", RECEIVED if _sees(actor, "in") else ""]
    return " and ".join(way for way in ways if way)


def answered(actor: Actor) -> str:
    """A step of the receiver."""
    return RECEIVED if policy.may_answer(actor, cast(Any, _Between(_Org(None), _Org(actor.org)))) else NOTHING


def withdrawn(actor: Actor) -> str:
    """A step of the sender."""
    return SENT if policy.may_withdraw(actor, cast(Any, _Between(_Org(actor.org), _Org(None)))) else NOTHING


def _sees(actor: Actor, direction: str) -> bool:
    return not isinstance(policy.referrals_seen_by(actor, referral, direction), False_)


REACHING = Reaching(
    {
        "/organisations": everything,
        "PATCH /organisations/*": described,
        "/organisations/*/sites": described,
        "/offers": offered,
        "/referrals": seen,
        "POST /referrals": referred,
        "POST /referrals/*": answered,
        "/referrals/*/withdrawal": withdrawn,
        "/reference": everything,
    },
    WORDS,
    themself="participant",
)
