"""PDF → plain text with its pages. Runs in a worker process, for PDFium cannot be interrupted and may fall."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from citecheck.model.source import Paging
from citecheck.sources.paging import labels_of

MAX_PAGES = 5_000
MAX_CHARACTERS = 20_000_000
_BROKEN_WORD = re.compile("[\ufffe\x02](?:\r?\n)?")
_COVER = 2  # sheets at each end that are a cover and need no text
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")


@dataclass(frozen=True, slots=True)
class PdfText:
    """`pages` are (start in the text, label, sheet from 1); `paging` is what the labels rest on.

    `whole` is False when a limit cut the reading. `images` are the sheets inside the file that hold images and no
    text, counted from 1.
    """

    text: str
    title: str
    author: str
    pages: tuple[tuple[int, str, int], ...]
    whole: bool
    paging: Paging = Paging.NONE
    images: tuple[int, ...] = ()


class DamagedPdf(Exception):
    """A PDF that cannot be read; the message goes on from "the PDF file"."""


def read_pdf(data: bytes) -> PdfText:
    """Reads a PDF's text. Running heads and page numbers are left out. Raises `DamagedPdf`."""
    try:
        return _read(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise DamagedPdf("is locked by a password" if locked else "is damaged") from None


def _read(data: bytes) -> PdfText:
    document = pypdfium2.PdfDocument(data)
    try:
        count = len(document)
        sheets = []
        declared = []
        images = []
        size = 0
        for index in range(min(count, MAX_PAGES)):
            page = document[index]
            textpage = page.get_textpage()
            sheets.append(_lines(textpage.get_text_range()))
            declared.append(document.get_page_label(index))
            if not sheets[-1] and _shows_image(page):
                images.append(index + 1)
            textpage.close()
            page.close()
            size += sum(map(len, sheets[-1]))
            if size > MAX_CHARACTERS:
                break
        about = document.get_metadata_dict()
    finally:
        document.close()
    labels, paging = labels_of(declared, sheets)
    text, starts = _joined(_without_running_heads(sheets))
    pages = tuple((start, label, sheet) for sheet, (start, label) in enumerate(zip(starts, labels, strict=True), 1))
    title, author = about.get("Title", ""), about.get("Author", "")
    return PdfText(text, title, author, pages, len(sheets) == count, paging, _within(images, count))


def _shows_image(page: pypdfium2.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=2))


def _within(images: list[int], count: int) -> tuple[int, ...]:
    """The sheets of images but for the covers."""
    return tuple(sheet for sheet in images if _COVER < sheet <= count - _COVER)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in _BROKEN_WORD.sub("-\n", text).replace("\r\n", "\n").split("\n") if line.strip()]


def _without_running_heads(sheets: list[list[str]]) -> list[list[str]]:
    heads = Counter(_DIGITS.sub("#", sheet[0]) for sheet in sheets if sheet)
    feet = Counter(_DIGITS.sub("#", sheet[-1]) for sheet in sheets if sheet)
    kept = []
    for sheet in sheets:
        start, end = 0, len(sheet)
        if sheet and _runs(sheet[0], heads, len(sheets)):
            start = 1
        if end > start and _runs(sheet[-1], feet, len(sheets)):
            end -= 1
        kept.append(sheet[start:end])
    return kept


def _runs(line: str, edges: Counter[str], pages: int) -> bool:
    folded = _DIGITS.sub("#", line)
    if len(line) <= 8 and folded.strip(" -–—[]().") == "#":
        return True
    return len(line) <= 100 and edges[folded] >= max(3, pages // 8)


def _joined(sheets: list[list[str]]) -> tuple[str, list[int]]:
    starts = []
    parts = []
    at = 0
    for sheet in sheets:
        starts.append(at)
        part = "\n".join(sheet)
        parts.append(part)
        at += len(part) + 1
    return "\n".join(parts), starts
