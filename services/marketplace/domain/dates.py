"""Dates of facts: when something held, as against when we were told."""

from datetime import date

from services.marketplace.domain.errors import DomainError


def not_in_future(occurred_on: date, today: date, field: str = "occurred_on") -> date:
    """The date itself, or a refusal: a fact is never in the future."""
    if occurred_on > today:
        detail = f"{occurred_on.isoformat()} is in the future."
        raise DomainError("future-date", detail, {field: ["Give today's date or an earlier one."]})
    return occurred_on


def not_before(occurred_on: date, earlier: date, fact: str, field: str = "occurred_on") -> date:
    """The date itself, or a refusal: what follows cannot have happened before what it follows from."""
    if occurred_on < earlier:
        detail = f"It was {fact} on {earlier.isoformat()}; this cannot have happened before."
        raise DomainError("date-too-early", detail, {field: [f"Give {earlier.isoformat()} or a later date."]})
    return occurred_on
