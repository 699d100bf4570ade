"""The instance's clock can be played; the real one cannot."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from chassis import clock


@pytest.fixture(autouse=True)
def _usual_clock():
    yield
    clock.configure()


def seconds_between(a: datetime, b: datetime) -> float:
    return abs((a - b).total_seconds())


def test_without_a_file_both_clocks_agree_and_are_aware():
    assert seconds_between(clock.now(), clock.real_now()) < 1
    assert clock.now().tzinfo is UTC
    assert clock.real_now().tzinfo is UTC


def test_a_file_sets_the_clock_back_for_facts_alone(tmp_path: Path):
    file = tmp_path / "offset"
    clock.configure(clock_file=file)
    clock.play_from(file, datetime(2025, 3, 3, 9, tzinfo=UTC))
    assert seconds_between(clock.now(), datetime(2025, 3, 3, 9, tzinfo=UTC)) < 1
    assert clock.today() == date(2025, 3, 3)
    assert clock.real_now().year > 2025


def test_a_changed_file_is_read_again(tmp_path: Path):
    file = tmp_path / "offset"
    clock.configure(clock_file=file)
    for day in (3, 4, 5):
        clock.play_from(file, datetime(2025, 3, day, 9, tzinfo=UTC))
        assert clock.today() == date(2025, 3, day)


def test_a_clock_that_is_played_runs_on(tmp_path: Path):
    file = tmp_path / "offset"
    clock.configure(clock_file=file)
    clock.play_from(file, datetime(2025, 3, 3, 9, tzinfo=UTC))
    first = clock.now()
    assert clock.now() > first


def test_no_file_is_no_offset_and_an_empty_one_changes_nothing(tmp_path: Path):
    file = tmp_path / "offset"
    clock.configure(clock_file=file)
    assert seconds_between(clock.now(), clock.real_now()) < 1
    clock.play_from(file, datetime(2025, 3, 3, 9, tzinfo=UTC))
    assert clock.today() == date(2025, 3, 3)
    file.write_text("")
    assert clock.today() == date(2025, 3, 3)
    file.unlink()
    assert seconds_between(clock.now(), clock.real_now()) < 1


def test_an_offset_file_is_plain_seconds(tmp_path: Path):
    file = tmp_path / "offset"
    clock.configure(clock_file=file)
    file.write_text("-86400\n")
    assert seconds_between(clock.now(), clock.real_now() - timedelta(days=1)) < 1
    os.utime(file, ns=(1, 1))
    assert seconds_between(clock.now(), clock.real_now() - timedelta(days=1)) < 1


def test_today_is_the_date_of_the_zone_and_not_of_utc():
    late = datetime(2025, 6, 30, 23, 30, tzinfo=UTC)
    with clock.frozen(late):
        assert clock.today() == date(2025, 7, 1)
        clock.configure("America/New_York")
        assert clock.today() == date(2025, 6, 30)


def test_a_frozen_clock_stands_still_and_real_time_goes_on():
    with clock.frozen(date(2025, 3, 3)) as noon:
        assert clock.now() == noon == datetime(2025, 3, 3, 12, tzinfo=UTC)
        with clock.frozen(date(2025, 6, 2)):
            assert clock.now() == datetime(2025, 6, 2, 11, tzinfo=UTC)
        assert clock.now() == noon
        assert clock.real_now() > noon
    assert clock.now() > noon


def test_a_time_of_day_is_meant_as_the_wall_shows_it():
    assert clock.at(date(2025, 1, 10), 9, 30) == datetime(2025, 1, 10, 9, 30, tzinfo=UTC)
    assert clock.at(date(2025, 7, 10), 9, 30) == datetime(2025, 7, 10, 8, 30, tzinfo=UTC)
    assert clock.local(datetime(2025, 7, 10, 8, 30, tzinfo=UTC)).hour == 9
