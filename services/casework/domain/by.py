"""Whose word a step is, and whose hands recorded it."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Party = Literal["participant", "adviser"]


@dataclass(frozen=True)
class By:
    """One of the two parties to everything that is agreed in casework.

    In assisted use an adviser's account speaks for the participant: the party is the participant, the account
    is the adviser's, and `assisted` says so in the record.
    """

    party: Party
    account_id: UUID
    assisted: bool = False
    helper: str | None = None
    """What the adviser is called who lent their hands, in assisted use."""
