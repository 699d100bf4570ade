"""What the gateway refuses about accounts, with a stable code that a page or a program can rely on."""

from collections.abc import Mapping, Sequence


class DomainError(Exception):
    """The facts do not fit. `errors` says, field by field, what the person can do about it."""

    status = 422

    def __init__(self, code: str, detail: str, errors: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.errors = {field: list(advice) for field, advice in (errors or {}).items()}


class Conflict(DomainError):
    """Someone was first, or the thing has moved on since it was read."""

    status = 409
