"""HTML → plain text: all that a reader of the page sees, with blocks as lines and paragraphs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from citecheck.model.source import PageBreak
from citecheck.sources.pagemarks import mark_pages, take_out, without_marks

_UNSEEN = [
    "[hidden]",
    '[style*="display:none" i]',
    '[style*="display: none" i]',
    '[style*="visibility:hidden" i]',
    '[style*="visibility: hidden" i]',
    "template",
    "title",
    "img",
]
_AROUND = ["nav", "header", "footer", "aside", "form", "button", '[role="navigation"]']
_AROUND_A_FORM = ["nav", "footer", "aside", "select", "button", '[role="navigation"]']
_FEW = 150
_LONG = 12_000
_MOST_ATTRIBUTES = 1_000
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{4000,}+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_BESIDE = "aside, figure, [role='complementary'], [role='note']"
_AUTHOR = ("author", "citation_author", "dc.creator", "dcterms.creator", "article:author")
_DATE = ("citation_publication_date", "citation_date", "dc.date", "article:published_time", "date")
_MOST_META = 1_000
_MOST_BESIDE = 1_000
_MOST_RAISED = 20_000
_ESCAPED_TWICE = re.compile(r"&(?:[lr][sd]quo|[mn]dash|hellip|nbsp|shy|quot|apos|amp|#\d{2,5});")
_NOTEREF = re.compile(r"note-?ref|footnote|endnote|\bref(?:erence)?\b|\bfn\b", re.I)
_LABEL = re.compile(r"[\[(]?(?:\d{1,4}|[*†‡§‖¶]{1,4}|[a-zA-Z]{1,2}|[ivxlIVXL]{1,6})[\])]?")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_REFRESH = re.compile(r"\s*+([\d.]{1,9})\s*+[;,\s]\s*+(?:url\s*=)?\s*+(.{0,2000})", re.I | re.S)
_GAPS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Page:
    """What an HTML page gives.

    `words` counts those outside navigation, headers, footers, asides and forms; `main` is their text, unless it is
    long. `headings` are the first few h1 and h2. `refresh` is where a meta refresh of at most 10 seconds leads, as
    written. `unscripted` is what the page says in place of its scripts; `scripts` counts these. `full_text` is where
    its paper's full text is. `breaks` are the pages of a printed edition that it marks.
    """

    text: str
    title: str = ""
    author: str = ""
    year: str = ""
    anchors: frozenset[str] = frozenset()
    words: int = 0
    main: str = ""
    headings: tuple[str, ...] = ()
    refresh: str = ""
    scripts: int = 0
    unscripted: str = ""
    password_field: bool = False
    full_text: str = ""
    breaks: tuple[PageBreak, ...] = ()


def read_page(markup: str, listed: Mapping[str, str] | None = None) -> Page:
    """Reads a page. Hidden elements, scripts, styles and comments are left out, soft hyphens removed.

    What stands beside the text (asides, figures) follows it, so that the text reads on across them. A note marker
    becomes its label in brackets, another raised number raised digits. `listed` are page labels by the ids of the
    elements at which the pages begin. Never raises for bad markup.
    """
    tree: Any = HTMLTree.parse(without_marks(_LONG_TAG.sub(_shortened, markup)).replace("\x00", ""))
    document: Any = tree.document
    anchors = _anchors(document)
    said = _metadata(document)
    year = _YEAR.search(_first(said, _DATE))
    unscripted = " ".join(node.text for node in _all(document, "noscript")[:20])
    mark_pages(document, listed)
    _settle_raised(document)
    _set_aside(document)
    _show_initials(document)
    text, breaks = take_out(tidy(_ESCAPED_TWICE.sub(lambda entity: unescape(entity[0]), _plain(tree, _UNSEEN))))
    main = _plain(tree, _UNSEEN + _AROUND)
    words = count_words(main)
    if words < _FEW <= count_words(text):
        # Some sites put their whole pages into a form.
        main = _plain(tree, _UNSEEN + _AROUND_A_FORM)
        words = count_words(main)
    return Page(
        text=text,
        title=" ".join(tree.title.split()) if tree.title else "",
        author=_first(said, _AUTHOR),
        year=year[1] if year else "",
        anchors=anchors,
        words=words,
        main=main if len(main) <= _LONG else "",
        headings=tuple(" ".join(node.text.split())[:300] for node in _all(document, "h1, h2")[:4]),
        refresh=_refresh(document),
        scripts=len(_all(document, "script")),
        unscripted=" ".join(unscripted.split())[:2000],
        full_text=said.get("citation_pdf_url") or _free_text(document, said),
        breaks=breaks,
        password_field=bool(document.query_selector('input[type="password" i]')),
    )


def _shortened(tag: re.Match[str]) -> str:
    """A tag of very many attributes with the first of them: what a parser needs grows by the square of their number."""
    if tag[0].count("=") <= _MOST_ATTRIBUTES:
        return tag[0]
    return " ".join(tag[0].split(maxsplit=_MOST_ATTRIBUTES)[:_MOST_ATTRIBUTES])


def count_words(text: str) -> int:
    """The words of a text; of scripts that set no blanks between them (Chinese, Japanese, Thai) two letters are one."""
    return len(text.split()) + len(_UNSPACED.findall(text)) // 2


def tidy(text: str) -> str:
    """Text without soft hyphens and zero-width blanks, composed (NFC), with one kind of line end."""
    for unseen in ("\u00ad", "\u200b", "\ufeff", "\u2060"):
        text = text.replace(unseen, "")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _GAPS.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip("\n")


def _all(node: Any, selector: str) -> list[Any]:
    """The elements that a selector finds. Its own sequence looks them all up again for each one it is asked for."""
    found: list[Any] = node.query_selector_all(selector)[:]
    return found


def _plain(tree: Any, skip: list[str]) -> str:
    plain: str = extract_plain_text(
        tree, preserve_formatting=True, list_bullets=False, comments=True, skip_elements=skip
    )
    return plain


def _anchors(document: Any) -> frozenset[str]:
    ids = (node.getattr("id") for node in _all(document, "[id]"))
    names = (node.getattr("name") for node in _all(document, "a[name]"))
    return frozenset(name for name in (*ids, *names) if name)


def _set_aside(document: Any) -> None:
    body = document.query_selector("body")
    if body is None:
        return
    for node in _all(document, _BESIDE)[:_MOST_BESIDE]:
        if node.parent is None or node.parent.closest(_BESIDE) or node.query_selector("p:nth-of-type(20)"):
            continue
        body.append_child(node)


def _show_initials(document: Any) -> None:
    """Pictures of letters that begin a chapter stand for the letter that their alternative text is."""
    for node in _all(document, "img[alt]"):
        letter = (node.getattr("alt") or "").strip()
        if len(letter) == 1 and letter.isalpha():
            node.replace_with(document.create_text_node(letter))


def _settle_raised(document: Any) -> None:
    for node in _all(document, "sup")[:_MOST_RAISED]:
        label = node.text.strip()
        if not label or len(label) > 8:
            continue
        if _LABEL.fullmatch(label) and _points_to_note(node):
            _set_text(node, label if label[0] in "[(" else f"[{label}]")
        elif label.isascii() and label.isdigit():
            _set_text(node, label.translate(_RAISED))
    for node in _all(document, 'a[role="doc-noteref"], a[epub\\:type~="noteref"], a.noteref'):
        label = node.text.strip()
        if _LABEL.fullmatch(label) and label[0] not in "[(":
            _set_text(node, f"[{label}]")


def _points_to_note(node: Any) -> bool:
    links = _all(node, "a[href]")
    parent = node.parent
    if parent is not None and parent.tag == "a":
        links = [*links, parent]
    if any("#" in (link.getattr("href") or "") for link in links):
        return True
    return bool(_NOTEREF.search(node.getattr("class") or ""))


def _set_text(node: Any, text: str) -> None:
    node.replace_children(node.owner_document.create_text_node(text))


def _metadata(document: Any) -> dict[str, str]:
    """What the page's meta elements say, the first of each name, by lower-case name."""
    said: dict[str, str] = {}
    for node in _all(document, "meta[content]")[:_MOST_META]:
        name = (node.getattr("name") or node.getattr("property") or "").lower()
        content = " ".join((node.getattr("content") or "").split())
        if name and content:
            said.setdefault(name, content[:300])
    return said


def _first(said: dict[str, str], names: tuple[str, ...]) -> str:
    return next((said[name] for name in names if name in said), "")


def _free_text(document: Any, said: dict[str, str]) -> str:
    """Where the page of an article in PubMed says that its free full text is."""
    if "citation_pmid" not in said:
        return ""
    node = document.query_selector('a[href*="/articles/PMC"]')
    return (node.getattr("href") or "") if node is not None else ""


def _refresh(document: Any) -> str:
    node = document.query_selector('meta[http-equiv="refresh" i]')
    found = _REFRESH.fullmatch((node.getattr("content") or "")[:2100]) if node else None
    if not found or not found[2]:
        return ""
    try:
        soon = float(found[1]) <= 10
    except ValueError:
        return ""
    return found[2].strip().strip("\"'") if soon else ""
