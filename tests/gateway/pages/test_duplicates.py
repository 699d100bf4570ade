"""Records that may be about one person: looked at side by side, and decided by somebody."""

import pytest
from people import OTHER, PERSON, person, summary

PAIR = "00000000-0000-7000-8000-0000000000f1"
MERGER = "00000000-0000-7000-8000-0000000000f2"


def _short(id, reference):
    return {
        "id": id,
        "reference": reference,
        "full_name": "Amina Yusuf",
        "called": "Amina",
        "date_of_birth": "1985-01-02",
        "registered_on": "2025-03-03",
    }


ONE, TWO = _short(PERSON, "P-7417-9M"), _short(OTHER, "P-7417-9N")
LIKE = {"id": PAIR, "people": [ONE, TWO], "score": 80, "because": ["name"]}
LABELS = {"items": [{"code": "name", "label": {"en": "Name", "cy": "Enw"}, "extra": {}}]}
MADE = {
    "id": MERGER,
    "merged_id": OTHER,
    "survivor_id": PERSON,
    "reason": "Registered twice",
    "occurred_on": "2025-03-03",
    "undone_on": None,
}


@pytest.fixture
def alike(casework):
    casework.says("casework", "GET", "/duplicates", {"items": [LIKE], "next": None})
    casework.says("casework", "GET", f"/duplicates/{PAIR}", LIKE)
    casework.says("casework", "GET", f"/participants/{OTHER}", person(id=OTHER, reference="P-7417-9N"))
    casework.says("casework", "GET", "/reference/found-by", LABELS)
    return casework


@pytest.fixture
def leader(signed_in):
    return signed_in("team leader").browser


def test_the_list_says_who_and_why(leader, alike):
    page = leader.page("/people/alike")
    for words in ("P-7417-9M", "P-7417-9N", "2 January 1985", "Name"):
        assert words in page.main
    assert page.link("Look at both P-7417-9M") == f"/people/alike/{PAIR}"


def test_both_stand_beside_each_other(leader, alike):
    page = leader.page(f"/people/alike/{PAIR}")
    assert page.main.count("Eastgate") == 2
    assert page.link("P-7417-9N") == f"/people/{OTHER}"


def test_the_one_that_stays_is_chosen(leader, alike):
    path = f"/participants/{PERSON}/merger"
    alike.says("casework", "POST", path, MADE, 201)
    answer = leader.send(f"/people/alike/{PAIR}", 303, stays=OTHER, reason="Registered twice")
    assert answer.location == f"/people/{OTHER}"
    assert alike.heard("casework", "POST", path)[0].json == {"into": OTHER, "reason": "Registered twice"}


def test_they_can_be_two_people(leader, alike):
    path = f"/duplicates/{PAIR}/dismissal"
    alike.says("casework", "POST", path, None, 204)
    assert leader.send(f"/people/alike/{PAIR}", 303, stays="two").location == "/people/alike"


def test_a_refusal_stands_at_its_field_and_keeps_the_reason(leader, alike):
    advice = ["Merge the other record into this one."]
    alike.refuses("casework", "POST", f"/participants/{OTHER}/merger", into=advice)
    page = leader.send(f"/people/alike/{PAIR}", 422, stays=PERSON, reason="Twice")
    assert page.mends(advice[0]) == "#f-stays-1"
    assert page.form()["reason"] == "Twice"


def test_a_merged_record_leads_to_the_one_that_stands_for_it(leader, alike):
    told = summary(participant=person(reference="P-7417-9N")) | {"merged_into": PERSON}
    alike.says("casework", "GET", f"/participants/{OTHER}/summary", told)
    assert leader.get(f"/people/{OTHER}").location == f"/people/{PERSON}"


def test_a_merger_can_be_undone_by_a_team_leader(leader, alike, signed_in):
    made = {"items": [{"merger": MADE, "merged": TWO, "survivor": ONE}]}
    alike.says("casework", "GET", f"/participants/{PERSON}/mergers", made)
    alike.says("casework", "POST", f"/mergers/{MERGER}/reversal", MADE | {"undone_on": "2025-03-04"})
    here = f"/people/{PERSON}/mergers"
    page = leader.page(here)
    assert "Registered twice" in page.main
    assert page.link("Undo P-7417-9N") == f"{here}/{MERGER}/undo"
    assert leader.send(f"{here}/{MERGER}/undo", 303).location == here
    assert "Undo" not in signed_in("adviser").browser.page(here).main


def test_the_list_is_for_team_leaders(signed_in, alike):
    signed_in("adviser").browser.page("/people/alike", 403)
