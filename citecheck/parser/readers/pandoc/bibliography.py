"""The list of works that a manuscript brings with it, as CSL-JSON items."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from citecheck.parser.readers.pandoc.inlines import Node, plain
from citecheck.parser.readers.pandoc.prepared import Prepared
from citecheck.parser.readers.pandoc.run import PandocError, read_bibliography

LARGEST = 50 * 1024 * 1024
"""Bytes of one list of works."""

_FORMATS = {".bib": "biblatex", ".bibtex": "bibtex", ".json": "csljson", ".ris": "ris", ".xml": "endnotexml"}
_BESIDE = (".bib", ".bibtex", ".ris")
_NAMED = (
    re.compile(r"\\(?:addbibresource|addglobalbib)(?:\[[^\]\n]{0,200}\])?\{([^{}\n]{1,300})\}"),
    re.compile(r"\\bibliography\{([^{}\n]{1,300})\}"),
    re.compile(r"#bibliography\(\s{0,8}\(?((?:\s{0,8}\"[^\"\n]{1,200}\",?){1,20})"),
    re.compile(r"^#\+bibliography: ?\"?([^\"\n]{1,300}?)\"?[ \t]*$", re.MULTILINE | re.IGNORECASE),
    re.compile(r"^:bibtex-file: ?(\S{1,200})[ \t]*$", re.MULTILINE),
)


def names_in(text: str) -> tuple[str, ...]:
    """The files that commands in a LaTeX, Typst, Org or AsciiDoc source name as its list of works."""
    found: list[str] = []
    for pattern in _NAMED:
        for match in pattern.finditer(text):
            found += [name.strip().strip('"') for name in match[1].split(",")]
    return tuple(dict.fromkeys(name for name in found if name))


def works(
    path: Path, meta: Mapping[str, Node], prepared: Prepared, timeout: float
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The items, each as JSON, and a warning for each list that could not be read.

    They come from the source's own works, from the metadata (`references`) and from the files that the metadata or
    the source name, when these stand in the manuscript's own folder.
    """
    items: list[dict[str, Any]] = list(prepared.works)
    warnings: list[str] = []
    files: set[Path | None] = set()
    if "references" in meta:
        tree = {"pandoc-api-version": [1, 23], "meta": {"references": meta["references"]}, "blocks": []}
        items += _read("its references", json.dumps(tree).encode(), "json", timeout, warnings)
    for name in dict.fromkeys([*_named(meta.get("bibliography")), *prepared.bibliographies]):
        file = _find(path, name)
        if file is not None and file in files:
            continue
        files.add(file)
        format = _FORMATS.get(file.suffix.lower()) if file else None
        if file is None or format is None:
            warnings.append(f"the list of works {name} is not read: it is not in the manuscript's folder")
        else:
            items += _read(name, file.read_bytes(), format, timeout, warnings)
    return tuple(json.dumps(item, ensure_ascii=False, sort_keys=True) for item in items), tuple(warnings)


def works_beside(path: Path, keys: Collection[str], timeout: float) -> tuple[str, ...]:
    """The items of the one list in a manuscript's folder that it does not name, where keys that it cites stand there.

    A list that is called like the manuscript goes before others; of several others none is taken.
    """
    try:
        files = sorted(file for file in path.parent.iterdir() if file.suffix.lower() in _BESIDE and file.is_file())
    except OSError:
        return ()
    own = [file for file in files if file.stem == path.stem]
    chosen = own or files
    if len(chosen) != 1 or chosen[0].stat().st_size > LARGEST:
        return ()
    items = _read(chosen[0].name, chosen[0].read_bytes(), _FORMATS[chosen[0].suffix.lower()], timeout, [])
    if not any(item.get("id") in keys for item in items):
        return ()
    return tuple(json.dumps(item, ensure_ascii=False, sort_keys=True) for item in items)


def _read(name: str, data: bytes, format: str, timeout: float, warnings: list[str]) -> list[dict[str, Any]]:
    try:
        return read_bibliography(data, format, timeout)
    except PandocError as error:
        warnings.append(f"the list of works {name} cannot be read: {error}")
        return []


def _named(value: Node | None) -> list[str]:
    if value is None:
        return []
    if value["t"] == "MetaList":
        return [name for each in value["c"] for name in _named(each)]
    if value["t"] == "MetaInlines":
        return [plain(value["c"])]
    return [str(value["c"])] if value["t"] == "MetaString" else []


def _find(path: Path, name: str) -> Path | None:
    folder = path.parent.resolve()
    for ending in ("", ".bib"):
        file = (folder / (name + ending)).resolve()
        if file.is_relative_to(folder) and file.is_file() and file.suffix.lower() in _FORMATS:
            return file if file.stat().st_size <= LARGEST else None
    return None
