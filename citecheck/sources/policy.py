"""What the web part may do, and how patiently: one frozen set of limits."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import citecheck

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


def archive_base() -> str:
    """The base URL of the web archive to ask: CITECHECK_ARCHIVE, "" for none; else the Wayback Machine's."""
    return os.environ.get("CITECHECK_ARCHIVE", WAYBACK).rstrip("/")
