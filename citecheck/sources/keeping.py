"""Which answers of earlier runs a run may take from the store, and what it keeps there, as its answers come."""

from __future__ import annotations

from collections.abc import Callable

from citecheck.model.source import Fetched
from citecheck.model.text import held
from citecheck.sources.judge import Judged
from citecheck.sources.policy import WebPolicy
from citecheck.sources.store import Kept, Store, is_kept
from citecheck.sources.text import Reading

INNER_AGE = 3_600.0
"""Seconds for which an inner network's answers are taken: another network may have other pages at the same address."""

Conditions = tuple[tuple[str, str], ...]


class Keeping:
    """A run's dealings with the store. `is_inside` tells whether an inner network gave an answer."""

    def __init__(self, store: Store, policy: WebPolicy, is_inside: Callable[[Fetched], bool]) -> None:
        self._store = store
        self._policy = policy
        self._is_inside = is_inside
        self._stale: dict[str, Kept] = {}
        self._put: set[str] = set()

    def fresh(self, url: str) -> Kept | None:
        """What is kept for a URL and not too old. What is too old may be asked for by `conditions`."""
        kept = self._store.kept(url)
        if kept is None or (kept.inside and not (self._policy.allow_networks or self._policy.allow_hosts)):
            return None
        most = min(self._policy.max_age, INNER_AGE) if kept.inside else self._policy.max_age
        if kept.age < most:
            if not kept.settled:
                self._put.add(url)
            return kept
        if (kept.etag or kept.modified) and kept.settled and not kept.answer.hops:
            self._stale[url] = kept
        return None

    def conditions(self, url: str) -> Conditions:
        """The header fields that ask a server whether its page is still the one that was kept (RFC 9110, 13.1)."""
        kept = self._stale.get(url)
        if kept is None:
            return ()
        fields = (("If-None-Match", kept.etag), ("If-Modified-Since", kept.modified))
        return tuple((name, value) for name, value in fields if value)

    def unchanged(self, url: str, judged: Judged) -> Fetched | None:
        """The answer that is kept, when the server said that it still holds."""
        kept = self._stale.get(url)
        if kept is None or judged.fetched.status != 304:
            return None
        self._write(url, kept.answer, kept.etag, kept.modified, settled=True)
        return kept.answer

    def note(self, url: str, judged: Judged) -> None:
        """Keeps an answer as it comes, to be settled at the end: the run may be ended before."""
        if is_kept(judged.fetched):
            self._put.add(url)
            self._write(url, judged.fetched, judged.etag, judged.modified, settled=False)

    def settle(self, url: str, answer: Fetched, judged: Judged) -> None:
        """Keeps an answer for good, or forgets it when the other pages of its site spoke against it."""
        if is_kept(answer):
            self._write(url, answer, judged.etag, judged.modified, settled=True)
        elif url in self._put:
            self._store.drop(url)

    def close(self) -> None:
        """Closes the store."""
        self._store.close()

    def _write(self, url: str, answer: Fetched, etag: str, modified: str, *, settled: bool) -> None:
        inside = self._is_inside(answer)
        self._store.put(url, answer, etag=etag, modified=modified, settled=settled, inside=inside)


def judged_again(kept: Kept) -> Judged:
    """What was judged of an answer that is not settled yet."""
    source = kept.answer.source
    reading = Reading(source.kind, held(source), source.title) if source is not None else None
    return Judged(kept.answer, reading, kept.etag, kept.modified)
