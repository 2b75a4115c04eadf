"""Takes out the findings that a comment in the manuscript asks to ignore, and tells of comments that ignore nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from citecheck.checker.facts import Facts, Ignoring
from citecheck.checker.registry import rules, run
from citecheck.model.document import BlockKind, Directive, Document, Position
from citecheck.model.report import Finding
from citecheck.model.source import LinkState
from citecheck.model.verdict import Verdict

OF_COMMENTS = "C"
"""The family of rules about comments to citecheck; they can be told only when all others have run."""


_Placed = tuple[BlockKind, Position]


@dataclass(frozen=True)
class Told:
    """The findings of a manuscript, and those that its comments silence."""

    findings: tuple[Finding, ...]
    silenced: tuple[Finding, ...] = ()


def findings_of(facts: Facts, selected: Callable[[str], bool] = lambda _code: True) -> Told:
    """Runs the selected rules, takes out what comments cover, and adds what is to be said of the comments."""
    found = run(facts, selected)
    if not facts.manuscript.document.directives:
        return Told(found)
    blocks = tuple(_blocks(facts.manuscript.document))
    speaking = [each for each in facts.manuscript.document.directives if not _in_code(each, blocks)]
    reaches = [_reach(directive, blocks) for directive in speaking]
    kept: list[Finding] = []
    silenced: list[Finding] = []
    used: set[tuple[int, str]] = set()
    for finding in found:
        hits = [
            (index, code)
            for index, directive in enumerate(speaking)
            for code in directive.codes
            if finding.code.startswith(code) and _covers(reaches[index], finding.position)
        ]
        used.update(hits)
        (silenced if hits else kept).append(finding)
    ignores = []
    for index, directive in enumerate(speaking):
        idle = [code for code in directive.codes if (index, code) not in used]
        judged = tuple(code for code in idle if _judged(code, reaches[index], facts, selected))
        ignores.append(Ignoring(directive, judged))
    about = run(replace(facts, ignores=tuple(ignores)), lambda code: code.startswith(OF_COMMENTS) and selected(code))
    findings = sorted([*kept, *about], key=lambda each: (each.start, each.code, each.message))
    return Told(tuple(findings), tuple(silenced))


def _judged(code: str, reach: Position, facts: Facts, selected: Callable[[str], bool]) -> bool:
    """Whether a comment that silenced nothing may be called unused: the rule ran on something that could be read."""
    known = [rule.code for rule in rules() if rule.code.startswith(code)]
    if known and not any(selected(each) for each in known):
        return False
    if code.startswith("Q"):
        unread = (each.position for each in facts.quotations if each.match.verdict is Verdict.UNCHECKED)
        return not any(_covers(reach, position) for position in unread)
    if code.startswith("L"):
        unread = (each.position for each in facts.links if each.fetched.state is LinkState.UNCHECKED)
        return not any(_covers(reach, position) for position in unread)
    return True


def _covers(reach: Position, position: Position) -> bool:
    if reach.line is None or position.line is None or reach.part != position.part:
        return False
    return _lines(position)[0] <= _lines(reach)[1] and _lines(position)[1] >= _lines(reach)[0]


def _reach(directive: Directive, blocks: Sequence[_Placed]) -> Position:
    """The lines that a comment speaks for: of the block it stands in, else of the next, if there is one."""
    first, last = _lines(directive.position)
    after: Position | None = None
    for kind, place in blocks:
        if kind is BlockKind.CODE or place.part != directive.position.part:
            continue
        begins, ends = _lines(place)
        if begins <= last and ends >= first:
            return replace(place, line=min(begins, first), end_line=max(ends, last))
        if begins > last and (after is None or begins < _lines(after)[0]):
            after = place
    # Beside words that gave no text, the attributes of a heading say, the line itself is meant.
    return (after or Position()) if directive.alone else directive.position


def _in_code(directive: Directive, blocks: Sequence[_Placed]) -> bool:
    """Whether a comment stands in a block of code, where it is shown and does not speak."""
    first, last = _lines(directive.position)
    return any(
        kind is BlockKind.CODE
        and place.part == directive.position.part
        and _lines(place)[0] <= first
        and _lines(place)[1] >= last
        for kind, place in blocks
    )


def _blocks(document: Document) -> Iterator[_Placed]:
    for block in document.blocks:
        place = document.locate(block.start, block.end)
        if block.end > block.start and place.line is not None:
            yield block.kind, place


def _lines(position: Position) -> tuple[int, int]:
    first = position.line or 0
    return first, max(first, position.end_line or first)
