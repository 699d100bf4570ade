"""Applications from sending to answer, and who may see them."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from services.casework.domain.applications import ENDS, STAGES, Application
from services.casework.domain.by import By
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.grants import APPLICATIONS, Grant

TODAY = date(2025, 4, 1)
AT = datetime(2025, 4, 1, 12, tzinfo=UTC)


def made(on: date = date(2025, 3, 20)) -> Application:
    application = Application(uuid4(), uuid4(), "Warehouse operative", "Harbour Foods")
    application.record(id=uuid4(), on=on, by=By("participant", uuid4()), at=AT, today=TODAY)
    return application


def move(application: Application, stage: str, on: date = TODAY) -> dict[str, object]:
    (said,) = application.move(stage, id=uuid4(), on=on, by=By("participant", uuid4()), at=AT, today=TODAY)
    assert said.name == "application.stage-changed"
    return dict(said.data)


def test_made() -> None:
    application = Application(uuid4(), uuid4(), "Warehouse operative", "Harbour Foods")
    (said,) = application.record(id=uuid4(), on=TODAY, by=By("participant", uuid4()), at=AT, today=TODAY)
    assert said.name == "application.recorded"
    assert said.data == {
        "participant_id": application.participant_id,
        "stage": "made",
        "occurred_on": TODAY,
    }
    assert application.made_on == TODAY


def test_through_every_stage_to_an_offer() -> None:
    application = made()
    for stage in ("selected-for-interview", "interview-booked", "offer"):
        assert move(application, stage)["stage"] == stage == application.stage
    assert [stage.number for stage in application.stages] == [1, 2, 3, 4]
    assert application.made_on == date(2025, 3, 20)


@pytest.mark.parametrize("before", STAGES)
@pytest.mark.parametrize("after", STAGES)
def test_forward_only_and_nothing_after_an_end(before: str, after: str) -> None:
    application = made()
    if before != "made":
        move(application, before)
    if before not in ENDS and STAGES.index(after) > STAGES.index(before):
        move(application, after)
        assert application.stage == after
        return
    with pytest.raises(Conflict) as refused:
        move(application, after)
    assert (refused.value.code, application.stage) == (f"application-{before}", before)


@pytest.mark.parametrize(
    ("stage", "on", "code"),
    [
        ("offer", date(2025, 4, 2), "future-date"),
        ("offer", date(2025, 3, 19), "before-previous-stage"),
        ("hired", TODAY, "unknown-code"),
    ],
)
def test_stages_that_cannot_be_are_refused(stage: str, on: date, code: str) -> None:
    application = made()
    with pytest.raises(DomainError) as refused:
        move(application, stage, on)
    assert (refused.value.code, application.stage) == (code, "made")


def test_not_made_in_the_future() -> None:
    with pytest.raises(DomainError) as refused:
        made(date(2025, 4, 2))
    assert refused.value.code == "future-date"


def test_a_grant_holds_until_it_is_taken_back() -> None:
    grant = Grant(uuid4(), uuid4(), uuid4(), APPLICATIONS, AT)
    assert grant.holds
    grant.revoke(AT)
    assert not grant.holds
    with pytest.raises(Conflict):
        grant.revoke(AT)
