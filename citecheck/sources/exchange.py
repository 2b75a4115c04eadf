"""What passes between us and a server, and the way from a URL over its redirects: pure data and rules."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from urllib.parse import urljoin, urlsplit

from citecheck.model.source import Reason

MAX_HOPS = 10
_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)


class End(StrEnum):
    """How a body ended, which tells whether it is the whole."""

    LENGTH = "length"  # as long as Content-Length said
    CHUNKED = "chunked"  # with the last chunk
    CLOSE = "close"  # when the connection did: it may have been cut
    CUT = "cut"  # before it should have
    UNREAD = "unread"  # nobody read it, as with a redirect


OFFLINE = "its name was not found, and no other name was either: you seem to be offline"
"""Why an address was not reached by a run that could look up no name at all."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP response. `body` is as sent but for its transfer coding: a content coding is still on it."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    end: End = End.LENGTH
    phrase: str = ""
    time: str = ""  # RFC 3339, UTC

    def header(self, name: str) -> str:
        """The values of a header joined by ", ", "" when it is not there."""
        wanted = name.lower()
        return ", ".join(value for key, value in self.headers if key.lower() == wanted)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there was no response, in a word and a sentence without secrets.

    `reached` says that a server was connected to.
    """

    url: str
    reason: Reason
    detail: str = ""
    time: str = ""
    reached: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """The way from a URL: all answers in turn; `failure` is set when the way ended without one.

    `confirmed` says that an answer of "gone" was given twice, some seconds apart; `left` is how many seconds of the
    URL's time are left for reading what came.
    """

    url: str
    answers: tuple[Answer, ...] = ()
    failure: Failure | None = None
    confirmed: bool = False
    left: float = inf

    @property
    def last(self) -> Answer | None:
        """The answer that the way ended with."""
        return self.answers[-1] if self.answers and self.failure is None else None

    @property
    def hops(self) -> tuple[str, ...]:
        """The URLs after the first, in turn."""
        later = [answer.url for answer in self.answers[1:]]
        if self.failure is not None and self.answers and self.failure.url not in (self.url, *later):
            later.append(self.failure.url)
        return tuple(later)

    @property
    def permanent(self) -> bool:
        """Whether there were redirects and each was a permanent one (RFC 9110, 15.4.2 and 15.4.9)."""
        redirects = self.answers[:-1]
        return bool(redirects) and all(answer.status in _PERMANENT for answer in redirects)


Way = Generator[str, "Answer | Failure", Chain]


def follow(url: str, most: int = MAX_HOPS, leads_on: Callable[[Answer], str] | None = None) -> Way:
    """The way from a URL: yields each URL to ask, takes its Answer or Failure, returns the Chain. Does no I/O.

    `most` is how many redirects it goes along with. `leads_on` gives for an answer that is no redirect where its page
    itself sends the reader, "" when nowhere.
    """
    answers: list[Answer] = []
    current = without_fragment(url)
    seen = {current}
    while True:
        step = yield current
        if isinstance(step, Failure):
            return Chain(url, tuple(answers), step)
        answers.append(step)
        if step.status not in _REDIRECTS:
            target = leads_on(step) if leads_on is not None else ""
            if not target or target in seen or len(answers) > most:
                return Chain(url, tuple(answers))
            current = target
            seen.add(target)
            continue
        target, fault = _target(step)
        if not fault and target in seen:
            fault = "it redirects in a circle"
        elif not fault and len(answers) > most:
            fault = f"it redirects more than {most} times"
        if fault:
            return Chain(url, tuple(answers), Failure(current, Reason.REDIRECTS, fault))
        current = target
        seen.add(target)


def is_redirect(status: int) -> bool:
    """Whether a status sends on to a Location, if it has one."""
    return status in _REDIRECTS


def without_fragment(url: str) -> str:
    """The URL that is asked of the server."""
    return url.partition("#")[0]


def fragment_of(url: str) -> str:
    """What follows the number sign, "" when nothing does."""
    return url.partition("#")[2]


def _target(answer: Answer) -> tuple[str, str]:
    """Where a redirect leads, and "" or what is wrong with it."""
    locations = [value for key, value in answer.headers if key.lower() == "location"]
    location = _utf8(locations[0]).strip() if locations else ""
    if not location:
        return "", f"it redirects ({answer.status}) to nowhere"
    if len(set(locations)) > 1:
        return "", "it redirects to two places at once"
    try:
        given = urlsplit(location)
        if given.scheme in ("http", "https") and not given.hostname:
            return "", "it redirects to an address without a host"
        target = without_fragment(urljoin(answer.url, location))
        parts = urlsplit(target)
        _ = parts.port
    except ValueError:
        return "", "it redirects to an address that cannot be read"
    if parts.scheme not in ("http", "https"):
        return "", f"it redirects to a {parts.scheme or 'relative'}: address, which is not followed"
    if not parts.hostname:
        return "", "it redirects to an address without a host"
    return target, ""


def _utf8(value: str) -> str:
    """A header value is read as Latin-1 (RFC 9110, 5.5); servers often mean UTF-8."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value
