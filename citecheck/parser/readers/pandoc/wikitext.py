"""MediaWiki text before pandoc: references as notes, and the templates that hold text.

The templates are those that every Wikipedia has under these names (Help:Citation Style 1, Template:Quote, Template:Efn,
Template:Sfn); others are left to pandoc, which shows nothing of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from citecheck.model.document import BlockKind
from citecheck.parser.readers.pandoc.prepared import Prepared
from citecheck.parser.readers.pandoc.tags import BODY, PLACE, REFER, NoteTag, PlaceTag, tag

_REF = re.compile(r"<ref\b([^<>]{0,300}?)(/?)>", re.IGNORECASE)
_REF_END = re.compile(r"</ref\s?>", re.IGNORECASE)
_NAME = re.compile(r"""\bname\s?=\s?(?:"([^"]{1,200})"|'([^']{1,200})'|([^\s"'/>]{1,200}))""")
_POEM = re.compile(r"<poem\b[^<>]{0,200}>(.*?)</poem>", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->|<nowiki>.*?</nowiki>", re.DOTALL)
_QUOTES = ("quote", "blockquote", "quotation", "cquote", "quote box", "rquote", "bquote")
_PRINTED = (
    "author", "last", "first", "last1", "first1", "last2", "first2", "title", "chapter", "work", "website", "newspaper",
    "magazine", "journal", "encyclopedia", "publisher", "location", "volume", "issue", "date", "year", "page", "pages",
    "p", "pp", "doi", "isbn", "url", "quote",
)  # fmt: skip


def prepare(text: str, _: str) -> Prepared:
    """Prepares a wiki text."""
    notes = _Notes(_templates(_COMMENT.sub(_blank, text)))
    return Prepared(notes.written.encode(), "mediawiki", text, tuple(notes.tags), tuple(notes.places))


def _blank(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("<nowiki") else ""


class _Notes:
    """A text with its references taken out; `written` is the text with tags, and the notes after it."""

    def __init__(self, text: str) -> None:
        self.tags: list[NoteTag] = []
        self.places: list[PlaceTag] = []
        self._named: dict[str, int] = {}
        self._bodies: dict[int, str] = {}
        pieces: list[str] = []
        at = 0
        for found in _REF.finditer(text):
            if found.start() < at:
                continue
            end = None if found[2] else _REF_END.search(text, found.end())
            if end is None and not found[2]:
                break
            body = text[found.end() : end.start()].strip() if end else ""
            pieces += (text[at : found.start()], self._take(found[1], body))
            at = end.end() if end else found.end()
        pieces.append(text[at:])
        body_text = _POEM.sub(self._poem, "".join(pieces))
        bodies = "".join(f"\n\n{tag(BODY, index)} {body}\n" for index, body in self._bodies.items())
        self.written = body_text + bodies

    def _take(self, attributes: str, body: str) -> str:
        found = _NAME.search(attributes)
        name = next((each for each in found.groups() if each), "") if found else ""
        index = self._named.get(name) if name else None
        if index is None:
            index = len(self.tags)
            self.tags.append(NoteTag(f"wiki-{index}"))
            if name:
                self._named[name] = index
        if body:
            self._bodies.setdefault(index, body)
        return tag(REFER, index)

    def _poem(self, found: re.Match[str]) -> str:
        self.places.append(PlaceTag(0, kind=BlockKind.VERSE))
        lines = "<br />".join(found[1].strip().split("\n"))
        return f"\n\n{tag(PLACE, len(self.places) - 1)}{lines}\n\n"


def _templates(text: str) -> str:
    """The text with the templates that hold text written out, the inner ones first."""
    pieces: list[list[str]] = [[]]
    at = 0
    for found in re.finditer(r"\{\{|\}\}", text):
        pieces[-1].append(text[at : found.start()])
        at = found.end()
        if found[0] == "{{":
            pieces.append([])
        elif len(pieces) > 1:
            inside = "".join(pieces.pop())
            pieces[-1].append(_written_out(inside))
        else:
            pieces[-1].append("}}")
    pieces[-1].append(text[at:])
    return "{{".join("".join(each) for each in pieces)


def _written_out(inside: str) -> str:
    name, *arguments = _split(inside)
    called = " ".join(name.lower().replace("_", " ").split())
    given: dict[str, str] = {}
    for argument in arguments:
        key, equals, value = argument.partition("=")
        plain_key = key.strip().lower()
        if equals and plain_key.replace(" ", "").isalnum() and len(plain_key) < 30:
            given[plain_key] = value.strip()
        else:
            given[str(sum(each.isdecimal() for each in given) + 1)] = argument.strip()
    if called in _QUOTES:
        author = given.get("author") or given.get("2", "")
        said = f"\n\n— {author}" if author else ""
        quoted = given.get("text") or given.get("quote") or given.get("1", "")
        return f"\n\n<blockquote>\n{quoted}{said}\n</blockquote>\n\n"
    if called in ("efn", "refn", "note", "efn-ua", "efn-lr"):
        return f"<ref>{given.get('1', '')}</ref>"
    if called in ("sfn", "sfnp", "harvnb", "harv"):
        return _short(called, given)
    if called.startswith("cite ") or called == "citation":
        return ", ".join(given[key] for key in _PRINTED if given.get(key)) + "."
    return "{{" + inside + "}}"


def _short(called: str, given: Mapping[str, str]) -> str:
    names = [given[key] for key in sorted(given) if key.isdecimal()]
    pages = given.get("pp") or given.get("p") or given.get("loc") or ""
    text = " ".join(names) + (f", {pages}" if pages else "")
    return f"<ref>{text}.</ref>" if called.startswith("sfn") else text


def _split(inside: str) -> list[str]:
    """The parts of a template between its bars; a bar inside a link does not part."""
    parts, at, depth = [], 0, 0
    for found in re.finditer(r"\[\[|\]\]|\|", inside):
        if found[0] == "[[":
            depth += 1
        elif found[0] == "]]":
            depth = max(0, depth - 1)
        elif not depth:
            parts.append(inside[at : found.start()])
            at = found.end()
    return [*parts, inside[at:]]
