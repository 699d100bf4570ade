"""What an adviser tells of themselves, so that people who fit can be suggested to them."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Form, done, fetch, show, visitor
from gateway.web.pages.about_person import ADVISERS

area = Area("profiles", __name__)
area.link(
    "mine",
    _l("Whom I can help best"),
    about=_l("Your languages and places, and what you know about: so that the right people come to you."),
    roles=ADVISERS,
    order=18,
    in_navigation=False,
)


@area.form_page("/my-profile", roles=ADVISERS)
def mine(form: Form) -> ResponseReturnValue:
    """One's own."""
    return _told(form, visitor().actor.id)


@area.form_page("/advisers/<uuid:adviser_id>/profile", roles=ADVISERS)
def tell(form: Form, adviser_id: UUID) -> ResponseReturnValue:
    """A colleague's, which a team leader may write."""
    return _told(form, adviser_id)


def _told(form: Form, adviser_id: UUID | None) -> ResponseReturnValue:
    at = f"/advisers/{adviser_id}/profile"
    if form.sent:
        told = {
            "languages": form.many("languages"),
            "places": [place for place in (form.text("places") or "").replace(",", " ").split() if place],
            "needs": form.many("needs"),
            "part_time_percent": form.number("part_time_percent"),
        }
        form.send("casework", "PUT", at, told)
        return done(_("That is saved."), "home.home")
    found = fetch("casework", at)
    form.edits(found)
    form.starts_with({"places": " ".join(found.body["places"])})
    return show("profiles/tell.html", form=form, mine=str(visitor().actor.id) == str(adviser_id))
