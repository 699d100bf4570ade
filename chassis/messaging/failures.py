"""What a failure means: the database is away, try it all again, never, or later.

The SQLSTATE classes were found by stopping, killing and freezing PostgreSQL under load.
"""

import random
from datetime import datetime, timedelta
from enum import Enum
from math import inf

import psycopg2
from marshmallow import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chassis import clock
from chassis.messaging.errors import DatabaseAway, InvalidEvent, UnknownEvent, Unreadable

AWAY_STATES = {"57P01", "57P02", "57P03", "53300"}
"""Being shut down, crashed, starting up; no connection free."""
AGAIN_STATES = {"40001", "40P01", "55P03", "57014"}
"""Not serialisable, deadlock, lock not available, cancelled: nobody's fault, so the same work may succeed."""

PERMANENT = (ValidationError, Unreadable, InvalidEvent, UnknownEvent)

FIRST_RETRY = 1.0
"""Seconds, about, until the first new try of what failed for a moment; each further wait is twice as long."""
LONGEST_WAIT = 3600.0
MOST_ATTEMPTS = 12
"""After so many (some two hours), somebody has to look at it."""


class Meaning(Enum):
    """What to do about a failure."""

    AWAY = "away"
    """The database cannot be reached: acknowledge nothing, come back when it can."""
    AGAIN = "again"
    """Do the whole batch once more."""
    PERMANENT = "permanent"
    """Trying again cannot mend it."""
    TRANSIENT = "transient"
    """It may be better later."""


def meaning(error: BaseException) -> Meaning:
    """What this failure means."""
    if isinstance(error, DatabaseAway | PoolTimeout):
        return Meaning.AWAY
    if isinstance(error, DBAPIError):
        return Meaning.AWAY if error.connection_invalidated else _of_database(error.orig)
    if isinstance(error, psycopg2.Error):
        return _of_database(error)
    return Meaning.PERMANENT if is_permanent(error) else Meaning.TRANSIENT


def is_permanent(error: BaseException) -> bool:
    """A payload that does not fit, or a rule that refuses: a problem, or a domain's error of that shape."""
    if isinstance(error, PERMANENT):
        return True
    status = getattr(error, "status", None)
    refusal = isinstance(status, int) and hasattr(error, "code") and hasattr(error, "detail")
    return refusal and status is not None and status < 500


def described(error: BaseException) -> str:
    """One line about a failure, for whoever has to mend it. It names no values of the event."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        return described(error.orig)
    if isinstance(error, psycopg2.Error):
        return f"{type(error).__name__} {error.pgcode or ''}".strip()
    if code := getattr(error, "code", None):
        return f"{type(error).__name__} {code}: {getattr(error, 'detail', '')}"[:500]
    return f"{type(error).__name__}: {error}"[:500]


def next_try(attempts: int) -> datetime | None:
    """When to try again after so many attempts; None when it is time that somebody looks at it."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return clock.real_now() + backoff(attempts)


def backoff(attempts: int, longest: float = inf) -> timedelta:
    """How long to wait after so many attempts, give or take a half."""
    wait = min(FIRST_RETRY * 2 ** min(attempts - 1, 20), longest, LONGEST_WAIT)
    return timedelta(seconds=wait * random.uniform(0.5, 1.5))


def _of_database(error: BaseException | None) -> Meaning:
    state = getattr(error, "pgcode", None)
    lost = state is None and isinstance(error, psycopg2.OperationalError | psycopg2.InterfaceError)
    if lost or state in AWAY_STATES or (state or "").startswith("08"):
        return Meaning.AWAY
    return Meaning.AGAIN if state in AGAIN_STATES else Meaning.TRANSIENT
