"""What notes cite: references with their fields, and the full reference that each short one stands for."""

from citecheck.parser.references.find import FoundReferences, find_references

__all__ = ["FoundReferences", "find_references"]
