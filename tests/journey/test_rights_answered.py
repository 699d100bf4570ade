"""A copy over the real broker: every service answers, and one that is down answers when it is back."""

from suites import Performance

from chassis.testing.waiting import eventually
from services.casework.domain.access_requests import ANSWERING

STOPPED = "notify"


def test_the_collector_shows_who_has_not_answered_until_they_are_back(
    played_on_rabbitmq: Performance,
) -> None:
    stage, suite = played_on_rabbitmq.stage, played_on_rabbitmq.suite
    whose = f"/api/casework/participants/{stage.ids['amina']}"
    officer = stage["dilys"]

    def missing() -> list[str]:
        (mine,) = [one for one in officer.get(f"{whose}/rights")["copies"] if one["id"] == asked["id"]]
        return list(mine["missing"])

    suite.stop_one(STOPPED)
    try:
        asked = stage["amina"].post(f"{whose}/access-requests", {}, key="a copy while one is down")
        assert asked["missing"] == list(ANSWERING)
        eventually(lambda: missing() == [STOPPED])
    finally:
        suite.start_one(STOPPED)
    eventually(lambda: missing() == [], within=60)
    held = officer.get(f"/api/casework/access-requests/{asked['id']}/copy")["held"]
    assert set(held) == {"casework", *ANSWERING} - {"community"}
    assert held[STOPPED]["person"], "it is what it held before it was stopped"
