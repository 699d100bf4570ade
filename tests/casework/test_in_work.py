"""Keeping in touch with people in work: asked, answered by whatever way, noticed when they fall silent."""

from datetime import date, timedelta
from typing import Any

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus
from services.casework.actions.in_work import ask_due

BEGAN = date(2025, 3, 3)


@pytest.fixture
def job(office: Any, person: str) -> str:
    told = {"kind": "employment", "started_on": "2025-03-03", "employer": "Canary Foods"}
    return str(office.adviser.post(f"/participants/{person}/spells", told).json["id"])


@pytest.fixture
def plan(office: Any, job: str) -> str:
    opened = office.adviser.post(f"/spells/{job}/in-work-plan")
    assert (opened.status_code, opened.json["next_on"]) == (201, "2025-03-10"), opened.json
    return str(opened.json["id"])


def after(days: int) -> Any:
    return clock.frozen(BEGAN + timedelta(days=days))


def look(office: Any) -> int:
    """The timer goes round."""
    with office.context.database.transaction() as session:
        return ask_due(session, clock.today())


def checks(office: Any, person: str) -> list[dict[str, Any]]:
    (plan,) = office.adviser.get(f"/participants/{person}/in-work").json["plans"]
    return list(plan["checks"])


def states(client: Any) -> list[tuple[str, int]]:
    return [(one["state"], one["missed"]) for one in client.get("/in-work").json["items"]]


def called(office: Any) -> list[str]:
    return [one["reason"] for one in office.adviser.get("/call-list").json["items"]]


def test_they_are_asked_when_the_day_has_come_and_once(office: Any, person: str, plan: str) -> None:
    assert look(office) == 0
    with after(7):
        assert (look(office), look(office)) == (1, 0)
    (said,) = bus.recorded(office.context, "in-work.asked")
    assert said.data == {"participant_id": person, "number": 1, "occurred_on": "2025-03-10"}
    assert [one["asked_on"] for one in checks(office, person)] == ["2025-03-10"]
    assert states(office.adviser) == [("waiting", 0)]


@pytest.mark.parametrize(("answer", "state"), [("well", "well"), ("ring-me", "help"), ("left", "left")])
def test_they_answer_for_themselves(office: Any, person: str, plan: str, answer: str, state: str) -> None:
    with after(7):
        look(office)
        path = f"/in-work-checks/{checks(office, person)[0]['id']}/answer"
        done = office.person(person).post(path, {"answer": answer})
        assert (done.status_code, done.json["state"]) == (200, state)
        again = office.person(person).post(path, {"answer": answer})
        assert (again.status_code, again.json["code"]) == (409, "already-answered")
        assert called(office) == (["in-work-help"] if state == "help" else [])
    (said,) = bus.recorded(office.context, "in-work.answered")
    assert said.data == {"participant_id": person, "answer": answer, "occurred_on": "2025-03-10"}


def test_an_adviser_writes_down_what_they_heard(office: Any, person: str, plan: str) -> None:
    with after(9):
        look(office)
        path = f"/in-work-checks/{checks(office, person)[0]['id']}/answer"
        heard = {"answer": "not-so-well", "note": "Canary shifts change", "answered_on": "2025-03-12"}
        assert office.adviser.post(path, heard).status_code == 200
        assert checks(office, person)[0]["note"] == "Canary shifts change"
    assert all("Canary" not in str(said.data) for said in bus.recorded(office.context))


@pytest.mark.parametrize(
    ("text", "answer"), [("1", "well"), ("3 pls", "ring-me"), ("Gadael", "left"), ("who is this?", "ring-me")]
)
def test_a_text_that_comes_back_is_an_answer(
    office: Any, person: str, plan: str, text: str, answer: str
) -> None:
    reply = {"phone": "07700 900123", "text": text}
    with after(7):
        assert office.adviser.post("/in-work-replies", reply).status_code == 404, "nothing was asked yet"
        look(office)
        assert office.other_adviser.post("/in-work-replies", reply).status_code == 404
        assert office.adviser.post("/in-work-replies", reply | {"phone": "07700 900999"}).status_code == 404
        got = office.adviser.post("/in-work-replies", reply)
        assert (got.status_code, got.json["checks"][0]["answer"]) == (200, answer)
        assert got.json["checks"][0]["note"] == text


