"""What only several pages together show: a site that gives one page for whatever is asked of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from citecheck.model.source import Fetched, LinkState, Reason
from citecheck.model.text import held
from citecheck.sources.advice import advice_for
from citecheck.sources.exchange import without_fragment
from citecheck.sources.judge import Judged
from citecheck.sources.similar import alike, origin_of
from citecheck.sources.twin import with_twins

_MANY = 3
_GOOD = (LinkState.OK, LinkState.MOVED)


def judge_landings(
    judged: Mapping[str, Judged], probes: Mapping[str, Judged], twins: Mapping[str, Judged] | None = None
) -> dict[str, Fetched]:
    """The answers, each seen beside the others and beside what its origin gives for a made-up address.

    `twins` are what sites gave by https, by the http addresses of the pages to compare.
    """
    return with_twins(_landings(judged, probes), judged, twins or {})


def _landings(judged: Mapping[str, Judged], probes: Mapping[str, Judged]) -> dict[str, Fetched]:
    portal = _portal(judged)
    landings = Counter(
        each.fetched.final_url
        for start, each in {without_fragment(url): each for url, each in judged.items()}.items()
        if each.fetched.hops and each.fetched.state in _GOOD and start
    )
    answers = {}
    for url, each in judged.items():
        fetched = each.fetched
        if fetched.state in _GOOD:
            if _same_as_made_up(each, probes.get(origin_of(fetched.final_url))):
                detail = "the site gives the same page for an address that was made up"
                fetched = _soft(fetched, detail)
            elif fetched.hops and landings[fetched.final_url] > 1 and _is_shallow(url, fetched.final_url):
                fetched = _soft(fetched, "several different addresses lead to this one page")
            elif portal:
                detail = "every address leads to one page: you seem to be offline, before a log-in page of the network"
                fetched = _soft(fetched, detail)
        answers[url] = fetched
    return answers


def _portal(judged: Mapping[str, Judged]) -> bool:
    """Whether all that answered, several pages, were sent to one address for now: networks that want a log-in do so."""
    pages = {without_fragment(url): each.fetched for url, each in judged.items() if each.fetched.status is not None}
    ends = {fetched.final_url for fetched in pages.values()}
    if len(pages) < _MANY or len(ends) != 1:
        return False
    if any(not fetched.hops or fetched.permanent for fetched in pages.values()):
        return False
    short = all(fetched.source is None or not fetched.source.whole for fetched in pages.values())
    return short or len({origin_of(url) for url in pages}) > 1


def _same_as_made_up(page: Judged, probe: Judged | None) -> bool:
    if probe is None or probe.fetched.state not in _GOOD or page.reading is None or probe.reading is None:
        return False
    return alike(page.reading, probe.reading)


def _is_shallow(url: str, final_url: str) -> bool:
    """Whether a way ended at a much shorter path: at least two folders up."""
    return without_fragment(final_url).rstrip("/").count("/") + 2 <= without_fragment(url).rstrip("/").count("/")


def _soft(fetched: Fetched, detail: str) -> Fetched:
    source = replace(fetched.source, text=held(fetched.source), whole=False) if fetched.source else None
    return replace(
        fetched,
        state=LinkState.UNCHECKED,
        reason=Reason.SOFT_404,
        detail=detail,
        advice=advice_for(Reason.SOFT_404, LinkState.UNCHECKED),
        source=source,
    )
