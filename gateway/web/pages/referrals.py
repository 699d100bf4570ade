"""Referrals into and out of an organisation: what waits, one referral in full, and the steps open now."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound

from gateway.web.frame import Area, Form, Question, ask, choices, done, show, visitor
from gateway.web.pages.lists import part_of_list

SENDERS = ("adviser", "team leader")
RECEIVERS = ("provider staff", "team leader")
BOTH = ("adviser", "team leader", "provider staff")


@dataclass(frozen=True)
class Step:
    """Something that one of the two organisations can do with a referral, and when."""

    name: str
    """As the service's path has it."""
    when: tuple[str, ...]
    words: Any
    told: Any
    by_sender: bool = False
    has_reason: bool = False
    kind: str = ""
    """How its button looks."""


STEPS = (
    Step("acknowledgement", ("sent",), _l("We have seen it"), _l("They know that you have seen it.")),
    Step("acceptance", ("acknowledged",), _l("Accept"), _l("Accepted. A place is taken.")),
    Step("start", ("accepted",), _l("The help has begun"), _l("Noted: the help has begun.")),
    Step("end", ("started",), _l("The help is over"), _l("Noted: the help is over."), has_reason=True),
    Step(
        "decline",
        ("acknowledged",),
        _l("Decline"),
        _l("Declined, with the reason."),
        has_reason=True,
        kind="second",
    ),
    Step(
        "non-start",
        ("accepted",),
        _l("It did not begin"),
        _l("Noted: the help did not begin. The place is free again."),
        has_reason=True,
        kind="second",
    ),
    Step(
        "withdrawal",
        ("sent", "acknowledged", "accepted", "started"),
        _l("Take it back"),
        _l("The referral is taken back."),
        by_sender=True,
        has_reason=True,
        kind="second",
    ),
)

area = Area("referrals", __name__)
area.link(
    "referrals",
    _l("Referrals"),
    about=_l("People who are referred to you or by you: what waits for an answer, and how each one goes."),
    roles=BOTH,
    order=15,
)
area.fact(
    "referrals",
    _l("Referrals that nobody has looked at yet"),
    Question("marketplace", "/referrals", {"direction": "in", "state": "sent", "limit": 200}),
    lambda body: len(body["items"]),
    roles=RECEIVERS,
    order=15,
)


@area.page("/referrals", roles=BOTH)
def referrals() -> ResponseReturnValue:
    """Those in or out, the newest first, by how they stand."""
    directions = _directions()
    direction = request.args.get("direction")
    direction = direction if direction in directions else directions[0]
    state = request.args.get("state") or None
    found = ask("marketplace", "GET", "/referrals", query=part_of_list(direction=direction, state=state))
    return show(
        "referrals/referrals.html", found=found, direction=direction, directions=directions, state=state
    )


@area.page("/referrals/<uuid:referral_id>", roles=BOTH)
def referral(referral_id: UUID) -> ResponseReturnValue:
    """One referral with what was passed on, and what can be done with it now."""
    found = ask("marketplace", "GET", f"/referrals/{referral_id}")
    return show(
        "referrals/referral.html", referral=found, steps=_open_steps(found), is_sender=_is_sender(found)
    )


@area.form_page("/referrals/<uuid:referral_id>/<step>", roles=BOTH)
def take(form: Form, referral_id: UUID, step: str) -> ResponseReturnValue:
    """Take a step, on a day, with a reason where one is due."""
    chosen = next((each for each in STEPS if each.name == step), None)
    if chosen is None:
        raise NotFound()
    if form.sent:
        reason = {"reason": form.text("reason") or ""} if chosen.has_reason else {}
        answers = {"occurred_on": form.date("occurred_on"), **reason}
        form.send("marketplace", "POST", f"/referrals/{referral_id}/{step}", answers)
        return done(chosen.told, "referrals.referral", referral_id=referral_id)
    found = ask("marketplace", "GET", f"/referrals/{referral_id}")
    reasons = _reasons(step) if chosen.has_reason else []
    return show("referrals/take.html", form=form, referral=found, step=chosen, reasons=reasons)


def _directions() -> list[str]:
    """In for whoever receives, out for whoever sends; a team leader may do both."""
    may = {"in": visitor().has(*RECEIVERS), "out": visitor().has(*SENDERS)}
    return [direction for direction, allowed in may.items() if allowed]


def _open_steps(found: dict[str, Any]) -> list[Step]:
    """What the visitor can do with this referral as it stands."""
    roles = {True: SENDERS, False: RECEIVERS}
    mine = {True: _is_sender(found), False: str(visitor().actor.org) == found["receiver"]["id"]}
    return [
        step
        for step in STEPS
        if found["state"] in step.when and mine[step.by_sender] and visitor().has(*roles[step.by_sender])
    ]


def _is_sender(found: dict[str, Any]) -> bool:
    return str(visitor().actor.org) == found["sender"]["id"]


def _reasons(step: str) -> list[tuple[str, str]]:
    """The reasons that there can be for a step, in the reader's words."""
    items = ask("marketplace", "GET", "/reference/referral-reasons")["items"]
    possible = {each["code"] for each in items if step in each["extra"]["for"]}
    return [each for each in choices("marketplace", "referral-reasons") if each[0] in possible]
