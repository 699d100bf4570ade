"""The database is what the code says, and keeps people apart by itself."""

from typing import Any

from sqlalchemy import text

from chassis.ids import new_id
from chassis.store.drift import drift
from chassis.testing import actors

World = Any


def test_the_migrations_are_complete(world: World) -> None:
    assert drift(world.context) == []


def test_contact_cards_and_letters_are_kept_apart_by_the_database_too(world: World) -> None:
    person = world.person(channel="letter")
    world.book(person)
    world.send()

    def seen_by(actor: Any) -> list[int]:
        with world.context.database.transaction(actor) as session:
            return [session.scalar(text(f"select count(*) from {t}")) for t in ("person", "message_sheet")]

    assert seen_by(actors.system()) == [1, 1]
    assert seen_by(actors.adviser(org=world.org)) == [1, 1]
    assert seen_by(actors.participant(person_id=person)) == [1, 1]
    assert seen_by(actors.adviser(org=new_id())) == [0, 0]
    assert seen_by(actors.anonymous()) == [0, 0]
