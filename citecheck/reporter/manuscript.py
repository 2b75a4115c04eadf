"""The manuscript's own file, for the reports that are copies of it with comments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from citecheck.errors import CitecheckError
from citecheck.model.document import Document

ANNOTATED = {"docx": "Word", "odt": "OpenDocument", "pdf": "PDF"}
"""Report formats that are a copy of a manuscript of the same format, and what its users call it."""


def check_manuscripts(name: str, documents: Sequence[Document]) -> None:
    """Whether a report format can show these manuscripts; to be asked before the work is done.

    Raises `CitecheckError` when the format is a copy of one manuscript of its kind and these are another, or several.
    """
    if name not in ANNOTATED:
        return
    if len(documents) != 1:
        raise CitecheckError(
            f"--format {name} puts comments into one manuscript, and there are {len(documents)}; "
            "check one file at a time, or use --format html"
        )
    (document,) = documents
    if document.format != name:
        fitting = f"--format {document.format}" if document.format in ANNOTATED else "--format html"
        raise CitecheckError(
            f"{document.path}: is no {ANNOTATED[name]} file, so --format {name} cannot put comments into it; "
            f"use {fitting}"
        )


def original(document: Document) -> bytes:
    """The manuscript's file. Raises `CitecheckError` when it can no longer be read."""
    try:
        return Path(document.path).read_bytes()
    except OSError as error:
        raise CitecheckError(f"{document.path}: cannot be read again ({error.strerror})") from None
