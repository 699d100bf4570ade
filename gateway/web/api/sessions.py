"""Sessions: signing in and out."""

from typing import Any

from chassis.http import context, public, signed_in
from chassis.policy import found
from gateway.actions import sessions
from gateway.web import recognition
from gateway.web.api.blueprint import Untied
from gateway.web.api.schemas import CredentialsSchema, EndedSchema, StartedSchema, me_of
from gateway.web.security.askers import asker_address
from gateway.web.visitor import visitor

blueprint = Untied("sessions", url_prefix="/api", description="Signing in and out.")


@blueprint.route("/sessions", methods=["POST"])
@public
@blueprint.arguments(CredentialsSchema)
@blueprint.response(201, StartedSchema)
@blueprint.alt_response(401, "UNAUTHORIZED")
@blueprint.alt_response(429, "TOO_MANY_REQUESTS")
def sign_in(credentials: dict[str, Any]) -> dict[str, Any]:
    """Sign in. The answer to a wrong password is the same as to an address that nobody has."""
    started = sessions.sign_in(
        context().database,
        credentials["email"],
        credentials["password"],
        asker_address(),
        credentials.get("organisation_id"),
    )
    with context().database.transaction() as session:
        known = found(sessions.recognise(session, started.token))
    return {"token": started.token, "account": me_of(known)}


@blueprint.route("/sessions/current", methods=["DELETE"])
@signed_in
@blueprint.response(204)
def sign_out() -> None:
    """End this session."""
    with context().database.transaction(visitor().actor) as session:
        sessions.sign_out(session, found(visitor().known))
    recognition.forget()


@blueprint.route("/sessions", methods=["DELETE"])
@signed_in
@blueprint.response(200, EndedSchema)
def sign_out_everywhere() -> dict[str, int]:
    """End every session of this account, this one too."""
    with context().database.transaction(visitor().actor) as session:
        ended = sessions.sign_out_everywhere(session, found(visitor().known).account_id)
    recognition.forget()
    return {"ended": ended}
