"""Figures about everybody are kept: after every kind of change they are what counting anew says."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from by_results import claims, on, outcome, tick
from sqlalchemy import func, insert, select, text, true

from chassis import clock
from chassis.ids import new_id
from chassis.testing import actors, bus
from services.casework.actions import counting
from services.casework.domain.claims import Claim
from services.casework.domain.ledger import Entry, balances
from services.casework.store import standings
from services.casework.store.expectations import forecast_fee
from services.casework.store.participants import participant
from services.casework.store.standings import standing_mark
from tests.casework.two_records import merge, undo

ACCOUNT = "workstead.gateway.account.created.v1"
MONTHS = ("2025-08", "2025-12")
ACTION = {"title": "Ask", "towards_kind": "goal", "towards": "Work", "owner": "participant"}


def do(answer: Any) -> Any:
    assert answer.status_code < 300, answer.json
    return answer.json


def changes(office: Any, worked: dict[str, str]) -> Iterator[str]:
    """One kind of change after another; what each was."""
    adviser, finance, leader = office.adviser, office.staff("finance officer"), office.staff("team leader")
    officer, one, three = office.staff("data-protection officer", id=new_id()), worked["1"], worked["3"]
    at = f"/participants/{three}"
    yield "registered, attached, in work"
    do(adviser.post(f"{at}/contacts", {"channel": "letter", "direction": "out", "summary": "A map"}))
    yield "a contact"
    with office.context.database.transaction() as session:
        session.execute(text("update contact set taken_back_at = now()"))
    yield "a contact that was taken back"
    soon = {"starts_at": "2025-12-22T10:00:00Z", "ends_at": "2025-12-22T10:30:00Z"}
    booked = do(adviser.post(f"{at}/appointments", soon))["id"]
    with on(2025, 12, 22):
        do(adviser.post(f"/appointments/{booked}/attendance", {"attendance": "attended"}))
        yield "a meeting"
        put_right = {"attendance": "did-not-attend", "acceptability": "unknown", "because": "mistyped"}
        do(adviser.post(f"/appointments/{booked}/attendance/correction", put_right))
        yield "that never was"
    plan = do(adviser.post(f"{at}/plans", {"actions": [ACTION | {"due_on": "2026-01-05"}]}))["id"]
    do(adviser.post(f"/plans/{plan}/submission", {}))
    do(office.person(three).post(f"/plans/{plan}/agreement", {}))
    yield "a plan that was agreed"
    do(adviser.post(f"{at}/circumstances", {"circumstances": {"digital_access": {"device": "none"}}}))
    yield "a barrier"
    tomasz = {"roles": ["adviser"], "organisation_id": str(office.here), "name": "Tomasz Zielinski"}
    account = bus.deliver(office.context, ACCOUNT, tomasz, subject=new_id()).subject
    do(adviser.post(f"{at}/allocation", {"adviser_id": str(account)}))
    yield "another adviser"
    paid = outcome(office, three)
    do(finance.post(f"/claims/{paid}/validation", {}))
    yield "a claim that was checked"
    do(finance.post(f"/claims/{paid}/payment", {}))
    rejected = claims(adviser, one)["items"][0]["id"]
    do(finance.post(f"/claims/{rejected}/rejection", {"reason": "not-in-work"}))
    yield "one paid, one rejected"
    spell = do(adviser.get(f"{at}/spells"))["items"][0]["id"]
    do(adviser.post(f"/spells/{spell}/correction", {"started_on": "2025-06-09", "reason": "evidence"}))
    yield "a later start: claims reversed and made anew, one clawed back"
    do(finance.post(f"/claims/{paid}/repayment", {}))
    do(adviser.post(f"/spells/{spell}/end", {"occurred_on": "2025-12-10"}))
    yield "repaid; the job is over"
    signed = {"programme": "jets-scotland", "begins_on": "2025-03-10", "value_pence": 1_000_000_00}
    do(finance.post("/contracts", signed))
    yield "a contract that pays without anybody"
    with on(2026, 2, 2):
        while tick(office):
            pass
        yield "time passed"
    twice = office.register(full_name="Shan Canary", date_of_birth=None, different_person=True)
    merged = do(merge(office, one, twice))["id"]
    yield "two records of one person"
    do(undo(office, merged))
    yield "two people after all"
    do(officer.post(f"/participants/{one}/restriction", {"reason": "A relative works here", "readers": []}))
    yield "a record that few may open"
    erasure = do(officer.post(f"{at}/erasures", {"reason": "They asked us to"}))["id"]
    do(leader.post(f"/erasures/{erasure}/execution"))
    yield "somebody who is forgotten"


def board(office: Any, **who: Any) -> list[Any]:
    """The team board, by adviser."""
    rows = office.staff("team leader", **who).get("/team-board").json["items"]
    return sorted(rows, key=lambda row: str(row["adviser_id"]))


def shown(office: Any) -> dict[str, Any]:
    """What the pages about everybody's money show."""
    finance = office.staff("finance officer")
    return {
        "earned": finance.get("/claims").json["earned_pence"],
        "forecast": [each for each in finance.get("/forecast").json["items"] if each["kind"] != "delivery"],
        **{month: finance.get(f"/statement?month={month}&limit=200").json for month in MONTHS},
    }


def look_anew(office: Any) -> None:
    """What the timer does."""
    done = 1
    while done:
        with office.context.database.transaction() as session:
            done = counting.look_anew(session)
    with office.context.database.transaction() as session:
        counting.put_together(session)


