"""HTML as a small tree that preparing steps change and write out again; resiliparse does the parsing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from resiliparse.parse.html import HTMLTree, NodeType

DEEPEST = 200
"""Elements inside one another; what is deeper is written out as if it stood at this depth."""

_DROPPED = {"script", "style", "template", "noscript", "iframe", "object", "nav", "head", "svg", "button", "select"}
_VOID = {"br", "hr", "img", "input", "wbr", "col", "area", "source", "track", "embed", "link", "meta", "base"}
_HIDDEN = re.compile(r"display\s?:\s?none", re.IGNORECASE)
_CLOSED_ITSELF = re.compile(
    r"<((?:a|abbr|aside|b|cite|code|dd|div|dt|em|figcaption|h[1-6]|i|iframe|li|object|p|q|s|script|section|small|span|"
    r"strong|style|sub|sup|td|th|title|u|ul|ol|video|audio)\b[^<>]*)/>",
    re.IGNORECASE,
)


@dataclass(eq=False, slots=True)
class Element:
    """An element. `order` is its place among all elements of its file, from 0; text stands among the children."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    parent: Element | None = None
    order: int = 0

    @property
    def words(self) -> str:
        """What the element says of itself: its classes, `epub:type` and `role`, in lower case."""
        return " ".join(self.attributes.get(name, "") for name in ("class", "epub:type", "role")).lower()

    def elements(self) -> Iterator[Element]:
        """The element and all elements in it, in the order of the file."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(child for child in reversed(element.children) if isinstance(child, Element))

    def text(self) -> str:
        """All text in it."""
        pieces: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                pieces.append(node)
            else:
                stack.extend(reversed(node.children))
        return "".join(pieces)

    def ancestors(self) -> Iterator[Element]:
        """The elements around it, the nearest first."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    def following(self) -> Iterator[Element]:
        """The elements after it in the same parent."""
        siblings = self.parent.children if self.parent else []
        at = next((index for index, child in enumerate(siblings) if child is self), len(siblings))
        return (child for child in siblings[at + 1 :] if isinstance(child, Element))

    def replace(self, *new: Element | str) -> None:
        """Puts other nodes, or nothing, in its place."""
        if self.parent is None:
            return
        siblings = self.parent.children
        at = next(index for index, child in enumerate(siblings) if child is self)
        siblings[at : at + 1] = new
        for node in new:
            if isinstance(node, Element):
                node.parent = self.parent
        self.parent = None

    def html(self) -> str:
        """The element as HTML."""
        pieces: list[str] = []
        stack: list[tuple[Element | str, bool]] = [(self, False)]
        while stack:
            node, closes = stack.pop()
            if isinstance(node, str):
                pieces.append(escape(node, quote=False))
            elif closes:
                pieces.append(f"</{node.tag}>")
            else:
                said = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
                pieces.append(f"<{node.tag}{said}>")
                if node.tag not in _VOID:
                    stack.append((node, True))
                    stack.extend((child, False) for child in reversed(node.children))
        return "".join(pieces)


@dataclass(frozen=True, slots=True)
class Page:
    """A file of HTML: its name inside the container ("" when it stands alone), its body, language and title."""

    part: str
    body: Element
    language: str | None
    title: str | None


def parse(html: str, part: str = "", *, xhtml: bool = False) -> Page:
    """The tree of a file, without what no reader sees (scripts, navigation, hidden elements)."""
    tree = HTMLTree.parse(_CLOSED_ITSELF.sub(_opened_and_closed, html) if xhtml else html)
    root = tree.document.query_selector("html") if tree.document is not None else None
    languages = [top.getattr(name) for top in (root, tree.body) if top is not None for name in ("lang", "xml:lang")]
    body = Element("body")
    if tree.body is not None:
        _fill(body, tree.body)
    return Page(part, body, next(filter(None, languages), None), (tree.title or "").strip() or None)


def _opened_and_closed(found: re.Match[str]) -> str:
    return f"<{found[1]}></{found[1].split()[0]}>"


def _fill(body: Element, top: object) -> None:
    node = top.first_child  # type: ignore[attr-defined]
    into, depth, count = body, 0, 0
    while node is not None:
        child: Element | None = None
        if node.type == NodeType.TEXT:
            into.children.append(node.value)
        elif node.type == NodeType.ELEMENT and not _unseen(node):
            count += 1
            child = Element(node.tag, {key: node.getattr(key) or "" for key in node.attrs}, [], into, count)
            into.children.append(child)
        if child is not None and node.first_child is not None:
            node, depth = node.first_child, depth + 1
            into = child if depth < DEEPEST else into
            continue
        while node is not None and node.next is None:
            node = node.parent
            if node is None or node == top:
                return
            into = into.parent if depth < DEEPEST and into.parent is not None else into
            depth -= 1
        node = node.next if node is not None else None


def _unseen(node: object) -> bool:
    attributes = node.attrs  # type: ignore[attr-defined]
    if node.tag in _DROPPED or "hidden" in attributes:  # type: ignore[attr-defined]
        return True
    return "style" in attributes and bool(_HIDDEN.search(node.getattr("style") or ""))  # type: ignore[attr-defined]
