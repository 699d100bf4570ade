"""My account: for whom I act, my password, signing out everywhere."""

from flask import current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from chassis import clock
from chassis.http import context
from chassis.policy import found
from gateway.actions import accounts as account_actions
from gateway.actions import proof, sessions
from gateway.store import accounts
from gateway.store import sessions as session_store
from gateway.web import recognition
from gateway.web.addresses import local
from gateway.web.frame import SIGNED_IN, Area, Form, ServiceProblem, done, show, visitor
from gateway.web.frame.own import missing, own_transaction, refusals_shown
from gateway.web.pages.about_person import ADVISERS
from gateway.web.pages.signing_in import goodbye
from gateway.web.security import cookies
from gateway.web.security.askers import asker_address

area = Area("my_account", __name__)


@area.page("/account", roles=SIGNED_IN)
def account() -> ResponseReturnValue:
    """What the gateway knows of me, and where I am signed in."""
    known = found(visitor().known)
    with own_transaction() as session:
        live = session_store.live_of(session, known.account_id, clock.real_now())
    return show("accounts/mine.html", known=known, sessions=live)


@area.form_page("/account/organisation", roles=SIGNED_IN)
def organisation(form: Form) -> ResponseReturnValue:
    """Choose for whom to act from now on."""
    known = found(visitor().known)
    to = local(request.values.get("to"))
    if form.sent:
        token = _act_for(form.text("organisation_id"))
        response = redirect(to, 303)
        cookies.keep(response, token, current_app.config["WORKSTEAD_HTTPS"])
        return response
    form.starts_with({"organisation_id": known.organisation_id})
    return show("accounts/organisation.html", form=form, known=known, to=to)


@area.form_page("/account/password", roles=SIGNED_IN)
def password(form: Form) -> ResponseReturnValue:
    """Choose another password; every session ends, this one too."""
    known = found(visitor().known)
    if form.sent:
        _change_password(request.form.get("password", ""), request.form.get("new_password", ""))
        return goodbye()
    return show("accounts/password.html", form=form, known=known)


@area.form_page("/account/messages", roles=ADVISERS)
def messages(form: Form) -> ResponseReturnValue:
    """Choose how often to be told what waits for me."""
    known = found(visitor().known)
    if form.sent:
        with refusals_shown(), own_transaction() as session:
            subject = found(accounts.by_id(session, known.account_id, for_update=True))
            account_actions.choose_work_messages(session, subject, form.text("wants") or "", _language())
        return done(_("Noted."), "my_account.account")
    with own_transaction() as session:
        form.starts_with({"wants": found(accounts.by_id(session, known.account_id)).work_messages or "none"})
    return show("accounts/messages.html", form=form, known=known)


@area.page("/account/sign-out-everywhere", roles=SIGNED_IN, methods=("POST",))
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of mine, this one too."""
    with own_transaction() as session:
        sessions.sign_out_everywhere(session, found(visitor().known).account_id)
    return goodbye()


def _language() -> str:
    return str(get_locale())[:2]


def _act_for(chosen: str | None) -> str:
    """Act for that organisation, under a fresh token."""
    known = found(visitor().known)
    ids = {str(held.organisation_id): held.organisation_id for held in known.held}
    if chosen not in ids:
        raise missing("organisation_id", _("Choose an organisation"))
    with own_transaction() as session:
        sessions.choose_organisation(session, known, ids[chosen])
        token = sessions.renew(session, known, shared=cookies.is_on_shared_computer())
    recognition.forget()
    return token


def _change_password(old: str, new: str) -> None:
    known = found(visitor().known)
    try:
        with refusals_shown():
            proof.prove(context().database, known.email, old, asker_address())
            kept = account_actions.checked_password(known.email, known.name, new)
    except ServiceProblem as problem:
        if problem.code == proof.WrongPassword.code:
            raise missing("password", _("This is not your password")) from problem
        raise
    with own_transaction() as session:
        subject = found(accounts.by_id(session, known.account_id, for_update=True))
        account_actions.change_password(session, subject, kept)
