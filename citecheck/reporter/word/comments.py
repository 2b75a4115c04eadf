"""Adds comments to a Word file, each on the very words it is about."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from citecheck.reporter.telling import Line, Words
from citecheck.reporter.word.maintext import MainText, Run, TextNode
from citecheck.reporter.word.package import Package, appended
from citecheck.reporter.zipped import parsed

AUTHOR = "citecheck"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_URI = re.compile(
    r"https?://(?:[\w.~-]++|%[0-9A-Fa-f]{2})++(?::\d{1,5})?(?:/(?:[\w.~:@!$&'()*+,;=/-]|%[0-9A-Fa-f]{2})*+)?+"
    r"(?:\?(?:[\w.~:@!$&'()*+,;=/?-]|%[0-9A-Fa-f]{2})*+)?+(?:#(?:[\w.~:@!$&'()*+,;=/?-]|%[0-9A-Fa-f]{2})*+)?+",
    re.ASCII,
)
_LONGEST_URI = 2000


@dataclass(frozen=True)
class Comment:
    """A comment and what it is on: from one character to another of the main text, or a whole run; else nothing."""

    lines: Sequence[Line]
    first: tuple[TextNode, int] | None = None
    last: tuple[TextNode, int] | None = None
    run: Run | None = None


@dataclass
class _Cut:
    """What begins and ends at one place between characters, and what parts a run there."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    before: bytes = b""
    behind: bytes = b""


def annotate(package: Package, text: MainText, comments: Iterable[Comment]) -> None:
    """Writes the comments into the package: the anchors into the main text, the words into the comments part."""
    listed = list(comments)
    if not listed:
        return
    part = _comments_part(package, text)
    first = 1 + max((int(id) for id in _ids(package[part], text) if id.isdecimal()), default=-1)
    package[package.main] = _anchored(text, listed, first)
    addresses = [line.address for comment in listed for line in comment.lines if _leads(line)]
    links = iter(package.relate(part, f"{_relationships(text)}/hyperlink", addresses, external=True))
    added = "".join(_comment(text, comment, first + index, links) for index, comment in enumerate(listed))
    package[part] = appended(package[part], lambda _prefix: added)


def _ids(comments: bytes, text: MainText) -> Iterator[str]:
    yield from text.comment_ids
    for each in parsed(comments):
        yield each.get(f"{{{text.namespace}}}id", "")


def _relationships(text: MainText) -> str:
    """The namespace of relationship types: strict files (ECMA-376 part 1) have another than transitional ones."""
    if text.namespace == _STRICT:
        return "http://purl.oclc.org/ooxml/officeDocument/relationships"
    return "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _comments_part(package: Package, text: MainText) -> str:
    """The part that holds the comments; a new, empty one when there is none."""
    kind = f"{_relationships(text)}/comments"
    for relationship in package.relationships(package.main):
        if relationship.type == kind and relationship.target in package:
            return relationship.target
    name = posixpath.join(posixpath.dirname(package.main), "comments.xml")
    while name in package:
        name = name.replace(".xml", "-citecheck.xml")
    package[name] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:comments xmlns:w="{text.namespace}"></w:comments>'
    ).encode()
    package.relate(package.main, kind, [posixpath.basename(name)])
    package.declare(name, _COMMENTS_TYPE)
    return name


def _comment(text: MainText, comment: Comment, id: int, links: Iterator[str]) -> str:
    paragraphs = "".join(f"<w:p>{_line(text, line, links)}</w:p>" for line in comment.lines)
    space = f'xmlns:w="{text.namespace}"'
    return f'<w:comment {space} w:id="{id}" w:author="{AUTHOR}" w:initials="cc">{paragraphs}</w:comment>'


def _line(text: MainText, line: Line, links: Iterator[str]) -> str:
    runs = "".join(_run(words) for words in line.words)
    if not _leads(line):
        return runs
    return f'<w:hyperlink xmlns:r="{_relationships(text)}" r:id="{next(links)}">{runs}</w:hyperlink>'


def _run(words: Words) -> str:
    properties = "<w:rPr><w:b/></w:rPr>" if words.strong else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(words.text)}</w:t></w:r>'


def _leads(line: Line) -> bool:
    """Whether the line's address can be a link: Word refuses a file with one that RFC 3986 does not allow."""
    return len(line.address) <= _LONGEST_URI and _URI.fullmatch(line.address) is not None


def _anchored(text: MainText, comments: Sequence[Comment], first: int) -> bytes:
    """The main text with the anchors set: nothing in it is changed but that runs are parted where anchors stand."""
    cuts: dict[int, _Cut] = {}
    spaced: set[int] = set()
    for id, comment in enumerate(comments, first):
        if comment.first is not None and comment.last is not None:
            start = _part(text, *comment.first, cuts, spaced)
            end = _part(text, comment.last[0], comment.last[1] + 1, cuts, spaced)
        elif comment.run is not None:
            start, end = comment.run.start, comment.run.end
        else:
            start = end = text.paragraph
        if start:
            cuts.setdefault(start, _Cut()).starts.append(id)
            cuts.setdefault(end, _Cut()).ends.append(id)
    out, at = [], 0
    for place in sorted(cuts.keys() | spaced):
        out.append(text.xml[at:place])
        at = place
        if place in spaced:
            out.append(b' xml:space="preserve"')
        if place in cuts:
            out += [cuts[place].before, _anchors(text, cuts[place]), cuts[place].behind]
    return b"".join([*out, text.xml[at:]])


def _part(text: MainText, node: TextNode, index: int, cuts: dict[int, _Cut], spaced: set[int]) -> int:
    """The byte at which an anchor goes before a character of a node; parts the run there unless it begins or ends."""
    run = node.run
    again = run.tag + run.properties
    place = text.byte_of(node, index)
    if place == node.opened:
        if node.start == run.content:
            return run.start
        place, before, behind = node.start, _closing(run.tag), again
    elif place == node.closed:
        if text.xml[node.end : run.end].strip() == _closing(run.tag):
            return run.end
        place, before, behind = node.end, _closing(run.tag), again
    else:
        name = _name(text.xml[node.start : node.opened])
        if not node.preserves:
            spaced.add(node.opened - 1)
        before = b"</" + name + b">" + _closing(run.tag)
        behind = again + b"<" + name + b' xml:space="preserve">'
    cut = cuts.setdefault(place, _Cut())
    cut.before, cut.behind = before, behind
    return place


def _name(tag: bytes) -> bytes:
    return tag.strip(b"<>/").split(maxsplit=1)[0]


def _closing(tag: bytes) -> bytes:
    return b"</" + _name(tag) + b">"


def _anchors(text: MainText, cut: _Cut) -> bytes:
    here = "" if text.prefix == "w" else f' xmlns:w="{text.namespace}"'
    point = [id for id in cut.starts if id in cut.ends]
    ends = [_end(here, id) for id in cut.ends if id not in point]
    starts = [_start(here, id) for id in cut.starts if id not in point]
    points = [_start(here, id) + _end(here, id) for id in point]
    return "".join([*ends, *points, *starts]).encode()


def _start(here: str, id: int) -> str:
    return f'<w:commentRangeStart{here} w:id="{id}"/>'


def _end(here: str, id: int) -> str:
    return f'<w:commentRangeEnd{here} w:id="{id}"/><w:r{here}><w:commentReference w:id="{id}"/></w:r>'
