"""Reads the list of works of a document: the one printed in it, and the one that its reader brought along."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from citecheck.model.document import Block, BlockKind, Document, MarkKind
from citecheck.model.manuscript import Link, LinkKind, Reference, ReferenceForm
from citecheck.parser.references.forms import read_form
from citecheck.parser.references.read import reference_of

_HEADING = re.compile(
    r"(?:[\dIVX]{1,4}[.)]?\s+)?(?:(?:select(?:ed)?|annotated|full)\s+)?(?:bibliograph(?:y|ie)|references|works cited"
    r"|list of (?:references|works)"
    r"|literature(?: cited)?|sources(?: cited)?|works consulted|(?:primary|secondary|further) (?:sources|literature"
    r"|reading)"
    r"|literatur(?:verzeichnis)?|quellen(?:verzeichnis)?|références|bibliografía|bibliografia)[\s.:]*",
    re.IGNORECASE,
)
_ENTRIES = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.BIBLIOGRAPHY_ENTRY)
_REPEATED = re.compile(r"\s*(?:[—–_-]\s?){2,6}[,.]?\s*")
_LONGEST = 1500  # characters of an entry


def printed_works(document: Document, links: Sequence[Link]) -> tuple[Reference, ...]:
    """The entries of the document's own list, one a block: those the reader knew, and those under its heading."""
    slanted = [mark for mark in document.marks if mark.kind is MarkKind.EMPHASIS]
    found: list[Reference] = []
    for block in entry_blocks(document):
        text = document.text[block.start : block.end]
        if len(text) > _LONGEST:
            continue
        repeated = _REPEATED.match(text)
        begin = block.start + (repeated.end() if repeated else 0)
        emphasised = [(mark.start - begin, mark.end - begin) for mark in slanted if begin <= mark.start < block.end]
        held = tuple(index for index, link in enumerate(links) if block.start <= link.start < block.end)
        who = ", ".join(found[-1].authors) + ". " if repeated and found else ""
        moved = [(start + len(who), stop + len(who)) for start, stop in emphasised]
        read = read_form(who + document.text[begin : block.end], moved, linked=bool(held))
        if read is not None:
            entry = reference_of(f"b{len(found) + 1}", read, (block.start, block.end), None, links, held)
            found.append(replace(entry, form=ReferenceForm.LISTED))
    return tuple(found)


def entry_blocks(document: Document) -> Iterator[Block]:
    """The blocks that hold the entries of the list of works."""
    level: int | None = None
    for block in document.blocks:
        if block.start >= document.body_end or block.note is not None:
            continue
        words = document.text[block.start : block.end]
        if block.kind is BlockKind.BIBLIOGRAPHY_ENTRY:
            yield block
        elif _HEADING.fullmatch(words) and block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH):
            level = block.level or 1
        elif block.kind is BlockKind.HEADING and level is not None and block.level <= level:
            level = None
        elif level is not None and block.kind in _ENTRIES:
            yield block


def brought_works(document: Document, first: int) -> tuple[tuple[Reference, ...], dict[str, str]]:
    """The entries of `Document.bibliography` (CSL-JSON 1.0), numbered on from `first`, and the URL of each.

    They have no place in the text: `start` and `end` are 0. An entry without a URL has that of its DOI.
    """
    works: list[Reference] = []
    urls: dict[str, str] = {}
    for item in _items(document.bibliography):
        id = f"b{first + len(works)}"
        works.append(_work(id, item))
        doi = _said(item, "DOI")
        url = _said(item, "URL") or (f"https://doi.org/{doi}" if doi else "")
        if url:
            urls[id] = url
    return tuple(works), urls


def _items(bibliography: Sequence[str]) -> Iterator[dict[str, Any]]:
    for item in bibliography:
        try:
            read = json.loads(item)
        except ValueError:
            continue
        if isinstance(read, dict) and read.get("id"):
            yield read


def _work(id: str, item: dict[str, Any]) -> Reference:
    return Reference(
        id, ReferenceForm.LISTED, 0, 0,
        authors=_names(item, "author"), title=_said(item, "title"), container=_said(item, "container-title"),
        editor=" and ".join(_names(item, "editor")), translator=" and ".join(_names(item, "translator")),
        place=_said(item, "publisher-place"), publisher=_said(item, "publisher"), year=_year(item),
        volume=_said(item, "volume"), pages=_said(item, "page"), key=str(item["id"]),
        doi=_said(item, "DOI"), isbn=_said(item, "ISBN"), pmid=_said(item, "PMID"),
    )  # fmt: skip


def _said(item: dict[str, Any], name: str) -> str:
    value = item.get(name, "")
    return " ".join(re.sub(r"<[^<>]{1,40}>", "", str(value)).split()) if isinstance(value, str | int) else ""


def _names(item: dict[str, Any], role: str) -> tuple[str, ...]:
    people = item.get(role)
    if not isinstance(people, list):
        return ()
    names = []
    for person in people:
        if isinstance(person, dict):
            family = " ".join(filter(None, (_said(person, "non-dropping-particle"), _said(person, "family"))))
            given = _said(person, "given")
            names.append(_said(person, "literal") or (f"{family}, {given}" if given else family))
    return tuple(filter(None, names))


def _year(item: dict[str, Any]) -> str:
    issued = item.get("issued")
    if not isinstance(issued, dict):
        return ""
    parts = issued.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        return str(parts[0][0])
    said = re.search(r"\d{4}", str(issued.get("raw") or issued.get("literal") or ""))
    return said[0] if said else ""


def with_links(
    works: Sequence[Reference], urls: dict[str, str], links: Sequence[Link], cited: dict[str, tuple[int, str | None]]
) -> tuple[tuple[Reference, ...], tuple[Link, ...]]:
    """The works with links to their URLs, and all links with those put in where each work is first cited.

    `cited` gives that place, and the note that it stands in, by the work's id; works that nothing cites get no link.
    The links keep their order and indexes: those of works follow them.
    """
    found = list(works)
    made: list[Link] = []
    for index, work in enumerate(found):
        url, at = urls.get(work.id), cited.get(work.id)
        if url and at is not None and url.lower().startswith(("http://", "https://")):
            made.append(Link(url, (url,), url, at[0], at[0], LinkKind.URL, in_note=at[1]))
            found[index] = replace(work, links=(len(links) + len(made) - 1,))
    return tuple(found), (*links, *made)
