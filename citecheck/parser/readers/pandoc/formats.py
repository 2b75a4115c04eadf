"""The formats read through pandoc: the names `--from` takes, file name endings, and pandoc's name with extensions."""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.parser.readers.pandoc.markdown import DIALECTS


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `front` says that pandoc moves the title out of the text into the metadata."""

    pandoc: str
    endings: tuple[str, ...]
    binary: bool = False
    front: bool = True


FORMATS: dict[str, Format] = {
    "markdown": Format(DIALECTS["markdown"], (".md", ".markdown", ".mdown", ".mkd", ".pandoc")),
}
