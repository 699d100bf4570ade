"""A group session is held otherwise than was said, or by a colleague; alone, or with those that follow it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from chassis import clock
from gateway.web.frame import Area, Form, ask, done, show
from gateway.web.pages import about_time
from gateway.web.pages.about_person import ADVISERS
from gateway.web.pages.colleagues import advisers

area = Area("group_changes", __name__)
TIMES = ("starts_at", "ends_at")


@area.form_page("/groups/<uuid:session_id>/change", roles=ADVISERS)
def change(form: Form, session_id: UUID) -> ResponseReturnValue:
    """Say what is otherwise; only that is sent, so that what a colleague changed meanwhile stays."""
    group = ask("casework", "GET", f"/groups/{session_id}")["group"]
    if form.sent:
        with about_time.end_named("ends_at-time"):
            said = _otherwise(form, group) | {"following": form.flag("following")}
            form.send("casework", "POST", f"/groups/{session_id}/changes", said)
        message = _("It is changed. Whoever has a place is told what matters to them.")
        return done(message, "groups.session", session_id=session_id)
    times = {f"{name}-time": _on_the_wall(group[name]) for name in TIMES}
    form.starts_with(group | {"starts_at": about_time.local_day(group["starts_at"])} | times)
    return show("groups/change.html", form=form, group=group)


@area.form_page("/groups/<uuid:session_id>/hand-over", roles=ADVISERS)
def hand_over(form: Form, session_id: UUID) -> ResponseReturnValue:
    """A colleague holds it: whoever stands in on its day, or somebody else."""
    if form.sent:
        said = {"led_by": form.text("led_by"), "following": form.flag("following")}
        form.send("casework", "POST", f"/groups/{session_id}/handover", said)
        return done(_handed_over(), "groups.session", session_id=session_id)
    group = ask("casework", "GET", f"/groups/{session_id}")["group"]
    others = [each for each in advisers() if each[0] != group["led_by"]]
    return show("groups/hand_over.html", form=form, group=group, others=others)


@area.page("/diary/away/groups/<uuid:session_id>", roles=ADVISERS, methods=("POST",))
def hand_to_cover(session_id: UUID) -> ResponseReturnValue:
    """Whoever stands in holds it; from the list of what stands while somebody is away."""
    key = request.form.get("idempotency_key")
    ask("casework", "POST", f"/groups/{session_id}/handover", json={}, key=key)
    days = {name: request.form.get(name) for name in ("from", "until")}
    return done(_handed_over(), "away.standing", adviser_id=request.form.get("adviser_id", type=UUID), **days)


def _otherwise(form: Form, group: dict[str, Any]) -> dict[str, Any]:
    typed: dict[str, Any] = {
        "title": form.text("title"),
        "channel": form.text("channel"),
        "place": form.text("place"),
        "capacity": form.number("capacity"),
    }
    changed = {name: value for name, value in typed.items() if value != group[name]}
    moments = {
        "starts_at": form.moment("starts_at"),
        "ends_at": about_time.moment_on(form, "starts_at", "ends_at"),
    }
    return changed | {name: at for name, at in moments.items() if not _is_same(at, group[name])}


def _is_same(typed: str | None, held: str) -> bool:
    try:
        return datetime.fromisoformat(typed or "") == datetime.fromisoformat(held)
    except ValueError:
        return False


def _on_the_wall(moment: str) -> str:
    return clock.local(datetime.fromisoformat(moment)).strftime("%H:%M")


def _handed_over() -> str:
    return _("A colleague holds this session now. Whoever has a place is told.")
