"""Asking, replying, saying what helped; a post that is stopped; hiding and restoring."""

import pytest
import talk

ONE = f"/community/threads/{talk.THREAD}"
ASK = "/community/spaces/participants/ask"


@pytest.fixture
def community(upstream):
    talk.everything(upstream)
    return upstream


def test_asking(signed_in, community):
    community.says("community", "POST", "/spaces/participants/threads", talk.thread(), 201)
    answer = signed_in("participant").browser.send(ASK, 303, title="Early shifts", body="How?")
    assert answer.location == ONE
    sent = community.heard("community", "POST", "/spaces/participants/threads")[0]
    assert sent.json == {"title": "Early shifts", "body": "How?"}
    assert sent.actor.person_id is None


def test_whoever_has_no_name_yet_chooses_one_first(signed_in, community):
    talk.nobody_yet(community)
    answer = signed_in("participant").browser.get(ASK)
    assert (answer.status_code, answer.location) == (303, "/community/join?space=participants")


def test_a_stopped_post_keeps_its_text_and_says_what_was_found(signed_in, community):
    advice = "Take out the phone number “07700 900123”."
    talk.stops(community, "POST", "/spaces/participants/threads", body=[advice])
    said = "Ring me on 07700 900123\n\nPlease."
    page = signed_in("participant").browser.send(ASK, 422, title="Buses", body=said)
    assert page.errors == ["Tell a little more: take out the phone number “07700 900123”."]
    assert "Nobody has seen this yet" in page.main
    assert (page.form()["title"], page.form()["body"]) == ("Buses", said)


def test_a_stopped_reply_keeps_its_text(signed_in, community):
    talk.stops(community, "POST", f"/threads/{talk.THREAD}/replies", body=["Take out the address."])
    browser = signed_in("participant").browser
    form = browser.page(ONE).form(ONE) | {"body": "I live at 12 Castle Street"}
    answer = browser.client.post(ONE, data=form)
    assert answer.status_code == 422
    assert "Take out the address." in answer.text
    assert "I live at 12 Castle Street</textarea>" in answer.text


def test_replying(signed_in, community):
    community.says("community", "POST", f"/threads/{talk.THREAD}/replies", talk.thread(), 201)
    browser = signed_in("adviser").browser
    form = browser.page(ONE).form(ONE) | {"body": "Ask the school."}
    assert browser.client.post(ONE, data=form).location == ONE


def test_a_thread_shows_what_was_written_safely_made(signed_in, community):
    page = signed_in("participant").browser.page(ONE)
    assert page.heading == "Early shifts"
    assert "How do you manage?" in page.main
    assert "1 reply" in page.main
    assert "This answers my question" not in page.main


def test_whoever_has_no_name_reads_and_is_asked_to_choose_one(signed_in, community):
    talk.nobody_yet(community)
    page = signed_in("participant").browser.page(ONE)
    assert page.link("Choose a name") == f"/community/join?thread={talk.THREAD}"
    assert not page.all("textarea")


def test_the_asker_says_what_helped(signed_in, community):
    community.says("community", "GET", f"/threads/{talk.THREAD}", talk.thread(talk.reply(), is_mine=True))
    path = f"/threads/{talk.THREAD}/accepted-answer"
    community.says("community", "POST", path, talk.thread())
    browser = signed_in("participant").browser
    page = browser.page(ONE)
    assert browser.press(page, f"{ONE}/accepted-answer").location == ONE
    assert community.heard("community", "POST", path)[0].json == {"reply_id": talk.REPLY}
    accepted = talk.thread(talk.reply(is_accepted=True), is_mine=True, accepted_reply_id=talk.REPLY)
    community.says("community", "GET", f"/threads/{talk.THREAD}", accepted)
    page = browser.page(ONE)
    assert "This answer helped" in page.main
    assert "This answers my question" not in page.main


def test_a_sign_is_given_and_taken_back(signed_in, community):
    browser = signed_in("participant").browser
    community.says("community", "POST", f"/threads/{talk.THREAD}/reactions", None, 204)
    community.says("community", "DELETE", f"/replies/{talk.REPLY}/reactions/helpful", None, 204)
    token = browser.page(ONE).form(f"{ONE}/signs")
    browser.client.post(f"{ONE}/signs", data=token | {"kind": "helpful"})
    assert community.heard("community", "POST", f"/threads/{talk.THREAD}/reactions")[0].json == {
        "kind": "helpful"
    }
    back = {"kind": "helpful", "reply_id": talk.REPLY, "mine": "yes"}
    assert browser.client.post(f"{ONE}/signs", data=token | back).location == ONE
    assert community.heard("community", "DELETE", f"/replies/{talk.REPLY}/reactions/helpful")


def test_an_article_begins_with_the_question_and_the_answer_that_helped(signed_in, community):
    accepted = talk.thread(talk.reply(is_accepted=True), talk.reply(body="Another"))
    community.says("community", "GET", f"/threads/{talk.THREAD}", accepted)
    community.says("community", "POST", f"/threads/{talk.THREAD}/article", talk.article(), 201)
    browser = signed_in("adviser").browser
    assert browser.page(f"{ONE}/article").form()["body"] == "How do you manage?\n\nAsk the school."
    answer = browser.send(f"{ONE}/article", 303, title="Mornings")
    assert answer.location == f"/community/articles/{talk.ARTICLE}"


def test_participants_make_no_articles(signed_in, community):
    browser = signed_in("participant").browser
    assert "Make an article" not in browser.page(ONE).main
    browser.page(f"{ONE}/article", 403)


@pytest.mark.parametrize(
    ("page", "path"),
    [
        (f"{ONE}/hide", f"/threads/{talk.THREAD}/hiding"),
        (f"{ONE}/restore", f"/threads/{talk.THREAD}/restoration"),
        (f"{ONE}/replies/{talk.REPLY}/hide", f"/replies/{talk.REPLY}/hiding"),
        (f"/community/articles/{talk.ARTICLE}/restore", f"/articles/{talk.ARTICLE}/restoration"),
    ],
)
def test_a_moderator_gives_a_reason(signed_in, community, page, path):
    community.says("community", "POST", path, {})
    browser = signed_in("moderator").browser
    assert "It is unkind" in browser.page(page).main
    browser.send(page, 303, reason="unkind", note="Twice already")
    assert community.heard("community", "POST", path)[0].json == {"reason": "unkind", "note": "Twice already"}


def test_what_is_hidden_says_why(signed_in, community):
    hidden = talk.reply(is_hidden=True, hidden_reason="unkind", body=None, body_html=None)
    community.says("community", "GET", f"/threads/{talk.THREAD}", talk.thread(hidden))
    page = signed_in("participant").browser.page(ONE)
    assert "A moderator has hidden this: It is unkind." in page.main
    assert "Restore" not in page.main
    assert "Restore this reply" in signed_in("moderator").browser.page(ONE).main


def test_only_moderators_hide(signed_in, community):
    signed_in("adviser").browser.page(f"{ONE}/hide", 403)
