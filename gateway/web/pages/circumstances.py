"""How a person's life is, topic by topic, and what stands between them and work."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from chassis import clock
from gateway.web.frame import Area, Form, ServiceProblem, ask, done
from gateway.web.pages.about_person import PARTIES, READERS, is_mine, own_id, shown
from gateway.web.pages.contact_answers import lines

ENOUGH = 200
SCALE = 5

area = Area("circumstances", __name__)
area.link(
    "mine",
    _l("My circumstances"),
    about=_l("How things are with you. You decide what you tell."),
    roles="participant",
    order=40,
    in_navigation=False,
)


@area.page("/people/<uuid:person_id>/circumstances", roles=READERS)
def told(person_id: UUID) -> ResponseReturnValue:
    """What was told about each topic, as it holds now."""
    return _told(person_id)


@area.page("/my/circumstances", roles="participant")
def mine() -> ResponseReturnValue:
    """One's own circumstances."""
    return _told(own_id())


@area.form_page("/people/<uuid:person_id>/circumstances/<topic>", roles=PARTIES)
def tell(form: Form, person_id: UUID, topic: str) -> ResponseReturnValue:
    """The questions of one topic, from the reference data; then the next topic, or back to all of them."""
    topics = _topics()
    here = next((place for place, each in enumerate(topics) if each["code"] == topic), None)
    if here is None:
        raise ServiceProblem(404, detail="There is no such topic.")
    following = topics[here + 1] if here + 1 < len(topics) else None
    if form.sent:
        answers = _answers(form, topics[here])
        body = {"circumstances": {topic: answers}, "occurred_on": form.date("occurred_on")}
        form.send("casework", "POST", f"/participants/{person_id}/circumstances", body)
        if following and form.text("then") != "stop":
            return done(_("Saved."), "circumstances.tell", person_id=person_id, topic=following["code"])
        return _back(person_id)
    form.starts_with({"occurred_on": clock.today().isoformat()} | _start(person_id, topics[here]))
    return shown(
        "circumstances/tell.html",
        person_id,
        form=form,
        topic=topics[here],
        place=here + 1,
        of=len(topics),
        following=following,
    )


@area.page("/people/<uuid:person_id>/barriers", roles=(*READERS, "participant"))
def barriers(person_id: UUID) -> ResponseReturnValue:
    """What stands or stood in the way, since when, and why we think so."""
    found = ask("casework", "GET", f"/participants/{person_id}/barriers")["items"]
    return shown("circumstances/barriers.html", person_id, barriers=found)


def _told(person_id: UUID) -> str:
    found = ask("casework", "GET", f"/participants/{person_id}/circumstances", query={"limit": ENOUGH})
    current = {each["topic"]: each for each in found["items"] if each["is_current"]}
    earlier = [each for each in found["items"] if not each["is_current"]]
    topics = [
        {
            **topic,
            "told": current.get(topic["code"]),
            "said": _said(topic, current.get(topic["code"])),
            "before": [(one, _said(topic, one)) for one in earlier if one["topic"] == topic["code"]],
        }
        for topic in _topics()
    ]
    return shown("circumstances/told.html", person_id, topics=topics)


def _topics() -> list[dict[str, Any]]:
    """Each topic with its questions, in words of the reader's language."""
    return [
        {"code": each["code"], "label": _words(each["label"]), "questions": _questions(each["extra"])}
        for each in ask("casework", "GET", "/reference/circumstances")["items"]
    ]


def _questions(extra: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "label": _words(question["label"]),
            "kind": question["kind"],
            "choices": [(code, _words(said)) for code, said in question.get("choices", {}).items()],
        }
        for name, question in extra["questions"].items()
    ]


def _answers(form: Form, topic: dict[str, Any]) -> dict[str, Any]:
    """What was answered; a question left alone is left out."""
    given = {each["name"]: _answer(form, field_of(topic, each), each["kind"]) for each in topic["questions"]}
    return {name: value for name, value in given.items() if value not in (None, [])}


def _answer(form: Form, name: str, kind: str) -> Any:
    if kind == "choices":
        return form.many(name)
    if kind == "list":
        return lines(form.text(name))
    if kind == "scale":
        return form.number(name)
    if kind == "yes-or-no":
        return form.flag(name) if form.text(name) else None
    return form.text(name)


def _start(person_id: UUID, topic: dict[str, Any]) -> dict[str, Any]:
    """What holds now, to begin with: whoever changes one answer need not give the others again."""
    query = {"topic": topic["code"], "limit": ENOUGH}
    found = ask("casework", "GET", f"/participants/{person_id}/circumstances", query=query)["items"]
    details: dict[str, Any] = next((each["details"] for each in found if each["is_current"]), {})
    start: dict[str, Any] = {}
    for question in topic["questions"]:
        value = details.get(question["name"])
        typed = "\n".join(value) if question["kind"] == "list" and value else value
        start[field_of(topic, question)] = typed
    return start


def field_of(topic: dict[str, Any], question: dict[str, Any]) -> str:
    """What casework calls this answer when something is wrong with it."""
    return f"circumstances.{topic['code']}.{question['name']}"


def _said(topic: dict[str, Any], told: dict[str, Any] | None) -> list[tuple[str, str]]:
    """Each question that was answered, with its answer in words."""
    details = told["details"] if told else {}
    return [
        (question["label"], _in_words(question, details[question["name"]]))
        for question in topic["questions"]
        if question["name"] in details
    ]


def _in_words(question: dict[str, Any], value: Any) -> str:
    known: dict[str, str] = dict(question["choices"])
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(known.get(str(each), str(each)) for each in value)
    if question["kind"] == "scale":
        return _("%(number)s of %(most)s", number=value, most=SCALE)
    return known.get(str(value), str(value))


def _words(label: dict[str, str]) -> str:
    return label.get(str(get_locale())[:2]) or label["en"]


def _back(person_id: UUID) -> ResponseReturnValue:
    if is_mine(person_id):
        return done(_("Saved. Thank you for telling us."), "circumstances.mine")
    return done(_("Saved."), "circumstances.told", person_id=person_id)
