"""TLS: always verified, at least 1.2, and never silent about why not."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from citecheck.model.source import Reason
from tests.sources.answers import not_whole, read, unchecked
from tests.sources.conftest import Fetch
from tests.sources.faultserver import FaultServer, answer, plain, raw, redirect

AUTHORITY = trustme.CA()
NOW = datetime.datetime.now(datetime.UTC)


@pytest.fixture(scope="module")
def ca_file() -> Iterator[Path]:
    """The file of an authority that the tests trust."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "ca.pem")
        AUTHORITY.cert_pem.write_to_path(str(path))
        yield path


def _served(certificate: trustme.LeafCert, most: ssl.TLSVersion | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    if most is not None:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = most
    return context


def _made(
    folder: Path, *, names: Sequence[x509.GeneralName] | None, size: int = 2048, issued: bool = True
) -> ssl.SSLContext:
    """A certificate that trustme would not make: without names, weak, or signed by itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=size)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    builder = x509.CertificateBuilder().subject_name(subject).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(NOW - datetime.timedelta(1)).not_valid_after(NOW + datetime.timedelta(1))
    if names is not None:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    if issued:
        signer = serialization.load_pem_private_key(AUTHORITY.private_key_pem.bytes(), None)
        issuer = x509.load_pem_x509_certificate(AUTHORITY.cert_pem.bytes())
        builder = builder.issuer_name(issuer.subject)
    else:
        signer = key
        builder = builder.issuer_name(subject)
    certificate = builder.sign(signer, hashes.SHA256())  # type: ignore[arg-type]
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


LOOPBACK = [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]


def test_a_trusted_server_is_read(fetch: Fetch, ca_file: Path) -> None:
    with FaultServer(tls=_served(AUTHORITY.issue_cert("127.0.0.1"))) as own:
        read(fetch(own.url("/page", plain()), ca_file=ca_file))


def test_a_name_is_verified_though_its_address_is_connected_to(fetch: Fetch, ca_file: Path) -> None:
    with FaultServer(tls=_served(AUTHORITY.issue_cert("shop.example.com"))) as own:
        own.url("/page", plain())
        for name, good in (("shop.example.com", True), ("other.example.com", False)):
            url = f"https://{name}:{own.port}/page"
            fetched = fetch(url, ca_file=ca_file, lookup=lambda host, port: ["127.0.0.1"])
            read(fetched) if good else unchecked(fetched, Reason.TLS)


@pytest.mark.parametrize(
    "case", ["expired", "not-yet", "wrong-host", "unknown-authority", "self-signed", "no-name", "weak"]
)
def test_case_24_bad_certificates_are_told(fetch: Fetch, ca_file: Path, tmp_path: Path, case: str) -> None:
    past = NOW - datetime.timedelta(days=30)
    context = {
        "expired": lambda: _served(AUTHORITY.issue_cert("127.0.0.1", not_after=past)),
        "not-yet": lambda: _served(AUTHORITY.issue_cert("127.0.0.1", not_before=NOW + datetime.timedelta(days=30))),
        "wrong-host": lambda: _served(AUTHORITY.issue_cert("127.0.0.9")),
        "unknown-authority": lambda: _served(trustme.CA().issue_cert("127.0.0.1")),
        "self-signed": lambda: _made(tmp_path, names=LOOPBACK, issued=False),
        "no-name": lambda: _made(tmp_path, names=None),
        "weak": lambda: _made(tmp_path, names=LOOPBACK, size=1024),
    }[case]()
    with FaultServer(tls=context) as own:
        fetched = fetch(own.url("/page", plain()), ca_file=ca_file)
        unchecked(fetched, Reason.TLS)
        assert "certificate" in fetched.detail
        assert own.log == []


def test_case_24_a_chain_without_its_middle_is_told(fetch: Fetch, ca_file: Path, tmp_path: Path) -> None:
    certificate = AUTHORITY.create_child_ca().issue_cert("127.0.0.1")
    certificate.cert_chain_pems[0].write_to_path(str(tmp_path / "cert.pem"))
    certificate.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    cut = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cut.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    for context, good in ((cut, False), (_served(certificate), True)):
        with FaultServer(tls=context) as own:
            fetched = fetch(own.url("/page", plain()), ca_file=ca_file)
            read(fetched) if good else unchecked(fetched, Reason.TLS)


@pytest.mark.parametrize("case", ["client-certificate", "unknown-name", "no-encryption", "no-authentication"])
def test_case_25_handshakes_that_the_two_cannot_agree_on_are_told(fetch: Fetch, ca_file: Path, case: str) -> None:
    context = _served(AUTHORITY.issue_cert("127.0.0.1"))
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    if case == "client-certificate":
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(ca_file)
    elif case == "unknown-name":
        context.sni_callback = lambda *_: ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
    else:
        ciphers = {"no-encryption": "NULL-SHA256:@SECLEVEL=0", "no-authentication": "AECDH-AES128-SHA:@SECLEVEL=0"}
        context.set_ciphers(ciphers[case])
    with FaultServer(tls=context) as own:
        unchecked(fetch(own.url("/page", plain()), ca_file=ca_file), Reason.TLS)


@pytest.mark.parametrize("sent", [answer(length=False), answer() + b"more", answer()[:900]])
def test_case_18_what_ends_under_tls_without_proof_is_not_whole(fetch: Fetch, ca_file: Path, sent: bytes) -> None:
    with FaultServer(tls=_served(AUTHORITY.issue_cert("127.0.0.1"))) as own:
        not_whole(fetch(own.url("/page", raw(sent)), ca_file=ca_file))


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_case_25_old_versions_are_refused(fetch: Fetch, ca_file: Path, version: ssl.TLSVersion) -> None:
    with FaultServer(tls=_served(AUTHORITY.issue_cert("127.0.0.1"), version)) as own:
        unchecked(fetch(own.url("/page", plain()), ca_file=ca_file), Reason.TLS)


def test_case_25_plain_http_at_an_https_address_is_told(fetch: Fetch) -> None:
    with FaultServer(every=plain()) as own:
        unchecked(fetch(own.base.replace("http:", "https:") + "/"), Reason.TLS)


@pytest.mark.parametrize("sent", [b"", b"\x15\x03\x03\x00\x02\x02\x28", b"\x16\x03\x03\x40\x00" + b"x" * 500])
def test_case_25_broken_handshakes_are_told(fetch: Fetch, sent: bytes) -> None:
    with _Blunt(sent, hold=0.0) as blunt:
        unchecked(fetch(f"https://127.0.0.1:{blunt.port}/"), Reason.TLS)


@pytest.mark.parametrize("sent", [b"", b"\x16\x03\x03\x00\x7a\x02"])
def test_case_25_a_handshake_that_hangs_ends_at_the_deadline(fetch: Fetch, sent: bytes) -> None:
    with _Blunt(sent, hold=4.0) as blunt:
        unchecked(fetch(f"https://127.0.0.1:{blunt.port}/", url_deadline=0.5), Reason.TLS)


def test_a_redirect_to_a_bad_certificate_is_told(fetch: Fetch, server: FaultServer) -> None:
    with FaultServer(tls=_served(trustme.CA().issue_cert("127.0.0.1"))) as own:
        unchecked(fetch(server.url("/to-bad-tls", redirect(own.url("/page", plain())))), Reason.TLS)


class _Blunt(FaultServer):
    """Sends bytes at once, whatever comes, and then holds on or closes."""

    def __init__(self, sent: bytes, hold: float) -> None:
        super().__init__()
        self._sent = sent
        self._hold = hold

    async def _answer(self, reader: object, send: object) -> None:
        await raw(self._sent, hold=self._hold)(None, send)  # type: ignore[arg-type]
