"""What each step of the journey is not for: wrong roles, other organisations, nobody at all."""

import uuid

import pytest
import requests
from suites import Performance

from demo.client import Refused

RECORD = "/api/casework/participants/{amina}"
REFUSALS = [
    ("amina", "POST", "/api/casework/participants", {}, 403),
    ("kofi", "GET", RECORD, None, 403),
    ("farah", "GET", f"{RECORD}/timeline", None, 403),
    ("cw-admin", "GET", RECORD, None, 403),
    ("gethin", "GET", RECORD, None, 404),
    ("gethin", "GET", f"{RECORD}/applications", None, 404),
    ("gethin", "POST", "/api/casework/plans/{plan amina}/agreement", {}, 404),
    ("anwen", "POST", "/api/casework/plans/{plan amina}/agreement", {}, 403),
    ("calder-admin", "POST", "/api/marketplace/referrals/{referral amina clearwater}/acceptance", {}, 404),
    ("anwen", "POST", "/api/marketplace/referrals/{referral amina clearwater}/acceptance", {}, 403),
    ("anwen", "POST", "/api/marketplace/organisations", {}, 403),
    ("amina", "GET", "/api/mi/overview", None, 403),
    ("operator", "GET", RECORD, None, 403),
    ("kofi", "GET", "/api/casework/ops/outbox", None, 404),
    ("anwen", "GET", "/api/casework/ledger", None, 403),
]


@pytest.mark.parametrize(("who", "method", "path", "body", "status"), REFUSALS)
def test_it_is_refused(
    played: Performance, who: str, method: str, path: str, body: dict[str, str] | None, status: int
) -> None:
    stage = played.stage
    person = stage.operator if who == "operator" else stage[who]
    address = path.format(**stage.ids)
    with pytest.raises(Refused) as refused:
        person.get(address) if method == "GET" else person.post(address, body, key=str(uuid.uuid4()))
    assert refused.value.status == status, refused.value
    assert refused.value.problem["title"]


@pytest.mark.parametrize("path", [RECORD, "/api/casework/call-list", "/api/mi/overview", "/api/accounts"])
def test_whoever_is_not_signed_in_is_asked_to(played: Performance, path: str) -> None:
    answer = requests.get(played.stage.base + path.format(**played.stage.ids), timeout=10)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_an_adviser_of_another_organisation_knows_of_nobody(played: Performance) -> None:
    stage = played.stage
    details = {
        "email": "other@calder.example",
        "name": "Another adviser",
        "roles": ["adviser"],
        "organisation_id": stage.ids["calder"],
    }
    stage.invite(stage["calder-admin"], "other-adviser", details)
    other = stage["other-adviser"]
    assert other.get("/api/casework/participants")["items"] == []
    with pytest.raises(Refused) as refused:
        other.get(RECORD.format(**stage.ids))
    assert refused.value.status == 404
