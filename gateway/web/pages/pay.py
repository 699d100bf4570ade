"""What a person is paid in their jobs: recorded by day, and taken back where it was wrong."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from chassis import clock
from gateway.web.frame import Area, Form, Question, ServiceProblem, ask, ask_together, done
from gateway.web.pages.about_person import ADVISERS, READERS, renamed, shown
from gateway.web.pages.lists import part_of_list

area = Area("pay", __name__)
AT_MOST = 200


@area.page("/people/<uuid:person_id>/work/pay", roles=(*READERS, "participant"))
def told(person_id: UUID) -> ResponseReturnValue:
    """Every payslip, the latest first."""
    found = ask("casework", "GET", f"/participants/{person_id}/pay", query=part_of_list())
    jobs = ask_together(
        {"spells": Question("casework", f"/participants/{person_id}/spells", {"limit": AT_MOST})}
    )["spells"]
    names = {each["id"]: each for each in jobs["items"]} if jobs else {}
    return shown("pay/told.html", person_id, found=found, jobs=names)


@area.form_page("/people/<uuid:person_id>/work/<uuid:spell_id>/pay", roles=ADVISERS)
def record(form: Form, person_id: UUID, spell_id: UUID) -> ResponseReturnValue:
    """Record what a job paid on a day."""
    if form.sent:
        answers = {
            "paid_on": form.date("paid_on"),
            "amount_pence": form.pence("amount"),
            "evidence": form.text("evidence"),
        }
        try:
            form.send("casework", "POST", f"/spells/{spell_id}/pay", answers)
        except ServiceProblem as problem:
            raise renamed(problem, {"amount_pence": "amount"}) from problem
        return done(_("The pay is recorded. Claims follow by themselves."), "pay.told", person_id=person_id)
    form.starts_with({"paid_on": clock.today().isoformat(), "evidence": "payslip"})
    spells = ask("casework", "GET", f"/participants/{person_id}/spells", query={"limit": AT_MOST})["items"]
    return shown("pay/record.html", person_id, form=form, spell=_the(spells, spell_id))


@area.form_page("/people/<uuid:person_id>/work/pay/<uuid:payslip_id>/withdraw", roles=ADVISERS)
def withdraw(form: Form, person_id: UUID, payslip_id: UUID) -> ResponseReturnValue:
    """Take back what was recorded wrongly."""
    if form.sent:
        form.send("casework", "POST", f"/pay/{payslip_id}/withdrawal", {"reason": form.text("reason")})
        return done(_("Taken back. Claims that stood on it are reversed."), "pay.told", person_id=person_id)
    slips = ask("casework", "GET", f"/participants/{person_id}/pay", query={"limit": AT_MOST})["items"]
    return shown("pay/withdraw.html", person_id, form=form, slip=_the(slips, payslip_id))


def _the(things: list[dict[str, Any]], id: UUID) -> dict[str, Any]:
    for each in things:
        if each["id"] == str(id):
            return dict(each)
    raise NotFound
