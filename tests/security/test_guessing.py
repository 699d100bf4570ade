"""Guessing passwords is slow from wherever it is tried, tells nothing, and keeps nobody else out for long."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from argon2 import PasswordHasher
from at_the_door import Person
from flask import Flask
from sqlalchemy import event, func, select, update

from chassis import clock
from chassis.context import ServiceContext
from gateway.actions import passwords, proof
from gateway.domain.lockout import FORGOTTEN_AFTER, FREE, KNOWN_FOR, LONGEST_WAIT, Failures
from gateway.store import accounts, lockout
from gateway.store.lockout import failures
from gateway.web.security.askers import asker_address

PASSWORD = "canal heron umbrella"
EMAIL = "anwen@northbridge.example"
UNKNOWN = "nobody@northbridge.example"
HOME, ELSEWHERE, THIEF = "192.0.2.10", "192.0.2.20", "198.51.100.66"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Many passwords are tried here: each costs as little as argon2 lets it."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def anwen(context: ServiceContext, signed_in: Callable[..., Person]) -> Person:
    """Somebody with a password."""
    person = signed_in("adviser")
    with context.database.transaction() as session:
        kept = accounts.by_id(session, person.account.id)
        assert kept is not None
        kept.password_hash, kept.email = passwords.hashed(PASSWORD), EMAIL
        kept.email_index = accounts.index_of(EMAIL)  # type: ignore[attr-defined]  # a column of the store
    return person


def tried(app: Flask, password: str, *, email: str = EMAIL, at: str = HOME) -> Any:
    """Somebody at this network address tries a password."""
    body = {"email": email, "password": password}
    return app.test_client().post("/api/sessions", json=body, environ_overrides={"REMOTE_ADDR": at})


def later(context: ServiceContext, by: timedelta) -> None:
    """Time passes."""
    with context.database.transaction() as session:
        session.execute(update(failures).values(last_at=failures.c.last_at - by))


@contextmanager
def counted(context: ServiceContext, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is done meanwhile that takes time: each statement, and each hash."""
    done: list[str] = []
    fits = passwords.fits

    def counting(*given: Any) -> bool:
        done.append("argon2")
        return fits(*given)

    def statement(conn: Any, cursor: Any, sql: str, *rest: Any) -> None:
        done.append(" ".join(sql.split()))

    monkeypatch.setattr(proof.passwords, "fits", counting)
    event.listen(context.database.engine, "before_cursor_execute", statement)
    try:
        yield done
    finally:
        event.remove(context.database.engine, "before_cursor_execute", statement)
        monkeypatch.setattr(proof.passwords, "fits", fits)


