"""`workstead events`: seeing and mending what is on its way."""

import pytest

from chassis.messaging import parked
from chassis.messaging.errors import Unreadable
from chassis.problems import Conflict, NotFound


@pytest.fixture
def stuck(shelf):
    """A message that could not be read, parked."""
    with shelf.database.transaction() as session:
        parked.park_unreadable(session, "shelf", b"nonsense", Unreadable("no envelope"))
    return _listed(shelf)[0]


def _listed(context, discarded=False):
    with context.database.transaction() as session:
        return parked.listing(session, discarded=discarded)


def test_nothing_is_said_in_words(shelf, workstead):
    assert workstead("events", "outbox", "shelf").output == "Unpublished: none.\n"
    assert workstead("events", "parked", "shelf").output == "Parked: none.\n"


def test_what_is_parked_is_listed_with_its_error(stuck, workstead):
    said = " ".join(workstead("events", "parked", "shelf").output.split())
    assert "no envelope" in said
    assert "permanent" in said


def test_one_is_tried_again(shelf, stuck, workstead):
    assert workstead("events", "retry", "shelf", str(stuck.id)).exit_code == 0
    assert _listed(shelf)[0].next_try_at is not None


def test_all_are_tried_again(shelf, stuck, workstead):
    assert workstead("events", "retry", "shelf").output == "1 to be tried again.\n"
    assert _listed(shelf)[0].next_try_at is not None


def test_one_is_discarded_with_the_reason(shelf, stuck, workstead):
    workstead("events", "discard", "shelf", str(stuck.id), "--because", "sent by mistake")
    assert _listed(shelf) == []
    assert _listed(shelf, discarded=True)[0].discarded_because == "sent by mistake"
    assert workstead("events", "parked", "shelf").output == "Parked: none.\n"
    assert "discarded" in workstead("events", "parked", "shelf", "--discarded").output


def test_one_that_is_not_there_is_refused(shelf, workstead):
    missing = "01a2017c-d8f7-77a5-aa01-784b8875e910"
    assert isinstance(workstead("events", "retry", "shelf", missing).exception, NotFound)


def test_one_that_waits_for_nothing_cannot_go_on(stuck, workstead):
    assert isinstance(workstead("events", "go-on", "shelf", str(stuck.id)).exception, Conflict)


def test_a_service_without_projections_cannot_be_rebuilt(shelf, workstead, monkeypatch):
    from chassis.cli import events

    only = {"shelf": shelf.service_class}
    monkeypatch.setattr(events, "load", lambda names=(): only)
    result = workstead("events", "replay", "--to", "shelf")
    assert isinstance(result.exception, Conflict)
    assert "no projections" in str(result.exception)


def test_the_memory_holds_no_dead_letters(shelf, workstead):
    assert workstead("events", "dead-letters", "shelf").output == "shelf has 0 dead letters.\n"
