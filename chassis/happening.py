"""What a domain hands back when something has happened: the shape that the outbox records."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID


class Happening(Protocol):
    """A fact in the past tense (`plan.agreed`), the id of the thing that it is about, and its details."""

    @property
    def name(self) -> str:
        """Thing and verb in the past tense, without service or version."""

    @property
    def subject(self) -> UUID:
        """The id of the thing to which it happened."""

    @property
    def data(self) -> Mapping[str, object]:
        """Details as plain Python values."""
