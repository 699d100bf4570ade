"""From the text of an environment variable to its value. A ValueError says what would be right."""

import re
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chassis.calendars import NATIONS

Reader = Callable[[str], Any]


def text(value: str) -> str:
    """Any text, without the spaces around it."""
    return value.strip()


def secret(value: str) -> str:
    """Something long enough not to be guessed at once."""
    if len(value) < 12:
        raise ValueError("Give at least 12 characters.")
    return value


def folder(value: str) -> Path:
    """A path; a relative one starts at the working folder of this moment."""
    return Path(value).expanduser().absolute()


def port(value: str) -> int:
    """A TCP port, or 0 for any that is free."""
    number = _whole(value)
    if not 0 <= number <= 65535:
        raise ValueError("Give a whole number from 0 to 65535.")
    return number


def count(value: str) -> int:
    """A number of things, at least one."""
    number = _whole(value)
    if number < 1:
        raise ValueError("Give a whole number from 1 up.")
    return number


def partitions(value: str) -> int:
    """A number of partitions; there are as many slots to share among them."""
    number = count(value)
    if number > 24:
        raise ValueError("Give a whole number from 1 to 24.")
    return number


def _whole(value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise ValueError("Give a whole number.") from None


def slug(value: str) -> str:
    """A short name that can stand in an address."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise ValueError("Use small letters, digits and single hyphens.")
    return value


def email(value: str) -> str:
    """Something with one @ in it; the mail server knows better than we do."""
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        raise ValueError("Give an email address.")
    return value


def words(value: str) -> frozenset[str]:
    """Words with commas between them."""
    return frozenset(word.strip() for word in value.split(",") if word.strip())


def networks(value: str) -> frozenset[Any]:
    """Addresses or networks with commas between them."""
    try:
        return frozenset(ip_network(word) for word in words(value))
    except ValueError:
        raise ValueError("Give addresses or networks, like 10.0.0.7 or 10.0.0.0/24.") from None


def one_of(*choices: str) -> Reader:
    """One of these words."""

    def reader(value: str) -> str:
        if value not in choices:
            raise ValueError(f"Choose one of {', '.join(choices)}.")
        return value

    return reader


def log_level(value: str) -> str:
    """A level of the standard library, in whatever case."""
    return str(one_of("DEBUG", "INFO", "WARNING", "ERROR")(value.upper()))


def nation(value: str) -> str:
    """A nation whose bank holidays we know."""
    return str(one_of(*NATIONS)(value))


def timezone(value: str) -> str:
    """A zone of the IANA database."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("Give a name from the IANA time zones, such as Europe/London.") from None
    return value


def _url(value: str, example: str, *schemes: str, host: bool = True) -> str:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ValueError(f"Write it as {example}.") from None
    if parts.scheme not in schemes or (host and not parts.hostname):
        raise ValueError(f"Write it as {example}.")
    return value


def http_url(value: str) -> str:
    """An HTTP address, without a slash at its end."""
    return _url(value, "http://host:port", "http", "https").rstrip("/")


def http_urls(value: str) -> str:
    """The HTTP addresses of something, with commas between them if it has replicas."""
    return ",".join(http_url(one.strip()) for one in value.split(","))


def smtp(value: str) -> str:
    """A mail server."""
    return _url(value, "smtp://host:port", "smtp", "smtps")


def broker(value: str) -> str:
    """RabbitMQ, or the transport in memory."""
    if value.startswith("memory://"):
        return "memory://"
    return _url(value, "amqp://user:password@host:5672/vhost or memory://", "amqp", "amqps")


def database(value: str) -> str:
    """PostgreSQL, always through psycopg2, whose waiting can be made green."""
    _url(
        value,
        "postgresql://user:password@host:5432/name",
        "postgresql",
        "postgres",
        "postgresql+psycopg2",
        host=False,
    )
    return re.sub(r"^[a-z0-9+]+://", "postgresql+psycopg2://", value)
