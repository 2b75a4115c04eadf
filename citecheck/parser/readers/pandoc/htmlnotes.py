"""Notes of web pages and e-books: links to an anchor that holds a note's text, whatever program wrote the file.

A marker is a link that says so (`epub:type="noteref"`, `role="doc-noteref"`: EPUB 3 Structural Semantics, DPUB-ARIA
1.1), or a link inside the text whose own text is a number or a sign and that looks like a note's: raised, in
brackets, or with a class or target named so. What it leads to, further on, is the note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from citecheck.model.document import NoteKind
from citecheck.parser.readers.pandoc.htmltree import Element, Page
from citecheck.parser.readers.pandoc.tags import BODY, LONE, REFER, NoteTag, tag

_SIGN = re.compile(r"[0-9]{1,4}[a-z]?|[*†‡§¶‖#]{1,4}|[a-z]{1,2}|[ivxlc]{1,6}", re.IGNORECASE)
_NUMBERED = re.compile(r"(?<!\d)(\d{1,4})$")
_PLAIN_SIGN = re.compile(r"[0-9]{1,4}[a-z]?|[*†‡§¶‖#]{1,4}")
_LEADING_SIGN = re.compile(r"\s{0,20}[\[(]?([0-9]{1,4}[a-z]?|[*†‡§¶‖]{1,4})[\])]?\.?(?=\s|$)")
_NAMED = re.compile(r"note|ftn|anm|nota|fu(ss|ß)|\bfn|\bn[-_]?[0-9]", re.IGNORECASE)
_BACK = re.compile(r"(back|return|zurück|retour)?", re.IGNORECASE)
_ARROWS = "↩↑↵⏎^«<⬆⮐︎️[]() \u00a0\n"
_TYPES = re.compile(r"\b(doc-)?(footnote|endnote|rearnote|note)\b")
_BLOCKS = {"p", "li", "div", "dd", "dt", "td", "th", "aside", "section", "blockquote"}
_HOLDERS = {"body", "main", "article", "ol", "ul", "dl", "table", "tbody", "h1", "h2", "h3", "h4", "h5", "h6"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LONGEST = 50_000
"""Characters. An element with more text is a chapter, not a note."""


@dataclass(slots=True)
class _Link:
    element: Element
    order: tuple[int, int]
    target: tuple[str, str]


@dataclass(slots=True)
class _Note:
    body: list[Element]
    label: str
    markers: list[_Link] = field(default_factory=list)


def take_notes(pages: Sequence[Page]) -> tuple[list[NoteTag], str]:
    """Puts tags in place of the notes' markers and takes their bodies out of the pages.

    Gives what the tags name, and the bodies as HTML to stand after the text.
    """
    return _Finder(pages).write()


class _Finder:
    def __init__(self, pages: Sequence[Page]) -> None:
        self._ids: dict[tuple[str, str], Element] = {}
        self._order: dict[Element, tuple[int, int]] = {}
        self._links: list[_Link] = []
        self._typed: list[Element] = []
        self._notes: dict[Element, _Note] = {}
        self._lone: list[_Link] = []
        for number, page in enumerate(pages):
            self._index(number, page)
        self._targeted = {self._ids[link.target] for link in self._links if link.target in self._ids}
        for link in self._links:
            self._take(link)
        self._take_unmarked()

    def _index(self, number: int, page: Page) -> None:
        for element in page.body.elements():
            order = self._order[element] = (number, element.order)
            attributes = element.attributes
            for name in ("id", "name"):
                if attributes.get(name) and (name == "id" or element.tag == "a"):
                    self._ids.setdefault((page.part, attributes[name]), element)
            file, sharp, fragment = attributes.get("href", "").partition("#")
            if element.tag == "a" and sharp and ":" not in file:
                part = normpath(join(dirname(page.part), unquote(file))) if file else page.part
                self._links.append(_Link(element, order, (part, unquote(fragment))))
            if element.tag in _BLOCKS and _TYPES.search(_types(element)):
                self._typed.append(element)

    def _take(self, link: _Link) -> None:
        label = label_of(link.element)
        target = self._ids.get(link.target)
        declared = "noteref" in link.element.words
        if target is None:
            raised = _is_raised(link.element) and _SIGN.fullmatch(label) and _NAMED.search(link.target[1])
            if declared or raised:
                self._lone.append(link)
        elif declared or self._looks_like_marker(link, label, target):
            body = self._body(target, link.element)
            if body:
                self._notes.setdefault(body[0], _Note(body, label)).markers.append(link)

    def _looks_like_marker(self, link: _Link, label: str, target: Element) -> bool:
        if self._order[target] < link.order or not _SIGN.fullmatch(label):
            return False
        if _is_raised(link.element):
            return True
        named = _NAMED.search(link.target[1]) or _NAMED.search(link.element.words)
        return bool(_PLAIN_SIGN.fullmatch(label) and (named or _is_bracketed(link.element)))

    def _body(self, target: Element, marker: Element) -> list[Element]:
        """The blocks of the note that an anchor stands for; none when it is no note."""
        block: Element | None = target
        while block is not None and block.tag not in _BLOCKS and block.tag not in _HOLDERS:
            block = block.parent
        if block is not None and block is not target and (block.tag in _HOLDERS or block.tag in ("section", "div")):
            # An empty anchor may stand before its note, in what holds them all.
            alone = not target.text().strip()
            block = next(target.following(), None) if alone else (block if block.tag == "div" else None)
        if block is not None and block.tag in ("td", "th"):
            block = block.parent
        elif block is not None and block.tag == "dt":
            block = next(block.following(), None)
        if block is None or not self._may_be_note(block, marker):
            return []
        return [block, *self._continuation(block)]

    def _may_be_note(self, block: Element, marker: Element | None) -> bool:
        if block.tag in _HOLDERS or block.parent is None:
            return False
        others = 0
        for element in block.elements():
            if element is marker or element.tag in _HEADINGS:
                return False
            others += element in self._targeted and element.tag in ("p", "li", "div", "aside", "dd")
        return others < 2 and 0 < len(block.text().strip()) < LONGEST

    def _continuation(self, block: Element) -> list[Element]:
        """The paragraphs after a note's first, up to the next note's, where notes stand one after another."""
        if block.tag != "p" or block.parent is None:
            return []
        more: list[Element] = []
        for element in block.following():
            if element.tag not in ("p", "blockquote", "ul", "ol") or any(
                inner in self._targeted for inner in element.elements()
            ):
                return more if any(inner in self._targeted for inner in element.elements()) else []
            more.append(element)
        return more if _NAMED.search(block.parent.words + " " + block.parent.attributes.get("id", "")) else []

    def _take_unmarked(self) -> None:
        """Notes that say they are, or stand in one list with others, though no marker leads to them."""
        lists = {note.body[0].parent for note in self._notes.values() if note.body[0].tag == "li"}
        beside = [each for holder in lists if holder for each in holder.children if isinstance(each, Element)]
        taken = {inner for note in self._notes.values() for block in note.body for inner in block.elements()}
        for element in [*self._typed, *beside]:
            if element in taken or not self._may_be_note(element, None) or taken.intersection(element.elements()):
                continue
            taken.update(element.elements())
            note = self._notes[element] = _Note([element], _leading_sign(element) or _named_number(element))
            first = next(
                (link for link in self._links if link.element in taken and _inside(link.element, element)), None
            )
            place = self._ids.get(first.target) if first else None
            if first and place and place not in taken and _SIGN.fullmatch(label_of(first.element).rstrip(".")):
                # The note leads back to a place that has no marker (a line of a poem): it belongs there.
                note.label = label_of(first.element).rstrip(".")
                place.children.append(marker := Element("span", parent=place))
                note.markers.append(_Link(marker, self._order[place], first.target))

    def write(self) -> tuple[list[NoteTag], str]:
        """Changes the pages; gives the tags' notes and the bodies."""
        tags: list[NoteTag] = []
        bodies: list[str] = []
        for index, note in enumerate(self._notes.values()):
            tags.append(NoteTag(f"html-{index}", note.label, _kind(note.body[0]), repeats_mark=True))
            for link in note.markers:
                _put_tag(link.element, tag(REFER, index))
        for link in self._lone:
            _put_tag(link.element, tag(LONE, len(tags)))
            tags.append(NoteTag("", label_of(link.element)))
        back = {link.element: link for link in self._links}
        for index, note in enumerate(self._notes.values()):
            for block in note.body:
                _drop_backlinks(block, note, back)
            inner = "".join(_inner(block) for block in note.body)
            bodies.append(f"<div><p>{tag(BODY, index)}</p>{inner}</div>")
            for block in note.body:
                block.replace()
        return tags, "".join(bodies)


