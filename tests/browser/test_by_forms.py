"""With JavaScript off, and by forms alone, people do what they came for."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from visitors import Open

from demo.scenes.referring import REFERRALS
from demo.stage import Stage

pytestmark = pytest.mark.browser

NUMBER = "Ring me on 07700 900101 if you pass the harbour."
Enter = Callable[[str], Page]


@pytest.fixture
def enter(browse: Open, stage: Stage) -> Enter:
    """Somebody's first page after signing in, on a phone that runs no scripts."""

    def enter(who: str) -> Page:
        context = browse(who, java_script_enabled=False, viewport={"width": 360, "height": 740})
        return context.pages[0]

    return enter


def go(page: Page, *names: str) -> None:
    """Follow links by their words, one after the other; what is only in the menu is looked for there."""
    for name in names:
        link = page.get_by_role("link", name=name, exact=True)
        if link.count() == 0:
            page.get_by_text("Menu", exact=True).click()
        link.first.click()


def send(page: Page, name: str) -> None:
    """Press the form's button."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def test_scripts_are_off(enter: Enter, stage: Stage) -> None:
    page = enter("amina")
    page.route("**/probe", lambda route: route.fulfill(content_type="text/html", body=PROBE))
    page.goto("/probe")
    expect(page.get_by_role("heading")).to_have_text("As it was sent")


PROBE = "<h1>As it was sent</h1><script>document.querySelector('h1').textContent = 'Changed'</script>"


def test_the_head_of_a_page_leaves_room_on_a_phone(enter: Enter, stage: Stage) -> None:
    for who in ("amina", "anwen"):
        page = enter(who)
        head = page.get_by_role("banner").bounding_box()
        assert head is not None
        assert head["height"] < 120
        page.get_by_text("Menu", exact=True).click()
        expect(page.get_by_role("navigation", name="Main").get_by_role("link").first).to_be_visible()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_participant_books_an_appointment(enter: Enter, stage: Stage) -> None:
    page = enter("amina")
    go(page, "My appointments", "Book an appointment")
    page.get_by_role("group", name="Times on").get_by_role("radio").nth(1).check()
    page.get_by_label("By video").check()
    send(page, "Book it")
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("19 December 2025")
    expect(page.get_by_role("main")).to_contain_text("9:30am")


def test_an_adviser_notes_a_phone_call(enter: Enter, stage: Stage) -> None:
    page = enter("anwen")
    go(page, "Caseload", "Walter Brennan", "Note a contact")
    page.get_by_label("What was said?").fill("He has found the library.")
    page.get_by_label("Phone call").check()
    page.get_by_label("From the participant").check()
    page.get_by_text("It was earlier").click()
    for part, typed in (("Day", "1"), ("Month", "1"), ("Year", "2031")):
        page.get_by_label(part, exact=True).fill(typed)
    send(page, "Save")
    expect(page.get_by_label("What was said?")).to_have_value("He has found the library.")
    for part in ("Day", "Month", "Year"):
        page.get_by_label(part, exact=True).fill("")
    send(page, "Save")
    page.goto(f"/people/{stage.ids['walter']}/timeline")
    expect(page.get_by_role("main")).to_contain_text("He has found the library.")


def test_a_telephone_number_is_stopped_and_what_was_typed_is_kept(enter: Enter, stage: Stage) -> None:
    page = enter("amina")
    page.goto("/community/spaces/participants")
    go(page, "Ask or tell something")
    page.get_by_label("In a line").fill("A lift to work?")
    page.get_by_label("Tell a little more").fill(NUMBER)
    send(page, "Post it")
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_label("In a line")).to_have_value("A lift to work?")
    expect(page.get_by_label("Tell a little more")).to_have_value(NUMBER)
    page.get_by_label("Tell a little more").fill("Does anybody pass the harbour at six?")
    send(page, "Post it")
    expect(page.get_by_role("heading", level=1)).to_contain_text("A lift to work?")


def test_a_provider_accepts_a_referral(enter: Enter, stage: Stage) -> None:
    address = f"/api/casework/participants/{stage.ids['gethin']}/referral-package"
    proposal = stage["anwen"].get(address, offer_id=stage.ids["offer clearwater"])
    sent = stage["anwen"].post(
        REFERRALS,
        {
            "participant_id": stage.ids["gethin"],
            "offer_id": stage.ids["offer clearwater"],
            "lawful_basis": "public-task",
            "package": proposal["package"],
        },
        key="referral for the browser",
    )
    page = enter("cw-admin")
    go(page, "Referrals", sent["reference"])
    send(page, "We have seen it")
    expect(page.get_by_role("status")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Accept", exact=True).click()
    send(page, "Accept")
    expect(page.get_by_role("main")).to_contain_text("Accepted")
    found = stage["cw-admin"].get(f"{REFERRALS}/{sent['id']}")
    assert found["state"] == "accepted"
