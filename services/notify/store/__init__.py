"""Notify's tables and queries, a module per concept."""

from services.notify.store import appointments, consents, issues, letters, messages, people, subscriptions
from services.notify.store.base import metadata

__all__ = ["appointments", "consents", "issues", "letters", "messages", "metadata", "people", "subscriptions"]
