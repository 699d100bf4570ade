"""The copy of everything: read in plain words by the person, redacted by the officer before."""

from uuid import UUID

from people import PERSON
from rights_told import ID, OFFICER, OTHER


def _whole_copy(**more):
    reading = {"at": "2025-03-03T10:00:00Z", "actor_name": None, "roles": ["adviser"], "org": None}
    contact = {"id": ID, "summary": "<b>Rang</b>", "assisted": False, "card": {"phone": "1"}}
    return {
        "request_id": ID,
        "reference": "P-7417-9M",
        "full_name": "Amina Yusuf",
        "asked_on": "2025-03-03",
        "released_on": None,
        "made_at": "2025-03-04T10:00:00Z",
        "held": {
            "casework": {"contact": [contact], "strange": [{"tags": ["a", "b"], "nothing": None}]},
            "notify": {"message": [{"body": "Come on Monday"}]},
            "mi": {},
        },
        "keys": {"casework": {"contact": [ID], "strange": ["0"]}, "notify": {"message": ["0"]}, "mi": {}},
        "left_out": [],
        "kept_elsewhere": ["community"],
        "missing": ["gateway"],
        "readings": [reading | {"what": "record", "reason": "why"}],
        "told_others": [{"event": "workstead.casework.contact.recorded.v1", "at": "2025-03-03T10:00:00Z"}],
    } | more


def _left_out(**more):
    entry = {"service": "casework", "table": "contact", "row": ID, "field": "summary"}
    return {
        "id": OTHER,
        "entry": entry,
        "reason": "about-another-person",
        "decided_at": "2025-03-04T10:00:00Z",
        "decided_by_name": "Delyth",
    } | more


def test_the_copy_can_be_read(signed_in, casework):
    casework.says("casework", "GET", f"/access-requests/{ID}/copy", _whole_copy())
    for who in (signed_in(OFFICER), signed_in("participant", person_id=UUID(PERSON))):
        said = who.browser.page(f"/copies/{ID}").main
        for words in (
            "Contacts",
            "What was said",
            "<b>Rang</b>",
            "Telephone: 1",
            "Other entries",
            "a; b",
            "Come on Monday",
            "sign in",
        ):
            assert words in said, words
        assert "Nothing is held there." in said
    signed_in("adviser").browser.page(f"/copies/{ID}", 403)


def test_what_is_said_by_a_code_is_read_in_words_in_either_language(signed_in, casework):
    row = {
        "channel": "in-person",
        "owner": "participant",
        "answers": {"device": "none"},
        "summary": "in-person",
    }
    casework.says(
        "casework", "GET", f"/access-requests/{ID}/copy", _whole_copy(held={"casework": {"contact": [row]}})
    )
    amina = signed_in("participant", person_id=UUID(PERSON)).browser
    said = amina.page(f"/copies/{ID}").main
    assert [words in said for words in ("Face to face", "The person", "Device: Nothing")] == [True] * 3
    assert "What was said in-person" in said, "words stay as they were said"
    amina.client.get("/language/cy")
    welsh = amina.page(f"/copies/{ID}").main
    assert [words in welsh for words in ("Wyneb yn wyneb", "Y person", "Dim byd")] == [True] * 3


def test_what_is_left_out_is_said_with_its_reason_in_either_language(signed_in, casework):
    rows = [{"left_out": "about-another-person"}, {"summary": {"left_out": "about-another-person"}}]
    given = _whole_copy(held={"casework": {"contact": rows}}, keys=None, left_out=None)
    casework.says("casework", "GET", f"/access-requests/{ID}/copy", given)
    amina = signed_in("participant", person_id=UUID(PERSON)).browser
    said = amina.page(f"/copies/{ID}").main
    assert said.count("Left out: about another person") == 2
    assert "Leave something out" not in said
    amina.client.get("/language/cy")
    welsh = amina.page(f"/copies/{ID}").main
    assert welsh.count("am berson arall") == 2
    assert "Yr hyn a ddywedwyd" in welsh


def test_the_officer_leaves_something_out_and_puts_it_back(signed_in, casework):
    casework.says("casework", "GET", f"/access-requests/{ID}/copy", _whole_copy(left_out=[_left_out()]))
    path, browser = f"/access-requests/{ID}/redactions", signed_in(OFFICER).browser
    at = f"/copies/{ID}/leave-out"
    assert browser.page(f"/copies/{ID}").link("Leave something out") == at
    ticked = [f"casework|contact|{ID}|summary", "notify|message|0|"]
    casework.refuses("casework", "POST", path, entries=["Choose entries of this copy."])
    again = browser.send(at, 422, entries=ticked, reason="about-another-person")
    assert again.mends("Choose entries of this copy.") == "#f-entries-1"
    casework.says("casework", "POST", path, {"items": []}, 201)
    browser.send(at, 303, entries=ticked, reason="about-another-person")
    sent = casework.heard("casework", "POST", path)[-1].json
    assert sent["entries"] == [
        {"service": "casework", "table": "contact", "row": ID, "field": "summary"},
        {"service": "notify", "table": "message", "row": "0", "field": ""},
    ]
    back = f"{path}/{OTHER}/withdrawal"
    casework.says("casework", "POST", back, {"items": []})
    assert browser.press(browser.page(at), f"/copies/{ID}/left-out/{OTHER}").status_code == 303
    signed_in("participant", person_id=UUID(PERSON)).browser.page(at, 403)
