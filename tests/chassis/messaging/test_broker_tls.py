"""The broker over TLS: nobody speaks to one that cannot show who it is."""

import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from chassis import health, tls
from chassis.deployment.authority import Authority
from chassis.messaging.broker import connected
from chassis.messaging.errors import BrokerAway
from chassis.settings import Settings
from chassis.testing.waiting import eventually


class Listener:
    """Answers the beginning of a TLS connection as RabbitMQ would, and notes who came and what they said."""

    def __init__(self, papers: Path, part: str) -> None:
        self.heard: list[bytes] = []
        self.failed: list[str] = []
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(papers / f"{part}.pem", papers / f"{part}-key.pem")
        self._context.load_verify_locations(papers / "authority.pem")
        self._context.verify_mode = ssl.CERT_REQUIRED
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                try:
                    with self._context.wrap_socket(connection, server_side=True) as secure:
                        self.heard.append(secure.recv(64))
                except OSError as error:
                    self.failed.append(str(error))

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(10)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers")
    own = Authority(folder, "Ours")
    own.issue("rabbitmq", ("localhost", "127.0.0.1"))
    own.issue("another", ("another",))
    own.issue("old", ("localhost", "127.0.0.1"), days=-1)
    own.issue("casework")
    Authority(folder / "strange", "Strange").issue("casework")
    return folder


@pytest.fixture
def listener(papers: Path, request: pytest.FixtureRequest) -> Iterator[Listener]:
    made = Listener(papers, getattr(request, "param", "rabbitmq"))
    yield made
    made.close()


def settings(
    papers: Path, port: int, part: str | None = "casework", authority: str = "authority"
) -> Settings:
    """Of a service with this certificate that trusts this authority."""
    given = {
        "WORKSTEAD_BROKER_URL": f"amqps://casework:secret@localhost:{port}/workstead",
        "WORKSTEAD_TLS_CA": str(papers / f"{authority}.pem"),
    }
    if part is not None:
        given |= {
            "WORKSTEAD_TLS_CERT": str(papers / f"{part}.pem"),
            "WORKSTEAD_TLS_KEY": str(papers / f"{part}-key.pem"),
        }
    return Settings.from_env(given)


def attempt(settings: Settings) -> str:
    """Why there was no connection."""
    with pytest.raises(BrokerAway) as away, connected(settings, "test"):
        pass
    return str(away.value)


def test_it_begins_to_speak_where_both_sides_show_who_they_are(papers: Path, listener: Listener) -> None:
    attempt(settings(papers, listener.port))
    assert eventually(lambda: listener.heard)[0].startswith(b"AMQP")
    assert not listener.failed


@pytest.mark.parametrize("listener", ["another", "old"], indirect=True)
def test_a_broker_of_another_name_or_out_of_date_hears_nothing(papers: Path, listener: Listener) -> None:
    assert "verify failed" in attempt(settings(papers, listener.port))
    assert not listener.heard


def test_a_broker_of_another_authority_hears_nothing(papers: Path, listener: Listener) -> None:
    said = attempt(settings(papers, listener.port, "strange/casework", "strange/authority"))
    assert "verify failed" in said
    assert not listener.heard


@pytest.mark.parametrize("part", [None, "strange/casework"])
def test_who_has_no_certificate_that_the_broker_trusts_is_away(
    papers: Path, listener: Listener, part: str | None
) -> None:
    attempt(settings(papers, listener.port, part))
    assert eventually(lambda: listener.failed)
    assert not listener.heard


def test_over_tls_passwords_are_said_only_to_who_is_known() -> None:
    options = tls.broker_options(Settings(), "rabbitmq")
    assert options["cert_reqs"] == ssl.CERT_REQUIRED
    assert options["server_hostname"] == "rabbitmq"


class Context:
    """As much of a service as the probe needs."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings


def test_readiness_says_when_the_broker_cannot_be_trusted(papers: Path, listener: Listener) -> None:
    assert health.broker(Context(settings(papers, listener.port))).ok  # type: ignore[arg-type]
    strange = settings(papers, listener.port, "strange/casework", "strange/authority")
    check = health.broker(Context(strange))  # type: ignore[arg-type]
    assert not check.ok
    assert "verify failed" in check.detail
