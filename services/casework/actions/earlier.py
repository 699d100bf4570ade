"""Asking for an earlier time; when one becomes free, the first whom it fits is offered it, then the next."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from services.casework import policy
from services.casework.actions.appointments import Wanted, appointment_of, rearrange_appointment
from services.casework.actions.passing_on import withdraw_offers
from services.casework.actions.records import read
from services.casework.domain.appointments import Appointment
from services.casework.domain.availability import Slot
from services.casework.domain.earlier import EarlierWish, SlotOffer, party
from services.casework.reference import meetings
from services.casework.store import appointments, earlier, groups
from services.casework.store.earlier import earlier_wish, slot_offer


def wish_earlier(
    session: Session, actor: Actor, appointment_id: UUID, channels: Sequence[str] | None
) -> EarlierWish:
    """Somebody would come earlier than they are booked, if a time became free."""
    has = appointment_of(session, actor, appointment_id, for_update=True)
    wish = EarlierWish(
        id=new_id(),
        participant_id=has.participant_id,
        appointment_id=has.id,
        adviser_id=has.adviser_id,
        channels=list(channels or []),
        asked_at=clock.now(),
        **party(policy.by(actor, has.participant_id)),  # type: ignore[arg-type]
    )
    wish.ask(has, clock.now())
    earlier.add_wish(session, wish)
    return wish


def withdraw_wish(session: Session, actor: Actor, wish_id: UUID) -> EarlierWish:
    """They wait no more; what they are offered at this moment goes to the next."""
    seen = policy.visible(actor, earlier_wish.c.participant_id)
    wish = policy.found(earlier.find_wish(session, seen, wish_id))
    wish.end("withdrawn", clock.now())
    withdraw_offers(session, wish)
    return wish


def list_wishes(session: Session, actor: Actor, participant_id: UUID) -> list[dict[str, Any]]:
    """For which appointments a person waits for an earlier time, and what they are offered."""
    read(session, actor, participant_id, "appointments")
    wishes = list(session.scalars(earlier.wishes_of(participant_id)))
    offers = earlier.open_offers(session, [wish.id for wish in wishes])
    now = clock.now()
    open_now = {id: offer for id, offer in offers.items() if offer.answer_by > now}
    return [{"wish": wish, "offer": open_now.get(wish.id)} for wish in wishes]


def accept_offer(session: Session, actor: Actor, offer_id: UUID) -> Appointment:
    """They take the earlier time: it stands in for the one that they had."""
    offer = _offer_of(session, actor, offer_id)
    happened = offer.accept(clock.today(), clock.now())
    earlier.let_go(session, offer, clock.now())
    wish = policy.found(
        earlier.find_wish(session, policy.visible(actor, earlier_wish.c.participant_id), offer.wish_id)
    )
    wish.end("taken", clock.now())
    session.flush()
    outbox.record(session, *happened)
    wanted = Wanted(slot_id=offer.slot_id, channel=offer.channel)
    return rearrange_appointment(session, actor, offer.appointment_id, wanted)


def decline_offer(session: Session, actor: Actor, offer_id: UUID) -> SlotOffer:
    """They keep the one that they have, and stay on the list; the next person is asked."""
    offer = _offer_of(session, actor, offer_id)
    outbox.record(session, *offer.decline(clock.today(), clock.now()))
    earlier.let_go(session, offer, clock.now())
    return offer


def pass_on(session: Session, limit: int = 50) -> int:
    """Offer what has become free to the first whom it fits, and what was not answered in time to the next;
    answers how many were told. Done by the system, for nobody sees who else waits.
    """
    today, now = clock.today(), clock.now()
    for offer in earlier.overdue(session, now, limit):
        outbox.record(session, *offer.expire(today, now))
        earlier.let_go(session, offer, now)
    session.flush()
    free = (earlier.if_free(session, slot_id, now) for slot_id in earlier.take_freed(session, limit))
    return sum(_offer(session, slot) for slot in free if slot is not None)


def _offer(session: Session, slot: Slot) -> bool:
    rules, now = meetings.rules(clock.today()), clock.now()
    for wish in earlier.waiting_for(session, slot.adviser_id, slot.id):
        has = appointments.by_id(session, wish.appointment_id)
        if wish.fits(slot, has, rules, now) and not _is_elsewhere(session, slot, has):
            offer = wish.offer(slot, rules, new_id(), now)
            session.add(offer)
            session.flush()
            earlier.hold(session, offer, slot.adviser_id)
            outbox.record(session, *offer.made(has.with_whom, clock.today()))
            return True
    return False


def _is_elsewhere(session: Session, slot: Slot, has: Appointment) -> bool:
    whose, starts_at, ends_at = has.participant_id, slot.starts_at, slot.ends_at
    if groups.is_engaged(session, whose, starts_at, ends_at):
        return True
    return appointments.is_engaged(session, whose, starts_at, ends_at, but=has.id)


def _offer_of(session: Session, actor: Actor, offer_id: UUID) -> SlotOffer:
    seen = policy.visible(actor, slot_offer.c.participant_id)
    return policy.found(earlier.find_offer(session, seen, offer_id))
