"""Which fact leads to which message, and when. The rules themselves are data (`reference/rules.yaml`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from .channels import LADDER


@dataclass(frozen=True)
class Fact:
    """Something that notify has heard of: an event's name and id, what it is about, and what it says."""

    name: str
    id: UUID
    about: UUID
    values: Mapping[str, object]


@dataclass(frozen=True)
class Request:
    """A message that a rule asks for."""

    template: str
    due_at: datetime
    moment: datetime | None
    channels: tuple[str, ...]
    purpose: str | None = None


@dataclass(frozen=True)
class Rule:
    """`event` leads to `template`, straight away or some hours before the moment that the fact names."""

    event: str
    template: str | None = None
    moment: str | None = None
    hours_before: int | None = None
    only_with: str | None = None
    only_without: str | None = None
    channels: tuple[str, ...] = LADDER
    purpose: str | None = None
    """What the message is for, where it goes to nobody who has said no to that."""
    cancels: tuple[str, ...] = field(default=())

    def fits(self, fact: Fact) -> bool:
        """Whether this rule speaks about this fact."""
        if fact.name != self.event:
            return False
        if self.only_with and fact.values.get(self.only_with) is None:
            return False
        return not (self.only_without and fact.values.get(self.only_without) is not None)

    def request(self, fact: Fact, now: datetime) -> Request | None:
        """The message to send; None where its moment, or the time to remind of it, is past."""
        moment = self._moment(fact)
        due = now
        if self.hours_before is not None and moment is not None:
            due = moment - timedelta(hours=self.hours_before)
        if self.template is None or due < now or (moment is not None and moment <= now):
            return None
        return Request(self.template, due, moment, self.channels, self.purpose)

    def _moment(self, fact: Fact) -> datetime | None:
        value = fact.values.get(self.moment) if self.moment else None
        return value if isinstance(value, datetime) else None


def requests(rules: Sequence[Rule], fact: Fact, now: datetime) -> list[Request]:
    """Every message that this fact leads to."""
    found = (rule.request(fact, now) for rule in rules if rule.fits(fact))
    return [request for request in found if request is not None]


def cancelled(rules: Sequence[Rule], fact: Fact) -> frozenset[str]:
    """The templates of waiting messages about the same thing that this fact makes pointless."""
    return frozenset(template for rule in rules if rule.fits(fact) for template in rule.cancels)
