"""Erasing a person: looked at first, done by a second person, confirmed by every service; and what stays."""

import base64
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus
from services.casework import reference
from services.casework.actions import imports
from services.casework.actions.erasing import erase_rest
from services.casework.api.import_layouts import check
from services.casework.domain.erasures import CONFIRMING
from services.casework.store.holdings import holdings
from services.casework.store.participants import participant
from tests.casework.importing import AMINA, PEOPLE

OFFICER = "data-protection officer"
CANARY = "Canary"
ERASED = "workstead.casework.participant.erased.v1"


@pytest.fixture
def known(office: Any) -> str:
    """Somebody with a record, a note, an application and a job that was paid for."""
    id: str = office.register()
    at = f"/participants/{id}"
    note = {"channel": "phone", "direction": "in", "summary": f"{CANARY} rang"}
    office.adviser.post(f"{at}/contacts", note)
    office.person(id).post(f"{at}/applications", {"title": f"{CANARY} picker", "employer": CANARY})
    with clock.frozen(date(2025, 12, 12)):
        joined = {"programme": "pathways", "payment_group": "3", "occurred_on": "2025-03-10"}
        office.adviser.post(f"{at}/attachment", joined)
        job = {"kind": "employment", "started_on": "2025-06-02", "employer": CANARY}
        office.adviser.post(f"{at}/spells", job)
    return id


@pytest.fixture
def officer(office: Any) -> Any:
    """The data-protection officer, always the same."""
    return office.staff(OFFICER, id=new_id(), name="Delyth")


def prepared(officer: Any, id: str) -> dict[str, Any]:
    answer = officer.post(f"/participants/{id}/erasures", {"reason": "They asked us to"})
    assert answer.status_code == 201, answer.json
    made: dict[str, Any] = answer.json
    return made


def test_every_table_about_a_person_has_its_rule() -> None:
    ruled = {table for kind in reference.retention() for table in kind.tables}
    unruled = [str(one.table.name) for one in holdings() if str(one.table.name) not in ruled]
    assert not unruled, f"Say in reference/retention.yaml what becomes of {unruled} when a person is erased."
    tables = [table for kind in reference.retention() for table in kind.tables]
    assert len(tables) == len(set(tables)), "a table belongs to one kind"


def test_looking_changes_nothing_and_says_what_goes_and_what_stays(
    office: Any, officer: Any, known: str
) -> None:
    with clock.frozen(date(2025, 12, 12)):
        shown = {one["kind"]: one for one in prepared(officer, known)["forecast"]}
        assert (shown["contacts"]["rows"], shown["contacts"]["fate"], shown["contacts"]["until"]) == (
            1,
            "strip",
            None,
        )
        assert shown["job-search"]["fate"] == "delete"
        assert (shown["work"]["fate"], shown["work"]["until"]) == ("strip", "2031-12-12")
        assert shown["ledger"]["fate"] == "keep"
        assert office.adviser.get(f"/participants/{known}").json["full_name"].startswith("Siân")
        again = officer.post(f"/participants/{known}/erasures", {"reason": "x"})
        assert again.json["code"] == "erasure-waiting"


def test_a_second_person_has_it_done(office: Any, officer: Any, known: str) -> None:
    with clock.frozen(date(2025, 12, 12)):
        erasure = prepared(officer, known)["id"]
        at = f"/erasures/{erasure}/execution"
        assert officer.post(at).json["code"] == "second-person-needed"
        done = office.staff("team leader", name="Tomos").post(at)
        assert (done.status_code, done.json["done_by_name"]) == (200, "Tomos")
        assert done.json["missing"] == list(CONFIRMING)
        (said,) = bus.recorded(office.context, "participant.erased")
        assert (str(said.subject), said.data["erasure_id"]) == (known, erasure)
        assert office.adviser.get(f"/participants/{known}").status_code == 404
        assert office.staff("team leader").post(at).json["code"] == "erasure-over"
    assert _left(office, "contact", "summary") == [None]
    assert _left(office, "application", "title") == []
    assert _left(office, "participant", "full_name") == ["erased"]
    assert _left(office, "spell", "employer") == [CANARY], "kept for as long as it can be claimed back"
    assert _left(office, "participant", "national_insurance_index") == [None]


def test_nobody_is_erased_while_a_file_is_read_that_may_say_something_of_them(
    office: Any, officer: Any, known: str
) -> None:
    at = f"/erasures/{prepared(officer, known)['id']}/execution"
    body = {"kind": "people", "content": base64.b64encode((PEOPLE + AMINA).encode()).decode()}
    assert office.staff("team leader").post("/imports", body).status_code == 201
    refused = office.staff("team leader").post(at)
    assert (refused.status_code, refused.json["code"]) == (409, "file-unread")
    assert bus.recorded(office.context, "participant.erased") == []
    elsewhere = office.staff("team leader", org=office.elsewhere)
    elsewhere.post("/imports", body)
    while imports.read_next(office.context.database, check):
        pass
    assert office.staff("team leader").post(at).status_code == 200


