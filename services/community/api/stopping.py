"""A post that was stopped leaves nothing behind but a count."""

from flask import Response

from chassis.http import actor
from chassis.http.current import context
from chassis.http.errors import answer_any
from services.community.actions import guarding
from services.community.domain.leaks import Stopped


def answer_stopped(stopped: Stopped) -> Response:
    """The problem, after its reason was recorded: the request's own transaction is rolled back by now."""
    with context().database.transaction(actor()) as session:
        guarding.note_stopped(session, stopped.reasons)
    return answer_any(stopped)
