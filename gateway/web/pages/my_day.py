"""An adviser's morning: who asks something, whom to meet, whom to ring, who needs to be looked at."""

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, ask, show
from gateway.web.pages.about_person import ADVISERS

area = Area("my_day", __name__)
area.link(
    "morning",
    _l("My day"),
    about=_l("This morning’s list: whom you meet, whom to ring, and who has not been heard of for a while."),
    roles=ADVISERS,
    order=8,
)


@area.page("/my-day", roles=ADVISERS)
def morning() -> ResponseReturnValue:
    """One list and one question: a call is noted where it stands, in a field and a button."""
    return show("my_day/morning.html", **ask("casework", "GET", "/my-day"))
