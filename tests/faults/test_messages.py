"""What may be wrong with the messages themselves: poison, the same again, the wrong way round."""

import json
import uuid
from typing import Any

import pytest
from ledger import Ledger
from load import Client, appointment, register
from mails import keys_of_mails
from reporting import Report, lasting
from sqlalchemy import text
from tap import Letter, put, take_all
from trial import Trial

from chassis.messaging.topology import queue_of
from chassis.testing.waiting import eventually

RATE = 30
CALM = 40
WITHIN = 60
REFUSE = """
    create function no_video() returns trigger language plpgsql as
        $$ begin if new.said->>'channel' = 'video' then raise 'not now'; end if; return new; end $$;
    create trigger no_video before insert on fact for each row execute function no_video();
"""
TAKE = "drop trigger if exists no_video on fact; drop function if exists no_video()"
PARKED = text("select state, attempts from parked_event where discarded_at is null")


def parked(trial: Trial) -> int:
    """How many events MI could not handle."""
    return len(trial.rows("mi", PARKED))


def broker(trial: Trial) -> str:
    """The address of the trial's broker."""
    return trial.suite.settings["WORKSTEAD_BROKER_URL"]


def what_was_said(trial: Trial, ledger: Ledger, number: int) -> list[Letter]:
    """So many deeds' events as MI's queue has them; MI is away and comes back without having had them."""
    trial.suite.stop_one("mi")
    ledger.wait_for(number)
    letters: list[Letter] = []

    def all_there() -> bool:
        letters.extend(take_all(broker(trial), queue_of("mi")))
        return len(letters) >= number

    eventually(all_there, within=WITHIN)
    return letters


def restart(trial: Trial, name: str) -> None:
    """It runs again, and answers."""
    trial.suite.start_one(name)
    trial.suite.start()


def test_poison_among_good_ones(trial: Trial, report: Report) -> None:
    """MI's table refuses some facts: they are parked, the rest goes on; mended, they are taken too.

    An event that cannot even be read is parked as well, and in nobody's way.
    """
    with trial.load(rate=RATE, channels=("letter", "letter", "letter", "video")) as ledger:
        ledger.wait_for(CALM)
        mended = "Once the cause is mended, after `workstead events retry mi`"
        with report.incident("poison", "MI cannot take every fourth event", mended) as incident:
            trial.run("mi", REFUSE)
            put(broker(trial), queue_of("mi"), [Letter(b"no event", {"delivery_mode": 2})])
            eventually(lambda: parked(trial) > 5, within=WITHIN)
            known = len(trial.effects(ledger))
            eventually(lambda: len(trial.effects(ledger)) > known + CALM, within=WITHIN)
            incident.notes["parked"] = parked(trial)
            trial.run("mi", TAKE)
        ledger.wait_for(CALM)
    trial.command("events", "retry", "mi")
    report.check(ledger, incident)
    assert [row.state for row in trial.rows("mi", PARKED)] == ["permanent"]
    trial.run("mi", "delete from parked_event")


def test_the_same_again(trial: Trial, report: Report) -> None:
    """Each event comes three times, in one batch and in another."""
    with trial.load(rate=RATE) as ledger:
        with report.incident("twice", "Every event is delivered to MI three times") as incident:
            letters = what_was_said(trial, ledger, CALM)
            put(broker(trial), queue_of("mi"), letters + letters)
            restart(trial, "mi")
            put(broker(trial), queue_of("mi"), letters)
            incident.notes["delivered again"] = 2 * len(letters)
        ledger.wait_for(CALM)
    report.check(ledger, incident)
    assert trial.metric("mi", "workstead_events_duplicate_total") >= 2 * len(letters)


def test_the_wrong_way_round(trial: Trial, report: Report) -> None:
    """A queue is turned upside down: for facts order does not matter, and that of the latest holds."""
    with trial.load(rate=RATE) as ledger:
        with report.incident("upside-down", "MI's queue is turned upside down") as incident:
            letters = what_was_said(trial, ledger, CALM)
            put(broker(trial), queue_of("mi"), letters[::-1])
            restart(trial, "mi")
        ledger.wait_for(CALM)
    report.check(ledger, incident)
    assert parked(trial) == 0


@pytest.mark.fault
def test_called_off_before_it_was_booked(trial: Trial, report: Report) -> None:
    """Notify hears of each booking after its cancellation: nobody is told to come to what is off.

    The person of the first deed is told nothing at all; a booking that stands is confirmed.
    """
    url, queue = broker(trial), queue_of("notify")
    with trial.load(rate=4, appointments=1.0) as ledger:
        ledger.wait_for(5)
        with report.incident("cancelled-before-booked", "Notify hears of events in reverse") as incident:
            trial.suite.stop_one("notify")
            off = booked_and_called_off(trial, 10)
            eventually(lambda: trial.waiting("casework") == 0, within=WITHIN)
            lasting(0.5)
            put(url, queue, take_all(url, queue)[::-1])
            restart(trial, "notify")
    report.check(ledger, incident, within=180)
    assert not off & {deed for deed, _ in keys_of_mails(trial.mail)}


def booked_and_called_off(trial: Trial, number: int) -> set[str]:
    """Appointments beside those of the load; their keys."""
    client, keys = Client(trial.door), [str(uuid.uuid4()) for _ in range(number)]
    for key, person in zip(keys, register(trial.door, number), strict=True):
        wanted = appointment(next(trial.slots), key)
        _, booked = client.post(f"/participants/{person}/appointments", wanted, key)
        status, _ = client.post(f"/appointments/{booked['id']}/cancellation", {}, f"off-{key}")
        assert status == 200
    client.close()
    return set(keys)


def _data(letter: Letter) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(letter.body)
    return found


@pytest.mark.fault
def test_unknown_sender(trial: Trial, report: Report) -> None:
    """An event of a kind that MI does not know goes by without a trace."""
    with trial.load(rate=RATE) as ledger:
        letters = what_was_said(trial, ledger, 5)
        strange = _data(letters[0]) | {"id": str(uuid.uuid4()), "type": "workstead.casework.nobody.knows.v9"}
        with report.incident("strange", "MI is sent an event of a kind that it does not know") as incident:
            put(broker(trial), queue_of("mi"), [Letter(json.dumps(strange).encode(), letters[0].properties)])
            put(broker(trial), queue_of("mi"), letters)
            restart(trial, "mi")
    report.check(ledger, incident)
