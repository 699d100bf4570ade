"""The monthly check: who is left behind is found, a rule is levelled, both figures kept, few hidden."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select, text

from chassis import clock
from chassis.ids import new_id
from chassis.testing import actors, bus
from services.casework.actions import fairness, recommendations
from services.casework.store.circumstances import barrier
from services.casework.store.participants import participant, participant_party
from services.casework.store.recommendations import mark_due, recommendation, recommendation_answer

BECAUSE = {"en": "So.", "cy": "Felly."}


def offer(office: Any, category: str, languages: list[str], **more: Any) -> UUID:
    id = new_id()
    said = {
        "organisation_id": str(new_id()),
        "organisation_name": "Eastgate Library",
        "title": category,
        "category": category,
        "summary": "Help.",
        "how_it_helps": "It helps.",
        "barriers": ["skills"],
        "delivery": ["in-person"],
        "languages": languages,
        "accessibility": [],
        "capacity": 8,
        "free_places": 0,
        "price_pence": 900,
        "occurred_on": "2025-02-01",
    }
    bus.deliver(office.context, "workstead.marketplace.offer.published.v1", said | more, subject=id)
    return id


def town(office: Any, english: int, welsh: int) -> list[UUID]:
    """So many people who speak each language, all with the same need; courses are in English alone."""
    person = UUID(office.register(occurred_on="2025-02-03"))
    ids = [uuid4() for _ in range(english + welsh - 1)]
    with office.context.database.transaction() as session:
        row = dict(session.execute(select(participant).where(participant.c.id == person)).one()._mapping)
        party = dict(session.execute(select(participant_party)).first()._mapping)
        rows = [
            row | {"id": id, "reference": f"P-{n}", "national_insurance_index": None}
            for n, id in enumerate(ids)
        ]
        for each in rows[:english]:
            each["card"] = replace(each["card"], language="en")
        session.execute(insert(participant), rows)
        session.execute(
            insert(participant_party), [party | {"id": uuid4(), "participant_id": id} for id in ids]
        )
        needs = {"code": "skills", "from_on": date(2025, 2, 3), "because": BECAUSE, "rules_version": "2025.1"}
        session.execute(insert(barrier), [needs | {"participant_id": id} for id in (person, *ids)])
        for id in (person, *ids):
            mark_due(session, id)
    with office.context.database.transaction() as session:
        while recommendations.review_due(session):
            pass
    return [*ids, person]


def check(office: Any, day: date = date(2025, 4, 2)) -> int:
    with clock.frozen(day), office.context.database.transaction() as session:
        return fairness.check_due(session)


def latest(office: Any, role: str = "team leader") -> dict[str, Any]:
    by = office.staff(role)
    found = by.get("/recommendation-checks").json["items"][0]
    whole: dict[str, Any] = by.get(f"/recommendation-checks/{found['id']}").json
    return whole


def of(found: dict[str, Any], stage: str, what: str, dimension: str, group: str) -> dict[str, Any]:
    (row,) = (
        each
        for each in found[stage]
        if (each["what"], each["dimension"], each["group"]) == (what, dimension, group)
    )
    return dict(row)


@pytest.fixture
def crowd(office: Any) -> list[UUID]:
    """Forty who speak English, thirty who speak Welsh, for whom three leaflets stand above the course."""
    for number in range(3):
        offer(office, "leaflets", ["en", "cy"], title=f"Leaflet {number}", price_pence=0)
    offer(office, "courses", ["en"], free_places=5)
    return town(office, 40, 30)


def test_who_is_left_behind_is_found_and_a_rule_is_levelled(office: Any, crowd: list[UUID]) -> None:
    assert check(office) == 1
    found = latest(office)
    assert (found["month"], found["people"], found["rules_version"]) == ("2025-03-01", 70, "2025.1")
    assert [(one["rule"], one["category"]) for one in found["levelled"]] == [("your-language", "courses")]
    row = of(found, "recommended", "courses", "language", "cy")
    assert row["is_behind"]
    assert not row["after"]["is_behind"]
    assert row["people"] == 30
    assert (row["rate"], row["after"]["rate"]) == (None, None), "nobody, and everybody, are not told of"


def test_what_is_levelled_raises_a_score_says_so_and_is_seen_again_next_month(
    office: Any, crowd: list[UUID]
) -> None:
    welsh = crowd[-1]
    before = scores(office, welsh)
    check(office)
    after = scores(office, welsh)
    assert after["courses"] == before["courses"] + 10
    assert {name: score for name, score in after.items() if name != "courses"} == {
        name: score for name, score in before.items() if name != "courses"
    }
    (point,) = (
        reason
        for one in office.adviser.get(f"/participants/{welsh}/recommendations").json["items"]
        for reason in one["reasons"]
        if reason["code"] == "levelled-your-language"
    )
    assert point["because"]["en"].startswith("These points go to everybody")
    assert check(office) == 0, "once a month"
    assert check(office, date(2025, 5, 2)) == 1
    found = latest(office)
    assert found["month"] == "2025-04-01"
    assert of(found, "recommended", "courses", "language", "cy")["is_behind"], "without it, they would be"
    assert [one["rule"] for one in found["levelled"]] == ["your-language"]


def scores(office: Any, id: UUID) -> dict[str, int]:
    items = office.adviser.get(f"/participants/{id}/recommendations").json["items"]
    return {one["offer"]["title"]: one["score"] for one in items if one["offer"]}


def test_few_people_are_neither_flagged_nor_shown(office: Any) -> None:
    offer(office, "courses", ["en"], free_places=5)
    town(office, 12, 4)
    check(office)
    found = latest(office)
    assert found["levelled"] == []
    few = of(found, "recommended", "any-offer", "language", "cy")
    assert (few["people"], few["rate"], few["is_behind"]) == (None, None, False)
    assert of(found, "recommended", "any-offer", "language", "en")["people"] == 10, "rounded to five"


def test_taken_up_and_achieved_are_compared_too_and_proxies_tested_for(
    office: Any, crowd: list[UUID]
) -> None:
    with office.context.database.transaction() as session:
        for id, card in session.execute(select(participant.c.id, participant.c.card)).all():
            district = "ZZ1 1AA" if card.language == "en" else "ZZ9 9ZZ"
            changed = participant.update().where(participant.c.id == id)
            session.execute(changed.values(card=replace(card, postcode=district)))
    with office.context.database.transaction() as session:
        made = session.execute(select(recommendation.c.participant_id, recommendation.c.id)).all()
        one_each = {row.participant_id: row.id for row in made}
        said = {"answer": "accepted", "occurred_on": date(2025, 3, 4), "recorded_at": clock.now()}
        said |= {"recorded_by": uuid4(), "party": "participant", "assisted": False}
        rows = [said | {"id": uuid4(), "recommendation_id": one_each[id]} for id in crowd[:20] + crowd[-8:]]
        session.execute(insert(recommendation_answer), rows)
        gone = barrier.update().where(barrier.c.participant_id.in_(crowd[:10]))
        session.execute(gone.values(until_on=date(2025, 3, 20)))
    check(office)
    found = latest(office, "analyst")
    english = of(found, "taken_up", "taken-up", "language", "en")
    assert (english["people"], english["rate"]) == (40, 0.5)
    assert english["low"] < 0.5 < english["high"]
    assert of(found, "taken_up", "taken-up", "language", "cy")["rate"] == pytest.approx(0.27)
    assert of(found, "achieved", "achieved", "language", "en")["rate"] == 0.5
    assert of(found, "achieved", "achieved", "language", "cy")["people"] is None
    (told,) = (
        each
        for each in latest(office)["proxies"]
        if (each["proxy"], each["dimension"]) == ("postcode", "language")
    )
    assert told["strength"] == pytest.approx(1)


def test_challenges_are_counted_by_what_they_were_about(office: Any) -> None:
    id = office.register(out_of_work_since="2024-01-01")
    (one,) = office.adviser.get(f"/participants/{id}/recommendations").json["items"]
    said = {"answer": "challenged", "reason": "I have one"}
    office.person(id).post(f"/recommendations/{one['id']}/answer", said)
    reply = {"outcome": "rule-to-review", "words": "We will look at the rule"}
    office.adviser.post(f"/recommendations/{one['id']}/challenge-answer", reply)
    check(office)
    (counted,) = latest(office)["challenges"]
    assert (counted["about"], counted["rule_to_review"], counted["waiting"]) == ("personal-budget", 1, 0)


def test_only_the_own_organisation_sees_its_check(office: Any) -> None:
    office.register()
    check(office)
    id = office.staff("analyst").get("/recommendation-checks").json["items"][0]["id"]
    other = office.staff("team leader", org=office.elsewhere)
    assert other.get("/recommendation-checks").json["items"] == []
    assert other.get(f"/recommendation-checks/{id}").status_code == 404
    for role in ("adviser", "finance officer", "operator", "provider staff"):
        assert office.staff(role).get("/recommendation-checks").status_code == 403
        assert office.staff(role).get(f"/recommendation-checks/{id}").status_code == 403
    for actor, count in ((actors.adviser(org=office.here), 1), (actors.adviser(org=office.elsewhere), 0)):
        with office.context.database.transaction(actor) as session:
            assert session.scalar(text("select count(*) from recommendation_fairness")) == count


def test_who_looked_at_the_rules_can_be_read(office: Any) -> None:
    items = office.staff("analyst").get("/recommendation-rule-reviews").json["items"]
    assert {each["book"] for each in items} == {"recommendation-rules", "recommendation-fairness"}
    assert office.adviser.get("/recommendation-rule-reviews").status_code == 403
