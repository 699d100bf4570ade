"""Telling the log again to one service, because it makes its projections anew."""

from typing import TYPE_CHECKING, Any

import structlog

from chassis.messaging import telling
from chassis.messaging.claims import SAID, Claims
from chassis.messaging.listeners import topic_matches
from chassis.messaging.publishing import Outcome, Publisher

if TYPE_CHECKING:
    from chassis.context import ServiceContext

BATCH = 500

NEXT = """
    select id, consumer, patterns, last_seq, upto_seq from replay_request
    where sent_at is null order by requested_at, id limit 1
"""
BEGIN = """
    update replay_request
    set upto_seq = (select coalesce(max(seq), 0) from event_log), last_seq = 0, events = 0
    where id = %s returning upto_seq
"""
ROWS = f"select {SAID} from event_log where seq > %s and seq <= %s order by seq limit %s"
FURTHER = "update replay_request set last_seq = %s, events = events + %s where id = %s"
SENT = """
    update replay_request
    set sent_at = clock_timestamp(), done_at = case when %s then null else clock_timestamp() end where id = %s
"""
CONSUMED = (
    "update replay_request set done_at = clock_timestamp() where done_at is null and sent_at is not null"
)
FROM_THE_BEGINNING = "update replay_request set upto_seq = null, sent_at = null where done_at is null"

log = structlog.get_logger("workstead.events")


class Replays:
    """The requests to tell the log again.

    The relay serves them between its batches. Whatever it published before it begins is in the log by then,
    and whatever it publishes later the consumer hears as news: nothing is missed, and what comes by both
    ways is counted once, by the inbox.
    """

    def __init__(
        self, context: "ServiceContext", claims: Claims, publisher: Publisher, forgets: bool
    ) -> None:
        self._context = context
        self._claims = claims
        self._publisher = publisher
        self._forgets = forgets
        self._asked = True
        if forgets:
            claims.execute(FROM_THE_BEGINNING)

    def look(self) -> None:
        """Somebody may have asked."""
        self._asked = True

    def serve(self) -> bool:
        """Tell one batch of the oldest request; whether there is more to tell at once."""
        requests = self._claims.rows(NEXT) if self._asked else []
        self._asked = bool(requests)
        return bool(requests) and self._tell(requests[0])

    def consumed(self) -> None:
        """What was told again has been consumed: it need not be told again should this process end."""
        self._claims.execute(CONSUMED)

    def _tell(self, request: Any) -> bool:
        upto, last = request.upto_seq, request.last_seq
        if upto is None:
            upto, last = self._claims.rows(BEGIN, (request.id,))[0].upto_seq, 0
        rows = self._claims.rows(ROWS, (last, upto, BATCH))
        if not rows:
            self._claims.execute(SENT, (self._forgets, request.id))
            log.info("log told again", service=self._context.events.service, to=request.consumer)
            return False
        wanted = [row for row in rows if _wanted(row.type, request.patterns)]
        messages = [telling.to_one(self._context, row, request.consumer) for row in wanted]
        if any(outcome is not Outcome.CONFIRMED for outcome in self._publisher.publish(messages)):
            return False  # its queue is full or missing: later
        self._claims.execute(FURTHER, (rows[-1].seq, len(wanted), request.id))
        return True


def _wanted(type_: str, patterns: list[str]) -> bool:
    return any(topic_matches(pattern, type_) for pattern in patterns)
