"""What waits for an adviser: something that another party did, which is theirs to look at now."""

from datetime import date
from uuid import UUID

from services.casework.domain.happened import Happened

PLAN_TO_ANSWER, PLAN_RETURNED = "plan-to-answer", "plan-returned"
CHALLENGE, HANDOVER, EVIDENCE = "challenge", "handover", "evidence"
KINDS = (PLAN_TO_ANSWER, PLAN_RETURNED, CHALLENGE, HANDOVER, EVIDENCE)


def waits(kind: str, about: UUID, adviser_id: UUID, on: date) -> Happened:
    """The fact that something of this kind waits for them from that day on."""
    return Happened("work.waits", about, {"kind": kind, "adviser_id": adviser_id, "occurred_on": on})
