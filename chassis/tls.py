"""TLS between the parts of an instance: who we are, whom we trust, and the contexts that say so.

Inside, both sides show a certificate of the instance's own authority (WORKSTEAD_TLS_CA, _CERT, _KEY). At the
public port the door alone shows one, which browsers trust (WORKSTEAD_PUBLIC_TLS_CERT, _KEY). A certificate
that is renewed on disk is taken up by the next connection.
"""

import os
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chassis.settings import Settings, SettingsError

LEAST = ssl.TLSVersion.TLSv1_2


class Contexts:
    """A context made from files, and made again when one of them has changed."""

    def __init__(self, make: Callable[[], ssl.SSLContext], *files: Path) -> None:
        self._make, self._files = make, files
        self._seen = self._state()
        self._context = make()

    def current(self) -> ssl.SSLContext:
        """The context as the files are now. If they cannot be read just now, as they were."""
        if (state := self._state()) != self._seen:
            try:
                self._context, self._seen = self._make(), state
            except SettingsError:
                return self._context
        return self._context

    def _state(self) -> list[tuple[int, int] | None]:
        return [_stamp(file) for file in self._files]


def serving(settings: Settings) -> Contexts | None:
    """How a service serves the gateway: only to those who show a certificate of our authority."""
    if (files := _files(settings)) is None:
        return None
    authority, certificate, key = files
    return Contexts(lambda: _server(certificate, key, authority), *files)


def public(settings: Settings) -> Contexts | None:
    """How the door serves the public."""
    certificate, key = settings.public_tls_cert, settings.public_tls_key
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise SettingsError("WORKSTEAD_PUBLIC_TLS_CERT and WORKSTEAD_PUBLIC_TLS_KEY go together: set both.")
    return Contexts(lambda: _server(certificate, key, None), certificate, key)


def asking(settings: Settings) -> Contexts | None:
    """How others are asked: they must show a certificate of our authority for the name by which we call."""
    if (files := _files(settings)) is not None:
        return Contexts(lambda: _client(*files), *files)
    if (authority := settings.tls_ca) is not None:
        return Contexts(lambda: _client(authority), authority)
    return None


def broker_options(settings: Settings, host: str) -> dict[str, Any]:
    """What py-amqp wants to know for `amqps://`. Without an authority of ours, the system's are trusted."""
    options: dict[str, Any] = {
        "server_hostname": host,
        "cert_reqs": ssl.CERT_REQUIRED,
        "tls_minimum_version": LEAST,
    }
    if settings.tls_ca is not None:
        options["ca_certs"] = str(settings.tls_ca)
    if (files := _files(settings)) is not None:
        options |= {"certfile": str(files[1]), "keyfile": str(files[2])}
    return options


def _files(settings: Settings) -> tuple[Path, Path, Path] | None:
    """The authority, our certificate and its key, if the parts of this instance speak TLS."""
    authority, certificate, key = settings.tls_ca, settings.tls_cert, settings.tls_key
    if certificate is None and key is None:
        return None
    if authority is None or certificate is None or key is None:
        raise SettingsError(
            "WORKSTEAD_TLS_CERT, WORKSTEAD_TLS_KEY and WORKSTEAD_TLS_CA go together: set all."
        )
    return authority, certificate, key


def _server(certificate: Path, key: Path, authority: Path | None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = LEAST
    _with_own(context, certificate, key)
    if authority is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        _trust(context, authority)
    return context


def _client(authority: Path, certificate: Path | None = None, key: Path | None = None) -> ssl.SSLContext:
    """The protocol for clients verifies certificates and names unless told otherwise."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = LEAST
    _trust(context, authority)
    return context if certificate is None or key is None else _with_own(context, certificate, key)


def _with_own(context: ssl.SSLContext, certificate: Path, key: Path) -> ssl.SSLContext:
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:  # an ssl.SSLError is one
        raise SettingsError(
            f"{certificate} with {key} cannot be used ({error.strerror or error}): mend or renew them."
        ) from None
    return context


def _trust(context: ssl.SSLContext, authority: Path) -> None:
    try:
        context.load_verify_locations(authority)
    except OSError as error:
        raise SettingsError(
            f"WORKSTEAD_TLS_CA: {authority} cannot be used ({error.strerror or error}): mend or renew it."
        ) from None


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        stat = os.stat(file)
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ino
