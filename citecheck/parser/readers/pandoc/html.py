"""Web pages before pandoc: notes made of links, quotations told by their class, what is not read taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citecheck.model.document import BlockKind
from citecheck.parser.readers.pandoc.css import Sheet, sheets_in
from citecheck.parser.readers.pandoc.htmlnotes import take_notes
from citecheck.parser.readers.pandoc.htmltree import Element, Page, parse
from citecheck.parser.readers.pandoc.indents import kind_by_style, kinds
from citecheck.parser.readers.pandoc.prepared import Prepared
from citecheck.parser.readers.pandoc.tags import PLACE, NoteTag, PlaceTag, tag
from citecheck.parser.readers.pandoc.xmlparts import blank_tags, refuse_entities

_TEXTUAL = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dd", "dt", "div", "figcaption", "blockquote"}
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "dfn", "em", "font", "i", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "br", "img", "ins", "del",
}  # fmt: skip
_SHOWN = (BlockKind.EPIGRAPH, BlockKind.VERSE, BlockKind.BLOCK_QUOTATION, BlockKind.BIBLIOGRAPHY_ENTRY)
_NUMBERS = re.compile(r"page-?break|\bpage-?num|\bpagenum|line-?num|\blnum\b|verse-?num")
_SOURCE = re.compile(r"\b(attrib|source|author|credit|signature|byline)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def prepare(text: str, _: str) -> Prepared:
    """Prepares a page."""
    refuse_entities(text)
    page = parse(text, xhtml=text[:200].lstrip().startswith("<?xml"))
    notes, places, source = join([page], Sheet(sheets_in(text)), number=False)
    return Prepared(
        source.encode(), "html", blank_tags(text), tuple(notes), tuple(places), language=page.language, title=page.title
    )


def join(pages: list[Page], sheet: Sheet, *, number: bool) -> tuple[list[NoteTag], list[PlaceTag], str]:
    """The pages as one, with what its tags name.

    `sheet` tells which paragraphs are set in; `number` says that paragraphs are to be counted, file by file.
    """
    notes, bodies = take_notes(pages)
    places: list[PlaceTag] = []
    found: list[tuple[str, int, Element]] = []
    for page in pages:
        for element in list(page.body.elements()):
            _clean(element)
        found.extend((page.part, count, element) for count, element in enumerate(_paragraphs(page.body), 1))
    set_off = kinds([sheet.setting(element) for _, _, element in found])
    for (part, count, element), by_edge in zip(found, set_off, strict=True):
        kind = _kind(element) or by_edge
        if number or kind:
            element.children.insert(0, tag(PLACE, len(places)))
            places.append(PlaceTag(count, part, element.attributes.get("class", ""), kind))
    text = "".join(page.body.html().removeprefix("<body>").removesuffix("</body>") for page in pages)
    return notes, places, f"<html><body>{text}{bodies}</body></html>"


def _clean(element: Element) -> None:
    if element.tag in ("cite", "dfn"):
        element.tag = "em"  # pandoc drops the first, and titles are set in it
    elif _NUMBERS.search(element.words) and len(element.text()) < 20:
        element.replace()


def _paragraphs(body: Element) -> Iterator[Element]:
    """The elements that hold text themselves, and not by paragraphs inside them."""
    for element in body.elements():
        if element.tag not in _TEXTUAL:
            continue
        first = next((child for child in element.children if not isinstance(child, str) or child.strip()), None)
        if isinstance(first, str) or (first is not None and first.tag in _INLINE):
            yield element


def _kind(element: Element) -> BlockKind | None:
    """What an element is by what it and those around it say of themselves."""
    for each in [element, *element.ancestors()]:
        if each.tag == "footer" and any(above.tag == "blockquote" for above in each.ancestors()):
            return BlockKind.ATTRIBUTION
        words = _CAMEL.sub(" ", each.attributes.get("class", "")).lower().split()
        words += [word.removeprefix("doc-") for word in each.words.split() if word not in words]
        kind = kind_by_style(words)
        if kind in _SHOWN:
            inside = each is not element or any(above.tag == "blockquote" for above in each.ancestors())
            return BlockKind.ATTRIBUTION if inside and _SOURCE.search(element.words) else kind
        if kind is BlockKind.ATTRIBUTION:
            return kind
    return None
