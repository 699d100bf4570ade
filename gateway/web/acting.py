"""Assisted use: an adviser acts for somebody who is with them. Each request says so; no session keeps it.

Whether this adviser may act for that person is for the service to decide that owns the record.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import request

from chassis.actor import Actor
from chassis.problems import BadRequest, Forbidden
from gateway.web.records import OWNER

HEADER = "X-Acting-For"
PARAMETER = "ActingFor"
PARTIES = frozenset(("participant", "adviser"))
"""What both of them may do, one may do for the other."""
DOCUMENT: dict[str, Any] = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "The id of the participant who is with you and for whom you act: what is done is their"
    " word, and the record says that you recorded it. For advisers of the organisation that helps them.",
    "schema": {"type": "string", "format": "uuid"},
}


def as_said(actor: Actor, service: str) -> Actor:
    """Who asks, with the person for whom this request to the API says that they act."""
    written = request.headers.get(HEADER)
    if written is None:
        return actor
    if service != OWNER:
        raise Forbidden(f"Acting for somebody is possible in {OWNER} alone. Leave out {HEADER}.")
    try:
        return replace(actor, acting_for=UUID(written))
    except ValueError:
        raise BadRequest(f"{HEADER} takes the id of a participant.", code="odd-acting-for") from None


def may_be_said(service: str, operation: dict[str, Any]) -> bool:
    """Whether it belongs in the document of this operation."""
    return service == OWNER and "requestBody" in operation and set(operation.get("x-roles", ())) >= PARTIES
