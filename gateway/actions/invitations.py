"""Inviting somebody, and accepting."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.policy import found, require
from chassis.store.database import Database
from gateway import policy
from gateway.actions import passwords, proof
from gateway.domain import passwords as rules
from gateway.domain.accounts import Account, Membership
from gateway.domain.addresses import normal
from gateway.domain.errors import Conflict
from gateway.domain.invitations import LIFE, Invitation, over, roles_in_order
from gateway.domain.roles import OPERATOR
from gateway.domain.sessions import hashed, new_token
from gateway.store import accounts, invitations


@dataclass(frozen=True)
class Invited:
    """An invitation with its token, which is shown this once."""

    invitation: Invitation
    token: str


@dataclass(frozen=True)
class Proof:
    """Whoever accepts has shown by their password that the account is theirs, or chosen a password for a
    new one.
    """

    account_id: UUID | None
    password_hash: str | None


def invite(
    session: Session,
    actor: Actor,
    *,
    email: str,
    name: str,
    roles: Sequence[str],
    organisation_id: UUID | None = None,
    person_id: UUID | None = None,
) -> Invited:
    """Invite somebody. Whether a person's record is the actor's has been asked of its owner before."""
    given = roles_in_order(roles, person_id)
    to = None if given == [OPERATOR] else organisation_id or actor.org
    require(policy.may_invite(actor, given, to), "You cannot invite anybody to these roles there.")
    if person_id is not None and accounts.by_person(session, person_id) is not None:
        raise Conflict("has-account", "This person has an account already.")
    token, at = new_token(), clock.real_now()
    new = Invitation(
        new_id(), normal(email), name.strip(), given, to, actor.id, hashed(token), at, at + LIFE, person_id
    )
    session.add(new)
    session.flush()
    return Invited(new, token)


def withdraw(session: Session, actor: Actor, invitation_id: UUID) -> Invitation:
    """Take an invitation back before it is used."""
    invitation = found(invitations.by_id(session, invitation_id))
    # Whoever may not take it back is not told that it is there.
    found(invitation if policy.may_withdraw(actor, invitation) else None)
    invitation.withdraw(clock.real_now())
    return invitation


def look_at(session: Session, token: str) -> tuple[Invitation, bool]:
    """The invitation of that token while it can be accepted, and whether there is an account to accept it
    with.
    """
    invitation = _of(session, token)
    if invitation.state(clock.real_now()) != "open":
        raise over()
    return invitation, accounts.by_email(session, invitation.email) is not None


def prove(database: Database, token: str, password: str, address: str) -> Proof:
    """Before anything is changed: show that an account is one's own, or choose a password for a new one."""
    with database.transaction() as session:
        invitation = _of(session, token)
        account = accounts.by_email(session, invitation.email)
    if account is not None:
        return Proof(proof.prove(database, invitation.email, password, address), None)
    rules.check(password, not_like=(invitation.email, invitation.name))
    return Proof(None, passwords.hashed(password))


def accept(session: Session, token: str, proven: Proof) -> tuple[Account, UUID | None]:
    """The invited hold their roles from now on, in an account that is new or was theirs.

    Answers with the account, and with the organisation to which they were invited.
    """
    invitation = found(invitations.by_token(session, token, for_update=True))
    invitation.accept(clock.real_now())
    today = clock.today()
    held = [Membership(new_id(), invitation.organisation_id, role, today) for role in invitation.roles]
    if proven.account_id is None:
        account = _new_account(session, invitation, proven.password_hash or "", held)
    else:
        account = found(accounts.by_id(session, proven.account_id, for_update=True))
        account.join(held)
    if invitation.person_id is not None:
        outbox.record(session, *account.link(invitation.person_id, today))
    return account, invitation.organisation_id


def _new_account(session: Session, invitation: Invitation, kept: str, held: list[Membership]) -> Account:
    at = clock.real_now()
    account = Account(new_id(), invitation.name, invitation.email, kept, at, memberships=held)
    accounts.add(session, account)
    outbox.record(session, *account.created(clock.today(), invitation.person_id))
    return account


def _of(session: Session, token: str) -> Invitation:
    invitation = invitations.by_token(session, token)
    if invitation is None:
        raise over()
    return invitation
