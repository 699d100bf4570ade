"""Contracts: what an organisation is paid for running a programme, besides what each person brings."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.fees import Entitlement
from services.casework.domain.tariffs import Tariff


@dataclass(eq=False)
class ContractChange:
    """What a contract said before it was put right, who did that, and why."""

    id: UUID
    begins_on: date
    value_pence: int
    cohort_volume: int | None
    by: UUID | None
    at: datetime
    reason: str


@dataclass(eq=False)
class Contract:
    """One organisation's contract for a programme: since when, worth how much over its whole life.

    `cohort_volume`: over how many outcomes of one year's starters each brings the accelerated price; None
    where the contract has no such volume.
    """

    id: UUID
    organisation_id: UUID
    programme: str
    tariff: str
    begins_on: date
    value_pence: int
    cohort_volume: int | None
    recorded_by: UUID | None
    recorded_at: datetime
    changes: list[ContractChange] = field(default_factory=list)

    attachment_id = None
    participant_id = None
    payment_group = ""

    @property
    def contract_id(self) -> UUID:
        """Claims besides those for people are made on it."""
        return self.id

    @property
    def told_by(self) -> set[UUID | None]:
        """Everybody on whose word it stands."""
        return {self.recorded_by, *(change.by for change in self.changes)}

    def sign(self, tariff: Tariff, today: date, others: Iterable["Contract"]) -> None:
        """It is recorded; refused where the price list pays nothing by contract, or one is there already."""
        if tariff.delivery is None and tariff.acceleration is None:
            advice = {"programme": ["Choose a programme that pays a delivery fee."]}
            raise DomainError("no-contract-fees", "This programme pays for people alone.", advice)
        if any(other.programme == self.programme for other in others if other is not self):
            raise Conflict("contract-recorded", "This programme has a contract already. Correct that.")
        self._check(tariff, today)

    def correct(
        self,
        begins_on: date,
        value_pence: int,
        cohort_volume: int | None,
        *,
        tariff: Tariff,
        today: date,
        change: ContractChange,
    ) -> None:
        """Something in it was wrong. `change` keeps what stood here before."""
        self.changes.append(change)
        self.begins_on, self.value_pence, self.cohort_volume = begins_on, value_pence, cohort_volume
        self.tariff = tariff.name
        self._check(tariff, today)

    def _check(self, tariff: Tariff, today: date) -> None:
        not_in_future(self.begins_on, today, "begins_on")
        if self.cohort_volume is not None and tariff.acceleration is None:
            advice = {"cohort_volume": ["Leave this out: the programme has no accelerated price."]}
            raise DomainError("no-accelerated-price", "This programme pays every outcome alike.", advice)

    def earned(self, tariff: Tariff, outcomes: Iterable[tuple[date, date]], as_of: date) -> list[Entitlement]:
        """What it has brought by the end of a day. `outcomes` are (started, reached), of all its people."""
        found: list[Entitlement] = []
        if tariff.delivery is not None:
            found += tariff.delivery.earned(self.begins_on, self.value_pence, as_of)
        if tariff.acceleration is not None and self.cohort_volume is not None:
            found += tariff.acceleration.earned(self.begins_on, self.cohort_volume, outcomes, as_of)
        return found
