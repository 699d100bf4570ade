"""Offers: a service with which an organisation helps people, and the places that it has for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from services.marketplace.domain.dates import not_before
from services.marketplace.domain.errors import Conflict, DomainError
from services.marketplace.domain.happened import Happened
from services.marketplace.domain.organisations import Organisation, Site

REVISABLE = frozenset(
    {
        "title",
        "category",
        "summary",
        "how_it_helps",
        "who_for",
        "barriers",
        "delivery",
        "languages",
        "accessibility",
        "capacity",
        "price_pence",
        "site_id",
    }
)
"""What its organisation may change about a published offer."""


@dataclass(eq=False)
class Offer:
    """A service of an organisation. A place is taken from a referral's acceptance until it is over."""

    id: UUID
    organisation: Organisation
    title: str
    category: str
    summary: str
    how_it_helps: str
    capacity: int
    price_pence: int
    published_on: date
    who_for: str = ""
    barriers: list[str] = field(default_factory=list)
    delivery: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    accessibility: list[str] = field(default_factory=list)
    site: Site | None = None
    places_taken: int = 0
    withdrawn_on: date | None = None

    @property
    def free_places(self) -> int:
        """How many more people it can take just now."""
        return self.capacity - self.places_taken

    def publish(self) -> list[Happened]:
        """Put it in the directory, which only a verified organisation may do."""
        verified = self.organisation.verified_on
        if verified is None:
            detail = f"{self.organisation.name} has not been verified yet, so it cannot publish offers."
            raise DomainError("not-verified", detail)
        not_before(self.published_on, verified, "verified")
        return [self._told("offer.published", self.published_on)]

    def revise(self, changes: Mapping[str, Any], on: date) -> list[Happened]:
        """Change what is said about it, or how many it can take: never fewer than it has taken on."""
        self._require_open()
        not_before(on, self.published_on, "published")
        refuse_unknown(changes)
        if changes.get("capacity", self.capacity) < self.places_taken:
            detail = f"{self.places_taken} places are taken."
            advice = f"Give {self.places_taken} or more."
            raise DomainError("capacity-below-taken", detail, {"capacity": [advice]})
        before = self.said(on)
        for name, value in changes.items():
            self._change(name, value)
        return [] if self.said(on) == before else [self._told("offer.changed", on)]

    def withdraw(self, on: date) -> list[Happened]:
        """Take it out of the directory. Referrals on their way are still answered."""
        self._require_open()
        self.withdrawn_on = not_before(on, self.published_on, "published")
        return [Happened("offer.withdrawn", self.id, {"occurred_on": on})]

    def take_place(self, on: date) -> list[Happened]:
        """Somebody is taken on. Of two who are accepted for the last place, one comes too late."""
        if self.free_places < 1:
            raise Conflict("no-free-place", f"“{self.title}” has no free place.")
        self.places_taken += 1
        return [self._told("offer.changed", on)]

    def free_place(self, on: date) -> list[Happened]:
        """Somebody has left, so that another can come."""
        if self.places_taken < 1:
            raise Conflict("no-place-taken", f"No place of “{self.title}” is taken.")
        self.places_taken -= 1
        return [self._told("offer.changed", on)]

    def said(self, on: date) -> dict[str, object]:
        """What the directory says of it, in the words of its events."""
        return {
            "organisation_id": self.organisation.id,
            "organisation_name": self.organisation.name,
            "title": self.title,
            "category": self.category,
            "summary": self.summary,
            "how_it_helps": self.how_it_helps,
            "barriers": list(self.barriers),
            "delivery": list(self.delivery),
            "languages": list(self.languages),
            "accessibility": list(self.accessibility),
            "capacity": self.capacity,
            "free_places": self.free_places,
            "price_pence": self.price_pence,
            "town": self.site.town if self.site else None,
            "postcode": self.site.postcode if self.site else None,
            "latitude": self.site.latitude if self.site else None,
            "longitude": self.site.longitude if self.site else None,
            "occurred_on": on,
        }

    def _told(self, name: str, on: date) -> Happened:
        return Happened(name, self.id, self.said(on))

    def _change(self, name: str, value: Any) -> None:
        if name == "site_id":
            self.site = None if value is None else self.organisation.site(value)
        else:
            setattr(self, name, value)

    def _require_open(self) -> None:
        if self.withdrawn_on is not None:
            raise Conflict("offer-withdrawn", f"“{self.title}” was withdrawn on {self.withdrawn_on}.")


def refuse_unknown(changes: Mapping[str, Any]) -> None:
    """Only what is revisable may be revised."""
    if unknown := changes.keys() - REVISABLE:
        raise DomainError(
            "not-revisable",
            "This cannot be changed once an offer is published.",
            {name: ["Leave this out."] for name in sorted(unknown)},
        )