def test_what_had_to_be_kept_goes_by_itself_when_its_time_is_over(
    office: Any, officer: Any, known: str
) -> None:
    with clock.frozen(date(2025, 12, 12)):
        done = office.staff("team leader").post(f"/erasures/{prepared(officer, known)['id']}/execution")
        assert done.json["rest_due_on"] == "2031-12-12"
    for day, left in ((date(2031, 12, 11), [CANARY]), (date(2031, 12, 12), [None])):
        with clock.frozen(day), office.context.database.transaction() as session:
            erase_rest(session, day)
        assert _left(office, "spell", "employer") == left
    with office.context.database.transaction() as session:
        assert session.scalar(text("select count(*) from ledger_entry")) > 0
        assert session.scalar(text("select rest_due_on from erasure")) is None


def test_who_has_confirmed_is_collected(office: Any, officer: Any, known: str) -> None:
    erasure = prepared(officer, known)["id"]
    office.staff("team leader").post(f"/erasures/{erasure}/execution")
    facts = {"occurred_on": "2025-03-03", "erasure_id": erasure}
    bus.deliver(office.context, ERASED, facts, subject=UUID(known))
    for service in ("notify", "community", "notify"):
        bus.deliver(office.context, f"workstead.{service}.erasure.confirmed.v1", {}, subject=UUID(erasure))
    shown = officer.get(f"/erasures/{erasure}").json
    assert [one["service"] for one in shown["answers"]] == ["casework", "community", "notify"]
    assert shown["missing"] == ["marketplace", "mi", "gateway"]
    assert [one["id"] for one in officer.get("/rights").json["unconfirmed"]] == [erasure]
    for service in ("marketplace", "mi", "gateway"):
        bus.deliver(office.context, f"workstead.{service}.erasure.confirmed.v1", {}, subject=UUID(erasure))
    assert officer.get("/rights").json["unconfirmed"] == []


def test_a_hold_keeps_all_of_it(office: Any, officer: Any, known: str) -> None:
    erasure = prepared(officer, known)["id"]
    hold = officer.post(f"/participants/{known}/holds", {"reason": "A claim before the tribunal"}).json["id"]
    assert office.staff("team leader").post(f"/erasures/{erasure}/execution").json["code"] == "legal-hold"
    officer.post(f"/erasures/{erasure}/withdrawal")
    assert officer.post(f"/participants/{known}/erasures", {"reason": "x"}).json["code"] == "legal-hold"
    assert officer.post(f"/holds/{hold}/lifting").status_code == 200
    assert officer.post(f"/holds/{hold}/lifting").json["code"] == "already-lifted"
    prepared(officer, known)


def test_what_changed_since_it_was_looked_at_is_looked_at_again(
    office: Any, officer: Any, known: str
) -> None:
    erasure = prepared(officer, known)["id"]
    office.adviser.post(
        f"/participants/{known}/contacts", {"channel": "letter", "direction": "out", "summary": "A word"}
    )
    refused = office.staff("team leader").post(f"/erasures/{erasure}/execution")
    assert (refused.status_code, refused.json["code"]) == (409, "forecast-changed")
    assert _left(office, "application", "title") != []


def test_two_at_once_have_it_done_once(office: Any, officer: Any, known: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    at = f"/erasures/{prepared(officer, known)['id']}/execution"
    seconds = [office.staff("team leader") for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        codes = sorted(answer.status_code for answer in pool.map(lambda who: who.post(at), seconds))
    assert codes == [200, 409]
    assert len(bus.recorded(office.context, "participant.erased")) == 1


def test_only_officers_prepare_and_only_here(office: Any, officer: Any, known: str) -> None:
    at, body = f"/participants/{known}/erasures", {"reason": "x"}
    for role in ("adviser", "team leader", "participant", "operator"):
        assert office.staff(role).post(at, body).status_code == 403, role
        assert office.staff(role).post(f"/participants/{known}/holds", body).status_code == 403, role
    stranger = office.staff(OFFICER, org=office.elsewhere)
    assert stranger.post(at, body).status_code == 404
    erasure = prepared(officer, known)["id"]
    assert stranger.get(f"/erasures/{erasure}").status_code == 404
    assert stranger.post(f"/erasures/{erasure}/execution").status_code == 404
    assert office.adviser.post(f"/erasures/{erasure}/execution").status_code == 403
    assert stranger.get("/rights").json["erasures"] == []


def _left(office: Any, table: str, column: str) -> list[Any]:
    asked = participant.metadata.tables[table]
    with office.context.database.transaction() as session:
        return list(session.scalars(select(asked.c[column])))
