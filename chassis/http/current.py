"""The request that is being answered: its session, its actor, its service.

In the long way Flask keeps them; in the short way (`short_way`) there is no Flask, and they are kept here.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app, g
from sqlalchemy.orm import Session

from chassis.actor import Actor

if TYPE_CHECKING:
    from chassis.context import ServiceContext

EXTENSION = "workstead"


@dataclass(slots=True)
class Asked:
    """A request that takes the short way."""

    context: "ServiceContext"
    correlation_id: str
    actor: Actor
    session: Session | None = None


short: ContextVar[Asked | None] = ContextVar("asked", default=None)
"""What is being answered in the short way, if anything is."""


def session() -> Session:
    """The session of this request's one transaction; what is done in it commits with the response."""
    return cast(Session, g.workstead_session if (asked := short.get()) is None else asked.session)


def actor() -> Actor:
    """Who asks."""
    return cast(Actor, g.workstead_actor if (asked := short.get()) is None else asked.actor)


def context() -> "ServiceContext":
    """The service that is asked."""
    if (asked := short.get()) is not None:
        return asked.context
    return cast("ServiceContext", current_app.extensions[EXTENSION])


def correlation_id() -> str | None:
    """The id under which this request is found in every log, and which its events carry on."""
    if (asked := short.get()) is not None:
        return asked.correlation_id
    return cast("str | None", g.get("workstead_correlation_id"))
