"""The house rules of appointments, as one version of the reference data states them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True)
class AbsenceRule:
    """When absences ask for a word with the person: never by one that had a good reason."""

    counts: frozenset[str]
    """The kinds of acceptability that count."""
    times: int
    within: timedelta
    follow_up_working_days: int


@dataclass(frozen=True)
class AppointmentRules:
    """How far ahead diaries open, how long an earlier time is kept, and what absences lead to."""

    version: str
    from_on: date
    open_ahead: timedelta
    offered_for: timedelta
    least_notice: timedelta
    absences: AbsenceRule


def rules(plain: Mapping[str, Any]) -> AppointmentRules:
    """One version, as the file states it. A good reason that counted against somebody is refused."""
    absences = plain["absences"]
    if "acceptable" in absences["counts"]:
        raise ValueError("An absence for a good reason never counts against anybody.")
    return AppointmentRules(
        version=plain["version"],
        from_on=plain["from_on"],
        open_ahead=timedelta(days=plain["open_ahead_days"]),
        offered_for=timedelta(hours=plain["offer_hours"]),
        least_notice=timedelta(hours=plain["least_notice_hours"]),
        absences=AbsenceRule(
            frozenset(absences["counts"]),
            absences["times"],
            timedelta(days=absences["within_days"]),
            absences["follow_up_working_days"],
        ),
    )


def in_force(versions: Sequence[AppointmentRules], on: date) -> AppointmentRules:
    """The version of that day; the first one before there was any."""
    begun = [each for each in versions if each.from_on <= on]
    return max(begun or versions[:1], key=lambda each: each.from_on)
