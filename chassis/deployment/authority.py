"""A private authority: certificates for the parts of an instance, which trust nobody else's.

    authority.pem            whom all trust: mount it everywhere
    authority-key.pem        signs new certificates: mount it nowhere, and keep it off the machine if you can
    <name>.pem, <name>-key.pem    one part's own

It is for trying, and for instances that have no authority of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from chassis.files import write_whole

AUTHORITY_DAYS = 3650
RENEW_BEFORE = timedelta(days=30)
SKEW = timedelta(minutes=5)
"""Clocks differ a little."""
PRIVATE, READABLE = 0o400, 0o444

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Signer:
    """The authority's certificate and key."""

    certificate: x509.Certificate
    key: Key


class Authority:
    """The folder of an authority, which makes what is missing or soon too old."""

    def __init__(self, path: Path, holder: str) -> None:
        self.path = path
        self._holder = holder

    def issue(self, part: str, names: Iterable[str] = (), *, days: int = 365, asks: bool = True) -> bool:
        """A certificate for a part that others call by these names, else by its own; whether one was made.

        With it a part serves and, if it `asks`, is let in by others. One that is good for another month is
        left as it is.
        """
        called = list(names) or [part]
        file = self.path / f"{part}.pem"
        if file.exists() and _is_good(x509.load_pem_x509_certificate(file.read_bytes()), called):
            return False
        signer, key = self._signer(), ec.generate_private_key(ec.SECP256R1())
        builder = _builder(part, self._holder, key, timedelta(days=days))
        builder = builder.issuer_name(signer.certificate.subject).add_extension(_names(called), False)
        for extension, critical in _of_a_part(signer, asks):
            builder = builder.add_extension(extension, critical)
        self._write(part, builder.sign(signer.key, hashes.SHA256()), key, READABLE)
        return True

    def _signer(self) -> Signer:
        """The authority, made at first need."""
        file, key_file = self.path / "authority.pem", self.path / "authority-key.pem"
        if not file.exists():
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            key = ec.generate_private_key(ec.SECP256R1())
            builder = _builder("Workstead authority", self._holder, key, timedelta(days=AUTHORITY_DAYS))
            for extension, critical in _of_an_authority(key):
                builder = builder.add_extension(extension, critical)
            subject = _subject("Workstead authority", self._holder)
            self._write("authority", builder.issuer_name(subject).sign(key, hashes.SHA256()), key, PRIVATE)
        kept = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
        if not isinstance(kept, ec.EllipticCurvePrivateKey):
            raise TypeError(f"{key_file} was not made here.")
        return Signer(x509.load_pem_x509_certificate(file.read_bytes()), kept)

    def _write(self, name: str, certificate: x509.Certificate, key: Key, mode: int) -> None:
        pem = serialization.Encoding.PEM
        text = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        write_whole(self.path / f"{name}-key.pem", text, mode)
        write_whole(self.path / f"{name}.pem", certificate.public_bytes(pem), READABLE)


def _is_good(certificate: x509.Certificate, names: list[str]) -> bool:
    held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return held == _names(names) and certificate.not_valid_after_utc - RENEW_BEFORE > datetime.now(UTC)


def _builder(name: str, holder: str, key: Key, lasts: timedelta) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_subject(name, holder))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(now, now + lasts) - SKEW)
        .not_valid_after(now + lasts)
    )


def _subject(name: str, holder: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, holder),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _names(names: Iterable[str]) -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName([_general(name) for name in names])


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _of_an_authority(key: Key) -> list[tuple[x509.ExtensionType, bool]]:
    return [
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (_usage(signs_certificates=True), True),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
    ]


def _of_a_part(signer: Signer, asks: bool) -> list[tuple[x509.ExtensionType, bool]]:
    use = [ExtendedKeyUsageOID.SERVER_AUTH, *([ExtendedKeyUsageOID.CLIENT_AUTH] if asks else [])]
    return [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_usage(signs_certificates=False), True),
        (x509.ExtendedKeyUsage(use), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.key.public_key()), False),
    ]


def _usage(signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
