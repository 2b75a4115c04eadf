"""The formats read through pandoc: the names `--from` takes, file name endings, and how each is prepared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from citecheck.errors import UnreadableError
from citecheck.parser.readers.decoding import SAMPLE, decode
from citecheck.parser.readers.directives import directives_in
from citecheck.parser.readers.interface import ReadOptions
from citecheck.parser.readers.pandoc import (
    asciidoc,
    bibliography,
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
from citecheck.parser.readers.pandoc.includes import expand
from citecheck.parser.readers.pandoc.prepared import Prepared
from citecheck.parser.readers.pandoc.tags import without_tags

BINARY_SHARE = 0.02
"""Of the characters: when more are none that are typed, it is no text."""

Prepare = Callable[[bytes, str, Path, ReadOptions], Prepared]
"""Takes a file's content, the format's name, the file's path and options."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `front` says that pandoc moves the printed title out of the text into the metadata."""

    prepare: Prepare
    endings: tuple[str, ...] = ()
    front: bool = True


def _text(prepare: Callable[[str, str], Prepared]) -> Prepare:
    """A preparing step for a text format, from one that takes the decoded text and the format's name."""

    def prepare_bytes(data: bytes, format: str, path: Path, options: ReadOptions) -> Prepared:
        text = decode(data, options.encoding)
        if _looks_binary(text[:SAMPLE]):
            raise UnreadableError("it is a binary file, no text")
        whole = expand(without_tags(text), path, format, options.encoding)
        prepared = prepare(whole.text, format)
        return replace(
            prepared,
            stretches=whole.stretches,
            directives=directives_in(whole.text, format),
            bibliographies=bibliography.names_in(whole.text) if format in _NAMING else (),
            warnings=(*prepared.warnings, *whole.warnings),
        )

    return prepare_bytes


def _looks_binary(sample: str) -> bool:
    odd = sum((char < " " and char not in "\t\n\f\x1b") or char == "\ufffd" for char in sample)
    return odd > len(sample) * BINARY_SHARE


def _as_it_is(pandoc: str) -> Prepare:
    """Nothing to prepare: pandoc reads the text as its format `pandoc`."""
    return _text(lambda text, _: Prepared(text.encode(), pandoc, text))


_NAMING = ("latex", "typst", "org", "asciidoc")
_MARKDOWN = _text(markdown.prepare)
_XML = _text(xmltext.prepare)

FORMATS: dict[str, Format] = {
    "markdown": Format(_MARKDOWN, (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".pandoc")),
    "quarto": Format(_MARKDOWN, (".qmd", ".rmd")),
    "multimarkdown": Format(_MARKDOWN, (".mmd",)),
    "commonmark": Format(_MARKDOWN),
    "gfm": Format(_MARKDOWN),
    "docx": Format(docx.prepare, (".docx", ".docm", ".dotx")),
    "odt": Format(odt.prepare, (".odt", ".ott")),
    "rtf": Format(_text(rtf.prepare), (".rtf",), front=False),
    "epub": Format(epub.prepare, (".epub",), front=False),
    "html": Format(_text(html.prepare), (".html", ".htm", ".xhtml"), front=False),
    "latex": Format(_text(latex.prepare), (".tex", ".ltx", ".latex")),
    "typst": Format(_text(typst.prepare), (".typ",)),
    "rst": Format(_text(lightweight.prepare_rst), (".rst", ".rest")),
    "org": Format(_text(lightweight.prepare_org), (".org",)),
    "asciidoc": Format(_text(asciidoc.prepare), (".adoc", ".asciidoc", ".asc")),
    "jats": Format(_XML, (".jats", ".nxml")),
    "docbook": Format(_XML, (".dbk", ".docbook")),
    "fb2": Format(_XML, (".fb2",)),
    "mediawiki": Format(_text(wikitext.prepare), (".wiki", ".mediawiki")),
    "ipynb": Format(_text(notebooks.prepare), (".ipynb",)),
    "textile": Format(_as_it_is("textile-smart"), (".textile",)),
    "dokuwiki": Format(_as_it_is("dokuwiki"), (".dokuwiki",)),
    "muse": Format(_as_it_is("muse"), (".muse",)),
    "djot": Format(_as_it_is("djot"), (".dj", ".djot")),
    "creole": Format(_as_it_is("creole"), (".creole",)),
    "tikiwiki": Format(_as_it_is("tikiwiki"), (".tikiwiki",)),
    "twiki": Format(_as_it_is("twiki"), (".twiki",)),
    "vimwiki": Format(_as_it_is("vimwiki"), (".vimwiki",)),
    "jira": Format(_as_it_is("jira"), (".jira",)),
    "t2t": Format(_as_it_is("t2t"), (".t2t",)),
    "haddock": Format(_as_it_is("haddock")),
    "opml": Format(_as_it_is("opml"), (".opml",)),
    "man": Format(_as_it_is("man"), (".man",)),
    "pod": Format(_as_it_is("pod"), (".pod",)),
}
