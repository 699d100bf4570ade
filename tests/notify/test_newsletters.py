"""Newsletters: confirmed by the owner of the address, sent once each, and ended by one link."""

from datetime import date
from typing import Any
from uuid import UUID

from chassis.ids import new_id

World = Any
COMMUNITY = "workstead.community"
ON = {"occurred_on": date(2025, 3, 3)}


def subscribe(
    world: World, address: str = "reader@post.example", language: str = "en", token: str = "t0k3n"
) -> UUID:
    subscription = new_id()
    data = {"address": address, "token": token, "language": language}
    world.hear(f"{COMMUNITY}.subscription.requested.v1", data, subscription)
    return subscription


def confirmed(world: World, address: str = "reader@post.example", **given: str) -> UUID:
    subscription = subscribe(world, address, **given)
    world.hear(f"{COMMUNITY}.subscription.confirmed.v1", ON, subscription)
    return subscription


def issue(world: World, *subscriptions: UUID, **envelope: Any) -> None:
    data = {"title": "Spring news", "body": "Read this:\nhttps://x.example/1", "subscriptions": subscriptions}
    world.hear(f"{COMMUNITY}.newsletter.sent.v1", data | ON, **envelope)


def test_the_owner_of_the_address_is_asked_to_confirm(world: World) -> None:
    subscribe(world)
    world.send()
    [email] = world.smtp.received(1)
    assert email["To"] == "reader@post.example"
    assert "https://northbridge.example/newsletters/confirm/t0k3n" in email.get_content()
    assert email["List-Unsubscribe"] is None
    [sent] = world.said("message.sent")
    assert sent.data["template"] == "newsletter-confirmation"
    assert "participant_id" not in sent.data


def test_each_confirmed_subscription_gets_an_issue_once(world: World) -> None:
    english, welsh = confirmed(world), confirmed(world, "darllenydd@post.example", language="cy", token="cym")
    world.send()
    newsletter, fact = new_id(), new_id()
    issue(world, english, welsh, english, subject=newsletter, id=fact)
    issue(world, english, welsh, subject=newsletter, id=fact, sequence=1)
    world.send()
    emails = [email for email in world.smtp.received(4) if email["Subject"] == "Spring news"]
    assert {email["To"] for email in emails} == {"reader@post.example", "darllenydd@post.example"}
    first = next(email for email in emails if email["To"] == "reader@post.example")
    assert first["List-Unsubscribe"] == "<https://northbridge.example/newsletters/unsubscribe/t0k3n>"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert first.get_content().replace("\r", "").startswith("Read this:\nhttps://x.example/1")
    assert "https://northbridge.example/newsletters/unsubscribe/t0k3n" in first.get_content()
    assert len({email["Message-ID"] for email in emails}) == 2


def test_who_has_unsubscribed_gets_nothing_more(world: World) -> None:
    gone, stays = confirmed(world, "gone@post.example"), confirmed(world)
    world.send()
    issue(world, gone, stays)
    world.hear(f"{COMMUNITY}.subscription.ended.v1", ON, gone)
    world.send()
    issue(world, gone, stays)
    world.send()
    got = [email["To"] for email in world.smtp.received(4) if email["Subject"] == "Spring news"]
    assert got == ["reader@post.example", "reader@post.example"]


def test_an_issue_may_come_before_the_news_of_its_reader(world: World) -> None:
    unheard = new_id()
    issue(world, unheard)
    assert world.send() == 1
    assert world.smtp.messages == []


def test_a_second_request_is_confirmed_by_its_own_token(world: World) -> None:
    subscription = subscribe(world)
    data = {"address": "reader@post.example", "token": "second", "language": "en"}
    world.hear(f"{COMMUNITY}.subscription.requested.v1", data, subscription)
    world.send()
    assert all("confirm/second" in email.get_content() for email in world.smtp.received(2))


def test_a_rebuild_asks_nobody(world: World) -> None:
    data = {"address": "reader@post.example", "token": "t", "language": "en"}
    world.hear(f"{COMMUNITY}.subscription.requested.v1", data, rebuild=True)
    issue(world, new_id(), rebuild=True)
    assert world.send() == 0


def test_an_address_that_does_not_exist_is_given_up(world: World) -> None:
    world.smtp.refuse("reader@post.example")
    subscribe(world)
    world.send()
    assert [event.data["template"] for event in world.said("message.failed")] == ["newsletter-confirmation"]
    assert world.said("call.needed") == []
    assert world.send() == 0
