"""A hundred thousand records cannot be read unnoticed: whoever is shown too many people raises an alarm."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from prometheus_client import REGISTRY

from chassis import clock
from chassis.actor import SYSTEM
from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.store import access
from chassis.store.mass_reading import Readings
from chassis.testing import actors
from chassis.testing.http import client_for
from services.casework.service import Casework


def alarms(service: str = "casework") -> float:
    """How many there have been in this process."""
    return REGISTRY.get_sample_value("workstead_mass_reading_alarms_total", {"service": service}) or 0.0


def test_too_many_people_within_an_hour_raise_one_alarm() -> None:
    readings, adviser, before = Readings("casework", 10), actors.adviser(org=new_id()), alarms()
    with structlog.testing.capture_logs() as written:
        for _ in range(9):
            readings.note(adviser, [new_id()])
        assert alarms() == before
        for _ in range(30):
            readings.note(adviser, [new_id()])
    assert alarms() == before + 1
    (line,) = written
    assert line["log_level"] == "warning"
    assert line["actor_id"] == str(adviser.id)
    assert line["people"] == 10
    assert adviser.name not in str(line)


def test_the_count_is_there_before_the_first_alarm() -> None:
    Readings("quiet", 10)
    assert REGISTRY.get_sample_value("workstead_mass_reading_alarms_total", {"service": "quiet"}) == 0.0


def test_the_same_person_read_often_is_one_person() -> None:
    readings, person, before = Readings("casework", 5), new_id(), alarms()
    for _ in range(100):
        readings.note(adviser := actors.adviser(org=new_id()), [person])
        readings.note(adviser, [person])
    assert alarms() == before


def test_each_is_counted_alone_and_each_hour_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2025, 3, 3, 9, 59, tzinfo=UTC)
    monkeypatch.setattr(clock, "real_now", lambda: now)
    readings, before = Readings("casework", 10), alarms()
    one, other = actors.adviser(org=new_id()), actors.adviser(org=new_id())
    for who in (one, other, SYSTEM):
        readings.note(who, [new_id() for _ in range(9)])
    now += timedelta(minutes=1)
    readings.note(one, [new_id() for _ in range(9)])
    assert alarms() == before
    readings.note(one, [new_id()])
    assert alarms() == before + 1


def test_records_and_lists_are_counted(service_context: Callable[..., ServiceContext]) -> None:
    """Whoever pages through the caseload has read it as surely as whoever opens each record."""
    context = service_context(Casework)
    context.settings = replace(context.settings, mass_reading=4)
    context.readings = Readings("casework", 4)
    adviser, before = actors.adviser(org=new_id()), alarms()
    client = client_for(context, Casework, adviser)
    for number in range(4):
        registered = client.post("/participants", json=registration(number))
        assert registered.status_code == 201, registered.json
    assert alarms() == before
    assert len(client.get("/participants?limit=3").json["items"]) == 3
    assert alarms() == before
    assert client.get("/participants?limit=4").status_code == 200
    assert alarms() == before + 1


def test_every_read_of_a_record_is_counted(service_context: Callable[..., ServiceContext]) -> None:
    context = service_context(Casework)
    context.readings = Readings("casework", 3)
    adviser, before = actors.adviser(org=new_id()), alarms()
    with context.database.transaction(adviser) as session:
        for _ in range(3):
            access.record_read(session, adviser, new_id(), "record")
    assert alarms() == before + 1


def registration(number: int) -> dict[str, object]:
    """Somebody to be registered."""
    return {
        "full_name": f"Person {number}",
        "contact": {"channel": "letter", "language": "en", "address_lines": [f"{number} Harbour Row"]},
        "heard_of": "library",
        "lawful_bases": [{"purpose": "support", "basis": "public-task", "source": "contract"}],
        "different_person": True,
    }
