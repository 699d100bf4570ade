"""A service of a trial on a wire of ours, instead of the direct way to a part of the system."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

from sqlalchemy import make_url
from trial import Trial
from wires import Wire

from chassis.store.embedded.server import SOCKET


@contextmanager
def wired(trial: Trial, name: str, part: str) -> Iterator[Wire]:
    """A service on a wire to its "broker", its "database" or, for web, to another service.

    It is started anew for that, and again when the wire is taken away.
    """
    with closing(Wire(end_of_wire(trial, name, part))) as wire:
        trial.again(name, on_wire(trial, name, part, wire.port))
        try:
            yield wire
        finally:
            wire.mend()
            trial.again(name)


def end_of_wire(trial: Trial, name: str, part: str) -> tuple[str, int] | str:
    """Where the direct way leads: host and port, or the path of a socket."""
    if part == "database":
        return str(trial.suite.server.folder / SOCKET)
    url = urlsplit(trial.suite.settings[_variable(name, part)])
    assert url.hostname is not None
    assert url.port is not None
    return url.hostname, url.port


def on_wire(trial: Trial, name: str, part: str, port: int) -> dict[str, str]:
    """The setting by which the service finds the wire."""
    variable = _variable(name, part)
    address = urlsplit(trial.suite.settings[variable])
    if part != "database":
        return {variable: address._replace(netloc=_at(address.netloc, port)).geturl()}
    url = make_url(trial.suite.settings[variable]).difference_update_query(["host"])
    return {variable: url.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)}


def _at(netloc: str, port: int) -> str:
    who, at, _ = netloc.rpartition("@")
    return f"{who}{at}127.0.0.1:{port}"


def _variable(name: str, part: str) -> str:
    if part == "broker":
        return "WORKSTEAD_BROKER_URL"
    owner = {"web": "gateway", "exchange": "gateway"}.get(name, name)
    return (
        f"WORKSTEAD_{owner.upper()}_DATABASE_URL" if part == "database" else f"WORKSTEAD_{part.upper()}_URL"
    )
