"""A message: one thing to tell one person or subscriber, from the fact that led to it until it is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from . import backoff
from .channels import CALL, LADDER, LETTER
from .errors import Conflict
from .happened import Happened

CREATED, SENDING, SENT, DELIVERED = "created", "sending", "sent", "delivered"
CALL_NEEDED, CANCELLED = "call-needed", "cancelled"
TEMPORARY_FAILURE, PERMANENT_FAILURE = "temporary-failure", "permanent-failure"
STATES = (CREATED, SENDING, SENT, DELIVERED, CALL_NEEDED, TEMPORARY_FAILURE, PERMANENT_FAILURE, CANCELLED)
WAITING = frozenset({CREATED, TEMPORARY_FAILURE})
UNTOLD = frozenset({CREATED, TEMPORARY_FAILURE, CALL_NEEDED})
"""The states in which nothing has gone out yet, so that there is still something to cancel."""
TOLD = frozenset({SENT, DELIVERED})


@dataclass(frozen=True)
class Recipient:
    """A person of the caseload, a newsletter's subscriber, or somebody who works here; exactly one."""

    person_id: UUID | None = None
    subscription_id: UUID | None = None
    account_id: UUID | None = None

    @property
    def id(self) -> UUID:
        """The one that it is."""
        found = self.person_id or self.subscription_id or self.account_id
        assert found is not None
        return found


@dataclass(frozen=True)
class When:
    """The moment of a transition, by both clocks: the instance's dates it, the real one paces retries."""

    now: datetime
    real: datetime
    today: date


class Step:
    """One try by one way, or the reason why a way was passed over."""

    def __init__(self, channel: str, at: datetime, outcome: str, words: str) -> None:
        self.channel, self.at, self.outcome, self.words = channel, at, outcome, words


