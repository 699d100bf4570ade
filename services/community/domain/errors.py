"""What the community refuses to do, each with a stable code and what to do about it."""

from collections.abc import Mapping, Sequence


class DomainError(Exception):
    """A rule of the community forbids this."""

    status = 422

    def __init__(self, code: str, detail: str, errors: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.errors: dict[str, list[str]] = {field: list(words) for field, words in (errors or {}).items()}


class Conflict(DomainError):
    """Someone was first, or the thing has moved on since it was read."""

    status = 409
