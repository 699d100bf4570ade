"""Spells of work and benefit: told, ended, put right, and what is said of them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.spells import Spell, Told, in_work, on_benefit, without_work_since

TODAY = date(2025, 9, 1)
STARTED = date(2025, 6, 2)


def told() -> Told:
    return Told(uuid4(), uuid4(), datetime(2025, 9, 1, 10, tzinfo=UTC), TODAY)


def a_spell(kind: str = "employment", started_on: date = STARTED, ended_on: date | None = None) -> Spell:
    return Spell(uuid4(), uuid4(), kind, started_on, ended_on)


def started(kind: str = "employment", ended_on: date | None = None) -> Spell:
    spell = a_spell(kind, ended_on=ended_on)
    spell.start(told())
    return spell


def test_a_job_starts() -> None:
    spell = a_spell()
    (said,) = spell.start(told())
    assert (said.name, said.subject) == ("spell.started", spell.id)
    assert said.data == {"participant_id": spell.participant_id, "kind": "employment", "occurred_on": STARTED}
    assert spell.state == "current"


def test_a_job_told_when_it_is_over_has_started_and_ended() -> None:
    spell = a_spell("self-employment", ended_on=date(2025, 7, 31))
    said = spell.start(told())
    assert [(each.name, each.data["occurred_on"]) for each in said] == [
        ("spell.started", STARTED),
        ("spell.ended", date(2025, 7, 31)),
    ]
    assert spell.state == "ended"


def test_nothing_is_said_about_benefit() -> None:
    spell = a_spell("benefit")
    assert spell.start(told()) == []
    assert spell.end(date(2025, 6, 30), told()) == []
    assert spell.correct(STARTED, None, told(), "mistyped") == []
    assert spell.void(told(), "wrong-person") == []


def test_an_end_a_correction_and_every_account_is_kept() -> None:
    spell = started()
    assert [each.name for each in spell.end(date(2025, 8, 1), told(), "laid-off")] == ["spell.ended"]
    (said,) = spell.correct(date(2025, 6, 9), date(2025, 8, 8), told(), "payslip")
    assert said.data == {
        "participant_id": spell.participant_id,
        "kind": "employment",
        "occurred_on": date(2025, 6, 9),
        "ended_on": date(2025, 8, 8),
        "voided": False,
    }
    assert [(change.what, change.started_on, change.ended_on, change.reason) for change in spell.changes] == [
        ("started", STARTED, None, None),
        ("ended", STARTED, date(2025, 8, 1), "laid-off"),
        ("corrected", date(2025, 6, 9), date(2025, 8, 8), "payslip"),
    ]
    assert spell.days == (date(2025, 6, 9), date(2025, 8, 8))


def test_the_last_day_may_be_the_first() -> None:
    assert started(ended_on=STARTED).state == "ended"


@pytest.mark.parametrize(
    ("step", "code", "field"),
    [
        (lambda: a_spell(started_on=date(2025, 9, 2)).start(told()), "future-date", "started_on"),
        (lambda: a_spell(ended_on=date(2025, 9, 2)).start(told()), "future-date", "ended_on"),
        (lambda: a_spell(ended_on=date(2025, 6, 1)).start(told()), "ends-before-start", "ended_on"),
        (lambda: a_spell("volunteering").start(told()), "unknown-kind", "kind"),
        (lambda: started().end(date(2025, 9, 2), told()), "future-date", "ended_on"),
        (lambda: started().end(date(2025, 6, 1), told()), "ends-before-start", "ended_on"),
        (lambda: started().correct(date(2025, 9, 2), None, told(), "x"), "future-date", "started_on"),
    ],
)
def test_days_that_do_not_fit_are_refused(step: Callable[[], object], code: str, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        step()
    assert refused.value.code == code
    assert field in refused.value.errors


def test_it_ends_once() -> None:
    with pytest.raises(Conflict, match="Correct it instead"):
        started(ended_on=date(2025, 7, 1)).end(date(2025, 8, 1), told())


def test_what_was_taken_back_stays_so_and_counts_for_nothing() -> None:
    spell = started()
    (said,) = spell.void(told(), "did-not-start")
    assert (said.name, said.data["voided"], spell.state) == ("spell.corrected", True, "voided")
    for step in (
        lambda: spell.void(told(), "again"),
        lambda: spell.end(STARTED, told()),
        lambda: spell.correct(STARTED, None, told(), "after all"),
    ):
        with pytest.raises(Conflict):
            step()
    assert in_work([spell]) == []


def test_work_and_benefit_apart() -> None:
    some = [started(), started("self-employment", date(2025, 7, 1)), started("benefit")]
    assert in_work(some) == [(STARTED, None), (STARTED, date(2025, 7, 1))]
    assert on_benefit(some) == [(STARTED, None)]


@pytest.mark.parametrize(
    ("told_since", "jobs", "since"),
    [
        (None, [], None),
        (date(2024, 8, 5), [], date(2024, 8, 5)),
        (date(2024, 8, 5), [(STARTED, None)], None),
        (date(2024, 8, 5), [(TODAY, None)], None),
        (date(2024, 8, 5), [(STARTED, TODAY)], None),
        (date(2024, 8, 5), [(STARTED, date(2025, 12, 1))], None),
        (date(2024, 8, 5), [(STARTED, date(2025, 7, 31))], date(2025, 8, 1)),
        (None, [(STARTED, date(2025, 7, 31))], date(2025, 8, 1)),
        (date(2024, 8, 5), [(date(2025, 12, 1), None)], date(2024, 8, 5)),
        (date(2025, 8, 20), [(STARTED, date(2025, 7, 31))], date(2025, 8, 20)),
    ],
)
def test_the_time_without_work_begins_again_after_each_job(
    told_since: date | None, jobs: list[tuple[date, date | None]], since: date | None
) -> None:
    spells = [a_spell(started_on=first, ended_on=last) for first, last in jobs]
    assert without_work_since(told_since, in_work(spells), TODAY) == since


def test_benefit_and_voided_jobs_do_not_end_the_time_without_work() -> None:
    voided = a_spell()
    voided.voided = True
    assert without_work_since(date(2024, 8, 5), in_work([a_spell("benefit"), voided]), TODAY) == date(
        2024, 8, 5
    )
