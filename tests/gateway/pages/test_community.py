"""Spaces, joining under a name of one's choice, and search."""

import pytest
import talk
from market import page as page_of


@pytest.fixture
def community(upstream):
    talk.everything(upstream)
    return upstream


def test_the_spaces_with_who_one_is_there(signed_in, community):
    page = signed_in("participant").browser.page("/community")
    assert page.link("Finding work") == "/community/spaces/participants"
    assert "Others know you as Quiet Otter" in page.main
    assert page.link("Mornings with children") == f"/community/articles/{talk.ARTICLE}"


def test_whoever_has_not_joined_can_read_and_is_told_how_to_join(signed_in, community):
    talk.nobody_yet(community)
    assert signed_in("participant").browser.page("/community").link("Choose a name") == "/community/join"


def test_whoever_takes_no_part_is_told_so(signed_in, community):
    community.says("community", "GET", "/spaces", page_of())
    assert "There is no space for your role" in signed_in("finance officer").browser.page("/community").main


def test_a_space_with_its_threads(signed_in, community):
    page = signed_in("adviser").browser.page("/community/spaces/participants?search=shift&unanswered=yes")
    assert page.heading == "Finding work"
    assert page.link("Early shifts") == f"/community/threads/{talk.THREAD}"
    asked = community.heard("community", "GET", "/spaces/participants/threads")[0].query
    assert (asked["search"], asked["unanswered"]) == ("shift", "true")


def test_an_empty_space_invites_to_begin(signed_in, community):
    community.says("community", "GET", "/spaces/participants/threads", page_of())
    assert "Be the first" in signed_in("participant").browser.page("/community/spaces/participants").main


def test_where_one_only_reads_there_is_no_button(signed_in, community):
    community.says("community", "GET", "/spaces/participants", talk.space(may_post=False))
    assert "Ask or tell" not in signed_in("employer").browser.page("/community/spaces/participants").main


def test_joining_leads_back_to_what_one_wanted_to_say(signed_in, community):
    community.says("community", "POST", "/members", {"name": "Quiet Otter"}, 201)
    browser = signed_in("participant").browser
    answer = browser.send("/community/join?space=participants", 303, name="Quiet Otter")
    assert answer.location == "/community/spaces/participants/ask"
    answer = browser.send(f"/community/join?thread={talk.THREAD}", 303, name="Quiet Otter", pseudonym="no")
    assert answer.location == f"/community/threads/{talk.THREAD}"
    sent = [each.json for each in community.heard("community", "POST", "/members")]
    assert sent == [{"name": "Quiet Otter", "pseudonym": True}, {"name": "Quiet Otter", "pseudonym": False}]


def test_a_name_that_is_taken(signed_in, community):
    community.refuses("community", "POST", "/members", 409, name=["Choose another name."])
    page = signed_in("participant").browser.send("/community/join", 409, name="Quiet Otter")
    assert page.errors == ["The name that others see: choose another name."]
    assert page.form()["name"] == "Quiet Otter"


def test_searching_everything(signed_in, community):
    hit = {"sort": "article", "id": talk.ARTICLE, "title": "Mornings", "space": "participants", "at": talk.AT}
    community.says("community", "GET", "/search", page_of(hit, hit | {"sort": "thread", "id": talk.THREAD}))
    page = signed_in("participant").browser.page("/community/search?q=mornings")
    links = [a.get("href") for a in page.all("a")]
    assert f"/community/articles/{talk.ARTICLE}" in links
    assert f"/community/threads/{talk.THREAD}" in links
    community.says("community", "GET", "/search", page_of())
    assert "Nobody has written about" in signed_in("adviser").browser.page("/community/search?q=xyz").main
    assert not signed_in("adviser").browser.page("/community/search").errors
