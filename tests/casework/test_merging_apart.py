"""Mergers of what there can be but one of: accounts, places in a group, offers to hand over, grants."""

from typing import Any

import pytest
from sqlalchemy import insert, text

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus
from services.casework.store import metadata
from tests.casework.club import fill, open_club, status, take
from tests.casework.two_records import merge, registered_twice, undo

LATER = {"starts_at": "2025-03-07T10:00:00Z", "ends_at": "2025-03-07T12:00:00Z"}


@pytest.fixture
def two(office: Any) -> tuple[str, str]:
    """The record that goes, and the one that stays."""
    return registered_twice(office)


def rows(office: Any, table: str, person: str) -> int:
    """How many rows a table has about a person."""
    counted = text(f"select count(*) from {table} where participant_id = :person")
    with office.context.database.transaction() as session:
        return int(session.scalar(counted, {"person": person}) or 0)


def what_there_is_of_both(goes: str, stays: str, here: Any, viewer: Any) -> list[Any]:
    """A document of the one that goes; and of both a grant to one viewer, an open transfer and a place in one
    session, with another of each that only the one that goes has.
    """
    now, one_session = clock.now(), new_id()
    groups = {
        "organisation_id": here,
        "led_by": viewer,
        "kind": "job-club",
        "title": "Club",
        "channel": "phone",
    }
    groups |= {"starts_at": now, "ends_at": now, "capacity": 9, "taken": 0, "waiting": 0, "opened_at": now}

    def session_of(id: Any) -> Any:
        return insert(metadata.tables["group_session"]).values(id=id, opened_by=viewer, **groups)

    def place(person: str, session_id: Any) -> Any:
        said = {"asked_by": "adviser", "asked_by_id": viewer, "asked_at": now, "assisted": False}
        said |= {"walked_in": False, "placed_at": now, "session_id": session_id}
        return insert(metadata.tables["group_place"]).values(id=new_id(), participant_id=person, **said)

    def grant(person: str, to: Any) -> Any:
        said = {"viewer_id": to, "opens": "applications", "given_at": now}
        return insert(metadata.tables["viewing_grant"]).values(id=new_id(), participant_id=person, **said)

    def transfer(person: str, declined: Any = None) -> Any:
        said = {"organisation_id": here, "to_adviser_id": viewer, "note": "x", "offered_by": viewer}
        said |= {"offered_at": now, "declined_at": declined}
        return insert(metadata.tables["transfer"]).values(id=new_id(), participant_id=person, **said)

    document = {"kind": "other", "title": "Form", "recorded_at": now}
    other_session = new_id()
    return [
        session_of(one_session),
        session_of(other_session),
        insert(metadata.tables["document"]).values(id=new_id(), participant_id=goes, **document),
        *(each for person in (goes, stays) for each in (place(person, one_session), grant(person, viewer))),
        *(transfer(person) for person in (goes, stays)),
        place(goes, other_session),
        grant(goes, new_id()),
        transfer(goes, now),
    ]


def link(office: Any, person: str) -> str:
    """The person has an account of their own."""
    linked = {"person_id": person, "occurred_on": "2025-03-03"}
    return str(bus.deliver(office.context, "workstead.gateway.account.linked.v1", linked).subject)


def test_of_two_accounts_that_of_the_record_that_stays_stays(office: Any, two: tuple[str, str]) -> None:
    goes, stays = two
    closed, _ = link(office, goes), link(office, stays)
    made = merge(office, goes, stays).json
    assert made["account"] == "closed"
    (told,) = bus.recorded(office.context, "participant.account-closed")
    assert (str(told.subject), told.data["account_id"], told.data["into"]) == (goes, closed, stays)
    assert undo(office, made["id"]).json["account"] == "reopened"
    (told,) = bus.recorded(office.context, "participant.account-reopened")
    assert (str(told.subject), told.data["account_id"]) == (goes, closed)
    assert merge(office, stays, goes).json["account"] == "closed", "either way round"


def test_an_account_that_leads_elsewhere_by_now_is_not_given_back(office: Any, two: tuple[str, str]) -> None:
    goes, stays = two
    closed, _ = link(office, goes), link(office, stays)
    made = merge(office, goes, stays).json
    third = office.register(full_name="Gwen Parry", date_of_birth="1971-01-01")
    linked = {"person_id": third, "occurred_on": "2025-03-03"}
    bus.deliver(office.context, "workstead.gateway.account.linked.v1", linked, subject=closed, sequence=2)
    assert undo(office, made["id"]).json["account"] == "not-reopened"
    assert bus.recorded(office.context, "participant.account-reopened") == []


def test_documents_grants_transfers_and_places_go_over_and_come_back(
    office: Any, two: tuple[str, str]
) -> None:
    goes, stays = two
    with office.context.database.transaction() as session:
        for statement in what_there_is_of_both(goes, stays, office.here, office.adviser_id):
            session.execute(statement)
    made = merge(office, goes, stays).json
    tables = ("document", "viewing_grant", "transfer", "group_place")
    assert [rows(office, name, goes) for name in tables] == [0, 1, 1, 1], (
        "where there can be but one, it stays"
    )
    assert [rows(office, name, stays) for name in tables] == [1, 2, 2, 2]
    undo(office, made["id"])
    assert [rows(office, name, goes) for name in tables] == [1, 2, 2, 2]
    assert [rows(office, name, stays) for name in tables] == [0, 1, 1, 1]


def test_of_two_places_in_one_session_one_goes_and_whoever_waits_moves_up(
    office: Any, two: tuple[str, str]
) -> None:
    goes, stays = two
    third = office.register(full_name="Gwen Parry", date_of_birth="1971-01-01")
    full, waited_for = open_club(office, capacity=2), open_club(office, **LATER)
    for person, club in ((goes, full), (stays, full), (third, full), (goes, waited_for), (stays, waited_for)):
        take(office.adviser, person, club)
    made = merge(office, goes, stays).json
    assert fill(office) == 1
    assert status(office, full) == {stays: "booked", third: "booked"}
    assert status(office, waited_for) == {stays: "booked"}, "the one that they had, not the one that waited"
    given_up = bus.recorded(office.context, "group-place.given-up")
    assert [(str(one.person_id), one.data["session_id"]) for one in given_up] == [(goes, full)]
    group = office.adviser.get(f"/groups/{waited_for}").json["group"]
    assert (group["taken"], group["waiting"]) == (1, 0)
    undo(office, made["id"])
    assert status(office, full) == {stays: "booked", third: "booked"}
    assert status(office, waited_for) == {goes: "booked"}, "it had gone over, and comes back"
