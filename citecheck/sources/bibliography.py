"""Bibliographies beside a library: what their entries say of works, and which files they attach.

BibTeX and biblatex (`file`, as Zotero, Better BibTeX, JabRef and Mendeley write it), RIS (`L1`), CSL-JSON and Better
BibTeX JSON (`attachments`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import unquote, urlsplit

from citecheck.model.source import Work
from citecheck.parser.readers.pandoc.run import PandocError, read_bibliography
from citecheck.sources.bibtex import fields_of

SUFFIXES = frozenset({".bib", ".bibtex", ".biblatex", ".ris", ".json"})
"""The file name endings, in lower case, of what may be a bibliography."""

LARGEST = 50 * 2**20
_TIME_LIMIT = 60.0
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_ARXIV = re.compile(r"arxiv[:./ ](?:abs/)?(\d{4}\.\d{4,5}|[a-z.-]{2,10}/\d{7})", re.I)
_TAG = re.compile(r"([A-Z][A-Z0-9])  - ?(.*)")
_LATEX = re.compile(r"\{?\\(?:textasciitilde|textbackslash)\s?(?:\{\})?\}?|\\([_&%#$~{}])|[{}]")
_MOST_FILES = 50


class NoBibliography(Exception):
    """What is no bibliography, or cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A work and its attached files. Each file is given as the paths that its field may mean, likeliest first."""

    work: Work
    files: tuple[tuple[str, ...], ...] = ()


def read_entries(data: bytes, suffix: str) -> list[Entry]:
    """The entries of a bibliography; `suffix` is its file's ending in lower case. Raises `NoBibliography`."""
    if len(data) > LARGEST:
        raise NoBibliography(f"it is larger than {LARGEST >> 20} MiB")
    text = data.decode("utf-8-sig", "replace")
    if suffix == ".json":
        return [_from_csl(item, _attached(item), {}) for item in _items(text)]
    if suffix == ".ris":
        return list(_from_ris(text))
    return _from_bibtex(text, data)


def paths_in(value: str) -> tuple[tuple[str, ...], ...]:
    """The files that a BibTeX `file` field attaches: "Title:path:type", ":path:type" or a bare path, ";" between."""
    attached = [_paths(part) for part in _split(value, ";") if part.strip()]
    return tuple(paths for paths in attached if paths)[:_MOST_FILES]


def _paths(part: str) -> tuple[str, ...]:
    pieces = _split(part.strip(), ":")
    if part.strip().lower().startswith("file:"):
        likely = [part]
    elif len(pieces) >= 3:
        likely = [":".join(pieces[1:-1]), part]
    elif len(pieces) == 2 and len(pieces[0].strip()) > 1:
        likely = [pieces[1], pieces[0], part]
    else:
        likely = [part]
    paths: dict[str, None] = {}
    for each in likely:
        bare = _local(each.strip())
        for form in (_unescaped(bare), bare, _LATEX.sub(lambda found: found[1] or "", bare)):
            if form:
                paths[form] = None
    return tuple(paths)


def _split(value: str, mark: str) -> list[str]:
    """Parts between marks that no backslash stands before."""
    return re.split(rf"(?<!\\){mark}", value)


def _unescaped(path: str) -> str:
    return re.sub(r"\\([\\:;{}_&%#$])", r"\1", path)


def _local(path: str) -> str:
    """A path without a `file:` scheme."""
    return unquote(urlsplit(path).path) if path.lower().startswith("file:") else path


def tails(path: str) -> Iterator[str]:
    """A path of another machine as it may stand in a copied folder: its last four parts, three, two, one."""
    windows = "\\" in path or PureWindowsPath(path).drive
    parts = (PureWindowsPath(path) if windows else PurePosixPath(path)).parts
    for count in range(min(4, len(parts)), 0, -1):
        yield "/".join(parts[-count:])


def _from_bibtex(text: str, data: bytes) -> list[Entry]:
    raw = dict(fields_of(text))
    if not raw:
        raise NoBibliography("it has no entries")
    try:
        # pandoc reads crossed references, strings and the accents of TeX; what it cannot read is taken as it stands.
        items = {str(item.get("id", "")): item for item in read_bibliography(data, "biblatex", _TIME_LIMIT)}
    except PandocError:
        items = {}
    entries = []
    for key, fields in raw.items():
        files = paths_in(fields.get("file", "")) + paths_in(fields.get("localfile", ""))
        entries.append(_from_csl(items.get(key) or _plain(key, fields), files, fields))
    return entries


def _plain(key: str, fields: Mapping[str, str]) -> dict[str, Any]:
    bare = {name: " ".join(_LATEX.sub(lambda found: found[1] or "", value).split()) for name, value in fields.items()}
    names = (bare.get("author") or bare.get("editor", "")).split(" and ")
    return {
        "id": key,
        "title": bare.get("title", ""),
        "author": [{"literal": name} for name in names if name],
        "container-title": bare.get("booktitle") or bare.get("journal") or bare.get("journaltitle", ""),
        "issued": bare.get("date") or bare.get("year", ""),
        "DOI": bare.get("doi", ""),
        "ISBN": bare.get("isbn", ""),
    }


