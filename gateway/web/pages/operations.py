"""Operations: how each service is, what waits to be told, what could not be handled, and mending it."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound

from gateway.domain.roles import OPERATOR
from gateway.web.frame import AWAY, Area, Form, Question, ask, ask_together, done, show

area = Area("operations", __name__)
area.link(
    "overview",
    _l("Operations"),
    about=_l("How each service is, what waits, and what could not be handled."),
    roles=OPERATOR,
    order=10,
)

SERVICES = {
    "casework": "casework",
    "marketplace": "marketplace",
    "community": "community",
    "notify": "notify",
    "mi": "mi",
    "gateway": "exchange",
}
"""As operations staff call it, and whom to ask."""

area.fact(
    "overview",
    _l("Events that could not be handled"),
    tuple(Question(service, "/ops/parked", {"limit": 1}) for service in SERVICES.values()),
    lambda *bodies: sum(body["total"] for body in bodies),
    roles=OPERATOR,
)


@area.page("/operations", roles=OPERATOR)
def overview() -> ResponseReturnValue:
    """Every service with its state; one that is away does not keep the others from being shown."""
    questions = {}
    for name, service in SERVICES.items():
        questions[f"{name} health"] = Question(service, "/health/ready")
        questions[f"{name} outbox"] = Question(service, "/ops/outbox", {"limit": 200})
        questions[f"{name} parked"] = Question(service, "/ops/parked", {"limit": 1})
    answers = ask_together(questions, each=2.0)
    return show("operations/overview.html", rows=[_row(name, answers) for name in SERVICES])


@area.page("/operations/<service>/outbox", roles=OPERATOR)
def outbox(service: str) -> ResponseReturnValue:
    """What a service has still to tell, the oldest first."""
    waiting = ask(_asked(service), "GET", "/ops/outbox", query={"limit": 100})
    return show("operations/outbox.html", service=service, waiting=waiting)


@area.page("/operations/<service>/parked", roles=OPERATOR)
def parked(service: str) -> ResponseReturnValue:
    """What a service could not handle, with what can be done about each."""
    events = ask(_asked(service), "GET", "/ops/parked", query={"limit": 100})
    return show("operations/parked.html", service=service, parked=events)


@area.page("/operations/<service>/parked/<uuid:parked_id>/retry", roles=OPERATOR, methods=("POST",))
def retry(service: str, parked_id: UUID) -> ResponseReturnValue:
    """Have an event tried again."""
    ask(_asked(service), "POST", f"/ops/parked/{parked_id}/retry")
    return done(_("It will be tried again within a few seconds."), "operations.parked", service=service)


@area.page("/operations/<service>/parked/<uuid:parked_id>/continue", roles=OPERATOR, methods=("POST",))
def go_on(service: str, parked_id: UUID) -> ResponseReturnValue:
    """Handle an event without those that should have come before it."""
    ask(_asked(service), "POST", f"/ops/parked/{parked_id}/continuation")
    return done(_("It will be handled without the ones before it."), "operations.parked", service=service)


@area.form_page("/operations/<service>/parked/<uuid:parked_id>/discard", roles=OPERATOR)
def discard(form: Form, service: str, parked_id: UUID) -> ResponseReturnValue:
    """Give an event up for good, and say why."""
    if form.sent:
        answers = {"because": form.text("because")}
        form.send(_asked(service), "POST", f"/ops/parked/{parked_id}/discard", answers)
        return done(_("The event was given up."), "operations.parked", service=service)
    events = ask(_asked(service), "GET", "/ops/parked", query={"limit": 200})["items"]
    event = next((each for each in events if each["id"] == str(parked_id)), None)
    if event is None:
        raise NotFound
    return show("operations/discard.html", form=form, service=service, event=event)


def _asked(service: str) -> str:
    if service not in SERVICES:
        raise NotFound
    return SERVICES[service]


def _row(name: str, answers: dict[str, Any]) -> dict[str, Any]:
    health, outbox, parked = (answers[f"{name} {part}"] for part in ("health", "outbox", "parked"))
    return {
        "name": name,
        "state": "away" if health is AWAY or health is None else health["status"],
        "checks": {} if not health else {k: v["detail"] for k, v in health["checks"].items() if not v["ok"]},
        "waiting": None if not outbox else len(outbox["items"]),
        "oldest": None if not outbox else round(outbox["oldest_seconds"]),
        "parked": None if not parked else parked["total"],
    }
