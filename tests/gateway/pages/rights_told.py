"""What casework says of a person's rights."""

from people import PERSON

ID = "00000000-0000-7000-8000-0000000000e1"
OTHER = "00000000-0000-7000-8000-0000000000e2"
RIGHTS = f"/participants/{PERSON}/rights"
OFFICER = "data-protection officer"
AT = f"/people/{PERSON}/rights"


def a_request():
    """What every request of a person's has: who asked when, and by when they have their answer."""
    return {
        "id": ID,
        "participant_id": PERSON,
        "asked_on": "2025-03-03",
        "asked_by_name": "Amina",
        "party": "participant",
        "due_on": "2025-04-03",
    }


def a_copy(**more):
    return (
        a_request()
        | {
            "extended_on": None,
            "extended_reason": None,
            "released_on": None,
            "answers": [
                {"service": "community", "answered_at": "2025-03-03T10:00:00Z", "kept": True, "rows": None},
                {"service": "notify", "answered_at": "2025-03-03T10:00:00Z", "kept": False, "rows": 12},
            ],
            "missing": ["mi"],
        }
        | more
    )


def a_correction(**more):
    return (
        a_request()
        | {
            "part": "work",
            "wrong": "I never worked there",
            "right": "Take it out",
            "decided_on": None,
            "decided_by_name": None,
            "decision": None,
            "reason": None,
        }
        | more
    )


def an_erasure(**more):
    rows = [("contacts", "strip", None), ("job-search", "delete", None), ("work", "strip", "2031-12-08")]
    forecast = [{"kind": kind, "rows": 3, "fate": fate, "until": until} for kind, fate, until in rows]
    return {
        "id": ID,
        "participant_id": PERSON,
        "reason": "They asked",
        "prepared_at": "2025-03-03T10:00:00Z",
        "prepared_by": OTHER,
        "prepared_by_name": "Delyth",
        "forecast": [*forecast, {"kind": "ledger", "rows": 1, "fate": "keep", "until": None}],
        "done_on": None,
        "done_by_name": None,
        "dropped_on": None,
        "rest_due_on": None,
        "untouched_since": None,
        "kinds": None,
        "answers": [],
        "missing": [],
    } | more


def a_reading(**more):
    return {
        "id": OTHER,
        "participant_id": PERSON,
        "name": "Owain",
        "reason": "She rang in distress",
        "opened_at": "2025-03-03T10:00:00Z",
        "until_at": "2025-03-03T14:00:00Z",
        "reviewed_on": None,
        "reviewed_by_name": None,
        "finding": None,
        "note": None,
    } | more


def a_hold():
    return {
        "id": OTHER,
        "participant_id": PERSON,
        "reason": "Tribunal 12/25",
        "placed_on": "2025-03-03",
        "placed_by_name": "Delyth",
        "lifted_on": None,
    }


def a_restriction():
    return a_hold() | {"id": ID, "reason": "Her sister", "readers": [{"account_id": ID, "name": "Owain"}]}


def all_rights(**more):
    names = ("copies", "corrections", "emergency_readings", "holds", "restrictions", "erasures")
    return {name: [] for name in names} | more


def says_words(upstream):
    """What lists and fields of a copy are called, and why something is left out."""
    lists = {
        "copy-lists": {"contact": ("Contacts", "Cysylltiadau")},
        "copy-words": {"summary": ("What was said", "Yr hyn a ddywedwyd")},
        "copy-moments": {},
        "copy-states": {"participant": ("The person", "Y person")},
        "contact-channels": {"in-person": ("Face to face", "Wyneb yn wyneb")},
        "redaction-reasons": {"about-another-person": ("about another person", "am berson arall")},
    }
    for name, words in lists.items():
        items = [{"code": code, "label": {"en": en, "cy": cy}} for code, (en, cy) in words.items()]
        upstream.says("casework", "GET", f"/reference/{name}", {"items": items})
    values = {"code": "channel", "label": {"en": "Channel"}, "extra": {"lists": ["contact-channels"]}}
    upstream.says("casework", "GET", "/reference/copy-values", {"items": [values]})
    phone = {"label": {"en": "Telephone", "cy": "Ffôn"}}
    device = {"label": {"en": "Device"}, "choices": {"none": {"en": "Nothing", "cy": "Dim byd"}}}
    questions = {"phone": phone, "device": device}
    topics = [{"code": "digital_access", "label": {"en": "Online"}, "extra": {"questions": questions}}]
    upstream.says("casework", "GET", "/reference/circumstances", {"items": topics})
