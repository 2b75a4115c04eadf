"""What the web part may do, and how patiently: one frozen set of limits."""

from __future__ import annotations

import ipaddress
import os
import ssl
from dataclasses import dataclass
from pathlib import Path

import citecheck
from citecheck.config import Settings
from citecheck.errors import ConfigError

_HOSTS_A_JOB = 4
WAYBACK = "https://web.archive.org"
_ABOUT = "https://pypi.org/project/citecheck/"


@dataclass(frozen=True, slots=True)
class WebPolicy:
    """Limits of fetching. Times are seconds, sizes bytes.

    `allow_networks` are CIDR networks and `allow_hosts` "name" or "name:port" that may be reached though they are not
    public; `allow_ports` are ports besides the usual ones. `host_interval` lies between the end of one request to a
    registrable domain and the start of the next. `archive` is the base URL of the web archive that is asked for copies
    of pages that are gone, "" for none. `url_deadline` is all that one URL may take: names, TLS, redirects
    and retries, but not waiting for its host's turn. `jobs` is how many requests are under way at once.
    """

    allow_networks: tuple[str, ...] = ()
    allow_hosts: tuple[str, ...] = ()
    allow_ports: tuple[int, ...] = ()
    host_interval: float = 1.0
    url_deadline: float = 30.0
    run_deadline: float = 900.0
    connect_timeout: float = 5.0
    silence_timeout: float = 10.0
    robots_deadline: float = 8.0
    max_wire: int = 10 * 2**20
    max_pdf: int = 50 * 2**20
    user_agent: str = f"citecheck/{citecheck.__version__} (+{_ABOUT})"
    ignore_robots: bool = False
    probe: bool = True
    jobs: int = 32
    retries: int = 2
    retry_pause: float = 1.0
    confirm_pause: float = 2.0
    longest_wait: float = 60.0
    max_age: float = 86_400.0
    ca_file: Path | None = None
    archive: str = WAYBACK
    save_copies: bool = False
    browser: bool = False


def archive_base(given: str = "") -> str:
    """The base URL of the web archive to ask: what is given, or CITECHECK_ARCHIVE; "none" or "" for none."""
    base = given or os.environ.get("CITECHECK_ARCHIVE", WAYBACK)
    return "" if base == "none" else base.rstrip("/")


def policy_of(settings: Settings) -> WebPolicy:
    """The limits that a run's settings ask for. Raises `ConfigError` for one that cannot be used."""
    return WebPolicy(
        allow_networks=tuple(map(_network, settings.allow_network)),
        allow_hosts=settings.allow_host,
        allow_ports=tuple(map(_port, settings.allow_port)),
        host_interval=settings.host_interval,
        url_deadline=settings.url_time,
        run_deadline=settings.max_time,
        ignore_robots=settings.ignore_robots,
        probe=not settings.no_probe,
        max_age=settings.max_age,
        jobs=max(1, settings.jobs) * _HOSTS_A_JOB,
        ca_file=_authorities(settings.ca_file),
        archive=_archive(settings.archive),
        save_copies=settings.save_copies,
        browser=_has_browser(settings.browser),
    )


def vet(settings: Settings) -> None:
    """Raises `ConfigError` for a network, a port or an archive that is none, where no `policy_of` is asked for."""
    for network in settings.allow_network:
        _network(network)
    for port in settings.allow_port:
        _port(port)
    _archive(settings.archive)


def _network(text: str) -> str:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise ConfigError(f"{text!r} is no network; write it as 10.0.0.0/8 or 192.168.1.7/32") from None
    return text


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) < 65_536):
        raise ConfigError(f"{text!r} is no port; a port is a number from 1 to 65535")
    return int(text)


def _authorities(text: str) -> Path | None:
    if not text:
        return None
    try:
        ssl.create_default_context(cafile=text)
    except (OSError, ssl.SSLError) as error:
        raise ConfigError(f"{text}: no certificates can be read from it ({error.strerror or 'not PEM'})") from None
    return Path(text)


def _archive(text: str) -> str:
    base = archive_base(text)
    if base and not base.lower().startswith(("http://", "https://")):
        raise ConfigError(f"{base!r} is no archive; give its http or https address, or none")
    return base


def _has_browser(wanted: bool) -> bool:
    # Looking for it costs little, but most runs want none.
    from citecheck.sources.browser import missing  # noqa: PLC0415

    if wanted and (what := missing()):
        raise ConfigError(f"--browser: {what}")
    return wanted
