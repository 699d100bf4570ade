"""What moderators hide, with a reason, and restore."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from gateway.web.frame import Area, Form, choices, done, show
from gateway.web.pages.in_community import MODERATOR

PATHS = {"hide": "hiding", "restore": "restoration"}
DEED = "<any(hide, restore):deed>"

area = Area("moderation", __name__)


@area.form_page(f"/community/threads/<uuid:thread_id>/{DEED}", roles=MODERATOR)
def thread(form: Form, thread_id: UUID, deed: str) -> ResponseReturnValue:
    """A thread with all that was said to it."""
    return _judged(form, f"/threads/{thread_id}", deed, "threads.thread", thread_id=thread_id)


@area.form_page(f"/community/threads/<uuid:thread_id>/replies/<uuid:reply_id>/{DEED}", roles=MODERATOR)
def reply(form: Form, thread_id: UUID, reply_id: UUID, deed: str) -> ResponseReturnValue:
    """One reply."""
    return _judged(form, f"/replies/{reply_id}", deed, "threads.thread", thread_id=thread_id)


@area.form_page(f"/community/articles/<uuid:article_id>/{DEED}", roles=MODERATOR)
def article(form: Form, article_id: UUID, deed: str) -> ResponseReturnValue:
    """An article."""
    return _judged(form, f"/articles/{article_id}", deed, "articles.article", article_id=article_id)


def _judged(form: Form, content: str, deed: str, endpoint: str, **parts: Any) -> ResponseReturnValue:
    if form.sent:
        answers = {"reason": form.text("reason") or "", "note": form.text("note")}
        form.send("community", "POST", f"{content}/{PATHS[deed]}", answers)
        hidden = _("It is hidden. Its author and moderators can still read it.")
        return done(hidden if deed == "hide" else _("Everybody can read it again."), endpoint, **parts)
    reasons = choices("community", "reasons")
    return show("moderation/judge.html", form=form, deed=deed, reasons=reasons, back=(endpoint, parts))
