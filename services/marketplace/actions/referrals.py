"""A person is referred to an offer; its organisation answers, helps, and says how it ended."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import SYSTEM, Actor
from chassis.ids import new_id, reference
from chassis.messaging import outbox
from chassis.policy import found, require
from chassis.store.access import record_read
from chassis.store.paging import Page, page
from services.marketplace import policy
from services.marketplace.actions.dates import due, held_on
from services.marketplace.domain.errors import Conflict, DomainError
from services.marketplace.domain.happened import Happened
from services.marketplace.domain.offers import Offer
from services.marketplace.domain.referrals import CONSENT, Referral
from services.marketplace.store import consents, offers, organisations, people, referrals
from services.marketplace.store.referrals import Wanted as Wanted


def send_referral(session: Session, actor: Actor, asked: Mapping[str, Any], on: date | None) -> Referral:
    """An adviser of the organisation that controls the person's record asks another to help."""
    require(policy.may_refer(actor))
    participant_id = asked["participant_id"]
    controls = people.controlled_by(session, participant_id, actor.org)
    found(participant_id if controls else None, "No such person is on your organisation's books.")
    _require_word(session, participant_id, asked["lawful_basis"])
    sender = found(organisations.get(session, actor.org), "Your organisation has not joined yet.")
    offer = _offer(session, actor, asked["offer_id"], participant_id)
    sent_on, id = held_on(on), new_id()
    referral = Referral(
        id=id,
        reference=reference("R", id),
        participant_id=participant_id,
        offer=offer,
        sender=sender,
        receiver=offer.organisation,
        lawful_basis=asked["lawful_basis"],
        override_reason=asked.get("override_reason"),
        package=asked["package"],
        sent_on=sent_on,
        **asdict(due(session, sent_on)),
    )
    session.add(referral)
    return _told(session, actor, referral, referral.send())


def acknowledge_referral(session: Session, actor: Actor, referral_id: UUID, on: date | None) -> Referral:
    """The receiver has seen it."""
    referral = _to_answer(session, actor, referral_id)
    return _told(session, actor, referral, referral.acknowledge(held_on(on)))


def accept_referral(session: Session, actor: Actor, referral_id: UUID, on: date | None) -> Referral:
    """The receiver will help, if there is still a place."""
    referral = _to_answer(session, actor, referral_id)
    return _told(session, actor, referral, referral.accept(held_on(on)))


def decline_referral(
    session: Session, actor: Actor, referral_id: UUID, reason: str, on: date | None
) -> Referral:
    """The receiver cannot help, and says why."""
    referral = _to_answer(session, actor, referral_id)
    return _told(session, actor, referral, referral.decline(held_on(on), reason))


def start_referral(session: Session, actor: Actor, referral_id: UUID, on: date | None) -> Referral:
    """The help has begun."""
    referral = _to_answer(session, actor, referral_id)
    return _told(session, actor, referral, referral.start(held_on(on)))


def not_start_referral(
    session: Session, actor: Actor, referral_id: UUID, reason: str, on: date | None
) -> Referral:
    """Accepted, and yet the help did not begin."""
    referral = _to_answer(session, actor, referral_id)
    return _told(session, actor, referral, referral.not_start(held_on(on), reason))


def end_referral(session: Session, actor: Actor, referral_id: UUID, reason: str, on: date | None) -> Referral:
    """The help is over."""
    referral = _to_answer(session, actor, referral_id)
    return _told(session, actor, referral, referral.end(held_on(on), reason))


def withdraw_referral(
    session: Session, actor: Actor, referral_id: UUID, reason: str, on: date | None
) -> Referral:
    """The sender takes it back."""
    referral = found(referrals.visible(session, actor, referral_id, for_update=True))
    require(policy.may_withdraw(actor, referral), "Only the organisation that sent it can withdraw it.")
    return _told(session, actor, referral, referral.withdraw(held_on(on), reason))


def withdraw_waiting(session: Session, participant_id: UUID, lawful_basis: str, reason: str, on: date) -> int:
    """What was sent on this ground and nobody has accepted yet is taken back. How many were."""
    waiting = referrals.waiting_on(session, participant_id, lawful_basis)
    for referral in waiting:
        _told(session, SYSTEM, referral, referral.withdraw(max(on, referral.last_fact_on), reason))
    return len(waiting)


def expire_due(session: Session, today: date) -> int:
    """What nobody answered in time expires, so that its sender looks elsewhere. How many did."""
    late = referrals.to_expire(session, today)
    for referral in late:
        _told(session, SYSTEM, referral, referral.expire(today))
    return len(late)


def referral(session: Session, actor: Actor, referral_id: UUID) -> Referral:
    """One referral with the person's package, which the access log remembers."""
    one = found(referrals.visible(session, actor, referral_id))
    record_read(session, actor, one.participant_id, "referral package")
    return one


def listed(session: Session, actor: Actor, wanted: Wanted, cursor: str | None, limit: int) -> Page[Referral]:
    """Referrals in and out, the newest first, without what they say of the person."""
    keys = (referrals.referral.c.sent_on, referrals.referral.c.id)
    query = referrals.listed(actor, wanted)
    return page(session, query, keys=keys, cursor=cursor, limit=limit, descending=True)


def _require_word(session: Session, participant_id: UUID, lawful_basis: str) -> None:
    """Nobody is referred on a consent that was taken back."""
    if lawful_basis == CONSENT and consents.taken_back(session, participant_id):
        advice = {"lawful_basis": ["They took back their consent. Ask them again, or give another ground."]}
        raise DomainError("consent-taken-back", "The person does not agree to this any more.", advice)


def _offer(session: Session, actor: Actor, offer_id: UUID, participant_id: UUID) -> Offer:
    offer = offers.visible(session, actor, offer_id)
    if offer is None:
        raise DomainError(
            "offer-unknown", "There is no such offer.", {"offer_id": ["Choose one from the directory."]}
        )
    if referrals.open_for(session, participant_id, offer_id):
        raise Conflict("already-referred", f"The person has been referred to “{offer.title}” already.")
    return offer


def _to_answer(session: Session, actor: Actor, referral_id: UUID) -> Referral:
    referral = found(referrals.visible(session, actor, referral_id, for_update=True))
    require(policy.may_answer(actor, referral), "Only the organisation that it was sent to can answer it.")
    return referral


def _told(session: Session, actor: Actor, referral: Referral, happened: list[Happened]) -> Referral:
    session.flush()
    referrals.note_step(session, referral.id, referral.status, clock.now(), actor.id)
    outbox.record(session, *happened)
    return referral
