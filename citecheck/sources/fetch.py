"""Asks one URL once: address vetted, robots heard, in turn, within limits; an Answer or a Failure in words."""

from __future__ import annotations

import contextlib
import http.client
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import requests
import urllib3.exceptions

from citecheck.model.source import Reason
from citecheck.sources.address import BadUrl, Target, is_inside, parse_target, vet
from citecheck.sources.connection import HeadError, PageAdapter, PageSession, ask
from citecheck.sources.deadline import Budget, Guard, Watch
from citecheck.sources.exchange import Answer, Chain, End, Failure, follow, is_redirect
from citecheck.sources.mask import mask
from citecheck.sources.names import Names, NoSuchName
from citecheck.sources.policy import WebPolicy
from citecheck.sources.politeness import Manners, domain_of
from citecheck.sources.robots import MAX_SIZE, Rules, rules_of

_CHUNK = 2**16
_ROBOTS_HOPS = 5
_FAULTS = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    # What the libraries let through for answers that are no HTTP:
    ValueError,
    ArithmeticError,
    LookupError,
    AssertionError,
    RuntimeError,
)

Kept = Callable[[str, "Answer | Failure", "list[tuple[str, str]]"], None]


class Fetcher:
    """Asks URLs, each once. May be used by many threads."""

    def __init__(
        self, policy: WebPolicy, names: Names, manners: Manners, watch: Watch, keep: Kept | None = None
    ) -> None:
        self._policy = policy
        self._names = names
        self._manners = manners
        self._watch = watch
        self._keep = keep
        self._slots = threading.Semaphore(max(1, policy.jobs))
        self._rules: dict[str, Rules] = {}
        self._rules_locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._unreached: dict[str, list[Failure]] = {}
        self.inside: set[str] = set()
        """Hosts of which an address is not public."""
        self.conditions: dict[str, tuple[tuple[str, str], ...]] = {}
        """Header fields to send with the request for an address, beside the usual ones."""

    def ask(self, url: str, budget: Budget, *, part: bool = False) -> Answer | Failure:
        """Asks a URL. Raises `politeness.Stopped` when the run ends, and nothing for what the URL gives.

        `part` says that it is a part of a page that was asked for: it follows without the pause between pages.
        """
        try:
            target = parse_target(url, self._policy)
        except BadUrl as fault:
            failure = Failure(url, fault.reason, str(fault), _now())
            return failure if fault.reason is Reason.BAD_URL else self._kept(url, failure)
        down = self._given_up(target.origin)
        if down is not None:
            return self._kept(url, replace(down, url=url))
        step = self._located(target, budget)
        if isinstance(step, Failure):
            return self._kept(url, step)
        if not self._policy.ignore_robots:
            rules = self._rules_for(target, budget)
            if isinstance(rules, Failure):
                return self._kept(url, replace(rules, url=url))
            if not rules.allows(target.url):
                detail = rules.refusal or "the site's robots.txt asks programs not to fetch this address"
                return self._kept(url, Failure(url, Reason.ROBOTS, detail, _now()))
        return self._kept(url, self._exchange(url, target, step, budget, pause=not part))

    def given_up(self, url: str) -> bool:
        """Whether a URL's site is no longer asked, for it could not be connected to again and again."""
        try:
            return self._given_up(parse_target(url, self._policy).origin) is not None
        except BadUrl:
            return False

    def _given_up(self, origin: str) -> Failure | None:
        failures = self._unreached.get(origin, [])
        return failures[-1] if len(failures) > self._policy.retries else None

    def _note_reached(self, origin: str, step: Answer | Failure) -> None:
        """Counts the times in a row that no server was there: a site's other pages then fail alike."""
        if isinstance(step, Answer) or step.reached:
            self._unreached.pop(origin, None)
        elif step.reason in (Reason.CONNECTION, Reason.TIMEOUT, Reason.TLS):
            self._unreached.setdefault(origin, []).append(step)

    def _kept(self, url: str, step: Answer | Failure) -> Answer | Failure:
        if self._keep is not None:
            self._keep(url, step, list(self._headers().items()))
        return step

    def _located(self, target: Target, budget: Budget) -> list[str] | Failure:
        """The vetted addresses of a target."""
        with budget.running():
            try:
                addresses = self._names.addresses(
                    target.host, target.port, min(budget.left, self._policy.silence_timeout)
                )
            except NoSuchName as error:
                return Failure(target.url, Reason.DNS, str(error), _now())
            except TimeoutError as error:
                return Failure(target.url, Reason.TIMEOUT, str(error), _now())
            except OSError as error:
                return Failure(target.url, Reason.DNS, str(error), _now())
        fault = vet(target, addresses, self._policy)
        if fault:
            return Failure(target.url, Reason.BLOCKED_ADDRESS, f"not fetched: {fault}", _now())
        if is_inside(addresses):
            self.inside.add(target.host)
        return addresses

    def _rules_for(self, target: Target, budget: Budget) -> Rules | Failure:
        """What the target's site asks of us, or why it cannot even be connected to."""
        with self._lock:
            lock = self._rules_locks.setdefault(target.origin, threading.Lock())
        with lock:
            rules = self._rules.get(target.origin)
            if rules is None:
                chain = self._robots_chain(target, budget)
                if chain.failure is not None and not chain.failure.reached and not chain.answers:
                    return chain.failure
                rules = rules_of(chain)
                self._rules[target.origin] = rules
                self._manners.ask_for(domain_of(target.host, target.port), rules.delay)
            return rules

    def _robots_chain(self, target: Target, budget: Budget) -> Chain:
        shown = f"[{target.host}]" if ":" in target.host else target.host
        url = f"{target.scheme}://{shown}:{target.port}/robots.txt"
        share = Budget(min(self._policy.robots_deadline, budget.left))
        allowed = share.left
        way = follow(url, _ROBOTS_HOPS)
        try:
            asked = next(way)
            while True:
                asked = way.send(self._ask_unruled(asked, share))
        except StopIteration as done:
            chain: Chain = done.value
        budget.spend(allowed - share.left)
        return chain

    def _ask_unruled(self, url: str, budget: Budget) -> Answer | Failure:
        try:
            target = parse_target(url, self._policy)
        except BadUrl as fault:
            return Failure(url, fault.reason, str(fault), _now())
        addresses = self._located(target, budget)
        if isinstance(addresses, Failure):
            return addresses
        return self._exchange(url, target, addresses, budget, most=MAX_SIZE)

    def _exchange(
        self, url: str, target: Target, addresses: list[str], budget: Budget, most: int = 0, *, pause: bool = True
    ) -> Answer | Failure:
        turn = self._manners.turn(domain_of(target.host, target.port), pause=pause)
        with turn, self._slots, budget.running():
            guard = self._watch.guard(budget.left)
            step: Answer | Failure
            try:
                step = self._request(url, target, addresses, guard, most)
            except _FAULTS as error:
                step = _failure(url, error, guard)
            finally:
                guard.close()
        self._note_reached(target.origin, step)
        return step

    def _request(self, url: str, target: Target, addresses: list[str], guard: Guard, most: int) -> Answer:
        adapter = PageAdapter(target, addresses, guard, self._policy.connect_timeout, self._policy.ca_file)
        limit = max(0.01, min(self._policy.silence_timeout, guard.left))
        fields = {**self._headers(), **dict(self.conditions.get(url, ()))}
        with PageSession(adapter) as session, _closing(ask(session, target.url, fields, limit)) as response:
            headers = tuple((str(name), str(value)) for name, value in response.raw.headers.items())
            answer = Answer(url, response.status_code, headers, phrase=str(response.reason or ""), time=_now())
            if is_redirect(answer.status) and answer.header("location"):
                return replace(answer, end=End.UNREAD)
            body, end = self._body(response, answer, guard, most)
            return replace(answer, body=body, end=end)

    def _headers(self) -> dict[str, str]:
        return {
            "User-Agent": self._policy.user_agent,
            "Accept": "text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.9, */*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }

    def _body(self, response: requests.Response, answer: Answer, guard: Guard, most: int) -> tuple[bytes, End]:
        pdf = "pdf" in answer.header("content-type").lower()
        limit = most or (self._policy.max_pdf if pdf else self._policy.max_wire)
        parts = []
        size = 0
        end = _proved_end(answer)
        try:
            for part in response.raw.stream(_CHUNK, decode_content=False):
                parts.append(part)
                size += len(part)
                if size > limit:
                    if most:
                        return b"".join(parts)[:most], End.CUT
                    raise _TooLarge(f"it is larger than {limit >> 20} MiB")
        except (urllib3.exceptions.HTTPError, OSError):
            if guard.expired or not size:
                raise
            end = End.CUT
        if guard.expired:
            raise TimeoutError
        wrong = answer.header("content-length").strip().lstrip("0") != str(size or "")
        if end is End.LENGTH and (wrong or getattr(response.raw._original_response, "surplus", False)):
            end = End.CLOSE
        return b"".join(parts), end


class _TooLarge(ValueError):
    """A body over the limit."""


@contextlib.contextmanager
def _closing(response: requests.Response) -> Iterator[requests.Response]:
    """Closes the connection without reading what is left on it."""
    try:
        yield response
    finally:
        response.raw.close()


def _proved_end(answer: Answer) -> End:
    """How the end of a body that came through without an error was marked."""
    coding = answer.header("transfer-encoding").lower()
    if coding:
        return End.CHUNKED if coding.strip() == "chunked" else End.CLOSE
    length = answer.header("content-length").strip()
    return End.LENGTH if length.isascii() and length.isdigit() else End.CLOSE


def _failure(url: str, error: Exception, guard: Guard) -> Failure:
    """What went wrong, in a word and a sentence of our own: the libraries' texts hold addresses and secrets."""
    reason, detail = _told(list(_causes(error)), guard)
    return Failure(url, reason, detail, _now(), reached=guard.phase == "request")


def _told(roots: list[BaseException], guard: Guard) -> tuple[Reason, str]:
    if guard.expired:
        if guard.phase == "tls":
            return Reason.TLS, "the server did not finish the TLS handshake in time"
        return Reason.TIMEOUT, "the server took longer than the time allowed"
    for root in roots:
        if isinstance(root, _TooLarge):
            return Reason.TOO_LARGE, str(root)
        if isinstance(root, ssl.SSLCertVerificationError):
            return Reason.TLS, f"the server's certificate is not trusted: {_plain(root.verify_message)}"
    if guard.phase == "tls" or _any(roots, ssl.SSLError):
        return Reason.TLS, "no protected connection (TLS 1.2 or later) could be made"
    if guard.phase == "connect":
        if _any(roots, TimeoutError):
            return Reason.TIMEOUT, "no connection could be made in time"
        refused = _any(roots, ConnectionRefusedError)
        return Reason.CONNECTION, "the connection was refused" if refused else "no connection could be made"
    if _any(roots, TimeoutError, urllib3.exceptions.TimeoutError, requests.Timeout):
        return Reason.TIMEOUT, "the server fell silent"
    if _any(roots, urllib3.exceptions.DecodeError):
        return Reason.ENCODING, "it is packed too many times over"
    for root in roots:
        if isinstance(root, HeadError):
            return Reason.INCOMPLETE, f"the answer cannot be relied on: {root}"
    if _any(roots, ConnectionError, EOFError, http.client.RemoteDisconnected):
        return Reason.CONNECTION, "the connection broke before the answer was there"
    return Reason.INCOMPLETE, "the answer is not proper HTTP"


def _any(roots: list[BaseException], *kinds: type[BaseException]) -> bool:
    return any(isinstance(root, kinds) for root in roots)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and all that it wraps."""
    seen: set[int] = set()
    todo: list[Any] = [error]
    while todo:
        each = todo.pop()
        if not isinstance(each, BaseException) or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        todo += [each.__cause__, each.__context__, getattr(each, "reason", None), *each.args]


def _plain(text: str) -> str:
    return mask(" ".join(str(text).split()))[:200]


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
