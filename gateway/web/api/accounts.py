"""Staff accounts, for those who look after them."""

from typing import Any
from uuid import UUID

from chassis.actor import Actor
from chassis.http import Blueprint, PageArgs, actor, page_of, roles, session
from chassis.store.paging import Page
from gateway.actions import accounts
from gateway.domain.accounts import Account
from gateway.domain.roles import ADMINISTRATOR, OPERATOR
from gateway.policy import WHO_SEES_ACCOUNTS
from gateway.web import recognition
from gateway.web.api.schemas import AccountSchema

blueprint = Blueprint("accounts", url_prefix="/api", description="Staff accounts.")


@blueprint.route("/accounts")
@roles(*WHO_SEES_ACCOUNTS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(AccountSchema))
def list_accounts(page: dict[str, Any]) -> Page[dict[str, Any]]:
    """Staff: of my organisation, or for the operator of all. No participant is in this list."""
    found = accounts.list_accounts(session(), actor(), page.get("cursor"), page["limit"])
    return Page([shown(account, actor()) for account in found.items], found.next)


@blueprint.route("/accounts/<uuid:account_id>/departure", methods=["POST"])
@roles(ADMINISTRATOR)
@blueprint.response(200, AccountSchema)
def end_roles(account_id: UUID) -> dict[str, Any]:
    """Somebody no longer works for my organisation: their roles there end, and so do their sessions there."""
    ended = accounts.end_roles(session(), actor(), account_id)
    recognition.forget()
    return shown(ended, actor())


def shown(account: Account, to: Actor) -> dict[str, Any]:
    """An account with the roles that this actor may know of. That somebody is also helped is not among
    them.
    """
    held = [each for each in account.memberships if to.has(OPERATOR) or each.organisation_id == to.org]
    return {
        "id": account.id,
        "name": account.name,
        "email": account.email,
        "person_id": None,
        "memberships": held,
    }
