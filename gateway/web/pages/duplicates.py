"""Records that may be about one person: looked at side by side, merged, or said to be two people."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.web.frame import Area, Form, Question, ServiceProblem, ask, ask_together, done, show
from gateway.web.pages.about_person import READERS, renamed, shown
from gateway.web.pages.lists import part_of_list

area = Area("duplicates", __name__)
area.link(
    "alike",
    _l("Perhaps one person"),
    about=_l("Records that look like one person registered twice. You look at both and decide."),
    roles="team leader",
    order=15,
    in_navigation=False,
)


@area.page("/people/alike", roles="team leader")
def alike() -> ResponseReturnValue:
    """Pairs of records that may be about one person, the likeliest first."""
    return show("duplicates/alike.html", found=ask("casework", "GET", "/duplicates", query=part_of_list(30)))


@area.form_page("/people/alike/<uuid:pair_id>", roles="team leader")
def compare(form: Form, pair_id: UUID) -> ResponseReturnValue:
    """Both records beside each other; which of them stays, or that they are two people."""
    pair = ask("casework", "GET", f"/duplicates/{pair_id}")
    if form.sent and form.text("stays") == "two":
        form.send("casework", "POST", f"/duplicates/{pair_id}/dismissal", {})
        return done(_("They are two people. The pair is off the list."), "duplicates.alike")
    if form.sent:
        return _merge(form, pair["people"])
    paths = {each["id"]: Question("casework", f"/participants/{each['id']}") for each in pair["people"]}
    records = ask_together(paths)
    sides = [(each, records[each["id"]]) for each in pair["people"]]
    return show("duplicates/compare.html", form=form, pair=pair, sides=sides, options=_options(pair))


@area.page("/people/<uuid:person_id>/mergers", roles=READERS)
def merged(person_id: UUID) -> ResponseReturnValue:
    """The records that were merged into this one, or it into them."""
    found = ask("casework", "GET", f"/participants/{person_id}/mergers")["items"]
    return shown("duplicates/merged.html", person_id, mergers=found)


@area.form_page("/people/<uuid:person_id>/mergers/<uuid:merger_id>/undo", roles="team leader")
def undo(form: Form, person_id: UUID, merger_id: UUID) -> ResponseReturnValue:
    """They are two people after all. What this does is said before it is done."""
    if form.sent:
        undone = form.send("casework", "POST", f"/mergers/{merger_id}/reversal", {})
        return done(_apart(undone.get("account")), "duplicates.merged", person_id=person_id)
    return shown("duplicates/undo.html", person_id, form=form)


def _apart(account: str | None) -> str:
    """What came of it; of an account that had been closed, whether it is open again, or why not."""
    if account == "reopened":
        return _("The records are apart again, and the account that was closed is open again.")
    if account == "not-reopened":
        return _(
            "The records are apart again. The account that was closed stays closed: it is the way in to"
            " another record by now. Invite the person once more."
        )
    return _("The records are apart again.")


def _options(pair: dict[str, Any]) -> list[tuple[str, str]]:
    """Either record stays, or both do."""
    keep = [
        (
            each["id"],
            _("One person: keep %(reference)s, and put the other into it", reference=each["reference"]),
        )
        for each in pair["people"]
    ]
    return [*keep, ("two", _("They are two people"))]


def _merge(form: Form, people: list[dict[str, Any]]) -> ResponseReturnValue:
    """The one that was chosen stays; with nothing chosen, casework says which field is missing."""
    stays = form.text("stays")
    goes = next((each["id"] for each in people if each["id"] != stays), people[0]["id"])
    asked = {"into": stays or "", "reason": form.text("reason") or ""}
    try:
        form.send("casework", "POST", f"/participants/{goes}/merger", asked)
    except ServiceProblem as refused:
        raise renamed(refused, {"into": "stays"}) from refused
    return done(_("The two records are one now."), "person.case", person_id=stays)
