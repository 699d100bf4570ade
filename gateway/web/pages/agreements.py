"""What a person agreed to, and took back; and the grounds on which what they tell is used."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from chassis import clock
from gateway.web.frame import Area, Form, Question, ask, ask_together, done, show, visitor
from gateway.web.pages.about_person import PARTIES, READERS, is_mine, own_id, shown

area = Area("agreements", __name__)
area.link(
    "mine",
    _l("What I agreed to"),
    about=_l("What your details may be used for. You can change your mind."),
    roles="participant",
    order=65,
    in_navigation=False,
)


@area.page("/people/<uuid:person_id>/agreements", roles=READERS)
def said(person_id: UUID) -> ResponseReturnValue:
    """What somebody said to each purpose, and what each rests on."""
    return _shown(person_id)


@area.page("/my/agreements", roles="participant")
def mine() -> ResponseReturnValue:
    """What one agreed to oneself."""
    return _shown(own_id())


@area.form_page("/people/<uuid:person_id>/agreements/new", roles=PARTIES)
def say(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Say yes or no to one purpose. An adviser who writes it down says how they were told."""
    if form.sent:
        answer = {
            "purpose": form.text("purpose"),
            "given": form.flag("given") if form.text("given") else None,
            "evidence": form.text("evidence"),
            "occurred_on": form.date("occurred_on"),
        }
        form.send("casework", "POST", f"/participants/{person_id}/consents", answer)
        if is_mine(person_id):
            return done(_("Thank you. That is what counts from now on."), "agreements.mine")
        return done(_("Their word is written down."), "agreements.said", person_id=person_id)
    form.starts_with({"occurred_on": clock.today().isoformat()})
    purposes = ask("casework", "GET", "/reference/purposes")["items"]
    return shown(
        "person/agreement.html",
        person_id,
        form=form,
        purposes=[each for each in purposes if each["extra"].get("consent")],
    )


def _shown(person_id: UUID) -> str:
    """The words of the person are the substance; the grounds stand beside them."""
    consents = ask("casework", "GET", f"/participants/{person_id}/consents")["items"]
    beside = ask_together({"person": Question("casework", f"/participants/{person_id}")})
    return show(
        "person/agreements.html",
        person_id=person_id,
        mine=is_mine(person_id),
        may_write=visitor().has(*PARTIES),
        consents=consents,
        **beside,
    )
