"""A small story told in events, with figures that can be counted on fingers."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from chassis.ids import new_id

TODAY = date(2025, 12, 31)
PRIME, CALDER, SPECIALIST = UUID(int=101), UUID(int=102), UUID(int=103)
ADA, BEN, CYD = UUID(int=1), UUID(int=2), UUID(int=3)
"""Group 1 and group 3 at the prime; the third is registered by the subcontractor."""


@dataclass(frozen=True)
class Told:
    """One event of the story."""

    type: str
    subject: UUID
    data: dict[str, Any]
    sequence: int
    id: UUID = field(default_factory=new_id)
    time: datetime = datetime(2025, 12, 1, tzinfo=UTC)
    person_id: UUID | None = None


class Story:
    """Collects events, each with the next number of its thing."""

    def __init__(self) -> None:
        self.events: list[Told] = []
        self._sequences: dict[tuple[str, UUID], int] = defaultdict(int)

    def tell(self, event: str, on: str, subject: UUID | None = None, /, **data: Any) -> UUID:
        """Tell an event by its short name: `casework.plan.agreed`."""
        subject = subject or new_id()
        key = ".".join(event.split(".")[:2]), subject
        self._sequences[key] += 1
        person = subject if key[0] == "casework.participant" else data.get("participant_id")
        told = Told(
            f"workstead.{event}.v1",
            subject,
            {"occurred_on": on, **data},
            self._sequences[key],
            person_id=person,
        )
        self.events.append(told)
        return subject

    def person(
        self, who: UUID, on: str, org: UUID, heard_of: str, group: str | None = None, **more: Any
    ) -> None:
        """Registered, and attached a week later if a payment group is given."""
        self.tell(
            "casework.participant.registered",
            on,
            who,
            organisation_id=org,
            heard_of=heard_of,
            out_of_work_weeks=30,
            **more,
        )
        if group is not None:
            self.tell(
                "casework.participant.attached", "2025-03-10", who, programme="pathways", payment_group=group
            )

    def attendance(
        self, who: UUID, on: str, attendance: str, channel: str, appointment: UUID | None = None
    ) -> UUID:
        """Somebody came to an appointment, or did not; the second time of one it is put right."""
        return self.tell(
            "casework.appointment.attendance-recorded",
            on,
            appointment,
            participant_id=who,
            attendance=attendance,
            channel=channel,
        )

    def claim(self, who: UUID, on: str, kind: str, number: int, pence: int, group: str) -> UUID:
        """A claim is made."""
        return self.tell(
            "casework.claim.made",
            on,
            participant_id=who,
            organisation_id=PRIME,
            kind=kind,
            number=number,
            reached_on=on,
            claimable_on=on,
            tariff="work-programme/year-1",
            amount_pence=pence,
            payment_group=group,
        )


def story() -> list[Told]:
    """Two people go all the way to 26 weeks in work, a third has only just come."""
    s = Story()
    for org, name, kind in (
        (PRIME, "Northbridge Works", "prime"),
        (CALDER, "Calder Skills", "subcontractor"),
        (SPECIALIST, "Clear Water Wellbeing CIC", "specialist"),
    ):
        s.tell("marketplace.organisation.joined", "2025-03-03", org, name=name, kind=kind)
    s.person(ADA, "2025-03-03", PRIME, "jobcentre", "1")
    s.person(BEN, "2025-03-04", PRIME, "library", "3")
    s.person(CYD, "2025-04-01", CALDER, "jobcentre", campaign="spring")
    _referrals(s)
    _meetings(s)
    _in_touch(s)
    _work(s)
    _fees(s)
    _community(s)
    return s.events


def _referrals(s: Story) -> None:
    between = {"from_organisation_id": PRIME, "to_organisation_id": SPECIALIST, "offer_id": new_id()}
    one = s.tell(
        "marketplace.referral.sent", "2025-03-11", participant_id=ADA, due_on="2025-03-13", **between
    )
    for step, on in (("acknowledged", "2025-03-12"), ("accepted", "2025-03-13"), ("started", "2025-03-17")):
        s.tell(f"marketplace.referral.{step}", on, one, participant_id=ADA)
    other = s.tell(
        "marketplace.referral.sent", "2025-03-12", participant_id=BEN, due_on="2025-03-14", **between
    )
    s.tell("marketplace.referral.acknowledged", "2025-03-13", other, participant_id=BEN)
    s.tell("marketplace.referral.declined", "2025-03-13", other, participant_id=BEN, reason="ineligible")


def _meetings(s: Story) -> None:
    plan = s.tell("casework.plan.agreed", "2025-03-14", participant_id=ADA, version=1)
    s.tell("casework.plan.agreed", "2025-04-02", plan, participant_id=ADA, version=2)
    s.tell("casework.plan.agreed", "2025-03-20", participant_id=BEN, version=1)
    s.attendance(ADA, "2025-03-21", "attended", "in-person")
    missed = s.attendance(BEN, "2025-03-25", "did-not-attend", "phone")
    s.attendance(BEN, "2025-03-25", "late", "phone", missed)
    s.attendance(BEN, "2025-04-08", "did-not-attend", "phone")


def _in_touch(s: Story) -> None:
    spoke = ((ADA, "phone", "2025-03-24"), (BEN, "letter", "2025-03-26"), (BEN, "phone", "2025-04-09"))
    ours = {"organisation_id": PRIME, "direction": "out", "assisted": False}
    for who, channel, on in spoke:
        s.tell("casework.contact.recorded", on, participant_id=who, channel=channel, **ours)
    sent = ((ADA, "email", "2025-03-18"), (ADA, "email", "2025-03-20"), (BEN, "letter", "2025-03-19"))
    for who, channel, on in sent:
        of = {"template": "appointment-booked", "about": new_id()}
        s.tell("notify.message.sent", on, participant_id=who, channel=channel, **of)
    s.tell(
        "notify.call.needed",
        "2025-03-24",
        participant_id=BEN,
        reason="appointment-reminder",
        due_on="2025-03-24",
    )


def _work(s: Story) -> None:
    s.tell("casework.application.recorded", "2025-04-10", participant_id=ADA, stage="made")
    s.tell("casework.spell.started", "2025-06-02", participant_id=ADA, kind="employment")
    spell = s.tell("casework.spell.started", "2025-05-26", participant_id=BEN, kind="employment")
    s.tell(
        "casework.spell.corrected", "2025-06-02", spell, participant_id=BEN, kind="employment", voided=False
    )
    never = s.tell("casework.spell.started", "2025-06-03", participant_id=CYD, kind="employment")
    s.tell(
        "casework.spell.corrected", "2025-06-03", never, participant_id=CYD, kind="employment", voided=True
    )
    early = s.tell("casework.milestone.reached", "2025-08-24", participant_id=BEN, weeks=13)
    s.tell("casework.milestone.withdrawn", "2025-08-24", early, participant_id=BEN, weeks=13)
    for who in (ADA, BEN):
        s.tell("casework.milestone.reached", "2025-08-31", participant_id=who, weeks=13)
        s.tell("casework.milestone.reached", "2025-11-30", participant_id=who, weeks=26)


def _fees(s: Story) -> None:
    s.claim(ADA, "2025-03-10", "attachment", 1, 40_000, "1")
    s.claim(BEN, "2025-03-10", "attachment", 1, 40_000, "3")
    wrong = s.claim(BEN, "2025-08-24", "job-outcome", 1, 120_000, "3")
    s.tell(
        "casework.claim.reversed",
        "2025-08-24",
        wrong,
        participant_id=BEN,
        kind="job-outcome",
        amount_pence=120_000,
    )
    s.claim(BEN, "2025-08-31", "job-outcome", 1, 120_000, "3")
    s.claim(BEN, "2025-10-17", "sustainment", 1, 25_000, "3")
    s.claim(BEN, "2025-11-14", "sustainment", 2, 25_000, "3")
    outcome = s.claim(ADA, "2025-11-30", "job-outcome", 1, 120_000, "1")
    for step in ("validated", "paid"):
        s.tell(
            f"casework.claim.{step}",
            "2025-12-05",
            outcome,
            participant_id=ADA,
            kind="job-outcome",
            amount_pence=120_000,
        )
    s.claim(BEN, "2025-12-12", "sustainment", 3, 25_000, "3")
    for number, on, pence in ((1, "2025-04-10", 70_000), (2, "2025-05-10", 70_001)):
        about = {"contract_id": UUID(int=201), "organisation_id": PRIME, "kind": "delivery"}
        fee = s.tell(
            "casework.contract-claim.made",
            on,
            **about,
            number=number,
            reached_on=on,
            claimable_on=on,
            tariff="jets-scotland/example",
            amount_pence=pence,
        )
    s.tell("casework.contract-claim.paid", "2025-06-02", fee, **about, amount_pence=pence)


def _community(s: Story) -> None:
    for space, minutes in (("job-search", [95]), ("job-search", [15, 40])):
        thread = s.tell("community.thread.started", "2025-05-01", space=space, member_id=new_id())
        s.tell(
            "community.reply.posted", "2025-05-01", thread_id=thread, member_id=new_id(), by_kind="adviser"
        )
        for wait in minutes:
            s.tell(
                "community.answer.accepted", "2025-05-02", thread, reply_id=new_id(), minutes_to_answer=wait
            )
    s.tell("notify.message.sent", "2025-05-06", channel="email", template="newsletter", about=new_id())
    hidden = s.tell("community.content.hidden", "2025-05-01", sort="reply", reason="unkind")
    s.tell("community.content.restored", "2025-05-02", hidden, sort="reply", reason="fine-after-all")
    s.tell("community.content.hidden", "2025-05-03", sort="thread", reason="advert")
    s.tell("community.article.published", "2025-05-03", version=1, title="Asking for a reference")
    s.tell("community.content.stopped", "2025-05-01", reason="phone number")
    s.events.append(
        Told(
            "workstead.gateway.account.signed-in.v1", new_id(), {"day": "2025-05-01", "roles": ["adviser"]}, 1
        )
    )
