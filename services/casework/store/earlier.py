"""Who would come earlier, what they are offered, and the times that are kept meanwhile.

`freed_slot` and `slot_hold` say that a time has become free, or is kept, and not by whom or for whom: whoever
calls off an appointment cannot see who waits for it, so the system passes it on.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    Table,
    Text,
    Uuid,
    delete,
    exists,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.availability import Slot
from services.casework.domain.earlier import EarlierWish, SlotOffer
from services.casework.domain.errors import Conflict
from services.casework.store.appointments import engagement
from services.casework.store.availability import availability, slot
from services.casework.store.base import held, mapper, metadata
from services.casework.store.columns import secret
from services.casework.store.holds import slot_hold

ONE_WISH = "uq_earlier_wish_standing"
"""An appointment is on the list once."""

earlier_wish = Table(
    "earlier_wish",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("appointment_id", Uuid, ForeignKey("appointment.id"), nullable=False),
    Column("adviser_id", Uuid, nullable=False),
    Column("channels", ARRAY(Text), nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_by_id", Uuid, nullable=False),
    Column("assisted", Boolean, nullable=False),
    Column("asked_at", utc, nullable=False),
    Column("ended_at", utc),
    Column("end_reason", Text),
    Index(ONE_WISH, "appointment_id", unique=True, postgresql_where=text("ended_at is null")),
    Index("ix_earlier_wish_adviser_id_asked_at", "adviser_id", "asked_at"),
)

slot_offer = Table(
    "slot_offer",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("wish_id", Uuid, ForeignKey("earlier_wish.id"), nullable=False, index=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("slot_id", Uuid, ForeignKey("slot.id"), nullable=False),
    Column("appointment_id", Uuid, nullable=False),
    Column("starts_at", utc, nullable=False),
    Column("ends_at", utc, nullable=False),
    Column("channel", Text, nullable=False),
    Column("place", secret),
    Column("offered_at", utc, nullable=False),
    Column("answer_by", utc, nullable=False),
    Column("answered_at", utc),
    Column("answer", Text),
    Index("uq_slot_offer_open", "slot_id", unique=True, postgresql_where=text("answered_at is null")),
)

freed_slot = Table(
    "freed_slot",
    metadata,
    Column("slot_id", Uuid, ForeignKey("slot.id"), primary_key=True),
    Column("freed_at", utc, nullable=False),
)

mapper.map_imperatively(EarlierWish, earlier_wish)
mapper.map_imperatively(SlotOffer, slot_offer)


def add_wish(session: Session, wish: EarlierWish) -> None:
    """Put it on the list; refuses one that is there already."""
    try:
        with session.begin_nested():
            session.add(wish)
            session.flush()
    except IntegrityError as error:
        if ONE_WISH not in str(error.orig):
            raise
        raise Conflict("wish-twice", "This appointment is on the list already.") from None


def find_wish(session: Session, seen: ColumnElement[bool], wish_id: UUID) -> EarlierWish | None:
    """One wish, if it is among those that may be seen, held for update."""
    query = select(EarlierWish).where(earlier_wish.c.id == wish_id, seen)
    return session.scalar(held(query))


def find_offer(session: Session, seen: ColumnElement[bool], offer_id: UUID) -> SlotOffer | None:
    """One offer, if it is among those that may be seen, held for update."""
    query = select(SlotOffer).where(slot_offer.c.id == offer_id, seen)
    return session.scalar(held(query))


def wishes_of(participant_id: UUID) -> Select[EarlierWish]:
    """The wishes of a person that stand."""
    return select(EarlierWish).where(
        earlier_wish.c.participant_id == participant_id, earlier_wish.c.ended_at.is_(None)
    )


def wish_for(session: Session, appointment_id: UUID) -> EarlierWish | None:
    """The wish to have this appointment earlier, if one stands."""
    query = select(EarlierWish).where(
        earlier_wish.c.appointment_id == appointment_id, earlier_wish.c.ended_at.is_(None)
    )
    return session.scalar(query.with_for_update())


def open_offers(session: Session, wish_ids: list[UUID]) -> dict[UUID, SlotOffer]:
    """What is offered at this moment, by wish."""
    query = select(SlotOffer).where(slot_offer.c.wish_id.in_(wish_ids), slot_offer.c.answered_at.is_(None))
    return {offer.wish_id: offer for offer in session.scalars(query)}


def overdue(session: Session, now: datetime, limit: int) -> list[SlotOffer]:
    """Some offers whose time to answer is over, held for update."""
    query = select(SlotOffer).where(slot_offer.c.answered_at.is_(None), slot_offer.c.answer_by <= now)
    return list(session.scalars(query.limit(limit).with_for_update(skip_locked=True)))


def hold(session: Session, offer: SlotOffer, adviser_id: UUID) -> None:
    """Keep the time: nobody else can book it until then."""
    row = {
        "slot_id": offer.slot_id,
        "offer_id": offer.id,
        "adviser_id": adviser_id,
        "starts_at": offer.starts_at,
        "ends_at": offer.ends_at,
        "until_at": offer.answer_by,
    }
    session.execute(insert(slot_hold).values(row))


def let_go(session: Session, offer: SlotOffer, now: datetime) -> None:
    """The time is kept no more; it may be for somebody else."""
    session.execute(delete(slot_hold).where(slot_hold.c.offer_id == offer.id))
    freed = insert(freed_slot).values(slot_id=offer.slot_id, freed_at=now)
    session.execute(freed.on_conflict_do_nothing())


def freed(session: Session, adviser_id: UUID, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Note each slot of an adviser that reaches into time which may have become free."""
    slots = select(slot.c.id, literal(now, utc)).where(
        slot.c.adviser_id == adviser_id,
        slot.c.starts_at < ends_at,
        slot.c.ends_at > starts_at,
        slot.c.starts_at > now,
    )
    session.execute(insert(freed_slot).from_select(["slot_id", "freed_at"], slots).on_conflict_do_nothing())


