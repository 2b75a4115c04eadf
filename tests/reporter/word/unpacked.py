"""Reads annotated Word and OpenDocument files back, without any of the code that wrote them."""

from __future__ import annotations

import html
import io
import re
import zipfile
from xml.etree import ElementTree as ET

_ANCHOR = (
    rb'<w:commentRange(?:Start|End)(?: xmlns:w="[^"]*")? w:id="(\d+)"/>'
    rb'|<w:r(?: xmlns:w="[^"]*")?><w:commentReference w:id="(\d+)"/></w:r>'
)
_CLUSTER = re.compile(b"(?:" + _ANCHOR + b")+")
_OPENED = re.compile(
    rb"<(?:\w+:)?r(?:\s(?:[^<>'\"]|'[^']*'|\"[^\"]*\")*)?>(?:<((?:\w+:)?rPr)>(?:(?!</\1>).)*</\1>|<(?:\w+:)?rPr/>)?",
    re.DOTALL,
)
_TEXT = re.compile(rb'<(?:\w+:)?t xml:space="preserve">')
_CLOSED = re.compile(rb"(</(?:\w+:)?t>)?</(?:\w+:)?r>$")
_PRESERVED = b' xml:space="preserve"'


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a zip file in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def is_only_anchored(original: bytes, annotated: bytes) -> bool:
    """Whether the annotated main part is the original with anchors put in, runs being parted at them where needed.

    At each cluster of anchors three things may have been put in: the cluster alone, the end and the beginning of a
    run around it, or those of a text as well, with `xml:space` on the text before. Each is tried.
    """
    clusters = list(_CLUSTER.finditer(annotated))
    tried = [(0, 0, 0)]  # cluster, the byte of the annotated part up to which all is accounted for, and of the original
    while tried:
        number, at, here = tried.pop()
        if number == len(clusters):
            if annotated[at:] == original[here:]:
                return True
            continue
        start, end = clusters[number].span()
        tried += [
            (number + 1, end + behind, here + len(shorter))
            for before, behind, may_space in _ways(annotated[:start], annotated[end : end + 20_000], start - at)
            for shorter in _shorter(annotated[at : start - before], may_space)
            if original.startswith(shorter, here)
        ]
        if original.startswith(annotated[at:end], here):
            tried.append((number + 1, end, here + end - at))  # it was there before
    return False


def _ways(head: bytes, tail: bytes, most: int) -> list[tuple[int, int, bool]]:
    """How many bytes before and behind a cluster may have come with it, and whether a text was parted."""
    ways = [(0, 0, False)]
    closed, opened = _CLOSED.search(head[-40:]), _OPENED.match(tail)
    if closed and opened:
        run = closed[0].rpartition(b"<")[2]
        ways.append((len(run) + 1, opened.end(), False))
        text = _TEXT.match(tail, opened.end())
        if closed[1] and text:
            ways.append((len(closed[0]), text.end(), True))
    return [way for way in ways if way[0] <= most]


def _shorter(stretch: bytes, may_space: bool) -> list[bytes]:
    """The stretch as it is and, where it may be, without the last `xml:space` in it."""
    if not may_space or _PRESERVED not in stretch:
        return [stretch]
    before, _, behind = stretch.rpartition(_PRESERVED)
    return [stretch, before + behind]


def comments(data: bytes) -> list[tuple[str, str]]:
    """Each comment by citecheck: what it says, and the text of the main part that it is on."""
    held = parts(data)
    name = next((name for name in held if re.fullmatch(r"word/comments[^/]*\.xml", name)), None)
    if name is None:
        return []
    on = _anchored(held["word/document.xml"])
    said = []
    for comment in ET.fromstring(held[name]):
        space = comment.tag.rpartition("}")[0] + "}"
        if comment.get(f"{space}author") == "citecheck":
            lines = ["".join(each.text or "" for each in p.iter(f"{space}t")) for p in comment.iter(f"{space}p")]
            said.append(("\n".join(lines), on[comment.get(f"{space}id", "")]))
    return said


def _anchored(xml: bytes) -> dict[str, str]:
    texts: dict[str, str] = {}
    opened: set[str] = set()
    referenced: set[str] = set()
    for element in ET.fromstring(xml).iter():
        space, _, local = element.tag.rpartition("}")
        id = element.get(f"{space}}}id", "")
        if local == "commentRangeStart":
            opened.add(id)
            texts.setdefault(id, "")
        elif local == "commentRangeEnd":
            opened.remove(id)
        elif local == "commentReference":
            referenced.add(id)
        elif local in ("t", "delText", "footnoteReference", "endnoteReference"):
            for each in opened:
                texts[each] += element.text or (f"[{id}]" if local.endswith("Reference") else "")
    assert not opened, "a comment without an end"
    assert set(texts) <= referenced, "a comment without a reference"
    return texts


_ANNOTATION = re.compile(
    rb'<office:annotation xmlns:office="[^"]*" xmlns:text="[^"]*" xmlns:dc="[^"]*" office:name="(citecheck[^"]*)">'
    rb"((?:(?!</office:annotation>).)*)</office:annotation>",
    re.DOTALL,
)
_END = re.compile(rb'<office:annotation-end xmlns:office="[^"]*" office:name="(citecheck[^"]*)"/>')
_STYLE = re.compile(rb'<style:style xmlns:style="[^"]*" style:name="citecheck-strong".*?</style:style>')


def without_annotations(content: bytes) -> bytes:
    """The content part of an annotated OpenDocument text with what was put in taken out."""
    return _STYLE.sub(b"", _END.sub(b"", _ANNOTATION.sub(b"", content)))


def annotations(data: bytes) -> list[tuple[str, str]]:
    """Each annotation by citecheck: what it says, and the text that it is on ("" where it is on a point)."""
    content = parts(data)["content.xml"]
    ET.fromstring(content)
    ends = {found[1]: found.start() for found in _END.finditer(content)}
    said = []
    for found in _ANNOTATION.finditer(content):
        on = content[found.end() : ends.get(found[1], found.end())]
        lines = re.findall(rb"<text:p>(.*?)</text:p>", found[2])
        said.append(("\n".join(map(_plain, lines)), _plain(_ANNOTATION.sub(b"", on))))
    return said


def _plain(xml: bytes) -> str:
    return html.unescape(re.sub(rb"<[^>]*>", b"", xml).decode())
