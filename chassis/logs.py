"""Logs: one JSON object a line on standard error, never a body, a token or anything about a person."""

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from chassis.settings import Settings

HARMLESS = (AttributeError, ImportError, MemoryError, NameError, NotImplementedError, OSError, TypeError)
HARMLESS_FROM = ("alembic", "amqp", "chassis", "eventlet", "greenlet", "kombu", "nameko")
"""Errors whose words never quote a value. Any other may (`invalid literal for int(): …`, the parameters of a
statement), and the value may be somebody's: of these the kind and the place are logged, and no words."""
NEVER = frozenset(("authorization", "body", "cookie", "password", "secret", "token"))
OURS = ("chassis", "demo", "gateway", "services", "workstead")
"""Whose logs are written from the level that was set. From libraries only warnings are: at DEBUG, SQLAlchemy
would log every row that it reads, whoever's it is."""
INDISCREET = ("nameko.containers",)
"""It logs the words of whatever a worker raises; `chassis.runtime.timers` reports these failures itself."""

Raised = tuple[type[BaseException], BaseException, TracebackType | None]


def configure(settings: Settings) -> None:
    """Have structlog and the standard library write in one form to one place."""
    shared: list[Processor] = [structlog.contextvars.merge_contextvars, structlog.stdlib.add_log_level, told]
    last: Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if settings.log_format == "text"
        else as_json
    )
    # Our own lines go straight to where a library's go: what `logging` does to one costs more than the line.
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[settings.log_level]
        ),
        logger_factory=lambda *_: Lines(),
        cache_logger_on_first_use=True,
    )
    _configure_library(settings, shared, last)


class Lines:
    """Writes each line at once. Where nobody takes it, nobody's request fails for that."""

    def msg(self, line: str) -> None:
        """Write a line."""
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    debug = info = warning = error = critical = exception = fatal = log = msg


def _configure_library(settings: Settings, shared: list[Processor], last: Processor) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    level = logging.getLevelNamesMapping()[settings.log_level]
    root.setLevel(max(logging.WARNING, level))
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in INDISCREET:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def told(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """What is said of an event, and when. As a last guard: what must not be logged is not, even if somebody
    tries; what was sent from outside cannot begin a line of its own, or steer the terminal of whoever reads;
    an exception is its kind, its place and, where that is safe, its words.
    """
    raised = _raised(event.pop("exc_info", None))
    line = {
        key: value.encode("unicode_escape").decode()
        if isinstance(value, str) and not value.isprintable()
        else value
        for key, value in event.items()
        if key.lower() not in NEVER
    }
    line["timestamp"] = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    if raised is not None:
        line["exception"] = "\n".join(_lines(raised[1]))
    return line


def as_json(_: WrappedLogger, __: str, event: EventDict) -> str:
    """One line of JSON. What JSON has no form for is told as Python would print it."""
    try:
        return orjson.dumps(event, default=repr).decode()
    except TypeError:  # a number too large for it, say
        return json.dumps(event, default=repr)


def _raised(value: Any) -> Raised | None:
    if isinstance(value, BaseException):
        return type(value), value, value.__traceback__
    if isinstance(value, tuple) and len(value) == 3 and value[1] is not None:
        return value
    current = sys.exc_info() if value else (None, None, None)
    return current if current[1] is not None else None


def _lines(error: BaseException) -> Iterator[str]:
    """The innermost cause first, as Python prints it, but without words that may quote a value."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _lines(before)
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"
    kind = type(error)
    harmless = isinstance(error, HARMLESS) or kind.__module__.split(".")[0] in HARMLESS_FROM
    words = f": {error}" if harmless else ""
    yield f"{kind.__module__}.{kind.__qualname__}{words}"
