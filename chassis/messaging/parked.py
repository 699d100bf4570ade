"""Events that could not be handled: seen, tried again, discarded with a reason, never in others' way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from sqlalchemy import Row, Text, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from chassis import clock
from chassis.ids import new_id
from chassis.messaging.envelope import Envelope
from chassis.messaging.errors import Forged, Unreadable
from chassis.messaging.inbox import ONCE
from chassis.messaging.listeners import stream_of
from chassis.messaging.streams import Positions, Stream
from chassis.messaging.tables import parked_event
from chassis.problems import Conflict, NotFound
from chassis.store.statements import Statement

if TYPE_CHECKING:
    from chassis.context import ServiceContext

UNREADABLE_NAMES = UUID("7d0c9c0e-61f5-4a0c-9d0b-7b5d3c6f1a52")
"""The ids of messages without an envelope follow from their bytes, so that they are parked once."""
MOST_BYTES = 20_000
FORGED = "forged"
"""Stands for the type of what says that another said it: its own word for that is not taken either."""

c = parked_event.c
PARK = insert(parked_event)
NEXT_TRY = Statement(
    select(func.min(c.next_try_at).label("moment")).where(c.consumer == bindparam("consumer", type_=Text))
)
PER_STATE = select(c.state, func.count().label("number")).where(c.discarded_at.is_(None)).group_by(c.state)


@dataclass(frozen=True)
class Failure:
    """Why an event could not be handled, and when to try again, if by itself at all."""

    state: str
    error: str
    next_try_at: datetime | None = None


@dataclass(frozen=True)
class Parked:
    """A parked event, as operations staff see it: no details of the event, for those may be personal."""

    id: UUID
    consumer: str
    source: str
    event_id: UUID
    type: str
    subject: UUID | None
    sequence: int | None
    state: str
    error: str
    attempts: int
    parked_at: datetime
    next_try_at: datetime | None
    discarded_because: str | None


def park(session: Session, consumer: str, event: Envelope, runs: Sequence[int], failure: Failure) -> None:
    """Put an event aside, with what is still to be done about it."""
    values = _values(consumer, runs, failure) | {
        "source": event.source,
        "event_id": event.id,
        "type": event.type,
        "stream": stream_of(event.type),
        "subject": event.subject,
        "sequence": event.sequence,
        "person_id": event.person_id,
        "envelope": event.document(),
    }
    session.execute(PARK, values)


def park_unreadable(session: Session, consumer: str, body: bytes, error: Unreadable) -> None:
    """Put a message aside in which there is no envelope, or none that can be believed."""
    values = _values(consumer, [ONCE], Failure("permanent", str(error))) | {
        "source": "unreadable",
        "event_id": id_of_unreadable(body),
        "type": FORGED if isinstance(error, Forged) else "unreadable",
        "unreadable": body[:MOST_BYTES].decode(errors="replace").replace("\0", "\ufffd"),
    }
    session.execute(PARK, values)


def id_of_unreadable(body: bytes) -> UUID:
    """The same for the same bytes."""
    return uuid5(UNREADABLE_NAMES, body.hex())


def listing(session: Session, limit: int = 200, discarded: bool = False) -> list[Parked]:
    """What is parked, oldest first; or what has been discarded."""
    done = c.discarded_at.is_not(None) if discarded else c.discarded_at.is_(None)
    columns = [c[name] for name in Parked.__dataclass_fields__]
    rows = session.execute(select(*columns).where(done).order_by(c.parked_at, c.id).limit(limit))
    return [Parked(**row._mapping) for row in rows]


def count(session: Session) -> int:
    """How many events are parked."""
    return session.scalar(select(func.count()).where(c.discarded_at.is_(None))) or 0


def counts(session: Session) -> dict[str, int]:
    """How many events are parked in each state."""
    rows = session.execute(PER_STATE)
    return {row.state: row.number for row in rows}


def retry(session: Session, id: UUID) -> None:
    """Have it tried again now, however often it has failed; the service does so within seconds."""
    _found(session, id)
    session.execute(update(parked_event).where(c.id == id).values(next_try_at=clock.real_now()))


def retry_all(session: Session) -> int:
    """Have everything tried again now that does not wait for a predecessor. Answers how many that is."""
    chosen = [c.state != "waiting", c.discarded_at.is_(None)]
    rows = session.execute(
        update(parked_event).where(*chosen).values(next_try_at=clock.real_now()).returning(c.id)
    )
    return len(rows.all())


def discard(session: Session, id: UUID, because: str, by: str | None = None) -> None:
    """Give it up for good, with the reason and who decided; those that waited for it go on."""
    row = _found(session, id)
    session.execute(
        update(parked_event)
        .where(c.id == id)
        .values(
            state="waiting" if row.state == "waiting" else "discarded",
            next_try_at=None,
            discarded_at=clock.real_now(),
            discarded_because=because,
            discarded_by=by,
        )
    )
    if row.state != "waiting":
        step_over(session, row)


def go_on_without(session: Session, id: UUID) -> None:
    """Handle an event that waits for predecessors which will never come, as if they had."""
    row = _found(session, id)
    if row.state != "waiting":
        raise Conflict("It does not wait for another event.", code="not-waiting")
    positions = Positions(session, row.consumer, [_stream(row)])
    positions.jump(_stream(row), row.sequence - 1)
    positions.save()


def step_over(session: Session, row: Row[Any]) -> None:
    """Let those go on that waited for this one, if each step matters to somebody here."""
    context: ServiceContext = session.info["service"]
    if row.subject is None or not context.listeners.ordered(row.type):
        return
    positions = Positions(session, row.consumer, [_stream(row)])
    if positions.at(_stream(row)) == row.sequence - 1:
        positions.jump(_stream(row), row.sequence)
        positions.save()


def take_due(session: Session, consumer: str) -> Row[Any] | None:
    """One event whose time has come, locked so that no other replica tries it as well."""
    due = select(parked_event).where(c.consumer == consumer, c.next_try_at <= clock.real_now())
    statement = due.order_by(c.next_try_at, c.sequence, c.id).limit(1).with_for_update(skip_locked=True)
    return session.execute(statement).first()


def seconds_until_due(session: Session, consumer: str) -> float | None:
    """How long it is until the next one is to be tried; None if none is."""
    moment: datetime | None = NEXT_TRY.first(session, consumer=consumer).moment
    return None if moment is None else (moment - clock.real_now()).total_seconds()


def mended(session: Session, row: Row[Any]) -> None:
    """It has been handled: nothing is left to do."""
    session.execute(delete(parked_event).where(c.id == row.id))


def given_up(session: Session, row: Row[Any]) -> None:
    """It had been discarded while it waited, and its turn has come."""
    session.execute(update(parked_event).where(c.id == row.id).values(state="discarded", next_try_at=None))


def failed_again(session: Session, row: Row[Any], failure: Failure) -> None:
    """It has failed once more."""
    session.execute(
        update(parked_event)
        .where(c.id == row.id)
        .values(
            state=failure.state,
            error=failure.error,
            next_try_at=failure.next_try_at,
            attempts=c.attempts + int(failure.state != "waiting"),
            last_try_at=clock.real_now(),
        )
    )


def leave_to_rebuild(session: Session, consumer: str) -> None:
    """Projections are about to be made anew: what was only for them will be told again."""
    rows = session.execute(select(c.id, c.runs, c.envelope).where(c.consumer == consumer, _for_projections()))
    for row in rows.all():
        if ONCE in row.runs:
            session.execute(update(parked_event).where(c.id == row.id).values(runs=[ONCE]))
        else:
            session.execute(delete(parked_event).where(c.id == row.id))


def _for_projections() -> Any:
    return or_(func.jsonb_array_length(c.runs) > 1, c.runs != [ONCE])


def _found(session: Session, id: UUID) -> Row[Any]:
    chosen = select(parked_event).where(c.id == id, c.discarded_at.is_(None)).with_for_update()
    row = session.execute(chosen).first()
    if row is None:
        raise NotFound("No event is parked under this id.")
    return row


def _stream(row: Row[Any]) -> Stream:
    return Stream(row.source, row.stream, row.subject)


def _values(consumer: str, runs: Sequence[int], failure: Failure) -> dict[str, Any]:
    return {
        "id": new_id(),
        "consumer": consumer,
        "runs": list(runs),
        "state": failure.state,
        "error": failure.error,
        "next_try_at": failure.next_try_at,
    }
