"""Claims: what the programme owes for one person, from the day it was reached to the day it was paid."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.fees import Entitlement
from services.casework.domain.happened import Happened

CONTRACT_KINDS = ("delivery", "accelerated")
"""What a contract pays for besides single people."""


class Ground(Protocol):
    """What claims are made on: one person's attachment to a programme, or a contract."""

    @property
    def attachment_id(self) -> UUID | None: ...

    @property
    def contract_id(self) -> UUID | None: ...

    @property
    def participant_id(self) -> UUID | None: ...

    organisation_id: UUID
    tariff: str

    @property
    def payment_group(self) -> str: ...


@dataclass(eq=False)
class Claim:
    """One fee. Its state follows from its dates; one that turns out wrong is reversed.

    It is for one person, by their attachment; or for no one, by a contract (`contract_id`).
    """

    id: UUID
    attachment_id: UUID | None
    participant_id: UUID | None
    organisation_id: UUID
    tariff: str
    payment_group: str
    kind: str
    number: int
    began_on: date
    reached_on: date
    claimable_on: date
    amount_pence: int
    currency: str = "GBP"
    contract_id: UUID | None = None
    claimed_on: date | None = None
    evidence: str | None = None
    evidenced_on: date | None = None
    evidenced_by: UUID | None = None
    validated_on: date | None = None
    validated_by: UUID | None = None
    paid_on: date | None = None
    paid_by: UUID | None = None
    rejected_on: date | None = None
    rejected_by: UUID | None = None
    rejected_reason: str | None = None
    reversed_on: date | None = None
    reversed_because: str | None = None
    repaid_on: date | None = None
    repaid_by: UUID | None = None

    @property
    def state(self) -> str:
        """reached → claimed → evidenced → validated → paid | rejected; then reversed.

        One that was paid is clawed-back instead, and repaid once the money has gone back.
        """
        if self.repaid_on is not None:
            return "repaid"
        if self.reversed_on is not None:
            return "reversed" if self.paid_on is None else "clawed-back"
        if self.rejected_on is not None:
            return "rejected"
        steps = (
            ("paid", self.paid_on),
            ("validated", self.validated_on),
            ("evidenced", self.evidenced_on),
            ("claimed", self.claimed_on),
        )
        return next((state for state, on in steps if on is not None), "reached")

    @property
    def counts(self) -> bool:
        """Whether its amount is earned: claimed, and neither rejected nor reversed."""
        return self.state in ("claimed", "evidenced", "validated", "paid")

    def stands_for(self, entitlement: Entitlement | None, ground: Ground) -> bool:
        """Whether the facts still say exactly what this claim says."""
        return entitlement is not None and (
            (self.reached_on, self.began_on, self.amount_pence)
            == (entitlement.reached_on, entitlement.began_on, entitlement.amount_pence)
            and (self.tariff, self.payment_group) == (ground.tariff, ground.payment_group)
        )

    def make(self) -> list[Happened]:
        """It is claimed, on the day from which that is allowed."""
        self._must_be("reached")
        self.claimed_on = self.claimable_on
        data: dict[str, object] = {
            "organisation_id": self.organisation_id,
            "number": self.number,
            "reached_on": self.reached_on,
            "claimable_on": self.claimable_on,
            "tariff": self.tariff,
        }
        if self.participant_id is not None:
            data["payment_group"] = self.payment_group
        return self._happened("made", self.claimable_on, **data)

    def lodge(self, evidence: str, by: UUID, on: date, *, today: date) -> None:
        """Somebody names what shows that it was earned. It is not they who check it."""
        self._must_be("claimed")
        self._dated(on, today, since=self.reached_on)
        self.evidence, self.evidenced_by, self.evidenced_on = evidence, by, on

    def validate(
        self, by: UUID, on: date, *, today: date, told_by: Collection[UUID | None], shown: bool = True
    ) -> list[Happened]:
        """A second person has seen the evidence: somebody else than those on whose word the claim stands.

        `shown` says whether the facts themselves came with evidence; if not, it has to have been lodged.
        """
        self._must_be("claimed", "evidenced")
        self._dated(on, today, since=max(self.claimable_on, self.evidenced_on or self.claimable_on))
        if by in told_by or by == self.evidenced_by:
            detail = "You recorded the facts that this claim stands on, so somebody else must check it."
            raise DomainError("second-person-needed", detail)
        if not shown and self.evidence is None:
            detail = "Nothing shows yet that this was earned. Say first what does."
            raise DomainError("evidence-needed", detail)
        self.validated_by, self.validated_on = by, on
        return self._happened("validated", on)

    def pay(self, by: UUID, on: date, *, today: date) -> list[Happened]:
        """The money has come."""
        self._must_be("validated")
        self._dated(on, today, since=self.validated_on or on)
        self.paid_by, self.paid_on = by, on
        return self._happened("paid", on)

    def repay(self, by: UUID, on: date, *, today: date) -> list[Happened]:
        """The money that was clawed back has gone back."""
        self._must_be("clawed-back")
        self._dated(on, today, since=self.reversed_on or on)
        self.repaid_by, self.repaid_on = by, on
        return []

    def reject(self, by: UUID, on: date, reason: str, *, today: date) -> list[Happened]:
        """It is not accepted, and why. It comes back only if the facts change."""
        self._must_be("claimed", "evidenced", "validated")
        self._dated(on, today, since=self.claimable_on)
        self.rejected_by, self.rejected_on, self.rejected_reason = by, on, reason
        return self._happened("rejected", on)

    def reverse(self, today: date, because: str) -> list[Happened]:
        """By the facts as put right it was never earned: taken back as of the day it counted from.

        One that was only reached, or had been rejected, had nothing to take back and says nothing.
        """
        if self.reversed_on is not None:
            raise Conflict("claim-reversed", "This claim has been reversed already.")
        counted = self.counts
        self.reversed_on, self.reversed_because = today, because
        return self._happened("reversed", self.claimable_on) if counted else []

    def _must_be(self, *states: str) -> None:
        if self.state not in states:
            raise Conflict(f"claim-{self.state}", f"This claim is {self.state}, so that cannot be done.")

    def _dated(self, on: date, today: date, since: date) -> None:
        not_in_future(on, today)
        if on < since:
            advice = {"occurred_on": [f"Give {since.isoformat()} or a later date."]}
            raise DomainError("too-early", "That is before the claim could have got so far.", advice)

    def _happened(self, step: str, occurred_on: date, **rest: object) -> list[Happened]:
        """What is claimed for a person and what a contract pays besides are told apart."""
        data = {
            "kind": self.kind,
            "amount_pence": self.amount_pence,
            "occurred_on": occurred_on,
            **rest,
        }
        if self.participant_id is not None:
            return [Happened(f"claim.{step}", self.id, data | {"participant_id": self.participant_id})]
        whose = {"contract_id": self.contract_id, "organisation_id": self.organisation_id}
        return [Happened(f"contract-claim.{step}", self.id, data | whose)]


