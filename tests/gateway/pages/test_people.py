"""The case page and what hangs on it: what is shown, to whom, and which buttons are there."""

import pytest
from people import OTHER, PERSON, PLAN, action, person, plan, recommendation, said, summary

CASE = f"/people/{PERSON}"
API = f"/participants/{PERSON}"


@pytest.fixture
def case(casework):
    """Says what the case page shows."""

    def says(**more):
        casework.says("casework", "GET", f"{API}/summary", summary(**more))
        return casework

    says()
    return says


def test_the_case_page_asks_one_question(signed_in, case):
    services = case()
    page = signed_in("adviser").browser.page(CASE)
    assert page.heading.endswith("Amina Yusuf")
    assert "30 weeks out of work" in page.main
    asked = [each.path for each in services.asked if each.service == "casework"]
    assert [path for path in asked if not path.startswith("/reference")] == [f"{API}/summary"]


def test_nothing_there_says_what_to_do_next(signed_in, case):
    page = signed_in("adviser").browser.page(CASE)
    assert page.link("Draft a plan") == f"{CASE}/plans/new"
    assert page.link("Find an offer") == f"{CASE}/refer"
    assert page.link("Invite them to sign in") == f"/invitations/new/participant/{PERSON}"


def test_a_barrier_stands_with_its_reason(signed_in, case):
    case(
        barriers=[
            {"code": "health", "label": said("Health"), "because": said("It hurts."), "from_on": "2025-03-05"}
        ]
    )
    assert "It hurts." in signed_in("adviser").browser.page(CASE).main


def test_what_opens_says_when(signed_in, case):
    opens = {"code": "b", "label": said("A budget"), "opens_on": "2030-02-03", "is_open": False}
    case(participant=person(opens=[opens]))
    assert "Opens on 3 February 2030" in signed_in("adviser").browser.page(CASE).main


def test_who_works_is_not_called_out_of_work(signed_in, case):
    spell = {"kind": "employment", "state": "current", "started_on": "2025-06-02", "ended_on": None}
    rest = {"job_title": "Baker", "employer": "Harbour Foods", "hours_per_week": 24}
    case(spells=[spell | rest])
    page = signed_in("adviser").browser.page(CASE)
    assert "In work" in page.main
    assert "weeks out of work" not in page.main


def test_what_is_not_safe_stands_first(signed_in, case):
    contact = person()["contact"]
    safe = contact["safe_contact"] | {"voicemail": False, "sender_name": "Jo", "quiet_from": "21:00"}
    case(participant=person(contact=contact | {"safe_contact": safe | {"quiet_until": "08:00"}}))
    page = signed_in("adviser").browser.page(CASE)
    assert "Leave no voicemail." in page.main
    assert "Call yourself “Jo”." in page.main
    assert "Not from 21:00 to 08:00." in page.main


def test_a_phone_number_is_written_as_people_write_it_and_can_be_rung(signed_in, case):
    kept = person(contact=person()["contact"] | {"phone": "+442079460018"})
    casework = case(participant=kept)
    page = signed_in("adviser").browser.page(CASE)
    assert page.link("020 7946 0018") == "tel:+442079460018"
    casework.says("casework", "GET", API, kept, ETag='"two"')
    assert signed_in("adviser").browser.page(f"{CASE}/details").form()["contact.phone"] == "020 7946 0018"


def test_a_data_protection_officer_reads_and_writes_nothing(signed_in, case):
    page = signed_in("data-protection officer").browser.page(CASE)
    for words in ("Change details", "Note a contact", "Draft a plan", "Refer to an offer", "Claims"):
        assert words not in page.main
    assert page.link("Who has read this record") == f"{CASE}/readers"


def test_an_adviser_takes_somebody_on(signed_in, case):
    services = case()
    anwen = signed_in("adviser")
    services.says("casework", "POST", f"{API}/allocation", person())
    page = anwen.browser.page(CASE)
    assert anwen.browser.press(page, f"{CASE}/adviser").status_code == 303
    assert services.last.json == {"adviser_id": str(anwen.account.id)}


def test_who_looks_after_somebody_need_not_take_them_on(signed_in, case):
    anwen = signed_in("adviser")
    case(participant=person(adviser_id=str(anwen.account.id)))
    assert "I look after them" not in anwen.browser.page(CASE).main


