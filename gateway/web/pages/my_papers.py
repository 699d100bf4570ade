"""A participant's own CVs and letters, and the look before one is sent."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Form, Question, ask, ask_together, done, show
from gateway.web.pages.about_person import own_id
from gateway.web.pages.lists import part_of_list

area = Area("my_papers", __name__)
area.link(
    "mine",
    _l("My CVs and letters"),
    about=_l("Write them here, keep every version, and see before you send one whether it is your own."),
    roles="participant",
    order=32,
    in_navigation=False,
)
AT_MOST = 200


@area.page("/my/papers", roles="participant")
def mine() -> ResponseReturnValue:
    """Each CV and letter, the latest first."""
    found = ask("casework", "GET", f"/participants/{own_id()}/papers", query=part_of_list())
    return show("my_papers/mine.html", found=found)


@area.form_page("/my/papers/new", roles="participant")
def begin(form: Form) -> ResponseReturnValue:
    """Begin one."""
    if form.sent:
        answers = {name: form.text(name) for name in ("kind", "title", "text", "vacancy_id")}
        made = form.send("casework", "POST", f"/participants/{own_id()}/papers", answers)
        return done(_("It is kept."), "my_papers.paper", paper_id=made["id"])
    form.starts_with({"kind": "letter", "vacancy_id": request.args.get("vacancy_id")})
    return show("my_papers/begin.html", form=form, vacancies=vacancy_choices())


@area.page("/my/papers/<uuid:paper_id>", roles="participant")
def paper(paper_id: UUID) -> ResponseReturnValue:
    """One CV or letter as it stands, and how it came to be."""
    return show("my_papers/paper.html", paper=ask("casework", "GET", f"/papers/{paper_id}"))


@area.form_page("/my/papers/<uuid:paper_id>/revise", roles="participant")
def revise(form: Form, paper_id: UUID) -> ResponseReturnValue:
    """Write the next version."""
    if form.sent:
        answers = {"text": form.text("text"), "after": form.number("after")}
        form.send("casework", "POST", f"/papers/{paper_id}/versions", answers)
        return done(_("The new version is kept."), "my_papers.paper", paper_id=paper_id)
    found = ask("casework", "GET", f"/papers/{paper_id}")
    last = found["versions"][-1]
    form.starts_with({"text": last["text"]})
    return show("my_papers/revise.html", form=form, paper=found, last=last)


@area.page("/my/papers/<uuid:paper_id>/check", roles="participant")
def check(paper_id: UUID) -> ResponseReturnValue:
    """Before it is sent: whether others have sent nearly the same, and what to do about it."""
    found = ask("casework", "GET", f"/papers/{paper_id}")
    writing = {"kind": found["kind"], "text": found["versions"][-1]["text"]} | _vacancy(found["vacancy_id"])
    told = ask("casework", "POST", f"/participants/{own_id()}/copy-check", json=writing)
    return show("my_papers/check.html", paper=found, told=told)


@area.page("/my/papers/<uuid:paper_id>/put-away", roles="participant", methods=("POST",))
def put_away(paper_id: UUID) -> ResponseReturnValue:
    """It is offered no more."""
    ask("casework", "POST", f"/papers/{paper_id}/removal", key=request.form.get("idempotency_key"))
    return done(_("It is put away. What you sent keeps its version."), "my_papers.mine")


def vacancy_choices() -> list[tuple[str, str]]:
    """The vacancies that they keep, to choose from; none where they cannot be asked for just now."""
    kept = ask_together(
        {"kept": Question("casework", f"/participants/{own_id()}/vacancies", {"limit": AT_MOST})}
    )
    items = kept["kept"]["items"] if kept["kept"] else []
    return [(each["id"], f"{each['title']}, {each['employer']}") for each in items]


def _vacancy(vacancy_id: str | None) -> dict[str, Any]:
    """What the vacancy of a letter says, where it is still kept: nobody has copied that from another."""
    if vacancy_id is None:
        return {}
    kept = ask("casework", "GET", f"/participants/{own_id()}/vacancies", query={"limit": AT_MOST})["items"]
    found = next((each for each in kept if each["id"] == vacancy_id), None)
    if found is None:
        return {}
    told = {name: found[name] for name in ("title", "employer")}
    return told | ({"advert": found["advert"]} if found["advert"] else {})
