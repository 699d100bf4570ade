"""Finding somebody by what is known of them. What is typed is sent and never stands in an address."""

from flask.typing import ResponseReturnValue

from gateway.web.frame import Area, Form, ask, show, visitor
from gateway.web.pages.about_person import ADVISERS, READERS

area = Area("finding", __name__)


@area.form_page("/people/find", roles=READERS)
def find(form: Form) -> ResponseReturnValue:
    """Who answers to what was typed, the likeliest first, and by what."""
    found = None
    if form.sent:
        found = ask("casework", "POST", "/participants/searches", json={"text": form.text("text") or ""})
    return show("finding/find.html", form=form, found=found, may_write=visitor().has(*ADVISERS))
