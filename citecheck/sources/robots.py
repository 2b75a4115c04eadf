"""robots.txt (RFC 9309): whether a page may be asked for, and how slowly."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from citecheck.model.source import Reason
from citecheck.sources.charset import decode
from citecheck.sources.exchange import Answer, Chain, End
from citecheck.sources.unpack import PackedWrong, unpack

AGENT = "citecheck"
MAX_SIZE = 500 * 2**10
MAX_DELAY = 10.0
_MAX_LINE = 2_000


@dataclass(frozen=True)
class Rules:
    """What a site's robots.txt asks of us. `refusal` says why all is closed, "" when the rules decide."""

    refusal: str = ""
    parsed: Protego | None = None

    def allows(self, url: str) -> bool:
        """Whether a URL may be asked for."""
        if self.refusal:
            return False
        return self.parsed is None or bool(self.parsed.can_fetch(url, AGENT))

    @property
    def delay(self) -> float:
        """Seconds asked for between two requests, at most `MAX_DELAY`."""
        delay = self.parsed.crawl_delay(AGENT) if self.parsed is not None else None
        return min(MAX_DELAY, max(0.0, float(delay))) if delay else 0.0


def rules_of(chain: Chain) -> Rules:
    """The rules that the way to a site's robots.txt gave.

    Client errors allow all; server errors, silence and loops close all (RFC 9309, 2.3.1).
    """
    failure = chain.failure
    if failure is not None and failure.reason is not Reason.TOO_LARGE:
        return Rules(f"its robots.txt cannot be read: {failure.detail}")
    answer = chain.last
    if answer is None or 400 <= answer.status < 500:
        return Rules()
    if answer.status // 100 != 2:
        return Rules(f"its robots.txt cannot be read: the server answered {answer.status}")
    return Rules(parsed=Protego.parse(_text(answer)))


def _text(answer: Answer) -> str:
    try:
        body = unpack(answer.body, answer.header("content-encoding"), limit=4 * MAX_SIZE)
    except PackedWrong:
        return ""
    if answer.end is End.CUT:
        body = body[: body.rfind(b"\n") + 1]
    text = decode(body[:MAX_SIZE]).text
    # A line of very many wildcards is no rule that a person wrote, and slow to match.
    return "\n".join(line for line in text.splitlines() if len(line) <= _MAX_LINE and line.count("*") <= 20)
