"""Citations that a program for references has left in a word processor's file, as CSL-JSON items.

Zotero and Mendeley write CSL-JSON into the field itself (citation-style-language/schema, csl-citation.json), EndNote
XML of its own, Word the tag of a source that is kept in a part of the file (ECMA-376 part 1, 17.16.5.9 and 22.6).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from citecheck.parser.readers.pandoc.tags import CiteTag

Item = dict[str, Any]
"""A CSL-JSON item."""

LONGEST = 1_000_000
"""Characters of one field. A citation of many works with their abstracts takes a tenth of it."""

_WORD_FIELD = re.compile(r"\s*CITATION\s+(.*)", re.DOTALL)
_TOKEN = re.compile(r'\\([a-zA-Z])\s*|"([^"]*)"|([^\s"\\]+)')
_LABELS = {"page": "p.", "chapter": "chap.", "section": "sec.", "volume": "vol.", "paragraph": "para.", "line": "l."}
_ENDNOTE_TYPES = {"journal article": "article-journal", "magazine article": "article-magazine", "book": "book",
    "newspaper article": "article-newspaper", "book section": "chapter", "edited book": "book", "thesis": "thesis",
    "web page": "webpage", "report": "report", "conference paper": "paper-conference"}  # fmt: skip
_WORD_TYPES = {"Book": "book", "BookSection": "chapter", "JournalArticle": "article-journal", "Report": "report",
    "ArticleInAPeriodical": "article-magazine", "ConferenceProceedings": "paper-conference", "Patent": "patent",
    "DocumentFromInternetSite": "webpage", "InternetSite": "webpage", "Film": "motion_picture"}  # fmt: skip
_WORD_FIELDS = {"Title": "title", "City": "publisher-place", "Publisher": "publisher", "Volume": "volume",
    "Issue": "issue", "Pages": "page", "URL": "URL", "DOI": "DOI", "JournalName": "container-title",
    "BookTitle": "container-title", "PublicationTitle": "container-title", "InternetSiteTitle": "container-title",
    "StandardNumber": "ISBN", "Edition": "edition"}  # fmt: skip


@dataclass(slots=True)
class Works:
    """The works that a file cites, each once, under a key that is the same wherever it is cited."""

    items: list[Item] = field(default_factory=list)
    _keys: dict[str, str] = field(default_factory=dict)

    def cite(self, item: Item, locator: str, identity: str = "") -> CiteTag:
        """The citation of a work. `identity` says which work it is, where its fields may differ from time to time."""
        known = identity or json.dumps({**item, "id": ""}, sort_keys=True)
        if known not in self._keys:
            self._keys[known] = self._new_key(item)
            self.items.append({**item, "id": self._keys[known]})
        return CiteTag(self._keys[known], locator)

    def _new_key(self, item: Item) -> str:
        """ "mill1859", a letter added where it is taken."""
        stem = re.sub(r"\W", "", _first_name(item).casefold())[:40] + _year(item)
        stem = stem or "work"
        taken = set(self._keys.values())
        return next(key for key in _numbered(stem) if key not in taken)


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    yield from (stem + chr(ord("a") + number) for number in range(1, 26))
    number = 26
    while True:
        yield f"{stem}-{number}"
        number += 1


def _first_name(item: Item) -> str:
    for role in ("author", "editor"):
        names = item.get(role)
        if isinstance(names, list) and names and isinstance(names[0], dict):
            return str(names[0].get("family") or names[0].get("literal") or "")
    return str(item.get("title", "")).partition(" ")[0]


def _year(item: Item) -> str:
    try:
        return str(item["issued"]["date-parts"][0][0])
    except (KeyError, IndexError, TypeError):
        return ""


def cited(instruction: str, data: str, sources: Mapping[str, Item], works: Works) -> list[CiteTag]:
    """The works that a field cites; none when it is no citation, or one that cannot be read.

    `instruction` is the field's code; `data` what EndNote keeps beside a code that would grow too long; `sources` are
    the works that Word keeps in the file, by their tags.
    """
    code = instruction.strip()
    if len(code) > LONGEST or len(data) > LONGEST:
        return []
    if "CSL_CITATION" in code[:60]:
        return list(_csl(code.partition("CSL_CITATION")[2], works))
    if code.startswith("ADDIN EN.CITE") and not code.startswith("ADDIN EN.CITE.DATA"):
        return list(_endnote(code.partition("EN.CITE")[2] if "<EndNote>" in code else data, works))
    return list(_word(code, sources, works))


def _csl(text: str, works: Works) -> Iterator[CiteTag]:
    try:
        citation, _ = json.JSONDecoder().raw_decode(text.strip())
        items = citation["citationItems"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return
    for each in items if isinstance(items, list) else []:
        item = each.get("itemData") if isinstance(each, dict) else None
        if isinstance(item, dict):
            addresses = each.get("uris") or each.get("uri") or []
            identity = str(addresses[0]) if isinstance(addresses, list) and addresses else ""
            yield works.cite(_with_number(item), _locator(each), identity)


def _with_number(item: Item) -> Item:
    """The item, its year a number: some programs write it as text."""
    year = _year(item)
    if not year.isdecimal():
        return item
    parts = item["issued"]["date-parts"]
    return {**item, "issued": {**item["issued"], "date-parts": [[int(year), *parts[0][1:]], *parts[1:]]}}


def _locator(each: Item) -> str:
    locator = str(each.get("locator") or "").strip()
    label = str(each.get("label") or "page")
    return f"{_LABELS.get(label, label)} {locator}" if locator else ""


def _endnote(text: str, works: Works) -> Iterator[CiteTag]:
    start, end = text.find("<EndNote>"), text.rfind("</EndNote>")
    root = _xml(text[start : end + 10]) if 0 <= start < end else None
    for cite in root.findall("Cite") if root is not None else []:
        record = cite.find("record")
        item = _endnote_item(record) if record is not None else {}
        if not item.get("title"):
            continue
        pages = _said(cite, "Pages") or _said(cite, "Suffix").lstrip(", :")
        yield works.cite(item, f"p. {pages}" if pages[:1].isdigit() else pages)


def _endnote_item(record: ElementTree.Element) -> Item:
    kind = record.find("ref-type")
    item: Item = {"type": _ENDNOTE_TYPES.get((kind.get("name") or "").lower(), "document") if kind is not None else ""}
    for role, path in (("author", "contributors/authors/author"), ("editor", "contributors/secondary-authors/author")):
        names = [person("".join(each.itertext())) for each in record.findall(path)]
        if names:
            item[role] = names
    said = {
        "title": _said(record, "titles/title"),
        "container-title": _said(record, "titles/secondary-title") or _said(record, "periodical/full-title"),
        "publisher": _said(record, "publisher"),
        "publisher-place": _said(record, "pub-location"),
        "volume": _said(record, "volume"),
        "issue": _said(record, "number"),
        "page": _said(record, "pages"),
        "DOI": _said(record, "electronic-resource-num"),
        "URL": _said(record, "urls/related-urls/url"),
        "ISBN": _said(record, "isbn"),
    }
    return with_fields(item, said, _said(record, "dates/year"))


def with_fields(item: Item, said: Mapping[str, str], year: str) -> Item:
    """The item with those fields that say something, and the year it was issued."""
    item.update({key: value for key, value in said.items() if value})
    if year[:4].isdecimal():
        item["issued"] = {"date-parts": [[int(year[:4])]]}
    return item


def person(text: str) -> Item:
    """A name: "Mill, John Stuart" has its parts, any other is taken whole."""
    family, comma, given = (part.strip() for part in text.strip().partition(","))
    return {"family": family, "given": given} if comma and given else {"literal": family}


def _said(element: ElementTree.Element, path: str) -> str:
    found = element.find(path)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _xml(text: str) -> ElementTree.Element | None:
    """The root of a small XML text; None for one that is not well formed, or declares anything."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return None
    try:
        return ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError):
        return None


