"""Who works here: the people to whom somebody can be given."""

from uuid import UUID

from sqlalchemy.orm import Session

from chassis.actor import Actor
from services.casework import policy
from services.casework.domain.errors import Conflict
from services.casework.store import staff


def works_here(session: Session, actor: Actor, adviser_id: UUID) -> bool:
    """Oneself, or somebody of whom the gateway has told us that they work here."""
    colleague, here = staff.find(session, adviser_id), policy.organisation_of(actor)
    return adviser_id == actor.id or (colleague is not None and colleague.organisation_id == here)


def require_colleague(session: Session, actor: Actor, adviser_id: UUID, field: str = "adviser_id") -> None:
    """Go on only if they work here."""
    if works_here(session, actor, adviser_id):
        return
    advice = {field: ["Choose an adviser of your organisation."]}
    raise Conflict("not-a-colleague", "Nobody with this account works here.", advice)
