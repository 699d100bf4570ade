"""Assisted use: an adviser sends the word of somebody who is with them. Each form asks; nothing is kept.

Not an area: it holds no page.
"""

from typing import Any

from flask_babel import gettext as _

from gateway.web.frame import Form
from gateway.web.frame.own import missing
from gateway.web.pages.about_person import is_mine

FIELD = "acting_for"


def spoken_for(form: Form, person_id: Any) -> Any:
    """Whose word it is: the id of the person if the box was ticked that they are there, else None."""
    return person_id if form.flag(FIELD) and not is_mine(person_id) else None


def spoken_for_surely(form: Form, person_id: Any) -> Any:
    """The same where only the person can say it: an adviser who has not ticked the box is asked to."""
    if is_mine(person_id):
        return None
    if not form.flag(FIELD):
        raise missing(FIELD, _("Tick this if they are with you. If not, only they can say it."))
    return person_id
