"""Forgetting a person: what the gateway holds of somebody whose record was erased."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.messaging import outbox
from gateway.actions.members import member_of
from gateway.domain.happened import Happened
from gateway.domain.roles import PARTICIPANT
from gateway.store import accounts, invitations


def forget(session: Session, person_id: UUID, erasure_id: UUID | None, on: date) -> None:
    """The account goes with its sessions. Whoever also works here keeps that, without the link to the
    record.
    """
    invitations.forget_person(session, person_id)
    account = accounts.by_person(session, person_id)
    if erasure_id is not None:
        member = member_of(session.info["service"], account.id) if account is not None else None
        facts = {"member": member, "occurred_on": on}
        outbox.record(session, Happened("erasure.passed-on", erasure_id, facts))
    if account is None:
        return
    account.memberships = [held for held in account.memberships if held.role != PARTICIPANT]
    account.person_id = None
    if not account.memberships:
        session.delete(account)
