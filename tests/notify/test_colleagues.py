"""Those who work here are told what waits for them: at once, once a day, or not at all; nobody is named."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis import clock
from chassis.ids import new_id
from services.notify.actions import colleagues
from services.notify.domain.colleagues import Colleague

CHOSEN = "workstead.gateway.account.work-messages-chosen.v1"
WAITS = "workstead.casework.work.waits.v1"


@pytest.fixture
def anwen() -> UUID:
    return new_id()


def choose(world: Any, who: UUID, wants: str, **more: Any) -> None:
    told = {"wants": wants, "language": "en", "occurred_on": clock.today().isoformat()}
    address = {} if wants == "none" else {"address": "anwen@northbridge.example"}
    world.hear(CHOSEN, told | address | more, subject=who)


def waits(world: Any, who: UUID, kind: str, **envelope: Any) -> UUID:
    told = {"kind": kind, "adviser_id": str(who), "occurred_on": clock.today().isoformat()}
    return UUID(str(world.hear(WAITS, told, subject=new_id(), **envelope).id))


def begin_the_day(world: Any) -> int:
    with world.context.database.transaction() as session:
        return colleagues.tell_the_day(session)


def test_each_thing_is_told_at_once(world: Any, anwen: UUID) -> None:
    choose(world, anwen, "each")
    fact = waits(world, anwen, "plan-returned")
    waits(world, new_id(), "challenge")
    assert world.send() == 1
    (email,) = world.smtp.received(1)
    assert (email["Subject"], email["To"]) == ("Something waits for you", "anwen@northbridge.example")
    said = email.get_content()
    assert "- A plan was given back to you, with the reason" in said
    assert "/my-day" in said
    assert "/account/messages" in said
    assert begin_the_day(world) == 0
    waits(world, anwen, "plan-returned", id=fact)
    assert world.send() == 0, "heard twice, told once"


def test_a_day_is_told_in_one_message_in_their_language(world: Any, anwen: UUID) -> None:
    choose(world, anwen, "daily", language="cy")
    for kind in ("evidence", "handover", "evidence"):
        waits(world, anwen, kind)
    assert (world.send(), begin_the_day(world)) == (0, 0), "the day of these has begun already"
    with world.later(timedelta(hours=21)):
        assert begin_the_day(world) == 0, "it is not half past seven yet"
    with world.later(timedelta(hours=22)):
        assert begin_the_day(world) == 1
        assert begin_the_day(world) == 0
        assert world.send() == 1
    (email,) = world.smtp.received(1)
    assert email["Subject"] == "Beth sy'n aros amdanoch heddiw"
    assert "cyrraedd (2)" in email.get_content()
    assert [one.data.get("participant_id") for one in world.said("message.sent")] == [None]


def test_whoever_wants_nothing_or_has_left_is_told_nothing_that_waits(world: Any, anwen: UUID) -> None:
    choose(world, anwen, "daily")
    waits(world, anwen, "handover")
    choose(world, anwen, "none")
    waits(world, anwen, "handover")
    with world.later(timedelta(days=1)):
        assert begin_the_day(world) == 0
    choose(world, anwen, "each")
    waits(world, anwen, "handover")
    choose(world, anwen, "none")
    assert world.send() == 0


def test_the_newest_word_counts_and_without_an_address_there_is_none() -> None:
    someone = Colleague(new_id())
    assert someone.choose("each", address="a@work.example", language="en", sequence=2)
    assert not someone.choose("none", address=None, language="en", sequence=1)
    assert (someone.wants, someone.address) == ("each", "a@work.example")
    assert someone.choose("daily", address=None, language="en", sequence=3)
    assert (someone.wants, someone.address) == ("none", None)
