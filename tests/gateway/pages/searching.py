"""What somebody keeps who looks for work."""

PERSON = "00000000-0000-7000-8000-0000000000aa"
ID = "00000000-0000-7000-8000-0000000000f1"
MINE = f"/participants/{PERSON}"
VACANCY = {
    "id": ID,
    "title": "Baker",
    "employer": "Old Mill",
    "place": None,
    "link": None,
    "advert": "Knead at dawn.",
    "closes_on": "2025-06-30",
    "origin": "typed",
    "helper": None,
}
TEXT = {"id": ID, "number": 1, "text": "I bake. I sing.", "recorded_at": "2025-05-06T09:00:00+00:00"}
PAPER = {
    "id": ID,
    "kind": "letter",
    "title": "To the mill",
    "vacancy_id": ID,
    "versions": [TEXT],
    "put_away_at": None,
}
INTERVIEW = {
    "id": ID,
    "title": "Baker",
    "employer": "Old Mill",
    "starts_at": "2025-06-10T09:00:00+00:00",
    "ends_at": "2025-06-10T10:00:00+00:00",
    "channel": "phone",
    "place": None,
    "with_whom": "Mrs Roe",
    "notes": None,
    "status": "booked",
}
ACTIVITY = {
    "id": ID,
    "kind": "looking",
    "occurred_on": "2025-05-06",
    "minutes": 45,
    "note": "At the library",
    "helper": None,
}
CONTENT = {
    "applications_made": 1,
    "applications": [
        {"title": "Baker", "employer": "Old Mill", "stages": [{"stage": "made", "occurred_on": "2025-05-06"}]}
    ],
    "interviews": [{"day": "2025-05-07", "channel": "phone", "with_whom": None}],
    "activities": [ACTIVITY],
    "minutes": 75,
    "minutes_by_kind": {"looking": 75},
}
EVIDENCE = {
    "id": ID,
    "from_on": "2025-05-01",
    "until_on": "2025-05-14",
    "recorded_at": "2025-05-14T09:00:00+00:00",
    "helper": None,
    "withdrawn_at": None,
    "content": CONTENT,
}


def listed(*items, granted=True):
    return {"items": list(items), "next": None, "granted": granted}
