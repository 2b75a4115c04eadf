"""How far style sheets set paragraphs in: enough of CSS (2.2, section 8.3) to see a displayed quotation.

Read are rules for an element, a class, or an element of a class, and the `style` of an element; not what depends on
the elements around, for that is not how the programs that write e-books set their paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from citecheck.parser.readers.pandoc.htmltree import Element
from citecheck.parser.readers.pandoc.indents import Setting

LARGEST = 500_000
"""Characters of one sheet that are looked at."""

_STYLE = re.compile(r"<style\b[^<>]{0,300}>([^<]*+)", re.IGNORECASE)
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?(?:\.([\w-]{1,100}))?", re.IGNORECASE)
_PROPERTY = re.compile(r"(margin|margin-left|margin-right|padding-left|text-indent)\s{0,5}:\s{0,5}([^;!]{1,100})", re.I)
_LENGTH = re.compile(r"(-?\d{0,6}(?:\.\d{1,8})?)(in|cm|mm|pt|pc|px|em|rem|ex|%)?")
_UNITS = {"in": 1440.0, "cm": 567.0, "mm": 56.7, "pt": 20.0, "pc": 240.0, "px": 15.0, "em": 240.0, "rem": 240.0,
    "ex": 120.0, "%": 86.4}  # fmt: skip
"""Twentieths of a point; a letter is taken for 12 points high, a line for 6 inches long."""

_APART = ("li", "td", "th", "dd", "dt", "blockquote", "figure", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6")

Edges = dict[str, int]


class Sheet:
    """The rules of a book's or a page's style sheets."""

    def __init__(self, sheets: Iterable[str] = ()) -> None:
        self._rules: dict[tuple[str, str], Edges] = {}
        for sheet in sheets:
            for rule in _without_comments(sheet[:LARGEST]).split("}"):
                selectors, _, declarations = rule.rpartition("{")
                edges = _edges(declarations)
                for selector in selectors.split(",") if edges else ():
                    found = _SELECTOR.fullmatch(selector.strip())
                    if found and found[0]:
                        self._rules.setdefault(((found[1] or "").lower(), found[2] or ""), {}).update(edges)

    def setting(self, element: Element) -> Setting:
        """How a paragraph is set, by its own edges and those of what is around it."""
        around = list(element.ancestors())
        left = right = 0
        for each in [element, *around]:
            edges = self._of(each)
            left += edges.get("left", 0) + edges.get("padding", 0)
            right += edges.get("right", 0)
        plain = not any(each.tag in _APART for each in [element, *around])
        first = self._of(element).get("first", 0)
        return Setting(left=left, right=right, first=first, length=len(element.text()), plain=plain)

    def _of(self, element: Element) -> Edges:
        found: Edges = {}
        classes = element.attributes.get("class", "").split()
        for key in [(element.tag, ""), *(("", name) for name in classes), *((element.tag, name) for name in classes)]:
            found.update(self._rules.get(key, {}))
        if "style" in element.attributes:
            found.update(_edges(element.attributes["style"]))
        return found


def sheets_in(html: str) -> list[str]:
    """The style sheets that a page holds."""
    return [found[1] for found in _STYLE.finditer(html)]


def _without_comments(sheet: str) -> str:
    first, *others = sheet.split("/*")
    return first + "".join(each.partition("*/")[2] for each in others)


def _edges(declarations: str) -> Edges:
    found: Edges = {}
    for name, value in _PROPERTY.findall(declarations):
        lengths = [_twips(each) for each in value.split()[:4]] or [0]
        if name.lower() == "margin":
            found["right"] = lengths[1] if len(lengths) > 1 else lengths[0]
            found["left"] = lengths[3] if len(lengths) > 3 else found["right"]
        else:
            key = {"margin-left": "left", "margin-right": "right", "padding-left": "padding"}.get(name.lower(), "first")
            found[key] = lengths[0]
    return found


def _twips(length: str) -> int:
    found = _LENGTH.fullmatch(length.strip().lower())
    if not found or found[1] in ("", "-", "."):
        return 0
    return round(float(found[1]) * _UNITS.get(found[2] or "px", 0.0))
