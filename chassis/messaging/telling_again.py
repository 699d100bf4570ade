"""Saying again what somebody who listens has not heard: after a restore, or when the broker has lost queues.

What a service has said is in its log, and what another has heard is in that one's inbox. Whatever is in the
first and not in the second goes back into the outbox, as if it had not been published; whoever has heard it
knows it by its id and does nothing.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from chassis import clock
from chassis.messaging import inbox, tables
from chassis.messaging.claims import SAID
from chassis.messaging.consuming import INBOX_KEPT
from chassis.messaging.envelope import source
from chassis.messaging.inbox import ONCE
from chassis.messaging.listeners import Listeners, topic_matches
from chassis.messaging.outbox import CHANNEL

if TYPE_CHECKING:
    from chassis.context import ServiceContext

BATCH = 2_000
LOOK_BACK = INBOX_KEPT - timedelta(days=10)
"""Inboxes forget after a time; what is older than this may have been heard and forgotten."""

log_ = tables.event_log.c
PUBLISHED = (
    select(log_.published_at, log_.seq, log_.id, log_.type)
    .where(log_.published_at > text("cast(:since as timestamptz)"), log_.seq > text(":after"))
    .order_by(log_.seq)
    .limit(BATCH)
)
HEARD = text(
    "select id, run from inbox"
    " where consumer = :consumer and source = :source and id = any(cast(:ids as uuid[]))"
)
RECENT = text(
    "select distinct id from inbox"
    " where consumer = :consumer and source = :source and received_at > cast(:since as timestamptz)"
)
EVER_SAID = text("select id from event_log union all select id from outbox")
BACK = text(
    f"""
    with again as (
        select * from unnest(cast(:moments as timestamptz[]), cast(:seqs as bigint[]))
            as a (published_at, seq)
    ), gone as (
        delete from event_log l using again a
        where (l.published_at, l.seq) = (a.published_at, a.seq) returning l.*
    )
    insert into outbox ({SAID}) overriding system value select {SAID} from gone
    """
)


@dataclass(frozen=True)
class Between:
    """What lies between somebody who says things and somebody who listens."""

    producer: str
    consumer: str
    missed: int
    """Published and not heard; said again now."""
    unknown: int
    """Heard, and not in the producer's own record: its database is older than the other's."""


def tell_again(contexts: Iterable["ServiceContext"]) -> list[Between]:
    """Have everything said again that a listener among these services has not heard from another of them."""
    contexts = list(contexts)
    consumers = [one for one in contexts if one.listeners.bindings]
    return [
        between
        for producer in contexts
        if any(True for _ in producer.events)
        for between in _from_one(producer, consumers)
    ]


def _from_one(producer: "ServiceContext", consumers: Sequence["ServiceContext"]) -> Iterator[Between]:
    since = clock.real_now() - LOOK_BACK
    name, origin = producer.events.service, source(producer.org, producer.events.service)
    missed: dict[str, int] = {}
    again: dict[int, Any] = {}
    with producer.database.transaction() as session:
        for rows in _published(session, since):
            for consumer in consumers:
                found = _missed(consumer, origin, rows)
                missed[consumer.name] = missed.get(consumer.name, 0) + len(found)
                again |= {row.seq: row for row in found}
        _put_back(session, list(again.values()))
        known = {str(row.id) for row in session.execute(EVER_SAID)}
    for consumer in consumers:
        unknown = _unknown(consumer, origin, known, since)
        if missed.get(consumer.name) or unknown:
            yield Between(name, consumer.listeners.service, missed.get(consumer.name, 0), unknown)


def _published(session: Session, since: datetime) -> Iterator[Sequence[Any]]:
    """What was published since then, a batch at a time."""
    after = 0
    while rows := session.execute(PUBLISHED, {"since": since, "after": after}).all():
        yield rows
        after = rows[-1].seq


def _missed(consumer: "ServiceContext", origin: str, rows: Sequence[Any]) -> list[Any]:
    """Those of these events that this one listens for and has not handled, on each of their sides."""
    listeners = consumer.listeners
    wanted = [row for row in rows if any(topic_matches(one, row.type) for one in listeners.bindings)]
    if not wanted:
        return []
    given = {"consumer": listeners.service, "source": origin, "ids": [str(row.id) for row in wanted]}
    with consumer.database.transaction() as session:
        run = inbox.current_run(session, listeners.service)
        heard = {(str(row.id), int(row.run)) for row in session.execute(HEARD, given)}
    return [
        row for row in wanted if any((str(row.id), one) not in heard for one in _runs(listeners, row, run))
    ]


def _runs(listeners: Listeners, row: Any, run: int) -> set[int]:
    """Under which runs the event stands in the inbox once it has been handled."""
    matching = listeners.matching(row.type)
    projecting = [one.rebuild for one in matching]
    if projecting and all(projecting):
        return {run}
    return {ONCE, run} if any(projecting) else {ONCE}


def _put_back(session: Session, rows: Sequence[Any]) -> None:
    if rows:
        moments, seqs = [row.published_at for row in rows], [row.seq for row in rows]
        session.execute(BACK, {"moments": moments, "seqs": seqs})
        session.execute(text("select pg_notify(:channel, '')"), {"channel": CHANNEL})


def _unknown(consumer: "ServiceContext", origin: str, known: Collection[str], since: Any) -> int:
    given = {"consumer": consumer.listeners.service, "source": origin, "since": since}
    with consumer.database.transaction() as session:
        return sum(str(row.id) not in known for row in session.execute(RECENT, given))
