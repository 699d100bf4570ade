"""What casework tells of plans: somebody is to be reminded of something that they are to do soon."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from services.notify.actions.facts import tell
from services.notify.domain.messages import Recipient
from services.notify.domain.rules import Fact


def remind(
    session: Session,
    fact_id: UUID,
    plan_id: UUID,
    participant_id: UUID,
    due_on: date,
    details: Mapping[str, Any] | None,
) -> None:
    """Tell them what is to be done, and by when; nothing once its day is past, or they have been erased."""
    if details is None:
        return
    values = {
        "due_on": due_on.isoformat(),
        "ends_at": clock.at(due_on + timedelta(days=1), 0),
        "action": details["title"],
    }
    tell(session, [Recipient(person_id=participant_id)], Fact("plan.action-due", fact_id, plan_id, values))
