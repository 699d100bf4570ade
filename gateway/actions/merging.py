"""Two records of one person became one: the merged one's account is closed, until they are two again."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.ids import new_id
from gateway.domain.accounts import Membership
from gateway.domain.roles import PARTICIPANT
from gateway.store import accounts, sessions


def close(session: Session, account_id: UUID, person_id: UUID) -> None:
    """Nobody signs in with it for the merged record any more. Whoever also works here keeps that."""
    account = accounts.by_id(session, account_id, for_update=True)
    if account is None or account.person_id != person_id:
        return
    account.memberships = [held for held in account.memberships if held.role != PARTICIPANT]
    sessions.end_all(session, account.id, clock.real_now())


def reopen(session: Session, account_id: UUID, person_id: UUID, organisation_id: UUID, on: date) -> None:
    """It is the way in to that record again, with the password that it had."""
    account = accounts.by_id(session, account_id, for_update=True)
    if account is not None and account.person_id == person_id:
        account.join([Membership(new_id(), organisation_id, PARTICIPANT, on)])
