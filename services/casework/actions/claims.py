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
from services.casework.domain.fees import OnAttachment
from services.casework.domain.happened import Happened
from services.casework.domain.ledger import entry
from services.casework.domain.spells import Spell
from services.casework.reference import prices
from services.casework.store import (
    attachments,
    claims,
    contracts,
    derivations,
    ledger,
    participants,
    payslips,
    spells,
    totals,
)
from services.casework.store.claims import claim as claim_table
from services.casework.store.ledger import ledger_entry

CURRENCY = "GBP"


def validate_claim(session: Session, actor: Actor, claim_id: UUID, on: date) -> Claim:
    """A second person has checked the evidence: none of those on whose word the claim stands."""
    claim = _held(session, actor, claim_id)
    told_by, shown = _told_by(session, claim), _shown(session, claim)

    def step(by: UUID) -> list[Happened]:
        return claim.validate(by, on, today=clock.today(), told_by=told_by, shown=shown)

    return _moved(session, claim, step, None, on)


def lodge_evidence(session: Session, actor: Actor, claim_id: UUID, evidence: str, on: date) -> Claim:
    """Somebody names what shows that it was earned; another checks it."""
    known(evidence, proofs(), "evidence")
    claim = _held(session, actor, claim_id)
    claim.lodge(evidence, policy.account_of(actor), on, today=clock.today())
    session.flush()
    return claim


def pay_claim(session: Session, actor: Actor, claim_id: UUID, on: date) -> Claim:
    """The money has come."""
    claim = _held(session, actor, claim_id)
    return _moved(session, claim, lambda by: claim.pay(by, on, today=clock.today()), "paid", on)


def repay_claim(session: Session, actor: Actor, claim_id: UUID, on: date) -> Claim:
    """The money that was clawed back has gone back."""
    claim = _held(session, actor, claim_id)
    return _moved(session, claim, lambda by: claim.repay(by, on, today=clock.today()), "repaid", on)


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
    if claim.participant_id is not None:
        access.record_read(session, actor, claim.participant_id, "claim")
    return claim


def proofs() -> frozenset[str]:
    """What shows that somebody is in work; that they say so does not."""
    today = clock.today()
    evidence = reference.codes("work-evidence")
    return frozenset(each.code for each in evidence if each.in_use(today) and each.extra.get("shows", True))


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
    (balances,) = totals.balances_on(session, policy.tallies_seen(actor), [as_of])
    return {
        "items": found.items,
        "next": found.next,
        "as_of": as_of,
        "currency": CURRENCY,
        "totals": [{"account": account, "balance_pence": pence} for account, pence in balances.items()],
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
        "earned_pence": _earned(session, actor, as_of, participant_id),
    }


def _earned(session: Session, actor: Actor, as_of: date, participant_id: UUID | None) -> int:
    """Of one person's claims, or of those of the organisation: that is kept. An adviser sees others' too."""
    if participant_id is None and not actor.has("adviser"):
        return totals.earned_pence(session, policy.tallies_seen(actor), as_of)
    return claims.earned_pence(session, policy.claims_seen(actor), as_of, participant_id)


def _held(session: Session, actor: Actor, claim_id: UUID) -> Claim:
    """The claim, while nobody works it out anew."""
    seen = policy.claims_seen(actor)
    claim = policy.found(claims.find(session, seen, claim_id))
    if claim.participant_id is not None:
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
    if claim.participant_id is None:
        signed = contracts.of_organisation(session, claim.organisation_id)
        return {by for each in signed for by in each.told_by}
    attached = attachments.of(session, claim.participant_id)
    told = spells.standing(session, claim.participant_id)
    changes = {change.by for spell in told for change in spell.changes}
    changes |= {slip.recorded_by for slip in payslips.standing(session, claim.participant_id)}
    return changes.union(*(each.told_by for each in attached))


def _shown(session: Session, claim: Claim) -> bool:
    """Whether the facts came with evidence: work by a job's, pay by its payslips, the rest needs none."""
    if claim.participant_id is None or not _stands_on_work(claim):
        return True
    told = spells.standing(session, claim.participant_id)
    evidence = {spell.evidence for spell in told if spell.is_work and _touches(spell, claim)}
    evidence |= {slip.evidence for slip in payslips.standing(session, claim.participant_id)}
    return bool(evidence & proofs())


def _stands_on_work(claim: Claim) -> bool:
    group = prices.tariffs()[claim.tariff].group(claim.payment_group)
    return not any(fee.kind == claim.kind and isinstance(fee, OnAttachment) for fee in group.fees)


def _touches(spell: Spell, claim: Claim) -> bool:
    last = spell.ended_on or date.max
    return spell.started_on <= claim.reached_on and claim.began_on <= last
