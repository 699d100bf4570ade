"""A tariff: what a programme pays for each payment group, as versioned data; and what a person has earned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.casework.domain.delivery import Acceleration, Delivery, read_acceleration, read_delivery
from services.casework.domain.errors import DomainError
from services.casework.domain.fees import AddWorkingDays, Entitlement, Fee, fee, work_record
from services.casework.domain.spans import Days
from services.casework.domain.wages import NO_RATE, HourlyRate, Wage


@dataclass(frozen=True)
class PaymentGroup:
    """A group of participants for whom the commissioner pays alike."""

    code: str
    label: Mapping[str, str]
    fees: tuple[Fee, ...]


@dataclass(frozen=True)
class Tariff:
    """One version of a price list: an attachment keeps it for life."""

    name: str
    currency: str
    allotted_weeks: int
    groups: Mapping[str, PaymentGroup]
    delivery: Delivery | None = None
    acceleration: Acceleration | None = None

    def group(self, code: str) -> PaymentGroup:
        """The payment group of that code; refuses an unknown one."""
        if code not in self.groups:
            advice = f"Choose one of: {', '.join(self.groups)}."
            raise DomainError(
                "unknown-payment-group", f"There is no payment group {code}.", {"payment_group": [advice]}
            )
        return self.groups[code]


@dataclass(frozen=True)
class Period:
    """The attachments to which a programme applies a tariff: from one day to another, both counted."""

    tariff: str
    attached_from: date
    attached_to: date | None = None

    def covers(self, day: date) -> bool:
        """Whether someone attached on that day is paid for by this tariff."""
        return self.attached_from <= day and (self.attached_to is None or day <= self.attached_to)


def tariff_for(
    programme: str, periods: Sequence[Period], attached_on: date, field: str = "occurred_on"
) -> str:
    """The name of the tariff that applies to someone attached on a day; refuses a day without one."""
    for period in periods:
        if period.covers(attached_on):
            return period.tariff
    detail = f"The programme {programme} has no price list for someone attached on {attached_on.isoformat()}."
    raise DomainError("no-tariff", detail, {field: ["Give a date on which the programme took people on."]})


def read_tariff(data: Mapping[str, Any]) -> Tariff:
    """A tariff from its data file. Raises ValueError, naming the place, where the data make no sense."""
    name = f"{data['tariff']}/{data['version']}"
    try:
        groups = {str(each["code"]): _read_group(each, data["fees"]) for each in data["groups"]}
        delivery = read_delivery(data.get("delivery"))
        acceleration = read_acceleration(data.get("acceleration"))
    except ValueError as error:
        raise ValueError(f"tariff {name}: {error}") from error
    return Tariff(name, data["currency"], int(data["allotted_weeks"]), groups, delivery, acceleration)


def _read_group(group: Mapping[str, Any], rules: Mapping[str, Mapping[str, Any]]) -> PaymentGroup:
    """Each fee of the tariff with what this group adds to it: its amount, its weeks, its payments."""
    unknown = set(group) - set(rules) - {"code", "label", "source"}
    if unknown:
        raise ValueError(
            f"group {group['code']} prices {', '.join(sorted(unknown))}, which the tariff has no rule for"
        )
    fees = tuple(fee(kind, {**rule, **group[kind]}) for kind, rule in rules.items() if kind in group)
    return PaymentGroup(str(group["code"]), group["label"], fees)


def entitlements(
    *,
    attached_on: date,
    employment: Sequence[Days],
    benefit: Sequence[Days],
    tariff: Tariff,
    payment_group: str,
    as_of: date,
    add_working_days: AddWorkingDays,
    self_employment: Sequence[Days] = (),
    wages: Sequence[Wage] = (),
    hourly_rate: HourlyRate = NO_RATE,
) -> list[Entitlement]:
    """Everything that the facts have reached by the end of a day, in the order of the tariff's fees.

    A pure function: the same facts give the same answer, and a later day only ever adds to it.
    """
    record = work_record(
        attached_on,
        employment,
        benefit,
        allotted_weeks=tariff.allotted_weeks,
        as_of=as_of,
        add_working_days=add_working_days,
        self_employment=self_employment,
        wages=wages,
        hourly_rate=hourly_rate,
    )
    reached: list[Entitlement] = []
    for each in tariff.group(payment_group).fees:
        reached.extend(each.earned(record, reached))
    return reached


def earned_pence(reached: Sequence[Entitlement], as_of: date) -> int:
    """What can be claimed by the end of a day."""
    return sum(each.amount_pence for each in reached if each.claimable_on <= as_of)
