"""What goes over in a merger only where the survivor has none like it, for there can be but one."""

from sqlalchemy import ColumnElement, Table, and_, or_, select

from services.casework.domain.mergers import Merger
from services.casework.store.grants import viewing_grant
from services.casework.store.groups import group_place
from services.casework.store.transfers import STILL_OPEN, transfer

APART: tuple[Table, ...] = (viewing_grant, group_place, transfer)
"""Whom the person lets see their search, their places in groups, and offers to hand them over."""


def goes(table: Table, made: Merger) -> ColumnElement[bool]:
    """Which rows of one of these tables go over."""
    rules = {viewing_grant: _grants, group_place: _places, transfer: _transfers}
    return rules[table](made)


def _grants(made: Merger) -> ColumnElement[bool]:
    """What the person said of the same viewer in the record that stays holds, also that they may not."""
    theirs = viewing_grant.alias("theirs")
    said = select(theirs.c.id).where(
        theirs.c.participant_id == made.survivor_id,
        theirs.c.viewer_id == viewing_grant.c.viewer_id,
        theirs.c.opens == viewing_grant.c.opens,
    )
    return or_(viewing_grant.c.revoked_at.is_not(None), ~said.exists())


def _places(made: Merger) -> ColumnElement[bool]:
    """Nobody has two places in one session: of one that is over, the merged record keeps its own."""
    theirs = group_place.alias("theirs")
    has_one = select(theirs.c.id).where(
        theirs.c.participant_id == made.survivor_id,
        theirs.c.session_id == group_place.c.session_id,
        theirs.c.given_up_at.is_(None),
        theirs.c.cancelled_at.is_(None),
    )
    over = or_(group_place.c.given_up_at.is_not(None), group_place.c.cancelled_at.is_not(None))
    return or_(over, ~has_one.exists())


def _transfers(made: Merger) -> ColumnElement[bool]:
    """One offer is open for a person at a time: that of the record that stays."""
    theirs = transfer.alias("theirs")
    open_too = select(theirs.c.id).where(
        theirs.c.participant_id == made.survivor_id,
        and_(theirs.c.accepted_at.is_(None), theirs.c.declined_at.is_(None), theirs.c.withdrawn_at.is_(None)),
    )
    return or_(~STILL_OPEN, ~open_too.exists())
