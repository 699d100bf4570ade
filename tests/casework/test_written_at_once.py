"""Many things of one kind by one statement: in the database as the session would have written them."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from chassis.ids import new_id
from chassis.testing.waiting import eventually
from services.casework.domain.attachments import Attachment
from services.casework.domain.claims import Claim
from services.casework.domain.ledger import entry
from services.casework.domain.milestones import Milestone
from services.casework.store import claims, imports, ledger, milestones
from services.casework.store.base import add_many

sys.path.append(str(Path(__file__).parent))

from importing import AMINA, NED, PEOPLE, begin, start

DAY = date(2025, 2, 28)
ALL = text("select unnest(cast(:tables as text[]))")


def told(thing: object) -> dict[str, Any]:
    return {name: value for name, value in vars(thing).items() if name != "_sa_instance_state"}


def a_claim(attached: Attachment) -> Claim:
    """One with a word in every kind of column, and nothing in others."""
    said: dict[str, Any] = {
        "id": new_id(),
        "attachment_id": attached.id,
        "participant_id": attached.participant_id,
    }
    said |= {"organisation_id": new_id(), "tariff": attached.tariff, "payment_group": "7 – “Siân” \\ {}"}
    said |= {"kind": "sustainment", "number": 99, "amount_pence": 372_000, "evidenced_by": new_id()}
    said |= dict.fromkeys(("began_on", "reached_on", "claimable_on", "claimed_on", "evidenced_on"), DAY)
    return Claim(**said)


def test_what_is_written_at_once_is_read_as_it_was_told(office: Any, worked: dict[str, str]) -> None:
    with office.context.database.transaction() as session:
        attached = session.query(Attachment).first()
        claim = a_claim(attached)
        posted = entry(claim, "claimed", DAY, id=new_id(), by=None, at=datetime(2025, 3, 1, 9, 5, tzinfo=UTC))
        reached = Milestone(new_id(), attached.participant_id, 99, DAY)
        claims.keep(session, [claim])
        ledger.add(session, [posted])
        milestones.add(session, [reached])
        add_many(session, claims.claim, [])
        for one in (claim, posted, reached):
            assert told(session.get(type(one), one.id)) == told(one)
        stored = session.scalar(text("select payment_group from claim where id = :id"), {"id": claim.id})
    assert "Siân" not in stored


def test_the_database_looks_again_at_tables_that_an_import_fills(
    office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "GROWN", ALL)
    start(office, begin(office, "people", PEOPLE + AMINA + NED))
    seen = text(
        "select count(*) from pg_stat_user_tables where last_analyze is not null and relname = any(:tables)"
    )

    def looked() -> bool:
        with office.context.database.transaction() as session:
            return session.scalar(seen, {"tables": list(imports.GROWING)}) == len(imports.GROWING)

    eventually(looked)
