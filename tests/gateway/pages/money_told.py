"""What casework says of claims, contracts and where they come from."""

PERSON = "00000000-0000-7000-8000-0000000000aa"
CLAIM = "00000000-0000-7000-8000-0000000000c1"
FEE = "00000000-0000-7000-8000-0000000000c2"
CONTRACT = "00000000-0000-7000-8000-0000000000c3"
JOB, SLIP = "00000000-0000-7000-8000-0000000000d1", "00000000-0000-7000-8000-0000000000d2"
LISTS = [
    {
        "code": "jets-scotland/example",
        "label": {"en": "JETS Scotland (example prices)"},
        "extra": {"groups": [], "delivery": {"percent": 85}},
    },
    {
        "code": "work-programme/year-1",
        "label": {"en": "Work Programme: attached in year 1"},
        "extra": {"groups": []},
    },
]
PROGRAMMES = [
    {
        "code": "jets-scotland",
        "label": {"en": "JETS Scotland"},
        "extra": {"tariffs": [{"tariff": "jets-scotland/example"}]},
    },
    {
        "code": "pathways",
        "label": {"en": "Pathways"},
        "extra": {"tariffs": [{"tariff": "work-programme/year-1"}]},
    },
]


def a_claim(id=FEE, **more):
    dates = ("evidence", "evidenced_on", "validated_on", "paid_on", "rejected_on", "reversed_on")
    return (
        {
            "id": id,
            "participant_id": None,
            "contract_id": CONTRACT,
            "tariff": "jets-scotland/example",
            "payment_group": "",
            "kind": "delivery",
            "number": 2,
            "began_on": "2025-04-10",
            "reached_on": "2025-05-09",
            "claimable_on": "2025-05-10",
            "claimed_on": "2025-05-10",
            "amount_pence": 7083334,
            "state": "claimed",
        }
        | dict.fromkeys(dates)
        | more
    )


def a_row(**more):
    return {
        "claim_id": CLAIM,
        "participant_id": PERSON,
        "what": "claimed",
        "kind": "job-outcome",
        "number": 1,
        "tariff": "work-programme/year-1",
        "debit": "claims-outstanding",
        "credit": "fees-earned",
        "amount_pence": 120000,
        "occurred_on": "2025-11-30",
        "recorded_at": "2025-12-12T10:00:00Z",
        "late": True,
    } | more


def an_explanation(claim, **more):
    return {
        "claim": claim,
        "rule": "cumulative-weeks",
        "numbers": {"weeks": 13},
        "stretches": [],
        "benefit": [],
        "days": 0,
        "weeks": 0,
        "wages": [],
        "wages_pence": 0,
        "needed_pence": None,
        "hourly_pence": None,
        "ledger": [a_row()],
    } | more
