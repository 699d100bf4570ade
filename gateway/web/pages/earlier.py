"""Asking for an earlier time, and answering when one is kept for somebody: a button for each."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from gateway.web.frame import Area, Question, ask, ask_together, done
from gateway.web.pages.about_person import PARTIES, is_mine

area = Area("earlier", __name__)


def wishes_of(person_id: Any) -> dict[str, dict[str, Any]]:
    """What a person waits for, by appointment; nothing where it cannot be read just now."""
    question = Question("casework", f"/participants/{person_id}/earlier-wishes")
    found = ask_together({"wishes": question})["wishes"]
    return {each["wish"]["appointment_id"]: each for each in found["items"]} if found else {}


@area.page("/appointments/<uuid:appointment_id>/earlier", roles=PARTIES, methods=("POST",))
def wish(appointment_id: UUID) -> ResponseReturnValue:
    """Be told when an earlier time becomes free."""
    wished = _send(f"/appointments/{appointment_id}/earlier-wish")
    return _back(_("It is on the list. When an earlier time becomes free, a message says so."), wished)


@area.page("/earlier/<uuid:wish_id>/end", roles=PARTIES, methods=("POST",))
def end(wish_id: UUID) -> ResponseReturnValue:
    """Wait no more."""
    ended = _send(f"/earlier-wishes/{wish_id}/withdrawal")
    return _back(_("It is off the list. The appointment stays as it is."), ended)


@area.page("/earlier/offers/<uuid:offer_id>/take", roles=PARTIES, methods=("POST",))
def take(offer_id: UUID) -> ResponseReturnValue:
    """Take the time that is kept."""
    return _back(
        _("The appointment is moved to the earlier time."), _send(f"/slot-offers/{offer_id}/acceptance")
    )


@area.page("/earlier/offers/<uuid:offer_id>/leave/<uuid:person_id>", roles=PARTIES, methods=("POST",))
def leave(offer_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """Keep the appointment as it is."""
    _send(f"/slot-offers/{offer_id}/refusal")
    return _back(
        _("The appointment stays as it is. The next person is asked."), {"participant_id": person_id}
    )


def _send(path: str) -> dict[str, Any]:
    answer: dict[str, Any] = ask("casework", "POST", path, json={}, key=request.form.get("idempotency_key"))
    return answer


def _back(message: str, about: dict[str, Any]) -> ResponseReturnValue:
    if is_mine(about["participant_id"]):
        return done(message, "my_appointments.mine")
    return done(message, "appointments.of_person", person_id=about["participant_id"])
