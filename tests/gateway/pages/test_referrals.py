"""Referrals in and out, and who can do what with one as it stands."""

from uuid import UUID

import market
import pytest

HERE = UUID(market.OTHERS)
ONE = f"/referrals/{market.REFERRAL}"


@pytest.fixture
def marketplace(upstream):
    market.lists(upstream)
    upstream.says("marketplace", "GET", "/referrals", market.page(market.referral()))
    upstream.says("marketplace", "GET", ONE, market.referral())
    return upstream


def _stands(upstream, state, **more):
    upstream.says("marketplace", "GET", ONE, market.referral(state=state, **more))


def _buttons(page):
    """What can be pressed or followed to take a step."""
    links = [a.get("href", "") for a in page.all("a")]
    posts = [form.get("action") or "" for form in page.all("form")]
    return {each.removeprefix(f"{ONE}/") for each in (*links, *posts) if each.startswith(f"{ONE}/")}


def test_a_receiver_sees_what_came_in_and_what_is_due(signed_in, marketplace):
    page = signed_in("provider staff", org=HERE).browser.page("/referrals?state=sent")
    assert page.link("R-7K2M-9Q") == ONE
    assert "Look at it by 13 March 2025 Overdue" in page.main
    assert "Northbridge Works" in page.main
    asked = marketplace.heard("marketplace", "GET", "/referrals")[0].query
    assert (asked["direction"], asked["state"]) == ("in", "sent")


def test_a_sender_sees_what_went_out_whatever_they_ask_for(signed_in, marketplace):
    signed_in("adviser").browser.page("/referrals?direction=in")
    assert marketplace.heard("marketplace", "GET", "/referrals")[0].query["direction"] == "out"


def test_a_team_leader_chooses(signed_in, marketplace):
    page = signed_in("team leader").browser.page("/referrals")
    assert page.link("From us") == "/referrals?direction=out"


def test_nothing_yet(signed_in, marketplace):
    marketplace.says("marketplace", "GET", "/referrals", market.page())
    assert signed_in("adviser").browser.page("/referrals").link("Caseload") == "/caseload"
    staff = signed_in("provider staff", org=HERE).browser.page("/referrals")
    assert "Nobody has been referred to you yet" in staff.main


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("sent", {"acknowledgement"}),
        ("acknowledged", {"acceptance", "decline"}),
        ("accepted", {"start", "non-start"}),
        ("started", {"end"}),
        ("ended", set()),
        ("expired", set()),
    ],
)
def test_the_receiver_is_offered_the_steps_that_are_open(signed_in, marketplace, state, steps):
    _stands(marketplace, state)
    assert _buttons(signed_in("provider staff", org=HERE).browser.page(ONE)) == steps


@pytest.mark.parametrize(
    ("state", "steps"), [("sent", {"withdrawal"}), ("started", {"withdrawal"}), ("ended", set())]
)
def test_the_sender_can_only_take_it_back(signed_in, marketplace, state, steps):
    _stands(marketplace, state)
    assert _buttons(signed_in("adviser").browser.page(ONE)) == steps


def test_a_team_leader_elsewhere_is_offered_nothing(signed_in, marketplace):
    page = signed_in("team leader", org=UUID(market.SITE)).browser.page(ONE)
    assert _buttons(page) == set()


def test_one_referral_shows_what_was_passed_on(signed_in, marketplace):
    page = signed_in("provider staff", org=HERE).browser.page(ONE)
    assert "Amina Yusuf" in page.main
    assert "The person agreed" in page.main
    _stands(marketplace, "ended", package=None)
    assert "This was erased" in signed_in("provider staff", org=HERE).browser.page(ONE).main


def test_acknowledging_takes_one_button(signed_in, marketplace):
    marketplace.says("marketplace", "POST", f"{ONE}/acknowledgement", market.referral())
    browser = signed_in("provider staff", org=HERE).browser
    answer = browser.press(browser.page(ONE), f"{ONE}/acknowledgement")
    assert answer.location == ONE
    assert marketplace.heard("marketplace", "POST", f"{ONE}/acknowledgement")[0].json == {}


def test_declining_with_a_reason_on_a_day(signed_in, marketplace):
    marketplace.says("marketplace", "POST", f"{ONE}/decline", market.referral())
    day = {"occurred_on-day": "12", "occurred_on-month": "3", "occurred_on-year": "2025"}
    signed_in("provider staff", org=HERE).browser.send(f"{ONE}/decline", 303, reason="no-capacity", **day)
    sent = marketplace.heard("marketplace", "POST", f"{ONE}/decline")[0].json
    assert sent == {"reason": "no-capacity", "occurred_on": "2025-03-12"}


def test_a_step_offers_only_its_own_reasons(signed_in, marketplace):
    page = signed_in("provider staff", org=HERE).browser.page(f"{ONE}/end")
    reasons = [box.get("value") for box in page.all("input") if box.get("name") == "reason"]
    assert reasons == ["died", "completed", "left-early", "transferred"]


def test_what_is_refused_keeps_the_day_and_speaks_plainly(signed_in, marketplace):
    marketplace.refuses(
        "marketplace",
        "POST",
        f"{ONE}/decline",
        reason=["Choose one of: ineligible, mistaken."],
        occurred_on=["Give 2025-03-12 or a later date."],
    )
    browser = signed_in("provider staff", org=HERE).browser
    page = browser.send(f"{ONE}/decline", 422, **{"occurred_on-year": "1925"})
    assert page.errors == [
        "Why? Choose from the answers here.",
        "When was that? Give 12 March 2025 or a later date.",
    ]
    assert page.form()["occurred_on-year"] == "1925"


def test_a_step_that_there_is_not(signed_in, marketplace):
    assert signed_in("adviser").browser.page(f"{ONE}/applause", 404).status == 404


def test_participants_have_no_business_here(signed_in, marketplace):
    signed_in("participant").browser.page("/referrals", 403)
