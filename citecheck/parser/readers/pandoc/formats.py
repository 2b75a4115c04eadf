"""The formats read through pandoc: the names `--from` takes, file name endings, and how each is prepared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from citecheck.parser.readers.decoding import decode
from citecheck.parser.readers.interface import ReadOptions
from citecheck.parser.readers.pandoc import (
    asciidoc,
    docx,
    epub,
    html,
    latex,
    lightweight,
    markdown,
    notebooks,
    odt,
    rtf,
    typst,
    wikitext,
    xmltext,
)
from citecheck.parser.readers.pandoc.prepared import Prepared
from citecheck.parser.readers.pandoc.tags import without_tags

Prepare = Callable[[bytes, str, Path, ReadOptions], Prepared]
"""Takes a file's content, the format's name, the file's path and options."""


def _text(prepare: Callable[[str, str], Prepared]) -> Prepare:
    """A preparing step for a text format, from one that takes the decoded text and the format's name."""

    def prepare_bytes(data: bytes, format: str, _: Path, options: ReadOptions) -> Prepared:
        return prepare(without_tags(decode(data, options.encoding)), format)

    return prepare_bytes


def _as_it_is(pandoc: str) -> Prepare:
    """Nothing to prepare: pandoc reads the text as its format `pandoc`."""
    return _text(lambda text, _: Prepared(text.encode(), pandoc, text))


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `front` says that pandoc moves the printed title out of the text into the metadata."""

    prepare: Prepare
    endings: tuple[str, ...] = ()
    front: bool = True


_MARKDOWN = _text(markdown.prepare)

FORMATS: dict[str, Format] = {
    "markdown": Format(_MARKDOWN, (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".pandoc")),
    "quarto": Format(_MARKDOWN, (".qmd", ".rmd")),
    "multimarkdown": Format(_MARKDOWN, (".mmd",)),
    "commonmark": Format(_MARKDOWN),
    "gfm": Format(_MARKDOWN),
    "docx": Format(docx.prepare, (".docx", ".docm", ".dotx")),
    "odt": Format(odt.prepare, (".odt", ".ott")),
    "epub": Format(epub.prepare, (".epub",), front=False),
    "rst": Format(_text(lightweight.prepare_rst), (".rst", ".rest")),
    "org": Format(_text(lightweight.prepare_org), (".org",)),
    "typst": Format(_text(typst.prepare), (".typ",)),
    "latex": Format(_text(latex.prepare), (".tex", ".ltx", ".latex")),
    "html": Format(_text(html.prepare), (".html", ".htm", ".xhtml"), front=False),
    "jats": Format(_text(xmltext.prepare), (".jats", ".nxml")),
    "docbook": Format(_text(xmltext.prepare), (".dbk", ".docbook")),
    "mediawiki": Format(_text(wikitext.prepare), (".wiki", ".mediawiki")),
    "fb2": Format(_text(xmltext.prepare), (".fb2",)),
    "ipynb": Format(_text(notebooks.prepare), (".ipynb",)),
    "rtf": Format(_text(rtf.prepare), (".rtf",), front=False),
    "textile": Format(_as_it_is("textile-smart"), (".textile",)),
    "dokuwiki": Format(_as_it_is("dokuwiki"), (".dokuwiki",)),
    "muse": Format(_as_it_is("muse"), (".muse",)),
    "djot": Format(_as_it_is("djot"), (".dj", ".djot")),
    "asciidoc": Format(_text(asciidoc.prepare), (".adoc", ".asciidoc", ".asc")),
}


def sniff(data: bytes) -> str | None:
    """The format that the content itself shows beyond doubt, or None."""
    return None
