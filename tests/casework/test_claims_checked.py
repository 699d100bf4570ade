"""A claim is checked by a second person and paid: who does it, on which days, and who sees it."""

from typing import Any

import pytest
from by_results import ATTACHED, JOB, claims, earned, on, outcome, said, totals

from chassis.ids import new_id


def test_checked_by_a_second_person_and_paid(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 12):
        claim = outcome(office, worked["3"])
        finance = office.staff("finance officer")
        early = finance.post(f"/claims/{claim}/payment", {})
        assert (early.status_code, early.json["code"]) == (409, "claim-claimed")
        validated = finance.post(f"/claims/{claim}/validation", {"occurred_on": "2025-12-01"})
        assert (validated.status_code, validated.json["state"]) == (200, "validated")
        paid = finance.post(f"/claims/{claim}/payment", {"occurred_on": "2025-12-10"})
        assert (paid.json["state"], paid.json["paid_on"]) == ("paid", "2025-12-10")
        assert finance.post(f"/claims/{claim}/rejection", {"reason": "other"}).status_code == 409
        assert totals(office)["payments-received"] == 120_000
        assert "payments-received" not in totals(office, "2025-12-09")
        assert earned(office, worked["3"]) == 235_000
        for name, day in (("claim.validated", "2025-12-01"), ("claim.paid", "2025-12-10")):
            (event,) = said(office, name)
            assert (event.data["occurred_on"], event.data["kind"]) == (day, "job-outcome")


def test_whoever_recorded_the_facts_cannot_check_them(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 12):
        claim = outcome(office, worked["3"])
        themself = office.staff("team leader", id=office.adviser_id)
        refused = themself.post(f"/claims/{claim}/validation", {})
        assert (refused.status_code, refused.json["code"]) == (422, "second-person-needed")
        assert office.staff("team leader").post(f"/claims/{claim}/validation", {}).status_code == 200


@pytest.mark.parametrize(
    ("body", "code"),
    [({"occurred_on": "2025-12-13"}, "future-date"), ({"occurred_on": "2025-08-30"}, "too-early")],
)
def test_steps_on_impossible_days_are_refused(
    office: Any, worked: dict[str, str], body: dict[str, str], code: str
) -> None:
    with on(2025, 12, 12):
        claim = outcome(office, worked["3"])
        finance = office.staff("finance officer")
        for step, more in (("validation", {}), ("rejection", {"reason": "other"})):
            refused = finance.post(f"/claims/{claim}/{step}", body | more)
            assert (refused.status_code, refused.json["code"]) == (422, code)
        assert finance.get("/claims?state=rejected").json["items"] == []


@pytest.mark.parametrize(
    "state", ["reached", "claimed", "evidenced", "validated", "paid", "rejected", "reversed", "clawed-back"]
)
def test_the_list_finds_each_state(office: Any, worked: dict[str, str], state: str) -> None:
    with on(2025, 12, 12):
        finance = office.staff("finance officer")
        ids = [item["id"] for item in claims(office.adviser, worked["3"])["items"]]
        for claim in ids[:3]:
            finance.post(f"/claims/{claim}/validation", {})
        finance.post(f"/claims/{ids[1]}/payment", {})
        finance.post(f"/claims/{ids[2]}/rejection", {"reason": "other"})
        finance.post(f"/claims/{ids[3]}/evidence", {"evidence": "payslip"})
        spell = office.adviser.get(f"/participants/{worked['1']}/spells").json["items"][0]["id"]
        gone = {"started_on": "2025-06-02", "voided": True, "reason": "did-not-happen"}
        office.adviser.post(f"/spells/{spell}/correction", gone)
        everything = finance.get("/claims?limit=200").json["items"]
        listed = finance.get(f"/claims?state={state}").json["items"]
        assert [item["id"] for item in listed] == [one["id"] for one in everything if one["state"] == state]
        assert (listed != []) == (state not in ("reached", "clawed-back"))
        assert finance.get("/claims?state=lost").status_code == 422


def test_who_sees_and_moves_claims(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 12):
        person = worked["3"]
        claim = outcome(office, person)
        theirs = office.staff("finance officer", org=office.elsewhere)
        assert theirs.get("/claims").json["items"] == []
        assert theirs.get("/ledger").json["items"] == []
        assert theirs.get(f"/participants/{person}/claims").status_code == 404
        assert theirs.post(f"/claims/{claim}/validation", {}).status_code == 404
        assert office.other_adviser.get(f"/participants/{person}/claims").status_code == 404
        assert office.adviser.post(f"/claims/{claim}/validation", {}).status_code == 403
        assert office.adviser.get("/claims").status_code == 403
        assert office.adviser.get("/ledger").status_code == 403
        assert office.staff("team leader").post(f"/claims/{claim}/payment", {}).status_code == 403
        for role in ("operator", "analyst", "provider staff", "data-protection officer"):
            assert office.staff(role).get("/claims").status_code == 403
            assert office.staff(role).get(f"/participants/{person}/claims").status_code == 403
        assert office.person(person).get(f"/participants/{person}/claims").status_code == 403
        finance = office.staff("finance officer")
        assert claims(finance, person)["earned_pence"] == 235_000
        assert finance.get(f"/participants/{person}").status_code == 403


def test_who_tells_and_puts_right(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 12):
        person = worked["3"]
        at = f"/participants/{person}"
        spell = office.adviser.get(f"{at}/spells").json["items"][0]["id"]
        held = office.adviser.get(f"{at}/attachments").json["items"][0]["id"]
        put_right = {"started_on": "2025-06-02", "reason": "evidence"}
        group = {"payment_group": "1", "occurred_on": ATTACHED, "reason": "evidence"}
        for client, status in (
            (office.other_adviser, 404),
            (office.person(person), 403),
            (office.staff("finance officer"), 403),
            (office.staff("data-protection officer"), 403),
        ):
            assert client.post(f"{at}/spells", JOB).status_code == status
            assert client.post(f"/spells/{spell}/end", {}).status_code == status
            assert client.post(f"/spells/{spell}/correction", put_right).status_code == status
            assert client.post(f"/attachments/{held}/correction", group).status_code == status
            asked = {"programme": "pathways", "payment_group": "1"}
            assert client.post(f"{at}/attachment", asked).status_code == status
        assert office.person(person).get(f"{at}/spells").json["items"][0]["employer"] == "Canary Foods"
        assert office.person(str(new_id())).get(f"{at}/spells").status_code == 404


def test_reading_is_written_down(office: Any, worked: dict[str, str]) -> None:
    person = worked["3"]
    claims(office.staff("finance officer"), person)
    office.adviser.get(f"/participants/{person}/spells")
    read = office.person(person).get(f"/participants/{person}/access").json["items"]
    assert {"claims", "spells"} <= {one["what"] for one in read}
