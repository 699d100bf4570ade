"""The data-protection officer's desk, and one person's rights over their record."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Form, Question, ask, choices, done, show, visitor
from gateway.web.frame.own import missing
from gateway.web.pages.about_person import ADVISERS, READERS, shown

OFFICER = "data-protection officer"
SECOND = (OFFICER, "team leader")

area = Area("rights", __name__)
area.link(
    "desk",
    _l("Data rights"),
    about=_l("Copies, corrections, erasures and restricted records: what waits for you, and by when."),
    roles=OFFICER,
    order=15,
)
area.fact(
    "desk",
    _l("Requests about data that wait"),
    Question("casework", "/rights"),
    lambda body: str(sum(len(body[name]) for name in ("copies", "corrections", "emergency_readings"))),
    roles=OFFICER,
    order=15,
)
area.link(
    "glass",
    _l("Open a restricted record"),
    about=_l("When it cannot wait: say why, and it is looked at afterwards."),
    roles=ADVISERS,
    order=60,
    in_navigation=False,
)


@area.page("/rights", roles=OFFICER)
def desk() -> ResponseReturnValue:
    """What waits for an answer, a second person or a review."""
    return show("rights/desk.html", **ask("casework", "GET", "/rights"))


@area.page("/people/<uuid:person_id>/rights", roles=READERS)
def of_person(person_id: UUID) -> ResponseReturnValue:
    """All that concerns one person's rights."""
    found = ask("casework", "GET", f"/participants/{person_id}/rights")
    return shown("rights/of_person.html", person_id, is_officer=visitor().has(OFFICER), **found)


@area.page("/people/<uuid:person_id>/rights/copy", roles=READERS, methods=("POST",))
def ask_for_copy(person_id: UUID) -> ResponseReturnValue:
    """The person has asked for a copy today."""
    _post(f"/participants/{person_id}/access-requests", json={})
    return done(_("Every service has been asked for its part."), "rights.of_person", person_id=person_id)


@area.page(
    "/people/<uuid:person_id>/rights/copies/<uuid:request_id>/release", roles=OFFICER, methods=("POST",)
)
def release(person_id: UUID, request_id: UUID) -> ResponseReturnValue:
    """The person may have the copy now."""
    _post(f"/access-requests/{request_id}/release")
    return done(_("The copy is released."), "rights.of_person", person_id=person_id)


@area.page("/people/<uuid:person_id>/rights/holds/<uuid:hold_id>/lift", roles=OFFICER, methods=("POST",))
def lift_hold(person_id: UUID, hold_id: UUID) -> ResponseReturnValue:
    """A hold holds no longer."""
    _post(f"/holds/{hold_id}/lifting")
    return done(_("The hold is lifted."), "rights.of_person", person_id=person_id)


@area.page("/people/<uuid:person_id>/rights/restriction/lift", roles=OFFICER, methods=("POST",))
def lift_restriction(person_id: UUID) -> ResponseReturnValue:
    """Everybody who looks after the person opens the record again."""
    _post(f"/participants/{person_id}/restriction/lifting")
    return done(_("The record is open again."), "rights.of_person", person_id=person_id)


@area.page("/erasures/<uuid:erasure_id>", roles=SECOND)
def erasure(erasure_id: UUID) -> ResponseReturnValue:
    """What goes, what stays and why; and who has confirmed."""
    found = ask("casework", "GET", f"/erasures/{erasure_id}")
    mine = found["prepared_by"] == str(visitor().actor.id)
    return show(
        "rights/erasure.html", erasure=found, mine=mine, is_officer=visitor().has(OFFICER), **_rules()
    )


@area.form_page("/erasures/<uuid:erasure_id>/do", roles=SECOND)
def do_erasure(form: Form, erasure_id: UUID) -> ResponseReturnValue:
    """The second person looks once more, and has it done."""
    if form.sent:
        if not form.flag("sure"):
            raise missing("sure", _("Say that you have looked at what goes."))
        form.send("casework", "POST", f"/erasures/{erasure_id}/execution", {})
        return done(
            _("The record is erased. Every service has been told."), "rights.erasure", erasure_id=erasure_id
        )
    found = ask("casework", "GET", f"/erasures/{erasure_id}")
    return show("rights/do_erasure.html", form=form, erasure=found, **_rules())


@area.page("/erasures/<uuid:erasure_id>/drop", roles=OFFICER, methods=("POST",))
def drop_erasure(erasure_id: UUID) -> ResponseReturnValue:
    """It is not done after all."""
    _post(f"/erasures/{erasure_id}/withdrawal")
    return done(_("Nothing is erased."), "rights.erasure", erasure_id=erasure_id)


@area.form_page("/restricted-record", roles=ADVISERS)
def glass(form: Form) -> ResponseReturnValue:
    """Open a restricted record all the same."""
    if form.sent:
        said = {"reference": form.text("reference"), "reason": form.text("reason")}
        opened = form.send("casework", "POST", "/emergency-readings", said)
        words = _("The record is open to you for four hours. The person can read why.")
        return done(words, "person.case", person_id=opened["participant_id"])
    return show("rights/glass.html", form=form)


def _rules() -> dict[str, Any]:
    """What each kind of record is called."""
    return {"kinds": dict(choices("casework", "retention"))}


def _post(path: str, json: Any = None) -> Any:
    return ask("casework", "POST", path, json=json, key=request.form.get("idempotency_key"))
