"""Referrals, with the person's package encrypted, and a record of who entered each step and when."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Computed,
    Date,
    ForeignKey,
    Identity,
    Index,
    Select,
    Table,
    Text,
    Uuid,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session, contains_eager, relationship

from chassis.actor import Actor
from chassis.store.base import utc
from chassis.store.columns import EncryptedJSON, EncryptedText
from chassis.store.mapped import loaded
from services.marketplace import policy
from services.marketplace.domain.offers import Offer
from services.marketplace.domain.organisations import Organisation
from services.marketplace.domain.referrals import FACTS, OPEN, UNANSWERED, Referral, State
from services.marketplace.store.base import mapper, metadata
from services.marketplace.store.offers import offer

_STATE = " ".join(
    [
        "case",
        *(f"when {fact} is not null then '{state}'" for fact, state in FACTS),
        f"else '{State.SENT}' end",
    ]
)
_STILL_OPEN = f"state in ({', '.join(repr(str(state)) for state in OPEN)})"

referral = Table(
    "referral",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False, index=True),
    Column("participant_id", Uuid, nullable=False, index=True),
    Column("offer_id", Uuid, ForeignKey("offer.id"), nullable=False, index=True),
    Column("from_organisation_id", Uuid, ForeignKey("organisation.id"), nullable=False, index=True),
    Column("to_organisation_id", Uuid, ForeignKey("organisation.id"), nullable=False, index=True),
    Column("lawful_basis", Text, nullable=False),
    Column("override_reason", EncryptedText("marketplace")),
    Column("package", EncryptedJSON("marketplace")),
    Column("acknowledge_by", Date, nullable=False),
    Column("start_by", Date, nullable=False),
    Column("expire_after", Date, nullable=False),
    Column("sent_on", Date, nullable=False),
    Column("acknowledged_on", Date),
    Column("accepted_on", Date),
    Column("started_on", Date),
    Column("ended_on", Date),
    Column("declined_on", Date),
    Column("not_started_on", Date),
    Column("withdrawn_on", Date),
    Column("expired_on", Date),
    Column("reason", Text),
    Column("state", Text, Computed(_STATE, persisted=True), nullable=False),
    Index("ix_referral_state_expire_after", "state", "expire_after"),
    Index("uq_referral_open", "participant_id", "offer_id", unique=True, postgresql_where=text(_STILL_OPEN)),
)

referral_step = Table(
    "referral_step",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("referral_id", Uuid, ForeignKey("referral.id"), nullable=False, index=True),
    Column("step", Text, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("recorded_by", Uuid),
)

mapper.map_imperatively(
    Referral,
    referral,
    properties={
        "offer": relationship(Offer, lazy="joined", innerjoin=True),
        "sender": relationship(
            Organisation, foreign_keys=referral.c.from_organisation_id, lazy="joined", innerjoin=True
        ),
        "receiver": relationship(
            Organisation, foreign_keys=referral.c.to_organisation_id, lazy="joined", innerjoin=True
        ),
    },
    exclude_properties=["state"],
)


@dataclass(frozen=True)
class Wanted:
    """Which referrals somebody looks for. All that is given must hold."""

    direction: str | None = None
    state: str | None = None
    participant_id: UUID | None = None
    offer_id: UUID | None = None
    reference: str | None = None


def visible(
    session: Session, actor: Actor, referral_id: UUID, *, for_update: bool = False
) -> Referral | None:
    """A referral that the actor may know of; for update, it and its offer's places are held until the end."""
    query = select(Referral).where(referral.c.id == referral_id, policy.referrals_seen_by(actor, referral))
    return session.scalar(_locked(query) if for_update else query)


def listed(actor: Actor, wanted: Wanted) -> Select[Referral]:
    """Those that the actor may know of and wants."""
    seen = policy.referrals_seen_by(actor, referral, wanted.direction)
    equal = {
        referral.c.state: wanted.state,
        referral.c.participant_id: wanted.participant_id,
        referral.c.offer_id: wanted.offer_id,
        referral.c.reference: wanted.reference,
    }
    filters = [column == value for column, value in equal.items() if value is not None]
    return select(Referral).where(seen, *filters)


def to_expire(session: Session, today: date) -> list[Referral]:
    """What nobody answered in time, held for update; what is being answered at this moment is left out."""
    query = select(Referral).where(referral.c.state.in_(UNANSWERED), referral.c.expire_after < today)
    held = query.with_for_update(of=referral, skip_locked=True).execution_options(populate_existing=True)
    return list(session.scalars(held))


def waiting_on(session: Session, participant_id: UUID, lawful_basis: str) -> list[Referral]:
    """A person's referrals that rest on this ground and that nobody has accepted yet, held."""
    waiting = referral.c.state.in_(("sent", "acknowledged"))
    theirs = (referral.c.participant_id == participant_id, referral.c.lawful_basis == lawful_basis)
    return list(session.scalars(_locked(select(Referral).where(*theirs, waiting))))


def open_for(session: Session, participant_id: UUID, offer_id: UUID) -> bool:
    """Whether this person has been referred to this offer and it is not over."""
    query = select(referral.c.id).where(
        referral.c.participant_id == participant_id,
        referral.c.offer_id == offer_id,
        referral.c.state.in_(OPEN),
    )
    return session.scalar(query.limit(1)) is not None


def note_step(session: Session, referral_id: UUID, step: str, at: datetime, by: UUID | None) -> None:
    """Keep who entered a step, and when we were told."""
    row = {"referral_id": referral_id, "step": step, "recorded_at": at, "recorded_by": by}
    session.execute(insert(referral_step).values(row))


def strip_person(session: Session, participant_id: UUID) -> None:
    """Take all that tells who the person was out of their referrals; that they took place stays."""
    about = referral.c.participant_id == participant_id
    session.execute(update(referral).where(about).values(package=None, override_reason=None))


def _locked(query: Select[Referral]) -> Select[Referral]:
    """First the referral, then its offer: always in this order, so that two never wait for each other."""
    eager = contains_eager(loaded(Referral, "offer"))
    held = query.join(offer, referral.c.offer_id == offer.c.id).options(eager)
    return held.with_for_update(of=(referral, offer)).execution_options(populate_existing=True)
