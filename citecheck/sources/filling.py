"""Pages that are empty shells, filled by their scripts in a browser: what is to be judged of them then."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from citecheck.model.source import Fetched, LinkState, Reason
from citecheck.sources.browser import Browser, Filled
from citecheck.sources.deadline import Budget
from citecheck.sources.exchange import Answer, Chain, End, Failure, follow
from citecheck.sources.fetch import Fetcher
from citecheck.sources.judge import Judged, judge_reading
from citecheck.sources.policy import WebPolicy
from citecheck.sources.politeness import Stopped

Record = Callable[[str, Filled, str], None]
"""Takes an address, its page as filled, and the time."""


def is_shell(judged: Judged) -> bool:
    """Whether a browser may show more of a page."""
    return judged.fetched.reason is Reason.SCRIPT_ONLY and judged.fetched.status == 200


def judge_filled(url: str, shell: Fetched, filled: Filled, time: str) -> Judged:
    """What may be said of an address whose page was filled."""
    end = End.LENGTH if filled.whole else End.CLOSE
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    answer = Answer(shell.final_url or url, 200, headers, filled.markup.encode("utf-8", "replace"), end, time=time)
    judged = judge_reading(Chain(url, (answer,)))
    fetched = replace(judged.fetched, hops=shell.hops, permanent=shell.permanent, final_url=shell.final_url)
    if fetched.state is LinkState.OK:
        said = [fetched.detail, "read in a browser, as its scripts filled it"]
        state = LinkState.MOVED if shell.permanent else LinkState.OK
        fetched = replace(fetched, state=state, detail="; ".join(part for part in said if part))
    return replace(judged, fetched=fetched)


class FillLane:
    """Fills all shells, one after another: `shells` maps URLs to what is known of them."""

    site = "the browser"

    def __init__(
        self, shells: Mapping[str, Judged], browser: Browser, fetcher: Fetcher, policy: WebPolicy, record: Record | None
    ) -> None:
        self.size = len(shells)
        self.probes: dict[str, Judged] = {}
        self.twins: dict[str, Judged] = {}
        self._shells = shells
        self._browser = browser
        self._fetcher = fetcher
        self._policy = policy
        self._record = record

    def run(self, stopped: threading.Event, found: Callable[[str, Judged], None]) -> None:
        """Fills all, telling those that could be."""
        for url, judged in self._shells.items():
            if stopped.is_set():
                return
            budget = Budget(self._policy.url_deadline)
            try:
                filled = self._browser.fill(judged.fetched.final_url or url, self._asking(budget), budget.left)
            except Stopped:
                return
            if filled is None or stopped.is_set():
                continue
            time = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            if self._record is not None:
                self._record(url, filled, time)
            found(url, judge_filled(url, judged.fetched, filled, time))

    def _asking(self, budget: Budget) -> Callable[[str], Answer | Failure]:
        """Asks for a part of a page, along its redirects, without the pause between pages."""

        def ask(url: str) -> Answer | Failure:
            way = follow(url)
            try:
                asked = next(way)
                while True:
                    asked = way.send(self._fetcher.ask(asked, budget, part=True))
            except StopIteration as done:
                chain: Chain = done.value
            return chain.last or chain.failure or Failure(url, Reason.CONNECTION)

        return ask
