"""The parts of asking to join, one to a page, for the person and an adviser. Not an area: no page is here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from chassis import phones
from gateway.web.frame import Form, ServiceProblem, label
from gateway.web.pages.contact_answers import contact_of, start_of
from gateway.web.pages.lists import given
from gateway.web.shown import day

SAFE = "contact.safe_contact"
NOTHING_SAID: dict[str, Any] = {"email": None, "phone": None, "address_lines": [], "postcode": None}
ALL_SAFE = {"voicemail": True, "letter": True, "sender_name": None, "quiet_from": None, "quiet_until": None}


@dataclass(frozen=True)
class Part:
    """One page of questions: what it is called, and what casework is told by it."""

    name: str
    title: Any
    told: Callable[[Form], dict[str, Any]]


def _reach(form: Form) -> dict[str, Any]:
    return {"contact": {name: value for name, value in contact_of(form).items() if name != "safe_contact"}}


def _safe(form: Form) -> dict[str, Any]:
    return {"contact": {"safe_contact": contact_of(form)["safe_contact"]}}


def _texts(*names: str) -> Callable[[Form], dict[str, Any]]:
    return lambda form: {name: form.text(name) for name in names}


PARTS = (
    Part("name", _l("Name"), lambda form: given(called=form.text("called")) | {"full_name": _name(form)}),
    Part(
        "birth",
        _l("Date of birth and National Insurance number"),
        lambda form: (
            {"date_of_birth": form.date("date_of_birth")} | _texts("national_insurance_number")(form)
        ),
    ),
    Part("reach", _l("How to get in touch"), _reach),
    Part("safe", _l("What is safe"), _safe),
    Part(
        "help",
        _l("Taking part"),
        lambda form: {
            "accessibility_needs": form.many("accessibility_needs"),
            "out_of_work_since": form.date("out_of_work_since"),
        },
    ),
    Part(
        "heard",
        _l("How you heard of us"),
        lambda form: {"heard_of": form.text("heard_of") or "", "campaign": form.text("campaign")},
    ),
    Part("agreed", _l("What your details may be used for"), lambda form: {"agreed": form.many("agreed")}),
)


def part_of(name: str) -> tuple[Part, Part | None]:
    """The part of this name, and the one that follows."""
    here = next((place for place, each in enumerate(PARTS) if each.name == name), None)
    if here is None:
        raise ServiceProblem(404, detail="There is no such page.")
    return PARTS[here], PARTS[here + 1] if here + 1 < len(PARTS) else None


def start_with(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields begin with when something was told before."""
    contact = NOTHING_SAID | {"channel": None, "language": "en"} | dict(answers.get("contact", {}))
    contact["safe_contact"] = ALL_SAFE | contact.get("safe_contact", {})
    return {name: value for name, value in answers.items() if name != "contact"} | start_of(contact)


def at_its_field(refused: ServiceProblem) -> ServiceProblem:
    """The same refusal, with fields called as the pages call them."""
    refused.errors = {name.removeprefix("answers."): lines for name, lines in refused.errors.items()}
    return refused


def rows(answers: Mapping[str, Any], url_of: Callable[[str], str]) -> list[tuple[Any, Any, str]]:
    """Each answer in words, with the way to change it."""
    contact = answers.get("contact", {})
    told = (
        ("name", _("Full name"), answers.get("full_name")),
        ("name", _("What to call you"), answers.get("called")),
        ("birth", _("Date of birth"), _day(answers.get("date_of_birth"))),
        ("birth", _("National Insurance number"), answers.get("national_insurance_number")),
        ("reach", _("How to get in touch"), _way(contact)),
        ("safe", _("What is safe"), _safely(contact.get("safe_contact"))),
        ("help", _("Taking part"), _all("accessibility-needs", answers.get("accessibility_needs"))),
        ("help", _("Out of work since"), _day(answers.get("out_of_work_since"))),
        ("heard", _("How you heard of us"), label("casework", "heard-of", answers.get("heard_of"))),
        ("agreed", _("What your details may be used for"), _all("purposes", answers.get("agreed"))),
    )
    return [(words, value, url_of(name)) for name, words, value in told]


def _name(form: Form) -> str:
    return form.text("full_name") or ""


def _day(iso: str | None) -> Any:
    return day(iso) if iso else None


def _all(codes: str, chosen: list[str] | None) -> str:
    return ", ".join(label("casework", codes, code) for code in chosen or ())


def _way(contact: Mapping[str, Any]) -> str:
    if "channel" not in contact:
        return ""
    number = phones.written(contact["phone"]) if contact.get("phone") else None
    lines = [*contact.get("address_lines", ()), contact.get("postcode")]
    parts = [label("casework", "channels", contact["channel"]), contact.get("email"), number, *lines]
    return ", ".join(str(each) for each in parts if each)


def _safely(safe: Mapping[str, Any] | None) -> str:
    if safe is None:
        return ""
    voicemail = _("A voicemail may be left") if safe.get("voicemail", True) else _("No voicemail")
    letter = _("A letter may be sent") if safe.get("letter", True) else _("No letters")
    return ", ".join([voicemail, letter, *([safe["sender_name"]] if safe.get("sender_name") else [])])
