"""All rules: importing a family's module puts its rules into the registry."""

from citecheck.checker import comments, links, notes, quotations, references, wrongpage
from citecheck.checker.registry import Rule, rules, run

FAMILIES = (notes, quotations, wrongpage, links, references, comments)
"""A new family of rules is one module and one entry here."""

__all__ = ["FAMILIES", "Rule", "rules", "run"]
