"""Runs the matcher: small work here, the rest in child processes that are cut when they exceed their budget."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from citecheck.isolation.limits import MIB, BrokenTaskError, Limits, LostError
from citecheck.isolation.spool import SPOOL, Place, SetAside, SpoolReader, Texts
from citecheck.matching.interface import Query
from citecheck.model.source import Reason
from citecheck.model.text import HeldText, characters
from citecheck.model.verdict import Convention, Match
from citecheck.sources.interface import Progress

if TYPE_CHECKING:
    from citecheck.isolation.pool import Pool

SMALL_TEXTS = 2**20
"""Characters of all sources together that are searched without a child process."""

SMALL_QUOTES = 2**15
"""Characters of all quotations together that are looked for without one."""

QUERY_TIME = 30.0
"""Seconds for one quotation, once the places where quotations may stand are known."""

BASE_MEMORY = 600 * MIB
MEMORY_OF_A_CHARACTER = 16
"""Bytes of a child's address space for each character of the sources, beside `BASE_MEMORY`."""

_SHARE = 100
"""Quotations. Fewer are not worth another child."""

_MOST = 2_500
"""Quotations that a child is given at once: what their words are met by in very many texts is held in its memory."""

_TASK = "citecheck.comparison:compare_here"


@dataclass
class Compared:
    """Matches by the id of their query, and for those without one the reason why."""

    matches: dict[str, Match] = field(default_factory=dict)
    lost: dict[str, tuple[Reason, str]] = field(default_factory=dict)
    interrupted: bool = False


def compare(
    queries: Sequence[Query],
    texts: Mapping[str, str | HeldText],
    convention: Convention,
    *,
    seconds: float = 900.0,
    jobs: int = 8,
    progress: Progress | None = None,
) -> Compared:
    """The matches of all queries over all texts, or of as many as `seconds` allow.

    What exceeds a limit is lost, by itself: the others are still compared. An interrupt ends the work within two
    seconds; what was compared by then is kept.
    """
    compared = Compared()
    run = _Run(queries, texts, convention, time.monotonic() + seconds, compared)
    try:
        if _is_small(queries, texts):
            run.here()
        else:
            run.in_children(jobs, progress)
    except KeyboardInterrupt:
        compared.interrupted = True
        run.stop()
    for query in queries:
        if query.id not in compared.matches:
            why = "the run was interrupted" if compared.interrupted else "time ran out"
            compared.lost.setdefault(query.id, (Reason.RUN_TIME, f"{why} before it was compared"))
    return compared


