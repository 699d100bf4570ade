"""Contracts: what a programme pays besides what each person brings, and each of its fees."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound

from chassis import clock
from gateway.web.frame import Area, Form, Question, ServiceProblem, ask, ask_together, choices, done, show
from gateway.web.pages.about_person import renamed
from gateway.web.pages.claims import ACCOUNTABLE, PAYERS, STEPS, done_words, steps_open
from gateway.web.pages.statements import names_of_lists

area = Area("contracts", __name__)
area.link(
    "all",
    _l("Contracts"),
    about=_l("What programmes pay by contract: delivery fees, and more for outcomes over a volume."),
    roles=ACCOUNTABLE,
    order=21,
    in_navigation=False,
)


@area.page("/contracts", roles=ACCOUNTABLE)
def all() -> ResponseReturnValue:
    """The organisation's contracts."""
    found = ask("casework", "GET", "/contracts")
    return show("contracts/all.html", found=found, lists=names_of_lists())


@area.form_page("/contracts/new", roles=PAYERS)
def sign(form: Form) -> ResponseReturnValue:
    """Record a contract."""
    if form.sent:
        _send(form, "/contracts", _told(form) | {"programme": form.text("programme")})
        return done(_("The contract is recorded. Its fees are claimed as each month ends."), "contracts.all")
    return show("contracts/sign.html", form=form, programmes=_with_contracts())


@area.form_page("/contracts/<uuid:contract_id>/correct", roles=PAYERS)
def correct(form: Form, contract_id: UUID) -> ResponseReturnValue:
    """Put right what a contract says."""
    if form.sent:
        answers = _told(form) | {"reason": form.text("reason")}
        _send(form, f"/contracts/{contract_id}/correction", answers)
        return done(_("Put right. Fees that no longer stand are reversed, others made."), "contracts.all")
    held = next(
        (each for each in ask("casework", "GET", "/contracts")["items"] if each["id"] == str(contract_id)),
        None,
    )
    if held is None:
        raise NotFound
    pounds = f"{held['value_pence'] / 100:.2f}".removesuffix(".00")
    form.starts_with(
        {"begins_on": held["begins_on"], "value": pounds, "cohort_volume": held["cohort_volume"]}
    )
    return show("contracts/correct.html", form=form, held=held)


@area.page("/contracts/fees/<uuid:claim_id>", roles=ACCOUNTABLE)
def fee(claim_id: UUID) -> ResponseReturnValue:
    """One fee of a contract: how it came about, and what can be done now."""
    told = ask("casework", "GET", f"/claims/{claim_id}/explanation")
    claim = _of_contract(told["claim"])
    return show("contracts/fee.html", claim=claim, told=told, steps=steps_open(claim), lists=names_of_lists())


@area.form_page("/contracts/fees/<uuid:claim_id>/<any(check,pay,reject,repay):step>", roles=ACCOUNTABLE)
def settle(form: Form, claim_id: UUID, step: str) -> ResponseReturnValue:
    """Check a fee, note that it was paid, or reject it."""
    if form.sent:
        answers: dict[str, Any] = {"occurred_on": form.date("occurred_on")}
        if step == "reject":
            answers["reason"] = form.text("reason")
        form.send("casework", "POST", f"/claims/{claim_id}/{STEPS[step]}", answers)
        return done(done_words(step), "contracts.fee", claim_id=claim_id)
    claim = _of_contract(ask("casework", "GET", f"/claims/{claim_id}"))
    if step not in steps_open(claim) and form.problem is None:
        raise NotFound
    form.starts_with({"occurred_on": clock.today().isoformat()})
    return show("contracts/settle.html", form=form, claim=claim, step=step, lists=names_of_lists())


def _of_contract(claim: dict[str, Any]) -> dict[str, Any]:
    if claim["participant_id"] is not None:
        raise NotFound
    return claim


def _send(form: Form, path: str, answers: dict[str, Any]) -> None:
    """What is refused about the amount stands at the field where it was typed."""
    try:
        form.send("casework", "POST", path, answers)
    except ServiceProblem as problem:
        raise renamed(problem, {"value_pence": "value"}) from problem


def _told(form: Form) -> dict[str, Any]:
    return {
        "begins_on": form.date("begins_on"),
        "value_pence": form.pence("value"),
        "cohort_volume": form.number("cohort_volume"),
    }


def _with_contracts() -> list[tuple[str, str]]:
    """The programmes whose price lists pay by contract; all of them while that cannot be asked."""
    found = ask_together(
        {name: Question("casework", f"/reference/{name}") for name in ("tariffs", "programmes")}
    )
    if not found["tariffs"] or not found["programmes"]:
        return list(choices("casework", "programmes"))
    paying = {each["code"] for each in found["tariffs"]["items"] if each["extra"].get("delivery")}
    codes = {
        each["code"]
        for each in found["programmes"]["items"]
        if any(period["tariff"] in paying for period in each["extra"]["tariffs"])
    }
    return [(code, words) for code, words in choices("casework", "programmes") if code in codes]
