"""Time that is offered: its slots, what makes sense, and what is free."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.availability import free
from services.casework.domain.errors import Conflict, DomainError
from tests.casework.domain.a_meeting import ENDS, NOW, STARTS, TODAY, appointment, available


def test_two_hours_make_four_slots() -> None:
    time = available()
    time.offer(NOW, uuid4)
    assert [slot.starts_at.strftime("%H:%M") for slot in time.slots] == ["10:00", "10:30", "11:00", "11:30"]
    assert {slot.place for slot in time.slots} == {"Eastgate Library"}


@pytest.mark.parametrize("minutes", [5, 480])
def test_a_slot_is_from_five_minutes_to_eight_hours(minutes: int) -> None:
    time = available(minutes=minutes, ends_at=STARTS + timedelta(minutes=minutes))
    time.offer(NOW, uuid4)
    assert [(slot.starts_at, slot.ends_at) for slot in time.slots] == [(STARTS, time.ends_at)]


@given(st.integers(5, 480), st.integers(5, 1440))
def test_slots_are_whole_in_a_row_and_within_the_time(minutes: int, length: int) -> None:
    time = available(minutes=minutes, ends_at=STARTS + timedelta(minutes=length))
    if minutes > length:
        with pytest.raises(DomainError):
            time.offer(NOW, uuid4)
        return
    time.offer(NOW, uuid4)
    assert len(time.slots) == length // minutes
    assert all(slot.ends_at - slot.starts_at == timedelta(minutes=minutes) for slot in time.slots)
    assert time.slots[0].starts_at == STARTS
    assert time.slots[-1].ends_at <= time.ends_at


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"starts_at": NOW}, "past-time", "starts_at"),
        ({"starts_at": NOW + timedelta(days=367)}, "too-far-ahead", "starts_at"),
        ({"minutes": 4}, "bad-length", "minutes"),
        ({"minutes": 481}, "bad-length", "minutes"),
        ({"ends_at": STARTS}, "bad-times", "ends_at"),
        ({"ends_at": STARTS + timedelta(hours=25)}, "bad-times", "ends_at"),
        ({"channels": []}, "no-channel", "channels"),
        ({"channels": ["telepathy"]}, "unknown-code", "channels"),
        ({"place": None}, "no-place", "place"),
    ],
)
def test_time_that_makes_no_sense_is_refused(changes: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        available(**changes).offer(NOW, uuid4)
    assert refused.value.code == code
    assert field in refused.value.errors


def test_by_phone_no_place_is_needed() -> None:
    time = available(channels=["phone", "video"], place=None)
    time.offer(NOW, uuid4)
    assert len(time.slots) == 4


def test_time_is_withdrawn_once() -> None:
    time = available()
    time.withdraw(NOW)
    with pytest.raises(Conflict):
        time.withdraw(NOW)


def test_what_is_taken_or_past_is_not_free() -> None:
    time = available()
    time.offer(NOW, uuid4)
    taken = [(STARTS + timedelta(minutes=45), STARTS + timedelta(minutes=65))]
    left = free(time.slots, taken, now=STARTS)
    assert [slot.starts_at.strftime("%H:%M") for slot in left] == ["11:30"]


def test_time_for_one_slot_to_a_whole_day_can_be_offered() -> None:
    for length, count in ((30, 1), (24 * 60, 48)):
        time = available(ends_at=STARTS + timedelta(minutes=length))
        time.offer(NOW, uuid4)
        assert len(time.slots) == count
    appointment(ends_at=STARTS + timedelta(hours=24)).book(TODAY, NOW)


def test_withdrawn_for_time_off_it_opens_again_and_by_hand_it_does_not() -> None:
    time, off = available(), uuid4()
    time.withdraw(NOW, off)
    assert (time.withdrawn_at, time.withdrawn_for) == (NOW, off)
    time.reopen()
    assert (time.withdrawn_at, time.withdrawn_for) == (None, None)
    time.withdraw(NOW)
    with pytest.raises(Conflict) as refused:
        time.reopen()
    assert refused.value.code == "withdrawn-for-good"
    assert time.withdrawn_at == NOW


@pytest.mark.parametrize(
    ("begins", "lasts", "is_free"),
    [
        (-30, 30, True),
        (30, 30, True),
        (-30, 31, False),
        (29, 5, False),
        (5, 5, False),
        (-60, 20, True),
        (90, 5, True),
    ],
)
def test_what_touches_a_slot_leaves_it_free(begins: int, lasts: int, is_free: bool) -> None:
    time = available(ends_at=ENDS)
    time.offer(NOW, uuid4)
    start = STARTS + timedelta(minutes=begins)
    taken = [(start, start + timedelta(minutes=lasts))]
    assert bool(free(time.slots, taken, NOW)) is is_free
    assert free(time.slots, [], STARTS) == free(time.slots, [], STARTS + timedelta(minutes=1)) == []
