"""Referring a person to an offer: what is passed on is proposed, looked over, checked, and then sent."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from gateway.web.frame import Area, Form, Question, ask, ask_together, choices, done, show
from gateway.web.pages.about_person import ADVISERS, READERS, shown
from gateway.web.pages.contact_answers import lines

OVERRIDE = "override"
WITHDRAWABLE = ("sent", "acknowledged", "accepted")

area = Area("referring", __name__)


@area.page("/people/<uuid:person_id>/referrals", roles=READERS)
def referrals(person_id: UUID) -> ResponseReturnValue:
    """To whom somebody was referred, and how it goes."""
    query = {"limit": 50, "cursor": request.args.get("cursor")}
    found = ask("casework", "GET", f"/participants/{person_id}/referrals", query=query)
    return shown("referring/referrals.html", person_id, found=found)


@area.page("/people/<uuid:person_id>/referrals/<uuid:referral_id>", roles=ADVISERS)
def referral(person_id: UUID, referral_id: UUID) -> ResponseReturnValue:
    """One referral, with what was passed on."""
    found = ask("marketplace", "GET", f"/referrals/{referral_id}")
    return shown("referring/referral.html", person_id, referral=found, withdrawable=WITHDRAWABLE)


@area.page("/people/<uuid:person_id>/refer", roles=ADVISERS)
def choose(person_id: UUID) -> ResponseReturnValue:
    """Find the offer: those that help with what stands in the way, or by words."""
    asked = {name: request.args.get(name, "").strip() or None for name in ("search", "barrier", "cursor")}
    free = "true" if request.args.get("free") else None
    found = ask("marketplace", "GET", "/offers", query={**asked, "free": free, "limit": 20})
    beside = {"barriers": Question("casework", f"/participants/{person_id}/barriers")}
    return shown(
        "referring/choose.html",
        person_id,
        found=found,
        asked=asked,
        free=free,
        **ask_together(beside),
    )


@area.form_page("/people/<uuid:person_id>/refer/<uuid:offer_id>", roles=ADVISERS)
def refer(form: Form, person_id: UUID, offer_id: UUID) -> ResponseReturnValue:
    """What casework proposes to pass on, for the adviser to look over; then a check; then it is sent."""
    if form.sent and form.text("then") == "send":
        sent = form.send("marketplace", "POST", "/referrals", _referral(form, person_id, offer_id))
        message = _("The referral %(reference)s is sent.", reference=sent["reference"])
        return done(message, "referring.referrals", person_id=person_id)
    offer = ask_together({"offer": Question("marketplace", f"/offers/{offer_id}")})
    if form.sent and form.text("then") != "change":
        answers = _referral(form, person_id, offer_id)
        return shown(
            "referring/check.html", person_id, form=form, answers=answers, typed=_typed(form), **offer
        )
    proposal = ask(
        "casework", "GET", f"/participants/{person_id}/referral-package", query={"offer_id": offer_id}
    )
    form.starts_with(_start(proposal))
    return shown("referring/refer.html", person_id, form=form, proposal=proposal, offer_id=offer_id, **offer)


@area.form_page("/people/<uuid:person_id>/referrals/<uuid:referral_id>/withdrawal", roles=ADVISERS)
def withdraw(form: Form, person_id: UUID, referral_id: UUID) -> ResponseReturnValue:
    """Take a referral back, with the reason."""
    if form.sent:
        form.send(
            "marketplace", "POST", f"/referrals/{referral_id}/withdrawal", {"reason": form.text("reason")}
        )
        return done(_("The referral is taken back."), "referring.referrals", person_id=person_id)
    found = ask("marketplace", "GET", f"/referrals/{referral_id}")
    reasons = ask("marketplace", "GET", "/reference/referral-reasons")["items"]
    return show(
        "referring/withdraw.html",
        form=form,
        person_id=person_id,
        referral=found,
        reasons=_for("withdrawal", reasons),
    )


def _for(step: str, reasons: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The reasons that there can be for a step, in the reader's words."""
    possible = {each["code"] for each in reasons if step in _steps(each)}
    return [each for each in choices("marketplace", "referral-reasons") if each[0] in possible]


def _steps(reason: dict[str, Any]) -> list[str]:
    found: list[str] = (reason.get("extra") or reason).get("for", [])
    return found


def _referral(form: Form, person_id: UUID, offer_id: UUID) -> dict[str, Any]:
    package = {
        "name": form.text("package.name"),
        "called": form.text("package.called"),
        "contact": form.text("package.contact"),
        "needs": lines(form.text("package.needs")),
        "notes": form.text("package.notes") or "",
    }
    basis = form.text("lawful_basis")
    return {
        "participant_id": str(person_id),
        "offer_id": str(offer_id),
        "lawful_basis": basis,
        "override_reason": form.text("override_reason") if basis == OVERRIDE else None,
        "package": {name: value for name, value in package.items() if value is not None},
    }


def _typed(form: Form) -> dict[str, str]:
    """All that was typed, to be carried along while it is checked."""
    names = ("name", "called", "contact", "needs", "notes")
    typed = {f"package.{name}": form.text(f"package.{name}") or "" for name in names}
    return typed | {name: form.text(name) or "" for name in ("lawful_basis", "override_reason")}


def _start(proposal: dict[str, Any]) -> dict[str, Any]:
    package = {f"package.{name}": value for name, value in proposal["package"].items()}
    package["package.needs"] = "\n".join(proposal["package"]["needs"])
    return package | {"lawful_basis": proposal["lawful_basis"]}
