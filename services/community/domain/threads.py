"""Threads: somebody asks or tells, others reply, and the asker says which reply helped."""

from datetime import date, datetime
from uuid import UUID

from .errors import Conflict, DomainError
from .happened import Happened
from .hiding import Hideable
from .members import Member


class Reply(Hideable):
    """An answer, or a word more."""

    sort = "reply"

    def __init__(self, *, id: UUID, thread: "Thread", author: Member, body: str, posted_at: datetime) -> None:
        self.id, self.thread_id, self.author = id, thread.id, author
        self.body, self.posted_at = body, posted_at
        self.hidden_at, self.hidden_reason = None, None

    def posted(self, on: date) -> list[Happened]:
        """Somebody has replied."""
        data = {
            "thread_id": self.thread_id,
            "member_id": self.author.id,
            "by_kind": self.author.kind,
            "occurred_on": on,
        }
        return [Happened("reply.posted", self.id, data)]


class Thread(Hideable):
    """A question or a piece of news, and what was said to it."""

    sort = "thread"

    def __init__(
        self, *, id: UUID, space: str, author: Member, title: str, body: str, started_at: datetime
    ) -> None:
        self.id, self.space, self.author = id, space, author
        self.title, self.body, self.started_at = title, body, started_at
        self.last_at = started_at
        self.accepted_reply_id: UUID | None = None
        self.hidden_at, self.hidden_reason = None, None
        self.replies: list[Reply] = []

    def started(self, on: date) -> list[Happened]:
        """Somebody has asked."""
        data = {"space": self.space, "member_id": self.author.id, "occurred_on": on}
        return [Happened("thread.started", self.id, data)]

    def reply(self, *, id: UUID, author: Member, body: str, at: datetime, on: date) -> list[Happened]:
        """Somebody says something to it."""
        reply = Reply(id=id, thread=self, author=author, body=body, posted_at=at)
        self.replies.append(reply)
        self.last_at = at
        return reply.posted(on)

    def accept(self, reply_id: UUID, by: Member, on: date) -> list[Happened]:
        """The asker says that this reply answers the question. Saying it twice changes nothing."""
        if by.id != self.author.id:
            raise DomainError("not-the-asker", "Only the person who asked can say which answer helped.")
        reply = self._reply(reply_id)
        if self.accepted_reply_id == reply.id:
            return []
        if self.accepted_reply_id is not None:
            raise Conflict("answered-already", "You have accepted another answer already.")
        self.accepted_reply_id = reply.id
        waited = reply.posted_at - self.started_at
        data = {
            "thread_id": self.id,
            "reply_id": reply.id,
            "minutes_to_answer": int(waited.total_seconds() // 60),
            "occurred_on": on,
        }
        return [Happened("answer.accepted", self.id, data)]

    @property
    def accepted(self) -> Reply | None:
        """The reply that helped; None while there is none, or while it is hidden."""
        found = (reply for reply in self.replies if reply.id == self.accepted_reply_id)
        return next((reply for reply in found if not reply.is_hidden), None)

    def _reply(self, reply_id: UUID) -> Reply:
        for reply in self.replies:
            if reply.id == reply_id and not reply.is_hidden:
                return reply
        advice = {"reply_id": ["Choose one of the replies to this question."]}
        raise DomainError("no-such-reply", "There is no such reply here.", advice)
