"""An area of pages that have every kind of field, and what their services say."""

from flask import render_template_string

from gateway.web.frame import (
    PUBLIC,
    Area,
    Form,
    Question,
    ask,
    ask_together,
    choices,
    done,
    fetch,
    visitor,
)

PERSON = "/participants/1"
FORM = """
{% extends "frame/form.html" %}
{% block title %}Circumstances{% endblock %}
{% block fields %}
{{ field.text(form, "called", "What to call them", hint="A first name, say") }}
{{ field.date(form, "occurred_on", "When?") }}
{{ field.number(form, "weeks", "Weeks out of work") }}
{{ field.pounds(form, "pay", "Pay a week") }}
{{ field.radios(form, "heard", "How did they hear?", options) }}
{{ field.checkboxes(form, "needs", "What do they need?", needs) }}
{{ field.yes_no(form, "online", "Do they use the internet?") }}
{{ field.checkbox(form, "agreed", "They agree") }}
{{ field.select(form, "nation", "Where?", [("e", "England"), ("w", "Wales")]) }}
{{ field.textarea(form, "contact.notes", "Notes", optional=true) }}
{{ field.date(form, "met_on", "Meeting") }}{{ field.time(form, "met_on", "At what time?") }}
{% endblock %}
"""
SHOWN = """
{% extends "frame/base.html" %}
{% block title %}{{ person.name }}{% endblock %}
{% block content %}
{% call(found) part.edge(messages, "Messages") %}<p>{{ found["items"] | length }} messages</p>{% endcall %}
{% call(found) part.edge(secret) %}<p>a secret</p>{% endcall %}
{{ part.answers([("Born", person.born | day), ("Pay", person.pay | money)]) }}
{{ part.answers([("Seen", person.seen | moment), ("Note", none, "/x")]) }}
{{ part.tasks([("Plan", "/plan", "Agreed", "good"), ("Job", none, "Later", "")]) }}
<h2>What happened</h2>
{% call(e) part.timeline([{"at": "2025-03-03T09:30:00Z", "title": "Rang"}]) %}<p>Talked</p>{% endcall %}
{{ part.pages("abc", first=true) }}{{ part.empty("Nothing", "/add", "Add one") }}
{{ part.banner("Note this", "wait") }}
{{ field.post("/again", "Do it", about="for Amina") }}{{ label("casework", "channels", "phone") }}
{% endblock %}
"""
NEEDS = [("care", "Child care", "While at work"), ("bus", "A bus fare")]
area = Area("example", __name__)
area.link("shown", "Examples", about="What pages are made of.", roles="adviser", order=1)
area.fact(
    "shown",
    "Messages in all",
    (Question("notify", "/messages"), Question("notify", "/letters")),
    lambda messages, letters: len(messages["items"]) + len(letters["items"]),
    roles="adviser",
    order=1,
)
area.fact(
    "shown",
    "Known as",
    lambda: Question("casework", PERSON, {"for": str(visitor().actor.id)}),
    lambda body: body["called"],
    roles="adviser",
    order=2,
)


@area.page("/example", roles="adviser")
def shown():
    """A page with edges."""
    edges = ask_together(
        {"messages": Question("notify", "/messages"), "secret": Question("mi", "/secret")}, each=0.3
    )
    return render_template_string(SHOWN, person=ask("casework", "GET", PERSON), **edges)


@area.form_page("/example/form", roles=("adviser",))
def fill_in(form: Form):
    """A form with every kind of field."""
    if form.sent:
        answers = {
            "called": form.text("called"),
            "occurred_on": form.date("occurred_on"),
            "weeks": form.number("weeks"),
            "pay_pence": form.pence("pay"),
            "heard": form.text("heard"),
            "needs": form.many("needs"),
            "online": form.flag("online"),
            "agreed": form.flag("agreed"),
            "contact": {"notes": form.text("contact.notes")},
            "met_at": form.moment("met_on"),
        }
        form.send("casework", "POST", "/participants/1/circumstances", answers)
        return done("It is written down.", "example.fill_in")
    form.starts_with({"called": "Amina", "occurred_on": "2025-03-03", "needs": ["bus"], "online": True})
    return render_template_string(FORM, form=form, needs=NEEDS, options=choices("casework", "heard-of"))


@area.form_page("/example/edit", roles="adviser")
def edit(form: Form):
    """A form that edits what is there."""
    if form.sent:
        form.send("casework", "PATCH", PERSON, {"called": form.text("called")})
        return done("Changed.", "example.edit")
    form.edits(fetch("casework", PERSON))
    return render_template_string(FORM, form=form, needs=NEEDS, options=[])


@area.page("/example/fails", roles=PUBLIC)
def fails():
    """A page with a fault of ours."""
    raise ZeroDivisionError


CIRCUMSTANCES = "/participants/1/circumstances"
AMINA = {
    "name": "Amina Yusuf",
    "called": "Amina",
    "born": "1991-02-03",
    "pay": 123400,
    "seen": "2025-07-01T08:30:00Z",
}
HEARD_OF = {
    "items": [
        {"code": "jobcentre", "label": {"en": "The Jobcentre", "cy": "Y Ganolfan Waith"}},
        {"code": "fax", "label": {"en": "A fax", "cy": "Ffacs"}, "retired_on": "2020-01-01"},
    ]
}
