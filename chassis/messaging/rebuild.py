"""Making a service's projections anew from what others have said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from chassis.ids import new_id
from chassis.messaging import parked, streams
from chassis.messaging.inbox import FIRST_RUN, ONCE
from chassis.messaging.listeners import Listeners, service_of, stream_of
from chassis.messaging.outbox import CHANNEL, REPLAY
from chassis.messaging.tables import inbox, projection_run, replay_request
from chassis.problems import Conflict

if TYPE_CHECKING:
    from chassis.context import ServiceContext

c = replay_request.c
FIRST = postgresql.insert(projection_run)
NEXT_RUN = FIRST.on_conflict_do_update(
    index_elements=["consumer"], set_={"run": projection_run.c.run + 1, "started_at": func.now()}
).returning(projection_run.c.run)


@dataclass(frozen=True)
class Progress:
    """How far a service's log has been told again."""

    id: UUID
    consumer: str
    requested_at: datetime
    events: int
    sent_at: datetime | None


def start(consumer: "ServiceContext", producers: Iterable["ServiceContext"]) -> list[str]:
    """Empty the consumer's projections, and ask each producer whom it listens to to tell its log again.

    Answers the names of those asked. Their relays do it; nothing is sent, paid or published for it again.
    """
    wanted = patterns(consumer.listeners)
    with consumer.database.transaction() as session:
        begin(session, consumer.listeners)
    asked = {}
    for producer in producers:
        theirs = [one for one in wanted if service_of(one) in (producer.events.service, "*", "#")]
        if theirs and producer.events.service not in asked:
            asked[producer.events.service] = producer
            with producer.database.transaction() as session:
                request(session, consumer.listeners.service, theirs)
    return sorted(asked)


def begin(session: Session, listeners: Listeners) -> int:
    """Empty the projections, and count a new run: events that were handled before will be handled for it."""
    if not listeners.projections:
        raise Conflict(f"{listeners.service} has no projections.", code="no-projections")
    consumer = listeners.service
    run = session.scalar(NEXT_RUN, {"consumer": consumer, "run": FIRST_RUN + 1}) or FIRST_RUN + 1
    names = ", ".join(f'"{table.name}"' for table in listeners.projections)
    session.execute(text(f"truncate {names}"))
    parked.leave_to_rebuild(session, consumer)
    again = {stream_of(one.pattern) for one in listeners if one.ordered and one.rebuild}
    streams.forget(session, consumer, again)
    session.execute(delete(inbox).where(inbox.c.consumer == consumer, inbox.c.run.not_in([ONCE, run])))
    return run


def patterns(listeners: Listeners) -> list[str]:
    """What a rebuild has to be told: what the projections are made of, and the steps between."""
    return sorted({one.binding for one in listeners if one.rebuild})


def request(session: Session, consumer: str, wanted: list[str]) -> UUID:
    """Ask the service whose database this is to tell its log again to one consumer."""
    id = new_id()
    session.execute(insert(replay_request), {"id": id, "consumer": consumer, "patterns": wanted})
    session.execute(text("select pg_notify(:channel, :what)"), {"channel": CHANNEL, "what": REPLAY})
    return id


def progress(session: Session) -> list[Progress]:
    """What this service has been asked to tell again, the newest first."""
    rows = session.execute(
        select(c.id, c.consumer, c.requested_at, c.events, c.sent_at).order_by(c.requested_at.desc(), c.id)
    )
    return [Progress(*row) for row in rows]
