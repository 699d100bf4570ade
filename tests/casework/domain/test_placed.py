"""What is laid on a record stands until it is lifted, once."""

from datetime import date
from uuid import uuid4

import pytest

from services.casework.domain.erasures import LegalHold
from services.casework.domain.errors import Conflict
from services.casework.domain.placed import Placed
from services.casework.domain.restrictions import Restriction

TODAY = date(2025, 3, 3)


@pytest.mark.parametrize("kind", [LegalHold, Restriction])
def test_it_is_lifted_once_and_by_whom_is_kept(kind: type[Placed]) -> None:
    placed = kind(
        id=uuid4(),
        participant_id=uuid4(),
        reason="Tribunal 12/25",
        placed_on=TODAY,
        placed_by=uuid4(),
        placed_by_name="Delyth",
    )
    assert placed.lifted_on is None
    by = uuid4()
    placed.lift(by, "Owain", TODAY)
    assert (placed.lifted_on, placed.lifted_by, placed.lifted_by_name) == (TODAY, by, "Owain")
    with pytest.raises(Conflict) as refused:
        placed.lift(uuid4(), "Amina", TODAY)
    assert (refused.value.code, placed.lifted_by) == ("already-lifted", by)
