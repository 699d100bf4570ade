"""Two records of one person are counted as one, as long as the merger stands."""

from uuid import UUID

from tests.mi.conftest import deliver
from tests.mi.the_story import ADA, BEN, CYD, PRIME, Story


def merge(s: Story, goes: UUID, stays: UUID, on: str) -> None:
    s.tell("casework.participant.merged", on, goes, organisation_id=PRIME, into=stays)


def unmerge(s: Story, goes: UUID, stays: UUID, on: str) -> None:
    s.tell("casework.participant.unmerged", on, goes, organisation_id=PRIME, out_of=stays)


def three() -> Story:
    s = Story()
    s.person(ADA, "2025-03-03", PRIME, "jobcentre", "1")
    s.person(BEN, "2025-03-04", PRIME, "library")
    s.person(CYD, "2025-04-01", PRIME, "library")
    s.tell("casework.application.recorded", "2025-04-10", participant_id=ADA, stage="made")
    s.tell("casework.application.recorded", "2025-04-11", participant_id=BEN, stage="made")
    return s


def test_they_are_one_person_and_two_again(empty_mi):
    s = three()
    merge(s, ADA, BEN, "2025-05-01")
    deliver(empty_mi.context, s.events)
    assert empty_mi.total("metric=people-registered") == 2
    assert empty_mi.total("metric=people-who-applied") == 1
    assert empty_mi.parts("metric=people-who-applied&by=payment_group") == {"1": 1}
    assert empty_mi.parts("metric=people-who-applied&by=organisation") == {str(PRIME): 1}
    told = len(s.events)
    unmerge(s, ADA, BEN, "2025-06-01")
    deliver(empty_mi.context, s.events[told:])
    assert empty_mi.total("metric=people-registered") == 3
    assert empty_mi.parts("metric=people-who-applied&by=payment_group") == {"1": 1, "": 1}


def test_a_merger_into_one_that_was_merged_is_followed_in_whatever_order_it_is_told(empty_mi):
    s = three()
    merge(s, ADA, BEN, "2025-05-01")
    merge(s, BEN, CYD, "2025-05-02")
    deliver(empty_mi.context, reversed(s.events))
    assert empty_mi.total("metric=people-registered") == 1


def test_what_leads_back_to_its_beginning_for_a_moment_merges_nobody(empty_mi):
    s = three()
    merge(s, ADA, BEN, "2025-05-01")
    merge(s, BEN, ADA, "2025-05-03")
    deliver(empty_mi.context, s.events)
    assert empty_mi.total("metric=people-registered") == 3
    s.events.clear()
    unmerge(s, ADA, BEN, "2025-05-02")
    deliver(empty_mi.context, s.events)
    assert empty_mi.total("metric=people-registered") == 2


def test_distance_goes_on_from_the_other_record(empty_mi):
    s = three()
    s.tell("casework.participant.barrier-rated", "2025-03-10", ADA, barrier="health", step=1)
    s.tell("casework.participant.barrier-rated", "2025-06-10", BEN, barrier="health", step=4)
    deliver(empty_mi.context, s.events)
    assert empty_mi.total("metric=people-who-came-further") == 0
    s.events.clear()
    merge(s, ADA, BEN, "2025-07-01")
    deliver(empty_mi.context, s.events)
    assert empty_mi.parts("metric=people-who-came-further&by=barrier") == {"health": 1}
