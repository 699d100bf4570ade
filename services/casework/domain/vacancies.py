"""Vacancies that a participant keeps: typed in by them, or later saved from a list of vacancies."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.casework.domain.by import By
from services.casework.domain.errors import Conflict, DomainError

TYPED, MARKETPLACE = "typed", "marketplace"
ORIGINS = (TYPED, MARKETPLACE)
WEB = ("http://", "https://")


@dataclass(eq=False)
class Vacancy:
    """One vacancy that somebody may apply for. It is theirs: nobody else sees it unless they say so."""

    id: UUID
    participant_id: UUID
    title: str
    employer: str
    recorded_by: UUID
    recorded_at: datetime
    place: str | None = None
    link: str | None = None
    advert: str | None = None
    """What the advert says; it is taken out before letters are compared with one another."""
    closes_on: date | None = None
    origin: str = TYPED
    origin_id: UUID | None = None
    """The vacancy in the list that it was saved from; none for one that was typed in."""
    assisted: bool = False
    helper: str | None = None
    dropped_at: datetime | None = None

    @classmethod
    def keep(cls, id: UUID, participant_id: UUID, *, by: By, at: datetime, **told: Any) -> "Vacancy":
        """Somebody found it and wants to keep it."""
        link = told.get("link")
        if link is not None and not str(link).startswith(WEB):
            advice = {"link": ["Give the whole address, with https:// at its beginning, or leave it empty."]}
            raise DomainError("not-a-link", "That is no address of a page.", advice)
        hands: dict[str, Any] = {"recorded_by": by.account_id, "assisted": by.assisted, "helper": by.helper}
        return cls(id, participant_id, recorded_at=at, **hands, **told)

    @property
    def is_kept(self) -> bool:
        """Whether they still think of it."""
        return self.dropped_at is None

    def drop(self, at: datetime) -> None:
        """It is not for them after all; what they applied for keeps its words."""
        if not self.is_kept:
            raise Conflict("vacancy-dropped", "This was taken off the list already.")
        self.dropped_at = at

    @property
    def words(self) -> str:
        """All that the advert itself brings: whoever repeats it has copied from nobody."""
        return "\n".join(part for part in (self.title, self.employer, self.place, self.advert) if part)
