"""Members, threads, articles, newsletters and subscriptions: what may follow what."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.community.domain.articles import Article, drafted_from
from services.community.domain.errors import Conflict, DomainError
from services.community.domain.members import ADVISER, PARTICIPANT, PROVIDER, Member, kind_of, name_key
from services.community.domain.newsletters import Newsletter, beginning, composed
from services.community.domain.subscriptions import ASK_AGAIN_AFTER, LINK_HOLDS, Subscription
from services.community.domain.threads import Thread
from services.community.reference import loading

AT = datetime(2025, 3, 3, 9, tzinfo=UTC)
ON = date(2025, 3, 3)


def member(name: str = "Otter", kind: str = PARTICIPANT) -> Member:
    return Member(id=uuid4(), subject=uuid4(), name=name, pseudonym=True, kind=kind, joined_on=ON)


def thread(author: Member) -> Thread:
    return Thread(id=uuid4(), space="participants", author=author, title="A gap", body="How?", started_at=AT)


def replied(talk: Thread, author: Member, after: timedelta = timedelta(hours=2)) -> Any:
    return talk.reply(id=uuid4(), author=author, body="Say what you did.", at=AT + after, on=ON)


@pytest.mark.parametrize(
    ("roles", "kind"),
    [
        ({"participant"}, PARTICIPANT),
        ({"adviser"}, ADVISER),
        ({"champion"}, ADVISER),
        ({"moderator", "participant"}, ADVISER),
        ({"provider staff"}, PROVIDER),
        ({"operator"}, None),
        ({"analyst", "commissioner"}, None),
        (set(), None),
    ],
)
def test_how_somebody_takes_part(roles: set[str], kind: str | None) -> None:
    assert kind_of(roles) == kind


def test_a_member_says_nothing_of_who_they_are() -> None:
    otter = member("  Quiet   Otter ")
    [joined] = otter.joined()
    assert joined.data == {"kind": PARTICIPANT, "occurred_on": ON}
    assert otter.name == "Quiet Otter"


@pytest.mark.parametrize("name", ["", "x", " x ", "n" * 41])
def test_a_name_that_cannot_be_used(name: str) -> None:
    with pytest.raises(DomainError):
        member(name)


@given(st.sampled_from(["Quiet Otter", "quiet  otter", " QUIET OTTER "]))
def test_names_that_look_alike_are_one(name: str) -> None:
    assert name_key(name) == name_key("Quiet Otter")


def test_the_asker_accepts_the_answer_that_helped() -> None:
    asker, adviser = member(), member("Dewi", ADVISER)
    talk = thread(asker)
    [posted] = replied(talk, adviser)
    [accepted] = talk.accept(posted.subject, asker, ON)
    assert accepted.data["minutes_to_answer"] == 120
    assert (posted.data["by_kind"], accepted.data["reply_id"]) == (ADVISER, posted.subject)
    assert talk.accept(posted.subject, asker, ON) == [], "saying it twice changes nothing"
    assert talk.accepted is talk.replies[0]


def test_nobody_else_accepts_and_no_other_answer_takes_its_place() -> None:
    asker, adviser = member(), member("Dewi", ADVISER)
    talk = thread(asker)
    [first], [second] = replied(talk, adviser), replied(talk, adviser)
    with pytest.raises(DomainError, match="who asked"):
        talk.accept(first.subject, adviser, ON)
    with pytest.raises(DomainError, match="no such reply"):
        talk.accept(uuid4(), asker, ON)
    talk.accept(first.subject, asker, ON)
    with pytest.raises(Conflict):
        talk.accept(second.subject, asker, ON)


def test_a_hidden_reply_is_not_accepted_nor_kept() -> None:
    asker = member()
    talk = thread(asker)
    [first] = replied(talk, member("Dewi", ADVISER))
    talk.accept(first.subject, asker, ON)
    [hidden] = talk.replies[0].hide("unkind", AT, ON)
    assert (hidden.name, hidden.data) == (
        "content.hidden",
        {"sort": "reply", "reason": "unkind", "occurred_on": ON},
    )
    assert talk.accepted is None
    assert drafted_from(talk) == "How?"
    with pytest.raises(Conflict):
        talk.replies[0].hide("unkind", AT, ON)
    [restored] = talk.replies[0].restore("mistaken", ON)
    assert restored.name == "content.restored"
    with pytest.raises(Conflict):
        talk.replies[0].restore("mistaken", ON)
    assert drafted_from(talk) == "How?\n\nSay what you did."


def article(author: Member) -> Article:
    return Article(
        id=uuid4(), thread_id=None, space="advisers", title="T", body="B", author=author, published_at=AT
    )


def test_an_article_keeps_every_version() -> None:
    first, second = member(), member("Dewi")
    kept = article(first)
    [published] = kept.published(ON)
    assert (published.data["version"], published.data["title"]) == (1, "T")
    [revised] = kept.revise(title="T2", body="B", note="clearer", author=second, at=AT, on=ON)
    assert (revised.name, revised.data["version"], revised.data["title"]) == ("article.revised", 2, "T2")
    assert kept.revise(title="T2", body="B", note=None, author=first, at=AT, on=ON) == []
    assert [(version.number, version.title, version.author) for version in kept.versions] == [
        (1, "T", first),
        (2, "T2", second),
    ]


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("CD")), max_size=8))
def test_versions_are_numbered_without_gaps(texts: list[tuple[str, str]]) -> None:
    kept = article(member())
    for title, body in texts:
        kept.revise(title=title, body=body, note=None, author=member(), at=AT, on=ON)
    assert [version.number for version in kept.versions] == list(range(1, kept.version + 1))
    assert (kept.versions[-1].title, kept.versions[-1].body) == (kept.title, kept.body)


def test_a_newsletter_is_sent_once_and_stays_as_it_was() -> None:
    issue = Newsletter(
        id=uuid4(),
        title="Spring",
        introduction="Hello.",
        article_ids=[],
        composed_by=member(),
        composed_at=AT,
    )
    readers = [uuid4(), uuid4()]
    [sent] = issue.send(content="Hello.", plain="Hello.", subscriptions=readers, at=AT, on=ON)
    assert sent.data["subscriptions"] == readers
    assert (issue.state, issue.sent_to) == ("sent", 2)
    with pytest.raises(Conflict):
        issue.send(content="x", plain="x", subscriptions=[], at=AT, on=ON)


def test_an_empty_newsletter_is_refused() -> None:
    with pytest.raises(DomainError):
        Newsletter(
            id=uuid4(), title="Spring", introduction=" ", article_ids=[], composed_by=member(), composed_at=AT
        )


def test_a_newsletter_is_put_together_from_words_and_beginnings() -> None:
    one = article(member())
    one.revise(title="On gaps", body="\n\nFirst.\n\nSecond.", note=None, author=member(), at=AT, on=ON)
    assert composed(" Hello. ", [(one, "https://x.example/1")]) == (
        "Hello.\n\n## On gaps\n\nFirst.\n\n[Read more](https://x.example/1)"
    )
    assert beginning("") == ""
    assert beginning("First line,\r\nits end.\r\n \r\nSecond.") == "First line,\nits end."


def subscription() -> Subscription:
    return Subscription(
        id=uuid4(), address="a@b.example", address_index="i", token_hash="h", language="en", asked_at=AT
    )


def test_a_subscription_is_confirmed_and_ended_once() -> None:
    asked = subscription()
    [requested] = asked.requested("token", ON)
    assert requested.data["token"] == "token"
    assert [h.name for h in asked.confirm(AT, ON)] == ["subscription.confirmed"]
    assert asked.confirm(AT, ON) == []
    assert [h.name for h in asked.end(ON)] == ["subscription.ended"]
    assert asked.end(ON) == []
    assert (asked.state, asked.address, asked.address_index) == ("ended", None, None)
    with pytest.raises(DomainError):
        asked.confirm(AT, ON)


def test_a_link_holds_for_a_week() -> None:
    with pytest.raises(DomainError) as refused:
        subscription().confirm(AT + LINK_HOLDS + timedelta(seconds=1), ON)
    assert refused.value.code == "link-is-dead"


def test_an_address_is_not_flooded() -> None:
    asked = subscription()
    assert not asked.may_ask_again(AT + ASK_AGAIN_AFTER - timedelta(seconds=1))
    assert asked.may_ask_again(AT + ASK_AGAIN_AFTER)
    asked.confirm(AT, ON)
    assert not asked.may_ask_again(AT + timedelta(days=30)), "who has confirmed is not asked again"


def test_the_spaces_that_ship() -> None:
    spaces = loading.spaces()
    assert {"participants", "advisers", "newly-in-work", "providers"} <= set(spaces)
    for space in spaces.values():
        assert space.posted_by <= space.seen_by, "nobody writes where they cannot read"
        assert set(space.name) == set(space.about) == {"en", "cy"}
    assert not spaces["advisers"].is_seen_by(PARTICIPANT)
    assert spaces["advisers"].is_seen_by(None, moderates=True)
    assert not spaces["participants"].is_seen_by(None)
