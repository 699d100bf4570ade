"""What a page shows: the facts of home, its substance, its edges, and plain words where something is away."""

from pages import Browser
from upstream import Upstream

from chassis import clock
from gateway.web.app import make_app
from tests.gateway.forms.examples import PERSON


def test_home_has_the_facts_and_places_of_ones_role(browser: Browser, upstream: Upstream) -> None:
    upstream.says("notify", "GET", "/messages", {"items": [1, 2]})
    upstream.says("notify", "GET", "/letters", {"items": [3]})
    page = browser.page("/")
    assert "Messages in all 3" in page.main
    assert page.link("Known as") == "/example"
    assert page.navigation[0] == "Examples"
    assert "What pages are made of." in page.main
    asked = upstream.heard("casework", "GET", PERSON)[0]
    assert asked.actor is not None
    assert asked.query == {"for": str(asked.actor.id)}


def test_a_fact_whose_service_is_away_is_left_out_and_said_so(browser: Browser, upstream: Upstream) -> None:
    upstream.says("notify", "GET", "/messages", {"items": [1, 2]})
    upstream.refuses("notify", "GET", "/letters", 503)
    page = browser.page("/")
    assert "Messages in all" not in page.main
    assert "Known as" in page.main
    assert "Some figures cannot be shown just now." in page.main


def test_home_of_another_role_has_other_places(signed_in) -> None:
    assert "Examples" not in signed_in("finance officer").browser.page("/").navigation


def test_a_page_shows_its_substance_and_its_edges(browser: Browser, upstream: Upstream) -> None:
    upstream.says("notify", "GET", "/messages", {"items": [1, 2]})
    page = browser.page("/example")
    assert "2 messages" in page.main
    assert "3 February 1991" in page.main
    assert "£1,234" in page.main
    assert "1 July 2025, 9:30am" in page.main, "an instant is shown by the clocks of the instance"
    assert "Not given" in page.main
    assert "Phone" in page.main
    assert page.link("Next page") == "/example?cursor=abc"


def test_an_edge_that_is_late_or_fails_does_not_fail_the_page(browser: Browser, upstream: Upstream) -> None:
    upstream.is_slow("notify", "/messages")
    assert "Messages: This cannot be shown just now." in browser.page("/example").main
    upstream.refuses("notify", "GET", "/messages", 500)
    assert "Messages: This cannot be shown just now." in browser.page("/example").main


def test_an_edge_that_is_not_for_this_visitor_is_left_out(browser: Browser, upstream: Upstream) -> None:
    upstream.says("notify", "GET", "/messages", {"items": []})
    upstream.refuses("mi", "GET", "/secret", 403)
    page = browser.page("/example")
    assert "a secret" not in page.main
    assert "cannot be shown" not in page.main


def test_a_page_that_is_refused_says_dates_in_words(browser: Browser, upstream: Upstream) -> None:
    told = {"status": 403, "title": "Closed", "detail": "This was closed on 2025-03-12, not 2025-02-31."}
    upstream.says("casework", "GET", PERSON, told, 403)
    page = browser.page("/example", 403)
    assert "This was closed on 12 March 2025, not 2025-02-31." in page.main


def test_a_page_whose_service_is_away_says_so_in_plain_words(browser: Browser, upstream: Upstream) -> None:
    upstream.refuses("casework", "GET", PERSON, 503)
    assert browser.page("/example", 503).heading == "This part is away just now"


def test_a_fault_of_ours_tells_a_person_what_to_quote_and_no_more(nobody: Browser) -> None:
    page = nobody.page("/example/fails", 500)
    assert page.heading == "Something went wrong here"
    assert page.response.headers["X-Correlation-Id"] in page.main
    assert "ZeroDivision" not in page.text


def test_a_page_for_another_role_says_so_and_one_for_nobody_leads_to_sign_in(
    nobody: Browser, signed_in
) -> None:
    assert signed_in("participant").browser.page("/example", 403).heading == "This page is not for your role"
    assert nobody.get("/example").location == "/sign-in?to=/example"


def test_the_training_clock_is_shown(service_context, upstream: Upstream, tmp_path) -> None:
    from datetime import UTC, datetime

    from gateway.web.service import Web

    file = tmp_path / "clock"
    context = service_context(Web, clock_file=file)
    clock.play_from(file, datetime(2025, 3, 3, 12, tzinfo=UTC))
    try:
        assert "Training clock: 3 March 2025" in Browser(make_app(context).test_client()).page("/").text
    finally:
        clock.configure()
