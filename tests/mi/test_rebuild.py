"""Figures follow from the facts alone: not from when, how often, or in what order they were told."""

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from chassis.messaging import rebuild
from services.mi.listeners import LISTENERS
from services.mi.service import ManagementInformation
from tests.mi.conftest import deliver, every_figure, moved
from tests.mi.the_story import ADA, BEN, PRIME, Story, story

STORY = story()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(STORY), st.lists(st.sampled_from(STORY), max_size=20), st.integers(0, 400))
def test_any_order_twice_and_late(service_context, mi, shuffled, again, late):
    """Told once in order, or anyhow: the figures are the same to the last one."""
    context = service_context(ManagementInformation)
    deliver(context, [moved(told, late) for told in [*shuffled, *again]])
    assert every_figure(context) == every_figure(mi.context)


def begin_again(context):
    with context.database.transaction() as session:
        rebuild.begin(session, LISTENERS)


def test_a_rebuild_comes_to_the_same(service_context):
    context = service_context(ManagementInformation)
    deliver(context, STORY)
    before = every_figure(context)
    begin_again(context)
    assert every_figure(context) != before
    deliver(context, reversed(STORY), rebuild=True)
    assert every_figure(context) == before


def test_a_late_fact_lands_in_the_month_in_which_it_held(empty_mi):
    mi = empty_mi
    deliver(mi.context, STORY)
    late = Story()
    late.tell(
        "casework.contact.recorded",
        "2025-03-30",
        participant_id=BEN,
        organisation_id=PRIME,
        channel="visit",
        direction="out",
        assisted=True,
    )
    assert mi.parts("metric=contacts-recorded&by=month&to=2025-04-30") == {"2025-03": 2, "2025-04": 1}
    deliver(mi.context, [moved(told, 200) for told in late.events])
    assert mi.parts("metric=contacts-recorded&by=month&to=2025-04-30") == {"2025-03": 3, "2025-04": 1}


class TestErasure:
    """What had been sealed goes, at once and for good; what was earned stays earned."""

    ERASED = "casework.participant.erased"

    def erase(self, context) -> list:
        told = [one for one in STORY if one.subject == ADA]
        last = Story()
        last.tell(self.ERASED, "2025-12-20", ADA)
        (erased,) = last.events
        after = [replace(erased, sequence=len(told) + 1)]
        deliver(context, after)
        return after

    def test_the_payment_group_is_forgotten_and_the_money_is_not(self, empty_mi):
        mi = empty_mi
        deliver(mi.context, STORY)
        self.erase(mi.context)
        assert mi.parts("metric=fees-earned&by=payment_group") == {"3": 235_000, "": 160_000}
        assert mi.parts("metric=people-attached&by=payment_group") == {"3": 1, "": 1}
        assert mi.total("metric=people-registered") == 3
        with mi.context.database.transaction() as session:
            rows = session.execute(
                text("select said, provider_id from fact where person_id = :ada"), {"ada": ADA}
            )
            left = rows.all()
        assert left
        assert not any("payment_group" in said or "offer_id" in said or provider for said, provider in left)

    def test_a_rebuild_from_stripped_logs_comes_to_the_same(self, service_context):
        context = service_context(ManagementInformation)
        deliver(context, STORY)
        erased = self.erase(context)
        before = every_figure(context)
        begin_again(context)
        deliver(context, [*erased, *STORY], rebuild=True)
        assert every_figure(context) == before


def test_the_day_of_a_fact_that_does_not_say_it_is_the_one_on_which_it_was_told(empty_mi):
    mi = empty_mi
    told = Story()
    told.tell("notify.call.needed", "2025-05-01", participant_id=BEN, reason="reminder", due_on="2025-05-02")
    (one,) = told.events
    del one.data["occurred_on"]
    deliver(mi.context, [one])
    assert mi.parts("metric=calls-needed&by=day") == {str(date(2025, 12, 1)): 1}
