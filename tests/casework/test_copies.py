"""A copy of everything: no table is forgotten, every service answers, nobody else gets anything."""

import importlib
import inspect
import pkgutil
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, Uuid

from chassis import clock
from chassis.ids import new_id
from chassis.testing import actors, bus
from services.casework import store
from services.casework.domain.access_requests import ANSWERING
from services.casework.store import metadata
from services.casework.store.holdings import SECRETS, holdings

OFFICER = "data-protection officer"
NOT_ABOUT_A_PERSON = {
    "availability": "an adviser's own time, and where it is",
    "slot": "the same, cut into pieces",
    "given_text": "words that advisers hand out to many",
    "weekly_availability": "the same, week by week",
    "group_session": "who comes is told in group_place",
    "cover": "between two advisers",
    "upload": "who handed in a file; what stands in it is in upload_row",
    "upload_lot": "rows that nobody has looked at yet; after seconds they are in upload_row",
    "recommendation_fairness": "counts, of which small ones are not shown",
    "breach": "an organisation's own log; it names nobody who is helped",
    "breach_note": "a line of it",
    "joining_request": "told before there is a record; once that is made, or refused, it is emptied",
    "bulk_export": "why a file was asked for, and by whom",
}
"""Tables with secrets or with ids of people that are no participants, each with its reason."""


@pytest.fixture
def known(office: Any) -> str:
    """Somebody about whom something was told, and noted."""
    id: str = office.register()
    office.adviser.post(
        f"/participants/{id}/circumstances", {"circumstances": {"health": {"affects_work": "somewhat"}}}
    )
    office.adviser.post(
        f"/participants/{id}/contacts", {"channel": "phone", "direction": "in", "summary": "Canary rang"}
    )
    return id


def asked(office: Any, id: str) -> str:
    answer = office.person(id).post(f"/participants/{id}/access-requests", {})
    assert answer.status_code == 201, answer.json
    return str(answer.json["id"])


def answered(office: Any, request: str, *, without: tuple[str, ...] = ()) -> None:
    for service in set(ANSWERING) - set(without):
        data: dict[str, Any] = {"kept": service == "community"}
        if not data["kept"]:
            data |= {"rows": 1, "held": {"thing": [{"words": f"Canary of {service}"}]}}
        bus.deliver(office.context, f"workstead.{service}.access.answered.v1", data, subject=UUID(request))


def is_about_somebody(table: Table) -> bool:
    """Whether a table could hold something about a participant: an id of one, a secret, or a part of such."""
    named = any(column.name in ("participant_id", "person_id") for column in table.c)
    secret = any(isinstance(column.type, SECRETS) for column in table.c)
    part = any(key.column.table in holdings() for key in table.foreign_keys)
    return named or secret or part


def test_no_module_of_the_store_is_forgotten() -> None:
    named = Path(str(store.__file__)).read_text(encoding="utf-8")
    modules = {
        module.name
        for module in pkgutil.iter_modules(store.__path__)
        if "metadata," in inspect.getsource(importlib.import_module(f"{store.__name__}.{module.name}"))
    }
    unnamed = {name for name in modules if f" {name} as {name}" not in named} - {"holdings", "base"}
    assert not unnamed, f"services/casework/store/__init__.py has to import {unnamed}"


def test_no_table_is_forgotten() -> None:
    forgotten = [
        table.name
        for table in metadata.sorted_tables
        if is_about_somebody(table) and table not in holdings() and table.name not in NOT_ABOUT_A_PERSON
    ]
    assert not forgotten, f"The copy of a person's data leaves out {forgotten}."


def test_a_table_that_the_copy_forgets_is_found() -> None:
    from sqlalchemy import Column, MetaData

    from services.casework.store.columns import secret

    apart = MetaData()
    for columns in ([Column("participant_id", Uuid)], [Column("note", secret)]):
        table = Table(f"t{len(apart.tables)}", apart, *columns)
        assert is_about_somebody(table)
        assert table not in holdings()


def test_it_is_asked_for_and_due_in_a_month(office: Any, known: str) -> None:
    with clock.frozen(date(2025, 8, 31)):
        made = office.person(known).post(f"/participants/{known}/access-requests", {}).json
    assert (made["asked_on"], made["due_on"], made["missing"]) == (
        "2025-08-31",
        "2025-09-30",
        list(ANSWERING),
    )
    (said,) = bus.recorded(office.context, "participant.access-requested")
    assert (str(said.subject), said.data["request_id"]) == (known, made["id"])


def test_it_can_be_extended_once_and_in_time(office: Any, known: str) -> None:
    officer, request = office.staff(OFFICER), asked(office, known)
    at = f"/access-requests/{request}/extension"
    longer = officer.post(at, {"reason": "Six services and a paper file"}).json
    assert (longer["due_on"], longer["extended_reason"]) == ("2025-06-03", "Six services and a paper file")
    assert officer.post(at, {"reason": "again"}).json["code"] == "already-extended"
    late = asked(office, known)
    with clock.frozen(date(2025, 4, 4)):
        assert (
            officer.post(f"/access-requests/{late}/extension", {"reason": "x"}).json["code"]
            == "too-late-to-extend"
        )


