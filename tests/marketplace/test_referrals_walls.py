"""Referrals: who may do which step, whom a list shows, and who opens the package."""

from uuid import uuid4

import pytest
from sqlalchemy import text

from chassis.testing import actors, bus
from tests.marketplace.conftest import PACKAGE


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
