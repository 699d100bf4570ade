"""Organisations join, their people get accounts, each organisation publishes what it offers."""

from typing import Any

from demo.cast import ORGANISATIONS, STAFF, Organisation, Staff
from demo.client import until
from demo.stage import Script, Stage

script = Script()

OFFERS: dict[str, list[dict[str, Any]]] = {
    "northbridge": [
        {
            "title": "Your own adviser",
            "category": "job-search",
            "summary": "Meetings once a fortnight, a plan that you make together, help after you start.",
            "how_it_helps": "One person who knows your story and stays with you until the job is going well.",
            "barriers": ["work-history", "confidence"],
            "delivery": ["in-person", "phone", "video"],
            "languages": ["en", "cy"],
            "accessibility": ["step-free"],
            "capacity": 120,
            "price_pence": 0,
        }
    ],
    "calder": [
        {
            "title": "Food hygiene certificate in two days",
            "category": "job-training",
            "summary": "The certificate that food factories ask for, with lunch and bus fares.",
            "how_it_helps": "You leave with a certificate that employers round here ask for by name.",
            "barriers": ["skills", "qualifications"],
            "delivery": ["in-person"],
            "languages": ["en"],
            "accessibility": ["step-free"],
            "capacity": 12,
            "price_pence": 9500,
        }
    ],
    "clearwater": [
        {
            "title": "Walk and talk",
            "category": "health-wellbeing",
            "summary": "Six weekly walks along the canal with a counsellor and a patient dog.",
            "how_it_helps": "Sleeping and worrying get easier to manage, at your pace and out of doors.",
            "barriers": ["health", "confidence"],
            "delivery": ["in-person", "phone"],
            "languages": ["en", "cy"],
            "accessibility": [],
            "capacity": 2,
            "price_pence": 24000,
        }
    ],
    "library": [
        {
            "title": "First steps with a computer",
            "category": "digital-skills",
            "summary": "Two mornings a week, someone beside you, tea included. Tablets to borrow.",
            "how_it_helps": "You can send an email, fill in a form and look for work by yourself.",
            "barriers": ["digital-access", "digital-confidence"],
            "delivery": ["in-person"],
            "languages": ["en", "cy"],
            "accessibility": ["step-free", "large-print"],
            "capacity": 8,
            "price_pence": 0,
        }
    ],
}


@script.scene("2025-02-24", "Six organisations join and are verified")
def organisations_join(stage: Stage) -> None:
    for organisation in ORGANISATIONS:
        entered = stage.operator.post(
            "/api/marketplace/organisations", _described(organisation), key=f"join {organisation.key}"
        )
        stage.ids[organisation.key] = entered["id"]
        if entered.get("sites"):
            stage.ids[f"site {organisation.key}"] = entered["sites"][0]["id"]
        stage.operator.post(
            f"/api/marketplace/organisations/{entered['id']}/verification", key=f"verify {organisation.key}"
        )


@script.scene("2025-02-25", "Their people get accounts, each with a role in an organisation")
def staff_get_accounts(stage: Stage) -> None:
    for staff in STAFF:
        first_of_organisation = "organisation administrator" in staff.roles
        by = stage.operator if first_of_organisation else stage["nb-admin"]
        if first_of_organisation:
            until(lambda s=staff: _is_known(stage, s), f"{staff.organisation} is known to the gateway")
        stage.invite(by, staff.key, _invited(stage, staff))


@script.scene("2025-02-26", "Each organisation publishes what it offers")
def offers_are_published(stage: Stage) -> None:
    administrators = {s.organisation: s.key for s in STAFF if "organisation administrator" in s.roles}
    for organisation, offers in OFFERS.items():
        for number, offer in enumerate(offers):
            body = {**offer, "site_id": stage.ids.get(f"site {organisation}")}
            published = stage[administrators[organisation]].post(
                "/api/marketplace/offers", body, key=f"offer {organisation} {number}"
            )
            stage.ids[f"offer {organisation}"] = published["id"]


def _described(organisation: Organisation) -> dict[str, Any]:
    site = {
        "name": organisation.name,
        "address_lines": list(organisation.address_lines),
        "town": organisation.town,
        "postcode": organisation.postcode,
        "latitude": organisation.latitude,
        "longitude": organisation.longitude,
    }
    return {
        "name": organisation.name,
        "kind": organisation.kind,
        "description": organisation.description,
        "sites": [site],
    }


def _invited(stage: Stage, staff: Staff) -> dict[str, Any]:
    return {
        "email": staff.email,
        "name": staff.name,
        "roles": list(staff.roles),
        "organisation_id": stage.ids[staff.organisation],
    }


def _is_known(stage: Stage, staff: Staff) -> bool:
    known = stage.operator.get("/api/organisations")["items"]
    return any(organisation["id"] == stage.ids[staff.organisation] for organisation in known)
