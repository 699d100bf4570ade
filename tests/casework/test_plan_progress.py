"""A plan that holds, through the API: added to, begun, evidenced, reminded of, reviewed, compared."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus
from services.casework.actions import plan_progress

WALK = {
    "title": "Canary: walk to the library",
    "towards_kind": "barrier",
    "towards": "health",
    "owner": "participant",
    "due_on": "2025-03-10",
}
WRITE = WALK | {"title": "Canary: write", "owner": "adviser"}


@pytest.fixture
def id(office: Any) -> str:
    """Somebody who is helped."""
    return str(office.register())


@pytest.fixture
def plan(office: Any, id: str) -> dict[str, Any]:
    """A plan that both have agreed."""
    return made(office, id, [WALK, WRITE], aim="Get out", review_on="2025-03-31")


def made(office: Any, id: str, actions: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    drafted = office.adviser.post(f"/participants/{id}/plans", {"actions": actions} | more)
    assert drafted.status_code == 201, drafted.json
    at = f"/plans/{drafted.json['id']}"
    assert office.adviser.post(f"{at}/submission", {}).status_code == 200
    answer = office.person(id).post(f"{at}/agreement", {})
    assert answer.status_code == 200, answer.json
    return dict(answer.json)


def test_a_participant_adds_and_completes_their_own(office: Any, id: str, plan: dict[str, Any]) -> None:
    at, themself = f"/plans/{plan['id']}/actions", office.person(id)
    added = themself.post(at, WALK | {"title": "Canary: swim", "remind_days": 1})
    assert (added.status_code, added.json["actions"][-1]["added_on"]) == (201, "2025-03-03")
    mine = added.json["actions"][-1]
    assert (mine["title"], mine["remind_days"], mine["status"]) == ("Canary: swim", 1, "open")
    done = themself.post(f"{at}/{mine['id']}/completion", {})
    assert done.json["actions"][-1]["status"] == "done"
    (event,) = bus.recorded(office.context, "plan.action-added")
    assert event.data == {"participant_id": id, "occurred_on": "2025-03-03"}
    assert "Canary" not in repr(bus.recorded(office.context))


def test_neither_adds_what_the_other_is_to_do(office: Any, id: str, plan: dict[str, Any]) -> None:
    at = f"/plans/{plan['id']}/actions"
    refused = office.person(id).post(at, WRITE)
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["owner"])
    assert office.adviser.post(at, WALK).status_code == 422
    assert office.adviser.post(at, WRITE).status_code == 201
    assert office.assisting(id).post(at, WALK).status_code == 201


def test_begun_given_up_and_evidenced(office: Any, id: str, plan: dict[str, Any]) -> None:
    at = f"/plans/{plan['id']}/actions/{plan['actions'][0]['id']}"
    themself = office.person(id)
    assert themself.post(f"{at}/progress", {"step": "started"}).json["actions"][0]["status"] == "in-progress"
    assert themself.post(f"{at}/evidence", {"words": "Canary: my card"}).status_code == 200
    assert themself.post(f"{at}/progress", {"step": "not-done"}).status_code == 422
    last = themself.post(f"{at}/progress", {"step": "not-done", "reason": "Canary: rain"})
    first = last.json["actions"][0]
    assert first["status"] == "not-done"
    assert [(one["what"], one["words"]) for one in first["progress"]] == [
        ("started", None),
        ("evidence", "Canary: my card"),
        ("not-done", "Canary: rain"),
    ]
    assert themself.post(f"{at}/completion", {}).status_code == 409
    fresh = office.adviser.get(f"/plans/{plan['id']}").json
    assert fresh["actions"] == last.json["actions"], "it is kept as it was answered"


def test_what_the_adviser_is_to_do_the_adviser_speaks_about(
    office: Any, id: str, plan: dict[str, Any]
) -> None:
    at = f"/plans/{plan['id']}/actions/{plan['actions'][1]['id']}"
    assert office.person(id).post(f"{at}/progress", {"step": "started"}).status_code == 403
    assert office.adviser.post(f"{at}/progress", {"step": "started"}).status_code == 200
    assert office.person(id).post(f"{at}/evidence", {"words": "They rang me"}).status_code == 200


def test_a_review_moves_the_day_of_the_next(office: Any, id: str, plan: dict[str, Any]) -> None:
    assert plan["review_on"] == "2025-03-31"
    at = f"/plans/{plan['id']}/reviews"
    refused = office.adviser.post(at, {"note": "Well", "next_on": "2025-03-03"})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["next_on"])
    reviewed = office.adviser.post(at, {"note": "Canary: well", "next_on": "2025-04-28"})
    assert (reviewed.status_code, reviewed.json["review_on"]) == (201, "2025-04-28")
    assert reviewed.json["reviews"][0]["party"] == "adviser"
    (event,) = bus.recorded(office.context, "plan.reviewed")
    assert event.data == {"participant_id": id, "version": 1, "occurred_on": "2025-03-03"}
    assert "Canary" not in repr(event)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("actions", WALK),
        ("actions/{action}/progress", {"step": "started"}),
        ("actions/{action}/evidence", {"words": "x"}),
        ("reviews", {"note": "x"}),
    ],
)
def test_nobody_else_writes_in_it(
    office: Any, id: str, plan: dict[str, Any], path: str, body: dict[str, Any]
) -> None:
    at = f"/plans/{plan['id']}/{path.format(action=plan['actions'][0]['id'])}"
    for other in (office.other_adviser, office.person(str(new_id()))):
        assert other.post(at, body).status_code == 404
    for role in ("data-protection officer", "analyst", "operator"):
        assert office.staff(role).post(at, body).status_code == 403
    for late in ({"occurred_on": "2025-03-04"}, {"occurred_on": "2025-03-02"}):
        assert list(office.person(id).post(at, body | late).json["errors"]) == ["occurred_on"]
    if "{action}" in path:
        elsewhere = f"/plans/{plan['id']}/{path.format(action=new_id())}"
        assert office.person(id).post(elsewhere, body).status_code == 404


def test_two_versions_are_compared(office: Any, id: str, plan: dict[str, Any]) -> None:
    walk, write = plan["actions"]
    longer = WALK | {"title": "Canary: walk further", "continues": walk["id"]}
    second = made(office, id, [longer, WALK | {"title": "Swim"}])
    at = f"/plans/{second['id']}/comparison"
    found = office.person(id).get(at).json
    assert (found["before"]["version"], found["after"]["version"]) == (1, 2)
    assert [(each["change"], each["different"]) for each in found["actions"]] == [
        ("changed", ["title"]),
        ("added", []),
        ("left-out", []),
    ]
    assert found["actions"][2]["before"]["id"] == write["id"]
    assert office.adviser.get(f"{at}?with={plan['id']}").json == found
    assert office.adviser.get(f"/plans/{plan['id']}/comparison").status_code == 404, "there is none before it"


def test_only_versions_of_one_persons_plan_are_compared(office: Any, id: str, plan: dict[str, Any]) -> None:
    somebody = str(office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02"))
    other = made(office, somebody, [WALK])
    at = f"/plans/{plan['id']}/comparison"
    for asker in (office.adviser, office.person(id), office.other_adviser):
        assert asker.get(f"{at}?with={other['id']}").status_code == 404
    assert office.staff("analyst").get(at).status_code == 403


def test_who_agrees_agrees_to_what_they_read(office: Any, id: str) -> None:
    drafted = office.adviser.post(f"/participants/{id}/plans", {"actions": [WALK]}).json
    at, themself = f"/plans/{drafted['id']}", office.person(id)
    office.adviser.post(f"{at}/submission", {})
    read = themself.get(at).headers["ETag"]
    themself.post(f"{at}/return", {"reason": "Shorter"})
    office.adviser.patch(
        at, {"actions": [WALK | {"title": "Run"}]}, If_Match=office.adviser.get(at).headers["ETag"]
    )
    office.adviser.post(f"{at}/submission", {})
    assert themself.post(f"{at}/agreement", {}, If_Match=read).status_code == 412
    now = themself.get(at).headers["ETag"]
    assert themself.post(f"{at}/agreement", {}, If_Match=now).json["status"] == "agreed"


def test_agreed_and_given_back_at_once_one_holds(office: Any, id: str) -> None:
    drafted = office.adviser.post(f"/participants/{id}/plans", {"actions": [WALK]}).json
    at = f"/plans/{drafted['id']}"
    office.adviser.post(f"{at}/submission", {})
    steps = [
        lambda: office.person(id).post(f"{at}/agreement", {}),
        lambda: office.assisting(id).post(f"{at}/return", {"reason": "Too much"}),
    ]
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda step: step(), steps))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    (won,) = (answer.json["status"] for answer in answers if answer.status_code == 200)
    assert office.adviser.get(at).json["status"] == won


def test_revised_by_two_at_once_one_is_told(office: Any, id: str) -> None:
    drafted = office.adviser.post(f"/participants/{id}/plans", {"actions": [WALK]}).json
    at = f"/plans/{drafted['id']}"
    etag = office.adviser.get(at).headers["ETag"]
    with ThreadPoolExecutor(2) as both:
        aims = ("First", "Second")
        answers = list(both.map(lambda aim: office.adviser.patch(at, {"aim": aim}, If_Match=etag), aims))
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    (won,) = (answer.json["aim"] for answer in answers if answer.status_code == 200)
    assert office.adviser.get(at).json["aim"] == won


def test_done_and_given_up_at_once_one_holds(office: Any, id: str, plan: dict[str, Any]) -> None:
    at = f"/plans/{plan['id']}/actions/{plan['actions'][0]['id']}"
    steps = [
        lambda: office.person(id).post(f"{at}/completion", {}),
        lambda: office.adviser.post(f"{at}/progress", {"step": "not-done", "reason": "No word"}),
    ]
    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(lambda step: step().status_code, steps)) == [200, 409]


def remind(office: Any) -> int:
    with office.context.database.transaction() as session:
        return plan_progress.remind(session)


def test_whoever_asked_is_reminded_once_and_what_of_is_sealed(office: Any, id: str) -> None:
    asked, other = WALK | {"remind_days": 2}, WALK | {"title": "Canary: not asked"}
    plan = made(office, id, [asked, other])
    assert remind(office) == 0
    with clock.frozen(date(2025, 3, 8)):
        assert (remind(office), remind(office)) == (1, 0)
    (event,) = bus.recorded(office.context, "plan.action-due")
    assert (event.subject, event.data["due_on"], str(event.person_id)) == (
        UUID(plan["id"]),
        "2025-03-10",
        id,
    )
    assert set(event.data["details"]["sealed"]) == {"notify"}
    assert "Canary" not in repr(event)


@pytest.mark.parametrize("end", ["superseded", "cancelled", "late"])
def test_nobody_is_reminded_of_what_has_come_to_an_end(office: Any, id: str, end: str) -> None:
    plan = made(office, id, [WALK | {"remind_days": 2}])
    if end == "superseded":
        made(office, id, [WALK])
    if end == "cancelled":
        at = f"/plans/{plan['id']}/actions/{plan['actions'][0]['id']}"
        office.person(id).post(f"{at}/progress", {"step": "cancelled", "reason": "No"})
    with clock.frozen(date(2025, 3, 11) if end == "late" else date(2025, 3, 9)):
        assert remind(office) == 0
    assert bus.recorded(office.context, "plan.action-due") == []


@pytest.mark.parametrize(
    "change", [{"remind_days": 29}, {"remind_days": -1}, {"remind_days": 1, "owner": "adviser"}]
)
def test_a_reminder_that_cannot_be_is_refused(office: Any, id: str, change: dict[str, Any]) -> None:
    body = {"actions": [WALK | change]}
    refused = office.adviser.post(f"/participants/{id}/plans", body)
    assert refused.status_code == 422
    assert "remind_days" in repr(refused.json["errors"])


def test_a_document_shows_it_and_an_adviser_is_reminded_of_their_own(
    office: Any, id: str, plan: dict[str, Any]
) -> None:
    file = {"kind": "work-evidence", "title": "Canary card", "name": "card.txt", "content": "Q2FuYXJ5"}
    kept = office.person(id).post(f"/participants/{id}/documents", file)
    assert kept.status_code == 201, kept.json
    (mine,) = office.adviser.get("/my-day").json["actions"]
    assert (mine["title"], mine["called"], mine["due_on"]) == ("Canary: write", "Siân", "2025-03-10")
    path = f"/plans/{plan['id']}/actions/{mine['id']}"
    for body, field in (({}, "words"), ({"document_id": str(new_id())}, "document_id")):
        refused = office.person(id).post(f"{path}/evidence", body)
        assert (refused.status_code, list(refused.json["errors"])) == (422, [field])
    other = office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02")
    theirs = office.person(other).post(f"/participants/{other}/documents", file).json["id"]
    assert office.adviser.post(f"{path}/evidence", {"document_id": theirs}).status_code == 422
    shown = office.person(id).post(f"{path}/evidence", {"document_id": kept.json["id"]})
    assert shown.status_code == 200, shown.json
    (said,) = shown.json["actions"][1]["progress"]
    assert (said["what"], said["words"], said["document_id"]) == ("evidence", None, kept.json["id"])
    newer = file | {"title": "Canary letter"}
    both = {"document": newer, "document_id": kept.json["id"]}
    for body, field in (
        (both, "document_id"),
        ({"document": newer | {"content": "AAEC"}}, "document.content"),
        ({"document": newer | {"kind": "tea"}}, "document.kind"),
        ({"document": newer, "occurred_on": "2025-03-04"}, "occurred_on"),
    ):
        refused = office.person(id).post(f"{path}/evidence", body)
        assert (refused.status_code, list(refused.json["errors"])) == (422, [field])
    assert len(office.adviser.get(f"/participants/{id}/documents").json["items"]) == 1, "nothing half-done"
    both = office.person(id).post(f"{path}/evidence", {"words": "And a letter", "document": newer})
    assert both.status_code == 200, both.json
    titles = {
        each["id"]: each["title"]
        for each in office.adviser.get(f"/participants/{id}/documents").json["items"]
    }
    assert titles[both.json["actions"][1]["progress"][-1]["document_id"]] == "Canary letter"
    assert office.staff("adviser").get("/my-day").json["actions"] == []
    office.adviser.post(f"{path}/completion", {})
    assert office.adviser.get("/my-day").json["actions"] == []
