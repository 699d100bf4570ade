"""A person's record as casework tells it, for the tests of the pages about people."""

from typing import Any

PERSON = "00000000-0000-7000-8000-0000000000aa"
OTHER = "00000000-0000-7000-8000-0000000000ab"
PLAN = "00000000-0000-7000-8000-0000000000b1"
ACTION = "00000000-0000-7000-8000-0000000000c1"


def said(english: str) -> dict[str, str]:
    """Words in each language."""
    return {"en": english, "cy": f"Cymraeg: {english}"}


def person(**more: Any) -> dict[str, Any]:
    """A record."""
    safe = {"voicemail": True, "letter": True, "sender_name": None, "quiet_from": None, "quiet_until": None}
    return {
        "id": PERSON,
        "reference": "P-7417-9M",
        "full_name": "Amina Yusuf",
        "called": "Amina",
        "registered_on": "2025-03-03",
        "out_of_work_since": "2024-08-05",
        "weeks_out_of_work": 30,
        "adviser_id": None,
        "adviser_name": None,
        "organisation_name": "Northbridge Works",
        "language": "en",
        "date_of_birth": None,
        "national_insurance_number": None,
        "contact": {
            "channel": "email",
            "language": "en",
            "email": "amina@people.example",
            "phone": None,
            "address_lines": ["1 Harbour Row", "Eastgate"],
            "postcode": "ZZ1 1AA",
            "digital_access": True,
            "safe_contact": safe,
        },
        "accessibility_needs": [],
        "heard_of": "jobcentre",
        "campaign": None,
        "opens": [],
        "lawful_bases": [],
        "has_account": False,
    } | more


def action(**more: Any) -> dict[str, Any]:
    """Something to do in a plan."""
    return {
        "id": ACTION,
        "title": "Borrow a laptop",
        "towards_kind": "goal",
        "towards": "To be online",
        "owner": "participant",
        "due_on": "2025-04-01",
        "completed_on": None,
        "completion_note": None,
        "status": "done" if more.get("completed_on") else "open",
        "continues": None,
        "remind_days": None,
        "added_on": None,
        "progress": [],
    } | more


def plan(status: str = "agreed", author: str = "adviser", **more: Any) -> dict[str, Any]:
    """One version of a plan."""
    step = {
        "step": "drafted",
        "occurred_on": "2025-03-17",
        "party": author,
        "assisted": False,
        "reason": None,
    }
    return {
        "id": PLAN,
        "participant_id": PERSON,
        "version": 1,
        "author": author,
        "status": status,
        "aim": "A job near school",
        "agreed_on": "2025-03-18" if status == "agreed" else None,
        "actions": [action()],
        "steps": [step],
        "review_on": None,
        "reviews": [],
    } | more


def recommendation(id: str = "00000000-0000-7000-8000-0000000000d1", **more: Any) -> dict[str, Any]:
    """Something that may help."""
    return {
        "id": id,
        "kind": "information",
        "title": said("Free data"),
        "offer": None,
        "score": 35,
        "reasons": [{"code": "digital", "points": 35, "because": said("Getting online is hard.")}],
        "rules_version": "2025.1",
        "made_on": "2025-03-05",
        "status": "open",
        "answers": [],
    } | more


def summary(**more: Any) -> dict[str, Any]:
    """The case page's substance."""
    return {
        "participant": person(),
        "barriers": [],
        "plan": None,
        "next_plan": None,
        "recommendations": [],
        "referrals": [],
        "next_appointment": None,
        "spells": [],
        "applications_count": 0,
        "earned_pence": 160000,
        "currency": "GBP",
    } | more
