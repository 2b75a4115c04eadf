"""When to try again, and after how long."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model.source import Reason
from citecheck.sources.exchange import Answer, Chain, Failure
from citecheck.sources.policy import WebPolicy
from citecheck.sources.retry import asked_to_wait, pause_before, worth_retrying

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
URL = "https://example.org/"


def answered(status: int, retry_after: str = "") -> Chain:
    """A chain of one answer."""
    headers = (("Retry-After", retry_after),) if retry_after else ()
    return Chain(URL, (Answer(URL, status, headers),))


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_busy_servers_are_tried_again(status: int) -> None:
    assert worth_retrying(answered(status))


@pytest.mark.parametrize("status", [200, 301, 400, 401, 403, 404, 410, 451, 501, 505, 999])
def test_other_answers_are_not(status: int) -> None:
    assert not worth_retrying(answered(status))


@pytest.mark.parametrize("reason", list(Reason))
def test_of_failures_only_broken_connections_are(reason: Reason) -> None:
    assert worth_retrying(Chain(URL, (), Failure(URL, reason))) is (reason is Reason.CONNECTION)


def test_pauses_double_up_to_eight_seconds_with_some_jitter() -> None:
    pauses = [pause_before(answered(500), attempt, WebPolicy()) for attempt in range(6)]
    for attempt, pause in enumerate(pauses):
        assert 0.8 * min(8, 2**attempt) <= pause <= 1.2 * min(8, 2**attempt)
    assert pauses == [pause_before(answered(500), attempt, WebPolicy()) for attempt in range(6)]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("Fri, 02 Jan 2026 03:04:35 GMT", 30.0),
        ("Fri, 02 Jan 2026 03:00:00 GMT", 0.0),
        ("Friday, 02-Jan-26 03:04:35 GMT", 30.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("1.5", None),
        ("٤", None),
        ("Thu, 99 Foo 2026", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: float | None) -> None:
    assert asked_to_wait(answered(503, value), NOW) == seconds


@given(st.text(max_size=40))
def test_any_retry_after_is_survived(value: str) -> None:
    waited = asked_to_wait(answered(503, value), NOW)
    assert waited is None or waited >= 0
