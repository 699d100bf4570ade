"""What is kept of everybody is brought up to date, and counted anew to see whether it is true."""

from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from services.casework.store import standings, tallies

AT_ONCE = 500

log = structlog.get_logger("workstead.casework.counting")


def look_anew(session: Session) -> int:
    """How some of those stand about whom something has changed. Answers with how many there were."""
    if ids := standings.take_marked(session, AT_ONCE):
        standings.keep(session, ids)
    return len(ids)


def put_together(session: Session) -> None:
    """What was added to sums of money since becomes part of them."""
    tallies.settle(session)


def recount_money(session: Session) -> int:
    """Add up every row of money, and mend the sums that were not so. Answers with how many that were."""
    wrong = tallies.mend(session)
    if wrong:
        log.warning("sums were mended", books=sorted({row.book for row in wrong}), sums=len(wrong))
    return len(wrong)


def recount_people(session: Session, after: UUID | None = None) -> UUID | None:
    """Look whether the next people stand as is kept; whoever does not is marked, and so worked out anew.

    Answers with the last who was looked at; None when there are no more.
    """
    ids = standings.next_ids(session, after, AT_ONCE)
    wrong = standings.mark_wrong(session, ids)
    if wrong:
        log.warning("standings were mended", people=len(wrong))
    return ids[-1] if len(ids) == AT_ONCE else None
