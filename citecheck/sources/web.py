"""The web as a source: many URLs at once, each site in turn, every answer judged."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from citecheck.config import Settings
from citecheck.isolation.heap import give_memory_back
from citecheck.model.source import Fetched, LinkState, Reason
from citecheck.sources.advice import advice_for
from citecheck.sources.archive import is_gone, is_living
from citecheck.sources.browser import Browser, browser_program
from citecheck.sources.deadline import Watch
from citecheck.sources.evidence import Recorder
from citecheck.sources.exchange import OFFLINE, Chain, Failure, without_fragment
from citecheck.sources.fetch import Fetcher
from citecheck.sources.filling import FillLane, is_shell
from citecheck.sources.interface import Cited, Interrupted, Progress
from citecheck.sources.judge import Judged, judge_reading
from citecheck.sources.keeping import Keeping, judged_again
from citecheck.sources.landing import judge_landings
from citecheck.sources.lane import CopyLane, Lane, Work
from citecheck.sources.mask import mask
from citecheck.sources.names import Lookup, Names, system_lookup
from citecheck.sources.policy import WAYBACK, WebPolicy, policy_of
from citecheck.sources.politeness import Manners, domain_of
from citecheck.sources.similar import origin_of
from citecheck.sources.store import Store

_MOST_LANES = 96
_END_WAIT = 1.5  # seconds that an interrupted run waits for its threads


class WebResolver:
    """Answers for URLs by asking the web. Answers are remembered: a URL is asked once in a run.

    `store` keeps answers between runs; `recorder` writes what was fetched. Both may be None.
    """

    def __init__(
        self,
        policy: WebPolicy | None = None,
        store: Store | None = None,
        recorder: Recorder | None = None,
        lookup: Lookup = system_lookup,
    ) -> None:
        give_memory_back()
        self._policy = policy or WebPolicy()
        self._recorder = recorder
        self._stopped = threading.Event()
        self._watch = Watch()
        self._names = Names(lookup)
        self._manners = Manners(self._policy.host_interval, self._stopped)
        keep = recorder.add if recorder is not None else None
        self._fetcher = Fetcher(self._policy, self._names, self._manners, self._watch, keep)
        # A record must hold what its verdicts rest on, so that a recorded run asks anew.
        self._keeping = Keeping(store, self._policy, self._is_inside) if store is not None else None
        self._judged: dict[str, Judged] = {}
        self._kept: dict[str, Fetched] = {}
        self._probes: dict[str, Judged] = {}
        self._twins: dict[str, Judged] = {}
        self._dates: dict[str, str] = {}
        self._browser: Browser | None = None
        self._ends: float | None = None

    def fetch_all(self, urls: Sequence[str], progress: Progress | None = None) -> dict[str, Fetched]:
        """One answer for every URL, in the order asked.

        An interrupt ends it within two seconds by `Interrupted`, which has the answers that there were by then.
        """
        if self._ends is None:
            self._ends = time.monotonic() + self._policy.run_deadline
        wanted = list(dict.fromkeys(url for url in urls if url not in self._judged and url not in self._kept))
        unsettled = self._from_store(wanted)
        unasked = [url for url in wanted if url not in self._kept and url not in self._judged]
        try:
            self._run(self._lanes(unasked, unsettled), len(unasked), progress)
            self._fill_shells(wanted, progress)
            self._look_for_copies(wanted, progress)
        except KeyboardInterrupt as error:
            self._stop()
            raise Interrupted(self._answers(urls, keep=False)) from error
        return self._answers(urls)

    def know(self, cited: Mapping[str, Cited]) -> None:
        """Tells who cites URLs: copies nearest to the day they were read are looked for, and the record says who."""
        self._dates |= {url: each.accessed for url, each in cited.items() if each.accessed}
        if self._recorder is not None:
            for url, each in cited.items():
                self._recorder.cite(url, each.notes)

    def close(self) -> None:
        """Ends what is open; the record and what was kept are on disk. Raises `CitecheckError` for the record."""
        self._stop()
        if self._keeping is not None:
            self._keeping.close()
        if self._recorder is not None:
            self._recorder.close()

    def _stop(self) -> None:
        self._stopped.set()
        self._watch.close()
        if self._browser is not None:
            self._browser.close()

    def _lanes(self, urls: Sequence[str], unsettled: Sequence[str]) -> list[Lane]:
        """URLs by the site that they are first asked of, a page's several fragments together; long lanes first."""
        sites: dict[str, dict[str, list[str]]] = {_site_of(url): {} for url in (*urls, *unsettled)}
        for url in urls:
            sites[_site_of(url)].setdefault(without_fragment(url), []).append(url)
        known: dict[str, dict[str, Judged]] = {}
        for url in unsettled:
            known.setdefault(_site_of(url), {})[url] = self._judged[url]
        lanes = [
            Lane(site, pages, self._fetcher, self._manners, self._policy, known.get(site))
            for site, pages in sites.items()
        ]
        return sorted(lanes, key=lambda lane: -lane.size)

    def _fill_shells(self, urls: Sequence[str], progress: Progress | None) -> None:
        """Has a browser fill the pages that are empty shells."""
        shells = {url: self._judged[url] for url in urls if url in self._judged and is_shell(self._judged[url])}
        if not self._policy.browser or not shells or self._stopped.is_set():
            return
        self._browser = self._browser or Browser(browser_program(), self._policy.user_agent)
        record = self._recorder.add_filled if self._recorder is not None else None
        self._run([FillLane(shells, self._browser, self._fetcher, self._policy, record)], len(shells), progress)

    def _look_for_copies(self, urls: Sequence[str], progress: Progress | None) -> None:
        """Asks the archive for pages that are gone; for those of inner networks only an archive of one's own."""
        own = self._policy.archive != WAYBACK
        wanted = {
            url: self._judged[url]
            for url in urls
            if url in self._judged
            and (is_gone(self._judged[url]) or (self._policy.save_copies and is_living(self._judged[url])))
            and (own or not self._is_inside(self._judged[url].fetched))
        }
        if wanted and self._policy.archive and not self._stopped.is_set():
            lane = CopyLane(wanted, self._dates, self._fetcher, self._manners, self._policy)
            self._run([lane], len(wanted), progress)

    def _run(self, lanes: Sequence[Work], total: int, progress: Progress | None) -> None:
        waiting: queue.SimpleQueue[Work] = queue.SimpleQueue()
        for lane in lanes:
            waiting.put(lane)
        done: queue.SimpleQueue[tuple[str, Judged | None]] = queue.SimpleQueue()

        def work() -> None:
            while not self._stopped.is_set():
                try:
                    lane = waiting.get_nowait()
                except queue.Empty:
                    return
                lane.run(self._stopped, lambda url, judged: done.put((url, judged)))
                done.put((lane.site, None))

        threads = [
            threading.Thread(target=work, name=f"lane {number}", daemon=True)
            for number in range(min(len(lanes), _MOST_LANES))
        ]
        for thread in threads:
            thread.start()
        try:
            self._collect(lanes, done, total, progress)
        finally:
            if self._stopped.is_set():
                until = time.monotonic() + _END_WAIT
                for thread in threads:
                    thread.join(max(0.0, until - time.monotonic()))
        for lane in lanes:
            self._probes |= lane.probes
            self._twins |= lane.twins

    def _collect(
        self,
        lanes: Sequence[Work],
        done: queue.SimpleQueue[tuple[str, Judged | None]],
        total: int,
        progress: Progress | None,
    ) -> None:
        running = {lane.site for lane in lanes}
        count = 0
        while running and not self._stopped.is_set():
            if progress is not None:
                progress("fetching", count, total, next(iter(running)))
            left = (self._ends or 0.0) - time.monotonic()
            if left <= 0:
                self._stop()
                return
            try:
                name, judged = done.get(timeout=min(0.2, left))
            except queue.Empty:
                continue
            if judged is None:
                running.discard(name)
            else:
                self._take(name, judged)
                count += 1
        if progress is not None:
            progress("fetching", count, total, "")

    def _take(self, url: str, judged: Judged) -> None:
        unchanged = self._keeping.unchanged(url, judged) if self._keeping is not None else None
        if unchanged is not None:
            self._kept[url] = unchanged
            return
        self._judged[url] = judged
        if self._keeping is not None:
            self._keeping.note(url, judged)

    def _answers(self, urls: Sequence[str], *, keep: bool = True) -> dict[str, Fetched]:
        judged = judge_landings(self._judged, self._probes, self._twins)
        answers = {}
        for url in urls:
            answer = judged.get(url) or self._kept.get(url) or self._late(url)
            if _name_is_missing(answer) and self._names.offline():
                detail = OFFLINE
                failure = Failure(url, Reason.DNS, detail)
                answer = judge_reading(Chain(url, (), failure)).fetched
                if self._recorder is not None:
                    self._recorder.add(url, failure)
            answers[url] = answer
            if keep and self._keeping is not None and url in judged:
                self._keeping.settle(url, answer, self._judged[url])
        return answers

    def _late(self, url: str) -> Fetched:
        detail = "the time for the whole run was over before it was asked"
        advice = advice_for(Reason.RUN_TIME, LinkState.UNCHECKED)
        return Fetched(mask(url), LinkState.UNCHECKED, Reason.RUN_TIME, detail, advice, final_url=mask(url))

    def _from_store(self, urls: Sequence[str]) -> list[str]:
        """Takes what is kept; returns those of it that are not settled."""
        unsettled: list[str] = []
        if self._keeping is None or self._recorder is not None:
            return unsettled
        for url in urls:
            kept = self._keeping.fresh(url)
            if kept is None:
                self._fetcher.conditions[without_fragment(url)] = self._keeping.conditions(url)
            elif kept.settled:
                self._kept[url] = kept.answer
            else:
                self._judged[url] = judged_again(kept)
                unsettled.append(url)
        return unsettled

    def _is_inside(self, answer: Fetched) -> bool:
        """Whether an inner network gave an answer, or a part of the way to it."""
        hosts = {(urlsplit(url).hostname or "").rstrip(".") for url in (answer.url, *answer.hops)}
        return not hosts.isdisjoint(self._fetcher.inside)


def open_web(settings: Settings) -> WebResolver:
    """The web by a run's settings. Raises `ConfigError` for a wrong one, `CitecheckError` for the record's path."""
    policy = policy_of(settings)
    recorder = Recorder(Path(settings.record)) if settings.record else None
    store = None if settings.no_cache else Store()
    return WebResolver(policy, store, recorder)


def _site_of(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return domain_of(parts.hostname or "", port)
    except ValueError:
        return origin_of("")


def _name_is_missing(answer: Fetched) -> bool:
    return answer.state is LinkState.DEAD and answer.status is None
