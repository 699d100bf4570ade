"""Evidence of claims: who may name it, when it is needed, and that nobody checks their own."""

from typing import Any
from uuid import uuid4

import pytest
from at_once import codes, together
from by_results import attach, claims, on, outcome, start, states, totals


@pytest.fixture
def unshown(office: Any) -> str:
    """Somebody whose job nothing shows but their own word."""
    person = str(office.register())
    with on(2025, 12, 12):
        attach(office, person, "3")
        start(office, person, evidence="participant-says")
    return person


def test_without_evidence_nothing_is_checked(office: Any, unshown: str) -> None:
    with on(2025, 12, 12):
        claim, finance = outcome(office, unshown), office.staff("finance officer")
        refused = finance.post(f"/claims/{claim}/validation", {})
        assert (refused.status_code, refused.json["code"]) == (422, "evidence-needed")
        added = office.adviser.post(f"/claims/{claim}/evidence", {"evidence": "employer-letter"})
        assert (added.status_code, added.json["state"]) == (200, "evidenced")
        assert (added.json["evidence"], added.json["evidenced_on"]) == ("employer-letter", "2025-12-12")
        assert finance.post(f"/claims/{claim}/validation", {}).json["state"] == "validated"


def test_joining_a_programme_needs_no_evidence_of_work(office: Any, unshown: str) -> None:
    with on(2025, 12, 12):
        joined = claims(office.adviser, unshown)["items"][0]
        assert joined["kind"] == "attachment"
        checked = office.staff("finance officer").post(f"/claims/{joined['id']}/validation", {})
        assert checked.status_code == 200


def test_whoever_adds_evidence_does_not_check_it(office: Any, unshown: str) -> None:
    with on(2025, 12, 12):
        claim, farah = outcome(office, unshown), uuid4()
        same = office.staff("finance officer", id=farah)
        assert same.post(f"/claims/{claim}/evidence", {"evidence": "payslip"}).status_code == 200
        refused = same.post(f"/claims/{claim}/validation", {})
        assert (refused.status_code, refused.json["code"]) == (422, "second-person-needed")
        assert states(office, unshown)[1] == ("job-outcome", 1, "evidenced")
        assert office.staff("team leader").post(f"/claims/{claim}/validation", {}).status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "evidence"),
        ({"evidence": "participant-says"}, "evidence"),
        ({"evidence": "rumour"}, "evidence"),
        ({"evidence": "payslip", "occurred_on": "2025-12-13"}, "occurred_on"),
        ({"evidence": "payslip", "occurred_on": "2025-08-30"}, "occurred_on"),
    ],
)
def test_bad_evidence_is_refused(office: Any, unshown: str, body: dict[str, str], field: str) -> None:
    with on(2025, 12, 12):
        claim = outcome(office, unshown)
        refused = office.adviser.post(f"/claims/{claim}/evidence", body)
        assert (refused.status_code, list(refused.json["errors"])) == (422, [field])
        assert states(office, unshown)[1] == ("job-outcome", 1, "claimed")


def test_evidence_counts_as_earned_and_can_still_be_rejected_or_reversed(office: Any, unshown: str) -> None:
    with on(2025, 12, 12):
        claim, finance = outcome(office, unshown), office.staff("finance officer")
        office.adviser.post(f"/claims/{claim}/evidence", {"evidence": "payslip"})
        assert claims(finance, unshown)["earned_pence"] == 235_000
        twice = office.adviser.post(f"/claims/{claim}/evidence", {"evidence": "contract"})
        assert (twice.status_code, twice.json["code"]) == (409, "claim-evidenced")
        rejected = finance.post(f"/claims/{claim}/rejection", {"reason": "evidence-unclear"})
        assert rejected.json["state"] == "rejected"
        assert claims(finance, unshown)["earned_pence"] == 115_000
        spell = office.adviser.get(f"/participants/{unshown}/spells").json["items"][0]["id"]
        void = {"started_on": "2025-06-02", "voided": True, "reason": "did-not-happen"}
        office.adviser.post(f"/spells/{spell}/correction", void)
        assert totals(office) == {"claims-outstanding": 40_000, "fees-earned": -40_000}


def test_who_may_add_evidence(office: Any, unshown: str) -> None:
    with on(2025, 12, 12):
        claim = outcome(office, unshown)
        path, told = f"/claims/{claim}/evidence", {"evidence": "payslip"}
        for client, status in (
            (office.other_adviser, 404),
            (office.staff("finance officer", org=office.elsewhere), 404),
            (office.person(unshown), 403),
            (office.staff("analyst"), 403),
            (office.staff("data-protection officer"), 403),
        ):
            assert client.post(path, told).status_code == status
        assert office.staff("team leader").post(path, told).status_code == 200


def test_two_add_evidence_and_two_check_at_once(office: Any, unshown: str) -> None:
    """One wins and the other is told; whoever checked or added last, nothing is doubled."""
    with on(2025, 12, 12):
        path = f"/claims/{outcome(office, unshown)}"
        told = {"evidence": "payslip"}
        added = together(
            lambda: office.adviser.post(f"{path}/evidence", told),
            lambda: office.staff("team leader").post(f"{path}/evidence", told),
        )
        assert codes(added) == [200, 409]
        (refused,) = [each for each in added if each.status_code == 409]
        assert refused.json["code"] == "claim-evidenced"
        answers = together(
            lambda: office.staff("finance officer").post(f"{path}/validation", {}),
            lambda: office.staff("finance officer").post(f"{path}/rejection", {"reason": "other"}),
        )
        assert codes(answers) in ([200, 409], [200, 200]), "a claim that is checked can still be rejected"
        state = states(office, unshown)[1][2]
        assert state in ("validated", "rejected")
        assert (totals(office)["fees-earned"] == -115_000) == (state == "rejected")