def test_two_unanswered_in_a_row_warn_their_adviser(office: Any, person: str, plan: str) -> None:
    for days in (7, 13, 28, 33):
        with after(days):
            look(office)
            assert called(office) == []
    with after(34):
        look(office)
        assert (called(office), states(office.adviser)) == (["in-work-quiet"], [("quiet", 2)])
        look(office)
        assert len(bus.recorded(office.context, "in-work.went-quiet")) == 1
        settled = office.adviser.post(f"/in-work-plans/{plan}/settlement")
        assert settled.json["state"] == "well"
        assert (called(office), states(office.adviser)[0][0]) == ([], "well")


def test_a_late_answer_takes_them_off_the_call_list(office: Any, person: str, plan: str) -> None:
    for days in (7, 28, 34):
        with after(days):
            look(office)
    with after(35):
        assert called(office) == ["in-work-quiet"]
        last = checks(office, person)[-1]["id"]
        office.person(person).post(f"/in-work-checks/{last}/answer", {"answer": "well"})
        assert (called(office), states(office.adviser)) == ([], [("well", 0)])


def test_the_call_and_the_answer_are_one_form(office: Any, person: str, plan: str) -> None:
    for days in (7, 28, 34):
        with after(days):
            look(office)
    with after(35):
        (call,) = office.adviser.get("/call-list").json["items"]
        assert call["check_id"] == checks(office, person)[-1]["id"]
        path = f"/in-work-checks/{call['check_id']}/answer"
        told = {"answer": "not-so-well", "call_id": call["id"]}
        assert office.person(person).post(path, told).status_code == 403
        assert office.adviser.post(path, told | {"call_id": str(new_id())}).status_code == 404
        assert office.adviser.post(path, told).status_code == 200
        assert called(office) == [], "they have just been rung"
        assert states(office.adviser) == [("help", 0)]
        (said,) = [
            one
            for one in office.adviser.get(f"/participants/{person}/timeline").json["items"]
            if one["kind"] == "contact"
        ]
        assert (said["channel"], said["about"]) == ("phone", "Not so well")
        assert bus.recorded(office.context, "contact.recorded")[-1].data["call_id"] == call["id"]


def test_whoever_was_rung_has_been_spoken_to(office: Any, person: str, plan: str) -> None:
    for days in (7, 28, 34):
        with after(days):
            look(office)
    with after(35):
        (call,) = office.adviser.get("/call-list").json["items"]
        said = {"channel": "phone", "direction": "out", "summary": "Fine", "call_id": call["id"]}
        assert office.adviser.post(f"/participants/{person}/contacts", said).status_code == 201
        assert (called(office), states(office.adviser)[0][0]) == ([], "well")


def test_whoever_has_left_the_job_is_asked_no_more(office: Any, person: str, job: str, plan: str) -> None:
    with after(5):
        office.adviser.post(f"/spells/{job}/end", {"reason": "redundant"})
        assert states(office.adviser) == [("left", 0)]
    with after(7):
        look(office)
        assert bus.recorded(office.context, "in-work.asked") == []
        assert states(office.adviser) == []
    with after(20):
        told = {"kind": "employment", "started_on": "2025-03-20"}
        new = office.adviser.post(f"/participants/{person}/spells", told).json["id"]
        assert office.adviser.post(f"/spells/{new}/in-work-plan").status_code == 201
        shown = office.adviser.get(f"/participants/{person}/in-work").json
    assert shown["returns"] == [{"left_on": "2025-03-08", "back_on": "2025-03-20", "days": 11}]


def test_one_plan_for_one_job(office: Any, job: str, plan: str) -> None:
    again = office.adviser.post(f"/spells/{job}/in-work-plan")
    assert (again.status_code, again.json["code"]) == (409, "already-in-touch")
    assert office.adviser.post(f"/in-work-plans/{plan}/end").json["state"] == "stopped"
    assert office.adviser.post(f"/in-work-plans/{plan}/end").json["code"] == "in-work-stopped"


