"""Newsletters: the archive for everybody, composing and sending, and the links in mails."""

import pytest
import talk
from market import page as page_of
from pages import words

ONE = f"/newsletters/{talk.NEWSLETTER}"
TOKEN = "a-long-secret"


@pytest.fixture
def community(upstream):
    talk.everything(upstream)
    return upstream


def test_everybody_reads_the_archive(nobody, community):
    page = nobody.page("/newsletters")
    assert page.link("May at Pathways") == ONE
    assert "Compose" not in page.main
    assert nobody.page(ONE).heading == "2 May 2025 May at Pathways"


def test_articles_are_linked_for_those_who_may_read_them(signed_in, community):
    link = f'<p><a href="https://here.example/community/articles/{talk.ARTICLE}" rel="nofollow">Early</a></p>'
    community.says("community", "GET", ONE, talk.newsletter(content_html=link))
    member, other = signed_in("participant").browser.page(ONE), signed_in("analyst").browser.page(ONE)
    assert member.link("Early").endswith(talk.ARTICLE)
    assert "Early" in other.main
    assert "Early" not in [words(a) for a in other.all("a")]
    assert "take part in the community" in other.main


def test_nothing_sent_yet(nobody, signed_in, community):
    community.says("community", "GET", "/newsletters", page_of())
    assert "Leave your address" in nobody.page("/newsletters").main
    assert "Compose the first one" in signed_in("champion").browser.page("/newsletters").main


def test_composing(signed_in, community):
    community.says("community", "POST", "/newsletters", talk.newsletter(sent_on=None), 201)
    typed = {"title": "June", "introduction": "Hello.", "article_ids": [talk.ARTICLE]}
    assert signed_in("champion").browser.send("/newsletters/new", 303, **typed).location == ONE
    assert community.heard("community", "POST", "/newsletters")[0].json == typed


def test_a_draft_is_sent_after_one_more_look(signed_in, community):
    community.says("community", "GET", ONE, talk.newsletter(sent_on=None, state="draft"))
    community.says("community", "POST", f"{ONE}/sending", talk.newsletter(sent_to=1))
    browser = signed_in("champion").browser
    assert browser.page(ONE).link("Send it") == f"{ONE}/sending"
    browser.send(f"{ONE}/sending", 303)
    assert "on its way to 1 person." in browser.page(ONE).main


def test_a_draft_is_changed_on_the_version_that_was_read(signed_in, community):
    draft = talk.newsletter(sent_on=None, state="draft", article_ids=[talk.ARTICLE])
    community.says("community", "GET", ONE, draft, ETag='"one"')
    community.says("community", "PATCH", ONE, draft)
    browser = signed_in("champion").browser
    change = browser.page(ONE).link("Change it")
    form = browser.page(change).form()
    assert (form["title"], form["introduction"]) == ("May at Pathways", "Hello.")
    assert form["article_ids"] == talk.ARTICLE
    assert browser.send(change, 303, title="June").location == ONE
    (sent,) = community.heard("community", "PATCH", ONE)
    assert (sent.headers["If-Match"], sent.json["title"]) == ('"one"', "June")
    community.refuses("community", "PATCH", ONE, 412)
    page = browser.send(change, 412, title="July")
    assert page.form()["title"] == "July"
    assert page.link("Open the draft as it is now") == change


def test_sent_already(signed_in, community):
    community.refuses("community", "POST", f"{ONE}/sending", 409)
    assert signed_in("champion").browser.send(f"{ONE}/sending", 409).errors == ["Look at your answers."]


def test_participants_compose_nothing(signed_in, community):
    signed_in("participant").browser.page("/newsletters/new", 403)


def test_asking_for_it(nobody, community):
    community.says("community", "POST", "/subscriptions", {"state": "requested"}, 202)
    page = nobody.send("/newsletters/subscribe", 200, address="amina@people.example", language="cy")
    assert page.heading == "Look into your mailbox"
    sent = community.heard("community", "POST", "/subscriptions")[0].json
    assert sent == {"address": "amina@people.example", "language": "cy"}


def test_an_address_that_is_none(nobody, community):
    community.refuses("community", "POST", "/subscriptions", address=["Give an email address."])
    page = nobody.send("/newsletters/subscribe", 422, address="amina")
    assert page.errors == ["Your email address: give an email address."]
    assert page.form()["address"] == "amina"


@pytest.mark.parametrize(
    ("page", "path"), [("confirm", "/subscriptions/confirmation"), ("unsubscribe", "/subscriptions/ending")]
)
def test_to_open_a_link_changes_nothing_and_the_button_does(nobody, community, page, path):
    community.says("community", "POST", path, {"state": "done"})
    nobody.page(f"/newsletters/{page}/{TOKEN}")
    assert not community.asked
    nobody.send(f"/newsletters/{page}/{TOKEN}", 200)
    assert community.heard("community", "POST", path)[0].json == {"token": TOKEN}


def test_a_dead_link_says_what_to_do(nobody, community):
    community.refuses("community", "POST", "/subscriptions/confirmation", token=["Ask again."])
    page = nobody.send(f"/newsletters/confirm/{TOKEN}", 422)
    assert page.errors == ["Ask again."]
    assert page.link("Ask for the newsletter again") == "/newsletters/subscribe"


def test_a_mail_program_ends_it_in_one_click(app, community):
    community.says("community", "POST", "/subscriptions/ending", {"state": "ended"})
    one_click = {"List-Unsubscribe": "One-Click"}
    answer = app.test_client().post(f"/newsletters/unsubscribe/{TOKEN}", data=one_click)
    assert answer.status_code == 200
    assert community.heard("community", "POST", "/subscriptions/ending")[0].json == {"token": TOKEN}


def test_no_other_page_does_without_its_token(app, community):
    answer = app.test_client().post(f"/newsletters/confirm/{TOKEN}", data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 403
    assert not community.asked
