"""Behind the policy stands the database: of meetings, work and money it shows nobody another's rows."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis import clock
from chassis.ids import new_id
from chassis.testing import actors, bus
from services.casework.actions.counting import look_anew
from services.casework.actions.in_work import ask_due
from services.casework.store import metadata

ABOUT_A_PERSON = (
    "appointment",
    "attendance",
    "call",
    "contact",
    "message",
    "application",
    "application_stage",
    "viewing_grant",
    "vacancy",
    "paper",
    "paper_version",
    "interview",
    "search_activity",
    "search_evidence",
    "text_author",
    "copy_warning",
    "in_work_plan",
    "in_work_check",
    "employer_contact",
    "spell_evidence",
    "spell",
    "spell_change",
    "attachment",
    "attachment_change",
    "milestone",
    "derivation",
    "claim",
    "ledger_entry",
    "payslip",
    "forecast_fee",
    "standing",
)
ABOUT_NOBODY = {
    "organisation",
    "staff",
    "offer",
    "availability",
    "slot",
    "engagement",
    "weekly_availability",
    "day_off",
    "group_session",
    "slot_hold",
    "freed_slot",
    "calendar_feed",
    "recommendation_review",
    "recommendation_levelling",
    "sent_text",
    "sent_text_band",
    "clause_use",
    "given_text",
    "standing_mark",
}
"""What is true of many, or of those who work here: `engagement` says that time is taken, and not by whom;
`recommendation_review` and `standing_mark` say that something is to be worked out, and nothing of what came
of it;
`sent_text` and its like hold keyed hashes of words, of their author and of the vacancy."""


@pytest.fixture
def known(office: Any) -> str:
    """Somebody about whom there is something in every table."""
    person = str(office.register())
    at, them = f"/participants/{person}", office.person(person)
    soon = {"starts_at": "2025-03-04T10:00:00Z", "ends_at": "2025-03-04T10:30:00Z"}
    booked = office.adviser.post(f"{at}/appointments", soon).json["id"]
    about = {"participant_id": person, "about": booked}
    call = about | {"reason": "x", "due_on": "2025-03-04", "script": "Say when"}
    bus.deliver(office.context, "workstead.notify.call.needed.v1", call)
    message = about | {"template": "x", "channel": "email", "occurred_on": "2025-03-03"}
    bus.deliver(office.context, "workstead.notify.message.sent.v1", message)
    them.post(f"{at}/applications", {"title": "Picker", "employer": "Harbour Foods"})
    them.post(f"{at}/grants", {})
    search_for_work(them, at)
    copy_from_another(office, person)
    with clock.frozen(date(2025, 12, 12)):
        office.adviser.post(f"/appointments/{booked}/attendance", {"attendance": "attended"})
        office.adviser.post(f"{at}/contacts", {"channel": "letter", "direction": "out", "summary": "A word"})
        joined = {"programme": "pathways", "payment_group": "3", "occurred_on": "2025-03-10"}
        attached = office.adviser.post(f"{at}/attachment", joined).json["id"]
        put_right = {"payment_group": "1", "occurred_on": "2025-03-10", "reason": "mistyped"}
        office.adviser.post(f"/attachments/{attached}/correction", put_right)
        job = office.adviser.post(f"{at}/spells", {"kind": "employment", "started_on": "2025-06-02"}).json
        pay = {"paid_on": "2025-06-30", "amount_pence": 80_000, "evidence": "payslip"}
        office.adviser.post(f"/spells/{job['id']}/pay", pay)
        stay_in_work(office, job["id"])
    with office.context.database.transaction() as session:
        look_anew(session)
    return person


def search_for_work(them: Any, at: str) -> None:
    """Something of each part of a job search."""
    them.post(f"{at}/vacancies", {"title": "Picker", "employer": "Harbour Foods"})
    them.post(f"{at}/papers", {"kind": "cv", "title": "CV", "text": "Four years on boats"})
    (made,) = them.get(f"{at}/applications").json["items"]
    met = {"starts_at": "2025-03-06T10:00:00Z", "ends_at": "2025-03-06T10:30:00Z", "channel": "phone"}
    them.post(f"/applications/{made['id']}/interviews", met)
    them.post(f"{at}/search-diary", {"kind": "looking", "minutes": 30})
    them.post(f"{at}/search-evidence", {})


def stay_in_work(office: Any, job: str) -> None:
    """A question about a job, whom one may ask, and what was seen."""
    office.adviser.post(f"/spells/{job}/in-work-plan")
    office.adviser.post(f"/spells/{job}/employer-contact", {"may_contact": False})
    office.adviser.post(f"/spells/{job}/evidence", {"kind": "payslip"})
    with office.context.database.transaction() as session:
        ask_due(session, date(2026, 3, 2))


def copy_from_another(office: Any, person: str) -> None:
    """Somebody else sends a letter, and this person sends the same."""
    told = office.told(full_name="Ned Penrose", different_person=True)
    another = str(office.staff("adviser", org=new_id()).post("/participants", told).json["id"])
    text = (
        "I mended nets for ten years and sold two boats. My father taught me knots, splices and patience."
        " Last winter I led eleven people home through fog, and nobody has forgotten it since."
    )
    for one in (another, person):
        them, at = office.person(one), f"/participants/{one}"
        paper = them.post(f"{at}/papers", {"kind": "letter", "title": "Letter", "text": text}).json
        sent = {"letter_id": paper["versions"][0]["id"], "sent_anyway": True}
        made = them.post(f"{at}/applications", {"title": "Netmaker", "employer": "Quay"} | sent)
        assert made.status_code == 201, made.json


def counted(office: Any, table: str) -> Callable[[Any], int]:
    def count(actor: Any) -> int:
        with office.context.database.transaction(actor) as session:
            return int(session.scalar(text(f"select count(*) from {table}")))

    return count


def test_the_database_shows_nobody_elses_rows(office: Any, known: str) -> None:
    served, themself = actors.adviser(org=office.here), actors.participant(person_id=UUID(known))
    stranger, another = actors.adviser(org=office.elsewhere), actors.participant(person_id=new_id())
    for table in ABOUT_A_PERSON:
        count = counted(office, table)
        assert count(served) > 0, table
        assert count(themself) == count(served), table
        assert (count(stranger), count(another), count(actors.anonymous())) == (0, 0, 0), table


def test_every_table_stands_behind_the_wall_or_is_about_nobody(office: Any) -> None:
    walled = text("select relname from pg_class where relrowsecurity and relforcerowsecurity")
    with office.context.database.transaction() as session:
        names = set(session.scalars(walled))
    assert {table.name for table in metadata.tables.values()} - names == ABOUT_NOBODY


def test_nobody_else_writes_even_past_the_policy(office: Any, known: str) -> None:
    stranger = actors.adviser(org=office.elsewhere)
    with office.context.database.transaction(stranger) as session:
        assert session.execute(text("update spell set voided = true")).rowcount == 0
        assert session.execute(text("update claim set paid_on = now()")).rowcount == 0
        assert session.execute(text("delete from contact")).rowcount == 0


def test_a_wall_gathers_nobody_but_asks_the_index(office: Any) -> None:
    """What a wall costs must not grow with how many people the organisation serves."""
    gathers = text(
        "select tablename from pg_policies where schemaname = current_schema() and qual ~ 'IN \\( SELECT'"
    )
    with office.context.database.transaction() as session:
        assert session.scalars(gathers).all() == []