def test_the_employer_is_asked_only_where_they_agree(office: Any, person: str, job: str) -> None:
    path = f"/spells/{job}/employer-contact"
    refused = office.adviser.post(path, {"may_contact": False, "name": "Mrs Canary"})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["name"])
    office.adviser.post(path, {"may_contact": True, "name": "Mrs Canary", "phone": "07700 900555"})
    (said,) = office.adviser.get(f"/participants/{person}/in-work").json["employers"]
    assert (said["name"], said["phone"]) == ("Mrs Canary", "+447700900555")
    office.adviser.post(path, {"may_contact": False})
    (said,) = office.adviser.get(f"/participants/{person}/in-work").json["employers"]
    assert (said["may_contact"], said["name"]) == (False, None)


def test_evidence_that_was_seen(office: Any, person: str, job: str) -> None:
    path = f"/spells/{job}/evidence"
    seen = office.adviser.post(path, {"kind": "payslip", "note": "Canary payslip"})
    assert (seen.status_code, seen.json["seen_on"]) == (201, "2025-03-03")
    for body, field in (
        ({"kind": "song"}, "kind"),
        ({"kind": "payslip", "seen_on": "2025-03-04"}, "seen_on"),
    ):
        refused = office.adviser.post(path, body)
        assert (refused.status_code, list(refused.json["errors"])) == (422, [field])
    assert len(office.adviser.get(f"/participants/{person}/in-work").json["evidence"]) == 1


def test_who_may(office: Any, person: str, job: str, plan: str) -> None:
    with after(7):
        look(office)
    check = checks(office, person)[0]["id"]
    posts = [
        (f"/spells/{job}/in-work-plan", None),
        (f"/in-work-plans/{plan}/settlement", None),
        (f"/in-work-plans/{plan}/end", None),
        (f"/spells/{job}/employer-contact", {"may_contact": False}),
        (f"/spells/{job}/evidence", {"kind": "payslip"}),
    ]
    for path, body in posts:
        assert office.other_adviser.post(path, body).status_code == 404, path
        assert office.person(person).post(path, body).status_code == 403, path
    answer = f"/in-work-checks/{check}/answer"
    for stranger in (office.other_adviser, office.person(str(new_id()))):
        assert stranger.post(answer, {"answer": "well"}).status_code == 404
        assert stranger.get(f"/participants/{person}/in-work").status_code == 404
    assert states(office.other_adviser) == []
    for role in ("finance officer", "operator", "provider staff"):
        assert office.staff(role).get("/in-work").status_code == 403
        assert office.staff(role).post(answer, {"answer": "well"}).status_code == 403
    assert office.person(person).get("/in-work").status_code == 403


def test_nothing_of_it_stands_in_clear(office: Any, person: str, job: str, plan: str) -> None:
    office.adviser.post(f"/spells/{job}/employer-contact", {"may_contact": True, "name": "Mrs Canary"})
    office.adviser.post(f"/spells/{job}/evidence", {"kind": "payslip", "note": "Canary payslip"})
    with office.context.database.engine.connect() as connection:
        connection.exec_driver_sql("select set_config('workstead.kind', 'system', false)")
        for table in ("in_work_plan", "employer_contact", "spell_evidence"):
            rows = connection.exec_driver_sql(f"select t::text from {table} t").scalars().all()
            assert rows, table
            assert "Canary" not in "".join(rows), table


def test_who_takes_back_that_word_is_asked_no_more(office: Any, person: str, plan: str) -> None:
    at = f"/participants/{person}/consents"
    office.person(person).post(at, {"purpose": "contact-later", "given": True})
    assert states(office.adviser)
    office.person(person).post(at, {"purpose": "contact-later", "given": False})
    (stopped,) = office.adviser.get(f"/participants/{person}/in-work").json["plans"]
    assert (stopped["id"], stopped["state"]) == (plan, "stopped")
    with after(30):
        assert look(office) == 0
    office.person(person).post(at, {"purpose": "contact-later", "given": False})