def label_of(element: Element) -> str:
    """A marker's text without brackets and blanks."""
    return element.text().strip().strip("[]()").strip()


def _types(element: Element) -> str:
    return f"{element.attributes.get('epub:type', '')} {element.attributes.get('role', '')}".lower()


def _is_raised(element: Element) -> bool:
    around = [element.parent] if element.parent else []
    return any(each.tag == "sup" or "super" in each.words for each in [*around, *element.elements()])


def _is_bracketed(element: Element) -> bool:
    text = element.text().strip()
    if text.startswith(("[", "(")):
        return True
    siblings = element.parent.children if element.parent else []
    at = next((index for index, child in enumerate(siblings) if child is element), 0)
    before = siblings[at - 1] if at else ""
    after = siblings[at + 1] if at + 1 < len(siblings) else ""
    return isinstance(before, str) and before.endswith("[") and isinstance(after, str) and after.startswith("]")


def _put_tag(element: Element, text: str) -> None:
    """Puts a tag in place of a marker, with the brackets around it and the raised type it stands in."""
    siblings = element.parent.children if element.parent else []
    at = next((index for index, child in enumerate(siblings) if child is element), 0)
    before, after = (siblings[at - 1] if at else ""), (siblings[at + 1] if at + 1 < len(siblings) else "")
    if isinstance(before, str) and isinstance(after, str):
        for opening, closing in ("[]", "()"):
            if before.endswith(opening) and after.startswith(closing):
                siblings[at - 1], siblings[at + 1] = before[:-1], after[1:]
    element.replace(text)


