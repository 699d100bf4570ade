"""Settings come from the environment alone, are read once, and are frozen from then on.

Each field below is a variable `WORKSTEAD_…`; its documentation here is what docs/settings.md is made from.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from chassis import settings_environment as environment
from chassis import settings_readers as read
from chassis.settings_environment import SettingsError
from chassis.settings_names import room_names, service_names

__all__ = ["Setting", "Settings", "SettingsError", "describe", "room_names", "service_names"]


@dataclass(frozen=True)
class Setting:
    """One variable as documentation shows it."""

    variable: str
    meaning: str
    default: str
    secret: bool
    """A secret can come from a file as well: the same name with `_FILE` behind it."""


def _about(
    meaning: str,
    reader: read.Reader,
    *,
    secret: bool = False,
    shown: str = "none",
    per_service: str | None = None,
) -> dict[str, Any]:
    return {
        "meaning": meaning,
        "reader": reader,
        "secret": secret,
        "shown": shown,
        "per_service": per_service,
    }


@dataclass(frozen=True)
class Settings:
    """Everything that can be set, with a default that runs the whole suite on one machine."""

    home: Path = field(
        default=Path(".workstead"),
        metadata=_about("The data folder. Nothing is written outside it.", read.folder, shown="./.workstead"),
    )
    port: int = field(
        default=8080,
        metadata=_about("Where the gateway listens. 0 takes any free port.", read.port, shown="8080"),
    )
    bind: str = field(
        default="127.0.0.1",
        metadata=_about("The address on which HTTP is served.", read.text, shown="127.0.0.1"),
    )
    secret: str | None = field(
        default=None,
        repr=False,
        metadata=_about(
            "Wraps the keys on disk. Embedded, one is made in HOME/secret if none is given.",
            read.secret,
            secret=True,
        ),
    )
    org: str = field(
        default="northbridge",
        metadata=_about("Whose instance this is, as a slug.", read.slug, shown="northbridge"),
    )
    keys: Path | None = field(
        default=None,
        metadata=_about(
            "The folder of keys; each service needs its own file there alone.", read.folder, shown="HOME/keys"
        ),
    )
    broker_url: str = field(
        default="memory://",
        repr=False,
        metadata=_about(
            "RabbitMQ as `amqp://…` or `amqps://…`, or `memory://` within one process.",
            read.broker,
            secret=True,
            shown="memory://",
        ),
    )
    database_urls: Mapping[str, str] = field(
        default_factory=dict,
        repr=False,
        metadata=_about(
            "PostgreSQL of this service. Without it the embedded server is used.",
            read.database,
            secret=True,
            per_service="DATABASE_URL",
        ),
    )
    service_urls: Mapping[str, str] = field(
        default_factory=dict,
        metadata=_about(
            "Where the gateway finds this service: its address, or those of its replicas with commas.",
            read.http_urls,
            per_service="URL",
        ),
    )
    service_ports: Mapping[str, int] = field(
        default_factory=dict,
        metadata=_about(
            "Where this service listens for the gateway. 0 takes any free port.",
            read.port,
            shown="0",
            per_service="PORT",
        ),
    )
    partitions: Mapping[str, int] = field(
        default_factory=dict,
        metadata=_about(
            "Into how many queues (up to 24) its inbox is divided, so that replicas share the work.",
            read.partitions,
            shown="1",
            per_service="PARTITIONS",
        ),
    )
    smtp_url: str = field(
        default="smtp://127.0.0.1:1025",
        repr=False,
        metadata=_about(
            "The mail server as `smtp://[user:password@]host:port`, or `smtps://` for TLS.",
            read.smtp,
            secret=True,
            shown="smtp://127.0.0.1:1025",
        ),
    )
    mail_from: str = field(
        default="no-reply@workstead.example",
        metadata=_about("The sender of mail.", read.email, shown="no-reply@workstead.example"),
    )
    public_url: str | None = field(
        default=None,
        metadata=_about(
            "Where people reach the gateway; links in messages begin with it.",
            read.http_url,
            shown="http://BIND:PORT",
        ),
    )
    trusted_proxies: frozenset[Any] = field(
        default=frozenset(),
        metadata=_about(
            "Addresses or networks of the proxies before the gateway, with commas between. From these alone "
            "it believes X-Forwarded-For; without it, all who come through a proxy are counted as one when "
            "passwords are guessed.",
            read.networks,
        ),
    )
    tls_ca: Path | None = field(
        default=None,
        metadata=_about(
            "The authority (PEM) that the parts of this instance trust with each other's certificates.",
            read.folder,
        ),
    )
    tls_cert: Path | None = field(
        default=None,
        metadata=_about(
            "This process's certificate (PEM). With it, HTTP inside is TLS, and shown from both sides.",
            read.folder,
        ),
    )
    tls_key: Path | None = field(
        default=None, metadata=_about("The private key (PEM) of that certificate.", read.folder)
    )
    public_tls_cert: Path | None = field(
        default=None,
        metadata=_about(
            "The certificate (PEM) of the public port, unless a proxy before it ends TLS.", read.folder
        ),
    )
    public_tls_key: Path | None = field(
        default=None, metadata=_about("The private key (PEM) of the public certificate.", read.folder)
    )
    quick_exit: str = field(
        default="https://www.bbc.co.uk/weather",
        metadata=_about("Where *Leave quickly* leads.", read.http_url, shown="https://www.bbc.co.uk/weather"),
    )
    mass_reading: int = field(
        default=300,
        metadata=_about(
            "An alarm is raised when somebody is shown the records of so many people within an hour.",
            read.count,
            shown="300",
        ),
    )
    log_level: str = field(
        default="INFO", metadata=_about("One of DEBUG, INFO, WARNING, ERROR.", read.log_level, shown="INFO")
    )
    log_format: str = field(
        default="json",
        metadata=_about("`json` for machines, `text` for people.", read.one_of("json", "text"), shown="json"),
    )
    timezone: str = field(
        default="Europe/London",
        metadata=_about("The zone whose calendar dates the facts.", read.timezone, shown="Europe/London"),
    )
    nation: str = field(
        default="england-and-wales",
        metadata=_about("Whose bank holidays count.", read.nation, shown="england-and-wales"),
    )
    clock_file: Path | None = field(
        default=None,
        metadata=_about(
            "A file with seconds between the instance's clock and real time, so that the past can be played.",
            read.folder,
        ),
    )
    operator_email: str | None = field(
        default=None,
        metadata=_about(
            "The operator's account, made at the first start.", read.email, shown="operator@ORG.example"
        ),
    )
    operator_password: str | None = field(
        default=None,
        repr=False,
        metadata=_about(
            "Its first password. Without it one is made in HOME/operator-password.", read.secret, secret=True
        ),
    )
    otlp_endpoint: str | None = field(
        default=None, metadata=_about("Where traces go, if anywhere.", read.http_url)
    )
    pool_size: int = field(
        default=10,
        metadata=_about("Connections to PostgreSQL per service; embedded, half.", read.count, shown="10"),
    )
    clamav_address: str | None = field(
        default=None, metadata=_about("Where ClamAV's clamd scans uploaded files (host:port).", read.text)
    )
    features: frozenset[str] = field(
        default=frozenset(), metadata=_about("Features to switch on, with commas between.", read.words)
    )

    @classmethod
    def from_env(
        cls, environ: Mapping[str, str] | None = None, services: Iterable[str] | None = None
    ) -> "Settings":
        """Read the environment. Raises SettingsError on the first thing that is wrong or unknown."""
        names = frozenset(service_names() if services is None else services)
        given = environment.given(os.environ if environ is None else environ)
        values = {entry.name: environment.take(entry, names, given) for entry in fields(cls)}
        if given:
            raise SettingsError(environment.unknown(next(iter(given)), fields(cls), names))
        return cls(**{name: value for name, value in values.items() if value is not None})

    @property
    def keys_folder(self) -> Path:
        """Where the keys are."""
        return self.keys or self.home / "keys"

    @property
    def embedded(self) -> bool:
        """Whether this instance brings its own PostgreSQL: no database of any service was given."""
        return not self.database_urls

    @property
    def operator(self) -> str:
        """The operator's email address."""
        return self.operator_email or f"operator@{self.org}.example"

    def database_url(self, service: str) -> str | None:
        """The database of that service, or None where the embedded server is meant."""
        return self.database_urls.get(service)

    def url_of(self, service: str) -> str | None:
        """Where that service answers HTTP; several addresses have commas between them."""
        return self.service_urls.get(service)

    def partitions_of(self, service: str) -> int:
        """Into how many that service's inbox is divided."""
        return self.partitions.get(service, 1)

    def port_of(self, service: str) -> int:
        """Where that service is to listen; 0 takes any free port."""
        return self.service_ports.get(service, 0)


def describe() -> list[Setting]:
    """All settings, for the documentation."""
    return [_described(entry) for entry in fields(Settings)]


def _described(entry: Field[Any]) -> Setting:
    about = entry.metadata
    return Setting(
        environment.variable_of(entry, "<SERVICE>"), about["meaning"], about["shown"], about["secret"]
    )
