"""Dates of facts: when something held, as against when we were told."""

from datetime import date

from services.casework.domain.errors import DomainError


def not_in_future(occurred_on: date, today: date, field: str = "occurred_on") -> date:
    """The date itself, or a refusal: a fact is never in the future."""
    if occurred_on > today:
        detail = f"{occurred_on.isoformat()} is in the future."
        raise DomainError("future-date", detail, {field: ["Give today's date or an earlier one."]})
    return occurred_on
