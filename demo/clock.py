"""The training clock: a file with an offset in seconds that every process of the instance reads."""

import os
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class TrainingClock:
    """Moves the instance's own time, so that a journey of nine months can be played in a minute.

    Only facts and reminders follow it. Passwords, sign-ins and retries keep to real time.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def move_to(self, day: date, at: time = time(9, 0)) -> None:
        """Let it be `day` at `at`, London time, from now on; never back, so a resumed play stays true."""
        target = datetime.combine(day, at, tzinfo=LONDON)
        if self.path.exists() and self.now() >= target:
            return
        offset = (target - datetime.now(UTC)).total_seconds()
        draft = self.path.with_suffix(".new")
        draft.write_text(f"{offset:.3f}\n", encoding="ascii")
        os.replace(draft, self.path)

    def now(self) -> datetime:
        """What the instance's clock says."""
        offset = float(self.path.read_text(encoding="ascii")) if self.path.exists() else 0.0
        return datetime.fromtimestamp(datetime.now(UTC).timestamp() + offset, UTC)
