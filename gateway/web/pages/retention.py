"""Records that nobody has touched for so long that they need not be kept: looked at by two, many at once."""

from typing import Any
from uuid import UUID, uuid5

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from gateway.web.frame import Area, ServiceProblem, ask, choices, done, show, visitor
from gateway.web.pages.rights import OFFICER, SECOND

STEPS = {"approve": "approval", "execute": "execution", "keep": "withdrawal"}

area = Area("retention", __name__)
area.link(
    "all",
    _l("Records that nobody has touched"),
    about=_l("What need not be kept any more: two people look before anything goes."),
    roles=SECOND,
    order=16,
    in_navigation=False,
)


@area.page("/retention", roles=SECOND)
def all() -> ResponseReturnValue:
    """A dry run: what would go, how much, and what is held."""
    found = ask("casework", "GET", "/retention")
    mine, officer = str(visitor().actor.id), visitor().has(OFFICER)
    items = [one | one["erasure"] for one in found["items"]]
    return show(
        "rights/retention.html",
        to_approve=[one for one in items if not one["prepared_by"]],
        to_do=[one for one in items if one["prepared_by"] and one["prepared_by"] != mine],
        waiting=[one for one in items if one["prepared_by"] == mine],
        totals=found["totals"],
        references=found["references"],
        is_officer=officer,
        kinds=dict(choices("casework", "retention")),
    )


@area.page("/retention/<any(approve, execute, keep):step>", roles=SECOND, methods=("POST",))
def decide(step: str) -> ResponseReturnValue:
    """One step for all that are ticked; what cannot be done stays on the list."""
    ticked = list(dict.fromkeys(UUID(one) for one in request.form.getlist("erasures") if _is_id(one)))
    key = request.form.get("idempotency_key", "")
    refused = [why for one in ticked if (why := _refused(one, step, str(uuid5(one, step + key))))]
    return done(_said(step, len(ticked) - len(refused), refused), "retention.all")


def _refused(erasure_id: UUID, step: str, key: str) -> str | None:
    """Why this one could not be done; None if it was."""
    try:
        ask("casework", "POST", f"/erasures/{erasure_id}/{STEPS[step]}", key=key)
    except ServiceProblem as problem:
        return str(problem.detail or problem.code)
    return None


def _is_id(typed: str) -> bool:
    try:
        return bool(UUID(typed))
    except ValueError:
        return False


def _said(step: str, number: int, refused: list[str]) -> str:
    words: dict[str, Any] = {
        "approve": ngettext("%(num)s record is approved.", "%(num)s records are approved.", number),
        "execute": ngettext("%(num)s record is done.", "%(num)s records are done.", number),
        "keep": ngettext("%(num)s record is kept.", "%(num)s records are kept.", number),
    }
    if not refused:
        return str(words[step])
    why = " ".join(dict.fromkeys(refused))
    return _("%(done)s Not done: %(number)s. %(why)s", done=words[step], number=len(refused), why=why)
