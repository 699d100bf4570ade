"""Newsletters reach those who opted in, and nobody can tell from outside who did."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, text, update

from chassis import clock
from chassis.context import ServiceContext
from chassis.ids import new_id
from services.community.store.subscriptions import subscription

World = Any
ADDRESS = "reader@post.example"


class Notify:
    """Only notify can read what is sealed to it; its key is all that is needed of it here."""

    name = "notify"


@pytest.fixture
def notify(service_context: Callable[..., ServiceContext]) -> ServiceContext:
    return service_context(Notify)


def token_of(world: World, notify: ServiceContext, number: int = -1) -> str:
    token: str = world.opened(world.said("subscription.requested")[number], "token", notify)
    return token


def subscribe(world: World, notify: ServiceContext, address: str = ADDRESS) -> str:
    nobody = world.nobody()
    assert nobody.post("/subscriptions", {"address": address}).status_code == 202
    token = token_of(world, notify)
    assert nobody.post("/subscriptions/confirmation", {"token": token}).json == {"state": "confirmed"}
    return token


def test_opting_in_takes_the_owner_of_the_address(world: World, notify: ServiceContext) -> None:
    nobody = world.nobody()
    asked = nobody.post("/subscriptions", {"address": f" {ADDRESS} ".strip(), "language": "cy"})
    assert (asked.status_code, asked.json) == (202, {"state": "requested"})
    [event] = world.said("subscription.requested")
    assert world.opened(event, "address", notify) == ADDRESS
    assert (event.data["language"], event.data["occurred_on"]) == ("cy", "2025-03-03")
    confirmed = nobody.post("/subscriptions/confirmation", {"token": token_of(world, notify)})
    assert confirmed.json == {"state": "confirmed"}
    nobody.post("/subscriptions/confirmation", {"token": token_of(world, notify)})
    [event] = world.said("subscription.confirmed")
    assert event.data == {"occurred_on": "2025-03-03"}


def test_the_answer_is_the_same_for_every_address(world: World, notify: ServiceContext) -> None:
    subscribe(world, notify)
    nobody = world.nobody()
    known = nobody.post("/subscriptions", {"address": ADDRESS.upper()})
    unknown = nobody.post("/subscriptions", {"address": "new@post.example"})
    assert (known.status_code, known.json) == (unknown.status_code, unknown.json)
    assert len(world.said("subscription.requested")) == 2, "who has confirmed is not written to again"


def test_nobody_floods_an_address(world: World, notify: ServiceContext) -> None:
    nobody = world.nobody()
    for _ in range(5):
        assert nobody.post("/subscriptions", {"address": ADDRESS}).status_code == 202
    assert len(world.said("subscription.requested")) == 1
    first = token_of(world, notify)
    with world.context.database.transaction() as session:
        session.execute(update(subscription).values(asked_at=clock.real_now() - timedelta(minutes=11)))
    nobody.post("/subscriptions", {"address": ADDRESS})
    assert len(world.said("subscription.requested")) == 2
    dead = nobody.post("/subscriptions/confirmation", {"token": first})
    assert (dead.status_code, dead.json["code"]) == (422, "link-is-dead")
    assert "token" in dead.json["errors"]
    newest = {"token": token_of(world, notify)}
    assert nobody.post("/subscriptions/confirmation", newest).status_code == 200


def test_one_link_ends_it(world: World, notify: ServiceContext) -> None:
    token = {"token": subscribe(world, notify)}
    nobody = world.nobody()
    for _ in range(2):
        assert nobody.post("/subscriptions/ending", token).json == {"state": "ended"}
    assert len(world.said("subscription.ended")) == 1
    assert nobody.post("/subscriptions/confirmation", token).status_code == 422
    assert nobody.post("/subscriptions/ending", {"token": "made up"}).status_code == 422
    assert nobody.post("/subscriptions", {"address": ADDRESS}).status_code == 202
    assert len(world.said("subscription.requested")) == 2, "they may come back"


@pytest.mark.parametrize(
    "bad",
    [{}, {"address": "x"}, {"address": ADDRESS, "language": "de"}, {"address": f"{'a' * 250}@b.example"}],
)
def test_bad_requests_are_refused(world: World, bad: dict[str, str]) -> None:
    refused = world.nobody().post("/subscriptions", bad)
    assert refused.status_code == 422
    assert refused.json["errors"]


def test_addresses_and_tokens_are_nowhere_in_clear(world: World, notify: ServiceContext) -> None:
    token = subscribe(world, notify)
    with world.context.database.transaction() as session:
        tables = inspect(session.connection()).get_table_names()
        dump = "\n".join(
            str(r) for t in tables for r in session.execute(text(f'select t::text from "{t}" t'))
        )
    assert ADDRESS not in dump
    assert token not in dump


def draft(world: World, editor: Any, **words: Any) -> Any:
    composed = {"title": "Spring news", "introduction": "Hello **all**.", "article_ids": []} | words
    return editor.post("/newsletters", composed)


def test_an_issue_is_composed_sent_and_kept(world: World, notify: ServiceContext) -> None:
    subscribe(world, notify)
    gone = subscribe(world, notify, "gone@post.example")
    world.nobody().post("/subscriptions/ending", {"token": gone})
    world.nobody().post("/subscriptions", {"address": "never-confirmed@post.example"})
    champion = world.member("champion", name="Cai")
    article = world.article(champion, world.ask(champion)["id"], title="On gaps", body="First.\n\nSecond.")
    composed = draft(world, champion, article_ids=[article["id"]])
    assert composed.status_code == 201
    issue = f"/newsletters/{composed.json['id']}"
    assert composed.json["state"] == "draft"
    assert "On gaps" in composed.json["content"]
    assert world.nobody().get(issue).status_code == 404
    assert world.nobody().get("/newsletters").json["items"] == []
    assert len(champion.get("/newsletters").json["items"]) == 1
    sent = champion.post(f"{issue}/sending")
    assert (sent.status_code, sent.json["state"], sent.json["sent_to"]) == (200, "sent", 1)
    [event] = world.said("newsletter.sent")
    assert len(event.data["subscriptions"]) == 1
    assert world.opened(event, "title", notify) == "Spring news"
    link = f"https://northbridge.example/community/articles/{article['id']}"
    assert world.opened(event, "body", notify) == f"Hello all.\n\nOn gaps\n\nFirst.\n\nRead more ({link})"
    assert champion.post(f"{issue}/sending").status_code == 409
    assert len(world.said("newsletter.sent")) == 1
    archived = world.nobody().get(issue).json
    assert "<strong>all</strong>" in archived["content_html"]
    assert archived["sent_to"] is None, "how many read it is for editors"
    etag = champion.get(f"/articles/{article['id']}").headers["ETag"]
    champion.patch(f"/articles/{article['id']}", {"body": "Other."}, If_Match=etag)
    assert world.nobody().get(issue).json["content"] == archived["content"], "the archive does not change"


def test_a_draft_is_changed_by_another_editor_on_the_version_that_was_read(world: World) -> None:
    issue = f"/newsletters/{draft(world, world.member('champion', name='Cai')).json['id']}"
    adviser = world.member("adviser", name="Dewi")
    etag = adviser.get(issue).headers["ETag"]
    anew = {"title": "Summer news", "introduction": "Long days."}
    assert adviser.patch(issue, anew).status_code == 428, "which version is to be said"
    changed = adviser.patch(issue, anew, If_Match=etag)
    assert (changed.status_code, changed.json["title"]) == (200, "Summer news")
    assert changed.json["introduction"] == "Long days."
    assert adviser.patch(issue, anew, If_Match=etag).status_code == 412
    assert adviser.patch(issue, {"title": "X"}, If_Match=changed.headers["ETag"]).status_code == 422
    assert world.guest("participant").patch(issue, anew, If_Match=etag).status_code == 403
    sent = adviser.post(f"{issue}/sending")
    assert sent.json["title"] == "Summer news"
    late = adviser.patch(issue, anew, If_Match=adviser.get(issue).headers["ETag"])
    assert (late.status_code, late.json["code"]) == (409, "sent-already")


@pytest.mark.parametrize("role", ["participant", "provider staff", "operator", "commissioner"])
def test_only_editors_compose_and_send(world: World, role: str) -> None:
    issue = draft(world, world.member("adviser", name="Dewi")).json["id"]
    nosy = world.guest(role)
    assert draft(world, nosy).status_code == 403
    assert nosy.post(f"/newsletters/{issue}/sending").status_code == 403
    assert nosy.get(f"/newsletters/{issue}").status_code == 404
    assert world.nobody().post(f"/newsletters/{issue}/sending").status_code == 401
    assert draft(world, world.guest("adviser")).json["code"] == "not-a-member"


def test_what_cannot_be_composed(world: World) -> None:
    adviser = world.member("adviser", name="Dewi")
    assert draft(world, adviser, introduction=" ").json["code"] == "empty-newsletter"
    assert draft(world, adviser, title="").status_code == 422
    assert draft(world, adviser, article_ids=[str(new_id())]).json["code"] == "no-such-article"
    assert adviser.get(f"/newsletters/{new_id()}").status_code == 404
    assert adviser.post(f"/newsletters/{new_id()}/sending").status_code == 404


def test_an_article_that_was_hidden_meanwhile_is_not_sent(world: World) -> None:
    moderator = world.member("moderator", name="Mo")
    article = world.article(moderator, world.ask(moderator)["id"])
    issue = draft(world, moderator, article_ids=[article["id"]]).json["id"]
    moderator.post(f"/articles/{article['id']}/hiding", {"reason": "wrong"})
    assert moderator.get(f"/newsletters/{issue}").json["content"] == "Hello **all**."
    assert moderator.post(f"/newsletters/{issue}/sending").json["code"] == "no-such-article"
    assert world.said("newsletter.sent") == []
