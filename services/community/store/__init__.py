"""The community's tables and queries, a module per concept."""

from services.community.store import (
    articles,
    decisions,
    members,
    newsletters,
    reactions,
    subscriptions,
    threads,
)
from services.community.store.base import metadata

__all__ = [
    "articles",
    "decisions",
    "members",
    "metadata",
    "newsletters",
    "reactions",
    "subscriptions",
    "threads",
]
