"""Sites that are cited by http and give the same page by https (L307)."""

from __future__ import annotations

import os
import ssl
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from citecheck.model.source import Fetched
from citecheck.sources.evidence import EvidenceResolver, Recorder
from citecheck.sources.policy import WebPolicy
from citecheck.sources.twin import twin_of
from citecheck.sources.web import WebResolver
from tests.sources.conftest import QUICK
from tests.sources.faultserver import ARTICLE, FaultServer, Handler, plain

AUTHORITY = trustme.CA()
# Both ports are fixed: processes that run these tests at the same time need an address each.
ADDRESS = f"127.0.0.{57 + int(os.environ.get('PYTEST_XDIST_WORKER', 'gw0')[2:])}"
PROBING = replace(QUICK, allow_networks=(f"{ADDRESS}/32",), probe=True)


def tls() -> ssl.SSLContext:
    """A server's side of TLS by an authority that the tests trust."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert(ADDRESS).configure_cert(context)
    return context


def asked(tmp_path: Path, by_https: Handler, policy: WebPolicy = PROBING, record: Path | None = None) -> Fetched:
    """The answer for an http address whose site gives that by https."""
    authority = tmp_path / "ca.pem"
    AUTHORITY.cert_pem.write_to_path(str(authority))
    with (
        FaultServer(address=ADDRESS, port=8080) as own,
        FaultServer(address=ADDRESS, port=8443, tls=tls()) as other,
    ):
        url = own.url("/story?n=1", plain())
        own.url("/story", plain())
        other.url("/story", by_https)
        resolver = WebResolver(replace(policy, ca_file=authority), None, Recorder(record) if record else None)
        fetched = resolver.fetch_all([url])[url]
        resolver.close()
        assert len(other.asked("/story?n=1")) == (1 if policy.probe else 0)
    return fetched


def test_the_same_page_by_https_is_told(tmp_path: Path) -> None:
    record = tmp_path / "e.warc.gz"
    fetched = asked(tmp_path, plain(), record=record)
    assert fetched.secure_url == f"https://{ADDRESS}:8443/story?n=1"
    url = f"http://{ADDRESS}:8080/story?n=1"
    assert EvidenceResolver(record, "").fetch_all([url])[url] == fetched


@pytest.mark.parametrize(
    "by_https", [plain(b"<h1>Welcome</h1><p>to our new shop</p>"), plain(status="404 Not Found"), plain(b"")]
)
def test_another_page_by_https_is_not(tmp_path: Path, by_https: Handler) -> None:
    assert not asked(tmp_path, by_https).secure_url


def test_https_is_not_asked_for_when_nothing_is_to_be_probed(tmp_path: Path) -> None:
    assert not asked(tmp_path, plain(), replace(PROBING, probe=False)).secure_url


def test_an_untrusted_certificate_is_no_offer() -> None:
    with (
        FaultServer(address=ADDRESS, port=8080, every=plain()) as own,
        FaultServer(address=ADDRESS, port=8443, tls=tls(), every=plain()),
    ):
        url = own.base + "/story"
        assert not WebResolver(replace(PROBING)).fetch_all([url])[url].secure_url


@pytest.mark.parametrize(
    ("url", "twin"),
    [
        ("http://example.org/a?b", "https://example.org/a?b"),
        ("http://example.org", "https://example.org/"),
        ("http://[2001:db8::1]:8080/", "https://[2001:db8::1]:8443/"),
        ("http://example.org:81/", ""),
        ("https://example.org/", ""),
        ("http://[::1", ""),
        ("", ""),
    ],
)
def test_only_usual_ports_have_a_twin(url: str, twin: str) -> None:
    assert twin_of(url) == twin


def test_the_article_is_long_enough_to_be_compared() -> None:
    assert len(ARTICLE.split()) > 200
