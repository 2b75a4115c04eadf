"""The reader of PDF files: a worker process gives what is printed, and its layout is read here."""

from citecheck.parser.readers.pdf.reader import PdfReader

__all__ = ["PdfReader"]
