"""One site's URLs, asked one after the other; while one of them waits, the next has its turn."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from citecheck.model.source import LinkState, Reason
from citecheck.sources.deadline import Budget
from citecheck.sources.exchange import Answer, Chain, Failure
from citecheck.sources.fetch import Fetcher
from citecheck.sources.judge import Judged, judge_reading
from citecheck.sources.policy import WebPolicy
from citecheck.sources.politeness import Manners, Stopped
from citecheck.sources.similar import made_up_sibling, origin_of
from citecheck.sources.visit import Visit, visit

_GOOD = (LinkState.OK, LinkState.MOVED)
_PROBE_TIME = 10.0  # seconds

Found = Callable[[str, Judged], None]


class Lane:
    """The pages of one site: `pages` maps a URL without fragment to the URLs that cite it."""

    def __init__(
        self,
        site: str,
        pages: Mapping[str, Sequence[str]],
        fetcher: Fetcher,
        manners: Manners,
        policy: WebPolicy,
    ) -> None:
        self.site = site
        self.size = len(pages)
        self.probes: dict[str, Judged] = {}
        self._pages = pages
        self._fetcher = fetcher
        self._manners = manners
        self._policy = policy

    def run(self, stopped: threading.Event, found: Found) -> None:
        """Asks all, telling each answer as it is there; ends early, telling no more, when the run is stopped."""
        order = itertools.count()
        heap: list[tuple[float, int, str, Visit]] = []
        for page in self._pages:
            heapq.heappush(heap, (0.0, next(order), page, visit(page, self._fetcher, self._manners, self._policy)))
        origins: dict[str, str] = {}
        try:
            while heap:
                ready, number, page, each = heapq.heappop(heap)
                pause = ready - time.monotonic()
                if stopped.wait(pause) if pause > 0 else stopped.is_set():
                    return
                chain = _advance(page, each)
                if isinstance(chain, float):
                    heapq.heappush(heap, (chain, number, page, each))
                    continue
                good = [judged for judged in self._tell(page, chain, stopped, found) if judged.fetched.state in _GOOD]
                if good and good[0].reading is not None and good[0].reading.page is not None and chain.last is not None:
                    origins.setdefault(origin_of(chain.last.url), chain.last.url)
            self._probe(origins)
        except Stopped:
            return

    def _tell(self, page: str, chain: Chain, stopped: threading.Event, found: Found) -> list[Judged]:
        judged = judge_reading(replace(chain, url=page))
        if stopped.is_set() and chain.failure is not None:
            # Shut by us, not by the server: it says nothing about the page.
            raise Stopped
        told = []
        for url in self._pages[page]:
            own = judged if url == page else judge_reading(replace(chain, url=url))
            told.append(own)
            found(url, own)
        return told

    def _probe(self, origins: Mapping[str, str]) -> None:
        """Asks each origin once for an address that it cannot have."""
        if not self._policy.probe:
            return
        for origin, url in origins.items():
            sibling = made_up_sibling(url)
            if sibling == url or (url.count("/") <= 3 and url.endswith("/")):
                continue
            step = self._fetcher.ask(sibling, Budget(min(_PROBE_TIME, self._policy.url_deadline)))
            if isinstance(step, Answer):
                self.probes[origin] = judge_reading(Chain(sibling, (step,)))


def _advance(page: str, each: Visit) -> Chain | float:
    try:
        return next(each)
    except StopIteration as done:
        chain: Chain = done.value
        return chain
    except Stopped:
        raise
    except Exception as error:
        # A fault of ours in one page must not end the run, nor be taken for the page's.
        detail = f"citecheck itself failed on it ({type(error).__name__})"
        return Chain(page, (), Failure(page, Reason.WORKER, detail))
