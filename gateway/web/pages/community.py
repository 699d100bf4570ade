"""The community: its spaces, what is new in each, joining under a name of one's choice, and search."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import SIGNED_IN, Area, Form, Question, ask, ask_together, done, show
from gateway.web.frame.own import missing
from gateway.web.pages.in_community import ME, MEMBERS, searched
from gateway.web.pages.lists import part_of_list

area = Area("community", __name__)
area.link(
    "spaces",
    _l("Community"),
    about=_l("Ask, answer, and read what helped others. You choose the name that others see."),
    roles=MEMBERS,
    order=36,
)


@area.page("/community", roles=SIGNED_IN)
def spaces() -> ResponseReturnValue:
    """Where people meet, and beside it what was written down last."""
    found = ask("community", "GET", "/spaces")
    latest = Question("community", "/articles", {"limit": 5})
    edges = ask_together({"member": ME, "articles": latest})
    return show("community/spaces.html", spaces=found["items"], **edges)


@area.page("/community/spaces/<slug>", roles=SIGNED_IN)
def space(slug: str) -> ResponseReturnValue:
    """What is talked about in a space, the latest first."""
    unanswered = "true" if request.args.get("unanswered") else None
    query = part_of_list(30, search=searched(), unanswered=unanswered)
    found = ask("community", "GET", f"/spaces/{slug}/threads", query=query)
    edges = ask_together({"space": Question("community", f"/spaces/{slug}")})
    looks = bool(searched() or unanswered)
    return show(
        "community/space.html",
        found=found,
        slug=slug,
        search=searched(),
        unanswered=unanswered,
        looks=looks,
        **edges,
    )


@area.form_page("/community/join", roles=MEMBERS)
def join(form: Form) -> ResponseReturnValue:
    """Choose the name that others see; then go on to what one wanted to write."""
    thread_id, slug = request.args.get("thread", type=UUID), request.args.get("space")
    if form.sent:
        if form.text("pseudonym") not in ("yes", "no"):
            raise missing("pseudonym", _("Choose an answer."))
        answers = {"name": form.text("name") or "", "pseudonym": form.flag("pseudonym")}
        joined = form.send("community", "POST", "/members", answers)
        message = _("Welcome. You are “%(name)s” here.", name=joined["name"])
        if thread_id:
            return done(message, "threads.thread", thread_id=thread_id)
        if slug:
            return done(message, "threads.start", slug=slug)
        return done(message, "community.spaces")
    form.starts_with({"pseudonym": "yes"})
    return show("community/join.html", form=form)


@area.page("/community/search", roles=SIGNED_IN)
def search() -> ResponseReturnValue:
    """Threads and articles that say these words."""
    words = searched("q")
    found = ask("community", "GET", "/search", query=part_of_list(30, q=words)) if words else None
    return show("community/search.html", found=found, words=words)
