"""A small market: a prime that refers, a specialist that helps, and somebody who is neither."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from chassis import clock
from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.testing import actors, bus
from chassis.testing.http import Client, client_for
from services.marketplace.service import Marketplace

TODAY = date(2025, 3, 14)
WALK = {
    "title": "Walk and talk",
    "category": "health-wellbeing",
    "summary": "A weekly walk with a counsellor along the river.",
    "how_it_helps": "You talk while you walk, and sleep better.",
    "barriers": ["health", "confidence"],
    "delivery": ["in-person"],
    "languages": ["en", "cy"],
    "accessibility": ["step-free"],
    "capacity": 2,
    "price_pence": 12_000,
    "occurred_on": "2025-03-04",
}
PACKAGE = {
    "name": "Oluwaseun Canary-Adeyemi",
    "called": "Seun",
    "contact": "Text 07700 900123, not before ten",
    "needs": ["health"],
    "notes": "Prefers to sit near the door.",
}


@dataclass(frozen=True)
class Market:
    """The marketplace with three organisations in it, and ways to act as their people."""

    context: ServiceContext
    prime: UUID
    specialist: UUID
    stranger: UUID

    def as_(self, actor: Any) -> Client:
        return client_for(self.context, Marketplace, actor)

    @property
    def operator(self) -> Client:
        return self.as_(actors.operator())

    @property
    def anybody(self) -> Client:
        return self.as_(actors.anonymous())

    @property
    def adviser(self) -> Client:
        return self.as_(actors.adviser(org=self.prime, name="Ada"))

    @property
    def provider(self) -> Client:
        return self.as_(actors.provider_staff(org=self.specialist, name="Bea"))

    def offer(self, **changes: Any) -> dict[str, Any]:
        return created(self.provider.post("/offers", json=WALK | changes))

    def person(self) -> UUID:
        """Somebody whose record the prime controls."""
        participant_id = new_id()
        data = {"organisation_id": str(self.prime), "occurred_on": "2025-03-03", "heard_of": "jobcentre"}
        kind = "workstead.casework.participant.registered.v1"
        bus.deliver(self.context, kind, data, subject=participant_id)
        return participant_id

    def refer(
        self, offer: dict[str, Any], participant_id: UUID | None = None, **changes: Any
    ) -> dict[str, Any]:
        return created(self.adviser.post("/referrals", json=self.asked(offer, participant_id, **changes)))

    def asked(
        self, offer: dict[str, Any], participant_id: UUID | None = None, **changes: Any
    ) -> dict[str, Any]:
        return {
            "participant_id": str(participant_id or self.person()),
            "offer_id": offer["id"],
            "lawful_basis": "consent",
            "package": PACKAGE,
            "occurred_on": "2025-03-10",
        } | changes

    def step(self, referral: dict[str, Any], step: str, on: str, **more: Any) -> Any:
        path = f"/referrals/{referral['id']}/{step}"
        return self.provider.post(path, json={"occurred_on": on, **more})

    def accepted(self, offer: dict[str, Any]) -> dict[str, Any]:
        """A referral to this offer that has come so far."""
        referral = self.refer(offer)
        self.step(referral, "acknowledgement", "2025-03-11")
        answer = self.step(referral, "acceptance", "2025-03-12")
        assert answer.status_code == 200, answer.json
        return answer.json


def created(response: Any) -> dict[str, Any]:
    assert response.status_code == 201, response.json
    return response.json


def joined(operator: Client, name: str, kind: str, *, verified: bool = True) -> UUID:
    """An organisation that has joined, and been verified unless a test says otherwise."""
    sent = {"name": name, "kind": kind, "occurred_on": "2025-03-03"}
    organisation = created(operator.post("/organisations", json=sent))
    if verified:
        path = f"/organisations/{organisation['id']}/verification"
        assert operator.post(path, json={"occurred_on": "2025-03-03"}).status_code == 200
    return UUID(organisation["id"])


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


def opened(context: ServiceContext) -> Market:
    """Three organisations join."""
    operator = client_for(context, Marketplace, actors.operator())
    return Market(
        context,
        prime=joined(operator, "Northbridge Works", "prime"),
        specialist=joined(operator, "Clear Water Wellbeing CIC", "specialist"),
        stranger=joined(operator, "Harbour Foods", "employer"),
    )


@pytest.fixture
def market(service_context) -> Market:
    """A market of the test's own."""
    return opened(service_context(Marketplace))


@pytest.fixture(scope="session")
def shared_market(_databases):
    """One for tests of what is refused or there for everybody: they leave nothing that matters."""
    context = _databases.context(Marketplace)
    with clock.frozen(TODAY):
        market = opened(context)
    yield market
    _databases.drop(context)
