"""The people whom notify may have to tell something, as far as events have told of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from .cards import Card


class Person:
    """One person's contact card and whose they are. Events may come in any order: the newest wins."""

    def __init__(self, id: UUID) -> None:
        self.id = id
        self.organisation_id: UUID | None = None
        self.adviser_id: UUID | None = None
        self.belongs_since = 0
        self.card_values: dict[str, Any] | None = None
        self.card_since = 0
        self.erased = False
        self.merged_into: UUID | None = None
        self.merged_since = 0
        self.kept_until: date | None = None
        """The last day on which we keep how to reach them, for whoever has no record."""

    @property
    def card(self) -> Card | None:
        """How to reach them; None until a card has come, and after erasure."""
        return Card.of(self.card_values) if self.card_values else None

    def learn_card(self, values: Mapping[str, Any], sequence: int) -> None:
        """Keep a contact card unless a newer one is known already, or the person was erased."""
        if sequence > self.card_since and not self.erased:
            self.card_values, self.card_since = dict(values), sequence

    def belong(self, organisation_id: UUID, adviser_id: UUID | None, sequence: int) -> None:
        """Keep which organisation and adviser help them, unless something newer is known."""
        if sequence > self.belongs_since:
            self.organisation_id, self.belongs_since = organisation_id, sequence
            self.adviser_id = adviser_id or self.adviser_id

    def lead_to(self, into: UUID | None, sequence: int) -> None:
        """Their record was merged into another, by which they are reached; None once it stands for itself."""
        if sequence > self.merged_since:
            self.merged_into, self.merged_since = into, sequence

    def erase(self) -> None:
        """Forget how to reach them, for good."""
        self.card_values, self.erased = None, True