def compare_here(data: bytes, convention: str, spool: int) -> Iterator[bytes]:
    """The task of a child process: an empty answer once places are known, then a match for each query in order."""
    import msgspec  # noqa: PLC0415

    from citecheck.matching.verdict import matches  # noqa: PLC0415

    work = msgspec.json.decode(data, type=_Work)
    encoder = msgspec.json.Encoder()
    reader = SpoolReader(spool)
    texts = Texts({**work.texts, **{id: SetAside(reader, place) for id, place in work.aside.items()}})
    found = matches(work.queries, texts, Convention(convention))
    yield b""
    for match in found:
        yield encoder.encode(match)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is sent to a child: texts, and where others lie in the spool."""

    queries: list[Query]
    texts: dict[str, str]
    aside: dict[str, Place]


def _is_small(queries: Sequence[Query], texts: Mapping[str, str | HeldText]) -> bool:
    few = sum(len(query.text) for query in queries) <= SMALL_QUOTES
    return few and sum(map(characters, texts.values())) <= SMALL_TEXTS


class _Run:
    """One comparison under way. Quotations that ask the same are compared once."""

    def __init__(
        self,
        queries: Sequence[Query],
        texts: Mapping[str, str | HeldText],
        convention: Convention,
        ends: float,
        compared: Compared,
    ) -> None:
        self._texts = texts
        self._size = sum(map(characters, texts.values()))
        self._convention = convention
        self._ends = ends
        self._compared = compared
        self._same: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for query in queries:
            self._same.setdefault((query.text, query.cited), []).append(query.id)
        self._queries = [Query(ids[0], *asked) for asked, ids in self._same.items()]
        self._total = len(queries)
        self._lock = threading.Lock()
        self._pool: Pool | None = None

    def here(self) -> None:
        from citecheck.matching.verdict import matches  # noqa: PLC0415

        found = matches(self._queries, Texts(self._texts), self._convention)
        for query, match in zip(self._queries, found, strict=True):
            self._keep(query, match)
            if time.monotonic() > self._ends:
                break

    def in_children(self, jobs: int, progress: Progress | None) -> None:
        from citecheck.isolation.pool import MOST_CHILDREN, POOL  # noqa: PLC0415

        self._pool = POOL
        count = max(1, min(jobs, MOST_CHILDREN, len(self._queries) // _SHARE))
        parts = max(count, -(-len(self._queries) // _MOST))
        shares = [self._queries[number::parts] for number in range(parts)]
        threads = ThreadPoolExecutor(count)
        try:
            futures: list[Future[None]] = [threads.submit(self._share, share) for share in shares]
            waiting = set(futures)
            while waiting:
                waiting = wait(waiting, timeout=0.25).not_done
                if progress is not None:
                    progress("matching", len(self._compared.matches), self._total, "")
            for future in futures:
                future.result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)

    def stop(self) -> None:
        self._ends = 0.0
        if self._pool is not None:
            self._pool.close()

    def _share(self, share: Sequence[Query]) -> None:
        """Compares a share; what ends a child is left out, and the rest begun anew."""
        work = [list(share)]
        while work:
            queries = work.pop()
            if not queries or self._ends - time.monotonic() <= 0:
                continue
            done, placed, loss = self._ask(queries)
            rest = queries[done:]
            if not rest or self._ends - time.monotonic() <= 0:
                continue
            if placed or len(rest) == 1:
                self._lose(rest[0], f"it could not be compared: {loss}")
                work.append(rest[1:])
            else:
                half = len(rest) // 2
                work += [rest[half:], rest[:half]]

    def _ask(self, queries: list[Query]) -> tuple[int, bool, str]:
        """How many of the queries were answered, whether their places were known, and what ended the child."""
        import msgspec  # noqa: PLC0415

        assert self._pool is not None
        done, placed = 0, False
        try:
            for answer in self._pool.ask(
                _TASK,
                self._packed(queries),
                {"convention": self._convention, "spool": SPOOL.descriptor},
                self._limits(),
            ):
                if placed:
                    self._keep(queries[done], msgspec.json.decode(answer, type=Match))
                    done += 1
                placed = True
        except (LostError, BrokenTaskError) as error:
            return done, placed, str(error)
        except (msgspec.DecodeError, IndexError, ValueError):
            return done, placed, "its process gave no sense"
        return done, placed, "its process ended early"

    def _limits(self) -> Limits:
        memory = BASE_MEMORY + MEMORY_OF_A_CHARACTER * self._size
        return Limits(max(0.1, self._ends - time.monotonic()), memory, silence=self._silence())

    def _silence(self) -> float:
        """Seconds: time to find places grows with the texts."""
        return QUERY_TIME + self._size / 2e6

    def _packed(self, queries: list[Query]) -> bytes:
        import msgspec  # noqa: PLC0415

        aside = {id: text.place for id, text in self._texts.items() if isinstance(text, SetAside)}
        given = Texts(self._texts)
        texts = {id: given[id] for id in given if id not in aside}
        try:
            return msgspec.json.encode(_Work(queries, texts, aside))
        except UnicodeEncodeError:
            return msgspec.json.encode(_sound({"queries": queries, "texts": texts}) | {"aside": aside})

    def _keep(self, query: Query, match: Match) -> None:
        with self._lock:
            for id in self._same[query.text, query.cited]:
                self._compared.matches[id] = replace(match, quotation=id)

    def _lose(self, query: Query, why: str) -> None:
        with self._lock:
            for id in self._same[query.text, query.cited]:
                self._compared.lost[id] = (Reason.WORKER, why)


def _sound(value: Any) -> Any:
    """Plain values without lone surrogates, each of which becomes a question mark."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_sound(key): _sound(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_sound(item) for item in value]
    if isinstance(value, Query):
        return {"id": _sound(value.id), "text": _sound(value.text), "cited": _sound(value.cited)}
    return value
