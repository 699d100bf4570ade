"""Getting the newsletter: asking for it, confirming by the link in the mail, and leaving by one link.

To open a link changes nothing, for programs that look after mailboxes open every link; the button does it.
"""

from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from gateway.web.frame import PUBLIC, Area, Form, show

LANGUAGES = [("en", "English"), ("cy", "Cymraeg")]

area = Area("subscriptions", __name__)


@area.form_page("/newsletters/subscribe", roles=PUBLIC)
def subscribe(form: Form) -> ResponseReturnValue:
    """Ask for the newsletter; a mail with a link follows."""
    if form.sent:
        answers = {"address": form.text("address") or "", "language": form.text("language") or ""}
        form.send("community", "POST", "/subscriptions", answers)
        return show("subscriptions/asked.html", address=answers["address"])
    form.starts_with({"language": str(get_locale())[:2]})
    return show("subscriptions/subscribe.html", form=form, choices_of_language=LANGUAGES)


@area.form_page("/newsletters/confirm/<token>", roles=PUBLIC)
def confirm(form: Form, token: str) -> ResponseReturnValue:
    """The owner of the address says that they want it."""
    if form.sent:
        form.send("community", "POST", "/subscriptions/confirmation", {"token": token})
        return show("subscriptions/confirmed.html")
    return show("subscriptions/confirm.html", form=form)


@area.form_page("/newsletters/unsubscribe/<token>", roles=PUBLIC, by_token_alone=True)
def unsubscribe(form: Form, token: str) -> ResponseReturnValue:
    """They want it no more. Also what a mail program sends for its own button (RFC 8058, one click)."""
    if form.sent:
        form.send("community", "POST", "/subscriptions/ending", {"token": token})
        return show("subscriptions/ended.html")
    return show("subscriptions/unsubscribe.html", form=form)
