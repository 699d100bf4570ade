"""What waits for those who work here: told at once, or once a day, as they wish. Nobody is named in it."""

from datetime import timedelta
from itertools import groupby
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.ids import new_id
from services.notify.actions.facts import call_back, tell
from services.notify.domain.colleagues import DAILY, DAY_BEGINS, EACH, NOT_AT_ALL, WaitingWork
from services.notify.domain.messages import Recipient
from services.notify.domain.rules import Fact
from services.notify.store import colleagues, messages


def keep_choice(
    session: Session, colleague_id: UUID, wants: str, *, address: str | None, language: str, sequence: int
) -> None:
    """Somebody has said how often they want to be told; whoever wants nothing is told nothing that waits."""
    someone = colleagues.stub(session, colleague_id)
    chosen = someone.choose(wants, address=address, language=language, sequence=sequence)
    if chosen and someone.wants == NOT_AT_ALL:
        colleagues.forget_untold(session, colleague_id)
        for message in messages.of_account(session, colleague_id):
            call_back(session, message, "they do not want to be told")


def note(session: Session, fact_id: UUID, about: UUID, colleague_id: UUID, kind: str) -> None:
    """Something waits for a colleague: tell them, or keep it for the day's message."""
    someone = colleagues.get(session, colleague_id)
    if someone is not None and someone.wants == EACH:
        fact = Fact("work.waits", fact_id, about, {"kinds": kind})
        tell(session, [Recipient(account_id=colleague_id)], fact)
    elif someone is not None and someone.wants == DAILY:
        session.add(WaitingWork(fact_id, colleague_id, about, kind, clock.now()))


def tell_the_day(session: Session, limit: int = 500) -> int:
    """When the day has begun: one message to each for whom something waits; answers to how many."""
    today = clock.today()
    begins = clock.at(today, DAY_BEGINS.hour, DAY_BEGINS.minute)
    if clock.now() < begins:
        begins = clock.at(today - timedelta(days=1), DAY_BEGINS.hour, DAY_BEGINS.minute)
    waiting = groupby(colleagues.untold(session, begins, limit), key=lambda each: each.colleague_id)
    return sum(_tell(session, colleague_id, list(works)) for colleague_id, works in waiting)


def _tell(session: Session, colleague_id: UUID, works: list[WaitingWork]) -> int:
    for work in works:
        work.told_at = clock.now()
    fact = Fact("work.day", new_id(), colleague_id, {"kinds": " ".join(work.kind for work in works)})
    tell(session, [Recipient(account_id=colleague_id)], fact)
    return 1
