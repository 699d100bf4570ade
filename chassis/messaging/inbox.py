"""Which events have been handled: each is claimed in the transaction that handles it, so never twice.

An event has two sides. What happens once ever is claimed for run 0. What makes projections is claimed for the
current run of the service's projections, so that the same event can make them anew after they were emptied.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.messaging.envelope import Envelope
from chassis.messaging.listeners import Listener, Listeners
from chassis.messaging.tables import inbox, projection_run

ONCE = 0
"""The run of what must happen once ever."""
FIRST_RUN = 1

CLAIM = text(
    """
    insert into inbox (consumer, source, id, run)
    select :consumer, * from unnest(cast(:sources as text[]), cast(:ids as uuid[]), cast(:runs as int[]))
    on conflict do nothing
    returning source, id, run
    """
)
CURRENT_RUN = select(projection_run.c.run).with_for_update(read=True)
FIRST = insert(projection_run).on_conflict_do_nothing()


class Claim(NamedTuple):
    """One side of one event, to be handled by whoever could insert it."""

    source: str
    id: UUID
    run: int


def current_run(session: Session, consumer: str) -> int:
    """How many times this service's projections have been made. They cannot be emptied until we commit."""
    statement = CURRENT_RUN.where(projection_run.c.consumer == consumer)
    run = session.scalar(statement)
    if run is None:
        session.execute(FIRST, {"consumer": consumer, "run": FIRST_RUN})
        run = session.scalar(statement)
    return int(run or FIRST_RUN)


def wanted_runs(listeners: Listeners, envelope: Envelope, run: int) -> list[int]:
    """The sides of this event that this service has to handle."""
    matching = listeners.matching(envelope.type)
    ordered = listeners.ordered(envelope.type)
    if envelope.rebuild:
        return [run] if ordered or any(one.rebuild for one in matching) else []
    runs = [run] if any(one.rebuild for one in matching) else []
    return runs if runs and all(one.rebuild for one in matching) else [ONCE, *runs]


def wants(listener: Listener, runs: Sequence[int]) -> bool:
    """Whether a listener is for one of the claimed sides."""
    return any(run != ONCE for run in runs) if listener.rebuild else ONCE in runs


def claim(session: Session, consumer: str, claims: Sequence[Claim]) -> set[Claim]:
    """Insert them all in one statement; those that were new are ours to handle."""
    if not claims:
        return set()
    rows = session.execute(
        CLAIM,
        {
            "consumer": consumer,
            "sources": [one.source for one in claims],
            "ids": [str(one.id) for one in claims],
            "runs": [one.run for one in claims],
        },
    )
    return {Claim(row.source, _uuid(row.id), row.run) for row in rows}


def prune(session: Session, before: datetime) -> None:
    """Forget what was handled before then; it must be longer ago than any delivery can be late."""
    session.execute(delete(inbox).where(inbox.c.received_at < before))


def _uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)
