"""The community rests on no consent that casework keeps: it cannot tell whose word it would be."""

from datetime import date
from typing import Any

from chassis.ids import new_id
from chassis.testing.bus import deliver
from services.community.listeners import LISTENERS

CHANGED = "workstead.casework.participant.consent-changed.v1"


def test_what_a_participant_takes_back_reaches_nobody_here(world: Any) -> None:
    otter = world.member()
    before = world.said()
    said = {"purpose": "support", "given": False, "occurred_on": date(2025, 3, 3)}
    deliver(world.context, CHANGED, said, subject=new_id())
    assert otter.get("/members/me").json["name"] == "Quiet Otter"
    assert world.said() == before, "whoever wants to leave says so here, under the name they chose"


def test_of_casework_it_hears_only_that_somebody_asks_for_a_copy() -> None:
    heard = {
        type_ for type_ in (each.pattern for each in LISTENERS) if type_.startswith("workstead.casework.")
    }
    assert heard == {"workstead.casework.participant.access-requested.v1"}
