"""Ask under a pseudonym, answer, accept; and who may do so where."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, text

from chassis import clock
from chassis.ids import new_id
from chassis.store.drift import drift

World = Any


def test_the_migrations_are_complete(world: World) -> None:
    assert drift(world.context) == []


def test_a_question_is_asked_answered_and_accepted(world: World) -> None:
    asker, adviser = world.member(), world.member("adviser", name="Dewi")
    thread = world.ask(asker)
    assert thread["body_html"].strip() == "<p>How do I explain <em>two years</em> of caring?</p>"
    assert (thread["author"]["name"], thread["author"]["kind"], thread["is_mine"]) == (
        "Quiet Otter",
        "participant",
        True,
    )
    with clock.frozen(clock.now() + timedelta(minutes=90)):
        reply = world.reply(adviser, thread["id"])
    accepted = asker.post(f"/threads/{thread['id']}/accepted-answer", {"reply_id": reply["id"]})
    assert accepted.status_code == 200
    assert accepted.json["accepted_reply_id"] == reply["id"]
    assert accepted.json["replies"][0]["is_accepted"] is True
    assert [event.type.split(".", 2)[2] for event in world.said()] == [
        "member.joined.v1",
        "member.joined.v1",
        "thread.started.v1",
        "reply.posted.v1",
        "answer.accepted.v1",
    ]
    [answered] = world.said("answer.accepted")
    assert answered.data["minutes_to_answer"] == 90
    [posted] = world.said("reply.posted")
    assert posted.data["by_kind"] == "adviser"
    again = asker.post(f"/threads/{thread['id']}/accepted-answer", {"reply_id": reply["id"]})
    assert again.status_code == 200
    assert len(world.said("answer.accepted")) == 1


def test_only_the_asker_accepts(world: World) -> None:
    asker, adviser = world.member(), world.member("adviser", name="Dewi")
    thread = world.ask(asker)
    reply = world.reply(adviser, thread["id"])
    accept = {"reply_id": reply["id"]}
    path = f"/threads/{thread['id']}/accepted-answer"
    assert adviser.post(path, accept).status_code == 403
    assert world.guest("participant").post(path, accept).status_code == 403
    assert asker.post(path, {"reply_id": str(new_id())}).status_code == 422
    assert asker.post(path, {}).status_code == 422
    other = world.reply(adviser, thread["id"], "Or be plain about it.")
    assert asker.post(path, accept).status_code == 200
    assert asker.post(path, {"reply_id": other["id"]}).status_code == 409


def test_nobody_writes_without_a_name(world: World) -> None:
    thread = world.ask(world.member())
    guest = world.guest("participant")
    assert guest.get(f"/threads/{thread['id']}").status_code == 200, "reading needs none"
    refused = guest.post(f"/threads/{thread['id']}/replies", {"body": "Me too."})
    assert (refused.status_code, refused.json["code"]) == (403, "not-a-member")
    assert guest.get("/members/me").status_code == 404
    assert world.nobody().get("/spaces").status_code == 401
    assert world.nobody().post("/members", {"name": "Nobody"}).status_code == 401


@pytest.mark.parametrize("role", ["operator", "analyst", "commissioner", "finance officer", "integrator"])
def test_who_runs_or_watches_the_programme_does_not_take_part(world: World, role: str) -> None:
    watcher = world.guest(role)
    assert watcher.post("/members", {"name": "Watcher"}).status_code == 403
    assert watcher.get("/spaces").json["items"] == []
    assert watcher.get("/spaces/participants/threads").status_code == 404


def test_names_are_one_s_own(world: World) -> None:
    otter = world.member()
    assert otter.get("/members/me").json["name"] == "Quiet Otter"
    assert otter.post("/members", {"name": "Another"}).json["code"] == "already-a-member"
    other = world.guest("participant")
    taken = other.post("/members", {"name": " quiet  OTTER "})
    assert (taken.status_code, taken.json["code"]) == (409, "name-taken")
    assert "name" in taken.json["errors"]
    assert other.post("/members", {"name": "x"}).status_code == 422
    assert other.post("/members", {"name": "Otter 07700 900123"}).json["code"] == "personal-details"
    assert other.post("/members", {"name": "Otter", "kind": "adviser"}).status_code == 422


def test_each_space_is_for_its_own_people(world: World) -> None:
    adviser, participant = world.member("adviser", name="Dewi"), world.member()
    provider = world.member("provider staff", name="Ana")

    def slugs(who: Any) -> set[str]:
        return {space["slug"] for space in who.get("/spaces").json["items"]}

    assert "advisers" in slugs(adviser)
    assert "advisers" not in slugs(participant)
    assert slugs(provider) >= {"providers", "participants"}
    assert "peers" not in slugs(adviser)
    thread = world.ask(adviser, "advisers")
    for stranger in (participant, provider, world.guest("participant")):
        assert stranger.get("/spaces/advisers").status_code == 404
        assert stranger.get("/spaces/advisers/threads").status_code == 404
        assert stranger.get(f"/threads/{thread['id']}").status_code == 404
        assert stranger.post(f"/threads/{thread['id']}/replies", {"body": "Hm"}).status_code == 404
        words = {"title": "Hm", "body": "Hm"}
        assert stranger.post("/spaces/advisers/threads", words).status_code == 404
    assert world.member("moderator", name="Mo").get(f"/threads/{thread['id']}").status_code == 200
    assert participant.get("/spaces/nowhere").status_code == 404


def test_bad_input_is_refused_field_by_field(world: World) -> None:
    otter = world.member()
    for words, field in (
        ({"title": "T"}, "body"),
        ({"title": " ", "body": "B"}, "title"),
        ({"title": "T" * 151, "body": "B"}, "title"),
        ({"title": "T", "body": "B" * 10_001}, "body"),
        ({"title": "T", "body": "B", "space": "advisers"}, "space"),
    ):
        refused = otter.post("/spaces/participants/threads", words)
        assert refused.status_code == 422
        assert field in refused.json["errors"]
    assert world.said("thread.started") == []


def test_the_same_key_posts_once(world: World) -> None:
    otter = world.member()
    words = {"title": "Once", "body": "Only once."}
    first = otter.post("/spaces/participants/threads", words, Idempotency_Key="k1")
    second = otter.post("/spaces/participants/threads", words, Idempotency_Key="k1")
    assert first.json == second.json
    assert len(world.said("thread.started")) == 1
    assert len(otter.get("/spaces/participants/threads").json["items"]) == 1


def test_threads_are_listed_by_their_latest_talk_and_found_by_words(world: World) -> None:
    otter = world.member()
    moments = [clock.now() + timedelta(minutes=minute) for minute in range(3)]
    ids = []
    for number, moment in enumerate(moments):
        with clock.frozen(moment):
            ids.append(
                world.ask(otter, title=f"Question {number}", body="About interviews" if number else "Bus")[
                    "id"
                ]
            )
    with clock.frozen(clock.now() + timedelta(hours=1)):
        world.reply(otter, ids[0], "Somebody mentioned childcare.")
    listed = otter.get("/spaces/participants/threads").json["items"]
    assert [item["id"] for item in listed] == [ids[0], ids[2], ids[1]]
    assert [item["replies"] for item in listed] == [1, 0, 0]
    page = otter.get("/spaces/participants/threads?limit=2").json
    rest = otter.get(f"/spaces/participants/threads?limit=2&cursor={page['next']}").json
    assert [item["id"] for item in page["items"] + rest["items"]] == [ids[0], ids[2], ids[1]]
    found = otter.get("/spaces/participants/threads?search=interview").json["items"]
    assert {item["id"] for item in found} == {ids[1], ids[2]}
    everywhere = otter.get("/search?q=childcare").json["items"]
    assert [(hit["sort"], hit["id"]) for hit in everywhere] == [("thread", ids[0])]
    assert otter.get("/search?q=").status_code == 422
    assert otter.get("/search?q=%22(%26!").status_code == 200
    assert len(otter.get("/spaces/participants/threads?unanswered=true").json["items"]) == 3


def test_search_finds_nothing_that_one_may_not_read(world: World) -> None:
    adviser = world.member("adviser", name="Dewi")
    world.ask(adviser, "advisers", body="A word on zebras.")
    assert len(adviser.get("/search?q=zebras").json["items"]) == 1
    assert world.member().get("/search?q=zebras").json["items"] == []


def test_reactions_are_counted_once_each(world: World) -> None:
    otter, badger = world.member(), world.member(name="Badger")
    thread = world.ask(otter)
    reply = world.reply(badger, thread["id"])
    for path in (f"/threads/{thread['id']}", f"/replies/{reply['id']}"):
        assert otter.post(f"{path}/reactions", {"kind": "helpful"}).status_code == 204
        assert otter.post(f"{path}/reactions", {"kind": "helpful"}).status_code == 204
        assert badger.post(f"{path}/reactions", {"kind": "helpful"}).status_code == 204
        assert badger.post(f"{path}/reactions", {"kind": "hate"}).status_code == 422
    shown = otter.get(f"/threads/{thread['id']}").json
    assert shown["reactions"] == [{"kind": "helpful", "count": 2, "mine": True}]
    assert shown["replies"][0]["reactions"] == [{"kind": "helpful", "count": 2, "mine": True}]
    assert otter.delete(f"/threads/{thread['id']}/reactions/helpful").status_code == 204
    shown = otter.get(f"/threads/{thread['id']}").json
    assert shown["reactions"] == [{"kind": "helpful", "count": 1, "mine": False}]
    assert otter.post(f"/replies/{new_id()}/reactions", {"kind": "helpful"}).status_code == 404
    guest = world.guest("participant")
    assert guest.post(f"/threads/{thread['id']}/reactions", {"kind": "helpful"}).status_code == 403


def test_a_pseudonym_leads_nowhere(world: World) -> None:
    """What the community shows or says never holds what the gateway calls somebody, nor whose they are."""
    otter, adviser = world.member(), world.member("adviser", name="Dewi")
    thread = world.ask(otter)
    world.reply(adviser, thread["id"])
    article = world.article(adviser, thread["id"])
    secrets = [str(part) for who in (otter, adviser) for part in (who.actor.id, who.actor.org)]
    shown = [
        adviser.get(path).text
        for path in (
            f"/threads/{thread['id']}",
            "/spaces/participants/threads",
            f"/articles/{article['id']}",
            f"/articles/{article['id']}/versions",
            "/search?q=caring",
        )
    ]
    said = [str(event) for event in world.said()]
    for secret in secrets:
        assert not any(secret in answer for answer in shown)
        assert not any(secret in event for event in said)
    assert not any("Quiet Otter" in event or "Dewi" in event for event in said)
    assert "pseudonym" not in shown[0]


def test_the_account_is_known_in_one_table_alone(world: World) -> None:
    otter = world.member()
    thread = world.ask(otter)
    otter.post(f"/threads/{thread['id']}/reactions", {"kind": "helpful"}, Idempotency_Key="k")
    subject = str(otter.actor.id)
    holders = set()
    with world.context.database.transaction() as session:
        for table in inspect(session.connection()).get_table_names():
            rows = session.execute(text(f'select t::text from "{table}" t')).scalars()
            holders |= {table for row in rows if subject in row}
    assert holders <= {"member", "idempotency"}, "a request's key is kept per account for a day"
    assert "member" in holders


@pytest.mark.parametrize("name", ["reasons", "reactions"])
def test_codes_are_public_and_bilingual(world: World, name: str) -> None:
    items = world.nobody().get(f"/reference/{name}").json["items"]
    assert items
    assert all(item["label"]["en"] and item["label"]["cy"] for item in items)


def test_a_list_that_is_not_there(world: World) -> None:
    assert world.nobody().get("/reference/spaces").status_code == 404
