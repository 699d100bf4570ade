"""An office that helps people, another that must not see them, and ways to act as everybody there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from by_results import attach, on, start

from chassis import clock
from chassis.actor import Actor
from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.testing import actors
from chassis.testing.http import Client, client_for
from chassis.testing.plugin import ContextFactory
from services.casework.service import Casework

TODAY = date(2025, 3, 3)
PERSON: dict[str, Any] = {
    "full_name": "Siân Canary-Ó Briain",
    "called": "Siân",
    "date_of_birth": "1990-05-17",
    "contact": {
        "channel": "email",
        "language": "cy",
        "email": "sian@people.example",
        "phone": "07700 900123",
    },
    "heard_of": "library",
    "campaign": "SPRING-25",
    "out_of_work_since": "2024-08-05",
    "lawful_bases": [{"purpose": "support", "basis": "public-task", "source": "Pathways contract, clause 4"}],
    "occurred_on": "2025-03-03",
}


@dataclass(frozen=True)
class Office:
    """Casework, with an organisation that provides support and one that has nothing to do with it."""

    context: ServiceContext
    here: UUID = field(default_factory=new_id)
    elsewhere: UUID = field(default_factory=new_id)
    adviser_id: UUID = field(default_factory=new_id)

    def as_(self, actor: Actor) -> Client:
        """Ask as anybody."""
        return client_for(self.context, Casework, actor)

    def staff(self, role: str, *, org: UUID | None = None, **who: Any) -> Client:
        """Ask as somebody of this office."""
        return self.as_(actors.person(role, org=org or self.here, **who))

    @property
    def adviser(self) -> Client:
        """The adviser of this office."""
        return self.staff("adviser", id=self.adviser_id, name="Anwen Pritchard")

    @property
    def other_adviser(self) -> Client:
        """An adviser of the organisation that has nothing to do with these people."""
        return self.staff("adviser", org=self.elsewhere)

    def person(self, participant_id: str) -> Client:
        """A participant who signs in for themselves."""
        return self.as_(actors.participant(person_id=UUID(participant_id), org=self.here))

    def assisting(self, participant_id: str, **who: Any) -> Client:
        """The adviser's hands for the participant's word."""
        return self.staff("adviser", acting_for=UUID(participant_id), **who)

    def told(self, **changes: Any) -> dict[str, Any]:
        """What is said when somebody is registered."""
        return PERSON | changes

    def register(self, **changes: Any) -> str:
        """Register somebody; their id."""
        response = self.adviser.post("/participants", self.told(**changes))
        assert response.status_code == 201, response.json
        return str(response.json["id"])


@pytest.fixture
def office(service_context: ContextFactory) -> Iterator[Office]:
    """An office on a day in March."""
    with clock.frozen(TODAY):
        yield Office(service_context(Casework))


@pytest.fixture
def person(office: Office) -> str:
    """The id of somebody who is registered there."""
    return office.register()


@pytest.fixture
def worked(office: Any) -> dict[str, str]:
    """The two of the worked example, with jobs since the second of June; told on the twelfth of December."""
    people = {"1": office.register()}
    people["3"] = office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02")
    with on(2025, 12, 12):
        for group, person in people.items():
            assert attach(office, person, group).status_code == 201
            assert start(office, person).status_code == 201
    return people
