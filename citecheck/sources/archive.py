"""Copies of pages that are gone, in the Wayback Machine or another archive that speaks as it does."""

from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import replace
from urllib.parse import quote

from citecheck.model.source import LinkState, Reason
from citecheck.model.text import held
from citecheck.sources.exchange import Answer, Chain, without_fragment
from citecheck.sources.judge import Judged, judge_reading
from citecheck.sources.mask import mask
from citecheck.sources.policy import WAYBACK
from citecheck.sources.unpack import PackedWrong, unpack

Search = Generator[str, Chain, "Judged | None"]


def is_gone(judged: Judged) -> bool:
    """Whether a copy is worth looking for."""
    fetched = judged.fetched
    return fetched.state is LinkState.DEAD or fetched.reason is Reason.PARKED


def is_living(judged: Judged) -> bool:
    """Whether a page was read, so that a copy of it may be worth keeping."""
    return judged.fetched.state in (LinkState.OK, LinkState.MOVED)


def keep_copy(judged: Judged, url: str, base: str = WAYBACK) -> Search:
    """Asks whether there is a copy of a living page, and if not, for one: yields each URL to visit, takes its Chain.

    Returns the judgement with what came of it, None when the archive did not answer.
    """
    cited = without_fragment(url)
    found = yield f"{base}/wayback/available?url={quote(cited, safe='')}"
    if found.last is None or found.last.status != 200:
        return None
    stamp = _stamp_of(found.last)
    if stamp:
        return _with_detail(judged, f"a copy of {_day(stamp)} is in the archive")
    saved = yield f"{base}/save/{cited}"
    good = saved.last is not None and saved.last.status == 200
    return _with_detail(judged, "the archive was asked to keep a copy" + ("" if good else ", but it did not"))


def _with_detail(judged: Judged, said: str) -> Judged:
    detail = "; ".join(part for part in (judged.fetched.detail, said) if part)
    return replace(judged, fetched=replace(judged.fetched, detail=detail))


def _day(stamp: str) -> str:
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"


def find_copy(judged: Judged, url: str, date: str = "", base: str = WAYBACK) -> Search:
    """Looks for the copy nearest to a date (ISO 8601, or a part of it): yields each URL to visit, takes its Chain.

    Returns the judgement with the copy's address and text, None when there is no readable copy. Does no I/O. The
    copy is asked for in its raw form (`id_`), without the archive's own frame.
    """
    cited = without_fragment(url)
    digits = "".join(char for char in date if char.isdigit())[:14]
    asked = f"{base}/wayback/available?url={quote(cited, safe='')}" + (f"&timestamp={digits}" if digits else "")
    found = yield asked
    stamp = _stamp_of(found.last)
    if not stamp:
        return None
    copy = judge_reading((yield f"{base}/web/{stamp}id_/{cited}"))
    if copy.fetched.state not in (LinkState.OK, LinkState.MOVED) or copy.fetched.source is None:
        return None
    shown = mask(f"{base}/web/{stamp}/{cited}")
    source = replace(copy.fetched.source, text=held(copy.fetched.source), id=mask(cited), url=shown)
    detail = f"{judged.fetched.detail}; a copy of {_day(stamp)} is in the archive"
    return replace(judged, fetched=replace(judged.fetched, archived_url=shown, source=source, detail=detail))


def _stamp_of(answer: Answer | None) -> str:
    """The time stamp of the nearest copy that an archive tells of, "" when it has none that was a page."""
    if answer is None or answer.status != 200:
        return ""
    try:
        told = json.loads(unpack(answer.body, answer.header("content-encoding"), 2**20))
        nearest = told["archived_snapshots"]["closest"]
        stamp, status, there = str(nearest["timestamp"]), str(nearest.get("status", "200")), nearest["available"]
    except (PackedWrong, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""
    good = there is True and status == "200" and len(stamp) == 14 and stamp.isascii() and stamp.isdigit()
    return stamp if good else ""
