"""Pages that only send the reader on (HTML, "refresh" state of a meta element): followed as redirects are."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from citecheck.sources.charset import decode
from citecheck.sources.exchange import Answer, End, without_fragment
from citecheck.sources.html import read_page
from citecheck.sources.unpack import PackedWrong, unpack

_MOST_BYTES = 2**15
_MOST_WORDS = 60


def leads_on(answer: Answer) -> str:
    """Where a short page sends its reader within ten seconds, as a whole URL; "" for any other page."""
    if answer.status != 200 or answer.end is End.CUT or len(answer.body) > _MOST_BYTES:
        return ""
    if "html" not in answer.header("content-type").lower():
        return ""
    try:
        body = unpack(answer.body, answer.header("content-encoding"), 4 * _MOST_BYTES)
    except PackedWrong:
        return ""
    if b"refresh" not in body.lower():
        return ""
    page = read_page(decode(body, markup=True).text)
    if not page.refresh or page.words > _MOST_WORDS:
        return ""
    try:
        target = without_fragment(urljoin(answer.url, page.refresh))
        return target if urlsplit(target).scheme in ("http", "https") else ""
    except ValueError:
        return ""
