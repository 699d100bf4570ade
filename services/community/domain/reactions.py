"""Reactions: a small sign that something helped, without words."""

from uuid import UUID


class Reaction:
    """One member's sign of one kind on one thread or reply."""

    def __init__(self, *, member_id: UUID, content_id: UUID, kind: str) -> None:
        self.member_id, self.content_id, self.kind = member_id, content_id, kind
