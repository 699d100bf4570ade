"""The crowd: as many as were asked for, truly encrypted, found by name, and the same each time."""

from typing import Any

import pytest
from sqlalchemy import text

from bench import crowd
from bench.crowd import CONTACTS, TODAY, Crowd, fill
from bench.samples import SPELLS
from chassis import clock
from chassis.testing import actors
from chassis.testing.http import client_for
from services.casework.service import Casework


@pytest.fixture
def filled(service_context: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Casework with a few samples and their copies, made in several transactions."""
    monkeypatch.setattr(crowd, "SAMPLES", 3)
    monkeypatch.setattr(crowd, "AT_ONCE", 4)
    context, people = service_context(Casework), Crowd(10)
    fill(context, people)
    return context, people


def counted(context: Any, table: str) -> int:
    with context.database.transaction() as session:
        return int(session.scalar(text(f"select count(*) from {table}")) or 0)


def test_there_are_as_many_as_were_asked_for_besides_the_samples(filled: Any) -> None:
    context, _ = filled
    rows = {table: counted(context, table) for table in ("participant", "contact", "spell")}
    assert rows == {"participant": 13, "contact": 3 + 10 * CONTACTS, "spell": 13 * SPELLS}


def test_each_can_be_read_listed_and_found_and_is_encrypted(filled: Any) -> None:
    context, people = filled
    adviser = actors.person("adviser", org=people.here, id=people.adviser_of(7))
    client = client_for(context, Casework, adviser)
    with clock.frozen(TODAY):
        read = client.get(f"/participants/{people.id_of(7)}/summary")
        assert read.json["participant"]["full_name"] == people.name_of(7)
        assert len(read.json["spells"]) == SPELLS
        listed = client.get(f"/participants?adviser_id={people.adviser_of(7)}&limit=50").json["items"]
        assert len(listed) == 10
        assert all(each["last_contact_at"] for each in listed)
        found = client.post("/participants/searches", {"text": people.name_of(7)}).json["items"]
        assert str(people.id_of(7)) in {each["id"] for each in found}
    with context.database.transaction() as session:
        for name in session.scalars(text("select full_name from participant")):
            assert "Amina" not in name


def test_one_seed_makes_one_crowd() -> None:
    assert Crowd(50, seed=3).some(9) == Crowd(50, seed=3).some(9)
    assert Crowd(50, seed=3).id_of(7) != Crowd(50, seed=4).id_of(7)
