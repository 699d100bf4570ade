"""Looking after accounts: who there is, and ending what somebody does for an organisation."""

from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.messaging import outbox
from chassis.policy import found, require
from chassis.store.paging import Page, page
from gateway import policy
from gateway.actions import passwords
from gateway.domain import passwords as rules
from gateway.domain.accounts import Account
from gateway.domain.invitations import Invitation
from gateway.store import accounts, invitations, sessions
from gateway.store.accounts import account
from gateway.store.invitations import invitation


def list_accounts(session: Session, actor: Actor, cursor: str | None, limit: int) -> Page[Account]:
    """Staff accounts that the actor may see, the oldest first."""
    visible = policy.visible_accounts(actor)
    return page(session, visible, keys=(account.c.created_at, account.c.id), cursor=cursor, limit=limit)


def list_colleagues(
    session: Session, actor: Actor, role: str, cursor: str | None, limit: int
) -> Page[Account]:
    """Who holds that role in the actor's organisation, the longest known first."""
    visible = policy.visible_colleagues(actor, role)
    return page(session, visible, keys=(account.c.created_at, account.c.id), cursor=cursor, limit=limit)


def list_invitations(session: Session, actor: Actor, cursor: str | None, limit: int) -> Page[Invitation]:
    """Invitations that the actor may see, the newest first."""
    visible = policy.visible_invitations(actor, invitations.all_of())
    keys = (invitation.c.created_at, invitation.c.id)
    return page(session, visible, keys=keys, cursor=cursor, limit=limit, descending=True)


def one(session: Session, actor: Actor, account_id: UUID) -> Account:
    """A staff account that the actor may see."""
    return found(
        session.scalars(policy.visible_accounts(actor).where(account.c.id == account_id)).one_or_none()
    )


def end_roles(session: Session, actor: Actor, account_id: UUID) -> Account:
    """Somebody no longer works for the actor's organisation: their roles there end, and what is open
    there too.
    """
    subject = accounts.by_id(session, account_id, for_update=True)
    subject = found(subject if subject and subject.roles_in(actor.org) else None)
    require(policy.may_end_roles(actor, subject), "You cannot end your own roles. Ask another administrator.")
    outbox.record(session, *subject.leave(actor.org, clock.today()))
    sessions.end_all(session, subject.id, clock.real_now(), organisation_id=actor.org, among=True)
    return subject


def choose_work_messages(session: Session, subject: Account, wants: str, language: str) -> None:
    """Be told of each thing that waits, once a day, or not at all."""
    outbox.record(session, *subject.choose_messages(wants, language, clock.today()))


def change_password(session: Session, subject: Account, kept: str) -> None:
    """A new password; every session ends, for somebody else may be in one of them."""
    subject.password_hash = kept
    sessions.end_all(session, subject.id, clock.real_now())


def checked_password(email: str, name: str, new: str) -> str:
    """What is kept of a new password that is good enough; slow, so do it outside a transaction."""
    return passwords.hashed(rules.check(new, not_like=(email, name), field="new_password"))
