"""Two clocks. The instance's own clock dates the facts, and can be set back so that the past can be played;
the real clock rules over security (tokens, sessions, lock-outs) and over retries, and nothing can move it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

DEFAULT_TIMEZONE = "Europe/London"


class _OffsetFile:
    """Seconds between the instance's clock and real time, kept in a file that all its processes read."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._seen: tuple[int, int, int] | None = None
        self._offset = timedelta()

    def offset(self) -> timedelta:
        """The offset at this moment; the file is read again only when it has changed. No file, no offset."""
        if self.path is None:
            return timedelta()
        try:
            stat = os.stat(self.path)
        except FileNotFoundError:
            self._seen, self._offset = None, timedelta()
            return self._offset
        seen = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        # An empty file is one that somebody is writing at this moment: what was there before holds.
        if seen != self._seen and (text := self.path.read_text().strip()):
            self._offset, self._seen = timedelta(seconds=float(text)), seen
        return self._offset


_zone = ZoneInfo(DEFAULT_TIMEZONE)
_file = _OffsetFile(None)
_frozen: datetime | None = None


def configure(timezone: str = DEFAULT_TIMEZONE, clock_file: Path | None = None) -> None:
    """Set this process's zone and offset file; a service context does it once, from the settings."""
    global _zone, _file
    _zone = ZoneInfo(timezone)
    if _file.path != clock_file:
        _file = _OffsetFile(clock_file)


def real_now() -> datetime:
    """Real time, aware, in UTC: for whatever must not follow a clock that somebody set back."""
    return datetime.now(UTC)


def now() -> datetime:
    """The instance's time, aware, in UTC: for dating facts."""
    return _frozen if _frozen is not None else real_now() + _file.offset()


def today() -> date:
    """The instance's date in its own zone. No fact may be dated after it."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The moment as a clock on the wall of the instance shows it."""
    return moment.astimezone(_zone)


def at(day: date, hour: int = 12, minute: int = 0) -> datetime:
    """The instant, in UTC, when a clock on the instance's wall shows that time on that day."""
    return datetime.combine(day, time(hour, minute), _zone).astimezone(UTC)


def play_from(path: Path, moment: datetime) -> None:
    """Set the clock of all processes that share this file to `moment`; it runs on from there."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(f"{(moment - real_now()).total_seconds():.6f}")
    draft.replace(path)


@contextmanager
def frozen(moment: datetime | date) -> Iterator[datetime]:
    """Stop this process's clock at a moment (a bare date means its midday). For tests; real time runs on."""
    global _frozen
    before, _frozen = _frozen, moment.astimezone(UTC) if isinstance(moment, datetime) else at(moment)
    try:
        yield _frozen
    finally:
        _frozen = before
