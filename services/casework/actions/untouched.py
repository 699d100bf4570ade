"""Retention by itself: records that nobody has touched are proposed to go, for two people to look at."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.store import access
from services.casework import policy, reference
from services.casework.actions import erasing
from services.casework.domain import retention
from services.casework.domain.deadlines import plus_months
from services.casework.domain.erasures import Erasure
from services.casework.store import erasures, restrictions, untouched
from services.casework.store.erasures import erasure

AT_ONCE = 100
REASON = "Nobody has touched this record since {since}."


def propose_due(session: Session, today: date, after: UUID | None = None) -> UUID | None:
    """Look at the next hundred records that nobody has touched for long, and propose what of each is due.

    Nothing goes by this. Answers with the last record looked at; None when there are no more.
    """
    kinds = reference.retention()
    before = plus_months(today, -retention.shortest(kinds))
    found = untouched.untouched(session, before, after, AT_ONCE)
    for row in found:
        if due := retention.untouched_for(kinds, row.touched, today):
            _propose(session, row.id, row.touched, due, today)
    return found[-1].id if len(found) == AT_ONCE else None


def list_proposed(session: Session, actor: Actor) -> dict[str, Any]:
    """What the calendar proposed, with what keeps it; and how many entries of each kind would go."""
    found = session.scalars(erasures.proposed(policy.controlled(actor, erasure.c.participant_id))).all()
    people = {one.participant_id for one in found}
    access.list_read(session, actor, people)
    held = erasures.under_hold(session, people)
    return {
        "items": [
            {"shown": erasing.as_shown(session, one), "is_held": one.participant_id in held} for one in found
        ],
        "totals": retention.totals(one.outcomes for one in found if one.participant_id not in held),
        "references": restrictions.references(session, people),
    }


def _propose(session: Session, participant_id: UUID, since: date, due: list[str], today: date) -> None:
    whole = retention.RECORD in due
    outcomes = erasing.forecast(session, participant_id, today, None if whole else due)
    if outcomes:
        proposed = Erasure(
            id=new_id(),
            participant_id=participant_id,
            reason=REASON.format(since=since.isoformat()),
            prepared_at=clock.now(),
            prepared_by=None,
            prepared_by_name=None,
            forecast=[one.as_plain() for one in outcomes],
            untouched_since=since,
            kinds=None if whole else due,
        )
        session.add(proposed)
        session.flush()
