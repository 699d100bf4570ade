"""The community on a fresh database, and some of the people in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from chassis import clock
from chassis.actor import Actor
from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.testing import actors
from chassis.testing.bus import Said, open_sealed, recorded
from chassis.testing.http import Client, client_for
from services.community.service import Community

NOW = clock.at(date(2025, 3, 3), 10)


@dataclass
class World:
    """The community and what it has said."""

    context: ServiceContext

    def as_(self, actor: Actor) -> Client:
        """Its API, as this actor."""
        return client_for(self.context, Community, actor)

    def guest(self, *roles: str) -> Client:
        """Somebody who has not joined, as the gateway would name them: no person, no name."""
        return self.as_(Actor("person", new_id(), new_id(), frozenset(roles)))

    def member(self, *roles: str, name: str = "Quiet Otter") -> Client:
        """Somebody who has joined."""
        joined = self.guest(*(roles or ("participant",)))
        answer = joined.post("/members", {"name": name, "pseudonym": True})
        assert answer.status_code == 201, answer.text
        return joined

    def nobody(self) -> Client:
        """Whoever has not signed in."""
        return self.as_(actors.anonymous())

    def said(self, name: str | None = None) -> list[Said]:
        """What the community has said."""
        return recorded(self.context, name)

    def ask(self, who: Client, space: str = "participants", **words: str) -> dict[str, Any]:
        """A thread."""
        asked = {"title": "A gap in my CV", "body": "How do I explain *two years* of caring?"} | words
        answer = who.post(f"/spaces/{space}/threads", asked)
        assert answer.status_code == 201, answer.text
        started: dict[str, Any] = answer.json
        return started

    def reply(self, who: Client, thread_id: str, body: str = "Say what you learnt.") -> dict[str, Any]:
        """A reply, as the thread shows it."""
        answer = who.post(f"/threads/{thread_id}/replies", {"body": body})
        assert answer.status_code == 201, answer.text
        last: dict[str, Any] = answer.json["replies"][-1]
        return last

    def article(self, editor: Client, thread_id: str, **words: str) -> dict[str, Any]:
        """An article made from a thread."""
        answer = editor.post(f"/threads/{thread_id}/article", words)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json
        return made

    def opened(self, event: Said, name: str, reader: "ServiceContext") -> Any:
        """A sealed field, as the service that may read it would."""
        return open_sealed(reader, event.data[name])


@pytest.fixture
def frozen() -> Iterator[datetime]:
    with clock.frozen(NOW) as moment:
        yield moment


@pytest.fixture
def world(service_context: Callable[..., ServiceContext], frozen: datetime) -> World:
    return World(service_context(Community, public_url="https://northbridge.example"))
