"""Inline nodes of pandoc's tree as text with marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any, Protocol

from citecheck.model.document import MarkKind
from citecheck.parser.readers.pandoc.runs import Run, Span
from citecheck.parser.readers.pandoc.tags import CITE, CITED, LONE, PLACE, REFER, TAG, UNCITED, CiteTag

Node = dict[str, Any]
"""A node of the tree: `t` is its type, `c` its content."""

_QUOTES = {"DoubleQuote": ("“", "”"), "SingleQuote": ("‘", "’")}
_HTML = re.compile(r"<(/?)([a-zA-Z]+)\b([^<>]*)>")
_HREF = re.compile(r"""\bhref\s?=\s?["']?([^\s"'<>]+)""")
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}:[^\s]")
_MISSING = "##NOTE##"
"""What pandoc's reStructuredText reader links a marker to that has no note."""
_EMPHATIC = {"em", "i", "cite", "dfn", "u"}


class Listener(Protocol):
    """Hears of what stands between the words. Each gives the id and the label of the note it is about."""

    def note(self, blocks: list[Node]) -> tuple[str, str]:
        """A note with its body."""
        ...

    def refer(self, index: int) -> tuple[str, str]:
        """The marker of the detached note `index`."""
        ...

    def lone(self, index: int) -> tuple[str, str]:
        """A marker without a note."""
        ...

    def place(self, index: int) -> None:
        """The place `index`."""
        ...

    def cite(self, index: int) -> CiteTag:
        """The citation `index`."""
        ...


