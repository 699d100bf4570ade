"""Properties of payment by results: whatever the facts, and however often they are put right."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.calendars import add_working_days
from services.casework.domain.attachments import Attachment
from services.casework.domain.claims import Claim
from services.casework.domain.derivation import Step, bring_forward, next_change, take_back
from services.casework.domain.fees import Entitlement
from services.casework.domain.ledger import EARNED, Entry, balances, entry
from services.casework.domain.spans import Days
from services.casework.domain.tariffs import earned_pence, entitlements
from services.casework.reference.prices import tariffs

ATTACHED = date(2025, 3, 10)
NOW = datetime(2025, 3, 10, 9, tzinfo=UTC)
YEAR_1 = tariffs()["work-programme/year-1"]

days = st.integers(-30, 900).map(lambda n: ATTACHED + timedelta(days=n))
lengths = st.one_of(st.none(), st.integers(0, 500))
spells = st.lists(
    st.builds(
        lambda first, more: (first, None if more is None else first + timedelta(days=more)), days, lengths
    ),
    max_size=5,
)
groups = st.sampled_from(list(YEAR_1.groups))
as_of_days = st.integers(0, 2_000).map(lambda n: ATTACHED + timedelta(days=n))


@dataclass(frozen=True)
class Facts:
    group: str
    employment: Sequence[Days]
    benefit: Sequence[Days]

    def reached(self, as_of: date) -> list[Entitlement]:
        return entitlements(
            attached_on=ATTACHED,
            employment=self.employment,
            benefit=self.benefit,
            tariff=YEAR_1,
            payment_group=self.group,
            as_of=as_of,
            add_working_days=add_working_days,
        )


facts = st.builds(Facts, groups, spells, spells)


@dataclass
class Desk:
    """One person's claims and ledger, derived as the action does it, without a database."""

    attachment: Attachment
    claims: list[Claim] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @classmethod
    def opened(cls) -> "Desk":
        ids = [uuid4() for _ in range(3)]
        return cls(Attachment(*ids, "pathways", "1", ATTACHED, YEAR_1.name, None, NOW))

    def derive(self, told: Facts, today: date) -> list[Step]:
        self.attachment.payment_group = told.group
        reached = told.reached(today)
        back = take_back(self.live(), reached, self.attachment, today)
        forward = bring_forward(self.live(), reached, self.attachment, today, uuid4)
        for step in [*back, *forward]:
            self._keep(step)
        return [*back, *forward]

    def live(self) -> list[Claim]:
        return [claim for claim in self.claims if claim.reversed_on is None]

    def _keep(self, step: Step) -> None:
        if step.claim not in self.claims:
            self.claims.append(step.claim)
        if step.posting is not None:
            self.entries.append(
                entry(step.claim, step.posting, step.occurred_on, id=UUID(int=0), by=None, at=NOW)
            )

    def pay_everything(self, today: date) -> None:
        for claim in self.live():
            if claim.state == "claimed":
                claim.validate(uuid4(), today, today=today, told_by=())
                claim.pay(uuid4(), today, today=today)
                self.entries.append(entry(claim, "paid", today, id=UUID(int=0), by=None, at=NOW))

    def earned(self, as_of: date) -> int:
        return -balances([each for each in self.entries if each.occurred_on <= as_of])[EARNED]

    def says(self) -> set[tuple[object, ...]]:
        return {(c.kind, c.number, c.began_on, c.reached_on, c.amount_pence, c.tariff) for c in self.live()}


@given(facts, as_of_days, st.integers(0, 400))
def test_a_later_day_only_adds_and_what_was_reached_by_then_is_a_part_of_it(
    told: Facts, as_of: date, more: int
) -> None:
    earlier, later = told.reached(as_of), told.reached(as_of + timedelta(days=more))
    assert earlier == [each for each in later if each.reached_on <= as_of]
    assert earned_pence(earlier, as_of) <= earned_pence(later, as_of + timedelta(days=more))


