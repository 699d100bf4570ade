"""Records that nobody has touched: what is due on which day, and that two have to look."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.deadlines import plus_months
from services.casework.domain.erasures import Erasure
from services.casework.domain.errors import Conflict
from services.casework.domain.happened import Happened
from services.casework.domain.retention import Kind, Outcome, Total, shortest, totals, untouched_for

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
UNTOUCHED = (
    Kind("identity", ("participant",), "strip", untouched=72),
    Kind("search", ("application",), "delete", untouched=24),
    Kind("notes", ("contact",), "strip", untouched=24),
    Kind("ledger", ("ledger_entry",), "keep"),
)


@given(DAYS, st.integers(0, 120))
def test_an_untouched_kind_is_due_on_its_day_and_not_before(since: date, months: int) -> None:
    today = plus_months(since, months)
    due = untouched_for(UNTOUCHED, since, today)
    assert ("search" in due) == (months >= 24)
    assert ("identity" in due) == (months >= 72)
    assert "notes" not in due, "what is emptied goes with the whole record"
    assert untouched_for(UNTOUCHED, since, plus_months(since, 24) - timedelta(days=1)) == []
    assert shortest(UNTOUCHED) == 24


def test_the_totals_leave_out_what_stays() -> None:
    one = [Outcome("search", 2, "delete"), Outcome("money", 1, "strip", date(2031, 1, 1))]
    other = [Outcome("search", 3, "delete"), Outcome("ledger", 9, "keep")]
    assert totals([one, other]) == [Total("search", 2, 5)]


def test_what_the_calendar_proposes_is_looked_at_by_two() -> None:
    first, second = uuid4(), uuid4()
    proposed = Erasure(
        id=uuid4(),
        participant_id=uuid4(),
        reason="untouched",
        prepared_at=datetime(2028, 3, 4, tzinfo=UTC),
        prepared_by=None,
        prepared_by_name=None,
        forecast=[],
        untouched_since=date(2025, 3, 3),
        kinds=["search"],
    )

    def done_by(who: UUID) -> list[Happened]:
        return proposed.do([], who, None, is_held=False, today=date(2028, 3, 4))

    with pytest.raises(Conflict) as refused:
        done_by(second)
    assert refused.value.code == "first-person-needed"
    proposed.approve(first, "Delyth")
    with pytest.raises(Conflict) as refused:
        done_by(first)
    assert refused.value.code == "second-person-needed"
    (told,) = done_by(second)
    assert (told.name, told.data["kinds"]) == ("participant.kinds-erased", ["search"]), "they stay known"
    with pytest.raises(Conflict) as refused:
        proposed.approve(second, None)
    assert refused.value.code == "erasure-over"
