"""The pages about people in Welsh."""

import pytest
from people import PERSON, plan, recommendation, summary

from gateway.web.catalogue import missing

AREAS = (
    *("caseload", "registering", "person", "timeline", "agreements", "circumstances", "my", "my_details"),
    *(
        "recommendations",
        "plans",
        "drafting",
        "plan_progress",
        "challenges",
        "fairness",
        "referring",
        "readings",
        "contact_answers",
        "about_person",
    ),
)


def test_every_word_is_there_in_welsh() -> None:
    assert missing("cy", AREAS) == []


@pytest.mark.parametrize(
    ("path", "heading"), [("/my/plan", "Fy nghynllun"), ("/my/help", "Beth allai fy helpu")]
)
def test_a_participant_reads_their_pages_in_welsh(signed_in, casework, path, heading):
    casework.says("casework", "GET", f"/participants/{PERSON}/plans", {"items": [plan()], "next": None})
    casework.says("casework", "GET", f"/participants/{PERSON}/recommendations", {"items": [recommendation()]})
    browser = signed_in("participant", person_id=PERSON).browser
    browser.client.get("/language/cy")
    assert browser.page(path).heading == heading


def test_labels_come_in_welsh_from_the_service(signed_in, casework):
    casework.says(
        "casework", "GET", f"/participants/{PERSON}/summary", summary(recommendations=[recommendation()])
    )
    browser = signed_in("adviser").browser
    browser.client.get("/language/cy")
    assert "Cymraeg: Free data" in browser.page(f"/people/{PERSON}").main
