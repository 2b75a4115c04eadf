"""Whether a site that is cited by http gives the same page by https."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from citecheck.model.source import Fetched, LinkState
from citecheck.sources.judge import Judged
from citecheck.sources.similar import alike, origin_of

_GOOD = (LinkState.OK, LinkState.MOVED)
_PORTS = {80: 443, 8080: 8443}


def twin_of(url: str) -> str:
    """The https address beside an http one; "" where none is to be expected."""
    try:
        parts = urlsplit(url)
        port = _PORTS.get(parts.port or 80)
    except ValueError:
        return ""
    if parts.scheme != "http" or port is None or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    place = host if port == 443 else f"{host}:{port}"
    return f"https://{place}{parts.path or '/'}" + (f"?{parts.query}" if parts.query else "")


def first_of_each(judged: Mapping[str, Judged]) -> dict[str, str]:
    """For each origin that served a page by http, the address of the page to compare: always the same one."""
    firsts: dict[str, str] = {}
    for each in judged.values():
        url = each.fetched.final_url
        if each.fetched.state in _GOOD and twin_of(url):
            origin = origin_of(url)
            firsts[origin] = min(firsts.get(origin, url), url)
    return firsts


def with_twins(
    answers: Mapping[str, Fetched], judged: Mapping[str, Judged], twins: Mapping[str, Judged]
) -> dict[str, Fetched]:
    """The answers, with the https address where the site gives the same page there; `twins` are by http address."""
    offered = set()
    pages: dict[str, Judged] = {}
    for each in judged.values():
        pages.setdefault(each.fetched.final_url, each)
    for url, twin in twins.items():
        page = pages.get(url)
        same = page is not None and page.reading is not None and twin.reading is not None
        if same and twin.fetched.state in _GOOD and alike(page.reading, twin.reading):  # type: ignore[union-attr, arg-type]
            offered.add(origin_of(url))
    return {
        url: replace(fetched, secure_url=twin_of(fetched.final_url))
        if fetched.state in _GOOD and origin_of(fetched.final_url) in offered
        else fetched
        for url, fetched in answers.items()
    }
