"""A service's refusal, as its problem document says it."""

from collections.abc import Mapping
from typing import Any

FOR_THE_FORM = frozenset((400, 409, 412, 422, 428, 429, 502, 503, 504))
"""What the person at a form can do something about, if only to try again: what they typed is kept."""


class ServiceProblem(Exception):
    """A service said no, or did not answer. `errors` names each field and what to do about it."""

    def __init__(
        self,
        status: int,
        *,
        code: str = "problem",
        title: str = "",
        detail: str = "",
        errors: Mapping[str, list[str]] | None = None,
        correlation_id: str | None = None,
    ) -> None:
        super().__init__(f"{status} {code}: {detail or title}")
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail or title
        self.errors = {name: list(advice) for name, advice in (errors or {}).items()}
        self.correlation_id = correlation_id

    @classmethod
    def read(cls, status: int, document: Any) -> "ServiceProblem":
        """The problem in a body of `application/problem+json`; what is no such document gives plain words."""
        if not isinstance(document, Mapping):
            return cls(status, detail="The answer could not be read.")
        errors = document.get("errors")
        return cls(
            status,
            code=str(document.get("code", "problem")),
            title=str(document.get("title", "")),
            detail=str(document.get("detail", "")),
            errors=_advice(errors) if isinstance(errors, Mapping) else {},
            correlation_id=document.get("correlation_id"),
        )

    @property
    def belongs_to_form(self) -> bool:
        """Whether a form can show it and keep what was typed."""
        return self.status in FOR_THE_FORM

    @property
    def nothing_happened(self) -> bool:
        """Whether the service surely did nothing, so that the next try is a new deed with a new key."""
        return self.status < 500


def _advice(errors: Mapping[Any, Any]) -> dict[str, list[str]]:
    return {
        str(name): [str(line) for line in lines] if isinstance(lines, list) else [str(lines)]
        for name, lines in errors.items()
    }
