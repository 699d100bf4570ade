"""What a transition answers: the facts that came about, to be published by the action."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class Happened:
    """A fact in the past tense: `account.created`, the thing that it is about, and what it says."""

    name: str
    subject: UUID
    data: Mapping[str, object] = field(default_factory=dict)
