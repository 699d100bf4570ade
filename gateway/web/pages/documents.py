"""Documents: CVs and evidence, handed in by the person or their adviser."""

import base64
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import RequestEntityTooLarge

from chassis.http.app import BODY_LIMIT
from gateway.web.frame import Area, Form, ask, done, show, visitor
from gateway.web.pages.about_person import PARTIES, READERS, own_id, shown

UPLOADS = frozenset(
    {
        *("documents.add", "documents.add_mine", "documents.replace", "documents.replace_mine"),
        *("imports.begin", "plan_progress.how_it_goes"),
    }
)

NO_FILE = {"name": "-", "content": ""}

area = Area("documents", __name__)
area.link(
    "mine",
    _l("My documents"),
    about=_l("Your CV and what shows that you work: keep them here, safely."),
    roles="participant",
    order=45,
    in_navigation=False,
)


@area.before_app_request
def keep_other_forms_small() -> None:
    """Only where a file is handed in may a form be as large as one."""
    if request.endpoint not in UPLOADS and (request.content_length or 0) > BODY_LIMIT:
        raise RequestEntityTooLarge


@area.page("/my/documents", roles="participant")
def mine() -> ResponseReturnValue:
    """My own documents."""
    return show("documents/mine.html", documents=_of(own_id()), mine=True, may_write=True)


@area.form_page("/my/documents/add", roles="participant")
def add_mine(form: Form) -> ResponseReturnValue:
    """Hand in a document of my own."""
    if form.sent:
        _hand_in(form, own_id())
        return done(_("Your document is kept safely."), "documents.mine")
    return show("documents/add.html", form=form, person_id=None)


@area.form_page("/my/documents/<uuid:document_id>/replace", roles="participant")
def replace_mine(form: Form, document_id: UUID) -> ResponseReturnValue:
    """Hand in a newer file of my own document."""
    if form.sent:
        form.send("casework", "POST", f"/documents/{document_id}/editions", file_sent())
        return done(_("The newer file is kept. The older one stays."), "documents.mine")
    return show("documents/replace.html", form=form, person_id=None)


@area.page("/people/<uuid:person_id>/documents", roles=READERS)
def of_person(person_id: UUID) -> ResponseReturnValue:
    """A person's documents."""
    return shown("documents/of_person.html", person_id, documents=_of(person_id))


@area.form_page("/people/<uuid:person_id>/documents/add", roles=("adviser", "team leader"))
def add(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Keep a document that the person brought."""
    if form.sent:
        _hand_in(form, person_id)
        return done(_("The document is kept."), "documents.of_person", person_id=person_id)
    return show("documents/add.html", form=form, person_id=person_id)


@area.form_page(
    "/people/<uuid:person_id>/documents/<uuid:document_id>/replace", roles=("adviser", "team leader")
)
def replace(form: Form, person_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Keep a newer file of a person's document."""
    if form.sent:
        form.send("casework", "POST", f"/documents/{document_id}/editions", file_sent())
        message = _("The newer file is kept. The older one stays.")
        return done(message, "documents.of_person", person_id=person_id)
    return show("documents/replace.html", form=form, person_id=person_id)


@area.page("/documents/<uuid:document_id>/take-away", roles=PARTIES, methods=("POST",))
def take_away(document_id: UUID) -> ResponseReturnValue:
    """Delete the files of a document."""
    key = request.form.get("idempotency_key")
    gone = ask("casework", "POST", f"/documents/{document_id}/withdrawal", key=key)
    if visitor().has("participant"):
        return done(_("The document is deleted."), "documents.mine")
    return done(_("The document is deleted."), "documents.of_person", person_id=gone["participant_id"])


def _of(person_id: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask("casework", "GET", f"/participants/{person_id}/documents")["items"]
    return found


def _hand_in(form: Form, person_id: Any) -> None:
    said = {"kind": form.text("kind"), "title": form.text("title")} | file_sent()
    form.send("casework", "POST", f"/participants/{person_id}/documents", said)


def file_sent() -> dict[str, Any]:
    """The file that came with the form, as the service wants it; nothing, if none was chosen."""
    given = request.files.get("content")
    if given is None or not given.filename:
        return dict(NO_FILE)
    return {"name": given.filename[-200:], "content": base64.b64encode(given.read()).decode()}
