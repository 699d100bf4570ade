"""Who arranges the work of others: oneself for oneself, a team leader for everybody of the organisation."""

from uuid import UUID

from chassis.actor import Actor


def may_arrange_for(actor: Actor, adviser_id: UUID) -> bool:
    """Cover for leave, and what an adviser tells of themselves."""
    return actor.id == adviser_id or actor.has("team leader")


def may_answer_transfer(actor: Actor, to_adviser_id: UUID) -> bool:
    """Only the colleague who was asked says yes or no: nobody is given people behind their back."""
    return actor.id == to_adviser_id


def may_withdraw_transfer(actor: Actor, offered_by: UUID) -> bool:
    """Whoever asked, or a team leader, takes the question back."""
    return actor.id == offered_by or actor.has("team leader")