def not_standing(held: Sequence[Claim], reached: Sequence[Entitlement], ground: Ground) -> list[Claim]:
    """The claims held that the facts do not bear out any more."""
    now = {(each.kind, each.number): each for each in reached}
    return [claim for claim in held if not claim.stands_for(now.get((claim.kind, claim.number)), ground)]


def newly_reached(
    held: Sequence[Claim], reached: Sequence[Entitlement], ground: Ground, new_id: Callable[[], UUID]
) -> list[Claim]:
    """A claim for each entitlement that none of the claims held answers for."""
    answered = {(claim.kind, claim.number) for claim in held}
    return [
        Claim(
            id=new_id(),
            attachment_id=ground.attachment_id,
            contract_id=ground.contract_id,
            participant_id=ground.participant_id,
            organisation_id=ground.organisation_id,
            tariff=ground.tariff,
            payment_group=ground.payment_group,
            kind=each.kind,
            number=each.number,
            began_on=each.began_on,
            reached_on=each.reached_on,
            claimable_on=each.claimable_on,
            amount_pence=each.amount_pence,
        )
        for each in reached
        if (each.kind, each.number) not in answered
    ]


def to_be_made(held: Sequence[Claim], today: date) -> list[Claim]:
    """The claims that have been reached and may be claimed by now."""
    return [claim for claim in held if claim.state == "reached" and claim.claimable_on <= today]
