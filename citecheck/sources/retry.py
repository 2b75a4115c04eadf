"""When a failed request is tried again, and after how long."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from citecheck.model.source import Reason
from citecheck.sources.exchange import Chain
from citecheck.sources.policy import WebPolicy

_AGAIN = (408, 425, 429, 500, 502, 503, 504)


def worth_retrying(chain: Chain) -> bool:
    """Whether another try may end better: broken connections and busy servers, never 4xx or TLS."""
    if chain.failure is not None:
        return chain.failure.reason is Reason.CONNECTION
    return chain.last is not None and chain.last.status in _AGAIN


def pause_before(chain: Chain, attempt: int, policy: WebPolicy, now: datetime | None = None) -> float:
    """Seconds to wait before the next try, the first being attempt 0: what the server asks, else 1 to 8, doubling.

    The jitter is drawn from the URL, so that a run repeats itself.
    """
    asked = asked_to_wait(chain, now)
    if asked is not None:
        return asked
    jitter = random.Random(f"{chain.url} {attempt}").uniform(0.8, 1.2)
    return float(min(8.0, policy.retry_pause * 2**attempt) * jitter)


def asked_to_wait(chain: Chain, now: datetime | None = None) -> float | None:
    """The seconds of a Retry-After (RFC 9110, 10.2.3), None when there is none that makes sense."""
    value = chain.last.header("retry-after").strip() if chain.last is not None else ""
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return float(value[:12])
    try:
        when = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - (now or datetime.now(UTC))).total_seconds())
