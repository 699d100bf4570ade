"""Invitations: making them, accepting, taking back."""

from typing import Any
from uuid import UUID

from flask import g, request

from chassis import clock
from chassis.http import Blueprint, PageArgs, actor, context, page_of, public, roles, session
from chassis.store.paging import Page
from gateway.actions import accounts, invitations
from gateway.domain.accounts import Account
from gateway.domain.invitations import Invitation
from gateway.policy import WHO_INVITES
from gateway.web import recognition
from gateway.web.api.schemas import (
    AcceptanceSchema,
    AccountSchema,
    InvitationSchema,
    InvitedSchema,
    InvitingSchema,
)
from gateway.web.records import require_record
from gateway.web.security.askers import asker_address
from gateway.web.visitor import visitor

blueprint = Blueprint("invitations", url_prefix="/api", description="Bringing people in.")


def ask_before_the_transaction() -> None:
    """What takes long or asks another service is done before the transaction of the request begins."""
    body = request.get_json(silent=True)
    given = body if request.method == "POST" and isinstance(body, dict) else {}
    if request.endpoint == "invitations.accept_invitation":
        token, password = given.get("token"), given.get("password")
        if (
            isinstance(token, str)
            and isinstance(password, str)
            and 0 < len(password) <= 200
            and 0 < len(token) <= 200
        ):
            g.proof = invitations.prove(context().database, token, password, asker_address())
    elif request.endpoint == "invitations.invite" and visitor().has(*WHO_INVITES):
        require_record(given.get("person_id"))


blueprint.before_request(ask_before_the_transaction)


@blueprint.route("/invitations", methods=["POST"])
@roles(*WHO_INVITES)
@blueprint.arguments(InvitingSchema)
@blueprint.response(201, InvitedSchema)
def invite(invited: dict[str, Any]) -> dict[str, Any]:
    """Invite somebody. An adviser invites a participant from their record; the token goes to them alone."""
    made = invitations.invite(session(), actor(), **invited)
    return shown(made.invitation) | {"token": made.token}


@blueprint.route("/invitations")
@roles(*WHO_INVITES)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(InvitationSchema))
def list_invitations(page: dict[str, Any]) -> Page[dict[str, Any]]:
    """My invitations, and for an administrator those of all staff, the newest first."""
    found = accounts.list_invitations(session(), actor(), page.get("cursor"), page["limit"])
    return Page([shown(each) for each in found.items], found.next)


@blueprint.route("/invitations/acceptance", methods=["POST"])
@public
@blueprint.arguments(AcceptanceSchema)
@blueprint.response(201, AccountSchema)
@blueprint.alt_response(401, "UNAUTHORIZED")
@blueprint.alt_response(429, "TOO_MANY_REQUESTS")
def accept_invitation(acceptance: dict[str, Any]) -> Account:
    """Accept, with a password for the new account, or with that of the account that is there already."""
    accepted, _ = invitations.accept(session(), acceptance["token"], g.proof)
    recognition.forget()
    return accepted


@blueprint.route("/invitations/<uuid:invitation_id>/withdrawal", methods=["POST"])
@roles(*WHO_INVITES)
@blueprint.response(200, InvitationSchema)
def withdraw_invitation(invitation_id: UUID) -> dict[str, Any]:
    """Take an invitation back before it is used."""
    return shown(invitations.withdraw(session(), actor(), invitation_id))


def shown(invitation: Invitation) -> dict[str, Any]:
    """An invitation, with the state that follows from its dates."""
    names = ("id", "email", "name", "roles", "organisation_id", "person_id", "created_at", "expires_at")
    return {name: getattr(invitation, name) for name in names} | {"state": invitation.state(clock.real_now())}
