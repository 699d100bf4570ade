"""Referrals as the marketplace tells of them: in any order, and never more than the agreement allows."""

from functools import partial
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.ids import new_id
from chassis.testing import bus


class Told:
    """A referral of which the marketplace tells."""

    def __init__(self, office: Any, participant_id: str) -> None:
        self.office, self.participant_id = office, participant_id
        self.id, self.receiver, self.offer = new_id(), new_id(), new_id()

    def sent(self, sequence: int = 1) -> None:
        how = {
            "from_organisation_id": self.office.here,
            "to_organisation_id": self.receiver,
            "offer_id": self.offer,
            "due_on": "2025-03-05",
            "reference": "R-7K2M-9Q",
        }
        self.step("sent", sequence, "2025-03-03", **how)

    def step(self, state: str, sequence: int, on: str, **more: Any) -> None:
        said = {"participant_id": self.participant_id, "occurred_on": on} | more
        bus.deliver(
            self.office.context,
            f"workstead.marketplace.referral.{state}.v1",
            said,
            subject=self.id,
            sequence=sequence,
        )

    def shown(self) -> list[dict[str, Any]]:
        at = f"/participants/{self.participant_id}/referrals"
        items: list[dict[str, Any]] = self.office.adviser.get(at).json["items"]
        return items


@pytest.fixture
def told(office: Any) -> Told:
    """A referral of somebody registered here."""
    return Told(office, office.register())


def test_a_referral_is_shown_with_the_names_of_who_and_what(office: Any, told: Told) -> None:
    joined = {"name": "Clear Water Wellbeing CIC", "kind": "specialist", "occurred_on": "2025-03-01"}
    bus.deliver(office.context, "workstead.marketplace.organisation.joined.v1", joined, subject=told.receiver)
    told.sent()
    told.step("acknowledged", 2, "2025-03-03")
    (one,) = told.shown()
    assert (one["reference"], one["state"]) == ("R-7K2M-9Q", "acknowledged")
    assert one["to_organisation_name"] == "Clear Water Wellbeing CIC"
    assert one["due_on"] == "2025-03-05"


def test_in_whatever_order_it_is_heard_it_comes_out_the_same(office: Any) -> None:
    id = office.register()
    for order in permutations(range(4)):
        told = Told(office, id)
        steps = [
            told.sent,
            partial(told.step, "acknowledged", 2, "2025-03-03"),
            partial(told.step, "accepted", 3, "2025-03-03"),
            partial(told.step, "ended", 5, "2025-03-03", reason="completed"),
        ]
        for number in order:
            steps[number]()
    shown = told.shown()
    assert len(shown) == 24
    assert {(one["state"], one["reason"], one["accepted_on"]) for one in shown} == {
        ("ended", "completed", "2025-03-03")
    }
    assert parties(office) == [("provider", None), *[("receiver", "2025-03-03")] * 24]


def test_a_stub_is_not_shown_until_its_beginning_is_heard_of(told: Told) -> None:
    told.step("declined", 2, "2025-03-03", reason="no-capacity")
    assert told.shown() == []
    told.sent()
    assert [(one["state"], one["reason"]) for one in told.shown()] == [("declined", "no-capacity")]


def test_the_reason_is_not_in_clear_in_the_database(office: Any, told: Told) -> None:
    told.sent()
    told.step("declined", 2, "2025-03-03", reason="not-engaged")
    with office.context.database.transaction() as session:
        assert "not-engaged" not in str(session.scalar(text("select referral::text from referral")))


def test_the_receiver_becomes_a_party_and_still_sees_no_record(office: Any, told: Told) -> None:
    told.sent()
    told.step("accepted", 2, "2025-03-03")
    assert parties(office) == [("provider", None), ("receiver", None)]
    receiver = office.staff("adviser", org=told.receiver)
    assert receiver.get("/participants").json["items"] == []
    for part in ("", "/referrals", "/summary"):
        assert receiver.get(f"/participants/{told.participant_id}{part}").status_code == 404


def test_a_referral_of_somebody_whom_we_do_not_know_is_kept_and_shown_to_nobody(office: Any) -> None:
    told = Told(office, str(new_id()))
    told.sent()
    told.step("accepted", 2, "2025-03-03")
    assert office.adviser.get(f"/participants/{told.participant_id}/referrals").status_code == 404


def test_what_would_be_sent_is_a_name_one_way_to_reach_them_and_the_barriers_that_the_offer_helps_with(
    office: Any,
) -> None:
    id = office.register(
        accessibility_needs=["step-free"],
        contact={
            "channel": "text",
            "language": "cy",
            "email": "sian@people.example",
            "phone": "07700 900123",
            "safe_contact": {"voicemail": False, "quiet_from": "22:00", "quiet_until": "08:00"},
        },
        lawful_bases=[
            {"purpose": "support", "basis": "public-task", "source": "contract"},
            {"purpose": "referral", "basis": "legitimate-interests", "source": "assessment 4"},
        ],
    )
    circumstances = {"health": {"affects_work": "a-lot"}, "money": {"situation": "debts"}}
    office.adviser.post(f"/participants/{id}/circumstances", {"circumstances": circumstances})
    at = f"/participants/{id}/referral-package"
    assert office.adviser.get(at).json == {
        "package": {
            "name": "Siân Canary-Ó Briain",
            "called": "Siân",
            "contact": "By text: 07700 900123. Preferred language: Welsh. Please leave no voicemail."
            " Not from 22:00 to 08:00.",
            "needs": ["Step-free way in"],
            "notes": "",
        },
        "lawful_basis": "legitimate-interests",
    }
    assert office.adviser.get(f"{at}?offer_id={_offer(office)}").json["package"]["needs"] == [
        "Step-free way in",
        "Health",
    ]
    assert office.person(id).get(at).status_code == 403


def _offer(office: Any) -> UUID:
    id = new_id()
    walk = {
        "organisation_id": new_id(),
        "organisation_name": "Clear Water Wellbeing CIC",
        "title": "Walk and talk",
        "category": "health-wellbeing",
        "summary": "A weekly walk.",
        "how_it_helps": "You sleep better.",
        "barriers": ["health", "confidence"],
        "delivery": ["in-person"],
        "languages": ["en"],
        "accessibility": [],
        "capacity": 2,
        "free_places": 2,
        "price_pence": 0,
        "occurred_on": "2025-03-01",
    }
    bus.deliver(office.context, "workstead.marketplace.offer.published.v1", walk, subject=id)
    return id


def parties(office: Any) -> list[tuple[str, str | None]]:
    with office.context.database.transaction() as session:
        rows = session.execute(
            text("select capacity, until_on::text from participant_party order by capacity")
        )
        return [(row.capacity, row.until_on) for row in rows]
