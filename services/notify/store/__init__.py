"""Notify's tables and queries, a module per concept."""

from services.notify.store import appointments, letters, messages, people, subscriptions
from services.notify.store.base import metadata

__all__ = ["appointments", "letters", "messages", "metadata", "people", "subscriptions"]
