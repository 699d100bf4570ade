"""The copy of all that is kept about somebody can be read."""

from uuid import UUID

from people import PERSON
from rights_told import ID, OFFICER


def test_the_copy_can_be_read(signed_in, casework):
    casework.says(
        "casework",
        "GET",
        f"/access-requests/{ID}/copy",
        {
            "request_id": ID,
            "reference": "P-7417-9M",
            "full_name": "Amina Yusuf",
            "asked_on": "2025-03-03",
            "made_at": "2025-03-04T10:00:00Z",
            "held": {
                "casework": {
                    "contact": [
                        {"id": ID, "summary": "<b>Rang</b>", "assisted": False, "card": {"phone": "1"}}
                    ],
                    "strange": [{"tags": ["a", "b"], "nothing": None}],
                },
                "notify": {"message": [{"body": "Come on Monday"}]},
                "mi": {},
            },
            "kept_elsewhere": ["community"],
            "missing": ["gateway"],
            "readings": [
                {
                    "at": "2025-03-03T10:00:00Z",
                    "actor_name": None,
                    "roles": ["adviser"],
                    "org": None,
                    "what": "record",
                    "reason": "why",
                }
            ],
            "told_others": [
                {"event": "workstead.casework.contact.recorded.v1", "at": "2025-03-03T10:00:00Z"}
            ],
        },
    )
    for who in (signed_in(OFFICER), signed_in("participant", person_id=UUID(PERSON))):
        said = who.browser.page(f"/copies/{ID}").main
        for words in (
            "Contacts",
            "<b>Rang</b>",
            "phone: 1",
            "Other entries",
            "a; b",
            "Come on Monday",
            "sign in",
        ):
            assert words in said, words
        assert "Nothing is held there." in said
    signed_in("adviser").browser.page(f"/copies/{ID}", 403)
