"""Staying in work: when to ask, what an answer makes of it, and when silence is a warning."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework import reference
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.in_work import ANSWERS, STATES, InWorkPlan, Return, returns
from services.casework.domain.spells import Spell

RULES = reference.in_work_rules(date(2025, 3, 3))
BEGAN = date(2025, 3, 3)
AT = datetime(2025, 3, 3, 12, tzinfo=UTC)
ME = uuid4()


def job(first: date = BEGAN, last: date | None = None, kind: str = "employment", **more: object) -> Spell:
    return Spell(uuid4(), uuid4(), kind, first, last, **more)  # type: ignore[arg-type]


def plan(today: date = BEGAN) -> InWorkPlan:
    return InWorkPlan.open(uuid4(), job(), RULES, by=ME, at=AT, today=today)


def ask(one: InWorkPlan, day: date) -> None:
    (said,) = one.ask(uuid4(), RULES, day)
    assert (said.name, said.data["occurred_on"], said.subject) == ("in-work.asked", day, one.checks[-1].id)


def answer(one: InWorkPlan, code: str, day: date, number: int = -1) -> None:
    check = one.checks[number]
    (said,) = one.answer(check, code, None, on=day, by=ME, at=AT, today=day)
    assert (said.name, said.data["answer"], said.subject) == ("in-work.answered", code, check.id)


def day(after: int) -> date:
    return BEGAN + timedelta(days=after)


def test_the_first_question_is_a_week_after_the_first_day() -> None:
    one = plan()
    assert (one.state, one.next_on, one.look_on) == ("well", day(7), day(7))


def test_days_that_have_passed_are_not_made_up_for() -> None:
    assert plan(day(30)).next_on == day(56)
    assert plan(day(7)).next_on == day(28)
    late = plan(day(500))
    assert (late.next_on, late.look_on) == (None, None)


@pytest.mark.parametrize("spell", [job(kind="benefit"), job(last=day(3)), job(voided=True)])
def test_only_about_a_job_that_goes_on(spell: Spell) -> None:
    with pytest.raises(Conflict) as refused:
        InWorkPlan.open(uuid4(), spell, RULES, by=ME, at=AT, today=BEGAN)
    assert refused.value.code == "not-in-work"


def test_a_question_waits_five_days_for_its_answer() -> None:
    one = plan()
    ask(one, day(7))
    assert (one.state, one.next_on, one.look_on) == ("waiting", day(28), day(13))
    assert (one.missed(day(12), RULES.wait), one.missed(day(13), RULES.wait)) == (0, 1)
    assert one.look(RULES, day(13)) == []
    assert one.look_on == day(28)


@pytest.mark.parametrize("code", ANSWERS)
def test_an_answer_says_how_it_stands(code: str) -> None:
    one = plan()
    ask(one, day(7))
    answer(one, code, day(8))
    assert one.state == ANSWERS[code]
    assert one.rank == STATES.index(one.state)
    assert one.missed(day(40), RULES.wait) == 0


def test_two_in_a_row_without_an_answer_are_a_warning_said_once() -> None:
    one = plan()
    ask(one, day(7))
    ask(one, day(28))
    assert one.look(RULES, day(33)) == [], "the second may still be answered"
    (said,) = one.look(RULES, day(34))
    assert (said.name, said.data["number"], one.state) == ("in-work.went-quiet", 2, "quiet")
    assert one.look(RULES, day(35)) == []


def test_one_answer_breaks_the_row() -> None:
    one = plan()
    ask(one, day(7))
    answer(one, "well", day(8))
    ask(one, day(28))
    assert one.look(RULES, day(40)) == []
    ask(one, day(56))
    assert [said.name for said in one.look(RULES, day(62))] == ["in-work.went-quiet"]


def test_a_late_answer_ends_the_silence() -> None:
    one = plan()
    ask(one, day(7))
    ask(one, day(28))
    one.look(RULES, day(34))
    answer(one, "well", day(40))
    assert (one.state, one.missed(day(41), RULES.wait)) == ("well", 0)


def test_an_answer_to_an_older_question_is_kept_and_changes_nothing() -> None:
    one = plan()
    ask(one, day(7))
    ask(one, day(28))
    answer(one, "ring-me", day(28), number=0)
    assert one.state == "waiting"


def test_a_question_to_somebody_who_asked_for_help_does_not_hide_that() -> None:
    one = plan()
    ask(one, day(7))
    answer(one, "ring-me", day(8))
    ask(one, day(28))
    assert one.state == "help"
    one.settle()
    assert one.state == "well"


def test_what_is_refused() -> None:
    one = plan()
    ask(one, day(7))
    check = one.checks[0]
    for code, on, today, why in (
        ("dunno", day(8), day(8), "unknown-code"),
        ("well", day(6), day(8), "answered-before-asked"),
        ("well", day(9), day(8), "future-date"),
    ):
        with pytest.raises(DomainError) as refused:
            one.answer(check, code, None, on=on, by=ME, at=AT, today=today)
        assert refused.value.code == why
    assert check.answer is None
    answer(one, "well", day(7))
    with pytest.raises(Conflict) as again:
        answer(one, "left", day(8))
    assert again.value.code == "already-answered"


def test_nothing_follows_the_end() -> None:
    one = plan()
    one.stop(day(3))
    assert (one.state, one.stopped_on, one.next_on, one.look_on) == ("stopped", day(3), None, None)
    for deed in (lambda: one.stop(day(4)), one.settle, lambda: one.ask(uuid4(), RULES, day(7))):
        with pytest.raises(Conflict) as refused:
            deed()
        assert refused.value.code == "in-work-stopped"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("1", "well"),
        ("1. all good", "well"),
        ("Iawn, diolch", "well"),
        ("2", "not-so-well"),
        ("3 please", "ring-me"),
        ("LEFT last week", "left"),
        ("STOP", None),
        ("", None),
        ("11", None),
    ],
)
def test_what_a_text_means(text: str, meaning: str | None) -> None:
    assert RULES.meaning(text) == meaning


@given(st.lists(st.booleans(), max_size=8))
def test_silence_is_the_run_at_the_end(answered: list[bool]) -> None:
    one = plan()
    for number, spoke in enumerate(answered):
        ask(one, day(number * 10))
        if spoke:
            answer(one, "well", day(number * 10))
    run = next((at for at, spoke in enumerate(reversed(answered)) if spoke), len(answered))
    assert one.missed(day(200), RULES.wait) == run


def test_leaving_and_coming_back() -> None:
    jobs = [job(day(0), day(10)), job(day(5), day(20)), job(day(21), day(30)), job(day(40), day(50))]
    other = [job(day(60), day(70), voided=True), job(day(31), day(39), kind="benefit")]
    assert returns([*jobs, *other]) == [Return(day(50), None, None), Return(day(30), day(40), 9)]
    assert returns([*jobs, job(day(45))]) == [Return(day(30), day(40), 9)]
    assert returns([]) == []
    assert returns([job()]) == []
    assert returns([job(day(0)), job(day(5), day(6)), job(day(20))]) == [], "the first job never ended"
