"""Links: URLs, DOIs, arXiv numbers, ISBN and PMID, as marked by the reader or as printed."""

from citecheck.parser.links.find import find_links

__all__ = ["find_links"]
