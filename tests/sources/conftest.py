"""What the tests of the sources share: the misbehaving server and a resolver that may reach it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from citecheck.model.source import Fetched
from citecheck.sources.policy import WebPolicy
from citecheck.sources.web import WebResolver
from tests.sources.faultserver import Canary, FaultServer

QUICK = WebPolicy(
    allow_networks=("127.0.0.1/32",),
    host_interval=0.0,
    url_deadline=3.0,
    connect_timeout=1.5,
    silence_timeout=1.5,
    robots_deadline=1.0,
    retry_pause=0.01,
    confirm_pause=0.02,
    probe=False,
    run_deadline=20.0,
    archive="",
)
"""Limits short enough for a test."""

Fetch = Callable[..., Fetched]


class Connects:
    """Every address that this process connects to while it listens."""

    def __init__(self) -> None:
        self.to: list[str] = []
        self.on = False

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        if self.on and event == "socket.connect" and isinstance(args[1], tuple):
            self.to.append(str(args[1][0]))


CONNECTS = Connects()
sys.addaudithook(CONNECTS.hook)


@pytest.fixture
def connects() -> Iterator[list[str]]:
    """The addresses connected to during the test."""
    CONNECTS.to.clear()
    CONNECTS.on = True
    yield CONNECTS.to
    CONNECTS.on = False


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    """The misbehaving server on 127.0.0.1."""
    with FaultServer() as server:
        yield server


@pytest.fixture
def canary() -> Iterator[Canary]:
    """A listener on 127.0.0.2, where nothing may connect."""
    with Canary() as canary:
        yield canary


@pytest.fixture
def fetch() -> Iterator[Fetch]:
    """Fetches one URL under the quick policy; keyword arguments change it."""
    open_ones: list[WebResolver] = []

    def fetch_one(url: str, **changes: object) -> Fetched:
        lookup = changes.pop("lookup", None)
        policy = replace(QUICK, **changes)  # type: ignore[arg-type]
        resolver = WebResolver(policy, lookup=lookup) if callable(lookup) else WebResolver(policy)
        open_ones.append(resolver)
        return resolver.fetch_all([url])[url]

    yield fetch_one
    for resolver in open_ones:
        resolver.close()
