"""What the facts about one person come to, beside what is held: worked out without asking the database."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache, partial

from chassis import calendars
from chassis.ids import new_id
from services.casework.domain import derivation, forecast, milestones
from services.casework.domain.attachments import Attachment
from services.casework.domain.derivation import Step
from services.casework.domain.fees import Entitlement
from services.casework.domain.happened import Happened
from services.casework.domain.milestones import Milestone
from services.casework.domain.spells import Spell, in_own_work, in_work, on_benefit
from services.casework.domain.tariffs import entitlements
from services.casework.domain.wages import Wage
from services.casework.reference import prices
from services.casework.store.grounds import Ground

AHEAD = timedelta(days=400)
"""How far ahead the next change is looked for; whoever has none by then is looked at again on that day."""

FORESEEN = AHEAD + timedelta(days=forecast.DAYS)
"""How far ahead fees are expected, so that a forecast is whole until the person is looked at again."""

working_days_after = lru_cache(maxsize=20_000)(calendars.add_working_days)
"""Many people's weeks end on the same days, and a calendar does not change while we run."""


class Derived:
    """One person's milestones and claims: first what falls, then (written apart) what comes in its place."""

    def __init__(self, ground: Ground, today: date, nation: str) -> None:
        self.ground, self._today, self._nation = ground, today, nation
        self.happened: list[Happened] = []
        self.steps: list[Step] = []
        self.milestones: list[Milestone] = []
        """The new ones."""
        self.expected: list[tuple[Attachment, list[Entitlement]]] = []
        """What each attachment will bring if things go on as they are."""
        self._weeks = self._milestones_ahead()
        self._ahead = [(one, self._earned(one, self._wages)) for one in ground.attached]
        self._take_back()

    def bring_forward(self) -> None:
        """What the facts bear out and nobody has noted yet."""
        standing = [one for one in self.ground.reached if one.withdrawn_on is None]
        whose = self.ground.participant_id
        self.milestones = milestones.newly_reached(whose, standing, self._weeks_by_now, new_id)
        self.happened += [one.reach() for one in self.milestones]
        for attached, ahead in self._ahead:
            held = [one for one in self.ground.claims[attached.id] if one.reversed_on is None]
            reached = self._by_now(ahead)
            self.steps += derivation.bring_forward(held, reached, attached, self._today, new_id)
            self.expected.append((attached, self._foreseen(attached, ahead)))

    @property
    def next_on(self) -> date | None:
        """The day on which the person is to be looked at again, if the facts stay."""
        after = [derivation.next_change(self._today, [], self._weeks.values())]
        after += [derivation.next_change(self._today, ahead, []) for _, ahead in self._ahead]
        goes_on = any(spell.state == "current" for spell in self.ground.told)
        after += [self._today + AHEAD] if goes_on else []
        return min((day for day in after if day is not None), default=None)

    def _take_back(self) -> None:
        gone = milestones.not_standing(self.ground.reached, self._weeks_by_now)
        self.happened += [one.withdraw(self._today) for one in gone]
        for attached, ahead in self._ahead:
            held, reached = self.ground.claims[attached.id], self._by_now(ahead)
            self.steps += derivation.take_back(held, reached, attached, self._today)

    def _milestones_ahead(self) -> dict[int, date]:
        since = min((one.attached_on for one in self.ground.attached), default=date.min)
        weeks, until = prices.milestone_weeks(), self._today + AHEAD
        return milestones.milestones(in_work(self.ground.told), weeks, since=since, as_of=until)

    @property
    def _weeks_by_now(self) -> dict[int, date]:
        return {weeks: day for weeks, day in self._weeks.items() if day <= self._today}

    @property
    def _wages(self) -> list[Wage]:
        return [one.wage for one in self.ground.paid]

    def _by_now(self, ahead: Sequence[Entitlement]) -> list[Entitlement]:
        return [one for one in ahead if one.reached_on <= self._today]

    def _foreseen(self, attached: Attachment, ahead: Sequence[Entitlement]) -> list[Entitlement]:
        """What is to come; pay that has begun is taken to go on."""
        until = self._today + FORESEEN
        more = forecast.wages_to_come(self.ground.told, self.ground.paid, self._today, until)
        expected = self._earned(attached, [*self._wages, *more]) if more else ahead
        return forecast.to_come(expected, self._today)

    def _earned(self, attached: Attachment, wages: Sequence[Wage]) -> list[Entitlement]:
        return earned_by(attached, self.ground.told, wages, self._today + FORESEEN, self._nation)


def earned_by(
    attached: Attachment, told: Sequence[Spell], wages: Sequence[Wage], as_of: date, nation: str
) -> list[Entitlement]:
    """What one attachment has brought by the end of a day, by these facts."""
    if attached.set_aside_on is not None:
        return []
    return entitlements(
        attached_on=attached.attached_on,
        employment=in_work(told),
        benefit=on_benefit(told),
        tariff=prices.tariffs()[attached.tariff],
        payment_group=attached.payment_group,
        as_of=as_of,
        add_working_days=partial(working_days_after, nation=nation),
        self_employment=in_own_work(told),
        wages=wages,
        hourly_rate=prices.hourly_rate,
    )