def _word(code: str, sources: Mapping[str, Item], works: Works) -> Iterator[CiteTag]:
    r"""`CITATION Mill59 \p 12 \m Hume48 \l 1033`: each tag, and the pages that follow it."""
    found = _WORD_FIELD.match(code)
    if not found:
        return
    tags: list[tuple[str, str]] = []
    switch = "m"
    for token in _TOKEN.finditer(found[1][:10_000]):
        value = token[2] if token[2] is not None else token[3]
        if token[1]:
            switch = token[1].lower()
            continue
        if switch == "m":
            tags.append((value, ""))
        elif switch == "p" and tags:
            tags[-1] = (tags[-1][0], f"p. {value}" if value[:1].isdigit() else value)
        switch = ""
    for name, locator in tags:
        if name in sources:
            yield works.cite(sources[name], locator, f"word:{name}")


def word_sources(xml: bytes) -> dict[str, Item]:
    """The works in a part of a Word file that holds sources, by their tags; none for any other part."""
    if b"officeDocument/2006/bibliography" not in xml and b"officeDocument/bibliography" not in xml:
        return {}
    root = _xml(xml.decode("utf-8", "replace").partition("?>")[2] or xml.decode("utf-8", "replace"))
    found: dict[str, Item] = {}
    for source in root if root is not None else []:
        values: dict[str, str] = {}
        for each in source:
            values[_local(each)] = " ".join("".join(each.itertext()).split())
        names = next((_people(each) for each in source if _local(each) == "Author"), {})
        said = {key: values.get(name, "") for name, key in _WORD_FIELDS.items() if values.get(name)}
        item: Item = {"type": _WORD_TYPES.get(values.get("SourceType", ""), "document"), **names}
        if values.get("Tag"):
            found[values["Tag"]] = with_fields(item, said, values.get("Year", ""))
    return found


def _people(roles: ElementTree.Element) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for role in roles:
        key = {"Author": "author", "Editor": "editor", "Translator": "translator"}.get(_local(role))
        names: list[Item] = []
        for each in role.iter():
            if _local(each) == "Corporate":
                names.append({"literal": (each.text or "").strip()})
            elif _local(each) == "Person":
                parts = {_local(part): (part.text or "").strip() for part in each}
                given = " ".join(filter(None, (parts.get("First"), parts.get("Middle"))))
                names.append({"family": parts.get("Last", ""), "given": given})
        if key and names:
            found[key] = names
    return found


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
