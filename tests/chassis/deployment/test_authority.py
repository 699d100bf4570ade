"""A private authority: what it signs is good for its names, and made again before it is too old."""

import stat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from typer.testing import CliRunner

from chassis.cli.app import build
from chassis.cli.installed import installed
from chassis.deployment.authority import Authority


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "tls", "Northbridge")


def certificate(authority: Authority, part: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((authority.path / f"{part}.pem").read_bytes())


def verified(authority: Authority, part: str, name: str) -> None:
    policy = PolicyBuilder().store(Store([certificate(authority, "authority")]))
    policy.build_server_verifier(x509.DNSName(name)).verify(certificate(authority, part), [])


def test_a_certificate_is_good_for_its_names_and_no_other(authority: Authority) -> None:
    assert authority.issue("casework", ("casework", "casework.internal"))
    verified(authority, "casework", "casework.internal")
    with pytest.raises(VerificationError):
        verified(authority, "casework", "notify")


def test_one_that_is_good_is_left_and_one_that_ends_soon_is_renewed(authority: Authority) -> None:
    assert authority.issue("mi", days=60)
    first = certificate(authority, "mi")
    assert not authority.issue("mi", days=60)
    assert certificate(authority, "mi") == first
    assert authority.issue("mi", ("mi", "mi.internal"), days=20)
    assert authority.issue("mi", ("mi", "mi.internal"))
    assert certificate(authority, "mi").issuer == certificate(authority, "authority").subject
    verified(authority, "mi", "mi.internal")


def test_what_browsers_see_lets_nobody_in_inside(authority: Authority) -> None:
    authority.issue("public", ("localhost", "127.0.0.1"), asks=False)
    uses = certificate(authority, "public").extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(uses) == [ExtendedKeyUsageOID.SERVER_AUTH]


def test_the_key_that_signs_is_its_owners_alone(authority: Authority) -> None:
    authority.issue("mi")
    assert stat.S_IMODE(authority.path.stat().st_mode) == 0o700
    assert stat.S_IMODE((authority.path / "authority-key.pem").stat().st_mode) == 0o400


def test_the_command_makes_one_for_each_part(tmp_path: Path) -> None:
    given = ["authority", str(tmp_path), "--public", "work.example", "--name", "grafana"]
    first = CliRunner().invoke(build("authority"), given)
    assert first.exit_code == 0, first.output
    for part in (*installed(), "postgres", "rabbitmq", "prometheus", "grafana", "public"):
        assert (tmp_path / f"{part}-key.pem").exists()
    assert "All certificates are good" in CliRunner().invoke(build("authority"), given).output
