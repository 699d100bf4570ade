"""Delivery survives failure, goes down the ladder, and keeps people safe."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from chassis import clock
from chassis.context import ServiceContext
from chassis.testing.smtp import SmtpServer
from services.notify.actions import sending
from services.notify.carriers import Carriers, Outcome, Parcel, Receipt, carriers_for
from services.notify.carriers.choice import SPOOL_TEXTS
from services.notify.reference import loading
from services.notify.service import Notify
from services.notify.store.messages import message

World = Any
CONFIRMATION = "appointment-confirmation"


def make_due(world: World) -> None:
    """Real time cannot be moved: what waits for its next try is tried now."""
    with world.context.database.transaction() as session:
        session.execute(update(message).values(next_try_at=clock.real_now()))


def log_of(world: World, person: UUID) -> list[tuple[str, str, str]]:
    return [(step.channel, step.outcome, step.words) for step in world.messages(person)[CONFIRMATION].log]


def test_a_server_that_says_not_now_is_asked_again_with_the_same_message_id(world: World) -> None:
    person = world.person()
    world.book(person)
    world.smtp.answer("451 greylisted, come back later")
    world.send()
    waiting = world.messages(person)[CONFIRMATION]
    assert (waiting.state, waiting.attempts) == ("temporary-failure", 1)
    assert waiting.next_try_at > clock.real_now()
    assert world.send() == 0, "not before its next try"
    make_due(world)
    world.send()
    [email] = world.smtp.received(1)
    assert email["Message-ID"] == f"<{waiting.id}@northbridge.example>"
    assert world.messages(person)[CONFIRMATION].state == "sent"
    assert log_of(world, person) == [
        ("email", "failed for now", "the mail server did not take it yet (451)"),
        ("email", "sent", "the mail server has taken it"),
    ]


def test_a_server_that_is_down_loses_nothing(world: World) -> None:
    person = world.person()
    world.book(person)
    world.smtp.stop()
    world.send()
    assert world.messages(person)[CONFIRMATION].state == "temporary-failure"
    world.smtp.start()
    make_due(world)
    world.send()
    world.smtp.received(1)


def test_a_mailbox_that_does_not_exist_leads_to_the_next_way(world: World) -> None:
    person = world.person(address_lines=[])
    world.book(person)
    world.smtp.refuse("aisha@post.example")
    world.send()
    [failed] = world.said("message.failed")
    assert failed.data["channel"] == "email"
    [needed] = world.said("call.needed")
    assert needed.subject == failed.subject, "it is the same message by another way"
    assert log_of(world, person) == [
        ("email", "failed", "the mail server refused it (550)"),
        ("text", "passed over", "no text provider is set up"),
        ("letter", "passed over", "they have no postal address"),
        ("call", "asked", "put on the adviser's call list"),
    ]


def test_one_bad_mailbox_does_not_stop_the_others(world: World) -> None:
    first, second = world.person(email="gone@post.example"), world.person()
    world.smtp.refuse("gone@post.example")
    world.book(first)
    world.book(second)
    world.send()
    assert world.smtp.received(1)[0]["To"] == "aisha@post.example"


def test_what_cannot_be_written_does_not_stop_what_comes_after(world: World) -> None:
    broken, whole = world.person(), world.person(email="whole@post.example")
    world.book(broken)
    with world.context.database.transaction() as session:
        session.execute(
            update(message).where(message.c.template == CONFIRMATION).values(template="never-written")
        )
    world.book(whole)
    world.send()
    assert world.smtp.received(1)[0]["To"] == "whole@post.example"
    held = world.messages(broken)["never-written"]
    assert held.reason == "it could not be written (KeyError)"
    assert world.send() == 0, "it is put aside for a while"


def test_a_sender_that_was_killed_is_taken_over_when_its_claim_lapses(world: World) -> None:
    person = world.person()
    world.book(person)

    class Killed(BaseException):
        pass

    class Deadly:
        def refusal(self) -> None:
            return None

        def carry(self, parcel: Parcel) -> Receipt:
            raise Killed

        def close(self) -> None:
            pass

    with pytest.raises(Killed):
        sending.send_due(world.context, Carriers({"email": Deadly()}))
    assert world.messages(person)[CONFIRMATION].state == "sending"
    assert world.send() == 0, "the claim still holds"
    make_due(world)
    world.send()
    world.smtp.received(1)
    assert [step.outcome for step in world.messages(person)[CONFIRMATION].log] == ["interrupted", "sent"]


def test_two_senders_at_once_send_each_message_once(world: World) -> None:
    people = [world.person(email=f"p{number}@post.example") for number in range(12)]
    for person in people:
        world.book(person)
    with ThreadPoolExecutor(3) as pool:
        rounds = list(pool.map(lambda _: world.send(), range(3)))
    assert sum(rounds) == 12
    assert sorted(world.smtp.recipients) == sorted(f"p{number}@post.example" for number in range(12))


def test_a_clock_that_was_ahead_keeps_nobody_waiting(world: World) -> None:
    hasty, patient = world.person(), world.person(safe={"quiet_from": "08:00", "quiet_until": "20:00"})
    with world.later(timedelta(hours=1)):
        world.book(hasty)
    world.book(patient)
    world.send()
    notify = Notify()
    notify.context = world.context
    assert world.messages(hasty)[CONFIRMATION].state != "sent"
    waits = {name: one.due_at for name, one in world.messages(patient).items()}
    notify.catch_up()
    world.send()
    assert world.messages(hasty)[CONFIRMATION].state == "sent"
    assert {name: one.due_at for name, one in world.messages(patient).items()} == waits


def test_quiet_hours_are_waited_out(world: World) -> None:
    person = world.person(safe={"quiet_from": "09:00", "quiet_until": "17:30"})
    world.book(person)
    assert world.send() == 1
    assert world.smtp.messages == []
    with world.later(timedelta(hours=7, minutes=29)):
        assert world.send() == 0
    with world.later(timedelta(hours=7, minutes=30)):
        assert world.send() == 1
    world.smtp.received(1)


def test_quiet_hours_that_last_until_then_become_a_call(world: World) -> None:
    person = world.person(safe={"quiet_from": "09:00", "quiet_until": "17:30"})
    world.book(person, timedelta(hours=5))
    world.send()
    assert [event.data["due_on"] for event in world.said("call.needed")] == ["2025-03-03"]


def test_the_sender_is_called_what_the_person_asked_for(world: World) -> None:
    world.book(world.person(safe={"sender_name": "Pat\nBcc: x@y.example"}))
    world.send()
    [email] = world.smtp.received(1)
    assert email["From"].addresses[0].display_name == "Pat Bcc: x@y.example"
    assert email["Bcc"] is None
    assert "Northbridge" not in email.get_content()
    assert "your CV" not in email.get_content()


def test_texts_go_to_the_spool_where_it_is_switched_on(
    service_context: Callable[..., ServiceContext], world: World, tmp_path: Any
) -> None:
    world.context = service_context(
        Notify, smtp_url=world.smtp.url, features=frozenset([SPOOL_TEXTS]), home=tmp_path
    )
    person = world.person(channel="text")
    world.book(person)
    world.send()
    spool = tmp_path / "spool" / "texts.jsonl"
    [line] = spool.read_text().splitlines()
    assert json.loads(line)["to"] == "+447700900123"
    assert "you have an appointment on Monday 10 March at 10am" in json.loads(line)["text"]
    assert spool.stat().st_mode & 0o777 == 0o600
    assert world.said("message.sent")[0].data["channel"] == "text"


def test_without_a_provider_a_text_becomes_an_email(world: World) -> None:
    person = world.person(channel="text")
    world.book(person)
    world.send()
    world.smtp.received(1)
    assert log_of(world, person)[0] == ("text", "passed over", "no text provider is set up")


def test_a_carrier_that_gives_up_for_good_is_not_asked_again(world: World) -> None:
    asked: list[UUID] = []

    class Refusing:
        def refusal(self) -> None:
            return None

        def carry(self, parcel: Parcel) -> Receipt:
            asked.append(parcel.id)
            return Receipt(Outcome.FOR_GOOD, "never")

        def close(self) -> None:
            pass

    person = world.person()
    world.book(person)
    carriers = Carriers({"email": Refusing(), "text": Refusing()})
    sending.send_due(world.context, carriers)
    assert len(asked) == 2
    assert world.messages(person)[CONFIRMATION].channel == "letter"


def test_an_address_that_is_none_fails_for_good(smtp_server: SmtpServer, world: World) -> None:
    world.book(world.person(email="not an address", address_lines=[]))
    world.send()
    assert [event.data["channel"] for event in world.said("message.failed")] == ["email"]
    assert len(world.said("call.needed")) == 1


def test_mail_is_the_only_carrier_that_ships_switched_on(world: World) -> None:
    assert set(carriers_for(world.context.settings).refusals()) == {"text"}
    assert set(loading.templates()) >= {CONFIRMATION}
