"""Looking into the taker's ledger."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from tiny_services import ledger, totals

from chassis.context import ServiceContext
from chassis.messaging import outbox, parked
from chassis.messaging.parked import Parked


def numbers(taker: ServiceContext, subject: UUID | None = None) -> list[int]:
    """The numbers in the ledger, in the order in which they were entered."""
    chosen = select(ledger.c.number).order_by(ledger.c.place)
    if subject is not None:
        chosen = chosen.where(ledger.c.subject == subject)
    with taker.database.transaction() as session:
        return list(session.scalars(chosen))


def entries(taker: ServiceContext) -> list[Any]:
    """The rows of the ledger."""
    with taker.database.transaction() as session:
        return list(session.execute(select(ledger).order_by(ledger.c.place)))


def counted(taker: ServiceContext) -> dict[UUID, tuple[int, int]]:
    """For each subject, how many events the projection has counted, and their sum."""
    with taker.database.transaction() as session:
        return {row.subject: (row.events, row.total) for row in session.execute(select(totals))}


def lost_and_doubled(taker: ServiceContext, expected: int) -> tuple[int, int]:
    """How many of the expected events are not in the ledger, and how many are there too often."""
    with taker.database.transaction() as session:
        rows = session.scalar(select(func.count()).select_from(ledger)) or 0
        events = session.scalar(select(func.count(ledger.c.event_id.distinct()))) or 0
    return expected - events, rows - events


def parked_in(service: ServiceContext) -> list[Parked]:
    """What is parked there."""
    with service.database.transaction() as session:
        return parked.listing(session)


def say(maker: ServiceContext, *facts: Any) -> None:
    """Record facts in one transaction, as a request does: begun once more where its connection was lost."""
    maker.database.do(lambda session: outbox.record(session, *facts))
