"""Forgetting a person: what the gateway holds of somebody whose record was erased."""

from uuid import UUID

from sqlalchemy.orm import Session

from gateway.domain.roles import PARTICIPANT
from gateway.store import accounts, invitations


def forget(session: Session, person_id: UUID) -> None:
    """The account goes with its sessions. Whoever also works here keeps that, without the link to the
    record.
    """
    invitations.forget_person(session, person_id)
    account = accounts.by_person(session, person_id)
    if account is None:
        return
    account.memberships = [held for held in account.memberships if held.role != PARTICIPANT]
    account.person_id = None
    if not account.memberships:
        session.delete(account)
