"""Which exceptions explain themselves to whoever asked, and as what."""

from typing import Any

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from chassis.problems import Conflict, Forbidden, Problem, Unavailable, Unprocessable

GONE = "23503"
"""SQLSTATE: a foreign key; what this belongs to has just been taken away."""
WALLED = "42501"
"""SQLSTATE: row-level security; the wall behind the policies."""
TAKEN = frozenset(("23505", "23P01"))
"""SQLSTATE: a unique or an exclusion constraint; somebody did the same a moment earlier."""
BUSY = frozenset(("40001", "40P01", "55P03", "57014"))
"""SQLSTATE: serialisation, deadlock, lock timeout, statement timeout; trying again may help."""


def as_problem(error: Exception) -> Problem | None:
    """The problem that an exception stands for; None for one that is a fault of ours."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, StaleDataError):
        return Conflict("Somebody has just changed the same. Look at how things are now, then try again.")
    if isinstance(error, PoolTimeout):
        return Unavailable("Too much is going on just now. Try again in a moment.", code="busy")
    if isinstance(error, DBAPIError):
        return _of_the_database(error)
    return _of_a_domain(error)


def _of_the_database(error: DBAPIError) -> Problem | None:
    state = getattr(error.orig, "pgcode", None)
    if isinstance(error, IntegrityError) and state in TAKEN:
        return Conflict("Somebody has just done the same. Look at how things are now, then try again.")
    if state == GONE:
        return Conflict("What this belongs to is not there any more. Look at how things are now.")
    if state == WALLED:
        return Forbidden("You are not allowed to do this.")
    if isinstance(error, DataError):
        return Unprocessable("One of the values cannot be stored: it is too large or of another kind.")
    if state in BUSY:
        return Unavailable("Others are changing the same just now. Try again in a moment.", code="busy")
    if error.connection_invalidated or isinstance(error, OperationalError):
        return Unavailable("The database does not answer just now. Try again in a moment.", code="away")
    return None


def _of_a_domain(error: Any) -> Problem | None:
    """A domain knows nothing of HTTP, but its errors have a code, a detail, fields and a status."""
    code, detail = getattr(error, "code", None), getattr(error, "detail", None)
    status, errors = getattr(error, "status", None), getattr(error, "errors", None)
    if not (isinstance(code, str) and isinstance(detail, str) and isinstance(status, int)):
        return None
    kind = Conflict if status == Conflict.status else Unprocessable
    return Problem(detail, code=code, status=status, title=kind.title, errors=errors or {})
