"""What can be wrong with a request, as RFC 9457 problems. A code is stable: programs may rely on it."""

from collections.abc import Mapping
from http import HTTPStatus


class Problem(Exception):
    """A refusal that the asker can understand: what is wrong, and for each field what to do about it."""

    status: int = 500
    code: str = "problem"
    title: str = "Something went wrong"

    def __init__(
        self,
        detail: str = "",
        *,
        code: str | None = None,
        errors: Mapping[str, list[str]] | None = None,
        status: int | None = None,
        title: str | None = None,
    ) -> None:
        self.detail = detail or self.title
        super().__init__(self.detail)
        self.code = code or self.code
        self.errors: dict[str, list[str]] = dict(errors or {})
        self.status = status or self.status
        self.title = title or self.title


class BadRequest(Problem):
    """The request cannot be read."""

    status, code, title = HTTPStatus.BAD_REQUEST.value, "bad-request", "The request cannot be read"


class Unauthorised(Problem):
    """Nobody is signed in, or the token is not good."""

    status, code, title = HTTPStatus.UNAUTHORIZED.value, "not-signed-in", "Sign in first"


class Forbidden(Problem):
    """It is there, and the actor may not do this to it."""

    status, code, title = HTTPStatus.FORBIDDEN.value, "not-allowed", "You are not allowed to do this"


class NotFound(Problem):
    """It is not there, or not the actor's to know of: the answer is the same."""

    status, code, title = HTTPStatus.NOT_FOUND.value, "not-found", "There is nothing here"


class Conflict(Problem):
    """Somebody was first."""

    status, code, title = HTTPStatus.CONFLICT.value, "conflict", "Somebody was first"


class OutOfDate(Problem):
    """The actor edited a version that has been replaced since."""

    status, code, title = (
        HTTPStatus.PRECONDITION_FAILED.value,
        "out-of-date",
        "This has changed since you read it",
    )


class Unprocessable(Problem):
    """The request can be read, but the facts do not fit."""

    status, code, title = HTTPStatus.UNPROCESSABLE_ENTITY.value, "unprocessable", "The facts do not fit"


class TooMany(Problem):
    """More requests than anybody may make in that time."""

    status, code, title = HTTPStatus.TOO_MANY_REQUESTS.value, "too-many", "Too many requests"


class Unavailable(Problem):
    """Something that this needs is away; trying again later may help."""

    status, code, title = HTTPStatus.SERVICE_UNAVAILABLE.value, "unavailable", "This cannot be done just now"
