"""Operations on pages: every service, and events that are parked."""

import pytest
from signed import Person
from upstream import Upstream

from chassis.ids import new_id

READY = {"status": "ready", "service": "x", "checks": {"database": {"ok": True, "detail": "answers"}}}
PARKED = {
    "id": str(new_id()),
    "event_id": str(new_id()),
    "source": "/orgs/northbridge/casework",
    "type": "workstead.casework.plan.agreed.v1",
    "subject": str(new_id()),
    "sequence": 3,
    "state": "permanent",
    "error": "name: Missing data for required field.",
    "attempts": 1,
    "parked_at": "2025-03-03T09:30:00+00:00",
    "next_try_at": None,
    "discarded_because": None,
}


@pytest.fixture
def operator(signed_in, upstream: Upstream) -> Person:
    for service in ("casework", "marketplace", "community", "notify", "mi", "exchange"):
        upstream.says(service, "GET", "/health/ready", READY)
        upstream.says(service, "GET", "/ops/outbox", {"oldest_seconds": 0, "items": []})
        upstream.says(service, "GET", "/ops/parked", {"total": 0, "items": []})
    upstream.says("mi", "GET", "/ops/parked", {"total": 1, "items": [PARKED]})
    return signed_in("operator", org=None, name="Operator")


def test_the_operator_sees_every_service(operator: Person, upstream: Upstream) -> None:
    upstream.refuses("community", "GET", "/health/ready", 503)
    page = operator.browser.page("/operations")
    assert page.main.count("Ready") == 5
    assert "Does not answer" in page.main
    assert operator.browser.page("/operations/casework/outbox").heading == "Waiting to be told: casework"


def test_the_operator_has_a_parked_event_tried_again(operator: Person, upstream: Upstream) -> None:
    upstream.says("mi", "POST", f"/ops/parked/{PARKED['id']}/retry", None, 204)
    page = operator.browser.page("/operations/mi/parked")
    assert "Missing data for required field." in page.main
    answer = operator.browser.press(page, f"/operations/mi/parked/{PARKED['id']}/retry")
    assert answer.location == "/operations/mi/parked"
    assert upstream.heard("mi", "POST", f"/ops/parked/{PARKED['id']}/retry")


def test_the_operator_gives_one_up_with_a_reason(operator: Person, upstream: Upstream) -> None:
    path = f"/ops/parked/{PARKED['id']}/discard"
    upstream.refuses("mi", "POST", path, because=["Fill this in."])
    page = operator.browser.send(f"/operations/mi/parked/{PARKED['id']}/discard", 422)
    assert page.errors[0].lower().endswith("fill this in.")
    upstream.says("mi", "POST", path, None, 204)
    operator.browser.send(f"/operations/mi/parked/{PARKED['id']}/discard", 303, because="A test of ours")
    assert upstream.heard("mi", "POST", path)[-1].json == {"because": "A test of ours"}


def test_operations_are_for_the_operator(signed_in) -> None:
    assert signed_in("organisation administrator").browser.page("/operations", 403)
    assert signed_in("operator", org=None).browser.page("/operations/nowhere/outbox", 404)