def test_it_is_released_when_every_service_has_answered(office: Any, known: str) -> None:
    officer, request = office.staff(OFFICER), asked(office, known)
    answered(office, request, without=("mi",))
    early = officer.post(f"/access-requests/{request}/release")
    assert (early.status_code, early.json["code"], early.json["errors"]) == (
        409,
        "answers-missing",
        {"request": ["Wait for: mi."]},
    )
    answered(office, request)
    released = officer.post(f"/access-requests/{request}/release").json
    assert (released["missing"], released["released_on"]) == ([], "2025-03-03")
    assert [one["kept"] for one in released["answers"] if one["service"] == "community"] == [True]


def test_an_answer_that_comes_twice_is_one(office: Any, known: str) -> None:
    request = asked(office, known)
    for _ in range(2):
        answered(office, request)
    shown = office.person(known).get(f"/participants/{known}/rights").json["copies"][0]
    assert [one["service"] for one in shown["answers"]] == sorted(ANSWERING)
    bus.deliver(office.context, "workstead.mi.access.answered.v1", {"kept": False}, subject=new_id())


def test_the_copy_holds_it_all(office: Any, known: str) -> None:
    request = asked(office, known)
    answered(office, request)
    copy = office.staff(OFFICER).get(f"/access-requests/{request}/copy").json
    ours = copy["held"]["casework"]
    assert ours["participant"][0]["full_name"] == "Siân Canary-Ó Briain"
    assert ours["participant"][0]["card"]["email"] == "sian@people.example"
    assert ours["contact"][0]["summary"] == "Canary rang"
    assert ours["circumstance"][0]["details"] == {"affects_work": "somewhat"}
    assert {"lawful_basis", "participant_party", "access_request"} <= set(ours)
    assert "date_of_birth_index" not in ours["participant"][0]
    assert copy["held"]["notify"] == {"thing": [{"words": "Canary of notify"}]}
    assert copy["kept_elsewhere"] == ["community"]
    assert "copy of everything" in {one["what"] for one in copy["readings"]}
    assert "workstead.casework.participant.registered.v1" in {one["event"] for one in copy["told_others"]}


def test_it_is_for_the_officer_and_then_for_the_person(office: Any, known: str) -> None:
    request = asked(office, known)
    answered(office, request)
    at = (f"/access-requests/{request}/copy", f"/access-requests/{request}/file")
    for path in at:
        assert office.person(known).get(path).status_code == 403, "not before it is released"
        assert office.staff(OFFICER).get(path).status_code == 200
    office.staff(OFFICER).post(f"/access-requests/{request}/release")
    for path in at:
        assert office.person(known).get(path).status_code == 200
        assert office.assisting(known).get(path).status_code == 403
        for role in ("adviser", "team leader", "operator", "analyst", "finance officer"):
            assert office.staff(role).get(path).status_code == 403, role
        for stranger in (office.person(str(new_id())), office.staff(OFFICER, org=office.elsewhere)):
            assert stranger.get(path).status_code == 404
        assert office.as_(actors.anonymous()).get(path).status_code == 401
    saved = office.person(known).get(at[1])
    assert saved.headers["Content-Disposition"].startswith("attachment; filename=")
    assert saved.json["full_name"] == "Siân Canary-Ó Briain"


def test_that_it_was_taken_stands_in_the_record(office: Any, known: str) -> None:
    request = asked(office, known)
    office.staff(OFFICER, name="Delyth").get(f"/access-requests/{request}/copy")
    readers = office.person(known).get(f"/participants/{known}/access").json["items"]
    assert ("Delyth", "copy of everything") in {(one["actor_name"], one["what"]) for one in readers}


def test_others_cannot_ask_or_decide(office: Any, known: str) -> None:
    at = f"/participants/{known}/access-requests"
    assert office.other_adviser.post(at, {}).status_code == 404
    assert office.person(str(new_id())).post(at, {}).status_code == 404
    assert office.staff("operator").post(at, {}).status_code == 403
    request = asked(office, known)
    for step in ("extension", "release"):
        body = {"reason": "x"} if step == "extension" else None
        path = f"/access-requests/{request}/{step}"
        assert office.adviser.post(path, body).status_code == 403
        assert office.person(known).post(path, body).status_code == 403
        assert office.staff(OFFICER, org=office.elsewhere).post(path, body).status_code == 404


def test_a_request_cannot_be_in_the_future(office: Any, known: str) -> None:
    refused = office.person(known).post(
        f"/participants/{known}/access-requests", {"occurred_on": "2025-03-04"}
    )
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["occurred_on"])
