"""An organisation's own offers: published, changed, taken back."""

from uuid import UUID

import market
import pytest

HERE = UUID(market.OTHERS)
PATH = f"/offers/{market.OFFER}"


@pytest.fixture
def marketplace(upstream):
    market.lists(upstream)
    upstream.says("marketplace", "GET", "/offers", market.page(market.offer()))
    upstream.says("marketplace", "GET", PATH, market.offer(), ETag='"one"')
    upstream.says("marketplace", "GET", f"/organisations/{market.OTHERS}", market.organisation())
    return upstream


@pytest.fixture
def staff(signed_in):
    return signed_in("provider staff", org=HERE).browser


def test_our_offers_with_their_places(staff, marketplace):
    page = staff.page("/offers")
    assert "1 of 2" in page.main
    assert page.link("Publish an offer") == "/offers/new"
    assert marketplace.heard("marketplace", "GET", "/offers")[0].query["organisation_id"] == market.OTHERS


def test_one_taken_back_can_no_longer_be_changed(staff, marketplace):
    marketplace.says("marketplace", "GET", "/offers", market.page(market.offer(withdrawn_on="2025-05-01")))
    page = staff.page("/offers")
    assert "Taken back on 1 May 2025" in page.main
    assert all("/change" not in a.get("href", "") for a in page.all("a"))


def test_who_is_not_verified_waits(staff, marketplace):
    marketplace.says("marketplace", "GET", "/offers", market.page())
    assert "Publish your first offer" in staff.page("/offers").main
    own = f"/organisations/{market.OTHERS}"
    marketplace.says("marketplace", "GET", own, market.organisation(verified_on=None))
    page = staff.page("/offers")
    assert "has not been verified yet" in page.main
    assert "Publish" not in page.main


def test_publishing(staff, marketplace):
    marketplace.says("marketplace", "POST", "/offers", market.offer(), 201)
    typed = {
        "title": "Walk and talk",
        "category": "health-wellbeing",
        "summary": "Walks.",
        "how_it_helps": "Sleep.",
    }
    places = {
        "capacity": "12",
        "price_pence": "£1,240.50",
        "barriers": ["health", "debt"],
        "site_id": market.SITE,
    }
    assert staff.send("/offers/new", 303, **typed, **places).location == "/offers"
    sent = marketplace.heard("marketplace", "POST", "/offers")[0].json
    assert typed.items() <= sent.items()
    assert (sent["capacity"], sent["price_pence"], sent["barriers"]) == (12, 124050, ["health", "debt"])
    assert (sent["languages"], sent["site_id"]) == (["en"], market.SITE)


def test_what_is_refused_stands_at_its_field(staff, marketplace):
    marketplace.refuses("marketplace", "POST", "/offers", capacity=["Give a whole number."])
    page = staff.send("/offers/new", 422, title="Walk and talk", capacity="a few")
    assert page.errors[0].endswith("Give a whole number.")
    assert (page.form()["title"], page.form()["capacity"]) == ("Walk and talk", "a few")


def test_a_change_begins_with_what_is_there_and_says_which_version(staff, marketplace):
    marketplace.says("marketplace", "PATCH", PATH, market.offer())
    form = staff.page(f"{PATH}/change").form()
    assert (form["price_pence"], form["barriers"], form["capacity"]) == (
        "240.50",
        ["health", "confidence"],
        "2",
    )
    staff.send(f"{PATH}/change", 303, capacity="3", site_id="")
    sent = marketplace.heard("marketplace", "PATCH", PATH)[0]
    assert sent.headers["If-Match"] == '"one"'
    assert (sent.json["capacity"], sent.json["site_id"], sent.json["price_pence"]) == (3, None, 24050)


def test_somebody_was_first(staff, marketplace):
    marketplace.refuses("marketplace", "PATCH", PATH, 412)
    page = staff.send(f"{PATH}/change", 412, capacity="3")
    assert "Somebody has changed this offer" in page.main
    assert page.link("Load the offer again") == f"{PATH}/change"
    assert page.form()["capacity"] == "3"


def test_taking_back(staff, marketplace):
    marketplace.says("marketplace", "POST", f"{PATH}/withdrawal", market.offer())
    staff.send(f"{PATH}/withdrawal", 303)
    assert marketplace.heard("marketplace", "POST", f"{PATH}/withdrawal")[0].json == {}


def test_advisers_do_not_publish(signed_in, marketplace):
    signed_in("adviser").browser.page("/offers/new", 403)
