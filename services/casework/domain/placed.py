"""What is laid on a person's record, with a reason, until somebody lifts it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.casework.domain.errors import Conflict


@dataclass(eq=False, kw_only=True)
class Placed:
    """Since when it has stood, on whose word and why; and who lifted it, once that has been done."""

    id: UUID
    participant_id: UUID
    reason: str
    placed_on: date
    placed_by: UUID
    placed_by_name: str | None
    lifted_on: date | None = None
    lifted_by: UUID | None = None
    lifted_by_name: str | None = None

    def lift(self, by: UUID, name: str | None, today: date) -> None:
        """It holds no longer."""
        if self.lifted_on is not None:
            raise Conflict("already-lifted", "It has been lifted already.")
        self.lifted_on, self.lifted_by, self.lifted_by_name = today, by, name
