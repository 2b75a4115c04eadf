"""Reads PDF files into a Document."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from citecheck.errors import UnreadableError
from citecheck.model.document import Document
from citecheck.parser.readers.interface import ReadOptions
from citecheck.parser.readers.pdf.building import document
from citecheck.parser.readers.pdf.sheet import Printed

_HEAD = 1024
"""Bytes in which viewers look for a PDF file's beginning."""

_FEWEST_LETTERS = 20


class PdfReader:
    """PDF: page proofs, typeset books, exports."""

    formats = ("pdf",)
    extensions: ClassVar[dict[str, str]] = {".pdf": "pdf"}

    def sniff(self, data: bytes) -> str | None:
        """ "pdf" where the file begins as one."""
        return "pdf" if b"%PDF-" in data[:_HEAD] else None

    def read(self, path: Path, data: bytes, format: str, options: ReadOptions) -> Document:
        """Reads a PDF. Raises `UnreadableError` for a scan, a locked or a damaged file.

        A hostile one may take all memory or end the process (see `pdfium`).
        """
        del format, options
        # PDFium is only wanted in the processes that read PDF files.
        from citecheck.parser.readers.pdf.pdfium import PdfError, printed  # noqa: PLC0415

        try:
            found = printed(data)
        except PdfError as error:
            raise UnreadableError(f"{path}: {error}") from None
        _check_text(path, found)
        return document(str(path), found)


def _check_text(path: Path, found: Printed) -> None:
    letters = strange = 0
    for sheet in found.sheets:
        for word in sheet.words:
            letters += len(word.text)
            strange += sum("\ue000" <= char <= "\uf8ff" or char < " " for char in word.text)
    if letters < _FEWEST_LETTERS:
        raise UnreadableError(f"{path}: is a scan: its pages are images without text; run it through OCR first")
    if strange > 0.3 * letters:
        raise UnreadableError(f"{path}: its fonts do not say which letters they show; export it again, or as Word")
