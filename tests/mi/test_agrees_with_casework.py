"""What MI counts from events is what casework itself counts in its own tables."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from chassis import clock
from chassis.actor import Actor
from chassis.context import ServiceContext
from chassis.testing import actors, bus
from chassis.testing.http import client_for
from services.casework.service import Casework
from services.casework.store.ledger import ledger_entry
from services.casework.store.participants import participant
from services.mi.service import ManagementInformation
from tests.mi.conftest import Readers
from tests.mi.the_story import PRIME

PERSON: dict[str, Any] = {
    "called": "Siân",
    "contact": {
        "channel": "letter",
        "language": "cy",
        "address_lines": ["1 Canary Row"],
        "postcode": "EG1 1AA",
    },
    "heard_of": "library",
    "lawful_bases": [{"purpose": "support", "basis": "public-task", "source": "Pathways contract"}],
    "occurred_on": "2025-03-03",
    "different_person": True,
}
CONTRACT = {"programme": "jets-scotland", "begins_on": "2025-03-10", "value_pence": 1_000_000_00}
RIGHT = {"begins_on": "2025-03-10", "value_pence": 600_000_00, "reason": "mistyped"}


class Office:
    """Casework, asked by people of one organisation."""

    def __init__(self, context: ServiceContext) -> None:
        self.context = context

    def post(self, role: str, path: str, body: dict[str, Any], who: Actor | None = None) -> dict[str, Any]:
        client = client_for(self.context, Casework, who or actors.person(role, org=PRIME))
        answer = client.post(path, body)
        assert answer.status_code in (200, 201), answer.json
        found: dict[str, Any] = answer.json
        return found

    def ask(self, path: str) -> list[dict[str, Any]]:
        client = client_for(self.context, Casework, actors.person("finance officer", org=PRIME))
        items: list[dict[str, Any]] = client.get(path).json["items"]
        return items

    def tell(self, mi: Readers) -> None:
        """MI hears everything that it listens for and has not heard yet."""
        heard = ManagementInformation.listeners
        for said in bus.recorded(self.context):
            if heard.matching(said.type):
                bus.deliver(
                    mi.context, said.type, said.data, subject=said.subject, id=said.id,
                    sequence=said.sequence, person_id=said.person_id,
                )  # fmt: skip


@pytest.fixture
def office(service_context: Any) -> Iterator[Office]:
    with clock.frozen(date(2025, 6, 10)):
        yield Office(service_context(Casework))


def test_people_distance_and_fees(office: Office, empty_mi: Readers) -> None:
    names = ("Siân Canary", "Shan Canary", "Ben Heron", "Cyd Wren")
    ids = [office.post("adviser", "/participants", PERSON | {"full_name": name})["id"] for name in names]
    merger = {"into": ids[1], "reason": "Registered twice"}
    merged = office.post("team leader", f"/participants/{ids[0]}/merger", merger)
    for person, first, last in ((ids[1], 1, 4), (ids[2], 3, 2), (ids[3], 2, 2)):
        for on, step in (("2025-03-10", first), ("2025-05-12", last)):
            rated = {"ratings": {"health": step}, "occurred_on": on}
            office.post("adviser", f"/participants/{person}/ratings", rated)
    joined = {"programme": "pathways", "payment_group": "3", "occurred_on": "2025-03-10"}
    office.post("adviser", f"/participants/{ids[2]}/attachment", joined)
    contract = office.post("finance officer", "/contracts", CONTRACT)["id"]
    office.post("finance officer", f"/contracts/{contract}/correction", RIGHT)
    held = [one for one in office.ask("/claims?limit=200") if one["state"] == "claimed"]
    claim = next(one for one in held if one["kind"] == "delivery")
    office.post("finance officer", f"/claims/{claim['id']}/validation", {})
    office.post("finance officer", f"/claims/{claim['id']}/payment", {})
    office.tell(empty_mi)

    with office.context.database.transaction() as session:
        people = session.scalar(select(func.count()).where(participant.c.merged_into.is_(None)))
        c = ledger_entry.c
        credit = func.coalesce(func.sum(c.amount_pence).filter(c.credit == "fees-earned"), 0)
        debit = func.coalesce(func.sum(c.amount_pence).filter(c.debit == "fees-earned"), 0)
        of_person, of_contract = (
            session.scalar(select(credit - debit).where(whose))
            for whose in (c.participant_id.is_not(None), c.participant_id.is_(None))
        )
        paid = session.scalar(select(func.sum(c.amount_pence)).where(c.what == "paid"))
    assert empty_mi.total("metric=people-registered") == people == 3
    assert empty_mi.total("metric=fees-earned") == of_person
    assert empty_mi.total("metric=contract-fees-earned") == of_contract > 0
    both = (empty_mi.total(f"metric={name}") for name in ("fees-paid", "contract-fees-paid"))
    assert sum(each or 0 for each in both) == paid

    far = {}
    for person in ids[1:]:
        reader = client_for(office.context, Casework, actors.person("adviser", org=PRIME))
        (row,) = [
            one for one in reader.get(f"/participants/{person}/distance").json["items"] if one["distance"]
        ]
        far[UUID(person)] = row["distance"]["change"]
    assert sorted(far.values()) == [-1, 0, 3]
    changes = empty_mi.parts("metric=people-rated-again&by=change")
    assert changes == {"better": 1, "same": 1, "worse": 1}
    assert empty_mi.parts("metric=people-who-came-further&by=barrier") == {"health": 1}

    office.post("team leader", f"/mergers/{merged['id']}/reversal", {})
    office.tell(empty_mi)
    assert empty_mi.total("metric=people-registered") == 4
