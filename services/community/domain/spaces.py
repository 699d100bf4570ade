"""Spaces: where people meet, and who may see and write in each."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Space:
    """A place for one kind of talk. The spaces are reference data."""

    slug: str
    name: Mapping[str, str]
    about: Mapping[str, str]
    seen_by: frozenset[str]
    """The kinds of member who may read here."""
    posted_by: frozenset[str]
    """The kinds of member who may write here."""

    def is_seen_by(self, kind: str | None, *, moderates: bool = False) -> bool:
        """Whether somebody of this kind may read here; moderators read everywhere."""
        return moderates or kind in self.seen_by

    def is_open_to(self, kind: str | None, *, moderates: bool = False) -> bool:
        """Whether they may write here."""
        return moderates or kind in self.posted_by
