"""Challenges: somebody says that the rules got it wrong; a person looks at it and answers."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

OUTCOMES = frozenset({"explained", "set-aside", "rule-to-review"})
"""The reason stands and is explained; it does not fit this person; the rule itself has to be looked at."""


@dataclass(eq=False)
class Reply:
    """What a person answered to a challenge."""

    id: UUID
    answer_id: UUID
    """The challenge."""
    outcome: str
    words: str
    occurred_on: date
    recorded_at: datetime
    recorded_by: UUID
