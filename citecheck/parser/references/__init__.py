"""What notes cite: references with their fields, and the full reference that each short one stands for."""

from citecheck.parser.references.find import find_references

__all__ = ["find_references"]
