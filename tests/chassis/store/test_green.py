"""Waiting for PostgreSQL under eventlet: others go on meanwhile, and no wait is for ever.

Each test is a process of its own, for patching cannot be undone.
"""

import subprocess
import sys

import pytest

from chassis.context import ServiceContext
from chassis.testing.plugin import ContextFactory


class Bare:
    """A service with an empty database."""

    name = "bare"


@pytest.fixture
def bare(service_context: ContextFactory) -> ServiceContext:
    return service_context(Bare)


PATCHED = """
import os, signal, sys, time
import eventlet
eventlet.monkey_patch()
import psycopg2
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from chassis.settings import Settings
from chassis.store import green, wire
from chassis.store.database import Database
green.make_green()
assert green.is_green()
database = Database("bare", sys.argv[1], Settings())
def now(): return time.monotonic()
"""


def process(script: str, *arguments: str, patched: bool = True) -> str:
    command = [sys.executable, "-W", "ignore", "-c", (PATCHED if patched else "") + script, *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def url(context: ServiceContext) -> str:
    return context.database.url.render_as_string(hide_password=False)


def test_one_process_waits_for_many_queries_at_once(bare: ServiceContext):
    script = """
def slow():
    with database.transaction() as session:
        session.execute(text("select pg_sleep(0.5)"))
with database.transaction():
    pass
began = now()
threads = [eventlet.spawn(slow) for _ in range(5)]
ticks = 0
while not all(thread.dead for thread in threads):
    eventlet.sleep(0.01)
    ticks += 1
print(now() - began, ticks)
"""
    took, ticks = map(float, process(script, url(bare)).split())
    assert took < 1.5, "five half-second queries took their turn one after the other"
    assert ticks > 10, "nothing else ran meanwhile"


FREEZING = """
green.QUERY_LIMIT, wire.RESTED = 0.5, 0.0
began = now()
backend = None
try:
    with database.transaction() as session:
        backend = session.scalar(text("select pg_backend_pid()"))
        if sys.argv[2] == "at work":
            os.kill(backend, signal.SIGSTOP)
        session.execute(text("select 1"))
    os.kill(backend, signal.SIGSTOP)
    with database.transaction() as session:
        session.execute(text("select 1"))
    print("replaced")
except OperationalError as error:
    print("given up" if "has not answered" in str(error) else error)
finally:
    print("quickly" if now() - began < 4 else "late")
    try:
        with database.transaction() as session:
            print(session.scalar(text("select 'recovered'")), database.engine.pool.checkedout())
    finally:
        os.kill(backend, signal.SIGCONT)
"""


@pytest.mark.parametrize(("frozen", "outcome"), [("at work", "given up"), ("at rest", "replaced")])
def test_a_server_that_froze_is_given_up_and_the_pool_recovers(
    bare: ServiceContext, frozen: str, outcome: str
):
    assert process(FREEZING, url(bare), frozen).splitlines() == [outcome, "quickly", "recovered 1"]


def test_a_server_that_does_not_let_us_in_is_given_up():
    script = """
green.CONNECT_LIMIT = 0.3
silent = eventlet.listen(("127.0.0.1", 0))
database = Database("bare", f"postgresql://u:p@127.0.0.1:{silent.getsockname()[1]}/x", Settings())
began = now()
try:
    database.ping()
except OperationalError as error:
    print("has not answered" in str(error), now() - began < 3)
"""
    assert process(script, "postgresql://unused/x").split() == ["True", "True"]


def test_a_migration_may_take_its_time(bare: ServiceContext):
    script = """
green.QUERY_LIMIT = 0.2
connection = database.dedicated_connection()
green.be_patient(connection)
with connection.cursor() as cursor:
    cursor.execute("select pg_sleep(0.6), 'done'")
    print(cursor.fetchone()[1])
"""
    assert process(script, url(bare)).split() == ["done"]


def test_an_error_in_a_query_leaves_the_connection_usable(bare: ServiceContext):
    script = """
from sqlalchemy.exc import DBAPIError
for _ in range(12):
    try:
        with database.transaction() as session:
            session.execute(text("select 1/0"))
    except DBAPIError:
        pass
with database.transaction() as session:
    print(session.scalar(text("select 'fine'")))
"""
    assert process(script, url(bare)).split() == ["fine"]


def test_without_the_patch_the_start_fails():
    script = """
from chassis.store import green
try:
    green.make_green()
except RuntimeError as error:
    print(error)
"""
    assert "call eventlet.monkey_patch() first" in process(script, patched=False)


def test_the_chassis_itself_does_not_patch_anything():
    script = "import sys, chassis.context, chassis.store.green; print('eventlet' in sys.modules)"
    assert process(script, patched=False).strip() == "False"
