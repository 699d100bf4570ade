"""On what ground a person's data is kept and used: a lawful basis per purpose (UK GDPR, Art. 6, 9, 10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.casework.domain.codes import known

SUPPORT = "support"
"""The purpose without which there is no record: to help the person find work."""


@dataclass(eq=False)
class LawfulBasis:
    """One purpose rests on one basis, from one day until another; where it comes from is written down."""

    id: UUID
    participant_id: UUID
    purpose: str
    basis: str
    article: int
    """6, or 9 for health and the like, or 10 for criminal offences."""
    source: str
    from_on: date
    until_on: date | None = None
    """The first day on which it no longer holds."""

    def end(self, on: date) -> None:
        """It holds no longer: consent was withdrawn, or another basis took its place."""
        self.until_on = max(on, self.from_on)

    def holds(self, on: date) -> bool:
        """Whether the purpose may rest on it on that day."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)


def article_of(basis: str, articles: Mapping[str, int]) -> int:
    """To which article a basis belongs."""
    return articles[known(basis, articles, "lawful_bases")]