@pytest.mark.parametrize("role", ["participant", "provider staff", "operator", "analyst", "commissioner"])
def test_others_do_not_open_a_record(signed_in, role):
    browser = signed_in(role).browser
    for path in (
        CASE,
        f"{CASE}/timeline",
        f"{CASE}/details",
        f"{CASE}/readers",
        "/people/new",
        f"{CASE}/refer",
    ):
        browser.page(path, 403)


def test_a_stranger_is_not_there(signed_in, casework):
    adviser, participant = signed_in("adviser").browser, signed_in("participant", person_id=OTHER).browser
    for path in (f"{CASE}/plans/new", f"{CASE}/agreements/new"):
        casework.refuses("casework", "GET", API, 404)
        adviser.page(path, 404)
        participant.page(path, 404)


def test_details_are_changed_on_the_version_that_was_read(signed_in, casework):
    casework.says("casework", "PATCH", API, person())
    adviser = signed_in("adviser").browser
    adviser.send(f"{CASE}/details", 303, **{"contact.phone": "07700 900101", "contact.email": ""})
    sent = casework.heard("casework", "PATCH", API)[0]
    assert sent.headers["If-Match"] == '"one"'
    assert sent.json["contact"]["phone"] == "07700 900101"
    assert sent.json["contact"]["email"] is None
    assert sent.json["contact"]["address_lines"] == ["1 Harbour Row", "Eastgate"]


def test_somebody_else_was_quicker(signed_in, casework):
    casework.refuses("casework", "PATCH", API, 412)
    page = signed_in("adviser").browser.send(f"{CASE}/details", 412, called="Mina")
    assert page.form()["called"] == "Mina"
    assert page.link("Open the details as they are now") == f"{CASE}/details"


def test_the_timeline_is_told_month_by_month(signed_in, casework):
    moment = {"id": PLAN, "at": None, "channel": None, "direction": None, "code": None, "about": None}
    moments = [
        moment | {"kind": "plan", "what": "agreed", "occurred_on": "2025-04-18"},
        moment | {"kind": "milestone", "what": "reached", "occurred_on": "2025-03-03", "code": "13"},
    ]
    casework.says("casework", "GET", f"{API}/timeline", {"items": moments, "next": "further"})
    page = signed_in("adviser").browser.page(f"{CASE}/timeline")
    assert [
        each for each in ("April 2025", "March 2025", "Plan agreed by both") if each not in page.main
    ] == []
    assert "13 weeks in work" in page.main
    assert page.link("Next page") == f"{CASE}/timeline?cursor=further"


def test_readings_stand_together_by_sitting(signed_in, casework):
    one = {
        "actor_name": "Anwen",
        "roles": ["adviser"],
        "organisation_name": "Northbridge Works",
        "reason": None,
    }
    readings = [
        one | {"at": "2025-03-03T10:05:00+00:00", "what": "timeline"},
        one | {"at": "2025-03-03T10:01:00+00:00", "what": "summary"},
        one | {"at": "2025-03-02T10:00:00+00:00", "what": "plans"},
    ]
    casework.says("casework", "GET", f"{API}/access", {"items": readings, "next": None})
    page = signed_in("data-protection officer").browser.page(f"{CASE}/readers")
    assert "The overview, The timeline" in page.main
    assert len(page.all("tr")) == 3


def test_a_person_sees_who_else_has_read_their_record(signed_in, casework):
    one = {"at": "2025-03-03T10:05:00+00:00", "organisation_name": "Northbridge Works", "reason": None}
    readings = [
        one | {"actor_name": "Amina", "roles": ["participant"], "what": "plans"},
        one | {"actor_name": "Dilys", "roles": ["data-protection officer"], "what": "summary"},
    ]
    casework.says("casework", "GET", f"{API}/access", {"items": readings, "next": None})
    page = signed_in("participant", person_id=PERSON, name="Amina Yusuf").browser.page("/my/record")
    assert "Dilys" in page.main
    assert "What you looked at yourself is left out." in page.main
    assert len(page.all("tr")) == 2


def test_a_plan_that_is_overdue_says_so(signed_in, case):
    case(plan=plan(actions=[action(), action(id=OTHER, completed_on="2025-03-20")]))
    page = signed_in("adviser").browser.page(CASE)
    assert "Overdue" in page.main
    assert "Done" in page.main


def test_what_might_help_is_listed_with_reasons(signed_in, case):
    case(recommendations=[recommendation()])
    page = signed_in("adviser").browser.page(CASE)
    assert "Getting online is hard." in page.main
    assert "1 not answered" in page.main
