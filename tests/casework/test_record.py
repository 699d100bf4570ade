"""A person's record: read, found, corrected; and who is told that it was read."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from chassis import clock
from chassis.ids import new_id
from chassis.store.statements import wire_of
from chassis.testing import bus


def test_the_record_is_found_by_reference_name_birth_and_number(office: Any) -> None:
    id = office.register(national_insurance_number="QQ123456C")
    office.register(full_name="Amina Yusuf", called="Amina", date_of_birth="1985-01-02")
    reference = office.adviser.get(f"/participants/{id}").json["reference"]
    for search in (
        reference,
        reference.lower(),
        "siân",
        "CANARY sian",
        "o briain",
        "1990-05-17",
        "qq123456c",
    ):
        found = office.adviser.get(f"/participants?search={search}").json["items"]
        assert [one["id"] for one in found] == [id], search
    for search in ("can", "canary amina", "1990-05-18", "QQ123456D", "💙"):
        assert office.adviser.get(f"/participants?search={search}").json["items"] == []


def test_the_caseload_comes_in_pages_the_latest_first(office: Any) -> None:
    days = ["2025-02-03", "2025-03-03", "2025-01-06"]
    for day in days:
        office.register(occurred_on=day, different_person=True)
    first = office.adviser.get("/participants?limit=2").json
    assert [one["registered_on"] for one in first["items"]] == ["2025-03-03", "2025-02-03"]
    last = office.adviser.get(f"/participants?limit=2&cursor={first['next']}").json
    assert [one["registered_on"] for one in last["items"]] == ["2025-01-06"]
    assert last["next"] is None


def test_the_caseload_says_when_each_was_last_met_and_will_be_next(office: Any) -> None:
    person, other = office.register(), office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02")

    def row() -> tuple[str | None, str | None]:
        listed = {each["id"]: each for each in office.adviser.get("/participants").json["items"]}
        assert listed[other]["next_appointment_at"] is listed[other]["last_contact_at"] is None
        return listed[person]["next_appointment_at"], listed[person]["last_contact_at"]

    def book(day: str) -> str:
        times = {"starts_at": f"{day}T10:00:00Z", "ends_at": f"{day}T10:30:00Z", "channel": "phone"}
        made = office.adviser.post(f"/participants/{person}/appointments", times)
        return str(made.json["id"])

    assert row() == (None, None)
    first = book("2025-03-05")
    office.adviser.post(f"/appointments/{book('2025-03-04')}/cancellation", {})
    said = {"channel": "letter", "direction": "out", "occurred_at": "2025-03-01T09:00:00Z"}
    office.adviser.post(f"/participants/{person}/contacts", said | {"summary": "A map"})
    assert row() == ("2025-03-05T10:00:00+00:00", "2025-03-01T09:00:00+00:00")
    with clock.frozen(date(2025, 3, 6)):
        office.adviser.post(f"/appointments/{first}/attendance", {"attendance": "attended"})
        assert row() == (None, "2025-03-05T10:00:00+00:00")


def test_the_caseload_of_one_adviser(office: Any) -> None:
    id = office.register()
    assert [
        one["id"] for one in office.adviser.get(f"/participants?adviser_id={office.adviser_id}").json["items"]
    ] == [id]
    assert office.adviser.get(f"/participants?adviser_id={new_id()}").json["items"] == []


def test_a_correction_needs_the_version_that_was_read(office: Any) -> None:
    id = office.register()
    read = office.adviser.get(f"/participants/{id}")
    change = {"full_name": "Siân Briain", "contact": {"channel": "text"}}
    assert office.adviser.patch(f"/participants/{id}", change).status_code == 428
    amended = office.adviser.patch(f"/participants/{id}", change, If_Match=read.headers["ETag"])
    assert amended.status_code == 200
    assert (amended.json["full_name"], amended.json["contact"]["channel"]) == ("Siân Briain", "text")
    assert amended.json["contact"]["email"] == "sian@people.example"
    stale = office.adviser.patch(f"/participants/{id}", change, If_Match=read.headers["ETag"])
    assert stale.status_code == 412
    assert office.adviser.get("/participants?search=canary").json["items"] == []
    assert len(office.adviser.get("/participants?search=briain").json["items"]) == 1


def test_what_is_needed_to_reach_a_person_is_told_again_only_when_it_changes(office: Any) -> None:
    id = office.register()
    read = office.adviser.get(f"/participants/{id}")
    same = office.adviser.patch(
        f"/participants/{id}", {"date_of_birth": "1990-05-18"}, If_Match=read.headers["ETag"]
    )
    assert len(bus.recorded(office.context, "participant.contact-card-changed")) == 1
    office.adviser.patch(
        f"/participants/{id}",
        {"contact": {"safe_contact": {"voicemail": False, "sender_name": "the library"}}},
        If_Match=same.headers["ETag"],
    )
    assert len(bus.recorded(office.context, "participant.contact-card-changed")) == 2


def test_a_correction_cannot_take_somebody_elses_number(office: Any) -> None:
    office.register(national_insurance_number="QQ123456C")
    id = office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02")
    etag = office.adviser.get(f"/participants/{id}").headers["ETag"]
    taken = office.adviser.patch(
        f"/participants/{id}", {"national_insurance_number": "QQ123456C"}, If_Match=etag
    )
    assert (taken.status_code, taken.json["code"]) == (409, "already-registered")
    assert office.adviser.get(f"/participants/{id}").json["national_insurance_number"] is None


@pytest.mark.parametrize(
    ("change", "status"),
    [({"called": "Shân"}, 200), ({"contact": {"channel": "phone"}}, 200), ({"full_name": "X"}, 403)],
)
def test_a_person_changes_how_they_are_reached_and_not_who_they_are(
    office: Any, change: dict[str, Any], status: int
) -> None:
    id = office.register()
    themself = office.person(id)
    etag = themself.get(f"/participants/{id}").headers["ETag"]
    assert themself.patch(f"/participants/{id}", change, If_Match=etag).status_code == status


def test_contradictory_contact_is_refused_in_a_correction_too(office: Any) -> None:
    id = office.register()
    etag = office.adviser.get(f"/participants/{id}").headers["ETag"]
    refused = office.adviser.patch(f"/participants/{id}", {"contact": {"email": None}}, If_Match=etag)
    assert refused.status_code == 422
    assert "contact.email" in refused.json["errors"]


def test_a_person_is_given_another_adviser_of_the_same_organisation(office: Any) -> None:
    id = office.register()
    colleague, stranger = new_id(), new_id()
    for account, org in ((colleague, office.here), (stranger, office.elsewhere)):
        bus.deliver(
            office.context,
            "workstead.gateway.account.created.v1",
            {"roles": ["adviser"], "organisation_id": org, "name": "Tomasz", "occurred_on": "2025-03-01"},
            subject=account,
        )
    given = office.staff("team leader").post(
        f"/participants/{id}/allocation", {"adviser_id": str(colleague), "occurred_on": "2025-03-03"}
    )
    assert (given.json["adviser_id"], given.json["adviser_name"]) == (str(colleague), "Tomasz")
    for other in (stranger, new_id()):
        refused = office.staff("team leader").post(
            f"/participants/{id}/allocation", {"adviser_id": str(other)}
        )
        assert refused.status_code == 409
    assert len(bus.recorded(office.context, "participant.allocated")) == 2


@pytest.mark.parametrize("day", ["2025-03-04", "2025-03-02"])
def test_nobody_is_allocated_tomorrow_or_before_they_came(office: Any, day: str) -> None:
    id = office.register()
    response = office.adviser.post(
        f"/participants/{id}/allocation", {"adviser_id": str(office.adviser_id), "occurred_on": day}
    )
    assert response.status_code == 422


def test_each_reading_is_written_down_and_shown_to_the_person(office: Any) -> None:
    id = office.register()
    office.adviser.get(f"/participants/{id}")
    office.adviser.get(f"/participants/{id}/circumstances")
    office.staff("team leader", name="Seun").get(f"/participants/{id}/summary")
    readings = office.person(id).get(f"/participants/{id}/access").json["items"]
    assert [(one["actor_name"], one["what"]) for one in readings] == [
        ("Seun", "summary"),
        ("Anwen Pritchard", "circumstances"),
        ("Anwen Pritchard", "record"),
    ]
    officer = office.staff("data-protection officer").get(f"/participants/{id}/access")
    assert officer.json["items"] == readings
    assert office.adviser.get(f"/participants/{id}/access").status_code == 403
    assert office.staff("operator").get(f"/participants/{id}/access").status_code == 403


def test_what_was_not_shown_is_not_written_down(office: Any) -> None:
    id = office.register()
    office.other_adviser.get(f"/participants/{id}")
    assert office.person(id).get(f"/participants/{id}/access").json["items"] == []


def test_a_linked_account_shows(office: Any) -> None:
    id = office.register()
    assert office.adviser.get(f"/participants/{id}").json["has_account"] is False
    bus.deliver(
        office.context,
        "workstead.gateway.account.linked.v1",
        {"person_id": id, "occurred_on": "2025-03-03"},
    )
    assert office.adviser.get(f"/participants/{id}").json["has_account"] is True


@pytest.mark.parametrize("name", ["heard-of", "circumstances", "barriers", "purposes"])
def test_choices_are_there_to_be_read(office: Any, name: str) -> None:
    items = office.adviser.get(f"/reference/{name}").json["items"]
    assert all(item["label"]["en"] and item["label"]["cy"] for item in items)


def test_there_are_no_other_lists(office: Any) -> None:
    assert office.adviser.get("/reference/barrier-rules").status_code == 404
    assert office.adviser.get("/reference/..%2F__init__").status_code == 404


def test_each_of_many_reads_at_once_is_in_the_log(office: Any) -> None:
    id = office.register()
    client = office.adviser
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: client.get(f"/participants/{id}").status_code, range(20)))
    assert answers == [200] * 20
    assert _reads(office, id) == 20


def test_a_record_that_is_not_shown_is_not_read(office: Any) -> None:
    id = office.register()
    assert office.other_adviser.get(f"/participants/{id}").status_code == 404
    assert _reads(office, id) == 0


def test_where_the_reading_cannot_be_written_down_nothing_is_shown(office: Any) -> None:
    id = office.register()
    with office.context.database.transaction() as session:
        session.execute(text("alter table access_log add constraint never check (what <> 'record')"))
    answer = office.adviser.get(f"/participants/{id}")
    assert answer.status_code >= 500
    assert "Siân" not in answer.text
    assert _reads(office, id) == 0


def test_the_record_is_read_in_one_trip(office: Any) -> None:
    id = office.register()
    with office.context.database.transaction() as session:
        wire = wire_of(session)
    office.adviser.get(f"/participants/{id}")
    before = wire.trips
    assert office.adviser.get(f"/participants/{id}").status_code == 200
    assert wire.trips - before == 1


def _reads(office: Any, id: str) -> int:
    counted = text("select count(*) from access_log where person_id = :id and what = 'record'")
    with office.context.database.transaction() as session:
        return int(session.execute(counted, {"id": id}).scalar() or 0)
