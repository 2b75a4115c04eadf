"""The reader of plain text: text as typed, and text pulled out of a PDF."""

from citecheck.parser.readers.text.reader import TextReader

__all__ = ["TextReader"]
