"""Grants: the participant decides, viewer by viewer, who may see their applications, and may change that."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.casework.domain.errors import Conflict

APPLICATIONS, PAPERS, DIARY = "applications", "papers", "diary"
OPENS = (APPLICATIONS, PAPERS, DIARY)
"""What a grant opens: vacancies, applications and interviews; CVs and letters; the diary of the search."""


@dataclass(eq=False)
class Grant:
    """One viewer may see it from one instant until, perhaps, another."""

    id: UUID
    participant_id: UUID
    viewer_id: UUID
    opens: str
    given_at: datetime
    revoked_at: datetime | None = None

    @property
    def holds(self) -> bool:
        """Whether the viewer may see it now."""
        return self.revoked_at is None

    def revoke(self, now: datetime) -> None:
        """The viewer sees it no more, from this instant."""
        if not self.holds:
            raise Conflict("grant-revoked", "This was taken back already.")
        self.revoked_at = now
