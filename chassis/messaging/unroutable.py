"""Events for which nobody was listening."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from chassis.messaging.tables import event_log

PER_TYPE = (
    select(event_log.c.type, func.count().label("number"))
    .where(event_log.c.unroutable_at.is_not(None))
    .group_by(event_log.c.type)
    .order_by(event_log.c.type)
)


def counts(session: Session) -> dict[str, int]:
    """How many events of each type went nowhere and still have."""
    return {row.type: row.number for row in session.execute(PER_TYPE)}


def count(session: Session) -> int:
    """How many events went nowhere and still have."""
    return sum(counts(session).values())
