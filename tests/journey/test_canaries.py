"""What people type about themselves is nowhere in clear: queues, logs, database dumps, open streams.

Each canary is a value that occurs nowhere else. It is typed through the API by somebody with the right role,
and must come back to them through the API, so that the test knows that it was kept at all.
"""

import subprocess
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from guarded import Guarded
from kombu import Connection, Exchange, Queue
from suites import Performance

from chassis.store.embedded.commands import binaries
from chassis.store.embedded.server import SUPERUSER
from chassis.testing.waiting import eventually
from demo.client import Refused
from demo.suite import DATABASES, SplitSuite

EXCHANGES = ("casework", "marketplace", "community", "notify", "gateway")
CANARIES = {
    "name": "Zebedee Quillfeather",
    "called": "Zebquill",
    "email": "quillfeather@canary.example",
    "phone": "+447700900987",
    "address": "99 Canarybird Crescent",
    "number": "QQ123456C",
    "in words": "afraid of escalators since the fall at Plover Street",
    "summary": "rang about the magpie incident",
    "aim": "to breed bullfinches for a living",
    "action": "buy a goldcrest aviary",
    "note": "aviary bought from Uncle Wrenfield",
    "package note": "prefers to sit near the linnet cage",
    "reason": "tried it with the corncrakes before",
    "job": "Kingfisher wrangler",
    "employer": "Dotterel and Daughters",
    "application note": "mention the nightjar diploma",
    "account name": "Zebedee Accountholder Quillfeather",
}


class Tap:
    """A queue of its own, bound to everything that every service says."""

    def __init__(self, connection: Connection) -> None:
        bound = Queue("canary-tap", exclusive=True, auto_delete=True)(connection.default_channel)
        bound.declare()
        for name in EXCHANGES:
            bound.bind_to(Exchange(f"{name}.events", type="topic"), routing_key="#")
        self.bound = bound

    def drain(self) -> list[bytes]:
        """Everything that has come so far."""
        found = []
        while (message := self.bound.get(no_ack=True)) is not None:
            body = message.body
            found.append(
                (body.encode() if isinstance(body, str) else bytes(body)) + repr(message.headers).encode()
            )
        return found


@pytest.fixture(scope="module")
def heard(played_on_rabbitmq: Performance, guarded: Guarded) -> Iterator[list[bytes]]:
    """Every message that went over the broker while the canaries were typed."""
    with Connection(guarded.admin) as connection:
        yield overheard(Tap(connection), played_on_rabbitmq)


def overheard(tap: Tap, performance: Performance) -> list[bytes]:
    """What the tap hears until no service has anything left to say."""
    type_canaries(performance)
    messages: list[bytes] = []

    def quiet() -> bool:
        messages.extend(tap.drain())
        return not any(performance.stage.operator.get(f"/api/{s}/ops/outbox")["items"] for s in EXCHANGES[:4])

    eventually(quiet, within=30)
    return messages + tap.drain()


def test_the_queues_hold_no_canary(heard: list[bytes]) -> None:
    said = b"\n".join(heard)
    for name in (
        b"participant.registered",
        b"plan.agreed",
        b"referral.sent",
        b"spell.started",
        b"account.created",
    ):
        assert name in said, f"the tap did not hear {name.decode()}"
    assert_clean(said, "a message on the broker")


def test_the_logs_hold_no_canary(heard: list[bytes], played_on_rabbitmq: Performance) -> None:
    for log in played_on_rabbitmq.suite.logs.glob("*.log"):
        assert_clean(log.read_bytes(), log.name)


@pytest.mark.parametrize("name", DATABASES)
def test_a_dump_of_the_database_holds_no_canary(
    heard: list[bytes], played_on_rabbitmq: Performance, name: str
) -> None:
    suite = played_on_rabbitmq.suite
    assert isinstance(suite, SplitSuite)
    url = suite.server.address(SUPERUSER, name).replace("postgresql+psycopg2://", "postgresql://")
    dump = subprocess.run(
        [binaries() / "pg_dump", "--data-only", url], capture_output=True, check=True
    ).stdout
    assert len(dump) > 1000
    assert_clean(dump, f"the database {name}")


def test_the_open_stream_holds_no_canary(heard: list[bytes], played_on_rabbitmq: Performance) -> None:
    base, cursor, seen = played_on_rabbitmq.stage.base, None, b""
    while True:
        answer = requests.get(f"{base}/api/streams/open", params={"cursor": cursor, "limit": 100}, timeout=10)
        assert answer.status_code == 200, answer.text
        seen += answer.content
        cursor = answer.json().get("next")
        if not answer.json()["items"] or cursor is None:
            break
    assert b"offer.published" in seen, "the stream is empty"
    assert_clean(seen, "the open stream")


