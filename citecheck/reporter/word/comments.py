"""Adds comments to a Word file, each on the very words it is about."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from citecheck.reporter.word.letters import Letter, MainText, Run
from citecheck.reporter.word.package import Package, appended

AUTHOR = "citecheck"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_ID = re.compile(rb'<(?:\w+:)?(?:comment|commentRangeStart)\s[^<>]{0,2000}?id="(\d{1,9})"')


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a comment: its text, and an address to follow."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Comment:
    """A comment and what it is on: from one letter to another of the main text, or a note marker's run."""

    lines: Sequence[Line]
    first: Letter | None = None
    last: Letter | None = None
    marker: Run | None = None


@dataclass
class _Cut:
    """What begins and ends at one place between characters."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


def annotate(package: Package, text: MainText, comments: Iterable[Comment]) -> None:
    """Writes the comments into the package: the anchors into the main text, the words into the comments part."""
    listed = list(comments)
    if not listed:
        return
    part = _comments_part(package, text)
    first = 1 + max((int(id) for id in _ID.findall(package[part] + text.xml)), default=-1)
    package[package.main] = _anchored(text, listed, first)
    addresses = [line.address for comment in listed for line in comment.lines if line.address]
    links = iter(package.relate(part, f"{_relationships(text)}/hyperlink", addresses, external=True))
    added = "".join(_comment(text, comment, first + index, links) for index, comment in enumerate(listed))
    package[part] = appended(package[part], lambda _prefix: added)


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
    run = f'<w:r><w:t xml:space="preserve">{escape(line.text)}</w:t></w:r>'
    if not line.address:
        return run
    return f'<w:hyperlink xmlns:r="{_relationships(text)}" r:id="{next(links)}">{run}</w:hyperlink>'


def _anchored(text: MainText, comments: Sequence[Comment], first: int) -> bytes:
    """The main text with the anchors set: nothing in it is changed but that runs are parted where anchors stand."""
    cuts: dict[int, _Cut] = {}
    parted: dict[int, tuple[bytes, bytes]] = {}
    spaced: set[int] = set()
    for id, comment in enumerate(comments, first):
        if comment.marker is not None:
            start, end = comment.marker.start, comment.marker.end
        elif comment.first is not None and comment.last is not None:
            start = _part(text, comment.first, 0, parted, spaced)
            end = _part(text, comment.last, 1, parted, spaced)
        else:
            continue
        cuts.setdefault(start, _Cut()).starts.append(id)
        cuts.setdefault(end, _Cut()).ends.append(id)
    out, at = [], 0
    for place in sorted(cuts.keys() | spaced):
        out.append(text.xml[at:place])
        at = place
        if place in spaced:
            out.append(b' xml:space="preserve"')
        if place in cuts:
            before, behind = parted.get(place, (b"", b""))
            out += [before, _anchors(text, cuts[place]), behind]
    return b"".join([*out, text.xml[at:]])


def _part(text: MainText, letter: Letter, behind: int, parted: dict[int, tuple[bytes, bytes]], spaced: set[int]) -> int:
    """The byte before (or `behind`) a letter at which an anchor goes; notes how its run is parted there, if it is."""
    node, run = letter.node, letter.node.run
    index = letter.index + behind
    again = run.tag + run.properties
    if index == 0 and node.start == run.content:
        return run.start
    if index == 0:
        parted[node.start] = (_closing(run.tag), again)
        return node.start
    if index == len(node.offsets):
        rest = text.xml[node.end : run.end]
        if rest.strip() == _closing(run.tag):
            return run.end
        parted[node.end] = (_closing(run.tag), again)
        return node.end
    name = _name(text.xml[node.start : node.opened])
    if not node.preserves:
        spaced.add(node.opened - 1)
    place = node.offsets[index]
    parted[place] = (b"</" + name + b">" + _closing(run.tag), again + b"<" + name + b' xml:space="preserve">')
    return place


def _name(tag: bytes) -> bytes:
    return tag.strip(b"<>/").split(maxsplit=1)[0]


def _closing(tag: bytes) -> bytes:
    return b"</" + _name(tag) + b">"


def _anchors(text: MainText, cut: _Cut) -> bytes:
    here = "" if text.prefix == "w" else f' xmlns:w="{text.namespace}"'
    ends = (
        f'<w:commentRangeEnd{here} w:id="{id}"/><w:r{here}><w:commentReference w:id="{id}"/></w:r>' for id in cut.ends
    )
    starts = (f'<w:commentRangeStart{here} w:id="{id}"/>' for id in cut.starts)
    return "".join([*ends, *starts]).encode()
