"""Checks every footnote and quotation of a manuscript against the sources it cites."""

__version__ = "0.1.0"
