"""The order of steps, for things of which somebody here needs each one."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from chassis.messaging.envelope import Envelope
from chassis.messaging.listeners import stream_of


class Stream(NamedTuple):
    """The events of one thing, from one service."""

    source: str
    stream: str
    subject: UUID


BEGIN = text(
    """
    insert into stream_position (consumer, source, stream, subject, sequence)
    select :consumer, s.*, 0
    from unnest(cast(:sources as text[]), cast(:streams as text[]), cast(:subjects as uuid[])) as s
    on conflict do nothing
    """
)
LOCK = text(
    """
    select p.source, p.stream, p.subject, p.sequence
    from stream_position p
    join unnest(cast(:sources as text[]), cast(:streams as text[]), cast(:subjects as uuid[]))
        as s (source, stream, subject) using (source, stream, subject)
    where p.consumer = :consumer
    order by p.source, p.stream, p.subject
    for update of p
    """
)
ADVANCE = text(
    """
    update stream_position p set sequence = s.sequence
    from unnest(cast(:sources as text[]), cast(:streams as text[]), cast(:subjects as uuid[]),
        cast(:sequences as bigint[])) as s (source, stream, subject, sequence)
    where p.consumer = :consumer and (p.source, p.stream, p.subject) = (s.source, s.stream, s.subject)
    """
)
RELEASE = text(
    """
    update parked_event p set next_try_at = clock_timestamp()
    from unnest(cast(:sources as text[]), cast(:streams as text[]), cast(:subjects as uuid[]),
        cast(:sequences as bigint[])) as s (source, stream, subject, sequence)
    where p.consumer = :consumer and p.state = 'waiting' and p.sequence = s.sequence + 1
        and (p.source, p.stream, p.subject) = (s.source, s.stream, s.subject)
    returning p.id
    """
)
FORGET = text("delete from stream_position where consumer = :consumer and stream = any(:streams)")


def of(envelope: Envelope) -> Stream:
    """The stream that an event is a step of."""
    return Stream(envelope.source, stream_of(envelope.type), envelope.subject)


class Positions:
    """How far each of some streams has come. They are ours until the transaction ends."""

    def __init__(self, session: Session, consumer: str, streams: Iterable[Stream]) -> None:
        self._session = session
        self._consumer = consumer
        self._at = _locked(session, consumer, sorted(set(streams), key=_order))
        self._moved: set[Stream] = set()

    def missing(self, envelope: Envelope) -> int:
        """How many steps lie between the last one taken and this one; negative when it has been passed."""
        return envelope.sequence - self._at[of(envelope)] - 1

    def at(self, stream: Stream) -> int:
        """The last step that was taken."""
        return self._at[stream]

    def jump(self, stream: Stream, sequence: int) -> None:
        """Go on as if this step had been taken."""
        self._at[stream] = max(sequence, self._at[stream])
        self._moved.add(stream)

    def advance(self, envelope: Envelope) -> None:
        """This step has been taken."""
        self.jump(of(envelope), envelope.sequence)

    def save(self) -> int:
        """Write down how far we have come, and let those go on that waited for just this: so many."""
        if not self._moved:
            return 0
        moved = {stream: self._at[stream] for stream in sorted(self._moved, key=_order)}
        self._session.execute(ADVANCE, _columns(self._consumer, moved))
        return len(self._session.execute(RELEASE, _columns(self._consumer, moved)).all())


def forget(session: Session, consumer: str, streams: Iterable[str]) -> None:
    """Begin these streams anew, because they are about to be told again."""
    session.execute(FORGET, {"consumer": consumer, "streams": sorted(streams)})


def _locked(session: Session, consumer: str, streams: list[Stream]) -> dict[Stream, int]:
    if not streams:
        return {}
    columns = _columns(consumer, dict.fromkeys(streams, 0))
    session.execute(BEGIN, columns)
    rows = session.execute(LOCK, columns)
    return {Stream(row.source, row.stream, UUID(str(row.subject))): row.sequence for row in rows}


def _columns(consumer: str, sequences: Mapping[Stream, int]) -> dict[str, object]:
    return {
        "consumer": consumer,
        "sources": [stream.source for stream in sequences],
        "streams": [stream.stream for stream in sequences],
        "subjects": [str(stream.subject) for stream in sequences],
        "sequences": list(sequences.values()),
    }


def _order(stream: Stream) -> tuple[str, str, str]:
    return stream.source, stream.stream, str(stream.subject)
