"""Offers as casework knows them from the marketplace: a read model, there to be recommended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(eq=False)
class Offer:
    """A service that an organisation publishes in the marketplace."""

    id: UUID
    sequence: int
    """The version of the offer that we heard of last; an older one that arrives later changes nothing."""
    organisation_id: UUID | None = None
    organisation_name: str = ""
    title: str = ""
    category: str = ""
    summary: str = ""
    how_it_helps: str = ""
    barriers: list[str] = field(default_factory=list)
    delivery: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    accessibility: list[str] = field(default_factory=list)
    free_places: int = 0
    price_pence: int = 0
    town: str | None = None
    postcode: str | None = None
    withdrawn_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it can be recommended: published, and not withdrawn."""
        return bool(self.title) and self.withdrawn_on is None

    def facts(self) -> Mapping[str, Any]:
        """What a rule may look at."""
        return {
            "barriers": self.barriers,
            "delivery": self.delivery,
            "languages": self.languages,
            "accessibility": self.accessibility,
            "free_places": self.free_places,
            "price_pence": self.price_pence,
            "category": self.category,
        }
