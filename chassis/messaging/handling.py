"""One transaction's worth of handling: whose turn it is, who wants it, and what to do if they cannot."""

from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import tracing
from chassis.messaging import erasure, inbox, sealing
from chassis.messaging.envelope import Envelope
from chassis.messaging.failures import Meaning, described, meaning, next_try
from chassis.messaging.listeners import Listener, Received
from chassis.messaging.outbox import CAUSE, SEVERAL
from chassis.messaging.parked import Failure
from chassis.messaging.streams import Positions, of

if TYPE_CHECKING:
    from chassis.context import ServiceContext


class Turn:
    """The events of one transaction, and what the service knows about them."""

    def __init__(self, context: "ServiceContext", session: Session) -> None:
        self.listeners = context.listeners
        self.consumer = context.listeners.service
        self._keyring = context.keyring
        self._session = session
        self._projected: dict[Callable[[Session, Any], None], list[Received]] = {}
        self._forgotten: Set[UUID] = frozenset()
        self.positions = Positions(session, self.consumer, ())

    def claimed(self, events: Sequence[Envelope]) -> list[tuple[Envelope, list[int]]]:
        """Those events, with their sides, that have not been handled before."""
        sides = (side for one in events for side in inbox.wanted_sides(self.listeners, one))
        claimed = inbox.claim(self._session, self.consumer, sides, _people(events))
        self._know(events, claimed.erased)
        # What came twice in one batch is taken out at its first place, and is not found at its second.
        mine = ((one, claimed.runs.pop((one.source, one.id), None)) for one in events)
        return [(self._as_remembered(one), its) for one, its in mine if its]

    def again(self, event: Envelope) -> Envelope:
        """An event that was claimed before and put aside. Projections cannot be emptied until we commit."""
        inbox.current_run(self._session, self.consumer)
        self._know([event], erasure.erased_among(self._session, _people([event])))
        return self._as_remembered(event)

    def _know(self, events: Sequence[Envelope], forgotten: Set[UUID]) -> None:
        self._forgotten = forgotten
        ordered = [of(one) for one in events if self.listeners.ordered(one.type)]
        self.positions = Positions(self._session, self.consumer, ordered)

    def take(self, event: Envelope, runs: Sequence[int], guarded: bool) -> Failure | None:
        """Handle one event, if it is its turn. Guarded, a failure is answered; otherwise it is raised.

        Not guarded, what is projected together waits until `project`.
        """
        ordered = self.listeners.ordered(event.type)
        if ordered and (missing := self.positions.missing(event)):
            return _out_of_turn(event, missing)
        try:
            self._tell(event, runs, guarded)
        except Exception as error:
            if not guarded or meaning(error) is Meaning.AWAY:
                raise
            self._projected.clear()
            return failure(error, attempts=1)
        if ordered:
            self.positions.advance(event)
        return None

    def project(self) -> None:
        """Hand over what was put together for projections, before anything that may build on them."""
        projected, self._projected = self._projected, {}
        for projector, events in projected.items():
            self._session.info[CAUSE] = SEVERAL
            try:
                projector(self._session, events)
            finally:
                self._session.info.pop(CAUSE, None)

    def _as_remembered(self, event: Envelope) -> Envelope:
        """What was sealed about somebody whom we are to forget is not looked at, nor kept."""
        if event.person_id in self._forgotten:
            return replace(event, data=sealing.stripped(event.data))
        return event

    def _tell(self, event: Envelope, runs: Sequence[int], guarded: bool) -> None:
        if not guarded:
            self._tell_all(event, runs)
            return
        with self._session.begin_nested():
            self._tell_all(event, runs)
            self.project()

    def _tell_all(self, event: Envelope, runs: Sequence[int]) -> None:
        with tracing.continuing(event.traceparent):
            for listener in self.listeners.matching(event.type):
                if inbox.wants(listener, runs):
                    self._tell_one(listener, event)
        if event.type == self.listeners.erased_by:
            self.project()
            erasure.erase(self._session, event.subject)

    def _tell_one(self, listener: Listener, event: Envelope) -> None:
        received = self._received(listener, event)
        if listener.together:
            self._projected.setdefault(listener.handler, []).append(received)
            return
        self.project()
        self._session.info[CAUSE] = received
        try:
            listener.handler(self._session, received)
        finally:
            self._session.info.pop(CAUSE, None)

    def _received(self, listener: Listener, event: Envelope) -> Received:
        return Received(
            id=event.id,
            type=event.type,
            source=event.source,
            subject=event.subject,
            time=event.time,
            sequence=event.sequence,
            correlation_id=event.correlation_id,
            causation_id=event.causation_id,
            data=listener.details.read(event.data, self._keyring),
            rebuild=event.rebuild,
            person_id=event.person_id,
            traceparent=event.traceparent,
        )


def _people(events: Sequence[Envelope]) -> list[UUID]:
    return [one.person_id for one in events if one.person_id is not None]


def failure(error: Exception, attempts: int) -> Failure:
    """What is to be done about an event that failed for the so-many-th time."""
    if meaning(error) is Meaning.PERMANENT:
        return Failure("permanent", described(error))
    again = next_try(attempts)
    return Failure("transient" if again else "permanent", described(error), again)


def _out_of_turn(event: Envelope, missing: int) -> Failure | None:
    """It waits for its predecessors; or it comes after its successors, and somebody has to decide."""
    if missing > 0:
        first = event.sequence - missing
        return Failure("waiting", f"Waits for the {missing} before it, from number {first} of its subject.")
    if event.rebuild:
        return None
    return Failure("permanent", "It came after later ones of its subject had been handled.")
