"""Calendar feeds: a secret address shows its owner's times, names nobody, and can be switched off."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import actors
from services.casework.store.staff import Colleague, keep

SECRET = hashlib.sha256(b"a long random secret").hexdigest()
OTHER = hashlib.sha256(b"another").hexdigest()


@pytest.fixture
def person(office: Any) -> str:
    id: str = office.register()
    times = {"starts_at": "2025-03-05T10:00:00Z", "ends_at": "2025-03-05T10:30:00Z", "channel": "in-person"}
    told = {"place": "Eastgate Library", "purpose": "Canary debts"}
    booked = office.adviser.post(f"/participants/{id}/appointments", times | told)
    assert booked.status_code == 201
    club = {"kind": "job-club", "title": "Job club", "channel": "video", "capacity": 2}
    times = {"starts_at": "2025-03-06T10:00:00Z", "ends_at": "2025-03-06T11:00:00Z"}
    session = office.adviser.post("/groups", club | times).json["id"]
    office.person(id).post(f"/participants/{id}/group-places", {"session_id": session})
    interviewed(office, id)
    return id


def interviewed(office: Any, person: str) -> None:
    """An interview, one that was moved, and one that was called off: one of them stands."""
    them = office.person(person)
    made = them.post(f"/participants/{person}/applications", {"title": "Baker", "employer": "Canary Foods"})
    path = f"/applications/{made.json['id']}/interviews"
    told = {"channel": "in-person", "place": "Quay 4", "with_whom": "Canary Roe"}
    first, second, third = (
        told | {"starts_at": f"2025-03-{day}T10:00:00Z", "ends_at": f"2025-03-{day}T11:00:00Z"}
        for day in (10, 11, 12)
    )
    moved = them.post(path, first).json["id"]
    them.post(f"/interviews/{moved}/rearrangement", second)
    off = them.post(path, third).json["id"]
    assert them.post(f"/interviews/{off}/cancellation").status_code == 200


def on(client: Any, digest: str = SECRET, **more: Any) -> Any:
    return client.post("/calendar-feeds", {"digest": digest} | more)


def read(office: Any, digest: str = SECRET) -> Any:
    return office.as_(actors.anonymous()).get(f"/calendar-feeds/by-digest/{digest}")


def test_a_participant_reads_their_own_times_and_no_name(office: Any, person: str) -> None:
    assert on(office.person(person), language="cy").status_code == 201
    shown = read(office)
    assert (shown.status_code, shown.json["language"], shown.json["discreet"]) == (200, "cy", False)
    first, second, third = shown.json["entries"]
    assert (first["kind"], first["channel"], first["place"]) == (
        "appointment",
        "in-person",
        "Eastgate Library",
    )
    assert (second["kind"], second["title"]) == ("group", "Job club")
    assert (third["kind"], third["place"], third["title"]) == ("interview", "Quay 4", None)
    assert not {"Canary", "Baker", "Siân", "Anwen"} & set(str(shown.json).replace("'", " ").split())


def test_an_adviser_reads_their_own_diary_while_they_work_there(office: Any, person: str) -> None:
    on(office.adviser)
    assert read(office).status_code == 404, "nobody has told us that they work here"
    for sequence, roles, status in ((1, ("adviser",), 200), (2, (), 404), (3, ("team leader",), 200)):
        with office.context.database.transaction() as session:
            keep(session, Colleague(office.adviser_id, sequence, office.here, "Anwen Pritchard", roles))
        assert read(office).status_code == status
    shown = read(office).json
    assert [each["kind"] for each in shown["entries"]] == ["appointment", "group"]
    assert "Siân" not in str(shown)
    assert person not in str(shown)
    other = office.staff("adviser", id=new_id())
    on(other, OTHER)
    assert read(office, OTHER).status_code == 404
    with office.context.database.transaction() as session:
        keep(session, Colleague(office.adviser_id, 4, office.elsewhere, "Anwen Pritchard", ("adviser",)))
    assert read(office).status_code == 404


def test_discreet_it_says_no_more_than_that_there_is_something(office: Any, person: str) -> None:
    on(office.person(person), discreet=True)
    shown = read(office).json
    assert shown["discreet"] is True
    for each in shown["entries"]:
        assert (each["channel"], each["place"], each["title"]) == (None, None, None)
    assert "Library" not in str(shown)


def test_safe_contact_makes_every_address_discreet(office: Any) -> None:
    contact = office.told()["contact"] | {"safe_contact": {"sender_name": "Sam"}}
    person = office.register(contact=contact)
    times = {"starts_at": "2025-03-05T10:00:00Z", "ends_at": "2025-03-05T10:30:00Z", "channel": "in-person"}
    at = f"/participants/{person}/appointments"
    assert office.adviser.post(at, times | {"place": "Eastgate Library"}).status_code == 201
    on(office.person(person))
    shown = read(office)
    assert (shown.status_code, shown.json["discreet"]) == (200, True)
    assert "Library" not in str(shown.json)


def test_switched_off_or_wrong_it_leads_nowhere(office: Any, person: str) -> None:
    feed = on(office.person(person)).json
    assert "digest" not in str(feed)
    path = f"/calendar-feeds/{feed['id']}/revocation"
    assert office.adviser.post(path).status_code == 404
    mine = office.as_(actors.participant(person_id=new_id(), org=office.here))
    assert mine.post(path).status_code == 404
    assert read(office, OTHER).status_code == read(office, "0").status_code == 404
    with office.context.database.engine.connect() as connection:
        rows = connection.exec_driver_sql("select calendar_feed::text from calendar_feed").scalars().all()
    assert SECRET not in str(rows)


def test_its_owner_lists_and_switches_it_off(office: Any, person: str) -> None:
    client = office.adviser
    with office.context.database.transaction() as session:
        keep(session, Colleague(office.adviser_id, 1, office.here, "Anwen", ("adviser",)))
    feed = on(client).json
    assert [each["id"] for each in client.get("/calendar-feeds").json["items"]] == [feed["id"]]
    path = f"/calendar-feeds/{feed['id']}/revocation"
    assert client.post(path).status_code == 200
    assert client.post(path).status_code == 409
    assert client.get("/calendar-feeds").json["items"] == []
    assert read(office).status_code == 404


def test_who_switches_one_on(office: Any, person: str) -> None:
    assert on(office.assisting(person)).status_code == 403
    assert on(office.staff("finance officer")).status_code == 403
    assert list(on(office.adviser, "short").json["errors"]) == ["digest"]
    assert list(on(office.adviser, language="fr").json["errors"]) == ["language"]
    digests = [hashlib.sha256(bytes([n])).hexdigest() for n in range(6)]
    assert [on(office.adviser, digest).status_code for digest in digests] == [201] * 5 + [409]


def test_what_is_called_off_or_long_ago_is_not_there(office: Any, person: str) -> None:
    on(office.person(person))
    booked = office.person(person).get(f"/participants/{person}/appointments").json["items"][0]["id"]
    office.person(person).post(f"/appointments/{booked}/cancellation", {})
    assert [each["kind"] for each in read(office).json["entries"]] == ["group", "interview"]
    with clock.frozen(datetime(2025, 3, 11, 10, tzinfo=UTC) + timedelta(days=32)):
        assert read(office).json["entries"] == []
