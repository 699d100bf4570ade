"""A service's database: its pool, its limits, and transactions that say who is at work."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

import psycopg2
from psycopg2.errors import DeadlockDetected, SerializationFailure
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.orm import Session

from chassis.actor import SYSTEM, Actor
from chassis.settings import Settings
from chassis.store.sessions import LateSession
from chassis.store.statements import as_told
from chassis.store.wire import LostAtOnce, Wire

T = TypeVar("T")

POOL_TIMEOUT = 5
"""Seconds that a request waits for a connection."""

LIMITS = {
    "statement_timeout": "15s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "30s",
    "timezone": "UTC",
}
"""Kept by the server, because a query that we gave up would run on there."""

KEEPALIVES = {
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""So that a database whose host vanished is noticed."""

PRESENCE = {
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "11s",
}
"""So that the database notices that our host vanished, and does not keep our locks for longer."""

_WHO = (
    "select set_config('workstead.kind', %s, true), set_config('workstead.org', %s, true),"
    " set_config('workstead.person', %s, true)"
)
"""Said with the first statement of each transaction."""


NOBODYS_FAULT = (LostAtOnce, DeadlockDetected, SerializationFailure)
"""After these the same work may succeed at once."""

AGAIN_AFTER = (0.0, 0.1)
"""Seconds, at most, before work is begun anew: two that meet again are parted by chance the second time."""


class Database:
    """One service's PostgreSQL. One transaction per request, event or timer, never held across HTTP."""

    def __init__(self, service: str, url: str, settings: Settings) -> None:
        self.service = service
        self.url = make_url(url).set(drivername="postgresql+psycopg2")
        self.info: dict[str, Any] = {"service": self}
        """What each session carries in its `info`; the service's context puts itself here."""
        self.engine = _engine(self.url.render_as_string(hide_password=False), service, _pool_size(settings))

    @contextmanager
    def transaction(self, actor: Actor = SYSTEM) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back by any exception.

        Row-level security knows the actor by `current_setting('workstead.kind')`, `workstead.org` and
        `workstead.person` (empty where there is none), for this transaction alone.
        """
        opening = _who(actor.kind, actor.org, actor.person_id)
        session = LateSession(self.engine, opening, self.info | {"actor": actor})
        try:
            yield session
            _commit(session)
        finally:
            session.give_back()

    def do(self, work: Callable[[Session], T], actor: Actor = SYSTEM) -> T:
        """Work in a transaction. If its connection is lost before it has answered anything, or if it stood in
        the way of another that stood in its way, nothing has been done: all of it is begun anew, twice at
        most.
        """
        for wait in AGAIN_AFTER:
            try:
                with self.transaction(actor) as session:
                    return work(session)
            except OperationalError as error:
                if not isinstance(error.orig, NOBODYS_FAULT):
                    raise
            time.sleep(wait * random.random())
        with self.transaction(actor) as session:
            return work(session)

    def ping(self) -> None:
        """Raise unless the database answers."""
        with self.engine.connect() as connection:
            connection.exec_driver_sql("select 1")

    def dedicated_connection(self) -> Any:
        """A psycopg2 connection outside the pool, in autocommit: to LISTEN on, or to hold a lock."""
        _, address = self.engine.dialect.create_connect_args(self.engine.url)
        connection = psycopg2.connect(
            **dict(address) | _arguments(f"{self.service} (own)", {"timezone": "UTC"} | PRESENCE)
        )
        connection.autocommit = True
        return connection

    def close(self) -> None:
        """Give all connections back to the server."""
        self.engine.dispose()


@lru_cache(4096)
def _who(kind: str, org: UUID | None, person: UUID | None) -> bytes:
    """These are ids, and words of our own: nothing in them needs to be escaped."""
    return (_WHO % tuple(f"'{value or ''}'" for value in (kind, org, person))).encode()


def _commit(session: LateSession) -> None:
    try:
        session.commit_all()
    except psycopg2.Error as error:
        raise as_told(session, error) from error


def _pool_size(settings: Settings) -> int:
    """The embedded suite shares one server and one process, where larger pools were slower."""
    return max(2, settings.pool_size // 2) if settings.embedded else settings.pool_size


def _arguments(name: str, limits: dict[str, str]) -> dict[str, Any]:
    options = " ".join(f"-c {limit}={value}" for limit, value in limits.items())
    return {"application_name": f"workstead {name}", "connect_timeout": 5, "options": options} | KEEPALIVES


def _engine(url: str, service: str, pool_size: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT,
        pool_use_lifo=True,
        hide_parameters=True,
        connect_args=_arguments(service, LIMITS) | {"connection_factory": Wire},
    )
    event.listen(engine, "checkout", _refuse_lost)
    return engine


def _refuse_lost(wire: Any, *_: Any) -> None:
    """A connection that the server has closed is no good: the pool makes another, and doubts all others."""
    if not wire.is_alive():
        raise InvalidatePoolError("The server has closed this connection.")
