"""Newsletters: composed from articles and the programme's words, sent to those who opted in, then kept."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from .articles import Article
from .errors import Conflict, DomainError
from .happened import Happened
from .members import Member


class Newsletter:
    """One issue: a draft until it is sent, and from then on as it was sent."""

    def __init__(
        self,
        *,
        id: UUID,
        title: str,
        introduction: str,
        article_ids: Sequence[UUID],
        composed_by: Member,
        composed_at: datetime,
    ) -> None:
        self.id, self.composed_by, self.composed_at = id, composed_by, composed_at
        self.content: str | None = None
        self.sent_on: date | None = None
        self.sent_at: datetime | None = None
        self.sent_to: int | None = None
        self._compose(title, introduction, article_ids)

    @property
    def state(self) -> str:
        """draft or sent."""
        return "draft" if self.sent_on is None else "sent"

    @property
    def is_sent(self) -> bool:
        """Whether it has gone out, and everybody may read it in the archive."""
        return self.sent_on is not None

    def compose(self, title: str, introduction: str, article_ids: Sequence[UUID]) -> None:
        """Change a draft."""
        self._still_a_draft()
        self._compose(title, introduction, article_ids)

    def send(
        self, *, content: str, plain: str, subscriptions: Sequence[UUID], at: datetime, on: date
    ) -> list[Happened]:
        """Out to these subscriptions; `content` stays in the archive as it is now."""
        self._still_a_draft()
        self.content, self.sent_at, self.sent_on, self.sent_to = content, at, on, len(subscriptions)
        data = {
            "title": self.title,
            "body": plain,
            "subscriptions": list(subscriptions),
            "occurred_on": on,
        }
        return [Happened("newsletter.sent", self.id, data)]

    def _compose(self, title: str, introduction: str, article_ids: Sequence[UUID]) -> None:
        if not introduction.strip() and not article_ids:
            advice = {"introduction": ["Write something, or choose an article."]}
            raise DomainError("empty-newsletter", "There is nothing in this newsletter.", advice)
        self.title, self.introduction = title, introduction
        self.article_ids = list(dict.fromkeys(article_ids))

    def _still_a_draft(self) -> None:
        if self.is_sent:
            raise Conflict("sent-already", "This newsletter has been sent already.")


def composed(introduction: str, articles: Sequence[tuple[Article, str]]) -> str:
    """The whole issue as markdown: the introduction, then the beginning of each article with a link to it."""
    parts = [introduction.strip()]
    for article, link in articles:
        parts += [f"## {article.title}", beginning(article.body), f"[Read more]({link})"]
    return "\n\n".join(part for part in parts if part)


def beginning(body: str) -> str:
    """The first paragraph of a text."""
    parts = "\n".join(line.rstrip() for line in body.splitlines()).split("\n\n")
    return next((part.strip() for part in parts if part.strip()), "")