def test_the_same_is_done_and_said_whether_or_not_there_is_such_an_account(
    app: Flask, anwen: Person, context: ServiceContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    with counted(context, monkeypatch) as for_one:
        wrong = tried(app, "a guess")
    with counted(context, monkeypatch) as for_nobody:
        unknown = tried(app, "a guess", email=UNKNOWN)
    assert for_one == for_nobody
    assert for_one.count("argon2") == 1
    assert len(for_one) > 5
    for answer in (wrong, unknown):
        answer.json.pop("correlation_id")
    assert wrong.status_code == unknown.status_code == 401
    assert {k: v for k, v in wrong.json.items() if k != "correlation_id"} == {
        k: v for k, v in unknown.json.items() if k != "correlation_id"
    }
    assert set(wrong.headers.keys()) == set(unknown.headers.keys())


def test_guesses_from_many_places_are_counted_for_the_account(app: Flask, anwen: Person) -> None:
    for number in range(FREE["account"]):
        assert tried(app, "a guess", at=f"198.51.100.{number}").status_code == 401
    assert tried(app, PASSWORD, at="198.51.100.99").status_code == 429


def test_guesses_at_many_accounts_are_counted_for_the_place(app: Flask, context: ServiceContext) -> None:
    assert tried(app, "a guess", email="0@people.example", at=THIEF).status_code == 401
    with context.database.transaction() as session:
        session.execute(update(failures).where(failures.c.kind == "address").values(count=FREE["address"]))
    assert tried(app, "a guess", email="1@people.example", at=THIEF).status_code == 429
    assert tried(app, "a guess", email="2@people.example", at=ELSEWHERE).status_code == 401


def test_nobody_is_kept_out_of_where_they_got_in_before(
    app: Flask, anwen: Person, context: ServiceContext
) -> None:
    """However long somebody elsewhere goes on guessing."""
    assert tried(app, PASSWORD, at=HOME).status_code == 201
    for _ in range(20):
        tried(app, "a guess", at=THIEF)
        later(context, LONGEST_WAIT)
    tried(app, "a guess", at=THIEF)
    assert tried(app, PASSWORD, at=THIEF).status_code == 429
    assert tried(app, PASSWORD, at=ELSEWHERE).status_code == 429
    assert tried(app, PASSWORD, at=HOME).status_code == 201
    assert tried(app, "a guess", at=THIEF).status_code == 429, "that she got in does not help the thief"


def test_guessing_is_slow_at_home_too(app: Flask, anwen: Person) -> None:
    tried(app, PASSWORD)
    for _ in range(FREE["known"]):
        assert tried(app, "a guess").status_code == 401
    assert tried(app, PASSWORD).status_code == 429


def test_elsewhere_a_wait_is_never_longer_than_its_bound(
    app: Flask, anwen: Person, context: ServiceContext
) -> None:
    for _ in range(FREE["account"] + 12):
        tried(app, "a guess", at=THIEF)
        later(context, LONGEST_WAIT)
    tried(app, "a guess", at=THIEF)
    assert tried(app, PASSWORD, at=ELSEWHERE).status_code == 429
    later(context, LONGEST_WAIT)
    assert tried(app, PASSWORD, at=ELSEWHERE).status_code == 201


def test_a_busy_offices_mistypings_are_forgiven_by_and_by() -> None:
    """Two hundred sign in each morning from one address, and one in ten mistypes."""
    office, at = Failures("address", "office"), clock.real_now()
    for _ in range(5):
        for number in range(200):
            at += timedelta(seconds=20)
            assert office.wait(at) == timedelta(0)
            before, failed_at = office.last_at, at
            office.fail(at)
            if number % 10:
                office.take_back(failed_at, before)
        at += timedelta(hours=23)


def test_a_right_password_leaves_no_wait_behind_for_others_there() -> None:
    at, place = clock.real_now(), Failures("address", "library")
    for _ in range(FREE["address"]):
        place.fail(at)
    later_on = at + timedelta(minutes=2)
    assert place.wait(later_on) == timedelta(0)
    before = place.last_at
    place.fail(later_on)
    place.take_back(later_on, before)
    assert place.wait(later_on) == timedelta(0)


def test_what_counts_no_more_is_not_kept(app: Flask, anwen: Person, context: ServiceContext) -> None:
    """Made-up addresses fill no table."""
    tried(app, PASSWORD)
    for number in range(3):
        tried(app, "a guess", email=f"{number}@people.example", at=THIEF)
    later(context, FORGOTTEN_AFTER + timedelta(minutes=1))
    with context.database.transaction() as session:
        lockout.forget_old(session, clock.real_now())
        assert session.scalars(select(failures.c.kind)).all() == ["known"]
    later(context, KNOWN_FOR)
    with context.database.transaction() as session:
        lockout.forget_old(session, clock.real_now())
        assert session.scalar(select(func.count()).select_from(failures)) == 0


SEEN_FROM = [
    ("198.51.100.7", "203.0.113.1", "198.51.100.7"),
    ("10.0.0.2", "203.0.113.1", "203.0.113.1"),
    ("10.0.0.2", "1.1.1.1, 203.0.113.1", "203.0.113.1"),
    ("10.0.0.2", "203.0.113.1, 10.0.0.9", "203.0.113.1"),
    ("10.0.0.2", "nonsense", "10.0.0.2"),
    ("10.0.0.2", "", "10.0.0.2"),
    ("10.0.0.2", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ("2001:db8::1", "203.0.113.1", "2001:db8::/64"),
    ("::ffff:10.0.0.2", "203.0.113.1", "203.0.113.1"),
]


def test_only_our_own_proxies_are_believed(app: Flask, context: ServiceContext) -> None:
    ours = frozenset((ip_network("10.0.0.0/24"),))
    context.settings = replace(context.settings, trusted_proxies=ours)
    for remote, forwarded, found in SEEN_FROM:
        environ = {"REMOTE_ADDR": remote}
        with app.test_request_context("/", environ_base=environ, headers={"X-Forwarded-For": forwarded}):
            assert asker_address() == found, (remote, forwarded)
