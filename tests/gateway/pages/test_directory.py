"""The directory of help, as anybody reads it."""

import market
import pytest


@pytest.fixture
def marketplace(upstream):
    market.lists(upstream)
    upstream.says("marketplace", "GET", "/offers", market.page(market.offer()))
    upstream.says("marketplace", "GET", f"/offers/{market.OFFER}", market.offer())
    upstream.says("marketplace", "GET", f"/organisations/{market.OTHERS}", market.organisation())
    upstream.says("marketplace", "GET", "/organisations", market.page(market.organisation()))
    return upstream


def test_whoever_is_not_signed_in_finds_help(nobody, marketplace):
    page = nobody.page("/help")
    assert page.link("Walk and talk") == f"/help/{market.OFFER}"
    assert "Helps with: health, confidence. Sleep gets easier." in page.main
    assert "£240.50 · In person, by phone · English, Welsh" in page.main


def test_all_that_is_looked_for_reaches_the_service(nobody, marketplace):
    page = nobody.page("/help?search=walk&barrier=health&category=health-wellbeing&free=yes&language=cy")
    asked = marketplace.heard("marketplace", "GET", "/offers")[0].query
    looked_for = {"search": "walk", "barrier": "health", "category": "health-wellbeing", "language": "cy"}
    assert asked == looked_for | {"free": "true", "limit": "20"}
    assert "1 fits." in page.main
    assert [o.get("value") for o in page.all("option") if o.get("selected") is not None] == [
        "health",
        "health-wellbeing",
        "cy",
    ]


def test_nothing_fits(nobody, marketplace):
    marketplace.says("marketplace", "GET", "/offers", market.page())
    assert nobody.page("/help?search=zzz").link("Show everything") == "/help"
    assert "Nothing is offered here yet" in nobody.page("/help").main


def test_a_full_offer_says_so(nobody, marketplace):
    marketplace.says("marketplace", "GET", "/offers", market.page(market.offer(free_places=0)))
    assert "Full just now" in nobody.page("/help").main


def test_one_offer_with_how_to_get_it(nobody, signed_in, marketplace):
    page = nobody.page(f"/help/{market.OFFER}")
    assert page.heading == "Clear Water Wellbeing CIC Walk and talk"
    assert "1 free of 2" in page.main
    assert page.link("https://clearwater.example") == "https://clearwater.example"
    assert "Tell your adviser" in signed_in("participant").browser.page(f"/help/{market.OFFER}").main
    advisers = signed_in("adviser").browser.page(f"/help/{market.OFFER}")
    assert advisers.link("Go to the caseload") == "/caseload"


def test_an_offer_is_shown_when_its_organisation_cannot_be(nobody, marketplace):
    marketplace.is_slow("marketplace", f"/organisations/{market.OTHERS}")
    assert "How to reach them: This cannot be shown just now." in nobody.page(f"/help/{market.OFFER}").main


def test_an_offer_that_is_not_there(nobody, marketplace):
    assert nobody.page(f"/help/{market.SITE}", 404).status == 404


def test_organisations_by_kind(nobody, marketplace):
    page = nobody.page("/help/organisations?kind=specialist")
    assert page.link("Clear Water Wellbeing CIC") == f"/help/organisations/{market.OTHERS}"
    assert marketplace.heard("marketplace", "GET", "/organisations")[0].query["kind"] == "specialist"


def test_one_organisation_with_what_it_offers(nobody, marketplace):
    page = nobody.page(f"/help/organisations/{market.OTHERS}")
    assert page.heading == "Specialist Clear Water Wellbeing CIC"
    assert page.link("Walk and talk") == f"/help/{market.OFFER}"
    assert "Canal Side" in page.main
