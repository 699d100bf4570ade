"""Checking, paying and rejecting claims, and the ledger."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.store import access
from chassis.store.paging import page
from services.casework import policy, reference
from services.casework.domain.claims import Claim
from services.casework.domain.codes import known
from services.casework.domain.happened import Happened
from services.casework.domain.ledger import entry
from services.casework.store import attachments, claims, derivations, ledger, participants, spells
from services.casework.store.claims import claim as claim_table
from services.casework.store.ledger import ledger_entry

CURRENCY = "GBP"


def validate_claim(session: Session, actor: Actor, claim_id: UUID, on: date) -> Claim:
    """A second person has checked the evidence: none of those on whose word the claim stands."""
    claim = _held(session, actor, claim_id)
    told_by = _told_by(session, claim)
    return _moved(
        session, claim, lambda by: claim.validate(by, on, today=clock.today(), told_by=told_by), None, on
    )


def pay_claim(session: Session, actor: Actor, claim_id: UUID, on: date) -> Claim:
    """The money has come."""
    claim = _held(session, actor, claim_id)
    return _moved(session, claim, lambda by: claim.pay(by, on, today=clock.today()), "paid", on)


def reject_claim(session: Session, actor: Actor, claim_id: UUID, reason: str, on: date) -> Claim:
    """It is not accepted."""
    known(reason, reference.in_use("claim-rejection-reasons", clock.today()), "reason")
    claim = _held(session, actor, claim_id)
    return _moved(
        session, claim, lambda by: claim.reject(by, on, reason, today=clock.today()), "rejected", on
    )


def list_claims_for(
    session: Session, actor: Actor, participant_id: UUID, as_of: date, *, cursor: str | None, limit: int
) -> dict[str, Any]:
    """What has been reached for a person by the end of a day, and what of it is earned."""
    policy.found(participants.find(session, policy.claimed_for(actor), participant_id))
    access.record_read(session, actor, participant_id, "claims")
    return _listed(session, actor, as_of, None, cursor, limit, participant_id)


def show_claim(session: Session, actor: Actor, claim_id: UUID) -> Claim:
    """One claim. That it was read is written down."""
    claim = policy.found(claims.find(session, policy.claims_seen(actor), claim_id))
    access.record_read(session, actor, claim.participant_id, "claim")
    return claim


def list_claims(
    session: Session, actor: Actor, as_of: date, state: str | None, *, cursor: str | None, limit: int
) -> dict[str, Any]:
    """What the actor's organisation has reached by the end of a day; in one state, if that is asked."""
    return _listed(session, actor, as_of, state, cursor, limit)


def show_ledger(
    session: Session, actor: Actor, as_of: date, *, cursor: str | None, limit: int
) -> dict[str, Any]:
    """The rows that hold as of the end of a day, the latest first, and what the accounts come to."""
    seen = policy.ledger_seen(actor)
    found = page(
        session,
        ledger.listed(seen, as_of),
        keys=(ledger_entry.c.occurred_on, ledger_entry.c.id),
        cursor=cursor,
        limit=limit,
        descending=True,
    )
    totals = ledger.balances(session, seen, as_of)
    return {
        "items": found.items,
        "next": found.next,
        "as_of": as_of,
        "currency": CURRENCY,
        "totals": [{"account": account, "balance_pence": pence} for account, pence in totals.items()],
    }


def earned_pence(session: Session, actor: Actor, participant_id: UUID) -> int:
    """What has been earned for a person by now; for pages that have noted already what is read."""
    return claims.earned_pence(session, policy.claims_seen(actor), clock.today(), participant_id)


def _listed(
    session: Session,
    actor: Actor,
    as_of: date,
    state: str | None,
    cursor: str | None,
    limit: int,
    participant_id: UUID | None = None,
) -> dict[str, Any]:
    seen = policy.claims_seen(actor)
    found = page(
        session,
        claims.listed(seen, as_of, participant_id=participant_id, state=state),
        keys=(claim_table.c.claimable_on, claim_table.c.id),
        cursor=cursor,
        limit=limit,
    )
    return {
        "items": found.items,
        "next": found.next,
        "as_of": as_of,
        "currency": CURRENCY,
        "earned_pence": claims.earned_pence(session, seen, as_of, participant_id),
    }


def _held(session: Session, actor: Actor, claim_id: UUID) -> Claim:
    """The claim, while nobody works it out anew."""
    seen = policy.claims_seen(actor)
    claim = policy.found(claims.find(session, seen, claim_id))
    derivations.hold(session, claim.participant_id)
    return policy.found(claims.find(session, seen, claim_id, for_update=True))


def _moved(
    session: Session, claim: Claim, step: Callable[[UUID], list[Happened]], posting: str | None, on: date
) -> Claim:
    by = policy.account_of(session.info["actor"])
    happened = step(by)
    if posting is not None:
        session.add(entry(claim, posting, on, id=new_id(), by=by, at=clock.now()))
    session.flush()
    outbox.record(session, *happened)
    return claim


def _told_by(session: Session, claim: Claim) -> set[UUID | None]:
    """Everybody on whose word the claim stands."""
    attached = attachments.of(session, claim.participant_id)
    told = spells.standing(session, claim.participant_id)
    changes = {change.by for spell in told for change in spell.changes}
    return changes.union(*(each.told_by for each in attached))
