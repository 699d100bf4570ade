"""Accounts and invitations, for those who bring people in."""

from typing import Any
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from chassis import clock
from chassis.http import context
from gateway.actions import accounts, invitations
from gateway.domain import roles
from gateway.policy import WHO_INVITES, WHO_SEES_ACCOUNTS
from gateway.store import organisations
from gateway.web import recognition
from gateway.web.frame import Area, Form, ask, done, show, visitor
from gateway.web.frame.own import missing, own_transaction, refusals_shown
from gateway.web.page_context import role_name
from gateway.web.security.hosts import public_url

area = Area("accounts", __name__)
area.link(
    "people",
    _l("People and roles"),
    about=_l("Who can sign in, and what they do here."),
    roles=WHO_SEES_ACCOUNTS,
    order=80,
)
area.link(
    "invited",
    _l("Invitations"),
    about=_l("Bring somebody in, and see who has not come yet."),
    roles=WHO_INVITES,
    order=81,
    in_navigation=False,
)


@area.page("/people", roles=WHO_SEES_ACCOUNTS)
def people() -> ResponseReturnValue:
    """Staff who can sign in."""
    with own_transaction() as session:
        page = accounts.list_accounts(session, visitor().actor, request.args.get("cursor"), 50)
        names = organisations.names(session, {m.organisation_id for a in page.items for m in a.memberships})
    return show("accounts/people.html", people=[_person(each, names) for each in page.items], next=page.next)


@area.form_page("/people/<uuid:account_id>/departure", roles=roles.ADMINISTRATOR)
def departure(form: Form, account_id: UUID) -> ResponseReturnValue:
    """Somebody no longer works here: look once more, then end what they do."""
    if form.sent:
        with refusals_shown(), own_transaction() as session:
            ended = accounts.end_roles(session, visitor().actor, account_id)
        recognition.forget()
        return done(_("%(name)s does nothing here any more.", name=ended.name), "accounts.people")
    with own_transaction() as session:
        person = accounts.one(session, visitor().actor, account_id)
    return show("accounts/departure.html", form=form, person=_person(person, {}))


@area.page("/invitations", roles=WHO_INVITES)
def invited() -> ResponseReturnValue:
    """Who was invited, and whether they came."""
    with own_transaction() as session:
        page = accounts.list_invitations(session, visitor().actor, request.args.get("cursor"), 50)
    at = clock.real_now()
    rows = [{"it": each, "state": each.state(at)} for each in page.items]
    return show("accounts/invited.html", rows=rows, next=page.next)


@area.form_page("/invitations/new", roles=WHO_SEES_ACCOUNTS)
def invite(form: Form) -> ResponseReturnValue:
    """Invite somebody to work here."""
    if form.sent:
        return _invited(form, form.many("roles"), _organisation(form), None)
    return show("accounts/invite.html", form=form, roles=_roles(), organisations=_organisations())


@area.form_page("/invitations/new/participant/<uuid:person_id>", roles=(roles.ADVISER, roles.TEAM_LEADER))
def invite_participant(form: Form, person_id: UUID) -> ResponseReturnValue:
    """Invite somebody whom the visitor helps; casework says whether it is their record."""
    person = ask("casework", "GET", f"/participants/{person_id}")
    if form.sent:
        return _invited(form, [roles.PARTICIPANT], None, person_id)
    form.starts_with({"name": person["full_name"], "email": person["contact"]["email"]})
    return show("accounts/invite_participant.html", form=form, person=person)


@area.page("/invitations/<uuid:invitation_id>/withdrawal", roles=WHO_INVITES, methods=("POST",))
def withdraw(invitation_id: UUID) -> ResponseReturnValue:
    """Take an invitation back."""
    with own_transaction() as session:
        taken = invitations.withdraw(session, visitor().actor, invitation_id)
    return done(_("The invitation for %(name)s was taken back.", name=taken.name), "accounts.invited")


def _invited(
    form: Form, given: list[str], organisation_id: UUID | None, person_id: UUID | None
) -> ResponseReturnValue:
    email, name = form.text("email"), form.text("name")
    if not name:
        raise missing("name", _("Enter their name"))
    if not email:
        raise missing("email", _("Enter their email address"))
    with refusals_shown(), own_transaction() as session:
        made = invitations.invite(
            session,
            visitor().actor,
            email=email,
            name=name,
            roles=given,
            organisation_id=organisation_id,
            person_id=person_id,
        )
    link = public_url(context().settings) + url_for("signing_in.accept", token=made.token)
    return show("accounts/invitation_made.html", invitation=made.invitation, link=link)


def _organisation(form: Form) -> UUID | None:
    """The operator chooses one; an administrator has but their own."""
    chosen = form.text("organisation_id")
    if not visitor().has(roles.OPERATOR) or not chosen:
        return None
    try:
        return UUID(chosen)
    except ValueError:
        raise missing("organisation_id", _("Choose an organisation")) from None


def _roles() -> list[tuple[str, str]]:
    """The operator can also bring in another operator."""
    own = (roles.OPERATOR,) if visitor().has(roles.OPERATOR) else ()
    return [(role, role_name(role)) for role in (*roles.STAFF, *own)]


def _organisations() -> list[tuple[str, str]]:
    if not visitor().has(roles.OPERATOR):
        return []
    with own_transaction() as session:
        return [(str(row.id), row.name) for row in session.execute(organisations.in_order())]


def _person(account: Any, names: dict[UUID, str]) -> dict[str, Any]:
    """Whoever runs one organisation sees the roles held there alone."""
    sees_all = visitor().has(roles.OPERATOR)
    held = [each for each in account.memberships if sees_all or each.organisation_id == visitor().actor.org]
    where = {names.get(each.organisation_id, "") for each in held if each.organisation_id}
    return {
        "id": account.id,
        "name": account.name,
        "email": account.email,
        "roles": {each.role for each in held},
        "where": ", ".join(sorted(where - {""})),
        "is_me": account.id == visitor().actor.id,
    }
