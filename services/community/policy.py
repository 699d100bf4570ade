"""Who may read, write, edit and moderate: one rule for a list and for a single thing."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, or_

from chassis.actor import Actor
from services.community.domain.members import Member, kind_of
from services.community.domain.spaces import Space
from services.community.reference import loading

EDITORS = ("adviser", "team leader", "champion", "moderator", "organisation administrator")
"""Who makes articles of threads, revises them, and composes and sends newsletters."""
MODERATOR = "moderator"


@dataclass(frozen=True)
class Reader:
    """Somebody who reads or writes: their kind, and the member that they are, if they have joined."""

    actor: Actor
    member: Member | None

    @property
    def kind(self) -> str | None:
        """How they take part; None for those who do not."""
        return kind_of(self.actor.roles)

    @property
    def moderates(self) -> bool:
        """Whether they see what is hidden, everywhere."""
        return self.actor.has(MODERATOR)

    def wrote(self, author: Member) -> bool:
        """Whether they are that author."""
        return self.member is not None and self.member.id == author.id


def spaces_of(reader: Reader) -> list[Space]:
    """The spaces that this reader sees, in their order."""
    return [s for s in loading.spaces().values() if s.is_seen_by(reader.kind, moderates=reader.moderates)]


def space_for(reader: Reader, slug: str) -> Space | None:
    """This space, if the reader may know of it."""
    return next((space for space in spaces_of(reader) if space.slug == slug), None)


def may_post(reader: Reader, slug: str) -> bool:
    """Whether they may write in this space."""
    return loading.spaces()[slug].is_open_to(reader.kind, moderates=reader.moderates)


def may_edit(actor: Actor) -> bool:
    """Whether they write articles and newsletters."""
    return actor.has(*EDITORS)


def seen_by(reader: Reader, table: Table) -> ColumnElement[bool]:
    """The threads or articles of the spaces that they see; hidden ones for their author and moderators."""
    in_sight = table.c.space.in_([space.slug for space in spaces_of(reader)])
    return in_sight if reader.moderates else in_sight & _shown(reader, table)


def may_read(reader: Reader, author: Member, *, hidden: bool) -> bool:
    """Whether they read what this author wrote, in a thread that they see."""
    return not hidden or reader.moderates or reader.wrote(author)


def _shown(reader: Reader, table: Table) -> ColumnElement[bool]:
    shown: ColumnElement[bool] = table.c.hidden_at.is_(None)
    return shown if reader.member is None else or_(shown, table.c.member_id == reader.member.id)
