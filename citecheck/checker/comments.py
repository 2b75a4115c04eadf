"""Rules of comments to citecheck: what a manuscript asks to be ignored."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.checker.facts import Facts, Ignoring
from citecheck.checker.registry import Told, registered, rule
from citecheck.model.report import Severity


def _told(facts: Facts, ignoring: Ignoring, message: str) -> Told:
    position = ignoring.directive.position
    return Told(message, position, _offset(facts, position.line or 0))


def _offset(facts: Facts, line: int) -> int:
    """Where in the text a comment's finding is put in order: at the first block that begins in its line or behind."""
    document = facts.manuscript.document
    for block in document.blocks:
        place = document.locate(block.start, block.end)
        if (place.end_line or place.line or 0) >= line:
            return block.start
    return len(document.text)


@rule("C501", "unused-ignore", Severity.WARNING)
def unused_ignore(facts: Facts) -> Iterator[Told]:
    """A comment asks to ignore a finding that is not there, or is not understood.

    What it was put there for has been mended, or it stands at another place than was meant; left there, it would
    silence the next fault. A comment speaks for the paragraph or note it stands in, or, when it stands alone, for the
    next. It is not told while its rule is not selected or what it covers could not be checked.

    Example: `<!-- citecheck: ignore Q203 the author's own words -->` above a paragraph without such a finding.

    What to do: take the comment out, or put it into the right paragraph; it reads `citecheck: ignore CODES reason`.
    """
    for ignoring in facts.ignores:
        if not ignoring.directive.codes:
            yield _told(facts, ignoring, f"not understood: “citecheck: {ignoring.directive.text}”; it names no code")
        for code in ignoring.idle:
            reason = "nothing here has it" if registered(code) else "no rule has this code"
            yield _told(facts, ignoring, f"a comment asks to ignore {code}, and {reason}")


@rule("C502", "ignore-without-reason", Severity.WARNING)
def ignore_without_reason(facts: Facts) -> Iterator[Told]:
    """A comment asks to ignore a finding and does not say why.

    Who reads it later cannot tell a considered exception from a fault swept aside.

    Example: `<!-- citecheck: ignore Q203 -->`; better
    `<!-- citecheck: ignore Q203 the edition of 1911 has these words -->`.

    What to do: put the reason behind the codes.
    """
    for ignoring in facts.ignores:
        if ignoring.directive.codes and not ignoring.directive.reason:
            yield _told(facts, ignoring, f"{', '.join(ignoring.directive.codes)} is ignored without a reason")
