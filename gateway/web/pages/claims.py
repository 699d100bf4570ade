"""Claims: how each pound came about, who has checked it, what has been paid."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound

from chassis import clock
from gateway.web.frame import Area, Form, Question, ask, ask_together, choices, done, show, visitor
from gateway.web.pages.about_person import ADVISERS, shown
from gateway.web.pages.about_time import day_asked
from gateway.web.pages.lists import given, part_of_list

ACCOUNTABLE = ("finance officer", "team leader")
READERS = ("adviser", *ACCOUNTABLE)
PAYERS = ("finance officer",)
AT_MOST = 200
STEPS = {"check": "validation", "pay": "payment", "reject": "rejection", "repay": "repayment"}
WAITING = ("claimed", "evidenced")
OPEN_TO = {
    "claimed": ("check", "evidence", "reject"),
    "evidenced": ("check", "reject"),
    "validated": ("pay", "reject"),
    "clawed-back": ("repay",),
}
"""What can be done to a claim in a state."""
UNSHOWN = ("attachment", "delivery", "accelerated")
"""Claims that need no evidence of work."""

area = Area("claims", __name__)
area.link(
    "all",
    _l("Claims"),
    about=_l("What is owed for results: check it against the evidence, note what was paid."),
    roles=ACCOUNTABLE,
    order=16,
)
area.fact(
    "all",
    _l("Claims waiting to be checked"),
    tuple(Question("casework", "/claims", {"state": state, "limit": AT_MOST}) for state in WAITING),
    lambda *found: _how_many(found),
    roles=ACCOUNTABLE,
    order=16,
)


@area.page("/claims", roles=ACCOUNTABLE)
def all() -> ResponseReturnValue:
    """The organisation's claims, in one state or in all."""
    states = choices("casework", "claim-states")
    state = next((code for code, _words in states if code == request.args.get("state")), None)
    as_of = day_asked("as_of")
    found = ask("casework", "GET", "/claims", query=part_of_list(state=state, as_of=as_of))
    return show("claims/all.html", found=found, states=states, state=state)


@area.page("/people/<uuid:person_id>/claims", roles=READERS)
def of_person(person_id: UUID) -> ResponseReturnValue:
    """What has been earned for one person, step by step."""
    found = _claims_of(person_id, day_asked("as_of"))
    return _about(
        "claims/of_person.html",
        person_id,
        found=found,
        sums=_running(found["items"], date.fromisoformat(found["as_of"])),
        prices=_prices(),
    )


@area.page("/people/<uuid:person_id>/claims/<uuid:claim_id>", roles=READERS)
def one(person_id: UUID, claim_id: UUID) -> ResponseReturnValue:
    """One claim: the facts that it stands on, the price, and what can be done now."""
    claim = _claim(person_id, claim_id)
    beside = {"explanation": Question("casework", f"/claims/{claim_id}/explanation")}
    return _about(
        "claims/one.html",
        person_id,
        claim=claim,
        steps=steps_open(claim),
        prices=_prices(),
        **ask_together(beside),
    )


@area.form_page("/people/<uuid:person_id>/claims/<uuid:claim_id>/evidence", roles=READERS)
def evidence(form: Form, person_id: UUID, claim_id: UUID) -> ResponseReturnValue:
    """Say what shows that it was earned; somebody else checks it."""
    if form.sent:
        answers = {"evidence": form.text("evidence"), "occurred_on": form.date("occurred_on")}
        form.send("casework", "POST", f"/claims/{claim_id}/evidence", answers)
        return done(
            _("The evidence is noted. Somebody else checks it."),
            "claims.one",
            person_id=person_id,
            claim_id=claim_id,
        )
    claim = _claim(person_id, claim_id)
    if "evidence" not in steps_open(claim) and form.problem is None:
        raise NotFound
    form.starts_with({"occurred_on": clock.today().isoformat()})
    return _about(
        "claims/evidence.html", person_id, form=form, claim=claim, prices=_prices(), proofs=_proofs()
    )


