"""Making recommendations anew when something has changed, showing them, and taking the answer."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from services.casework import policy, reference
from services.casework.actions import waiting
from services.casework.actions.records import read
from services.casework.domain.barriers import standing_codes
from services.casework.domain.circumstances import facts
from services.casework.domain.conditions import Situation
from services.casework.domain.participants import Participant, weeks_since
from services.casework.domain.recommendations import Recommendation, review
from services.casework.domain.spells import in_work, without_work_since
from services.casework.domain.suggestions import Levelling, Suggestion, SuggestionBook, in_force, suggest
from services.casework.domain.waiting import CHALLENGE
from services.casework.store import circumstances, fairness, offers, participants, recommendations, spells
from services.casework.store.recommendations import recommendation as table


def list_recommendations(session: Session, actor: Actor, participant_id: UUID) -> list[dict[str, Any]]:
    """What may help this person, the best first, each with its reasons; brought up to date first."""
    person = read(session, actor, participant_id, "recommendations")
    return recommendations_of(session, person)


def recommendations_of(session: Session, person: Participant) -> list[dict[str, Any]]:
    """The recommendations of today, with what is known of the offers in them."""
    if recommendations.needs_review(session, person.id, clock.today()):
        _lock(session, person.id)
        review_recommendations(session, person)
    current = recommendations.current(session, person.id)
    known = offers.by_id(session, {one.offer_id for one in current if one.offer_id is not None})
    return [
        {"recommendation": one, "offer": known.get(one.offer_id) if one.offer_id else None} for one in current
    ]


def review_recommendations(session: Session, person: Participant) -> list[Recommendation]:
    """Match circumstances, barriers and offers by the rules of today; answers what is new."""
    book = in_force(reference.suggestion_books(), clock.today())
    made = review(
        recommendations.current(session, person.id),
        _suggestions(session, person, book),
        participant_id=person.id,
        version=book.version,
        on=clock.today(),
        at=clock.now(),
        new_id=new_id,
    )
    session.flush()
    session.add_all(made)
    session.flush()
    recommendations.reviewed(session, person.id, clock.today())
    outbox.record(session, *(fact for one in made for fact in one.made()))
    return made


def review_due(session: Session, limit: int = 100) -> int:
    """Go over some of those for whom something has changed; answers how many they were."""
    due = recommendations.due(session, limit)
    for participant_id in due:
        person = participants.get(session, participant_id, for_update=True)
        assert person is not None, "a review belongs to a record"
        review_recommendations(session, person)
    return len(due)


def answer_recommendation(
    session: Session, actor: Actor, recommendation_id: UUID, answer: str, reason: str | None, on: date
) -> dict[str, Any]:
    """The person, or an adviser, accepts, dismisses or challenges a recommendation."""
    seen = policy.visible(actor, table.c.participant_id)
    one = policy.found(recommendations.find(session, seen, recommendation_id, for_update=True))
    by = policy.by(actor, one.participant_id)
    happened = one.answer(answer, reason, id=new_id(), by=by, on=on, at=clock.now(), today=clock.today())
    outbox.record(session, *happened)
    if answer == "challenged" and by.party == "participant":
        waiting.for_their_adviser(session, actor, one.participant_id, CHALLENGE, one.id)
    offer = None if one.offer_id is None else offers.get(session, one.offer_id)
    return {"recommendation": one, "offer": offer}


def _suggestions(session: Session, person: Participant, book: SuggestionBook) -> list[Suggestion]:
    situation = _situation(session, person)
    helping = offers.helping_with(session, situation.barriers)
    because = in_force(reference.fairness_books(), clock.today()).because
    levelling = Levelling(fairness.levelled(session, person.organisation_id), because)
    return suggest(situation, helping, book, reference.labels("barriers"), levelling)


def _situation(session: Session, person: Participant) -> Situation:
    today = clock.today()
    told = facts(circumstances.history(session, person.id), today)
    own = {"languages": [person.card.language], "needs": person.accessibility_needs}
    barriers = standing_codes(circumstances.barriers(session, person.id))
    worked = in_work(spells.standing(session, person.id))
    since = without_work_since(person.out_of_work_since, worked, today)
    return Situation({**told, "person": own}, barriers, weeks_since(since, today))


def _lock(session: Session, participant_id: UUID) -> None:
    """Two who look at once would both make the same recommendations: the second one waits."""
    participants.get(session, participant_id, for_update=True)
