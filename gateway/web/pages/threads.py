"""Threads: ask, reply, say which answer helped, give a sign, and make an article of it."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from gateway.web.frame import SIGNED_IN, Area, Form, Question, ask, ask_together, done, show, visitor
from gateway.web.pages.in_community import EDITORS, ME, MEMBERS, below, has_not_joined, to_join

area = Area("threads", __name__)


@area.form_page("/community/spaces/<slug>/ask", roles=MEMBERS)
def start(form: Form, slug: str) -> ResponseReturnValue:
    """Ask or tell something. What would give somebody away is stopped, and stays here to be mended."""
    if form.sent:
        answers = {"title": form.text("title") or "", "body": form.text("body") or ""}
        made = form.send("community", "POST", f"/spaces/{slug}/threads", answers)
        return done(_("Your post is there for others to read."), "threads.thread", thread_id=made["id"])
    found = ask("community", "GET", f"/spaces/{slug}")
    edges = ask_together({"member": ME})
    if edges["member"] is None:
        return to_join(space=slug)
    return show("threads/start.html", form=form, space=found, **edges)


@area.form_page("/community/threads/<uuid:thread_id>", roles=SIGNED_IN)
def thread(form: Form, thread_id: UUID) -> ResponseReturnValue:
    """A thread with its replies, and a place to reply."""
    if form.sent:
        body = {"body": form.text("body") or ""}
        form.send("community", "POST", f"/threads/{thread_id}/replies", body)
        return done(_("Your reply is there for others to read."), "threads.thread", thread_id=thread_id)
    found = ask("community", "GET", f"/threads/{thread_id}")
    where = Question("community", f"/spaces/{found['space']}")
    edges = ask_together({"member": ME, "space": where})
    edits = visitor().has(*EDITORS)
    return show("threads/thread.html", form=form, thread=found, edits=edits, below=below, **edges)


@area.page("/community/threads/<uuid:thread_id>/accepted-answer", roles=MEMBERS, methods=("POST",))
def accept(thread_id: UUID) -> ResponseReturnValue:
    """The asker says which reply helped."""
    form = Form.of_request()
    answers = {"reply_id": form.text("reply_id") or ""}
    form.send("community", "POST", f"/threads/{thread_id}/accepted-answer", answers)
    return done(_("Thank you: others can see now what helped."), "threads.thread", thread_id=thread_id)


@area.page("/community/threads/<uuid:thread_id>/signs", roles=MEMBERS, methods=("POST",))
def sign(thread_id: UUID) -> ResponseReturnValue:
    """Give a sign on the thread or one of its replies, or take it back."""
    if has_not_joined():
        return to_join(thread=thread_id)
    form = Form.of_request()
    kind, reply_id = form.text("kind") or "", request.form.get("reply_id", type=UUID)
    what = f"/replies/{reply_id}" if reply_id else f"/threads/{thread_id}"
    if form.flag("mine"):
        ask("community", "DELETE", f"{what}/reactions/{kind}")
        return done(_("Your sign is taken back."), "threads.thread", thread_id=thread_id)
    form.send("community", "POST", f"{what}/reactions", {"kind": kind})
    return done(_("Your sign is there."), "threads.thread", thread_id=thread_id)


@area.form_page("/community/threads/<uuid:thread_id>/article", roles=EDITORS)
def make_article(form: Form, thread_id: UUID) -> ResponseReturnValue:
    """Keep what a thread found out, in the words that it begins with or in better ones."""
    if form.sent:
        answers = {"title": form.text("title") or "", "body": form.text("body") or ""}
        made = form.send("community", "POST", f"/threads/{thread_id}/article", answers)
        return done(_("The article is published."), "articles.article", article_id=made["id"])
    if has_not_joined():
        return to_join(thread=thread_id)
    found = ask("community", "GET", f"/threads/{thread_id}")
    form.starts_with({"title": found["title"], "body": _draft(found)})
    return show("threads/make_article.html", form=form, thread=found)


def _draft(thread: dict[str, Any]) -> str:
    """The question, and the answer that helped."""
    helped = [each["body"] for each in thread["replies"] if each["is_accepted"] and each["body"]]
    return "\n\n".join([thread["body"], *helped])
