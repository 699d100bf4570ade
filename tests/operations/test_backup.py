"""A backup is taken while the suite works; all is lost; what the restore brings back is whole."""

import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg2.sql import SQL, Identifier, Literal
from script import CONTACTS_RECORDED, FEES_BY_GROUP, FEES_BY_KIND, FUNNEL, parts, totals
from sqlalchemy import text
from suites import Performance
from trial import Trial, folder

from chassis.testing.rabbitmq import PrivateNode
from chassis.testing.waiting import eventually
from demo.cast import PASSWORD
from demo.client import Person
from demo.suite import DATABASES, WORKSTEAD, Suite

pytestmark = pytest.mark.operations

SAID = text("select id from event_log where type like '%contact.recorded%' union all select id from outbox")
HEARD = text("select id, count(*) as times from fact where event = 'casework.contact.recorded' group by id")


def workstead(suite: Suite, *arguments: str, fails: bool = False) -> str:
    """`workstead …` as operations staff type it; what it says, good or bad."""
    done = subprocess.run(
        [*WORKSTEAD, *arguments], env=suite.settings, capture_output=True, text=True, check=False
    )
    assert (done.returncode != 0) == fails, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def performance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Performance]:
    made = Performance(tmp_path_factory.mktemp("e"))
    try:
        made.start()
        made.play()
        yield made
    finally:
        made.end()


def person(performance: Performance, key: str) -> Person:
    """Somebody who signs in anew."""
    return Person(performance.stage.base, performance.stage[key].email, PASSWORD)


def figures(analyst: Person) -> dict[str, Any]:
    return {
        "funnel": totals(analyst, "funnel"),
        "contacts": parts(analyst, "contacts-recorded", "channel"),
        "kinds": parts(analyst, "fees-earned", "kind"),
        "groups": parts(analyst, "fees-earned", "payment_group"),
    }


EXPECTED = {"funnel": FUNNEL, "contacts": CONTACTS_RECORDED, "kinds": FEES_BY_KIND, "groups": FEES_BY_GROUP}


def test_the_journey_is_there_again(performance: Performance, tmp_path: Path) -> None:
    stage, suite, backup = performance.stage, performance.suite, tmp_path / "backup"
    eventually(lambda: figures(stage["kofi"]) == EXPECTED, within=20)
    amina = f"/api/casework/participants/{stage.ids['amina']}"
    record, timeline = stage["anwen"].get(amina), stage["anwen"].get(f"{amina}/timeline")
    said = workstead(suite, "backup", str(backup))
    assert "6 databases" in said
    assert "WORKSTEAD_SECRET is not in it" in said
    assert "restored on trial" in workstead(suite, "verify", str(backup))
    assert "is there already" in workstead(suite, "backup", str(backup), fails=True)
    assert "at work" in workstead(suite, "restore", str(backup), "--replace", fails=True)

    performance.suite.stop()
    for name in ("pg", "keys", "secret"):
        place = suite.home / name
        shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
    workstead(suite, "restore", str(backup))
    performance.suite.start()

    assert figures(person(performance, "kofi")) == EXPECTED
    again = person(performance, "anwen")
    assert again.get(amina) == record, "columns that were encrypted are read again"
    assert again.get(f"{amina}/timeline") == timeline
    again.post(f"{amina}/contacts", {"channel": "phone", "direction": "in", "summary": "Still here."})
    calls = CONTACTS_RECORDED["Phone"] + 1
    eventually(
        lambda: parts(person(performance, "kofi"), "contacts-recorded", "channel")["Phone"] == calls,
        within=20,
    )


def test_a_damaged_backup_and_a_wrong_secret_are_said(performance: Performance, tmp_path: Path) -> None:
    suite, backup = performance.suite, tmp_path / "backup"
    workstead(suite, "backup", str(backup))
    suite.settings["WORKSTEAD_SECRET"] = "another secret than before"
    assert "another WORKSTEAD_SECRET" in workstead(suite, "verify", str(backup), fails=True)
    with open(backup / "mi.dump", "r+b") as dump:
        dump.seek(1000)
        dump.write(b"!")
    assert "mi.dump is not what was written" in workstead(suite, "restore", str(backup), fails=True)
    shutil.rmtree(backup / "keys")
    assert "is missing" in workstead(suite, "verify", str(backup), fails=True)
    assert "is no backup" in workstead(suite, "verify", str(tmp_path), fails=True)


@pytest.fixture
def trial(rabbitmq_node: PrivateNode) -> Iterator[Trial]:
    with folder() as home, Trial(home, rabbitmq_node.virtual_host(home.name)) as trial:
        yield trial


def backup_role(trial: Trial, tmp_path: Path) -> Path:
    """The role that may read everything, as deploy/database/make-databases.sh makes it."""
    password = secrets.token_hex(8)
    server = trial.suite.server
    server.execute(SQL("create role backup login bypassrls password {}").format(Literal(password)))
    server.execute(SQL("grant pg_read_all_data to backup"))
    for name in DATABASES:
        server.execute(SQL("grant connect on database {} to backup").format(Identifier(name)))
    file = tmp_path / "backup.password"
    file.write_text(f"{password}\n")
    return file


def test_a_backup_under_load_is_one_cut(trial: Trial, rabbitmq_node: PrivateNode, tmp_path: Path) -> None:
    suite, home, backup = trial.suite, trial.home, tmp_path / "backup"
    password = backup_role(trial, tmp_path)
    assert "role `backup`" in workstead(suite, "backup", str(backup), fails=True)
    with trial.load(rate=40) as ledger:
        ledger.wait_for(100)
        known = {deed.id for deed in ledger.accepted}
        print(workstead(suite, "backup", str(backup), "--password-file", str(password)))
        ledger.wait_for(100)
    assert trial.check(ledger).is_clean

    trial.forget()
    for name in list(suite.processes):
        suite.kill(name)
    suite.server.stop()
    for name in ("pg", "keys"):
        shutil.rmtree(home / name)
    rabbitmq_node.control("delete_vhost", home.name)
    rabbitmq_node.virtual_host(home.name)
    suite.server.start()
    suite.settings |= {f"WORKSTEAD_{n.upper()}_DATABASE_URL": suite.server.url(n) for n in DATABASES}
    print(workstead(suite, "restore", str(backup)))
    suite.start()

    eventually(lambda: trial.waiting("casework") == 0, within=30)
    said = {row.id for row in trial.rows("casework", SAID)}
    assert eventually(lambda: {row.id for row in trial.rows("mi", HEARD)} == said, within=30)
    assert {row.times for row in trial.rows("mi", HEARD)} == {1}
    back = {str(row.subject) for row in trial.rows("mi", text("select subject from fact"))}
    assert known <= back, "what was accepted before the backup began is there"
    with trial.load(rate=40, number=100) as ledger:
        pass
    assert trial.check(ledger).is_clean
