"""What operations staff can see and do in every service."""

import pytest

from chassis.ids import new_id
from chassis.messaging import parked
from chassis.messaging.errors import Unreadable
from chassis.testing import actors


@pytest.fixture
def operator(ask_as):
    """Somebody of operations."""
    return ask_as(actors.operator())


@pytest.fixture
def stuck(context, operator):
    """The address of a parked event."""
    with context.database.transaction() as session:
        parked.park_unreadable(session, "shelf", b"nonsense", Unreadable("no envelope"))
    return f"/ops/parked/{operator.get('/ops/parked').json['items'][0]['id']}"


def test_only_operations_staff_come_in(librarian, stuck):
    assert librarian.get("/ops/parked").status_code == 403
    assert librarian.get("/ops/outbox").status_code == 403
    assert librarian.post(f"{stuck}/retry").status_code == 403


def test_an_empty_outbox(operator):
    assert operator.get("/ops/outbox").json == {"oldest_seconds": 0.0, "items": []}


def test_a_parked_event_is_shown_without_its_contents(operator, stuck):
    shown = operator.get("/ops/parked")
    assert shown.json["total"] == 1
    assert shown.json["items"][0]["error"] == "no envelope"
    assert "nonsense" not in shown.text


def test_it_is_tried_again(operator, stuck):
    assert operator.post(f"{stuck}/retry").status_code == 204
    assert operator.get("/ops/parked").json["items"][0]["next_try_at"]


def test_it_is_discarded_with_the_reason(operator, stuck):
    assert operator.post(f"{stuck}/discard", {}).status_code == 422
    assert operator.post(f"{stuck}/discard", {"because": "sent by mistake"}).status_code == 204
    assert operator.get("/ops/parked").json == {"total": 0, "items": []}
    (given_up,) = operator.get("/ops/parked?discarded=true").json["items"]
    assert given_up["discarded_because"] == "sent by mistake"


def test_one_that_waits_for_nothing_cannot_go_on(operator, stuck):
    assert operator.post(f"{stuck}/continuation").status_code == 409


def test_one_that_is_not_there(operator):
    assert operator.post(f"/ops/parked/{new_id()}/retry").status_code == 404


def test_parked_events_make_a_service_degraded_and_are_measured(nobody, stuck):
    ready = nobody.get("/health/ready")
    assert (ready.status_code, ready.json["status"]) == (200, "degraded")
    assert 'workstead_events_parked_now{service="shelf"} 1.0' in nobody.get("/metrics").text
