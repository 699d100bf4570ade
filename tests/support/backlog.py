"""Much at once: deeds done by casework's own action in this process, each noted once it is committed."""

import time
from contextlib import closing
from uuid import UUID, uuid4

from doors import BackDoor
from ledger import Deed, Ledger, Try
from trial import Trial

from chassis.context import ServiceContext
from chassis.settings import Settings
from services.casework.actions import contacts
from services.casework.actions.contacts import Said
from services.casework.service import Casework

TOGETHER = 50
"""Deeds in one transaction."""
LETTER = Said(channel="letter", direction="out", summary="About the bus pass")


def commit(trial: Trial, number: int, people: int = 10) -> Ledger:
    """Record so many contacts of some people, past HTTP; the ledger of them."""
    door = BackDoor(trial.suite)
    ledger = trial.new_ledger(people, door)
    settings = Settings.from_env(trial.suite.settings | {"WORKSTEAD_LOG_LEVEL": "WARNING"})
    with closing(ServiceContext.build(Casework, settings)) as casework:
        for first in range(0, number, TOGETHER):
            person = UUID(ledger.people[first // TOGETHER % people])
            at, began = time.time(), time.monotonic()
            with casework.database.transaction(door.adviser) as session:
                done = [
                    contacts.record_contact(session, door.adviser, person, LETTER).id for _ in range(TOGETHER)
                ]
            for id in done:
                ledger.note(Deed(str(uuid4()), "contact"), Try(at, time.monotonic() - began, 201), str(id))
    ledger.close()
    return ledger
