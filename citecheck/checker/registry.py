"""The table of rules. A rule is a function under `@rule(...)`; its docstring is its page in docs/rules."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from citecheck.checker.facts import Facts
from citecheck.model.document import Position
from citecheck.model.manuscript import Confidence
from citecheck.model.report import Finding, Severity


@dataclass(frozen=True, slots=True)
class Told:
    """What a rule has to say of one place; the registry makes it a finding with the rule's code and severity.

    `start` is the offset in the document's text, `note` a note's id, `quotation` a quotation's id, `url` a link's URL.
    """

    message: str
    position: Position
    start: int
    confidence: Confidence = Confidence.HIGH
    note: str | None = None
    quotation: str | None = None
    url: str | None = None
    advice: str = ""


Check = Callable[[Facts], Iterable[Told]]


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


def registered(prefix: str) -> bool:
    """Whether any rule's code begins so."""
    return any(code.startswith(prefix) for code in _RULES)


def run(facts: Facts, selected: Callable[[str], bool] = lambda _code: True) -> tuple[Finding, ...]:
    """Runs the selected rules and gives their findings in the order of the text, then by code."""

    def findings() -> Iterator[Finding]:
        for each in rules():
            if selected(each.code):
                for told in each.check(facts):
                    yield Finding(
                        each.code, each.name, each.severity, told.confidence, told.message, told.position,
                        told.start, told.note, told.quotation, told.url, told.advice,
                    )  # fmt: skip

    return tuple(sorted(findings(), key=lambda finding: (finding.start, finding.code, finding.message)))
