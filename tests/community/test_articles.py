"""A good thread becomes an article in one step and is kept with its versions; moderators hide and restore."""

from typing import Any

import pytest

from chassis.ids import new_id

World = Any


@pytest.fixture
def answered(world: World) -> tuple[Any, Any, Any, str]:
    asker, adviser = world.member(), world.member("adviser", name="Dewi")
    thread = world.ask(asker)
    reply = world.reply(adviser, thread["id"])
    asker.post(f"/threads/{thread['id']}/accepted-answer", {"reply_id": reply["id"]})
    return world, asker, adviser, thread["id"]


def test_one_step_makes_an_article_of_question_and_answer(answered: Any) -> None:
    world, asker, adviser, thread_id = answered
    article = world.article(adviser, thread_id)
    assert article["title"] == "A gap in my CV"
    assert article["body"] == "How do I explain *two years* of caring?\n\nSay what you learnt."
    assert "<em>two years</em>" in article["body_html"]
    assert (article["version"], article["thread_id"], article["author"]["name"]) == (1, thread_id, "Dewi")
    [published] = world.said("article.published")
    assert published.data["title"] == "A gap in my CV"
    assert asker.get(f"/threads/{thread_id}").json["article_id"] == article["id"]
    assert [item["id"] for item in asker.get("/articles?search=caring").json["items"]] == [article["id"]]
    assert asker.get("/articles?search=zebra").json["items"] == []
    assert asker.get("/articles?space=advisers").json["items"] == []
    assert adviser.post(f"/threads/{thread_id}/article", {}).json["code"] == "article-exists"


@pytest.mark.parametrize("role", ["participant", "provider staff", "commissioner", "operator"])
def test_others_make_no_articles(answered: Any, role: str) -> None:
    world, _, adviser, thread_id = answered
    assert world.guest(role).post(f"/threads/{thread_id}/article", {}).status_code == 403
    article = world.article(adviser, thread_id)
    assert (
        world.guest(role).patch(f"/articles/{article['id']}", {"title": "x"}, If_Match="x").status_code == 403
    )


@pytest.mark.parametrize("role", ["champion", "moderator"])
def test_champions_and_moderators_make_them_too(answered: Any, role: str) -> None:
    world, _, _, thread_id = answered
    assert world.article(world.member(role, name="Cai"), thread_id)["version"] == 1


def test_a_revision_is_of_the_version_that_was_read(answered: Any) -> None:
    world, asker, adviser, thread_id = answered
    path = f"/articles/{world.article(adviser, thread_id)['id']}"
    etag = adviser.get(path).headers["ETag"]
    assert adviser.patch(path, {"title": "New"}).status_code == 428
    revised = adviser.patch(path, {"title": "Gaps", "note": "shorter"}, If_Match=etag)
    assert (revised.status_code, revised.json["version"], revised.json["title"]) == (200, 2, "Gaps")
    assert adviser.patch(path, {"title": "Lost"}, If_Match=etag).status_code == 412
    assert adviser.get(path).json["title"] == "Gaps"
    versions = asker.get(f"{path}/versions").json["items"]
    assert [(v["number"], v["title"], v["note"]) for v in versions] == [
        (2, "Gaps", "shorter"),
        (1, "A gap in my CV", None),
    ]
    [event] = world.said("article.revised")
    assert (event.data["version"], event.data["title"]) == (2, "Gaps")


def test_an_article_is_seen_where_its_thread_was(world: World) -> None:
    adviser, participant = world.member("adviser", name="Dewi"), world.member()
    thread = world.ask(adviser, "advisers")
    article = world.article(adviser, thread["id"])
    assert participant.get(f"/articles/{article['id']}").status_code == 404
    assert participant.get(f"/articles/{article['id']}/versions").status_code == 404
    assert participant.get("/articles").json["items"] == []
    assert participant.get(f"/articles/{new_id()}").status_code == 404


WHY = {"reason": "unkind", "note": "see the thread of Monday"}