def forget_what_is_kept(office: Any) -> None:
    """Have everybody counted, as it was before anything was kept."""
    with office.context.database.transaction() as session:
        everybody = select(participant.c.id)
        session.execute(insert(standing_mark).from_select(["participant_id"], everybody))


def money(office: Any, today: date) -> dict[str, Any]:
    """The same of money, by reading every row."""
    with office.context.database.transaction() as session:
        entries, kept = session.scalars(select(Entry)).all(), session.scalars(select(Claim)).all()
        fees = session.execute(select(forecast_fee)).all()
    earned = [each for each in kept if each.claimed_on and not each.rejected_on and not each.reversed_on]
    by_month: Counter[tuple[str, str, str]] = Counter()
    for fee in fees:
        if today < fee.claimable_on <= date.fromordinal(today.toordinal() + 366):
            by_month[f"{fee.claimable_on:%Y-%m}", fee.tariff, fee.kind] += fee.amount_pence
    told: dict[str, Any] = {
        "earned": sum(each.amount_pence for each in earned if each.claimable_on <= today),
        "forecast": dict(by_month),
    }
    of = {each.id: each for each in kept}
    for month in MONTHS:
        sums: Counter[tuple[str, str, str]] = Counter()
        for row in entries:
            if f"{row.occurred_on:%Y-%m}" == month:
                sums[of[row.claim_id].tariff, of[row.claim_id].kind, row.what] += row.amount_pence
        until = [row for row in entries if f"{row.occurred_on:%Y-%m}" <= month]
        told[month] = {"sums": dict(sums), "closing": balances(until)}
    return told


def told_of_money(shown: dict[str, Any]) -> dict[str, Any]:
    """What was shown, in the same shape."""

    def key(each: dict[str, Any], *parts: str) -> tuple[str, ...]:
        return tuple(each[part] for part in parts)

    told: dict[str, Any] = {
        "earned": shown["earned"],
        "forecast": {
            key(each, "month", "tariff", "kind"): each["amount_pence"] for each in shown["forecast"]
        },
    }
    for month in MONTHS:
        page = shown[month]
        sums = {key(each, "tariff", "kind", "what"): each["amount_pence"] for each in page["sums"]}
        assert sum(each["count"] for each in page["sums"]) == len(page["items"])
        closing = {each["account"]: each["closing_pence"] for each in page["accounts"]}
        told[month] = {"sums": sums, "closing": closing}
    return told


def test_what_is_kept_is_what_is_counted_after_every_change(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 20):
        look_anew(office)
        boards = []
        for what in changes(office, worked):
            assert told_of_money(shown(office)) == money(office, clock.today()), what
            marked = board(office)
            look_anew(office)
            kept = board(office)
            forget_what_is_kept(office)
            assert marked == kept == board(office), what
            look_anew(office)
            with office.context.database.transaction() as session:
                assert counting.recount_money(session) == 0, what
                assert counting.recount_people(session) is None
                assert counting.look_anew(session) == 0, what
            boards.append(str(kept))
    assert len(set(boards)) >= 8, "they do change"


def test_what_is_wrong_is_found_and_mended(office: Any, worked: dict[str, str]) -> None:
    with on(2025, 12, 20):
        look_anew(office)
        right = board(office), shown(office)
        with office.context.database.transaction() as session:
            session.execute(text("update tally set amount_pence = amount_pence + 7 where book <> 'expected'"))
            session.execute(text("delete from tally where book = 'expected'"))
            session.execute(text("update standing set last_contact_at = now(), barriers = 9"))
        wrong = board(office), shown(office)
        assert wrong[0] != right[0]
        assert wrong[1] != right[1]
        with office.context.database.transaction() as session:
            assert counting.recount_money(session) > 3
            assert counting.recount_people(session) is None
        assert (board(office), shown(office)) == right
        look_anew(office)
        assert (board(office), shown(office)) == right


def test_what_others_write_meanwhile_is_not_lost(office: Any, worked: dict[str, str]) -> None:
    """Somebody's change is not yet committed when they are worked out: it is seen when it is."""
    with on(2025, 12, 20):
        at = f"/participants/{worked['3']}/contacts"
        office.adviser.post(at, {"channel": "letter", "direction": "out", "summary": "A map"})
        look_anew(office)
        before = board(office)
        with office.context.database.transaction(actors.adviser(org=office.here)) as session:
            session.execute(text("update contact set taken_back_at = now()"))
            with ThreadPoolExecutor(1) as beside:
                beside.submit(look_anew, office).result()
                assert beside.submit(board, office).result() == before
        after = board(office)
        assert after != before
        look_anew(office)
        assert board(office) == after


def test_what_is_kept_stands_behind_the_walls(office: Any, worked: dict[str, str]) -> None:
    look_anew(office)
    served, strangers = actors.adviser(org=office.here), actors.adviser(org=office.elsewhere)
    for actor, some in ((served, True), (strangers, False), (actors.participant(person_id=new_id()), False)):
        with office.context.database.transaction(actor) as session:
            everybody = select(func.count()).select_from(standings.everybody(true(), true()).subquery())
            for count in (text("select count(*) from tally"), everybody):
                assert (session.scalar(count) > 0) is some
    assert board(office, org=office.elsewhere) == []


@pytest.mark.parametrize("role", ["finance officer", "team leader"])
def test_whoever_is_an_adviser_too_sees_the_same_sum(office: Any, worked: dict[str, str], role: str) -> None:
    with on(2025, 12, 20):
        both = office.as_(actors.person(role, "adviser", org=office.here))
        assert both.get("/claims").json["earned_pence"] == shown(office)["earned"] > 0