@given(facts, as_of_days)
def test_within_what_the_group_pays_and_never_in_the_future(told: Facts, as_of: date) -> None:
    reached = told.reached(as_of)
    most = {
        "1": 3_810,
        "2": 4_395,
        "3": 6_600,
        "4": 6_600,
        "5": 3_700,
        "6": 6_500,
        "7": 13_720,
        "8": 3_700,
        "9": 5_500,
    }
    assert 0 <= sum(each.amount_pence for each in reached) <= most[told.group] * 100
    assert all(each.amount_pence > 0 for each in reached)
    assert all(
        each.reached_on <= as_of and each.began_on <= each.reached_on <= each.claimable_on for each in reached
    )


@given(facts, as_of_days)
def test_sustainment_periods_are_four_weeks_and_do_not_overlap(told: Facts, as_of: date) -> None:
    reached = [each for each in told.reached(as_of) if each.kind != "attachment"]
    for before, after in pairwise(reached):
        assert after.began_on > before.reached_on
        assert (after.reached_on - after.began_on).days == 27


@given(facts, as_of_days)
def test_the_order_in_which_spells_were_told_does_not_matter(told: Facts, as_of: date) -> None:
    turned = Facts(told.group, list(reversed(told.employment)), list(reversed(told.benefit)))
    doubled = Facts(told.group, [*told.employment, *told.employment], told.benefit)
    assert told.reached(as_of) == turned.reached(as_of) == doubled.reached(as_of)


@given(facts, spells, as_of_days)
def test_more_benefit_never_earns_more(told: Facts, more: list[Days], as_of: date) -> None:
    poorer = Facts(told.group, told.employment, [*told.benefit, *more])
    assert earned_pence(poorer.reached(as_of), as_of) <= earned_pence(told.reached(as_of), as_of)


@given(facts, as_of_days)
def test_deriving_twice_changes_nothing(told: Facts, today: date) -> None:
    desk = Desk.opened()
    desk.derive(told, today)
    assert desk.derive(told, today) == []


