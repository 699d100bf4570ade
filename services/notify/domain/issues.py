"""Issues of the newsletter, kept once for all who get them."""

from uuid import UUID


class Issue:
    """One issue: a title, and its words as plain text with links."""

    def __init__(self, *, id: UUID, title: str, content: str) -> None:
        self.id, self.title, self.content = id, title, content