@area.form_page(
    "/people/<uuid:person_id>/claims/<uuid:claim_id>/<any(check,pay,reject,repay):step>", roles=ACCOUNTABLE
)
def settle(form: Form, person_id: UUID, claim_id: UUID, step: str) -> ResponseReturnValue:
    """Check it, note that it was paid or paid back, or reject it."""
    if form.sent:
        answers: dict[str, Any] = {"occurred_on": form.date("occurred_on")}
        if step == "reject":
            answers["reason"] = form.text("reason")
        form.send("casework", "POST", f"/claims/{claim_id}/{STEPS[step]}", answers)
        return done(done_words(step), "claims.one", person_id=person_id, claim_id=claim_id)
    claim = _claim(person_id, claim_id)
    if step not in steps_open(claim) and form.problem is None:
        raise NotFound
    form.starts_with({"occurred_on": clock.today().isoformat()})
    return _about("claims/settle.html", person_id, form=form, claim=claim, step=step, prices=_prices())


def _about(template: str, person_id: UUID, **values: Any) -> str:
    """A page about claims for one person: whoever answers for the money alone sees no name and no record."""
    if visitor().has(*ADVISERS):
        return shown(template, person_id, **values)
    return show(template, person_id=person_id, mine=False, person=None, **values)


def done_words(step: str) -> str:
    """What a page says once a step is done."""
    return {
        "check": _("You have checked this claim."),
        "pay": _("The payment is noted, and stands in the ledger."),
        "repay": _("It is noted that the money has gone back."),
        "reject": _("The claim is rejected. It comes back only if the facts change."),
    }[step]


def steps_open(claim: dict[str, Any]) -> list[str]:
    """What this visitor can do to a claim now: all add evidence, some check, fewer pay."""
    may = {"evidence"} if claim["kind"] not in UNSHOWN else set()
    if visitor().has(*ACCOUNTABLE):
        may |= {"check", "reject"}
    if visitor().has(*PAYERS):
        may |= {"pay", "repay"}
    return [step for step in OPEN_TO.get(claim["state"], ()) if step in may]


def _how_many(found: Iterable[dict[str, Any]]) -> str:
    """How many claims there are in several lists, and whether there are more."""
    lists = list(found)
    more = "+" if any(each["next"] for each in lists) else ""
    return f"{sum(len(each['items']) for each in lists)}{more}"


def _proofs() -> list[tuple[str, str]]:
    """What shows that somebody is in work; their own word alone does not."""
    return [each for each in choices("casework", "work-evidence") if each[0] != "participant-says"]


def _claims_of(person_id: UUID, as_of: date | None = None) -> dict[str, Any]:
    query = given(limit=AT_MOST, as_of=as_of)
    found: dict[str, Any] = ask("casework", "GET", f"/participants/{person_id}/claims", query=query)
    return found


def _claim(person_id: UUID, claim_id: UUID) -> dict[str, Any]:
    for each in _claims_of(person_id)["items"]:
        if each["id"] == str(claim_id):
            return dict(each)
    raise NotFound


def _running(claims: list[dict[str, Any]], as_of: date) -> dict[str, int]:
    """What is earned by and with each claim that counts; one to come, rejected or reversed adds nothing."""
    total, sums = 0, {}
    for each in claims:
        counts = each["state"] in ("claimed", "evidenced", "validated", "paid")
        if counts and date.fromisoformat(each["claimable_on"]) <= as_of:
            total += each["amount_pence"]
            sums[each["id"]] = total
    return sums


def _prices() -> dict[tuple[str, str], dict[str, Any]]:
    """Each payment group of each price list: what it is called, and what it pays for what."""
    found = ask_together({"tariffs": Question("casework", "/reference/tariffs")})["tariffs"]
    return {
        (one["code"], group["code"]): {"list": one["label"], **group}
        for one in (found["items"] if found else ())
        for group in one["extra"]["groups"]
    }