def test_a_moderator_hides_a_thread_and_restores_it(answered: Any) -> None:
    world, asker, adviser, thread_id = answered
    moderator, badger = world.member("moderator", name="Mo"), world.member(name="Badger")
    hidden = moderator.post(f"/threads/{thread_id}/hiding", WHY)
    assert hidden.json == {"id": thread_id, "sort": "thread", "is_hidden": True, "hidden_reason": "unkind"}
    assert moderator.post(f"/threads/{thread_id}/hiding", WHY).status_code == 409
    for reader in (badger, adviser):
        assert reader.get(f"/threads/{thread_id}").status_code == 404
        assert reader.get("/spaces/participants/threads").json["items"] == []
        assert reader.get("/search?q=caring").json["items"] == []
        assert reader.post(f"/threads/{thread_id}/replies", {"body": "x"}).status_code == 404
    assert asker.get(f"/threads/{thread_id}").json["hidden_reason"] == "unkind", "the author knows why"
    assert moderator.get(f"/threads/{thread_id}").status_code == 200
    [event] = world.said("content.hidden")
    assert event.data == {"sort": "thread", "reason": "unkind", "occurred_on": "2025-03-03"}
    assert "Monday" not in str(event)
    restored = moderator.post(f"/threads/{thread_id}/restoration", {"reason": "mistaken"})
    assert restored.json["is_hidden"] is False
    assert badger.get(f"/threads/{thread_id}").status_code == 200
    assert len(world.said("content.restored")) == 1


def test_a_hidden_reply_keeps_its_place_without_its_words(answered: Any) -> None:
    world, asker, adviser, thread_id = answered
    moderator = world.member("moderator", name="Mo")
    reply_id = asker.get(f"/threads/{thread_id}").json["replies"][0]["id"]
    assert moderator.post(f"/replies/{reply_id}/hiding", WHY).status_code == 200
    [shown] = asker.get(f"/threads/{thread_id}").json["replies"]
    assert (shown["body"], shown["body_html"], shown["is_hidden"]) == (None, None, True)
    assert adviser.get(f"/threads/{thread_id}").json["replies"][0]["body"] == "Say what you learnt."
    assert asker.get("/search?q=learnt").json["items"] == []
    assert asker.post(f"/replies/{reply_id}/reactions", {"kind": "helpful"}).status_code == 404
    assert moderator.post(f"/replies/{reply_id}/restoration", WHY).status_code == 200
    assert asker.get(f"/threads/{thread_id}").json["replies"][0]["body"] == "Say what you learnt."


def test_a_hidden_article_is_gone_for_others(answered: Any) -> None:
    world, asker, adviser, thread_id = answered
    article = world.article(adviser, thread_id)
    moderator = world.member("moderator", name="Mo")
    assert moderator.post(f"/articles/{article['id']}/hiding", WHY).status_code == 200
    assert asker.get(f"/articles/{article['id']}").status_code == 404
    assert asker.get("/articles").json["items"] == []
    assert moderator.post(f"/articles/{article['id']}/restoration", WHY).status_code == 200
    assert asker.get(f"/articles/{article['id']}").status_code == 200


@pytest.mark.parametrize("role", ["participant", "adviser", "champion", "operator"])
def test_only_moderators_moderate(answered: Any, role: str) -> None:
    world, _, adviser, thread_id = answered
    article = world.article(adviser, thread_id)
    nosy = world.guest(role)
    for path in (f"/threads/{thread_id}", f"/articles/{article['id']}", f"/replies/{new_id()}"):
        assert nosy.post(f"{path}/hiding", WHY).status_code == 403
        assert nosy.post(f"{path}/restoration", WHY).status_code == 403
    moderator = world.member("moderator", name="Mo")
    assert moderator.post(f"/replies/{new_id()}/hiding", WHY).status_code == 404
    assert moderator.post(f"/threads/{thread_id}/hiding", {"reason": "dull"}).status_code == 422
