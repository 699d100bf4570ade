"""A post that gives somebody away is stopped before anybody reads it."""

from typing import Any

import pytest
from sqlalchemy import inspect, text

World = Any
NUMBER = "07700 900123"


def dump(world: World) -> str:
    with world.context.database.transaction() as session:
        tables = inspect(session.connection()).get_table_names()
        return "\n".join(
            str(row) for table in tables for row in session.execute(text(f'select t::text from "{table}" t'))
        )


def test_a_phone_number_is_stopped_and_only_the_reason_is_recorded(world: World, capfd: Any) -> None:
    otter = world.member()
    words = {"title": "Call me", "body": f"My number is {NUMBER}, any time."}
    stopped = otter.post("/spaces/participants/threads", words, Idempotency_Key="k1")
    assert stopped.status_code == 422
    assert stopped.content_type == "application/problem+json"
    assert stopped.json["code"] == "personal-details"
    assert list(stopped.json["errors"]) == ["body"]
    assert NUMBER in stopped.json["errors"]["body"][0]
    assert "Take out the phone number" in stopped.json["errors"]["body"][0]
    assert otter.get("/spaces/participants/threads").json["items"] == []
    [event] = world.said("content.stopped")
    assert event.data == {"reason": "phone number", "occurred_on": "2025-03-03"}
    assert world.said("thread.started") == []
    everything = dump(world) + "".join(capfd.readouterr())
    assert NUMBER not in everything
    assert "900123" not in everything
    mended = {"title": "Call me", "body": "Reply here, any time."}
    assert otter.post("/spaces/participants/threads", mended, Idempotency_Key="k1").status_code == 201


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (f"Ring {NUMBER}", "phone number"),
        ("Write to sam&#64;post.example", "email address"),
        ("Write [here](mailto:sam%40post.example)", "email address"),
        ("I am at 12 High Street", "postal address"),
        ("I am in ZZ1 1ZZ", "postal address"),
        ("QQ 12 34 56 C", "National Insurance number"),
        ("4111 1111 1111 1111", "card number"),
    ],
)
def test_replies_are_looked_at_too(world: World, body: str, reason: str) -> None:
    otter = world.member()
    thread = world.ask(otter)
    stopped = otter.post(f"/threads/{thread['id']}/replies", {"body": body})
    assert (stopped.status_code, stopped.json["code"]) == (422, "personal-details")
    assert [event.data["reason"] for event in world.said("content.stopped")] == [reason]
    assert otter.get(f"/threads/{thread['id']}").json["replies"] == []


def test_titles_and_articles_are_looked_at_too(world: World) -> None:
    adviser = world.member("adviser", name="Dewi")
    titled = adviser.post("/spaces/participants/threads", {"title": NUMBER, "body": "Ring."})
    assert list(titled.json["errors"]) == ["title"]
    thread = world.ask(adviser)
    path = f"/threads/{thread['id']}/article"
    assert adviser.post(path, {"body": f"Ring {NUMBER}"}).json["code"] == "personal-details"
    article = world.article(adviser, thread["id"])
    etag = adviser.get(f"/articles/{article['id']}").headers["ETag"]
    revised = adviser.patch(f"/articles/{article['id']}", {"body": "sam@post.example"}, If_Match=etag)
    assert revised.json["code"] == "personal-details"
    assert adviser.get(f"/articles/{article['id']}").json["version"] == 1


def test_each_field_says_everything_that_is_to_go(world: World) -> None:
    otter = world.member()
    words = {"title": "sam@post.example", "body": f"{NUMBER} and ZZ1 1ZZ"}
    errors = otter.post("/spaces/participants/threads", words).json["errors"]
    assert len(errors["title"]) == 1
    assert len(errors["body"]) == 2
