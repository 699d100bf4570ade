"""Before a copy is released, the data-protection officer leaves out what is not the person's own to have."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from services.casework import policy, reference
from services.casework.actions import copies
from services.casework.domain import redactions as rules
from services.casework.domain.codes import known
from services.casework.domain.errors import DomainError
from services.casework.domain.redactions import Entry, Redaction
from services.casework.store import access_requests, redactions

REASONS = "redaction-reasons"


def leave_out(
    session: Session, actor: Actor, request_id: UUID, asked: Sequence[Entry], reason: str
) -> list[Redaction]:
    """These entries are left out for that reason; one that is left out already stays as it is."""
    known(reason, reference.in_use(REASONS, clock.today()), "reason")
    request = copies.found(session, actor, request_id, for_update=True)
    request.require_open()
    held = copies.keyed_of(session, request, access_requests.answers(session, request_id))
    if rules.unknown(asked, rules.entries(held)):
        advice = {"entries": ["Choose entries of this copy. It may have changed: read it again."]}
        raise DomainError("no-such-entry", "The copy holds no such entry.", advice)
    already = redactions.reasons(redactions.of(session, request_id))
    whose = request.participant_id
    new = (entry for entry in dict.fromkeys(asked) if entry not in already)
    session.add_all(_redaction(actor, whose, request_id, entry, reason) for entry in new)
    session.flush()
    return redactions.of(session, request_id)


def put_back(session: Session, actor: Actor, request_id: UUID, redaction_id: UUID) -> list[Redaction]:
    """The person may have this entry after all."""
    request = copies.found(session, actor, request_id, for_update=True)
    request.require_open()
    left_out = {each.id: each for each in redactions.of(session, request_id)}
    session.delete(policy.found(left_out.get(redaction_id)))
    session.flush()
    return redactions.of(session, request_id)


def _redaction(actor: Actor, whose: UUID, request_id: UUID, entry: Entry, reason: str) -> Redaction:
    by: dict[str, Any] = {"decided_by": policy.account_of(actor), "decided_by_name": actor.name}
    return Redaction(
        id=new_id(),
        request_id=request_id,
        participant_id=whose,
        service=entry.service,
        table_name=entry.table,
        row_key=entry.row,
        field=entry.field,
        reason=reason,
        decided_at=clock.now(),
        **by,
    )
