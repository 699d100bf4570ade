"""Newsletters: the archive for everybody; composing and sending for editors."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from gateway.web.frame import PUBLIC, Area, Form, Question, ask, ask_together, done, fetch, show, visitor
from gateway.web.pages.in_community import EDITORS, MEMBERS, below, has_not_joined, to_join, without_articles
from gateway.web.pages.lists import part_of_list

area = Area("newsletters", __name__)
area.link(
    "newsletters",
    _l("Newsletters"),
    about=_l("The best of the community and the programme's news, by email or to read here."),
    roles=PUBLIC,
    order=60,
    in_navigation=False,
)


@area.page("/newsletters", roles=PUBLIC)
def newsletters() -> ResponseReturnValue:
    """What has been sent; drafts too for editors."""
    found = ask("community", "GET", "/newsletters", query=part_of_list(30))
    return show("newsletters/newsletters.html", found=found, edits=visitor().has(*EDITORS))


@area.page("/newsletters/<uuid:newsletter_id>", roles=PUBLIC)
def newsletter(newsletter_id: UUID) -> ResponseReturnValue:
    """One newsletter, as it was sent or would be sent now. Whoever takes no part has no way to articles."""
    found = ask("community", "GET", f"/newsletters/{newsletter_id}")
    outside = visitor().signed_in and not visitor().has(*MEMBERS)
    words = without_articles(found["content_html"]) if outside else found["content_html"]
    return show("newsletters/newsletter.html", newsletter=found, words=below(words, 1), outside=outside)


@area.form_page("/newsletters/new", roles=EDITORS)
def compose(form: Form) -> ResponseReturnValue:
    """Words of one's own, and articles in the order in which they stand here."""
    if form.sent:
        made = form.send("community", "POST", "/newsletters", _composed(form))
        return done(
            _("The draft is there. Nothing is sent yet."), "newsletters.newsletter", newsletter_id=made["id"]
        )
    if has_not_joined():
        return to_join()
    return show("newsletters/compose.html", form=form, newsletter_id=None, **_articles())


@area.form_page("/newsletters/<uuid:newsletter_id>/change", roles=EDITORS)
def change(form: Form, newsletter_id: UUID) -> ResponseReturnValue:
    """Compose a draft anew, on the version that was read."""
    if form.sent:
        form.send("community", "PATCH", f"/newsletters/{newsletter_id}", _composed(form))
        return _shown(_("The draft is changed. Nothing is sent yet."), newsletter_id)
    if has_not_joined():
        return to_join()
    form.edits(fetch("community", f"/newsletters/{newsletter_id}"))
    return show("newsletters/compose.html", form=form, newsletter_id=newsletter_id, **_articles())


@area.form_page("/newsletters/<uuid:newsletter_id>/sending", roles=EDITORS)
def send(form: Form, newsletter_id: UUID) -> ResponseReturnValue:
    """Send it, once and for good."""
    if form.sent:
        sent = form.send("community", "POST", f"/newsletters/{newsletter_id}/sending", {})
        message = ngettext(
            "The newsletter is on its way to %(num)s person.",
            "The newsletter is on its way to %(num)s people.",
            sent["sent_to"],
        )
        return _shown(message, newsletter_id)
    found = ask("community", "GET", f"/newsletters/{newsletter_id}")
    return show("newsletters/send.html", form=form, newsletter=found)


def _composed(form: Form) -> dict[str, Any]:
    return {
        "title": form.text("title") or "",
        "introduction": form.text("introduction") or "",
        "article_ids": form.many("article_ids"),
    }


def _articles() -> dict[str, Any]:
    return ask_together({"articles": Question("community", "/articles", {"limit": 50})})


def _shown(message: str, newsletter_id: UUID | str) -> ResponseReturnValue:
    return done(message, "newsletters.newsletter", newsletter_id=newsletter_id)
