"""What the marketplace would say, for tests of its pages."""

from chassis.reference import load
from services.marketplace.api.codes import NAMES, PACKAGE

OFFER = "00000000-0000-7000-8000-0000000000c1"
SITE = "00000000-0000-7000-8000-0000000000c2"
REFERRAL = "00000000-0000-7000-8000-0000000000c3"
OTHERS = "00000000-0000-7000-8000-00000000000b"
"""Another organisation: Clear Water."""


def codes(package, name):
    """A reference list as its service gives it."""
    found = load(package, name)
    return [
        {"code": each.code, "label": each.label, "retired_on": None, "extra": each.extra} for each in found
    ]


def lists(upstream):
    """Every list of the marketplace."""
    for name in NAMES:
        upstream.says("marketplace", "GET", f"/reference/{name}", {"items": codes(PACKAGE, name)})


def offer(**more):
    """An offer."""
    return {
        "id": OFFER,
        "organisation": {"id": OTHERS, "name": "Clear Water Wellbeing CIC"},
        "title": "Walk and talk",
        "category": "health-wellbeing",
        "summary": "Six walks with a counsellor and a dog.",
        "how_it_helps": "Sleep gets easier.",
        "who_for": "",
        "barriers": ["health", "confidence"],
        "plainly": {
            "en": "Helps with: health, confidence. Sleep gets easier.",
            "cy": "Yn helpu gyda: iechyd.",
        },
        "delivery": ["in-person", "phone"],
        "languages": ["en", "cy"],
        "accessibility": ["step-free"],
        "capacity": 2,
        "free_places": 1,
        "price_pence": 24050,
        "currency": "GBP",
        "site": None,
        "published_on": "2025-02-24",
        "withdrawn_on": None,
    } | more


def organisation(**more):
    """An organisation."""
    site = {"id": SITE, "name": "Boathouse", "address_lines": ["Canal Side"], "town": "Eastgate"}
    return {
        "id": OTHERS,
        "name": "Clear Water Wellbeing CIC",
        "kind": "specialist",
        "description": "Two people and a dog.",
        "website": "https://clearwater.example",
        "phone": None,
        "email": None,
        "sites": [site | {"postcode": "ZZ1 4CW"}],
        "joined_on": "2025-02-24",
        "verified_on": "2025-02-24",
    } | more


def referral(**more):
    """A referral from Northbridge to Clear Water, in full."""
    dates = (
        "acknowledged",
        "accepted",
        "started",
        "ended",
        "declined",
        "not_started",
        "withdrawn",
        "expired",
    )
    return {
        "id": REFERRAL,
        "reference": "R-7K2M-9Q",
        "participant_id": "00000000-0000-7000-8000-0000000000aa",
        "offer": {"id": OFFER, "title": "Walk and talk"},
        "sender": {"id": "00000000-0000-7000-8000-00000000000a", "name": "Northbridge Works"},
        "receiver": {"id": OTHERS, "name": "Clear Water Wellbeing CIC"},
        "state": "sent",
        "lawful_basis": "consent",
        "override_reason": None,
        "sent_on": "2025-03-11",
        "acknowledge_by": "2025-03-13",
        "start_by": "2025-04-01",
        **{f"{fact}_on": None for fact in dates},
        "reason": None,
        "package": {
            "name": "Amina Yusuf",
            "called": "Amina",
            "contact": "By text",
            "needs": ["Sleep"],
            "notes": "",
        },
    } | more


def page(*items):
    """A list without a next page."""
    return {"items": list(items), "next": None}
