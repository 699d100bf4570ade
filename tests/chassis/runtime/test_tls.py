"""HTTP inside an instance over TLS: who shows no certificate of our authority is not served, nor asked."""

import os
import socket
import ssl
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
import urllib3

from chassis import probe, tls
from chassis.deployment.authority import Authority
from chassis.settings import Settings, SettingsError
from chassis.testing.waiting import eventually

HERE = ("localhost", "127.0.0.1")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of certificates: ours, an expired one, and another authority's in `strange`."""
    folder = tmp_path_factory.mktemp("papers")
    own = Authority(folder, "Ours")
    for part in ("shelf", "gateway"):
        own.issue(part, HERE)
    own.issue("old", days=-1)
    Authority(folder / "strange", "Strange").issue("gateway", HERE)
    return folder


def environment(papers: Path, part: str) -> dict[str, str]:
    """The settings of one part."""
    names = {"CA": "authority", "CERT": part, "KEY": f"{part}-key"}
    return {f"WORKSTEAD_TLS_{what}": str(papers / f"{name}.pem") for what, name in names.items()}


@pytest.fixture(scope="module")
def process_settings(papers: Path) -> dict[str, str]:
    return environment(papers, "shelf")


def asked(process, papers: Path, part: str = "gateway", trusts: Path | None = None) -> int:
    """The status of a question that the gateway asks in the way it does."""
    given = environment(papers, part)
    if trusts is not None:
        given["WORKSTEAD_TLS_CA"] = str(trusts)
    contexts = tls.asking(Settings.from_env(given))
    assert contexts is not None
    with urllib3.PoolManager(ssl_context=contexts.current(), retries=False, timeout=10) as pool:
        return pool.request("GET", f"{process.url()}/health/live").status


def test_the_gateway_is_served(process, papers):
    assert process.url().startswith("https://")
    assert asked(process, papers) == 200


def test_the_container_asks_itself_whether_it_is_ready(process, papers: Path, capfd) -> None:
    port = process.url().rpartition(":")[2]
    (inside,) = probe.connections(environment(papers, "shelf") | {"WORKSTEAD_SHELF_PORT": port})
    assert probe.is_ready(inside), capfd.readouterr().out
    (clear,) = probe.connections({"WORKSTEAD_SHELF_PORT": port})
    assert not probe.is_ready(clear)


def test_who_shows_no_certificate_is_not_served(process, papers):
    anonymous = tls.asking(Settings.from_env({"WORKSTEAD_TLS_CA": str(papers / "authority.pem")}))
    assert anonymous is not None
    with (
        urllib3.PoolManager(ssl_context=anonymous.current(), retries=False, timeout=10) as pool,
        pytest.raises((urllib3.exceptions.SSLError, urllib3.exceptions.ProtocolError)),
    ):
        pool.request("GET", f"{process.url()}/health/live")


@pytest.mark.parametrize("part", ["old", "strange/gateway"])
def test_an_expired_certificate_and_one_of_another_authority_are_refused(
    process, papers: Path, part: str
) -> None:
    with pytest.raises((urllib3.exceptions.SSLError, urllib3.exceptions.ProtocolError)):
        asked(process, papers, part)


def test_the_gateway_asks_nobody_whom_its_authority_does_not_know(process, papers):
    with pytest.raises(urllib3.exceptions.SSLError, match="verify failed"):
        asked(process, papers, trusts=papers / "strange/authority.pem")


def test_the_gateway_asks_nobody_by_another_name(process, papers):
    contexts = tls.asking(Settings.from_env(environment(papers, "gateway")))
    assert contexts is not None
    with (
        wire(process) as plain,
        pytest.raises(ssl.SSLCertVerificationError, match="not valid for 'casework'"),
    ):
        contexts.current().wrap_socket(plain, server_hostname="casework")


def test_no_older_protocol_and_no_clear_text(process, papers):
    contexts = tls.asking(Settings.from_env(environment(papers, "gateway")))
    assert contexts is not None
    with wire(process) as plain, contexts.current().wrap_socket(plain, server_hostname="localhost") as secure:
        assert secure.version() in ("TLSv1.2", "TLSv1.3")
    old = contexts.current().__class__(ssl.PROTOCOL_TLS_CLIENT)
    with pytest.warns(DeprecationWarning, match="TLSv1_1 is deprecated"):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.load_verify_locations(papers / "authority.pem")
    with wire(process) as plain, pytest.raises((ssl.SSLError, ConnectionError)):
        old.wrap_socket(plain, server_hostname="localhost")
    with wire(process) as plain:
        plain.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        with suppress(ConnectionResetError):
            assert b"HTTP" not in plain.recv(65536)


def test_slow_handshakes_hold_up_nobody(process, papers):
    with ExitStack() as stack:
        silent = [stack.enter_context(wire(process)) for _ in range(30)]
        for half in silent[:10]:
            half.sendall(b"\x16\x03\x01")
        began = time.monotonic()
        assert asked(process, papers) == 200
        assert time.monotonic() - began < 5


def test_a_renewed_certificate_is_shown_to_the_next_connection(start, papers: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    for name in ("authority.pem", "authority-key.pem", "shelf.pem", "shelf-key.pem"):
        (own / name).write_bytes((papers / name).read_bytes())
    running = start("run", "shelf", **environment(own, "shelf"))
    before = shown(running, papers)
    (own / "shelf.pem").unlink()
    Authority(own, "Ours").issue("shelf", HERE)
    eventually(lambda: shown(running, papers) != before)
    (own / "shelf-key.pem").unlink()
    os.utime(own / "shelf.pem")
    assert asked(running, papers) == 200, "what cannot be read leaves what was"


def test_half_of_the_settings_is_refused(papers: Path) -> None:
    given = environment(papers, "shelf")
    del given["WORKSTEAD_TLS_KEY"]
    with pytest.raises(SettingsError, match="go together: set all"):
        tls.serving(Settings.from_env(given))
    half = {"WORKSTEAD_PUBLIC_TLS_CERT": str(papers / "shelf.pem")}
    with pytest.raises(SettingsError, match="go together: set both"):
        tls.public(Settings.from_env(half))


def test_files_that_are_no_certificates_are_refused(papers: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing.pem").write_text("nothing")
    for variable in ("WORKSTEAD_TLS_CA", "WORKSTEAD_TLS_CERT"):
        given = environment(papers, "shelf") | {variable: str(tmp_path / "nothing.pem")}
        with pytest.raises(SettingsError, match=r"nothing\.pem"):
            tls.serving(Settings.from_env(given))


def wire(process) -> socket.socket:
    """A bare connection."""
    host, port = process.url().removeprefix("https://").split(":")
    return socket.create_connection((host, int(port)), timeout=20)


def shown(process, papers: Path) -> bytes | None:
    """The certificate that the service shows."""
    contexts = tls.asking(Settings.from_env(environment(papers, "gateway")))
    assert contexts is not None
    with wire(process) as plain, contexts.current().wrap_socket(plain, server_hostname="localhost") as secure:
        return secure.getpeercert(binary_form=True)
