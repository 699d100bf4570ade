"""The house rules of appointments, read once per process."""

from datetime import date
from functools import cache
from importlib.resources import files

import yaml

from services.casework import reference
from services.casework.domain import appointment_rules
from services.casework.domain.appointment_rules import AppointmentRules


def rules(on: date) -> AppointmentRules:
    """The rules in force on that day."""
    return appointment_rules.in_force(_books(), on)


@cache
def _books() -> tuple[AppointmentRules, ...]:
    file = files(reference.PACKAGE) / "reference" / "appointment-rules.yaml"
    return tuple(
        appointment_rules.rules(one) for one in yaml.safe_load(file.read_text(encoding="utf-8"))["versions"]
    )
