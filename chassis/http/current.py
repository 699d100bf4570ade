"""The request that is being answered: its session, its actor, its service."""

from typing import TYPE_CHECKING, cast

from flask import current_app, g
from sqlalchemy.orm import Session

from chassis.actor import Actor

if TYPE_CHECKING:
    from chassis.context import ServiceContext

EXTENSION = "workstead"


def session() -> Session:
    """The session of this request's one transaction; what is done in it commits with the response."""
    return cast(Session, g.workstead_session)


def actor() -> Actor:
    """Who asks."""
    return cast(Actor, g.workstead_actor)


def context() -> "ServiceContext":
    """The service that is asked."""
    return cast("ServiceContext", current_app.extensions[EXTENSION])


def correlation_id() -> str | None:
    """The id under which this request is found in every log, and which its events carry on."""
    return cast("str | None", g.get("workstead_correlation_id"))
