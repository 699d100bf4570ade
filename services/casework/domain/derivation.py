"""Bringing claims into line with the facts: what no longer stands is taken back, what is new comes.

Done again and again, whenever facts change and as time passes; doing it twice changes nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.casework.domain import claims
from services.casework.domain.claims import Claim, Ground
from services.casework.domain.fees import Entitlement
from services.casework.domain.happened import Happened

CORRECTED = "facts-corrected"


@dataclass(frozen=True)
class Step:
    """What happened to a claim: what to publish, and what to write in the ledger, if anything."""

    claim: Claim
    happened: tuple[Happened, ...] = ()
    posting: str | None = None

    @property
    def occurred_on(self) -> date:
        """Both taking back and claiming hold as of the day from which the claim could be made.

        So the ledger as of any day always agrees with the facts as they are known now; when each row was
        written is told by its `recorded_at`.
        """
        return self.claim.claimable_on


def take_back(
    held: Sequence[Claim], reached: Sequence[Entitlement], ground: Ground, today: date
) -> list[Step]:
    """Reverse each claim that the facts no longer bear out."""
    return [_reversed(claim, today) for claim in claims.not_standing(held, reached, ground)]


def _reversed(claim: Claim, today: date) -> Step:
    posting = None if not claim.counts else "clawed-back" if claim.state == "paid" else "reversed"
    return Step(claim, tuple(claim.reverse(today, CORRECTED)), posting)


def bring_forward(
    held: Sequence[Claim],
    reached: Sequence[Entitlement],
    ground: Ground,
    today: date,
    new_id: Callable[[], UUID],
) -> list[Step]:
    """A claim for each new entitlement, and each that may be claimed by now is claimed. `held` all stand."""
    new = claims.newly_reached(held, reached, ground, new_id)
    waiting = [Step(claim) for claim in new if claim.claimable_on > today]
    return [
        *waiting,
        *(Step(one, tuple(one.make()), "claimed") for one in claims.to_be_made([*held, *new], today)),
    ]


def next_change(after: date, reached: Iterable[Entitlement], milestones: Iterable[date]) -> date | None:
    """The first day after this one on which something is reached or claimable, if the facts stay.

    `reached` and `milestones` are what the facts will have come to on some later day.
    """
    days = [day for each in reached for day in (each.reached_on, each.claimable_on)]
    return min((day for day in (*days, *milestones) if day > after), default=None)
