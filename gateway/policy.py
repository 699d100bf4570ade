"""Who may do what with accounts, and whom a list may show: one rule for both."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, false, or_

from chassis.actor import Actor
from gateway.domain import roles
from gateway.domain.accounts import Account
from gateway.domain.invitations import Invitation
from gateway.store.accounts import working_for
from gateway.store.invitations import invitation

WHO_INVITES = (roles.OPERATOR, roles.ADMINISTRATOR, roles.ADVISER, roles.TEAM_LEADER)
WHO_SEES_ACCOUNTS = (roles.OPERATOR, roles.ADMINISTRATOR)
WHO_SEES_COLLEAGUES = (roles.ADVISER, roles.TEAM_LEADER)


def may_invite(actor: Actor, given: Sequence[str], organisation_id: UUID | None) -> bool:
    """Whether the actor may bring somebody into that organisation, in these roles."""
    if not roles.may_give(actor.roles, set(given)):
        return False
    if given == [roles.OPERATOR]:
        return organisation_id is None
    if organisation_id is None:
        return False
    return organisation_id == actor.org or (roles.PARTICIPANT not in given and roles.anywhere(actor.roles))


def visible_invitations(actor: Actor, select: Select[Any]) -> Select[Any]:
    """The actor's own invitations; an administrator also sees those of staff to the organisation."""
    own = invitation.c.invited_by == actor.id
    if not actor.has(roles.ADMINISTRATOR):
        return select.where(own)
    return select.where(
        or_(own, (invitation.c.organisation_id == actor.org) & invitation.c.person_id.is_(None))
    )


def may_withdraw(actor: Actor, subject: Invitation) -> bool:
    """Whoever invited may take it back, and so may an administrator of that organisation, for staff."""
    theirs = (
        actor.has(roles.ADMINISTRATOR) and subject.organisation_id == actor.org and subject.person_id is None
    )
    return subject.invited_by == actor.id or theirs


def visible_accounts(actor: Actor) -> Select[Account]:
    """Staff only: the operator sees those of every organisation, an administrator those of their own.

    Participants' accounts are in no list: who is helped is casework's to know.
    """
    if actor.has(roles.OPERATOR):
        return working_for(None, (*roles.STAFF, roles.OPERATOR))
    return working_for(actor.org, roles.STAFF)


def visible_colleagues(actor: Actor, role: str) -> Select[Account]:
    """Those who hold a role in the organisation for which the actor acts, and in no other."""
    if actor.org is None:
        return working_for(None, ()).where(false())
    return working_for(actor.org, (role,))


def may_end_roles(actor: Actor, subject: Account) -> bool:
    """An administrator may end what somebody else does for the organisation; nobody locks themselves out."""
    return actor.has(roles.ADMINISTRATOR) and subject.id != actor.id and bool(subject.roles_in(actor.org))