def take_freed(session: Session, limit: int) -> list[UUID]:
    """Some slots that may have become free, taken off the list."""
    some = select(freed_slot.c.slot_id).limit(limit).with_for_update(skip_locked=True)
    taken = delete(freed_slot).where(freed_slot.c.slot_id.in_(some)).returning(freed_slot.c.slot_id)
    return list(session.scalars(taken))


def if_free(session: Session, slot_id: UUID, now: datetime) -> Slot | None:
    """The slot, if nobody has it and it is not kept for anybody; the adviser's diary is held."""
    found = session.get(Slot, slot_id)
    if found is None:
        return None
    diary = func.hashtextextended(str(found.adviser_id), 0)
    session.execute(select(func.pg_advisory_xact_lock(diary)))
    taken = exists().where(
        engagement.c.adviser_id == slot.c.adviser_id,
        engagement.c.starts_at < slot.c.ends_at,
        engagement.c.ends_at > slot.c.starts_at,
    )
    held = exists().where(slot_hold.c.slot_id == slot.c.id)
    query = (
        select(Slot)
        .join(availability, availability.c.id == slot.c.availability_id)
        .where(slot.c.id == slot_id, slot.c.starts_at > now, availability.c.withdrawn_at.is_(None))
    )
    return session.scalar(query.where(~taken, ~held))


def waiting_for(session: Session, adviser_id: UUID, slot_id: UUID) -> list[EarlierWish]:
    """Who would come earlier to this adviser, first come, first asked; each is asked once for a slot, and
    for one slot at a time.
    """
    asked = exists().where(slot_offer.c.wish_id == earlier_wish.c.id, slot_offer.c.slot_id == slot_id)
    busy = exists().where(slot_offer.c.wish_id == earlier_wish.c.id, slot_offer.c.answered_at.is_(None))
    query = select(EarlierWish).where(
        earlier_wish.c.adviser_id == adviser_id, earlier_wish.c.ended_at.is_(None), ~asked, ~busy
    )
    return list(session.scalars(query.order_by(earlier_wish.c.asked_at, earlier_wish.c.id)))
