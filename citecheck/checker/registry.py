"""The table of rules. A rule is a function under `@rule(...)`; its docstring is its page in docs/rules."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from citecheck.checker.facts import Facts
from citecheck.model.report import Finding, Severity

Check = Callable[[Facts], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code and name, how much it matters, what it says of itself, and the function that checks it."""

    code: str
    name: str
    severity: Severity
    check: Check

    @property
    def page(self) -> str:
        """The rule's documentation in Markdown, made from its docstring."""
        return inspect.getdoc(self.check) or ""

    @property
    def summary(self) -> str:
        """The first line of the rule's documentation."""
        return self.page.partition("\n")[0]


_RULES: dict[str, Rule] = {}


def rule(code: str, name: str, severity: Severity) -> Callable[[Check], Check]:
    """Registers a rule. Raises ValueError for a code that is taken or a function without a docstring."""

    def register(check: Check) -> Check:
        if code in _RULES:
            raise ValueError(f"rule {code} is registered twice")
        if not check.__doc__:
            raise ValueError(f"rule {code} has no documentation")
        _RULES[code] = Rule(code, name, severity, check)
        return check

    return register


def rules() -> tuple[Rule, ...]:
    """All rules, by code."""
    return tuple(_RULES[code] for code in sorted(_RULES))


def run(facts: Facts, selected: Callable[[str], bool] = lambda _code: True) -> tuple[Finding, ...]:
    """Runs the selected rules and gives their findings in the order of the text, then by code."""

    def findings() -> Iterator[Finding]:
        for each in rules():
            if selected(each.code):
                for finding in each.check(facts):
                    yield replace(finding, code=each.code, name=each.name)

    return tuple(sorted(findings(), key=lambda finding: (finding.start, finding.code, finding.message)))