def _drop_backlinks(block: Element, note: _Note, links: dict[Element, _Link]) -> None:
    for element in list(block.elements()):
        link = links.get(element)
        if link is None or element is block:
            continue
        label = label_of(element)
        arrow = _BACK.fullmatch(label.strip(_ARROWS))
        if "backlink" in element.words or arrow or label.rstrip(".") == note.label:
            element.replace()


def _inner(block: Element) -> str:
    if block.tag in ("li", "dd", "tr"):
        return f"<div>{''.join(_html(child) for child in block.children)}</div>"
    return block.html()


def _html(node: Element | str) -> str:
    return Element("div", children=[node]).html() if isinstance(node, str) or node.tag == "td" else node.html()


def _named_number(element: Element) -> str:
    """The number in a note's own name ("fn4"), which its list prints before it."""
    found = _NUMBERED.search(element.attributes.get("id", ""))
    return found[1] if found else ""


def _leading_sign(element: Element) -> str:
    found = _LEADING_SIGN.match(element.text()[:60])
    return found[1] if found else ""


def _inside(element: Element, holder: Element) -> bool:
    return any(each is holder for each in element.ancestors())


def _kind(body: Element) -> NoteKind:
    """Endnotes are those that say so and do not, in the same breath, call themselves footnotes."""
    said = " ".join(f"{each.words} {each.attributes.get('id', '').lower()}" for each in [body, *body.ancestors()])
    ends = ("endnote", "rearnote")
    return NoteKind.ENDNOTE if any(word in said for word in ends) and "footnote" not in said else NoteKind.FOOTNOTE
