"""Meetings that are booked, and what becomes of them."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.casework.domain.appointments import CAME, Appointment, Attendance
from services.casework.domain.availability import Availability, Slot
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.former_attendance import Correction
from tests.casework.domain.a_meeting import ADVISER, ENDS, NOW, STARTS, THEM, TODAY, appointment, came


def test_booked() -> None:
    meeting = appointment(with_whom="Bethan", purpose="First meeting")
    (said,) = meeting.book(TODAY, NOW)
    assert (said.name, said.subject) == ("appointment.booked", meeting.id)
    assert said.data == {
        "participant_id": meeting.participant_id,
        "adviser_id": meeting.adviser_id,
        "starts_at": STARTS,
        "ends_at": ENDS,
        "channel": "in-person",
        "booked_by": "participant",
        "supersedes": None,
        "details": {"with_whom": "Bethan", "place": "Eastgate Library", "purpose": "First meeting"},
        "occurred_on": TODAY,
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"starts_at": NOW}, "past-time"),
        ({"ends_at": STARTS}, "bad-times"),
        ({"ends_at": STARTS + timedelta(hours=25)}, "bad-times"),
        ({"starts_at": datetime.max.replace(tzinfo=UTC)}, "too-far-ahead"),
        ({"channel": "letter"}, "unknown-code"),
    ],
)
def test_bookings_that_cannot_be_are_refused(changes: dict[str, object], code: str) -> None:
    with pytest.raises(DomainError) as refused:
        appointment(**changes).book(TODAY, NOW)
    assert refused.value.code == code


def test_where_it_stands_as_time_passes() -> None:
    meeting = appointment()
    assert meeting.status(NOW) == meeting.status(STARTS) == "scheduled"
    assert meeting.status(ENDS) == "needs-feedback"
    (said,) = meeting.record_attendance(came("late"), ENDS)
    assert meeting.status(ENDS) == "late"
    assert said.data == {
        "participant_id": meeting.participant_id,
        "attendance": "late",
        "occurred_on": STARTS.date(),
        "channel": "in-person",
    }


def test_rearranged_and_cancelled() -> None:
    meeting, other = appointment(), uuid4()
    (said,) = meeting.rearrange(other, THEM, TODAY, NOW)
    assert meeting.status(NOW) == "rearranged"
    assert (said.data["replacement_id"], said.data["by"]) == (other, "participant")
    meeting = appointment()
    (said,) = meeting.cancel(ADVISER, "ill", TODAY, NOW)
    assert (meeting.status(NOW), said.name, said.data["by"]) == (
        "cancelled",
        "appointment.cancelled",
        "adviser",
    )


def ended(how: str) -> Appointment:
    meeting = appointment()
    {
        "rearranged": lambda: meeting.rearrange(uuid4(), THEM, TODAY, NOW),
        "cancelled": lambda: meeting.cancel(THEM, None, TODAY, NOW),
        "attended": lambda: meeting.record_attendance(came(), ENDS),
    }[how]()
    return meeting


@pytest.mark.parametrize("how", ["rearranged", "cancelled", "attended"])
@pytest.mark.parametrize(
    "step",
    [
        lambda meeting: meeting.rearrange(uuid4(), THEM, TODAY, NOW),
        lambda meeting: meeting.cancel(THEM, None, TODAY, NOW),
        lambda meeting: meeting.record_attendance(came(), ENDS),
    ],
)
def test_nothing_follows_an_end(how: str, step: Callable[[Appointment], object]) -> None:
    meeting = ended(how)
    before = meeting.status(ENDS)
    with pytest.raises(Conflict):
        step(meeting)
    assert meeting.status(ENDS) == before


def test_not_moved_once_it_has_begun_and_not_attended_before() -> None:
    with pytest.raises(Conflict):
        appointment().cancel(THEM, None, TODAY, STARTS)
    with pytest.raises(Conflict):
        appointment().rearrange(uuid4(), THEM, TODAY, ENDS)
    with pytest.raises(DomainError) as refused:
        appointment().record_attendance(came(), STARTS - timedelta(seconds=1))
    assert refused.value.code == "not-yet"


def test_acceptability_is_for_those_who_did_not_come() -> None:
    appointment().record_attendance(came("did-not-attend", "unacceptable"), ENDS)
    with pytest.raises(DomainError) as refused:
        appointment().record_attendance(came("attended", "unacceptable"), ENDS)
    assert refused.value.code == "acceptability-out-of-place"
    with pytest.raises(DomainError):
        appointment().record_attendance(came("overslept"), ENDS)


def test_an_attendance_is_put_right_and_what_was_said_first_is_kept() -> None:
    met, first = appointment(), came("did-not-attend", "unacceptable")
    first.reason = "Overslept"
    met.record_attendance(first, ENDS)
    who, when = first.recorded_by, first.recorded_at
    change = Correction(
        id=uuid4(), because="mistaken", by=uuid4(), by_name="Amina", at=ENDS + timedelta(hours=1)
    )
    former, (said,) = met.correct_attendance(("did-not-attend", "acceptable", "No bus came"), change)
    assert asdict(former) == {
        "id": change.id,
        "participant_id": met.participant_id,
        "about_id": met.id,
        "attendance": "did-not-attend",
        "acceptability": "unacceptable",
        "reason": "Overslept",
        "recorded_by": who,
        "recorded_at": when,
        "because": "mistaken",
        "corrected_by": change.by,
        "corrected_by_name": "Amina",
        "corrected_at": change.at,
    }
    assert first.said == ("did-not-attend", "acceptable", "No bus came")
    assert (first.recorded_by, first.recorded_at, first.because) == (change.by, change.at, "mistaken")
    assert (said.name, said.data) == (
        "appointment.attendance-recorded",
        {
            "participant_id": met.participant_id,
            "occurred_on": first.occurred_on,
            "attendance": "did-not-attend",
            "channel": "in-person",
            "corrected": True,
        },
    )


def test_only_what_was_said_and_is_wrong_is_put_right() -> None:
    met = appointment()
    change = Correction(id=uuid4(), because="mistaken", by=uuid4(), by_name=None, at=ENDS)
    with pytest.raises(Conflict) as unsaid:
        met.correct_attendance(("attended", None, None), change)
    assert unsaid.value.code == "attendance-not-recorded"
    met.record_attendance(came(), ENDS)
    with pytest.raises(DomainError) as same:
        met.correct_attendance(("attended", None, None), change)
    assert same.value.code == "attendance-unchanged"


def test_who_moved_it_and_why_stays_with_the_old_one() -> None:
    old, new = appointment(), uuid4()
    (said,) = old.rearrange(new, THEM, TODAY, NOW, "Dentist")
    assert (old.rearranged_by, old.rearranged_reason, old.replacement_id) == ("participant", "Dentist", new)
    assert "Dentist" not in str(said.data)


@pytest.mark.parametrize(
    ("starts_at", "code"),
    [
        (NOW - timedelta(seconds=1), "past-time"),
        (NOW, "past-time"),
        (NOW + timedelta(seconds=1), None),
        (NOW + timedelta(days=366), None),
        (NOW + timedelta(days=366, seconds=1), "too-far-ahead"),
    ],
)
def test_only_what_is_to_come_within_a_year_goes_into_a_diary(starts_at: datetime, code: str | None) -> None:
    booking = appointment(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30))
    if code is None:
        assert booking.book(TODAY, NOW)
    else:
        with pytest.raises(DomainError) as refused:
            booking.book(TODAY, NOW)
        assert refused.value.code == code


@pytest.mark.parametrize("kind", [Availability, Slot, Appointment, Attendance])
def test_two_that_look_alike_are_two(kind: type) -> None:
    """What is mapped goes by identity."""
    assert kind.__eq__ is object.__eq__
    assert kind.__hash__ is object.__hash__


def test_attendance_can_be_told_from_the_very_beginning() -> None:
    met = appointment()
    assert met.record_attendance(came("late"), STARTS)
    assert met.status(STARTS) == "late"
    assert appointment().status(ENDS) == "needs-feedback"
    with pytest.raises(Conflict):
        appointment().cancel(THEM, None, TODAY, STARTS)


def test_whoever_was_there_came() -> None:
    assert {"attended", "late"} == CAME
    assert appointment().assisted is False
    assert appointment().status(ENDS + timedelta(hours=1)) == "needs-feedback"


@pytest.mark.parametrize("minutes", [0, -1, 24 * 60 + 1])
def test_it_ends_after_it_begins_and_within_a_day(minutes: int) -> None:
    with pytest.raises(DomainError) as refused:
        appointment(ends_at=STARTS + timedelta(minutes=minutes)).book(TODAY, NOW)
    assert list(refused.value.errors) == ["ends_at"]


@pytest.mark.parametrize("attendance", ["attended", "late"])
def test_nobody_who_came_needed_a_reason(attendance: str) -> None:
    with pytest.raises(DomainError) as refused:
        appointment().record_attendance(came(attendance, "acceptable"), ENDS)
    assert refused.value.code == "acceptability-out-of-place"


def test_what_cannot_be_cancelled_any_more_is_called_by_its_state() -> None:
    gone, over, moved = appointment(), appointment(), appointment()
    gone.cancel(THEM, None, TODAY, NOW)
    moved.rearrange(uuid4(), THEM, TODAY, NOW)
    for it, now, words in (
        (over, STARTS, "under way"),
        (over, STARTS + timedelta(minutes=1), "under way"),
        (over, ENDS, "needs feedback"),
        (gone, NOW, "cancelled"),
        (moved, NOW, "rearranged"),
    ):
        with pytest.raises(Conflict, match=words):
            it.cancel(THEM, None, TODAY, now)
