"""Whose record is whose is casework's to know: the gateway asks, as the one who wants to know."""

from typing import Any
from uuid import UUID

from chassis.problems import NotFound
from gateway.web.door import door
from gateway.web.services import Away
from gateway.web.visitor import visitor

OWNER = "casework"


def require_record(person_id: Any) -> None:
    """Go on only if the visitor may see this person's record. What is no id is left to the form's own
    check.
    """
    try:
        id = UUID(str(person_id)) if person_id is not None else None
    except ValueError:
        id = None
    if id is None:
        return
    answer = door().services.ask(OWNER, "GET", f"/participants/{id}", actor=visitor().actor)
    if answer.status >= 500:
        raise Away("The record cannot be looked up just now. Try again in a moment.")
    if answer.status >= 400:
        raise NotFound("There is no such person among those you help.")
