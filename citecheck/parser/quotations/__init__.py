"""Quotations: marks in every national style, displayed quotations, epigraphs and verse."""

from citecheck.parser.quotations.find import Quotations, find_quotations

__all__ = ["Quotations", "find_quotations"]