class Message:
    """What is to be told about one fact by one template: never twice to the same recipient."""

    def __init__(
        self,
        *,
        id: UUID,
        recipient: Recipient,
        fact_id: UUID,
        fact: str,
        about: UUID,
        template: str,
        values: Mapping[str, Any],
        due_at: datetime,
        moment: datetime | None,
        channels: tuple[str, ...] = LADDER,
        created_at: datetime,
    ) -> None:
        self.id, self.fact_id, self.fact, self.about = id, fact_id, fact, about
        self.person_id, self.subscription_id = recipient.person_id, recipient.subscription_id
        self.recipient_id, self.account_id = recipient.id, recipient.account_id
        self.template, self.values = template, dict(values)
        self.template_version: int | None = None
        self.language: str | None = None
        self.channels = list(channels)
        self.channel: str | None = None
        self.state = CREATED
        self.reason: str | None = None
        self.due_at, self.moment, self.created_at = due_at, moment, created_at
        self.next_try_at: datetime | None = None
        self.attempts = 0
        self.told_on: date | None = None
        self.subject: str | None = None
        self.body: str | None = None
        self.log: list[Step] = []

    def requested(self, channel: str | None, on: date) -> list[Happened]:
        """A fact has asked for this message; `channel` is the one planned, None while no card is known."""
        self.channel = channel
        return [self._happened("message.requested", on)]

    def is_past(self, now: datetime) -> bool:
        """Whether the moment that it is about has gone: it is of no use to anybody any more."""
        return self.moment is not None and self.moment <= now

    def days_left(self, now: datetime) -> int | None:
        """Whole days until the moment that it is about."""
        return None if self.moment is None else (self.moment - now).days

    def pass_over(self, channel: str, when: When, words: str) -> None:
        """Note why a way was not taken, once."""
        if not any(step.channel == channel and step.words == words for step in self.log):
            self.log.append(Step(channel, when.now, "passed over", words))

    def failed_channels(self) -> dict[str, str]:
        """The ways that have failed for good, with the reason."""
        return {a.channel: a.words for a in self.log if a.outcome == "failed"}

    def write(self, *, version: int, language: str, subject: str | None, body: str | None) -> None:
        """Keep the words as they go out, so that they can be read later; an issue is kept elsewhere, once."""
        self.template_version, self.language = version, language
        self.subject, self.body = subject, body

    def wait_until(self, due_at: datetime) -> None:
        """Wait out the quiet hours."""
        self.due_at = due_at

    def hold(self, until: datetime, reason: str) -> None:
        """Look at it again at that real time; it is not a try."""
        self.next_try_at, self.reason = until, reason

    def start(self, channel: str, when: When) -> None:
        """Claim it for one try; the claim lapses if the try never ends."""
        self.attempts = self.attempts + 1 if channel == self.channel else 1
        self.channel, self.state, self.reason = channel, SENDING, None
        self.next_try_at = when.real + backoff.LEASE

    def lapse(self, when: When) -> None:
        """The try was interrupted, and nobody knows how far it came."""
        self._require(SENDING)
        self.log.append(Step(self.channel or "", when.now, "interrupted", "the sender was stopped"))
        self.state, self.next_try_at = TEMPORARY_FAILURE, None

    def wait_for_post(self, when: When) -> None:
        """It is written, and waits in the print queue until somebody has posted it."""
        self.channel, self.state, self.next_try_at, self.reason = LETTER, SENDING, None, None
        self.log.append(Step(LETTER, when.now, "waiting", "waiting to be printed"))

    @property
    def waits_for_post(self) -> bool:
        """A letter that is written and not yet posted."""
        return self.state == SENDING and self.channel == LETTER

    def succeed(self, when: When, words: str, *, on: date | None = None) -> list[Happened]:
        """The provider, or the person who posted the letter that day, has taken it on its way."""
        self._require(SENDING)
        self.log.append(Step(self.channel or "", when.now, "sent", words))
        self.state, self.next_try_at, self.told_on = SENT, None, on or when.today
        return [self._happened("message.sent", self.told_on)]

    def fail_for_now(self, when: When, words: str, jitter: float) -> list[Happened]:
        """It may work later; after the last wait, or where it would come too late, this way has failed."""
        wait = backoff.wait_after(self.attempts, jitter)
        if wait is None or self.is_past(when.now + wait):
            return self.fail_for_good(when, words)
        self._require(SENDING)
        self.log.append(Step(self.channel or "", when.now, "failed for now", words))
        self.state, self.next_try_at = TEMPORARY_FAILURE, when.real + wait
        return []

    def fail_for_good(self, when: When, words: str) -> list[Happened]:
        """This way will never work; the next way is tried straight away, if there is one."""
        self._require(SENDING)
        self.log.append(Step(self.channel or "", when.now, "failed", words))
        self.state, self.next_try_at, self.attempts = CREATED, None, 0
        return [self._happened("message.failed", when.today)]

    def give_up(self, when: When, words: str) -> list[Happened]:
        """No way is left. The failure of the last way was told already, where there was one."""
        told = bool(self.failed_channels())
        self.log.append(Step(self.channel or "", when.now, "gave up", words))
        self.state, self.reason, self.next_try_at = PERMANENT_FAILURE, words, None
        return [] if told else [self._happened("message.failed", when.today)]

    def ask_for_call(self, when: When, script: str) -> list[Happened]:
        """Nothing else reaches them safely: their adviser is asked to ring, or to tell them face to face."""
        self.channel, self.state, self.next_try_at, self.reason = CALL, CALL_NEEDED, None, None
        self.log.append(Step(CALL, when.now, "asked", "put on the adviser's call list"))
        data = {
            "participant_id": self.person_id,
            "reason": self.template,
            "about": self.about,
            "due_on": self._call_due_on(when.today),
            "script": script,
        }
        return [Happened("call.needed", self.id, data)]

    def call_made(self, when: When, on: date) -> list[Happened]:
        """The adviser has spoken to them. Hearing it twice changes nothing."""
        if self.state != CALL_NEEDED:
            return []
        self.log.append(Step(CALL, when.now, "delivered", "their adviser spoke to them"))
        self.state, self.told_on = DELIVERED, on
        return [Happened("call.made", self.id, {"participant_id": self.person_id, "occurred_on": on})]

    def cancel(self, reason: str) -> None:
        """It has become pointless. What has gone out, or is going out, cannot be called back.

        Whoever keeps the call list knows of the same fact, and takes a call about it off the list.
        """
        if self.state in UNTOLD or self.waits_for_post:
            self.state, self.reason, self.next_try_at = CANCELLED, reason, None

    def erase(self) -> None:
        """Strip what it says of a person who was erased; that there was a message remains."""
        self.cancel("the person's record was erased")
        self.values, self.subject, self.body = {}, None, None

    def _require(self, state: str) -> None:
        if self.state != state:
            raise Conflict("message-moved-on", f"This message is {self.state}, not {state}.")

    def _call_due_on(self, today: date) -> date:
        tomorrow = today + timedelta(days=1)
        return tomorrow if self.moment is None else max(today, min(tomorrow, self.moment.date()))

    def _happened(self, name: str, on: date) -> Happened:
        data = {
            "participant_id": self.person_id,
            "template": self.template,
            "channel": self.channel,
            "occurred_on": on,
        }
        return Happened(name, self.id, data if name == "message.requested" else {**data, "about": self.about})
