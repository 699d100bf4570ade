"""Organisations that take part: who they are, where they are, and whether somebody has checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.marketplace.domain.dates import not_before
from services.marketplace.domain.errors import Conflict, DomainError
from services.marketplace.domain.happened import Happened


@dataclass(eq=False)
class Site:
    """A place where an organisation can be found. Coordinates are given or left out, never guessed."""

    id: UUID
    name: str
    address_lines: list[str]
    town: str
    postcode: str
    latitude: float | None = None
    longitude: float | None = None

    def __post_init__(self) -> None:
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise DomainError(
                "half-a-coordinate",
                "A point needs a latitude and a longitude.",
                {missing: ["Give both, or leave both out."]},
            )


@dataclass(eq=False)
class Organisation:
    """A prime, subcontractor, specialist, local centre, Jobcentre or employer."""

    id: UUID
    name: str
    kind: str
    joined_on: date
    description: str = ""
    website: str | None = None
    phone: str | None = None
    email: str | None = None
    sites: list[Site] = field(default_factory=list)
    verified_on: date | None = None

    def join(self) -> list[Happened]:
        """It takes part from its date of joining; whoever runs the instance entered it on its behalf."""
        said: Mapping[str, object] = {"name": self.name, "kind": self.kind, "occurred_on": self.joined_on}
        return [Happened("organisation.joined", self.id, said)]

    def verify(self, on: date) -> list[Happened]:
        """Somebody checked that it is who it says; from now on it may publish offers."""
        if self.verified_on is not None:
            raise Conflict("already-verified", f"{self.name} was verified on {self.verified_on.isoformat()}.")
        self.verified_on = not_before(on, self.joined_on, "joined")
        return [Happened("organisation.verified", self.id, {"occurred_on": on})]

    def site(self, site_id: UUID) -> Site:
        """One of its own sites."""
        for site in self.sites:
            if site.id == site_id:
                return site
        raise DomainError(
            "not-a-site", f"{self.name} has no such site.", {"site_id": ["Choose one of your own sites."]}
        )
