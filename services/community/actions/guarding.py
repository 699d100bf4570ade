"""Nothing that gives somebody away is published."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from chassis import clock
from chassis.ids import new_id
from chassis.messaging import outbox
from services.community import phones, rendering
from services.community.domain import leaks
from services.community.domain.happened import Happened


def check(**fields: str) -> None:
    """Refuse what holds personal details (`Stopped`), read as it was typed and as it would be shown."""
    ways = {name: (text, rendering.as_plain(text)) for name, text in fields.items()}
    leaks.stop(ways, phones.phone_numbers)


def note_stopped(session: Session, reasons: Sequence[str]) -> None:
    """Count that something was stopped, and why. Not what it said, nor by whom."""
    data = {"reason": reasons[0], "occurred_on": clock.today()}
    outbox.record(session, Happened("content.stopped", new_id(), data))
