"""Page breaks of a printed edition inside HTML and EPUB: marked before the text is taken, read and taken out after.

EPUB 3 marks them with `epub:type="pagebreak"` or `role="doc-pagebreak"` (EPUB Accessibility 1.1, 4), or points at them
from a page list; many pages of transcribed books have `<span class="pagenum" id="Page_12">`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from citecheck.model.pagination import page_of
from citecheck.model.source import PageBreak
from citecheck.sources.paging import are_rising

_OPEN, _CLOSE = "\uf8f0", "\uf8f1"  # private characters, which no book has
_MARK = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]{{0,20}}){_CLOSE}")
_DECLARED = '[epub\\:type~="pagebreak"], [role~="doc-pagebreak"]'
_TRANSCRIBED = ".pagenum, .pageno, .page-num, .page-number, .pagebreak, .pb"
_IN_ID = re.compile(r"(?:p|pg|page)[-_.]?0*(\d{1,4}|[ivxlc]{1,8})", re.I)
_IN_TEXT = re.compile(r"[\W_]{0,3}(?:p\.? ?|pg\.? ?|page )?(\d{1,4}|[ivxlc]{1,8})[\W_]{0,3}", re.I)
_MOST = 20_000
_LEAST = 3
_LONGEST = 20


def mark_pages(document: Any, listed: Mapping[str, str] | None = None) -> None:
    """Puts a mark into a parsed page where each printed page begins.

    `listed` gives the labels of elements by their ids, from an EPUB's page list; where it names any of the page's
    elements it alone counts.
    """
    found = False
    for id, label in (listed or {}).items():
        node = document.get_element_by_id(id)
        if node is not None and label:
            found = _put(document, node, label) or found
    if found:
        return
    nodes = document.query_selector_all(_DECLARED)[:_MOST]
    labels = [_label(node) for node in nodes]
    if not nodes:
        nodes = document.query_selector_all(_TRANSCRIBED)[:_MOST]
        labels = [_label(node) for node in nodes]
        if len(nodes) < _LEAST or not are_rising(labels):
            return
    for node, label in zip(nodes, labels, strict=True):
        _put(document, node, label)


def take_out(text: str) -> tuple[str, tuple[PageBreak, ...]]:
    """The text without its marks, and the pages that they began."""
    if _OPEN not in text:
        return text, ()
    pieces = _MARK.split(text)
    parts = [pieces[0]]
    size = len(pieces[0])
    pages: list[PageBreak] = []
    for label, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        shown = _joined(parts[-1], piece)
        pages.append(PageBreak(size, label))
        if shown:
            parts.append(shown)
            size += len(shown)
    whole = "".join(parts)
    end = len(whole.rstrip("\n"))
    return whole[:end], tuple(PageBreak(min(page.start, end), page.label) for page in pages)


def without_marks(markup: str) -> str:
    """The markup without the characters that marks are made of."""
    return markup.replace(_OPEN, "").replace(_CLOSE, "")


def _joined(before: str, piece: str) -> str:
    """What follows a mark, without the blanks and empty lines that stood on both sides of it."""
    if not before or before.endswith("\n\n"):
        return piece.lstrip("\n")
    if before.endswith("\n"):
        bare = piece.lstrip("\n")
        return f"\n{bare}" if len(piece) > len(bare) else bare
    return piece[1:] if before[-1:] == " " and piece[:1] in (" ", "\n") else piece


def _put(document: Any, node: Any, label: str) -> bool:
    """Puts the mark in place of a page break, or before what an element holds when that is more than a number."""
    mark = document.create_text_node(f"{_OPEN}{label[:_LONGEST]}{_CLOSE}")
    text = node.text.strip()
    is_number = not text or text == label or (len(text) <= _LONGEST and bool(_IN_TEXT.fullmatch(text)))
    if is_number and node.parent is not None and node.tag not in ("p", "section"):
        node.replace_with(mark)
        return True
    first = node.first_child
    if first is not None:
        node.insert_before(mark, first)
    else:
        node.append_child(mark)
    return True


def _label(node: Any) -> str:
    for name in ("title", "aria-label"):
        said = _IN_TEXT.fullmatch((node.getattr(name) or "").strip().rstrip("."))
        if said:
            return said[1]
    text = node.text.strip()
    if found := _IN_TEXT.fullmatch(text):
        return found[1]
    ids = [node.getattr("id") or ""] + [each.getattr("id") or "" for each in node.query_selector_all("[id]")[:3]]
    for id in ids:
        if (found := _IN_ID.fullmatch(id)) and page_of(found[1]):
            return found[1]
    return ""