class InlineReader:
    """Flattens inline nodes."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._pieces: list[str] = []
        self._length = 0
        self._run = Run()
        self._open: list[Span] = []
        self._ways: dict[str, Callable[[Any], None]] = {
            "Str": self._word,
            "Space": lambda _: self._add(" "),
            "SoftBreak": lambda _: self._add(" "),
            "LineBreak": lambda _: self._add("\n"),
            "Emph": lambda content: self._marked(MarkKind.EMPHASIS, content),
            "Underline": lambda content: self._marked(MarkKind.EMPHASIS, content),
            "Strong": self._walk,
            "Strikeout": self._walk,
            "Superscript": self._walk,
            "Subscript": self._walk,
            "SmallCaps": self._walk,
            "Quoted": self._quoted,
            "Cite": self._cite,
            "Code": lambda content: self._literal(content[1]),
            "Math": lambda content: self._literal(content[1]),
            "RawInline": self._raw,
            "Link": self._link,
            "Note": lambda blocks: self._mark_note(self._listener.note(blocks)),
            "Span": self._span,
        }

    def read(self, nodes: list[Node]) -> Run:
        """The text and marks of inline nodes, not yet tidied."""
        self._pieces, self._length, self._run, self._open = [], 0, Run(), []
        self._walk(nodes)
        for span in self._open:
            span.end = self._length
        run, run.text = self._run, "".join(self._pieces)
        return run

    def _walk(self, nodes: list[Node]) -> None:
        for index, node in enumerate(nodes):
            way = self._ways.get(node["t"])
            if way is None or (node["t"] == "SoftBreak" and _between_wide(nodes, index)):
                continue
            way(node.get("c"))

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _word(self, text: str) -> None:
        at = 0
        for found in TAG.finditer(text):
            self._add(text[at : found.start()])
            at = found.end()
            if found[1] == PLACE:
                self._listener.place(int(found[2]))
            elif found[1] == REFER:
                self._mark_note(self._listener.refer(int(found[2])))
            elif found[1] == LONE:
                self._mark_note(self._listener.lone(int(found[2])))
            elif found[1] == CITE:
                cited = self._listener.cite(int(found[2]))
                key = self._length + 1
                self._add(cited.printed)
                self._run.spans.append(Span(MarkKind.CITATION, key, key + len(cited.key) + 1, cited.key, cited.locator))
            elif found[1] == CITED:
                cited = self._listener.cite(int(found[2]))
                self._start_span(Span(MarkKind.CITATION, self._length, self._length, cited.key, cited.locator))
            elif found[0] == UNCITED:
                while self._close(MarkKind.CITATION):
                    pass
        self._add(text[at:])

    def _mark_note(self, note: tuple[str, str]) -> None:
        self._run.spans.append(Span(MarkKind.NOTE_MARKER, self._length, self._length, *note))

    def _marked(self, kind: MarkKind, nodes: list[Node], target: str = "") -> None:
        span = Span(kind, self._length, self._length, target)
        self._run.spans.append(span)
        self._walk(nodes)
        span.end = self._length

    def _literal(self, text: str) -> None:
        start = self._length
        self._add(TAG.sub("", text).replace("\n", " "))
        self._run.literal.append((start, self._length))

    def _quoted(self, content: list[Any]) -> None:
        opening, closing = _QUOTES[content[0]["t"]]
        self._add(opening)
        self._walk(content[1])
        self._add(closing)

    def _link(self, content: list[Any]) -> None:
        (_, classes, _), nodes, (target, _) = content
        if target.startswith(_MISSING):
            self._mark_note(("", plain(nodes).strip("[]")))
        elif "citation" in classes:
            self._marked(MarkKind.CITATION, nodes, target.removeprefix("#"))
        elif _ADDRESS.match(target):
            self._marked(MarkKind.LINK, nodes, target)
        else:
            self._walk(nodes)

    def _span(self, content: list[Any]) -> None:
        (_, classes, _), nodes = content
        if "comment-start" not in classes:  # Word's comments come with their text
            self._walk(nodes)

    def _cite(self, content: list[Any]) -> None:
        citations, shown = content
        start, first = self._length, len(self._pieces)
        if all(node["t"] == "RawInline" for node in shown):
            self._add(as_printed(citations))
        else:
            self._walk(shown)
        text = "".join(self._pieces[first:])
        for citation in citations:
            key = citation["citationId"]
            at = text.find("@" + key)
            span = (start + at, start + at + len(key) + 1) if at >= 0 else (start, self._length)
            locator = plain(citation["citationSuffix"]).strip(" ,")
            self._run.spans.append(Span(MarkKind.CITATION, *span, key, locator))

    def _raw(self, content: list[str]) -> None:
        format, source = content
        found = _HTML.match(source) if format in ("html", "html5", "html4") else None
        if not found:
            return
        closes, name = found[1], found[2].lower()
        if name == "br":
            self._add("\n")
        elif name == "q":
            self._add("”" if closes else "“")
        elif name in _EMPHATIC or name == "a":
            kind = MarkKind.LINK if name == "a" else MarkKind.EMPHASIS
            if closes:
                self._close(kind)
            else:
                target = _HREF.search(found[3])
                self._begin(kind, target[1] if target and kind is MarkKind.LINK else "")

    def _begin(self, kind: MarkKind, target: str) -> None:
        if kind is MarkKind.EMPHASIS or _ADDRESS.match(target):
            self._start_span(Span(kind, self._length, self._length, target))

    def _start_span(self, span: Span) -> None:
        self._run.spans.append(span)
        self._open.append(span)

    def _close(self, kind: MarkKind) -> bool:
        """Ends the last open span of a kind; False when none is open."""
        last = next((span for span in reversed(self._open) if span.kind is kind), None)
        if last is not None:
            last.end = self._length
            self._open.remove(last)
        return last is not None


class _Deaf:
    """Listens to nothing."""

    def note(self, _: list[Node]) -> tuple[str, str]:
        return "", ""

    def refer(self, _: int) -> tuple[str, str]:
        return "", ""

    def lone(self, _: int) -> tuple[str, str]:
        return "", ""

    def place(self, _: int) -> None:
        return None

    def cite(self, _: int) -> CiteTag:
        return CiteTag("")


def plain(nodes: list[Node]) -> str:
    """The bare text of inline nodes, without notes and marks."""
    return InlineReader(_Deaf()).read(nodes).text


def as_printed(citations: list[Node]) -> str:
    """Citations in pandoc's own notation, for formats that show them only by a command."""
    shown = []
    for citation in citations:
        before, after = plain(citation["citationPrefix"]).strip(), plain(citation["citationSuffix"]).strip(" ,")
        key = "@" + citation["citationId"]
        if citation["citationMode"]["t"] == "AuthorInText" and len(citations) == 1:
            return f"{key} [{after}]" if after else key
        shown.append(f"{before} {key}".strip() + (f", {after}" if after else ""))
    return f"[{'; '.join(shown)}]"


def _between_wide(nodes: list[Node], index: int) -> bool:
    """Whether a line ends between two characters of a script that is written without blanks."""
    sides = nodes[max(0, index - 1) : index] + nodes[index + 1 : index + 2]
    if len(sides) < 2 or not all(side["t"] == "Str" and side["c"] for side in sides):
        return False
    return all(unicodedata.east_asian_width(char) in "WF" for char in (sides[0]["c"][-1], sides[1]["c"][0]))
