"""Landing pages of papers: an abstract stands there, the words quoted stand in the full text that they point to."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from citecheck.isolation.spool import SPOOL
from citecheck.model.source import LinkState, PageBreak, SourceText
from citecheck.model.text import held
from citecheck.sources.exchange import without_fragment
from citecheck.sources.judge import Judged

_GOOD = (LinkState.OK, LinkState.MOVED)
_REGISTRIES = frozenset(
    ("doi.org", "dx.doi.org", "www.doi.org", "hdl.handle.net", "pubmed.ncbi.nlm.nih.gov", "europepmc.org")
)
"""Hosts whose addresses stand for a work and lead to a page about it."""


def full_text_url(judged: Judged) -> str:
    """Where a page says that the full text of its paper is (citation_pdf_url), "" when it does not."""
    page = judged.reading.page if judged.reading is not None else None
    if page is None or not page.full_text or judged.fetched.state not in _GOOD:
        return ""
    try:
        target = without_fragment(urljoin(judged.fetched.final_url, page.full_text))
        parts = urlsplit(target)
    except ValueError:
        return ""
    return target if parts.scheme in ("http", "https") and target != judged.fetched.final_url else ""


def with_full_text(judged: Judged, full: Judged | None) -> Judged:
    """A page's judgement with the full text after its own; without that, a landing page is no whole source."""
    source = judged.fetched.source
    if source is None or judged.fetched.state not in _GOOD:
        return judged
    text = full.fetched.source if full is not None and full.fetched.state in _GOOD else None
    if text is not None:
        return _with_source(judged, _joined(source, text), "")
    if full is None and not _stands_for_a_work(judged):
        return judged
    source = replace(source, text=held(source), whole=False)
    return _with_source(judged, source, "it is a page about the work, whose full text was not read")


def _stands_for_a_work(judged: Judged) -> bool:
    try:
        cited = urlsplit(judged.fetched.url)
    except ValueError:
        return False
    host = cited.hostname or ""
    return host in _REGISTRIES or (host.endswith("arxiv.org") and cited.path.startswith("/abs/"))


def _joined(page: SourceText, full: SourceText) -> SourceText:
    shift = page.characters + 2
    pages = tuple(PageBreak(each.start + shift, each.label, each.sheet) for each in full.pages)
    return replace(page, text=SPOOL.keep(f"{page.text}\n\n{full.text}"), pages=pages, whole=full.whole)


def _with_source(judged: Judged, source: SourceText, detail: str) -> Judged:
    said = "; ".join(part for part in (judged.fetched.detail, detail) if part)
    return replace(judged, fetched=replace(judged.fetched, source=source, detail=said))
