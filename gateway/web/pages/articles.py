"""Articles: what was learnt, found again, read, and revised."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from gateway.web.frame import SIGNED_IN, Area, Form, Question, ask, ask_together, done, fetch, show, visitor
from gateway.web.pages.in_community import EDITORS, below, has_not_joined, searched, to_join
from gateway.web.pages.lists import part_of_list

area = Area("articles", __name__)


@area.page("/community/articles", roles=SIGNED_IN)
def articles() -> ResponseReturnValue:
    """The articles that the visitor may read, by words or the newest first."""
    found = ask("community", "GET", "/articles", query=part_of_list(30, search=searched()))
    edges = ask_together({"spaces": Question("community", "/spaces")})
    return show("articles/articles.html", found=found, search=searched(), **edges)


@area.page("/community/articles/<uuid:article_id>", roles=SIGNED_IN)
def article(article_id: UUID) -> ResponseReturnValue:
    """One article as it stands now."""
    found = ask("community", "GET", f"/articles/{article_id}")
    return show("articles/article.html", article=found, edits=visitor().has(*EDITORS), below=below)


@area.page("/community/articles/<uuid:article_id>/versions", roles=SIGNED_IN)
def versions(article_id: UUID) -> ResponseReturnValue:
    """What it said before."""
    found = ask("community", "GET", f"/articles/{article_id}/versions")
    return show("articles/versions.html", versions=found["items"], article_id=article_id, below=below)


@area.form_page("/community/articles/<uuid:article_id>/revision", roles=EDITORS)
def revise(form: Form, article_id: UUID) -> ResponseReturnValue:
    """Write a new version of the one that was read."""
    if form.sent:
        names = ("title", "body", "note")
        answers = {name: form.text(name) for name in names}
        answers |= {name: answers[name] or "" for name in ("title", "body")}
        form.send("community", "PATCH", f"/articles/{article_id}", answers)
        return done(_("The new version is published."), "articles.article", article_id=article_id)
    if has_not_joined():
        return to_join()
    held = fetch("community", f"/articles/{article_id}")
    form.edits(held)
    return show("articles/revise.html", form=form, article=held.body)
