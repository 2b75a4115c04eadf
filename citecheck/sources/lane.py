"""One site's URLs, asked one after the other; while one of them waits, the next has its turn."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from citecheck.model.source import LinkState, Reason
from citecheck.sources.archive import find_copy, is_gone, keep_copy
from citecheck.sources.deadline import Budget
from citecheck.sources.exchange import Answer, Chain, Failure
from citecheck.sources.fetch import Fetcher
from citecheck.sources.fulltext import full_text_url, with_full_text
from citecheck.sources.judge import Judged, judge_reading
from citecheck.sources.policy import WebPolicy
from citecheck.sources.politeness import Manners, Stopped
from citecheck.sources.similar import made_up_sibling, origin_of
from citecheck.sources.twin import first_of_each, twin_of
from citecheck.sources.visit import visit

_GOOD = (LinkState.OK, LinkState.MOVED)
_PROBE_TIME = 10.0  # seconds

Found = Callable[[str, Judged], None]
Result = TypeVar("Result")
Chains = tuple[Chain, Judged, Chain | None]
"""The way to a page, what it was judged to be, and the way to the full text that it points to."""


class Work(Protocol):
    """What one thread does at a time."""

    site: str
    size: int
    probes: dict[str, Judged]
    twins: dict[str, Judged]

    def run(self, stopped: threading.Event, found: Found) -> None:
        """Asks all, telling each answer as it is there; ends early, telling no more, when the run is stopped."""
        ...


class Lane:
    """The pages of one site: `pages` maps a URL without fragment to the URLs that cite it.

    `known` are answers of an ended run that it had not settled.
    """

    def __init__(
        self,
        site: str,
        pages: Mapping[str, Sequence[str]],
        fetcher: Fetcher,
        manners: Manners,
        policy: WebPolicy,
        known: Mapping[str, Judged] | None = None,
    ) -> None:
        self.site = site
        self.size = len(pages)
        self.probes: dict[str, Judged] = {}
        self.twins: dict[str, Judged] = {}
        self._known = known or {}
        self._pages = pages
        self._fetcher = fetcher
        self._manners = manners
        self._policy = policy

    def run(self, stopped: threading.Event, found: Found) -> None:
        """Asks all pages, then each origin of a good one for a made-up address, and for its page by https."""
        judged = dict(self._known)
        try:
            for page, chains in take_turns(((page, self._visit(page)) for page in self._pages), stopped):
                for url, each in self._judge(page, chains, stopped):
                    found(url, each)
                    judged[url] = each
            if self._policy.probe:
                self._probe(judged)
                self._ask_twins(judged)
        except Stopped:
            return

    def _visit(self, page: str) -> Generator[float, None, Chains]:
        try:
            chain = yield from visit(page, self._fetcher, self._manners, self._policy)
            judged = judge_reading(chain)
            target = full_text_url(judged)
            if not target:
                return chain, judged, None
            return chain, judged, (yield from visit(target, self._fetcher, self._manners, self._policy))
        except Stopped:
            raise
        except Exception as error:
            # A fault of ours in one page must not end the run, nor be taken for the page's.
            detail = f"citecheck itself failed on it ({type(error).__name__})"
            chain = Chain(page, (), Failure(page, Reason.WORKER, detail))
            return chain, judge_reading(chain), None

    def _judge(self, page: str, chains: Chains, stopped: threading.Event) -> Iterator[tuple[str, Judged]]:
        chain, judged, full_chain = chains
        if stopped.is_set() and any(each is not None and each.failure is not None for each in (chain, full_chain)):
            # Shut by us, not by the server: it says nothing about the page.
            raise Stopped
        full = judge_reading(full_chain) if full_chain is not None else None
        for url in self._pages[page]:
            own = judged if url == chain.url else judge_reading(replace(chain, url=url))
            yield url, with_full_text(own, full)

    def _ask_twins(self, judged: Mapping[str, Judged]) -> None:
        """Asks each origin that was cited by http once for a page of it by https."""
        for url in first_of_each(judged).values():
            twin = twin_of(url)
            step = self._fetcher.ask(twin, Budget(min(_PROBE_TIME, self._policy.url_deadline)))
            if isinstance(step, Answer):
                self.twins[url] = judge_reading(Chain(twin, (step,)))

    def _probe(self, judged: Mapping[str, Judged]) -> None:
        """Asks each origin once for an address that it cannot have."""
        origins: dict[str, str] = {}
        for each in judged.values():
            last = each.fetched.final_url
            if each.fetched.state in _GOOD and each.reading is not None and each.reading.kind == "html":
                origins.setdefault(origin_of(last), last)
        for origin, url in origins.items():
            sibling = made_up_sibling(url)
            if url.count("/") <= 3 and url.endswith("/"):
                continue
            step = self._fetcher.ask(sibling, Budget(min(_PROBE_TIME, self._policy.url_deadline)))
            if isinstance(step, Answer):
                self.probes[origin] = judge_reading(Chain(sibling, (step,)))


class CopyLane:
    """Looks in the archive for copies of pages that are gone, and asks it for those of living ones.

    `pages` maps their URLs to what is known of them.
    """

    site = "the archive"

    def __init__(
        self,
        pages: Mapping[str, Judged],
        dates: Mapping[str, str],
        fetcher: Fetcher,
        manners: Manners,
        policy: WebPolicy,
    ) -> None:
        self.size = len(pages)
        self.probes: dict[str, Judged] = {}
        self.twins: dict[str, Judged] = {}
        self._pages = pages
        self._dates = dates
        self._fetcher = fetcher
        self._manners = manners
        self._policy = policy

    def run(self, stopped: threading.Event, found: Found) -> None:
        """Looks for all, telling those that have a copy."""
        searches = ((url, self._search(url, judged)) for url, judged in self._pages.items())
        try:
            for url, copy in take_turns(searches, stopped):
                if copy is not None:
                    found(url, copy)
        except Stopped:
            return

    def _search(self, url: str, judged: Judged) -> Generator[float, None, Judged | None]:
        base = self._policy.archive
        search = (
            find_copy(judged, url, self._dates.get(url, ""), base) if is_gone(judged) else keep_copy(judged, url, base)
        )
        try:
            asked = next(search)
            while True:
                asked = search.send((yield from visit(asked, self._fetcher, self._manners, self._policy)))
        except StopIteration as done:
            copy: Judged | None = done.value
            return copy


def take_turns(
    tasks: Iterable[tuple[str, Generator[float, None, Result]]], stopped: threading.Event
) -> Iterator[tuple[str, Result]]:
    """Runs tasks in one thread, each until it wants to wait; yields each name with its result, in the order of ending.

    A task yields the monotonic time before which it is not to go on. Raises `Stopped` when the run is stopped.
    """
    order = itertools.count()
    heap = [(0.0, next(order), name, task) for name, task in tasks]
    while heap:
        ready, number, name, task = heapq.heappop(heap)
        pause = ready - time.monotonic()
        if stopped.wait(pause) if pause > 0 else stopped.is_set():
            raise Stopped
        try:
            heapq.heappush(heap, (next(task), number, name, task))
        except StopIteration as done:
            yield name, done.value
