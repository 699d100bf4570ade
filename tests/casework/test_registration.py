"""Registering a person: lawful basis, how they heard of us, how they would like to be reached, duplicates."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from chassis.testing import bus

NUMBER = "QQ 12 34 56 C"


def test_a_registered_person_has_a_reference_an_adviser_and_weeks_out_of_work(office: Any) -> None:
    shown = office.adviser.post("/participants", office.told()).json
    assert shown["reference"].startswith("P-")
    assert shown["adviser_id"] == str(office.adviser_id)
    assert shown["weeks_out_of_work"] == 30
    assert shown["organisation_id"] == str(office.here)
    assert shown["contact"]["phone"] == "+447700900123"
    assert shown["lawful_bases"][0] == {
        "purpose": "support",
        "basis": "public-task",
        "article": 6,
        "source": "Pathways contract, clause 4",
        "from_on": "2025-03-03",
        "until_on": None,
    }


def test_a_personal_budget_opens_after_26_weeks(office: Any) -> None:
    early = office.adviser.post("/participants", office.told(out_of_work_since="2024-09-03")).json
    assert early["weeks_out_of_work"] == 25
    assert (early["opens"][0]["opens_on"], early["opens"][0]["is_open"]) == ("2025-03-04", False)
    assert office.adviser.post("/participants", office.told(different_person=True)).json["opens"][0][
        "is_open"
    ]


def test_others_hear_that_somebody_was_registered_and_only_notify_how_to_reach_them(office: Any) -> None:
    id = office.register()
    registered, allocated, card = bus.recorded(office.context)
    assert [str(one.subject) for one in (registered, allocated, card)] == [id] * 3
    assert registered.type == "workstead.casework.participant.registered.v1"
    assert registered.data["heard_of"] == "library"
    assert registered.data["campaign"] == "SPRING-25"
    assert set(registered.data["out_of_work_weeks"]["sealed"]) == {"mi"}
    assert allocated.data["adviser_id"] == str(office.adviser_id)
    assert set(card.data["card"]["sealed"]) == {"notify"}
    assert "Canary" not in repr(bus.recorded(office.context))


def test_nothing_personal_stands_in_the_database_in_clear(office: Any) -> None:
    office.register(national_insurance_number=NUMBER)
    with office.context.database.transaction() as session:
        rows = session.execute(text("select participant::text from participant")).scalars().all()
    for secret in ("Canary", "QQ123456C", "1990-05-17", "900123", "sian@"):
        assert secret not in rows[0]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"full_name": " "}, "full_name"),
        ({"heard_of": "a-dream"}, "heard_of"),
        ({"campaign": "my neighbour Ann Smith"}, "campaign"),
        ({"occurred_on": "2025-03-04"}, "occurred_on"),
        ({"out_of_work_since": "2025-03-04"}, "out_of_work_since"),
        ({"date_of_birth": "2020-01-01"}, "date_of_birth"),
        ({"national_insurance_number": "GB123456A"}, "national_insurance_number"),
        ({"accessibility_needs": ["a-throne"]}, "accessibility_needs.0"),
        ({"lawful_bases": []}, "lawful_bases"),
        ({"lawful_bases": [{"purpose": "support", "basis": "whim", "source": "me"}]}, "lawful_bases.0.basis"),
        (
            {"lawful_bases": [{"purpose": "support", "basis": "explicit-consent", "source": "form"}]},
            "lawful_bases",
        ),
        ({"contact": {"channel": "text", "language": "en"}}, "contact.phone"),
        ({"contact": {"channel": "letter", "language": "en"}}, "contact.address_lines"),
        ({"contact": {"channel": "text", "language": "en", "phone": "12"}}, "contact.phone"),
        ({"contact": {"channel": "pigeon", "language": "en"}}, "contact.channel"),
        ({"contact": {"channel": "email", "language": "xx", "email": "a@b.example"}}, "contact.language"),
        (
            {
                "contact": {
                    "channel": "text",
                    "phone": "07700 900123",
                    "safe_contact": {"quiet_from": "22:00"},
                }
            },
            "contact.safe_contact",
        ),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_field_and_leaves_nothing(
    office: Any, changes: dict[str, Any], field: str
) -> None:
    response = office.adviser.post("/participants", office.told(**changes))
    assert response.status_code == 422
    assert field in response.json["errors"]
    assert office.adviser.get("/participants").json["items"] == []
    assert bus.recorded(office.context) == []


@pytest.mark.parametrize(
    "role", ["participant", "operator", "finance officer", "data-protection officer", "provider staff"]
)
def test_only_advisers_and_team_leaders_register(office: Any, role: str) -> None:
    assert office.staff(role).post("/participants", office.told()).status_code == 403


def test_a_known_number_is_told_with_its_reference(office: Any) -> None:
    office.register(national_insurance_number=NUMBER)
    reference = office.adviser.get("/participants").json["items"][0]["reference"]
    again = office.adviser.post(
        "/participants", office.told(national_insurance_number="qq123456c", full_name="Somebody Else")
    )
    assert again.status_code == 409
    assert again.json["code"] == "already-registered"
    assert reference in again.json["detail"]


def test_a_number_that_another_organisation_holds_is_told_without_its_reference(office: Any) -> None:
    office.register(national_insurance_number=NUMBER)
    reference = office.adviser.get("/participants").json["items"][0]["reference"]
    again = office.other_adviser.post("/participants", office.told(national_insurance_number=NUMBER))
    assert again.status_code == 409
    assert again.json["code"] == "already-registered"
    assert reference not in again.text
    assert office.other_adviser.get("/participants").json["items"] == []


def test_the_same_number_registered_twice_at_once_is_one_record(office: Any) -> None:
    told = office.told(national_insurance_number=NUMBER, different_person=True)
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda _: office.adviser.post("/participants", told).status_code, range(2)))
    assert sorted(answers) == [201, 409]
    assert len(bus.recorded(office.context, "participant.registered")) == 1


def test_a_look_alike_is_told_and_may_be_a_different_person(office: Any) -> None:
    office.register()
    twin = office.told(full_name="SIAN Canary")
    warned = office.adviser.post("/participants", twin)
    assert (warned.status_code, warned.json["code"]) == (409, "perhaps-registered")
    assert "different_person" in warned.json["errors"]
    assert office.adviser.post("/participants", twin | {"different_person": True}).status_code == 201
    assert office.other_adviser.post("/participants", twin).status_code == 201


def test_sent_twice_with_one_key_it_is_registered_once(office: Any) -> None:
    first = office.adviser.post("/participants", office.told(), Idempotency_Key="form-1")
    again = office.adviser.post("/participants", office.told(), Idempotency_Key="form-1")
    assert first.json["id"] == again.json["id"]
    assert len(office.adviser.get("/participants").json["items"]) == 1
