"""A word that is taken back is kept as a fact; no figure rests on a consent, so none loses anybody by it."""

from typing import Any

from sqlalchemy import select

from services.mi.store.facts import fact
from tests.mi.conftest import deliver, every_figure
from tests.mi.the_story import ADA, Story, story

CHANGED = "casework.participant.consent-changed"


def test_a_word_is_kept_and_figures_that_rest_on_other_grounds_stay(empty_mi: Any) -> None:
    context = empty_mi.context
    deliver(context, story())
    before = every_figure(context)
    later = Story()
    for purpose in ("research", "equality-monitoring", "contact-later"):
        later.tell(CHANGED, "2025-12-01", ADA, purpose=purpose, given=False)
    deliver(context, later.events)
    assert every_figure(context) == before
    with context.database.transaction() as session:
        said = session.scalars(
            select(fact.c.said).where(fact.c.event == CHANGED, fact.c.person_id == ADA)
        ).all()
    words = {(one["purpose"], one["given"]) for one in said}
    assert {("research", False), ("equality-monitoring", False), ("contact-later", False)} <= words
