"""Files with many people's records: one person asks, another allows it."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Form, ask, done, show, visitor
from gateway.web.pages.lists import part_of_list
from gateway.web.pages.rights import SECOND

area = Area("bulk_exports", __name__)
area.link(
    "all",
    _l("Files with many people's records"),
    about=_l("Ask for one, or allow one that somebody else asked for."),
    roles=SECOND,
    order=80,
    in_navigation=False,
)


@area.page("/files-of-many", roles=SECOND)
def all() -> ResponseReturnValue:
    """What was asked for, allowed and taken."""
    found = ask("casework", "GET", "/bulk-exports", query=part_of_list())
    return show("bulk_exports/all.html", found=found, my_id=str(visitor().actor.id))


@area.form_page("/files-of-many/new", roles=SECOND)
def ask_for(form: Form) -> ResponseReturnValue:
    """Ask for a file, and say what for."""
    if form.sent:
        form.send("casework", "POST", "/bulk-exports", {name: form.text(name) for name in ("what", "reason")})
        return done(_("Somebody else has to allow it now."), "bulk_exports.all")
    return show("bulk_exports/ask_for.html", form=form)


@area.page("/files-of-many/<uuid:export_id>/<any(allow,refuse):answer>", roles=SECOND, methods=("POST",))
def decide(export_id: UUID, answer: str) -> ResponseReturnValue:
    """Allow it for a day, or not."""
    allowed, key = answer == "allow", request.form.get("idempotency_key")
    ask("casework", "POST", f"/bulk-exports/{export_id}/decision", json={"allowed": allowed}, key=key)
    return done(_("It can be taken for 24 hours.") if allowed else _("It is refused."), "bulk_exports.all")
