"""Handing people over, cover for leave, the team board, suggestions, and an adviser's morning."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis import clock
from chassis.ids import new_id
from chassis.testing import actors, bus

ACCOUNT = "workstead.gateway.account.created.v1"
NOTE = {"note": "Canary: rings back in the mornings"}


def hears_of(office: Any, name: str, *roles: str, org: UUID | None = None) -> UUID:
    """The gateway tells of somebody who works here; their account."""
    data = {"roles": list(roles or ("adviser",)), "organisation_id": str(org or office.here), "name": name}
    return bus.deliver(office.context, ACCOUNT, data, subject=new_id()).subject


@pytest.fixture
def tomasz(office: Any) -> UUID:
    return hears_of(office, "Tomasz Zielinski")


def offer(office: Any, person: str, to: UUID, client: Any = None) -> Any:
    asked = {"to_adviser_id": str(to), **NOTE}
    return (client or office.adviser).post(f"/participants/{person}/transfers", asked)


def adviser_of(office: Any, person: str) -> str:
    return str(office.adviser.get(f"/participants/{person}").json["adviser_id"])


def test_a_person_is_handed_over_once_the_colleague_says_yes(office: Any, person: str, tomasz: UUID) -> None:
    asked = offer(office, person, tomasz)
    assert (asked.status_code, asked.json["status"], asked.json["to_adviser_name"]) == (
        201,
        "offered",
        "Tomasz Zielinski",
    )
    assert adviser_of(office, person) == str(office.adviser_id), "until then nothing changes"
    theirs = office.staff("adviser", id=tomasz)
    (waiting,) = theirs.get("/my-day").json["transfers"]
    assert (waiting["note"], waiting["called"]) == (NOTE["note"], "Siân")
    said = theirs.post(f"/transfers/{asked.json['id']}/acceptance", {})
    assert (said.status_code, said.json["status"]) == (200, "accepted")
    assert adviser_of(office, person) == str(tomasz)
    assert theirs.get("/my-day").json["transfers"] == []
    (accepted,) = bus.recorded(office.context, "transfer.accepted")
    assert accepted.data == {
        "participant_id": person,
        "organisation_id": str(office.here),
        "to_adviser_id": str(tomasz),
        "occurred_on": "2025-03-03",
    }
    assert bus.recorded(office.context, "participant.allocated")[-1].data["adviser_id"] == str(tomasz)
    listed = office.adviser.get(f"/participants/{person}/transfers").json["items"]
    assert [one["status"] for one in listed] == ["accepted"]


def test_a_colleague_says_no_and_why(office: Any, person: str, tomasz: UUID) -> None:
    asked = offer(office, person, tomasz).json["id"]
    theirs = office.staff("adviser", id=tomasz)
    assert list(theirs.post(f"/transfers/{asked}/decline", {}).json["errors"]) == ["reason"]
    said = theirs.post(f"/transfers/{asked}/decline", {"reason": "I am full"}).json
    assert (said["status"], said["declined_because"]) == ("declined", "I am full")
    assert adviser_of(office, person) == str(office.adviser_id)
    assert offer(office, person, tomasz).status_code == 201, "it may be asked again"


def test_nobody_else_answers_and_only_who_asked_takes_it_back(office: Any, person: str, tomasz: UUID) -> None:
    asked = f"/transfers/{offer(office, person, tomasz).json['id']}"
    for step, body in (("acceptance", {}), ("decline", {"reason": "x"})):
        assert office.adviser.post(f"{asked}/{step}", body).status_code == 403
        assert office.staff("team leader").post(f"{asked}/{step}", body).status_code == 403
        assert office.other_adviser.post(f"{asked}/{step}", body).status_code == 404
        assert office.person(person).post(f"{asked}/{step}", body).status_code == 403
    assert office.staff("adviser").post(f"{asked}/withdrawal", {}).status_code == 403
    assert office.other_adviser.post(f"{asked}/withdrawal", {}).status_code == 404
    assert office.adviser.post(f"{asked}/withdrawal", {}).json["status"] == "withdrawn"
    late = office.staff("adviser", id=tomasz).post(f"{asked}/acceptance", {})
    assert (late.status_code, late.json["code"]) == (409, "transfer-withdrawn")


def test_one_question_at_a_time_and_to_somebody_who_works_here(
    office: Any, person: str, tomasz: UUID
) -> None:
    stranger = hears_of(office, "Somebody Else", org=office.elsewhere)
    assert offer(office, person, stranger).json["code"] == "not-a-colleague"
    assert offer(office, person, office.adviser_id).json["code"] == "already-theirs"
    assert offer(office, person, tomasz).status_code == 201
    again = offer(office, person, hears_of(office, "Mina Rahman"))
    assert (again.status_code, again.json["code"]) == (409, "transfer-open")
    assert offer(office, person, tomasz, office.other_adviser).status_code == 404
    for role in ("participant", "data-protection officer", "finance officer"):
        assert offer(office, person, tomasz, office.staff(role)).status_code == 403
    assert office.other_adviser.get(f"/participants/{person}/transfers").status_code == 404


def test_whoever_is_allocated_in_another_way_overtakes_the_question(
    office: Any, person: str, tomasz: UUID
) -> None:
    asked = offer(office, person, tomasz).json["id"]
    mina = hears_of(office, "Mina Rahman")
    office.staff("team leader").post(f"/participants/{person}/allocation", {"adviser_id": str(mina)})
    late = office.staff("adviser", id=tomasz).post(f"/transfers/{asked}/acceptance", {})
    assert (late.status_code, late.json["code"]) == (409, "transfer-withdrawn")
    assert adviser_of(office, person) == str(mina)


def leave(office: Any, by: UUID, client: Any = None, **more: Any) -> Any:
    days = {"from_on": "2025-03-03", "until_on": "2025-03-14", "covered_by": str(by)}
    return (client or office.adviser).post("/covers", days | more)


def test_who_covers_sees_the_other_persons_people_on_these_days(
    office: Any, person: str, tomasz: UUID
) -> None:
    theirs = office.staff("adviser", id=tomasz)
    with clock.frozen(date(2025, 3, 20)):
        assert theirs.get("/my-day").json["alerts"] == []
        made = leave(office, tomasz, from_on="2025-03-20", until_on="2025-03-21", note="Back on Monday")
        assert (made.status_code, made.json["covered_by_name"]) == (201, "Tomasz Zielinski")
        day = theirs.get("/my-day").json
        assert [one["participant_id"] for one in day["alerts"]] == [person]
        assert [one["note"] for one in day["covering"]] == ["Back on Monday"]
        (row,) = [one for one in board(office) if one["adviser_id"] == str(office.adviser_id)]
        assert (row["covered_by"], row["away_until"]) == (str(tomasz), "2025-03-21")
        assert adviser_of(office, person) == str(office.adviser_id), "nobody is handed over by it"
    with clock.frozen(date(2025, 3, 22)):
        assert theirs.get("/my-day").json["alerts"] == []
        assert office.adviser.get("/covers").json["items"] == []


def test_an_appointment_is_handed_to_whoever_stands_in_at_the_same_time(
    office: Any, person: str, tomasz: UUID
) -> None:
    times = {"starts_at": "2025-03-20T10:00:00Z", "ends_at": "2025-03-20T10:30:00Z"}
    asked = times | {"channel": "phone", "purpose": "CV"}
    booked = office.adviser.post(f"/participants/{person}/appointments", asked).json["id"]
    path, leader = f"/appointments/{booked}/handover", office.staff("team leader")
    refused = leader.post(path, {})
    assert (refused.status_code, refused.json["code"]) == (409, "no-cover")
    leave(office, tomasz, from_on="2025-03-20", until_on="2025-03-21")
    assert office.other_adviser.post(path, {}).status_code == 404
    assert office.person(person).post(path, {}).status_code == 403
    handed = leader.post(path, {"reason": "Anwen is away"})
    assert handed.status_code == 201, handed.json
    new = handed.json
    assert (new["adviser_id"], new["with_whom"]) == (str(tomasz), "Tomasz Zielinski")
    assert (new["starts_at"][:16], new["channel"], new["purpose"]) == ("2025-03-20T10:00", "phone", "CV")
    old = office.adviser.get(f"/appointments/{booked}").json
    assert (old["replacement_id"], old["rearranged_reason"]) == (new["id"], "Anwen is away")
    second = office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02")
    again = office.adviser.post(f"/participants/{second}/appointments", asked).json["id"]
    assert leader.post(f"/appointments/{again}/handover", {}).status_code == 409, "they meet somebody then"
    assert office.adviser.get(f"/appointments/{again}").json["status"] == "scheduled"


def test_cover_that_is_ended_holds_no_more(office: Any, person: str, tomasz: UUID) -> None:
    made = leave(office, tomasz).json["id"]
    assert office.staff("adviser", id=tomasz).post(f"/covers/{made}/ending", {}).status_code == 403
    assert office.other_adviser.post(f"/covers/{made}/ending", {}).status_code == 404
    assert office.adviser.post(f"/covers/{made}/ending", {}).json["ended_on"] == "2025-03-03"
    assert office.adviser.post(f"/covers/{made}/ending", {}).json["code"] == "cover-over"
    assert office.staff("adviser", id=tomasz).get("/my-day").json["covering"] == []
    assert leave(office, tomasz).status_code == 201, "and the days are free again"


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"until_on": "2025-03-02"}, "ends-before-it-begins", "until_on"),
        ({"from_on": "2025-01-02", "until_on": "2025-02-02"}, "over-already", "until_on"),
        ({"until_on": "2031-01-01"}, "too-long", "until_on"),
        ({"from_on": "soon"}, "invalid", "from_on"),
    ],
)
def test_cover_that_cannot_be(office: Any, tomasz: UUID, more: Any, code: str, field: str) -> None:
    refused = leave(office, tomasz, **more)
    assert (refused.status_code, list(refused.json["errors"])) == (422, [field])
    assert code in ("invalid", refused.json["code"])


def test_only_a_team_leader_arranges_cover_for_others(office: Any, tomasz: UUID) -> None:
    away = {"adviser_id": str(office.adviser_id)}
    assert leave(office, tomasz, office.staff("adviser"), **away).status_code == 403
    assert leave(office, tomasz, office.staff("finance officer")).status_code == 403
    hears_of(office, "Anwen Pritchard")
    known = {"adviser_id": str(hears_of(office, "Mina Rahman"))}
    assert leave(office, tomasz, office.staff("team leader"), **known).status_code == 201
    assert leave(office, tomasz, office.staff("team leader"), **known).json["code"] == "covered-already"
    assert office.other_adviser.get("/covers").json["items"] == []


def board(office: Any) -> list[dict[str, Any]]:
    return list(office.staff("team leader").get("/team-board").json["items"])


def test_the_board_counts_what_each_morning_lists(office: Any, tomasz: UUID) -> None:
    hears_of(office, "Farah Siddiqui", "finance officer")
    first = office.register()
    second = office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02")
    office.adviser.post(f"/participants/{first}/allocation", {"adviser_id": str(tomasz)})
    with clock.frozen(date(2025, 3, 31)):
        office.adviser.post(
            f"/participants/{first}/contacts", {"channel": "letter", "direction": "out", "summary": "A word"}
        )
        rows = {one["name"]: one for one in board(office)}
        silent = {one["days"]: one["people"] for one in rows[None]["no_contact"]}
        assert silent == {14: 1, 28: 1, 56: 0}
        assert rows["Tomasz Zielinski"]["people"] == 1
        assert [one["people"] for one in rows["Tomasz Zielinski"]["no_contact"]] == [0, 0, 0]
        assert "Farah Siddiqui" not in rows
        (alert,) = office.adviser.get("/my-day").json["alerts"]
        assert (alert["participant_id"], alert["kind"], alert["days"]) == (second, "no-contact", 28)
    assert office.adviser.get("/team-board").status_code == 403
    assert office.staff("team leader", org=office.elsewhere).get("/team-board").json["items"] == []


def test_an_outcome_that_nobody_checked_and_a_plan_to_look_at_again(office: Any, person: str) -> None:
    action = {"title": "Ask", "towards_kind": "goal", "towards": "Work", "owner": "participant"}
    plan = office.adviser.post(
        f"/participants/{person}/plans", {"actions": [action | {"due_on": "2025-04-01"}]}
    ).json["id"]
    office.adviser.post(f"/plans/{plan}/submission", {})
    assert office.person(person).post(f"/plans/{plan}/agreement", {}).status_code == 200
    joined = {"programme": "pathways", "payment_group": "3", "occurred_on": "2025-03-03"}
    office.adviser.post(f"/participants/{person}/attachment", joined)
    with clock.frozen(date(2025, 6, 2)):
        kinds = {one["kind"]: one["days"] for one in office.adviser.get("/my-day").json["alerts"]}
        assert kinds == {"no-contact": 91, "plan-review": 91, "outcome-unclaimed": 91}
        (row,) = [one for one in board(office) if one["adviser_id"] == str(office.adviser_id)]
        assert (row["plan_review"], row["outcome_unclaimed"]) == (1, 1)


def test_an_adviser_tells_of_themselves_and_is_suggested_for_it(
    office: Any, person: str, tomasz: UUID
) -> None:
    theirs = office.staff("adviser", id=tomasz)
    told = {"languages": ["en", "cy"], "places": ["cf10"], "needs": ["debt"], "part_time_percent": 60}
    at = f"/advisers/{tomasz}/profile"
    before = theirs.get(at)
    assert before.json["languages"] == ["en"]
    etag = {"If_Match": before.headers["ETag"]}
    assert theirs.put(at, told, **etag).json["places"] == ["CF10"]
    assert theirs.put(at, told, **etag).status_code == 412, "an old version"
    hears_of(office, "Mina Rahman")
    found = office.adviser.get(f"/participants/{person}/adviser-suggestions").json["items"]
    assert found[0]["adviser_name"] == "Tomasz Zielinski"
    assert {each["code"] for each in found[0]["reasons"]} == {"room", "language"}
    assert office.other_adviser.get(f"/participants/{person}/adviser-suggestions").status_code == 404
    assert office.person(person).get(f"/participants/{person}/adviser-suggestions").status_code == 403


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"languages": ["klingon"]}, "languages"),
        ({"places": ["10"]}, "places"),
        ({"needs": ["fame"]}, "needs"),
        ({"part_time_percent": 5}, "part_time_percent"),
    ],
)
def test_what_nobody_can_tell_of_themselves(office: Any, more: dict[str, Any], field: str) -> None:
    told = {"languages": ["en"], "places": [], "needs": [], "part_time_percent": 100} | more
    at = f"/advisers/{office.adviser_id}/profile"
    etag = {"If_Match": office.adviser.get(at).headers["ETag"]}
    refused = office.adviser.put(at, told, **etag)
    assert (refused.status_code, list(refused.json["errors"])) == (422, [field])


def test_nobody_tells_it_for_a_colleague_but_a_team_leader(office: Any, tomasz: UUID) -> None:
    told = {"languages": ["en", "pl"], "places": [], "needs": [], "part_time_percent": 100}
    at = f"/advisers/{tomasz}/profile"
    etag = {"If_Match": office.adviser.get(at).headers["ETag"]}
    assert office.adviser.put(at, told, **etag).status_code == 403
    assert office.staff("team leader").put(at, told, **etag).status_code == 200
    assert office.other_adviser.get(at).status_code == 404


def test_the_database_shows_nobody_elses_transfers_and_covers(office: Any, person: str, tomasz: UUID) -> None:
    offer(office, person, tomasz)
    leave(office, tomasz)
    with office.context.database.transaction(actors.adviser(org=office.elsewhere)) as session:
        for table in ("transfer", "cover", "adviser_profile"):
            assert session.scalar(text(f"select count(*) from {table}")) == 0
    with office.context.database.transaction(actors.adviser(org=office.here)) as session:
        assert session.scalar(text("select count(*) from transfer")) == 1
        assert session.scalar(text("select count(*) from cover")) == 1
        assert session.scalar(text("select note from transfer")).find("Canary") == -1, "notes are encrypted"
