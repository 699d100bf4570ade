"""Articles: found, read, revised; and headings that leave out no level."""

import pytest
import talk
from market import page as page_of

from gateway.web.pages.in_community import below

ONE = f"/community/articles/{talk.ARTICLE}"


@pytest.fixture
def community(upstream):
    talk.everything(upstream)
    return upstream


def test_the_library(signed_in, community):
    page = signed_in("participant").browser.page("/community/articles?search=mornings")
    assert page.link("Mornings with children") == ONE
    assert "Finding work" in page.main
    assert community.heard("community", "GET", "/articles")[0].query["search"] == "mornings"
    community.says("community", "GET", "/articles", page_of())
    found_nothing = signed_in("participant").browser.page("/community/articles?search=x")
    assert found_nothing.link("Search the whole community") == "/community/search?q=x"


def test_reading_one(signed_in, community):
    page = signed_in("participant").browser.page(ONE)
    assert page.link("version 2") == f"{ONE}/versions"
    assert "revised on 1 May 2025" in page.main
    assert "Revise it" not in page.main


def test_whoever_is_not_signed_in_comes_back_to_it_afterwards(nobody, community):
    assert nobody.get(ONE).location == f"/sign-in?to={ONE}"


def test_what_it_said_before(signed_in, community):
    version = {"number": 1, "title": "Mornings", "body": "B", "body_html": "<p>B</p>", "note": None}
    old = version | {"author": talk.MINA, "written_at": talk.AT}
    community.says("community", "GET", f"/articles/{talk.ARTICLE}/versions", page_of(old))
    assert "Version 1" in signed_in("participant").browser.page(f"{ONE}/versions").main


def test_revising_says_which_version_was_read(signed_in, community):
    community.says("community", "PATCH", f"/articles/{talk.ARTICLE}", talk.article())
    signed_in("champion").browser.send(f"{ONE}/revision", 303, body="Breakfast clubs, and neighbours.")
    sent = community.heard("community", "PATCH", f"/articles/{talk.ARTICLE}")[0]
    assert sent.headers["If-Match"] == '"one"'
    assert sent.json == {"title": "Mornings with children", "body": "Breakfast clubs, and neighbours."}


def test_a_revision_that_is_stopped_or_late_keeps_its_text(signed_in, community):
    browser = signed_in("champion").browser
    talk.stops(community, "PATCH", f"/articles/{talk.ARTICLE}", body=["Take out the address."])
    assert browser.send(f"{ONE}/revision", 422, body="12 Castle Street").form()["body"] == "12 Castle Street"
    community.refuses("community", "PATCH", f"/articles/{talk.ARTICLE}", 412)
    late = browser.send(f"{ONE}/revision", 412, body="Mine")
    assert "Somebody has revised this article" in late.main
    assert late.form()["body"] == "Mine"


@pytest.mark.parametrize(
    ("written", "level", "shown"),
    [
        ("<h5>a</h5><h3>b</h3>", 1, "<h2>a</h2><h3>b</h3>"),
        ("<h3>a</h3><h4>b</h4><h6>c</h6><h3>d</h3>", 1, "<h2>a</h2><h3>b</h3><h4>c</h4><h3>d</h3>"),
        ("<h3>a</h3>", 3, "<h4>a</h4>"),
        ("<h3>a</h3><h4>b</h4><h5>c</h5><h6>d</h6>", 5, "<h6>a</h6><h6>b</h6><h6>c</h6><h6>d</h6>"),
        ("<p>a</p>", 1, "<p>a</p>"),
        (None, 1, ""),
    ],
)
def test_headings_follow_those_of_the_page(written, level, shown):
    assert below(written, level) == shown
