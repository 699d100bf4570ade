"""Notify's tables and queries, a module per concept."""

from services.notify.store import appointments, issues, letters, messages, people, subscriptions
from services.notify.store.base import metadata

__all__ = ["appointments", "issues", "letters", "messages", "metadata", "people", "subscriptions"]