def test_a_planted_leak_is_found() -> None:
    with pytest.raises(AssertionError, match="phone"):
        assert_clean(b"... 07700 900987 ...", "a planted text")


def assert_clean(text: bytes, where: str) -> None:
    """No canary, nor a part of one by which it would be known."""
    for what, value in CANARIES.items():
        for form in {value, value.replace("+44", "0"), value.replace("+447700900987", "07700 900987")}:
            assert form.lower().encode() not in text.lower(), f"{what} stands in {where}"


def type_canaries(performance: Performance) -> None:
    """Somebody's whole record is typed in, through the API."""
    stage, c = performance.stage, CANARIES
    adviser = stage["anwen"]
    person = adviser.post("/api/casework/participants", registration())
    assert person["full_name"] == c["name"]
    record = f"/api/casework/participants/{person['id']}"
    health = {"affects_work": "a-lot", "about": ["mental"], "in_words": c["in words"]}
    adviser.post(f"{record}/circumstances", {"circumstances": {"health": health}})
    adviser.post(f"{record}/contacts", {"channel": "phone", "direction": "in", "summary": c["summary"]})
    stage.invite(
        adviser,
        f"canary {time.time()}",
        {"email": c["email"], "name": c["account name"], "roles": ["participant"], "person_id": person["id"]},
    )
    own = stage.signed_in("canary", c["email"])
    plan_canaries(adviser, own, record)
    own.post(
        f"{record}/applications",
        {"title": c["job"], "employer": c["employer"], "notes": c["application note"]},
    )
    assert own.get(f"{record}/applications")["items"][0]["notes"] == c["application note"]
    job = {"kind": "employment", "started_on": "2025-12-01", "employer": c["employer"], "job_title": c["job"]}
    adviser.post(f"{record}/spells", job)
    refer_canary(performance, person["id"], record)
    answer_canary(adviser, record)
    summaries = adviser.get(f"{record}/timeline")["items"]
    assert any(moment["about"] == c["summary"] for moment in summaries)


def registration() -> dict[str, Any]:
    """The canary's record as an adviser types it."""
    c = CANARIES
    return {
        "full_name": c["name"],
        "called": c["called"],
        "national_insurance_number": c["number"],
        "contact": {
            "channel": "email",
            "language": "en",
            "email": c["email"],
            "phone": c["phone"],
            "address_lines": [c["address"]],
        },
        "heard_of": "library",
        "lawful_bases": [{"purpose": "support", "basis": "public-task", "source": "contract"}],
    }


def plan_canaries(adviser: Any, own: Any, record: str) -> None:
    """A plan, agreed and partly done."""
    action = {
        "title": CANARIES["action"],
        "towards_kind": "goal",
        "towards": CANARIES["aim"],
        "owner": "participant",
        "due_on": "2026-02-02",
    }
    plan = adviser.post(f"{record}/plans", {"aim": CANARIES["aim"], "actions": [action]})
    adviser.post(f"/api/casework/plans/{plan['id']}/submission")
    own.post(f"/api/casework/plans/{plan['id']}/agreement")
    done = f"/api/casework/plans/{plan['id']}/actions/{plan['actions'][0]['id']}/completion"
    assert own.post(done, {"note": CANARIES["note"]})["actions"][0]["completion_note"] == CANARIES["note"]


def refer_canary(performance: Performance, person_id: str, record: str) -> None:
    """A referral with a package."""
    stage = performance.stage
    offer = stage.ids["offer clearwater"]
    proposal = stage["anwen"].get(f"{record}/referral-package", offer_id=offer)
    body = {
        "participant_id": person_id,
        "offer_id": offer,
        "lawful_basis": "public-task",
        "package": proposal["package"] | {"notes": CANARIES["package note"]},
    }
    sent = eventually(lambda: _accepted(stage["anwen"], body), within=20)
    seen = stage["cw-admin"].get(f"/api/marketplace/referrals/{sent['id']}")
    assert seen["package"]["notes"] == CANARIES["package note"]


def answer_canary(adviser: Any, record: str) -> None:
    """A recommendation is challenged, with a reason."""
    items = eventually(lambda: adviser.get(f"{record}/recommendations")["items"], within=20)
    body = {"answer": "challenged", "reason": CANARIES["reason"]}
    adviser.post(f"/api/casework/recommendations/{items[0]['id']}/answer", body)


def _accepted(adviser: Any, body: dict[str, Any]) -> Any:
    try:
        return adviser.post("/api/marketplace/referrals", body)
    except Refused:
        return None
