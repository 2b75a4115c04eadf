"""The rules that a report's findings name."""

from __future__ import annotations

from citecheck.checker.rules import Rule, rules
from citecheck.model.report import Finding, Report


def rules_of(report: Report) -> tuple[Rule, ...]:
    """The rules named by findings, by code; one that is not registered stands there with its name alone."""
    known = {rule.code: rule for rule in rules()}
    named = {finding.code: finding for finding in report.findings}
    return tuple(known.get(code) or _named(named[code]) for code in sorted(named))


def _named(finding: Finding) -> Rule:
    return Rule(finding.code, finding.name, finding.severity, lambda _facts: ())
