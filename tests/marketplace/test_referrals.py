"""Referrals through the API: who may do which step, what it leaves behind, and who never hears of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from chassis import clock
from chassis.testing import actors, bus
from services.marketplace.actions import referrals as actions
from tests.marketplace.conftest import PACKAGE, TODAY


def test_an_adviser_refers_a_person_whose_record_is_theirs(market):
    person, offer = market.person(), market.offer()
    sent = market.refer(offer, person)
    assert sent["state"] == "sent"
    assert sent["reference"].startswith("R-")
    assert (sent["acknowledge_by"], sent["start_by"]) == ("2025-03-12", "2025-03-31")
    assert (sent["sender"]["name"], sent["receiver"]["name"]) == (
        "Northbridge Works",
        "Clear Water Wellbeing CIC",
    )
    assert "package" not in sent
    (event,) = bus.recorded(market.context, "referral.sent")
    assert event.subject == UUID(sent["id"])
    plain = {name: value for name, value in event.data.items() if not isinstance(value, dict)}
    assert plain == {
        "participant_id": str(person),
        "from_organisation_id": str(market.prime),
        "reference": sent["reference"],
        "due_on": "2025-03-12",
        "occurred_on": "2025-03-10",
    }
    for sealed in ("to_organisation_id", "offer_id"):
        assert event.data[sealed]["sealed"].keys() == {"casework", "mi"}


def test_due_dates_leave_out_the_bank_holiday_of_easter(shared_market):
    with clock.frozen(date(2025, 4, 17)):
        sent = shared_market.refer(shared_market.offer(), occurred_on="2025-04-17")
    assert sent["acknowledge_by"] == "2025-04-23"


def test_all_the_way_and_capacity_moves(market):
    offer = market.offer()
    referral = market.accepted(offer)
    assert market.anybody.get(f"/offers/{offer['id']}").json["free_places"] == 1
    started = market.step(referral, "start", "2025-03-13").json
    assert (started["state"], started["started_on"]) == ("started", "2025-03-13")
    assert market.anybody.get(f"/offers/{offer['id']}").json["free_places"] == 1
    ended = market.step(referral, "end", "2025-03-14", reason="completed").json
    assert (ended["state"], ended["reason"]) == ("ended", "completed")
    assert market.anybody.get(f"/offers/{offer['id']}").json["free_places"] == 2
    changes = bus.recorded(market.context, "offer.changed")
    assert [event.data["free_places"] for event in changes] == [1, 2]
    steps = [event.type.split(".")[3] for event in bus.recorded(market.context) if ".referral." in event.type]
    assert steps == ["sent", "acknowledged", "accepted", "started", "ended"]


@pytest.mark.parametrize(
    ("step", "reason", "by"),
    [("non-start", "moved-away", "provider"), ("withdrawal", "needs-met-elsewhere", "adviser")],
)
def test_a_place_is_free_again_when_it_comes_to_nothing(market, step, reason, by):
    offer = market.offer()
    referral = market.accepted(offer)
    path = f"/referrals/{referral['id']}/{step}"
    over = getattr(market, by).post(path, json={"reason": reason})
    assert over.status_code == 200, over.json
    assert market.anybody.get(f"/offers/{offer['id']}").json["free_places"] == 2
    event = bus.recorded(market.context, f"referral.{over.json['state']}")[0]
    assert event.data["reason"]["sealed"].keys() == {"casework", "mi"}


def test_a_declined_referral_never_had_a_place(market):
    offer = market.offer()
    referral = market.refer(offer)
    market.step(referral, "acknowledgement", "2025-03-11")
    declined = market.step(referral, "decline", "2025-03-12", reason="ineligible").json
    assert (declined["state"], declined["declined_on"]) == ("declined", "2025-03-12")
    assert bus.recorded(market.context, "offer.changed") == []


def test_of_two_accepted_at_once_for_the_last_place_one_is_told_so(market):
    offer = market.offer(capacity=1)
    rivals = [market.refer(offer), market.refer(offer)]
    for referral in rivals:
        market.step(referral, "acknowledgement", "2025-03-11")
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda r: market.step(r, "acceptance", "2025-03-12"), rivals))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    (late,) = [answer for answer in answers if answer.status_code == 409]
    assert late.json["code"] == "no-free-place"
    assert market.anybody.get(f"/offers/{offer['id']}").json["free_places"] == 0
    assert len(bus.recorded(market.context, "referral.accepted")) == 1


def test_the_same_person_is_not_referred_twice_to_the_same_offer(market):
    offer, person = market.offer(), market.person()
    with ThreadPoolExecutor(2) as both:
        asked = market.asked(offer, person)
        answers = list(both.map(lambda _: market.adviser.post("/referrals", json=asked), range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    (refused,) = [answer for answer in answers if answer.status_code == 409]
    assert refused.json["code"] == "already-referred"


def test_after_one_is_over_the_person_can_be_referred_again(market):
    offer, person = market.offer(), market.person()
    first = market.refer(offer, person)
    market.adviser.post(f"/referrals/{first['id']}/withdrawal", json={"reason": "mistaken"})
    assert market.refer(offer, person)["id"] != first["id"]


class TestWho:
    """Only the sender sends and withdraws, only the receiver answers, and nobody else knows of it."""

    def test_nobody_refers_a_person_of_another_organisation(self, shared_market):
        offer, person = shared_market.offer(), shared_market.person()
        other = shared_market.as_(actors.adviser(org=shared_market.stranger))
        assert other.post("/referrals", json=shared_market.asked(offer, person)).status_code == 404
        unknown = shared_market.adviser.post("/referrals", json=shared_market.asked(offer, uuid4()))
        assert unknown.status_code == 404

    @pytest.mark.parametrize("role", ["provider staff", "participant", "commissioner", "operator", "analyst"])
    def test_other_roles_do_not_refer(self, shared_market, role):
        other = shared_market.as_(actors.person(role, org=shared_market.prime))
        assert other.post("/referrals", json=shared_market.asked(shared_market.offer())).status_code == 403

    @pytest.mark.parametrize(
        ("step", "reason"),
        [("acknowledgement", None), ("acceptance", None), ("decline", "duplicate"), ("end", "completed")],
    )
    def test_the_sender_answers_nothing(self, shared_market, step, reason):
        referral = shared_market.refer(shared_market.offer())
        body = {"reason": reason} if reason else {}
        assert shared_market.adviser.post(f"/referrals/{referral['id']}/{step}", json=body).status_code == 403

    def test_the_receiver_withdraws_nothing(self, shared_market):
        referral = shared_market.refer(shared_market.offer())
        refused = shared_market.step(referral, "withdrawal", "2025-03-12", reason="mistaken")
        assert refused.status_code == 403

    @pytest.mark.parametrize("role", ["adviser", "team leader", "provider staff"])
    def test_a_third_organisation_never_hears_of_it(self, shared_market, role):
        referral = shared_market.refer(shared_market.offer())
        third = shared_market.as_(actors.person(role, org=shared_market.stranger))
        assert third.get(f"/referrals/{referral['id']}").status_code == 404
        assert third.post(f"/referrals/{referral['id']}/acceptance", json={}).status_code == 404
        assert (
            third.post(f"/referrals/{referral['id']}/withdrawal", json={"reason": "other"}).status_code == 404
        )
        assert third.get("/referrals").json["items"] == []

    @pytest.mark.parametrize(
        "role", ["participant", "operator", "commissioner", "organisation administrator"]
    )
    def test_other_roles_of_the_two_do_not_read_it(self, shared_market, role):
        referral = shared_market.refer(shared_market.offer())
        for org in (shared_market.prime, shared_market.specialist):
            other = shared_market.as_(actors.person(role, org=org))
            assert other.get(f"/referrals/{referral['id']}").status_code == 403
            assert other.get("/referrals").status_code == 403

    def test_who_sends_for_one_organisation_does_not_see_what_comes_in(self, market):
        referral = market.refer(market.offer())
        adviser_there = market.as_(actors.adviser(org=market.specialist))
        assert adviser_there.get(f"/referrals/{referral['id']}").status_code == 404
        assert adviser_there.get("/referrals").json["items"] == []

    def test_behind_the_rules_the_database_keeps_each_row_for_its_two(self, market):
        market.refer(market.offer())
        everything = text("select count(*) from referral")

        def rows_for(actor):
            with market.context.database.transaction(actor) as session:
                return session.scalar(everything)

        assert rows_for(actors.adviser(org=market.prime)) == 1
        assert rows_for(actors.provider_staff(org=market.specialist)) == 1
        assert rows_for(actors.adviser(org=market.stranger)) == 0
        assert rows_for(actors.anonymous()) == 0
        assert rows_for(actors.system()) == 1


class TestLists:
    def test_in_and_out(self, market):
        sent = market.refer(market.offer())
        for client, directions in (
            (market.adviser, {"out": 1, "in": 0}),
            (market.provider, {"out": 0, "in": 1}),
        ):
            for direction, number in directions.items():
                items = client.get(f"/referrals?direction={direction}").json["items"]
                assert [each["id"] for each in items] == [sent["id"]] * number
        leader = market.as_(actors.team_leader(org=market.specialist))
        assert len(leader.get("/referrals?direction=in").json["items"]) == 1

    def test_by_state_person_offer_and_reference(self, market):
        offer, person = market.offer(), market.person()
        one, other = market.refer(offer, person), market.accepted(offer)

        def found(query):
            return [each["id"] for each in market.adviser.get(f"/referrals?{query}").json["items"]]

        assert found("state=sent") == [one["id"]]
        assert found("state=accepted") == [other["id"]]
        assert found(f"participant_id={person}") == [one["id"]]
        assert sorted(found(f"offer_id={offer['id']}")) == sorted([one["id"], other["id"]])
        assert found(f"reference={other['reference']}") == [other["id"]]

    def test_the_newest_first_in_pages_and_without_the_package(self, market):
        offer = market.offer()
        days = ["2025-03-10", "2025-03-12", "2025-03-11"]
        for day in days:
            market.refer(offer, occurred_on=day)
        first = market.provider.get("/referrals?limit=2").json
        rest = market.provider.get(f"/referrals?limit=2&cursor={first['next']}").json
        items = first["items"] + rest["items"]
        assert [each["sent_on"] for each in items] == sorted(days, reverse=True)
        assert not any("package" in each for each in items)


class TestPackage:
    def test_it_is_for_sender_and_receiver_and_each_reading_is_remembered(self, market):
        person = market.person()
        referral = market.refer(market.offer(), person)
        for reader in (market.adviser, market.provider):
            assert reader.get(f"/referrals/{referral['id']}").json["package"] == PACKAGE
        market.provider.get("/referrals")
        with market.context.database.transaction() as session:
            rows = session.execute(
                text("select org, what from access_log where person_id = :p"), {"p": person}
            )
            assert sorted(rows.all()) == sorted(
                [(market.prime, "referral package"), (market.specialist, "referral package")]
            )

    def test_nothing_of_it_lies_in_clear_in_the_database_or_travels(self, market):
        market.refer(market.offer(), lawful_basis="override", override_reason="Canary the court ordered it")
        with market.context.database.transaction() as session:
            tables = session.scalars(
                text(
                    "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'public'"
                )
            )
            dump = "".join(
                str(row) for table in tables.all() for row in session.execute(text(f"select * from {table}"))
            )
        assert "referral.sent" in dump
        for secret in ("Canary", "Seun", "07700", "door", "court"):
            assert secret not in dump

    def test_the_erased_person_leaves_a_referral_without_a_face(self, market):
        person = market.person()
        referral = market.refer(market.offer(), person)
        kind = "workstead.casework.participant.erased.v1"
        bus.deliver(market.context, kind, {"occurred_on": "2025-03-13"}, subject=person, sequence=2)
        left = market.provider.get(f"/referrals/{referral['id']}").json
        assert (left["package"], left["state"]) == (None, "sent")
        again = market.adviser.post("/referrals", json=market.asked(market.offer(), person))
        assert again.status_code == 404

    def test_an_older_event_does_not_bring_an_erased_person_back(self, market):
        person = uuid4()
        erased = "workstead.casework.participant.erased.v1"
        registered = "workstead.casework.participant.registered.v1"
        bus.deliver(market.context, erased, {"occurred_on": "2025-03-13"}, subject=person, sequence=2)
        data = {"organisation_id": str(market.prime), "occurred_on": "2025-03-03", "heard_of": "leaflet"}
        bus.deliver(market.context, registered, data, subject=person, sequence=1)
        assert market.adviser.post("/referrals", json=market.asked(market.offer(), person)).status_code == 404


class TestExpiry:
    """Twenty working days after 2025-03-10 is 2025-04-07."""

    def expire(self, market, today):
        with market.context.database.transaction() as session:
            return actions.expire_due(session, today)

    def test_what_nobody_answered_expires_once(self, market):
        referral = market.refer(market.offer())
        assert self.expire(market, date(2025, 4, 7)) == 0
        assert self.expire(market, date(2025, 4, 8)) == 1
        assert self.expire(market, date(2025, 4, 9)) == 0
        shown = market.adviser.get(f"/referrals/{referral['id']}").json
        assert (shown["state"], shown["expired_on"]) == ("expired", "2025-04-08")
        (event,) = bus.recorded(market.context, "referral.expired")
        assert event.data["occurred_on"] == "2025-04-08"

    def test_what_was_answered_does_not(self, market):
        offer = market.offer()
        market.accepted(offer)
        assert self.expire(market, date(2025, 5, 1)) == 0


class TestBadInput:
    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"participant_id": "somebody"}, "participant_id"),
            ({"offer_id": str(uuid4())}, "offer_id"),
            ({"lawful_basis": "because"}, "lawful_basis"),
            ({"lawful_basis": "override"}, "override_reason"),
            ({"package": PACKAGE | {"name": ""}}, "package.name"),
            ({"package": PACKAGE | {"diagnosis": "x"}}, "package.diagnosis"),
            ({"occurred_on": "2025-03-15"}, "occurred_on"),
        ],
    )
    def test_sending(self, shared_market, change, field):
        refused = shared_market.adviser.post(
            "/referrals", json=shared_market.asked(shared_market.offer(), **change)
        )
        assert refused.status_code == 422
        assert refused.json["errors"].keys() == {field}

    @pytest.mark.parametrize(
        ("step", "body", "field"),
        [
            ("acknowledgement", {"occurred_on": "2025-03-15"}, "occurred_on"),
            ("acknowledgement", {"occurred_on": "2025-03-09"}, "occurred_on"),
            ("decline", {}, "reason"),
            ("decline", {"reason": "completed"}, "reason"),
            ("end", {"reason": "ineligible"}, "reason"),
        ],
    )
    def test_answering(self, shared_market, step, body, field):
        referral = shared_market.refer(shared_market.offer())
        refused = shared_market.provider.post(f"/referrals/{referral['id']}/{step}", json=body)
        assert refused.status_code == 422
        assert refused.json["errors"].keys() == {field}

    def test_a_step_that_does_not_follow(self, shared_market):
        referral = shared_market.refer(shared_market.offer())
        refused = shared_market.step(referral, "acceptance", "2025-03-12")
        assert (refused.status_code, refused.json["code"]) == (409, "wrong-state")

    def test_an_offer_that_was_withdrawn(self, shared_market):
        offer = shared_market.offer()
        shared_market.provider.post(f"/offers/{offer['id']}/withdrawal", json={})
        refused = shared_market.adviser.post("/referrals", json=shared_market.asked(offer))
        assert (refused.status_code, refused.json["code"]) == (422, "offer-unknown")


def test_the_same_attempt_twice_refers_once(market):
    asked, adviser = market.asked(market.offer()), market.adviser
    once = adviser.post("/referrals", json=asked, Idempotency_Key="one-attempt")
    twice = adviser.post("/referrals", json=asked, Idempotency_Key="one-attempt")
    assert (once.status_code, twice.json) == (201, once.json)
    assert len(bus.recorded(market.context, "referral.sent")) == 1


def test_who_entered_each_step_and_when_is_kept(market):
    market.accepted(market.offer())
    with market.context.database.transaction() as session:
        steps = session.execute(
            text("select step, recorded_by, recorded_at from referral_step order by id")
        ).all()
    assert [step for step, _, _ in steps] == ["sent", "acknowledged", "accepted"]
    assert all(by is not None for _, by, _ in steps)
    assert {clock.local(at).date() for _, _, at in steps} == {TODAY}
