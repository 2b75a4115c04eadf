"""A visit to one URL: along its redirects, with retries, and twice where it seems gone."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import replace
from urllib.parse import urlsplit

from citecheck.model.source import Reason
from citecheck.sources.deadline import Budget
from citecheck.sources.exchange import Chain, Failure, follow, without_fragment
from citecheck.sources.fetch import Fetcher
from citecheck.sources.policy import WebPolicy
from citecheck.sources.politeness import Manners, domain_of
from citecheck.sources.refresh import leads_on
from citecheck.sources.retry import pause_before, worth_retrying

_GONE = (404, 410)

Visit = Generator[float, None, Chain]
"""Yields the monotonic time before which it is not to go on; returns the Chain."""


def visit(url: str, fetcher: Fetcher, manners: Manners, policy: WebPolicy) -> Visit:
    """Visits a URL. Raises `politeness.Stopped` when the run ends."""
    budget = Budget(policy.url_deadline)
    attempt = 0
    seemed_gone = False
    while True:
        chain = _walk(url, fetcher, budget)
        if worth_retrying(chain) and attempt < policy.retries and not fetcher.given_up(_end_of(chain)):
            pause = pause_before(chain, attempt, policy)
            if pause > min(policy.longest_wait, budget.left):
                return replace(chain, left=budget.left)
            _slow_down(chain, pause, manners)
            attempt += 1
        elif _seems_gone(chain) and not seemed_gone:
            pause = policy.confirm_pause
            if pause > budget.left:
                late = "it seemed gone, but there was no time to ask again"
                return Chain(chain.url, chain.answers, Failure(chain.url, Reason.TIMEOUT, late))
            seemed_gone = True
        else:
            return replace(chain, confirmed=seemed_gone and _seems_gone(chain), left=budget.left)
        budget.spend(pause)
        yield time.monotonic() + pause


def _walk(url: str, fetcher: Fetcher, budget: Budget) -> Chain:
    way = follow(url, leads_on=leads_on)
    try:
        asked = next(way)
        while True:
            asked = way.send(fetcher.ask(asked, budget))
    except StopIteration as done:
        chain: Chain = done.value
        return chain


def _seems_gone(chain: Chain) -> bool:
    if chain.failure is not None:
        return chain.failure.reason is Reason.DNS and not chain.answers
    return chain.last is not None and chain.last.status in _GONE


def _end_of(chain: Chain) -> str:
    return chain.failure.url if chain.failure is not None else chain.url


def _slow_down(chain: Chain, pause: float, manners: Manners) -> None:
    """A host that says it is asked too much is let alone by all that want it."""
    if chain.last is not None and chain.last.status == 429:
        host, port = _host_and_port(without_fragment(chain.last.url))
        manners.hold_off(domain_of(host, port), pause)


def _host_and_port(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
