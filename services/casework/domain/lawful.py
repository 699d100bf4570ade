"""On what ground a person's data is kept and used: a lawful basis per purpose (UK GDPR, Art. 6, 9, 10)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.casework.domain.codes import known
from services.casework.domain.errors import Conflict, DomainError

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


def place(given: LawfulBasis, held: Iterable[LawfulBasis]) -> None:
    """A new ground takes the place of the one on which the same purpose rested, from its first day on."""
    for other in held:
        if other.purpose == given.purpose and other.article == given.article and other.holds(given.from_on):
            other.end(given.from_on)


def end(ending: LawfulBasis, held: Iterable[LawfulBasis], on: date) -> None:
    """A ground holds no longer, unless without it there is none to keep the record at all."""
    if not ending.holds(on):
        raise Conflict("not-in-force", "This ground does not hold on that day.")
    rest = [each for each in held if each is not ending and each.purpose == SUPPORT and each.article == 6]
    if ending.purpose == SUPPORT and ending.article == 6 and not any(each.holds(on) for each in rest):
        advice = {"occurred_on": ["Give another ground first; the new one takes the place of this one."]}
        raise DomainError("last-basis", "There would be no ground to keep this record.", advice)
    ending.end(on)


def article_of(basis: str, articles: Mapping[str, int]) -> int:
    """To which article a basis belongs."""
    return articles[known(basis, articles, "lawful_bases")]
