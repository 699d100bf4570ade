"""Articles: what was learnt, kept with all its versions, so that it outlives the thread and the adviser."""

from datetime import date, datetime
from uuid import UUID

from .happened import Happened
from .hiding import Hideable
from .members import Member
from .threads import Thread


class Version:
    """What an article said from one revision to the next."""

    def __init__(
        self, *, number: int, title: str, body: str, note: str | None, author: Member, written_at: datetime
    ) -> None:
        self.number, self.title, self.body = number, title, body
        self.note, self.author, self.written_at = note, author, written_at


class Article(Hideable):
    """A page of knowledge, as it stands now. Who sees its space sees it."""

    sort = "article"

    def __init__(
        self,
        *,
        id: UUID,
        thread_id: UUID | None,
        space: str,
        title: str,
        body: str,
        author: Member,
        published_at: datetime,
    ) -> None:
        self.id, self.thread_id, self.space = id, thread_id, space
        self.published_at = published_at
        self.hidden_at, self.hidden_reason = None, None
        self.version = 0
        self.versions: list[Version] = []
        self._write(title, body, None, author, published_at)

    def published(self, on: date) -> list[Happened]:
        """It can be read and found from now on, and its title may be known to everybody."""
        return [self._happened("article.published", on)]

    def revise(
        self, *, title: str, body: str, note: str | None, author: Member, at: datetime, on: date
    ) -> list[Happened]:
        """A new version; one that says the same is none."""
        if (title, body) == (self.title, self.body):
            return []
        self._write(title, body, note, author, at)
        return [self._happened("article.revised", on)]

    def _write(self, title: str, body: str, note: str | None, author: Member, at: datetime) -> None:
        self.title, self.body, self.author, self.revised_at = title, body, author, at
        self.version += 1
        self.versions.append(
            Version(number=self.version, title=title, body=body, note=note, author=author, written_at=at)
        )

    def _happened(self, name: str, on: date) -> Happened:
        data = {
            "thread_id": self.thread_id,
            "version": self.version,
            "title": self.title,
            "occurred_on": on,
        }
        return Happened(name, self.id, data)


def drafted_from(thread: Thread) -> str:
    """The body that an article made from a thread begins with: the question and the answer that helped."""
    parts = [thread.body]
    if thread.accepted is not None:
        parts.append(thread.accepted.body)
    return "\n\n".join(parts)
