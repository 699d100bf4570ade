"""What is put right later: claims that were never earned are reversed, and claimed anew where due."""

from typing import Any

from by_results import ATTACHED, earned, on, outcome, said, start, states, tick, totals


def test_a_later_start_reverses_what_was_never_earned_and_claims_anew(
    office: Any, worked: dict[str, str]
) -> None:
    person = worked["3"]
    with on(2025, 12, 12):
        spell = office.adviser.get(f"/participants/{person}/spells").json["items"][0]["id"]
        put_right = {"started_on": "2025-06-09", "reason": "evidence"}
        corrected = office.adviser.post(f"/spells/{spell}/correction", put_right)
        assert corrected.status_code == 200, corrected.json
        assert [change["what"] for change in corrected.json["changes"]] == ["started", "corrected"]
        # A week later: the outcome on 7 September; its periods end on 5 October and 2 November.
        assert earned(office, person) == 40_000 + 120_000 + 2 * 25_000
        assert earned(office, person, "2025-09-06") == 40_000
        assert earned(office, person, "2025-09-07") == 160_000
        assert states(office, person).count(("job-outcome", 1, "reversed")) == 1
        assert totals(office, "2025-09-06")["fees-earned"] == -80_000
        withdrawn = said(office, "milestone.withdrawn")
        assert [(one.data["weeks"], one.data["occurred_on"]) for one in withdrawn] == [
            (13, "2025-08-31"),
            (26, "2025-11-30"),
        ]
        assert [one.data["occurred_on"] for one in said(office, "claim.reversed")] == [
            "2025-08-31",
            "2025-10-17",
            "2025-11-14",
            "2025-12-12",
        ]
        back = {"started_on": "2025-06-02", "reason": "mistyped"}
        assert office.adviser.post(f"/spells/{spell}/correction", back).status_code == 200
        assert earned(office, person) == 235_000
        assert earned(office, worked["1"]) == 160_000
        assert totals(office) == {"claims-outstanding": 395_000, "fees-earned": -395_000}


def test_a_job_that_never_was_leaves_the_attachment_fee(office: Any, worked: dict[str, str]) -> None:
    person = worked["3"]
    with on(2025, 12, 12):
        spell = office.adviser.get(f"/participants/{person}/spells").json["items"][0]["id"]
        void = {"started_on": "2025-06-02", "voided": True, "reason": "wrong-person"}
        assert office.adviser.post(f"/spells/{spell}/correction", void).json["state"] == "voided"
        assert earned(office, person) == 40_000
        assert office.adviser.post(f"/spells/{spell}/end", {}).status_code == 409
        assert office.adviser.post(f"/spells/{spell}/correction", void).status_code == 409


def test_the_wrong_group_is_put_right(office: Any, worked: dict[str, str]) -> None:
    person = worked["1"]
    with on(2025, 12, 12):
        held = office.adviser.get(f"/participants/{person}/attachments").json["items"][0]["id"]
        put_right = {"payment_group": "3", "occurred_on": ATTACHED, "reason": "mistyped"}
        response = office.adviser.post(f"/attachments/{held}/correction", put_right)
        assert (response.status_code, response.json["payment_group"]) == (200, "3")
        assert earned(office, person) == 235_000
        assert len(said(office, "participant.attachment-corrected")) == 1
        bad = [
            ({"payment_group": "10"}, 422),
            ({"occurred_on": "2025-12-13"}, 422),
            ({"occurred_on": "2024-12-31"}, 422),
            ({"reason": "because"}, 422),
        ]
        for changes, status in bad:
            refused = office.adviser.post(f"/attachments/{held}/correction", put_right | changes)
            assert refused.status_code == status
        assert earned(office, person) == 235_000


def test_the_end_of_a_job_stops_what_comes_after_it(office: Any, worked: dict[str, str]) -> None:
    person = worked["3"]
    with on(2025, 12, 12):
        spell = office.adviser.get(f"/participants/{person}/spells").json["items"][0]["id"]
        ended = office.adviser.post(
            f"/spells/{spell}/end", {"occurred_on": "2025-11-22", "reason": "redundant"}
        )
        assert (ended.status_code, ended.json["ended_on"]) == (200, "2025-11-22")
        assert earned(office, person) == 210_000  # the third period lacks its last day
    with on(2026, 12, 12):
        assert tick(office) >= 1
        assert earned(office, person) == 210_000


def test_rejected_with_a_reason_until_the_facts_change(office: Any, worked: dict[str, str]) -> None:
    person = worked["3"]
    with on(2025, 12, 12):
        claim = outcome(office, person)
        finance = office.staff("finance officer")
        assert finance.post(f"/claims/{claim}/rejection", {"reason": "dislike"}).status_code == 422
        rejected = finance.post(f"/claims/{claim}/rejection", {"reason": "no-evidence"})
        assert (rejected.json["state"], rejected.json["rejected_reason"]) == ("rejected", "no-evidence")
        assert earned(office, person) == 115_000
        assert start(office, person, started_on="2025-07-01").status_code == 201
        assert earned(office, person) == 115_000
        assert totals(office)["fees-earned"] == -(115_000 + 160_000)


def test_a_paid_claim_that_was_never_earned_is_owed_back(office: Any, worked: dict[str, str]) -> None:
    person = worked["3"]
    with on(2025, 12, 12):
        claim = outcome(office, person)
        finance = office.staff("finance officer")
        finance.post(f"/claims/{claim}/validation", {})
        finance.post(f"/claims/{claim}/payment", {})
        spell = office.adviser.get(f"/participants/{person}/spells").json["items"][0]["id"]
        short = {"started_on": "2025-06-02", "ended_on": "2025-08-01", "reason": "evidence"}
        office.adviser.post(f"/spells/{spell}/correction", short)
        assert ("job-outcome", 1, "clawed-back") in states(office, person)
        assert totals(office) == {
            "fees-earned": -200_000,
            "claims-outstanding": 200_000,
            "payments-received": 120_000,
            "owed-back": -120_000,
        }
        back = f"/claims/{claim}/repayment"
        assert office.staff("team leader").post(back, {}).status_code == 403
        assert office.staff("finance officer", org=office.elsewhere).post(back, {}).status_code == 404
        assert finance.post(back, {"occurred_on": "2025-12-11"}).json["code"] == "too-early"
        assert finance.post(back, {}).json["state"] == "repaid"
        assert finance.post(back, {}).json["code"] == "claim-repaid"
        assert [one["id"] for one in finance.get("/claims?state=repaid").json["items"]] == [claim]
        assert totals(office) == {"fees-earned": -200_000, "claims-outstanding": 200_000}
