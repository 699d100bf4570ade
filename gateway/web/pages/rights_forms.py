"""The forms about one person's rights: what is wrong, why something is held, restricted, extended, erased."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from gateway.actions.accounts import list_colleagues
from gateway.domain.roles import ADVISER
from gateway.web.frame import Area, Form, done, visitor
from gateway.web.frame.own import own_transaction
from gateway.web.pages.about_person import READERS, shown
from gateway.web.pages.rights import OFFICER

AT_MOST = 200

area = Area("rights_forms", __name__)


@area.form_page("/people/<uuid:person_id>/rights/correction", roles=READERS)
def correction(form: Form, person_id: UUID) -> ResponseReturnValue:
    """The person says that something is wrong."""
    if form.sent:
        said = {name: form.text(name) for name in ("part", "wrong", "right")}
        form.send("casework", "POST", f"/participants/{person_id}/corrections", said)
        return _done(_("The request is written down."), person_id)
    return shown("rights/correction.html", person_id, form=form)


@area.form_page("/people/<uuid:person_id>/rights/corrections/<uuid:correction_id>", roles=READERS)
def decide(form: Form, person_id: UUID, correction_id: UUID) -> ResponseReturnValue:
    """It has been put right, or is refused."""
    if form.sent:
        said = {"decision": form.text("decision"), "reason": form.text("reason")}
        form.send("casework", "POST", f"/corrections/{correction_id}/decision", said)
        return _done(_("The person can read your answer."), person_id)
    return shown("rights/decide.html", person_id, form=form)


@area.form_page("/people/<uuid:person_id>/rights/copies/<uuid:request_id>/extend", roles=OFFICER)
def extend(form: Form, person_id: UUID, request_id: UUID) -> ResponseReturnValue:
    """A copy that takes longer."""
    return _with_reason(
        form,
        person_id,
        f"/access-requests/{request_id}/extension",
        heading=_("Take two more months"),
        label=_("Why does it take longer?"),
        hint=_("The person reads this."),
        message=_("There are two more months."),
    )


@area.form_page("/people/<uuid:person_id>/rights/hold", roles=OFFICER)
def hold(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Nothing of this record may go."""
    return _with_reason(
        form,
        person_id,
        f"/participants/{person_id}/holds",
        heading=_("Place a legal hold"),
        label=_("Why must this record be kept?"),
        hint=_("A claim, a complaint or an inquiry, with its reference."),
        message=_("Nothing of this record can be erased now."),
    )


@area.form_page("/people/<uuid:person_id>/rights/erase", roles=OFFICER)
def erase(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Look at what an erasure would do."""
    if form.sent:
        made = form.send(
            "casework", "POST", f"/participants/{person_id}/erasures", {"reason": form.text("reason")}
        )
        return done(
            _("Nothing is erased yet. Look at what would go."), "rights.erasure", erasure_id=made["id"]
        )
    words = {
        "heading": _("Prepare an erasure"),
        "label": _("Why is this record to be erased?"),
        "hint": _("You see first what would go and what has to stay. Somebody else has it done."),
    }
    return shown("rights/reason.html", person_id, form=form, **words)


@area.form_page("/people/<uuid:person_id>/rights/restrict", roles=(OFFICER, "team leader"))
def restrict(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Only some may open this record from now on."""
    if form.sent:
        said = {"reason": form.text("reason"), "readers": form.many("readers")}
        form.send("casework", "POST", f"/participants/{person_id}/restriction", said)
        if visitor().has(OFFICER):
            return _done(_("Only those named can open this record now."), person_id)
        return done(_("Only those named can open this record now."), "caseload.people")
    with own_transaction() as session:
        colleagues = list_colleagues(session, visitor().actor, ADVISER, None, AT_MOST).items
    names = sorted((each.name, str(each.id)) for each in colleagues)
    return shown("rights/restrict.html", person_id, form=form, colleagues=[(id, name) for name, id in names])


@area.form_page("/people/<uuid:person_id>/rights/readings/<uuid:reading_id>", roles=OFFICER)
def review(form: Form, person_id: UUID, reading_id: UUID) -> ResponseReturnValue:
    """Whether it was right to open a restricted record."""
    if form.sent:
        said = {"finding": form.text("finding"), "note": form.text("note")}
        form.send("casework", "POST", f"/emergency-readings/{reading_id}/review", said)
        return _done(_("The review is written down."), person_id)
    return shown("rights/review.html", person_id, form=form)


def _with_reason(
    form: Form, person_id: UUID, path: str, *, message: str, **words: Any
) -> ResponseReturnValue:
    if form.sent:
        form.send("casework", "POST", path, {"reason": form.text("reason")})
        return _done(message, person_id)
    return shown("rights/reason.html", person_id, form=form, **words)


def _done(message: str, person_id: UUID) -> ResponseReturnValue:
    return done(message, "rights.of_person", person_id=person_id)