def _from_csl(item: Mapping[str, Any], files: tuple[tuple[str, ...], ...], more: Mapping[str, str]) -> Entry:
    said = " ".join(str(value) for value in (item.get("URL", ""), item.get("number", ""), item.get("note", "")))
    arxiv = _ARXIV.search(said)
    prefix = more.get("archiveprefix", more.get("eprinttype", "")).lower()
    work = Work(
        key=_text(item.get("citation-key") or item.get("citationKey") or item.get("id")),
        title=_text(item.get("title")),
        container=_text(item.get("container-title") or item.get("publicationTitle")),
        authors=tuple(_names(item)),
        year=_year(item),
        doi=_doi(_text(item.get("DOI"))),
        isbn=_text(item.get("ISBN")),
        arxiv=more.get("eprint", "") if prefix == "arxiv" else arxiv[1] if arxiv else "",
    )
    return Entry(work, files)


def _items(text: str) -> list[dict[str, Any]]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise NoBibliography("it is not valid JSON") from None
    if isinstance(values, dict):
        values = values.get("items", [values] if "title" in values and "type" in values else None)
    if not isinstance(values, list):
        raise NoBibliography("it is no list of works in CSL-JSON")
    items = [item for item in values if isinstance(item, dict) and ("title" in item or "DOI" in item)]
    if not items or not any("type" in item or "itemType" in item for item in items):
        raise NoBibliography("it is no list of works in CSL-JSON")
    return items


def _attached(item: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    named, attachments = item.get("file"), item.get("attachments")
    found = list(paths_in(named)) if isinstance(named, str) else []
    for each in attachments if isinstance(attachments, list) else ():
        places = [each] if isinstance(each, str) else _places(each)
        found += [(_local(places[0]),)] if places else []
    return tuple(found)[:_MOST_FILES]


def _places(attachment: object) -> list[str]:
    if not isinstance(attachment, dict):
        return []
    return [path for name in ("path", "localPath", "file") if isinstance(path := attachment.get(name), str) and path]


def _names(item: Mapping[str, Any]) -> Iterator[str]:
    people = item.get("author") or item.get("editor") or item.get("creators")
    for person in people if isinstance(people, list) else ():
        if isinstance(person, dict):
            given = _text(person.get("given") or person.get("firstName"))
            family = _text(
                person.get("family") or person.get("lastName") or person.get("literal") or person.get("name")
            )
            particle = _text(person.get("non-dropping-particle") or person.get("dropping-particle"))
            name = " ".join(filter(None, (given, particle, family)))
            if name:
                yield name


def _year(item: Mapping[str, Any]) -> str:
    found = _YEAR.search(json.dumps(item.get("issued") or item.get("date") or ""))
    return found[1] if found else ""


def _text(value: object) -> str:
    return " ".join(str(value).split())[:1000] if isinstance(value, str | int) else ""


def _doi(text: str) -> str:
    return text[text.find("10.") :] if "10." in text else ""


def _from_ris(text: str) -> Iterator[Entry]:
    """The entries of a RIS file: lines "TAG  - value" from TY to ER."""
    fields: dict[str, list[str]] = {}
    seen = False
    for line in text.splitlines():
        found = _TAG.match(line)
        if not found:
            continue
        tag, value = found[1], found[2].strip()
        if tag == "ER" and fields:
            seen = True
            yield _from_tags(fields)
            fields = {}
        elif tag == "TY":
            fields = {"TY": [value]}
        elif fields and value:
            fields.setdefault(tag, []).append(value)
    if not seen:
        raise NoBibliography("it has no entries")


def _from_tags(fields: Mapping[str, list[str]]) -> Entry:
    def first(*tags: str) -> str:
        return next((fields[tag][0] for tag in tags if tag in fields), "")

    year = _YEAR.search(first("PY", "Y1", "DA"))
    work = Work(
        key=first("ID"), title=first("TI", "T1", "BT"), container=first("T2", "JO", "JF"),
        authors=tuple(_turned(name) for name in fields.get("AU") or fields.get("A1") or fields.get("ED") or ()),
        year=year[1] if year else "", doi=_doi(first("DO")), isbn=first("SN"),
    )  # fmt: skip
    files = [path for tag in ("L1", "L2", "L4") for value in fields.get(tag, ()) for path in value.split(";")]
    local = [path.strip() for path in files if not path.strip().lower().startswith(("http:", "https:", "internal-"))]
    return Entry(work, tuple((_local(path),) for path in local if path)[:_MOST_FILES])


def _turned(name: str) -> str:
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma else name
