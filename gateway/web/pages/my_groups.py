"""The group sessions to which a participant can come."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, ask, done, show
from gateway.web.pages.about_person import own_id
from gateway.web.pages.about_time import AT_MOST
from gateway.web.pages.groups import give_up, take_place, told_of
from gateway.web.pages.lists import part_of_list

area = Area("my_groups", __name__)
area.link(
    "coming",
    _l("Groups"),
    about=_l("Job clubs, computer sessions, drop-ins. Book a place, or wait for one."),
    roles="participant",
    order=21,
)


@area.page("/my/groups", roles="participant")
def coming() -> ResponseReturnValue:
    """One's own places first, then what else is on."""
    found = ask("casework", "GET", f"/participants/{own_id()}/groups", query=part_of_list(AT_MOST))
    return show(
        "my_groups/coming.html",
        own=[each for each in found["items"] if each["own"]],
        others=[each for each in found["items"] if not each["own"]],
        next=found["next"],
    )


@area.page("/my/groups/<uuid:session_id>", roles="participant", methods=("POST",))
def book(session_id: UUID) -> ResponseReturnValue:
    """Have a place, or wait for one."""
    return done(told_of(take_place(own_id(), session_id)), "my_groups.coming")


@area.page("/my/group-places/<uuid:place_id>", roles="participant", methods=("POST",))
def not_coming(place_id: UUID) -> ResponseReturnValue:
    """Not come after all."""
    give_up(place_id)
    return done(
        _("Your place is given up. Somebody who waits for one will be glad of it."), "my_groups.coming"
    )
