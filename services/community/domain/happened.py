"""A fact that a transition leaves behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Happened:
    """Something that has happened to `subject`; recorded as an event of the same name."""

    name: str
    subject: UUID
    data: Mapping[str, object]
