"""Whoever asks, and for whom they act."""

from http import HTTPStatus
from typing import Any

from flask import Response, after_this_request, current_app

from chassis.http import context, signed_in
from chassis.policy import found
from gateway.actions import sessions
from gateway.web import recognition
from gateway.web.api.blueprint import Untied
from gateway.web.api.schemas import MeSchema, OrganisationChoiceSchema, me_of
from gateway.web.security import cookies, forgery
from gateway.web.visitor import visitor

blueprint = Untied("me", url_prefix="/api", description="Whoever asks, and for whom they act.")


@blueprint.route("/me")
@signed_in
@blueprint.response(200, MeSchema)
def me() -> dict[str, Any]:
    """Who I am, and what I do where."""
    return me_of(found(visitor().known), forgery.token() if visitor().by_cookie else None)


@blueprint.route("/me/organisation", methods=["POST"])
@signed_in
@blueprint.arguments(OrganisationChoiceSchema)
@blueprint.response(200, MeSchema)
def choose_organisation(choice: dict[str, Any]) -> dict[str, Any]:
    """Act for another organisation from now on, in this session. A browser gets another cookie for it."""
    known = found(visitor().known)
    with context().database.transaction(visitor().actor) as session:
        sessions.choose_organisation(session, known, choice["organisation_id"])
        if visitor().by_cookie:
            _keep(sessions.renew(session, known, shared=cookies.is_on_shared_computer()))
    recognition.forget()
    changed = [held for held in known.held if held.organisation_id == choice["organisation_id"]]
    acting = changed[0] if changed else known.acting
    return me_of(known) | {"organisation_id": acting.organisation_id, "roles": sorted(acting.roles)}


def _keep(token: str) -> None:
    """The browser holds this token from now on, if all goes well."""

    @after_this_request
    def with_cookie(response: Response) -> Response:
        if response.status_code == HTTPStatus.OK:
            cookies.keep(response, token, current_app.config["WORKSTEAD_HTTPS"])
        return response
