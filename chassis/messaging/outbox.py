"""Recording what has happened, in the same transaction as the change itself. Plain SQL, and no broker."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from sqlalchemy import Float, cast, func, select, text
from sqlalchemy.orm import Session

from chassis import clock, tracing
from chassis.happening import Happening
from chassis.ids import new_id
from chassis.messaging import metrics, tables
from chassis.messaging.listeners import Received
from chassis.messaging.sealing import seal_fields
from chassis.store.statements import Statement

if TYPE_CHECKING:
    from chassis.context import ServiceContext

CHANNEL = "workstead_outbox"
"""The relay listens here; the database tells it at commit."""

REPLAY = "replay"
"""Said on the channel when somebody asks that the log be told again."""

CAUSE = "workstead.cause"
"""Under this key of `session.info` is the event that is being handled, if one is."""

SEVERAL = object()
"""Stands there while several are being handled at once: none is the cause, so nothing may be recorded."""

# One statement: a version for each thing (its row stays locked until commit, so that a thing's events have no
# gaps and are committed in order), a row for each event, and a word to the relay.
RECORD = Statement(
    text(
        f"""
    with given as (
        select cast(id as uuid) as id, kind, cast(subject as uuid) as subject, type, classification, payload,
            cast(person as uuid) as person, place
        from unnest(
            cast(:ids as text[]), cast(:kinds as text[]), cast(:subjects as text[]), cast(:types as text[]),
            cast(:classifications as text[]), cast(:payloads as text[]), cast(:persons as text[])
        ) with ordinality as g (id, kind, subject, type, classification, payload, person, place)
    ), counted as (
        select kind, subject, count(*) as events from given group by kind, subject
    ), bumped as (
        insert into aggregate_version as v (aggregate_type, aggregate_id, version)
        select kind, subject, events from counted order by kind, subject
        on conflict (aggregate_type, aggregate_id) do update set version = v.version + excluded.version
        returning aggregate_type as kind, aggregate_id as subject, version
    ), recorded as (
        insert into outbox (id, aggregate_type, aggregate_id, sequence, type, classification, payload,
            person_id, correlation_id, causation_id, traceparent, recorded_at)
        select g.id, g.kind, g.subject,
            b.version - c.events + row_number() over (partition by g.kind, g.subject order by g.place),
            g.type, g.classification, cast(g.payload as jsonb), g.person,
            cast(:correlation_id as text), cast(:causation_id as text), cast(:traceparent as text),
            cast(:recorded_at as timestamptz)
        from given g join counted c using (kind, subject) join bumped b using (kind, subject)
        order by g.place
        returning 1
    )
    select pg_notify('{CHANNEL}', '') from (select count(*) from recorded) as done
    """
    )
)


RECORD_ONE = Statement(
    text(
        f"""
    with bumped as (
        insert into aggregate_version as v (aggregate_type, aggregate_id, version)
        values (cast(:kinds as text), cast(:subjects as uuid), 1)
        on conflict (aggregate_type, aggregate_id) do update set version = v.version + 1
        returning version
    ), recorded as (
        insert into outbox (id, aggregate_type, aggregate_id, sequence, type, classification, payload,
            person_id, correlation_id, causation_id, traceparent, recorded_at)
        select cast(:ids as uuid), :kinds, cast(:subjects as uuid), version, cast(:types as text),
            cast(:classifications as text), cast(:payloads as jsonb), cast(:persons as uuid),
            cast(:correlation_id as text), cast(:causation_id as text), cast(:traceparent as text),
            cast(:recorded_at as timestamptz)
        from bumped
        returning 1
    )
    select pg_notify('{CHANNEL}', '') from recorded
    """
    )
)
"""The same for a single event, as most transactions have: it costs the server an eighth less."""

AGE = cast(func.extract("epoch", func.clock_timestamp() - tables.outbox.c.created_at), Float)
WAITING = select(tables.outbox, AGE.label("age")).order_by(tables.outbox.c.seq)


@dataclass(frozen=True)
class Waiting:
    """An event that has not been published yet."""

    seq: int
    id: UUID
    type: str
    subject: UUID
    age_seconds: float
    attempts: int
    next_try_at: datetime | None


def record(session: Session, *happened: Happening, of_new: bool = False) -> None:
    """Record that these things have happened; they are published once the transaction is committed.

    `of_new`: to things that this transaction makes. Nobody else can write about those, so there is no line to
    stand in, and it goes out with the commit. Else others who write of the same wait from here on.
    A fact that breaks its event's schema is refused (`InvalidEvent`) and fails the transaction. While
    projections are made anew nothing is recorded: it was when it happened.
    """
    cause: Received | None = session.info.get(CAUSE)
    if cause is SEVERAL:
        raise TypeError("A projection records no events: listen with `on` for what is to have consequences.")
    if not happened or (cause and cause.rebuild):
        return
    service: ServiceContext = session.info["service"]
    rows = [_row(service, fact) for fact in happened]
    statement, said = (RECORD_ONE, rows[0]) if len(rows) == 1 else (RECORD, _columns(rows))
    values = said | _circumstances(session, cause)
    if of_new and cause is None:
        session.flush()
        statement.along(session, **values)
    else:
        statement.do(session, **values)
    metrics.RECORDED.labels(service.events.service).inc(len(rows))


def waiting(session: Session, limit: int = 200) -> list[Waiting]:
    """The oldest events that have not been published yet."""
    rows = session.execute(WAITING.limit(limit))
    return [Waiting(r.seq, r.id, r.type, r.aggregate_id, r.age, r.attempts, r.next_try_at) for r in rows]


def oldest_age(session: Session) -> float:
    """For how many seconds the oldest unpublished event has been waiting; 0 when none is."""
    return float(session.scalar(select(func.coalesce(func.max(AGE), 0.0))) or 0.0)


def _row(service: "ServiceContext", fact: Happening) -> dict[str, Any]:
    events = service.events
    type_ = events.type_of(fact.name)
    wire = events.payload(type_, fact.data)
    sealed = seal_fields(events.schema(type_), wire, service.keyring)
    return {
        "ids": str(new_id()),
        "kinds": fact.name.split(".")[0],
        "subjects": str(fact.subject),
        "types": type_,
        "classifications": events[type_].classification,
        "payloads": orjson.dumps(sealed).decode(),
        "persons": _text(events.person_of(type_, fact.subject, fact.data)),
    }


def _columns(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: [row[name] for row in rows] for name in rows[0]}


def _circumstances(session: Session, cause: Received | None) -> dict[str, Any]:
    """Out of what it came: the event that is being handled, or the request of an actor."""
    actor = session.info.get("actor")
    correlation = cause.correlation_id if cause else getattr(actor, "correlation_id", None)
    return {
        "correlation_id": correlation or str(new_id()),
        "causation_id": str(cause.id) if cause else None,
        "traceparent": tracing.current(),
        "recorded_at": clock.now(),
    }


def _text(id: UUID | None) -> str | None:
    return None if id is None else str(id)
