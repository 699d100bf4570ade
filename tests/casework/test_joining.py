"""Asking to join: saved as one goes, found again by a code, settled by somebody of staff."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from chassis import clock
from chassis.ids import new_id
from chassis.testing import actors, bus
from services.casework.actions import joining

REACH = {"channel": "text", "language": "cy", "phone": "07700 900123"}
TOLD = {
    "full_name": "Siân Canary-Ó Briain",
    "date_of_birth": "1990-05-17",
    "contact": REACH,
    "heard_of": "leaflet",
    "agreed": ["support", "referral"],
}
GROUNDS = {"lawful_bases": [{"purpose": "support", "basis": "consent", "source": "Asked to join"}]}


@pytest.fixture
def nobody(office: Any) -> Any:
    """Somebody who has not signed in, at an office with an adviser."""
    told = {"name": "Northbridge Works", "kind": "prime", "occurred_on": "2025-03-03"}
    bus.deliver(office.context, "workstead.marketplace.organisation.joined.v1", told, subject=office.here)
    account = {"roles": ["adviser"], "organisation_id": str(office.here)}
    bus.deliver(office.context, "workstead.gateway.account.created.v1", account, subject=office.adviser_id)
    return office.as_(actors.anonymous())


@pytest.fixture
def code(office: Any, nobody: Any) -> str:
    begun = nobody.post("/joining", {"organisation_id": str(office.here)})
    assert begun.status_code == 201, begun.json
    return str(begun.json["code"])


def save(nobody: Any, code: str, **answers: Any) -> Any:
    return nobody.post("/joining/answers", {"code": code, "answers": answers})


def sent(office: Any, nobody: Any, code: str, **changes: Any) -> str:
    assert save(nobody, code, **(TOLD | changes)).status_code == 200
    assert nobody.post("/joining/sending", {"code": code}).status_code == 200
    (waiting,) = office.adviser.get("/joining-requests").json["items"]
    return str(waiting["id"])


def test_one_goes_away_and_comes_back_by_the_code(office: Any, nobody: Any, code: str) -> None:
    (place,) = nobody.get("/joining/organisations").json["items"]
    assert place == {"id": str(office.here), "name": "Northbridge Works"}
    save(nobody, code, full_name="Siân", called="Siân")
    save(nobody, code, contact=REACH)
    save(nobody, code, contact={"safe_contact": {"voicemail": False, "quiet_from": "22:00"}}, full_name="S")
    save(nobody, code, contact={"safe_contact": {"voicemail": False}})
    back = nobody.post("/joining/return", {"code": f" {code.lower().replace('-', ' ')} "}).json["answers"]
    assert back["full_name"] == "Siân"
    assert back["contact"]["phone"] == "+447700900123"
    assert back["contact"]["safe_contact"] == {"voicemail": False}
    assert office.adviser.get("/joining-requests").json["items"] == []


def test_a_code_gives_nothing_away(office: Any, nobody: Any, code: str) -> None:
    wrong = nobody.post("/joining/return", {"code": "AAAA-BBBB-CCCC"})
    request = sent(office, nobody, code)
    over = nobody.post("/joining/return", {"code": code})
    assert (wrong.status_code, over.status_code) == (404, 404)
    assert {**wrong.json, "correlation_id": None} == {**over.json, "correlation_id": None}
    assert save(nobody, code, full_name="Somebody Else").status_code == 404
    assert nobody.get(f"/joining-requests/{request}").status_code == 401
    with office.context.database.transaction() as session:
        rows = session.execute(text("select joining_request::text from joining_request")).scalars().all()
    assert not any(secret in rows[0] for secret in (code, code.replace("-", ""), "Canary", "900123"))


def test_an_adviser_makes_a_record_of_it(office: Any, nobody: Any, code: str) -> None:
    request = sent(office, nobody, code)
    path = f"/joining-requests/{request}"
    shown = office.adviser.get(path).json
    assert (shown["origin"], shown["state"], shown["alike"]) == ("person", "sent", [])
    made = office.adviser.post(f"{path}/acceptance", GROUNDS)
    assert made.status_code == 201, made.json
    assert made.json["contact"]["phone"] == "+447700900123"
    assert made.json["adviser_id"] == str(office.adviser_id)
    said = office.adviser.get(f"/participants/{made.json['id']}/consents").json["items"]
    assert {one["purpose"]: one["given"] for one in said} == {"support": True, "referral": True}
    assert said[0]["evidence"] == "Asked to join on 2025-03-03 and agreed there"
    (registered,) = bus.recorded(office.context, "participant.registered")
    assert registered.data["heard_of"] == "leaflet"
    (told,) = bus.recorded(office.context, "participant.joined")
    assert (str(told.subject), told.data["outcome"]) == (made.json["id"], "registered")
    settled = office.adviser.get(path).json
    assert (settled["state"], settled["answers"], settled["record_id"]) == (
        "registered",
        {},
        made.json["id"],
    )
    assert office.adviser.post(f"{path}/acceptance", GROUNDS).status_code == 422


def test_somebody_who_is_known_is_joined_to_their_record(office: Any, nobody: Any, code: str) -> None:
    known = office.register()
    request = sent(office, nobody, code, full_name="Shan Canary")
    path = f"/joining-requests/{request}"
    assert [one["id"] for one in office.adviser.get(path).json["alike"]] == [known]
    warned = office.adviser.post(f"{path}/acceptance", GROUNDS)
    assert (warned.status_code, warned.json["code"]) == (409, "perhaps-registered")
    assert office.adviser.post(f"{path}/recognition", {"participant_id": known}).status_code == 204
    assert office.adviser.get(path).json["state"] == "recognised"
    assert len(office.adviser.get(f"/participants/{known}/consents").json["items"]) == 2
    assert len(office.adviser.get("/participants").json["items"]) == 1
    again = office.adviser.post(f"{path}/recognition", {"participant_id": known})
    assert again.json["code"] == "settled-already"


def test_a_refusal_keeps_the_reason_and_forgets_the_rest(office: Any, nobody: Any, code: str) -> None:
    path = f"/joining-requests/{sent(office, nobody, code)}"
    assert office.adviser.post(f"{path}/refusal", {"reason": " "}).status_code == 422
    assert office.adviser.post(f"{path}/refusal", {"reason": "Lives elsewhere"}).status_code == 204
    assert office.adviser.get(path).json["answers"] == {}
    assert office.adviser.get("/joining-requests").json["items"] == []
    (told,) = bus.recorded(office.context, "joining-request.refused")
    assert f"/joining-requests/{told.subject}" == path
    assert list(told.data["card"]["sealed"]) == ["notify"]
    assert not [word for word in ("elsewhere", "Canary", "900123") if word in str(told.data)]
    begun = office.adviser.post("/joining-requests", {"answers": {"full_name": "Amina Yusuf"}}).json["id"]
    assert office.adviser.post(f"/joining-requests/{begun}/refusal", {"reason": "Moved"}).status_code == 204
    assert len(bus.recorded(office.context, "joining-request.refused")) == 1, "who was there knows it"


def test_an_adviser_begins_and_goes_on_later(office: Any) -> None:
    referral = str(new_id())
    begun = office.adviser.post(
        "/joining-requests", {"answers": {"full_name": "Amina Yusuf"}, "referral_id": referral}
    )
    assert (begun.status_code, begun.json["origin"]) == (201, "referral")
    path = f"/joining-requests/{begun.json['id']}"
    assert office.adviser.post(f"{path}/acceptance", GROUNDS).json["errors"].keys() == {
        "contact",
        "heard_of",
        "agreed",
    }
    assert office.staff("adviser").get("/joining-requests").json["items"] == []
    assert [one["full_name"] for one in office.adviser.get("/joining-requests").json["items"]] == [
        "Amina Yusuf"
    ]
    told = {name: value for name, value in TOLD.items() if name != "full_name"}
    assert office.adviser.patch(path, told).status_code == 200
    assert office.adviser.post(f"{path}/acceptance", GROUNDS).json["full_name"] == "Amina Yusuf"


def test_what_does_not_fit_is_told_at_its_field_and_not_kept(office: Any, nobody: Any, code: str) -> None:
    for answers, field in (
        ({"full_name": " "}, "answers.full_name"),
        ({"date_of_birth": "2024-01-01"}, "date_of_birth"),
        ({"date_of_birth": "yesterday"}, "answers.date_of_birth"),
        ({"national_insurance_number": "GB123456A"}, "national_insurance_number"),
        ({"contact": {"channel": "email"}}, "contact.email"),
        ({"contact": {"channel": "text", "phone": "12"}}, "answers.contact.phone"),
        ({"heard_of": "a-dream"}, "answers.heard_of"),
        ({"agreed": ["fortune"]}, "answers.agreed.0"),
        ({"surprise": 1}, "answers.surprise"),
    ):
        response = save(nobody, code, **answers)
        assert response.status_code == 422, answers
        assert field in response.json["errors"], response.json
    assert nobody.post("/joining/return", {"code": code}).json["answers"] == {}
    refused = nobody.post("/joining/sending", {"code": code})
    assert refused.json["errors"].keys() == {"full_name", "contact", "heard_of", "agreed"}
    assert nobody.post("/joining", {"organisation_id": str(office.elsewhere)}).status_code == 422


def test_other_organisations_and_roles_see_no_request(office: Any, nobody: Any, code: str) -> None:
    unsent = office.as_(actors.anonymous()).post("/joining", {"organisation_id": str(office.here)}).json
    path = f"/joining-requests/{sent(office, nobody, code)}"
    assert office.other_adviser.get("/joining-requests").json["items"] == []
    assert office.other_adviser.get(path).status_code == 404
    assert office.other_adviser.post(f"{path}/acceptance", GROUNDS).status_code == 404
    assert office.staff("data-protection officer").get("/joining-requests").status_code == 403
    assert office.adviser.post("/joining/return", {"code": unsent["code"]}).status_code == 403
    with office.context.database.transaction(actors.anonymous()) as session:
        assert session.scalar(text("select count(*) from joining_request")) == 2
    with office.context.database.transaction(actors.adviser(org=office.elsewhere)) as session:
        assert session.scalar(text("select count(*) from joining_request")) == 0


def test_what_nobody_goes_on_with_is_forgotten(office: Any, nobody: Any, code: str) -> None:
    save(nobody, code, full_name="Siân")
    with clock.frozen(date(2025, 3, 3) + timedelta(days=29)):
        assert nobody.post("/joining/return", {"code": code}).status_code == 404
    with clock.frozen(date(2025, 4, 2)), office.context.database.transaction() as session:
        assert joining.forget_beginnings(session) == 1
