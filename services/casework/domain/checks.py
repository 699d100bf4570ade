"""The check of one month: how each group fared in what was recommended, taken up and achieved."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(eq=False)
class Check:
    """What was found for one organisation and month."""

    id: UUID
    organisation_id: UUID
    month: date
    """Its first day."""
    made_at: datetime
    rules_version: str
    fairness_version: str
    found: dict[str, Any]
