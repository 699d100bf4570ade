"""Joining a programme."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from services.casework.domain.attachments import Attachment, AttachmentChange
from services.casework.domain.errors import Conflict, DomainError

TODAY = date(2025, 3, 12)
ATTACHED = date(2025, 3, 10)
AT = datetime(2025, 3, 12, 9, tzinfo=UTC)
ADVISER, LEADER = uuid4(), uuid4()


def attachment(on: date = ATTACHED) -> Attachment:
    return Attachment(uuid4(), uuid4(), uuid4(), "pathways", "3", on, "work-programme/year-1", ADVISER, AT)


def test_attached() -> None:
    joined = attachment()
    (said,) = joined.attach(TODAY, [], 104)
    assert (said.name, said.subject) == ("participant.attached", joined.participant_id)
    assert said.data == {"occurred_on": ATTACHED, "programme": "pathways", "payment_group": "3"}


def test_not_in_the_future() -> None:
    with pytest.raises(DomainError) as refused:
        attachment(TODAY + timedelta(days=1)).attach(TODAY, [], 104)
    assert refused.value.code == "future-date"


def test_one_programme_at_a_time() -> None:
    before = attachment(ATTACHED - timedelta(weeks=104) + timedelta(days=1))
    with pytest.raises(Conflict) as refused:
        attachment().attach(TODAY, [before], 104)
    assert refused.value.code == "already-attached"
    for days in (0, 1, 500):
        before.attached_on = ATTACHED - timedelta(weeks=104, days=days)
        assert attachment().attach(TODAY, [before], 104)


def test_claims_for_the_person_are_made_on_it_and_on_no_contract() -> None:
    joined = attachment()
    assert (joined.attachment_id, joined.contract_id) == (joined.id, None)


def test_put_right_with_what_stood_before_and_on_whose_word() -> None:
    joined = attachment()
    was = AttachmentChange(uuid4(), joined.attached_on, joined.payment_group, LEADER, AT, "mistyped")
    (said,) = joined.correct(date(2025, 3, 11), "1", "work-programme/year-1", today=TODAY, change=was)
    assert (said.name, said.data["payment_group"]) == ("participant.attachment-corrected", "1")
    assert (joined.attached_on, joined.payment_group) == (date(2025, 3, 11), "1")
    assert joined.told_by == {ADVISER, LEADER}