@settings(max_examples=60)
@given(st.lists(facts, min_size=1, max_size=4), as_of_days, st.booleans())
def test_the_ledger_agrees_with_the_facts_as_known_now_on_every_day(
    accounts: list[Facts], today: date, pays: bool
) -> None:
    desk = Desk.opened()
    for told in accounts:
        desk.derive(told, today)
        if pays:
            desk.pay_everything(today)
        assert sum(balances(desk.entries).values()) == 0
        for weeks in range(0, (today - ATTACHED).days // 7 + 1, 13):
            as_of = ATTACHED + timedelta(weeks=weeks)
            assert desk.earned(as_of) == earned_pence(told.reached(as_of), as_of) >= 0
        assert desk.earned(today) == sum(claim.amount_pence for claim in desk.live() if claim.counts)


@given(facts, facts, as_of_days)
def test_a_correction_put_right_again_comes_to_the_same(first: Facts, wrong: Facts, today: date) -> None:
    desk, straight = Desk.opened(), Desk.opened()
    for told in (first, wrong, first):
        desk.derive(told, today)
    straight.derive(first, today)
    assert desk.says() == straight.says()
    assert desk.earned(today) == straight.earned(today)


@given(facts, st.lists(st.integers(1, 120), min_size=1, max_size=8))
def test_day_by_day_or_all_at_once_comes_to_the_same(told: Facts, strides: list[int]) -> None:
    desk, straight, today = Desk.opened(), Desk.opened(), ATTACHED
    for stride in strides:
        today += timedelta(days=stride)
        desk.derive(told, today)
    straight.derive(told, today)
    assert desk.says() == straight.says()
    assert {claim.state for claim in desk.claims} <= {"reached", "claimed"}


@given(facts, as_of_days)
def test_nothing_changes_before_the_next_change(told: Facts, today: date) -> None:
    desk = Desk.opened()
    desk.derive(told, today)
    due = next_change(today, told.reached(today + timedelta(days=400)), [])
    if due is not None:
        assert desk.derive(told, due - timedelta(days=1)) == []
        assert desk.derive(told, due) != []
    else:
        assert desk.derive(told, today + timedelta(days=400)) == []


def test_a_rejected_claim_comes_back_only_when_the_facts_change() -> None:
    told = Facts("3", [(date(2025, 6, 2), None)], [])
    desk, today = Desk.opened(), date(2025, 9, 1)
    desk.derive(told, today)
    outcome = next(claim for claim in desk.claims if claim.kind == "job-outcome")
    outcome.reject(uuid4(), today, "no-evidence", today=today)
    assert desk.derive(told, today) == []
    desk.derive(Facts("3", [(date(2025, 6, 1), None)], []), today)
    assert [(claim.state, claim.reached_on) for claim in desk.claims if claim.kind == "job-outcome"] == [
        ("reversed", date(2025, 8, 31)),
        ("claimed", date(2025, 8, 30)),
    ]


def test_a_claim_that_was_checked_and_not_paid_is_taken_back_and_nothing_is_owed() -> None:
    desk, today = Desk.opened(), date(2025, 9, 1)
    desk.derive(Facts("3", [(date(2025, 6, 2), None)], []), today)
    outcome = next(claim for claim in desk.claims if claim.kind == "job-outcome")
    outcome.validate(uuid4(), today, today=today, told_by=())
    (step,) = desk.derive(Facts("3", [], []), today)
    assert (step.claim, step.posting, outcome.state) == (outcome, "reversed", "reversed")
    assert (outcome.reversed_on, outcome.reversed_because) == (today, "facts-corrected")
    assert balances(desk.entries)["owed-back"] == 0


def test_each_fee_that_is_new_is_one_step_and_claimed_only_if_it_may_be_by_now() -> None:
    told = Facts("3", [(date(2025, 6, 2), None)], [])
    for today, states in (
        (date(2025, 10, 16), {("sustainment", 1): None}),
        (date(2025, 10, 17), {("sustainment", 1): "claimed"}),
        (date(2025, 10, 26), {("sustainment", 1): "claimed", ("sustainment", 2): None}),
    ):
        steps = Desk.opened().derive(told, today)
        posted = [((step.claim.kind, step.claim.number), step.posting) for step in steps]
        assert len(posted) == len(dict(posted))
        at_once = {("attachment", 1): "claimed", ("job-outcome", 1): "claimed"}
        assert dict(posted) == at_once | states
        assert all(bool(step.happened) is (step.posting is not None) for step in steps)


def test_a_paid_claim_that_was_never_earned_is_owed_back() -> None:
    desk, today = Desk.opened(), date(2025, 9, 1)
    desk.derive(Facts("3", [(date(2025, 6, 2), None)], []), today)
    desk.pay_everything(today)
    desk.derive(Facts("3", [(date(2025, 6, 2), date(2025, 7, 31))], []), today)
    assert balances(desk.entries) == {
        "fees-earned": -40_000,
        "claims-outstanding": 0,
        "payments-received": 160_000,
        "owed-back": -120_000,
    }


@settings(max_examples=60)
@given(st.lists(facts, min_size=1, max_size=4), as_of_days, st.booleans())
def test_whatever_is_taken_back_comes_to_nought(accounts: list[Facts], today: date, pays: bool) -> None:
    """Of each claim taken back nothing is earned and nothing outstanding; what was paid is owed."""
    desk = Desk.opened()
    for told in accounts:
        desk.derive(told, today)
        if pays:
            desk.pay_everything(today)
    for claim in desk.claims:
        left = balances([each for each in desk.entries if each.claim_id == claim.id])
        assert sum(left.values()) == 0
        if claim.state in ("reversed", "clawed-back", "rejected"):
            assert (left[EARNED], left["claims-outstanding"]) == (0, 0)
            paid = claim.amount_pence if claim.state == "clawed-back" else 0
            assert (left["payments-received"], left["owed-back"]) == (paid, -paid)
