"""Notify's tables and queries, a module per concept."""

from services.notify.store import (
    appointments,
    colleagues,
    consents,
    issues,
    letters,
    messages,
    people,
    subscriptions,
)
from services.notify.store.base import metadata

__all__ = [
    "appointments",
    "colleagues",
    "consents",
    "issues",
    "letters",
    "messages",
    "metadata",
    "people",
    "subscriptions",
]
