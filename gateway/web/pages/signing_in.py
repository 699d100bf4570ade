"""Signing in and out, and accepting an invitation."""

from flask import current_app, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from chassis.http import context
from gateway.actions import invitations, sessions
from gateway.domain.errors import DomainError
from gateway.web import kept, recognition
from gateway.web.addresses import local
from gateway.web.frame import PUBLIC, SIGNED_IN, Area, Form, ServiceProblem, show, visitor
from gateway.web.frame.own import missing, own_transaction, refusals_shown
from gateway.web.security import cookies
from gateway.web.security.askers import asker_address

area = Area("signing_in", __name__)


@area.form_page("/sign-in", roles=PUBLIC)
def sign_in(form: Form) -> ResponseReturnValue:
    """Sign in, and go on to where one wanted to go."""
    to = local(request.values.get("to"))
    if form.sent:
        email, password = _given(form)
        with refusals_shown():
            shared = form.flag("shared")
            started = sessions.sign_in(context().database, email, password, asker_address(), shared=shared)
        if typed := kept.passed_on():
            return _gone_on(started.token, to, typed)
        several = len(started.account.organisations) > 1
        return _welcomed(started.token, url_for("my_account.organisation", to=to) if several else to)
    if visitor().signed_in:
        return redirect(to, 303)
    passing = [(kept.PREFIX + name, value) for name, value in kept.passed_on()]
    return show("signing_in/sign_in.html", form=form, to=to, kept=passing)


@area.page("/sign-out", roles=SIGNED_IN, methods=("POST",))
def sign_out() -> ResponseReturnValue:
    """End this session and forget it on this browser."""
    known = visitor().known
    if known is not None:
        with own_transaction() as database:
            sessions.sign_out(database, known)
    return goodbye()


@area.page("/signed-out", roles=PUBLIC)
def signed_out() -> ResponseReturnValue:
    """What one sees after signing out."""
    return show("signing_in/signed_out.html")


@area.form_page("/invitations/accept/<token>", roles=PUBLIC)
def accept(form: Form, token: str) -> ResponseReturnValue:
    """Accept an invitation: choose a password, or prove that the account is one's own."""
    if form.sent:
        password = request.form.get("password", "")
        if not password:
            raise missing("password", _("Enter a password"))
        return _welcomed(_accepted(token, password), url_for("home.home"))
    with own_transaction() as database:
        try:
            found, is_known = invitations.look_at(database, token)
        except DomainError:
            return show("signing_in/invitation_over.html"), 410
    return show("signing_in/accept.html", form=form, invitation=found, is_known=is_known)


def goodbye() -> ResponseReturnValue:
    """Forget the session on this browser, and whatever its pages remembered but the language."""
    recognition.forget()
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    response = redirect(url_for("signing_in.signed_out"), 303)
    cookies.forget(response, current_app.config["WORKSTEAD_HTTPS"])
    return response


def _accepted(token: str, password: str) -> str:
    """The token of a session for whoever has accepted."""
    with refusals_shown():
        proven = invitations.prove(context().database, token, password, asker_address())
        with own_transaction() as database:
            account, organisation_id = invitations.accept(database, token, proven)
            return sessions.begin(database, account, organisation_id).token


def _welcomed(token: str, to: str) -> ResponseReturnValue:
    """A new session begins: what this browser held before is worth nothing now, whoever's it was."""
    if (before := visitor().known) is not None:
        with own_transaction() as database:
            sessions.sign_out(database, before)
    session.pop("nonce", None)
    recognition.forget()
    response = redirect(to, 303)
    cookies.keep(response, token, current_app.config["WORKSTEAD_HTTPS"])
    return response


def _gone_on(token: str, to: str, typed: list[tuple[str, str]]) -> ResponseReturnValue:
    """Signed in again: the form is one press away, with all that was typed into it."""
    _welcomed(token, to)
    recognition.recognise(token, by_cookie=True)
    page = make_response(show("signing_in/go_on.html", to=to, typed=typed))
    cookies.keep(page, token, current_app.config["WORKSTEAD_HTTPS"])
    return page


def _given(form: Form) -> tuple[str, str]:
    email, password = form.text("email"), request.form.get("password", "")
    if email and password:
        return email, password
    errors = {}
    if not email:
        errors["email"] = [_("Enter your email address")]
    if not password:
        errors["password"] = [_("Enter your password")]
    raise ServiceProblem(422, errors=errors)
