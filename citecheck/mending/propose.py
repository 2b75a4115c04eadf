"""Finds the changes that can be offered for a manuscript's findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citecheck.errors import CitecheckError
from citecheck.mending.original import Original
from citecheck.mending.wording import Change, applied, restored
from citecheck.model.manuscript import Manuscript
from citecheck.model.report import CheckedLink, CheckedQuotation, DocumentReport, Finding
from citecheck.model.source import LinkState
from citecheck.model.verdict import Convention
from citecheck.parser.parse import parse
from citecheck.parser.readers import read
from citecheck.parser.readers.interface import ReadOptions
from citecheck.sources.mask import web_address

_NEVER = ("Q205", "Q206", "Q209", "Q210", "Q211")
"""Findings that no change of words mends: what is not in the source, or stands in another order, is the editor's."""


@dataclass(frozen=True)
class Mend:
    """A change of a file's text that mends findings. `result` is what the quotation or link then is."""

    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    result: str
    start: int


@dataclass(frozen=True)
class Proposal:
    """What can be mended in a file, and the findings that cannot be, with the reason."""

    original: Original
    mends: tuple[Mend, ...] = ()
    left: tuple[tuple[Finding, str], ...] = ()


def propose(report: DocumentReport, original: Original, convention: Convention) -> Proposal:
    """The changes for altered quotations and moved links, each tried: read again, the file has the mended words.

    Raises `CitecheckError` when the file is not the one that was checked.
    """
    quotations = {each.quotation.id: each for each in report.quotations}
    about: dict[str, list[Finding]] = {}
    mends: list[Mend] = []
    left: list[tuple[Finding, str]] = []
    for finding in report.findings:
        if finding.quotation in quotations and finding.code.startswith("Q2"):
            about.setdefault(finding.quotation or "", []).append(finding)
        elif finding.code == "L302":
            mend = _link(finding, report.links, original)
            mends += [mend] if mend else []
            left += [] if mend else [(finding, "the address does not stand there as such, or its new one is not known")]
    for id, findings in about.items():
        changed = [each for each in findings if each.code not in ("Q212", "Q213", "Q214", "Q215", "Q216")]
        if not changed:
            continue
        hopeless = [each for each in changed if each.code in _NEVER]
        mend = None if hopeless else _quotation(quotations[id], tuple(changed), report.manuscript, original, convention)
        if mend:
            mends.append(mend)
        else:
            reason = "only an editor can tell what is right" if hopeless else "the change cannot be made for certain"
            left += [(each, reason) for each in changed]
    mends.sort(key=lambda each: each.start)
    sound = _tried(mends, report.manuscript, original)
    left += [(each, "with the change the file reads otherwise") for mend in mends if mend not in sound
             for each in mend.findings]  # fmt: skip
    return Proposal(original, tuple(sound), tuple(left))


def _quotation(
    checked: CheckedQuotation,
    findings: tuple[Finding, ...],
    manuscript: Manuscript,
    original: Original,
    convention: Convention,
) -> Mend | None:
    quotation, document = checked.quotation, manuscript.document
    if document.text[quotation.start : quotation.end] != quotation.text:
        return None
    changes = restored(checked, convention)
    placed = []
    for change in changes:
        span = original.span(document, quotation.start + change.start, quotation.start + change.end)
        if span is None:
            return None
        placed.append(Change(*span, change.new))
    if not placed:
        return None
    return Mend(findings, tuple(placed), applied(quotation.text, changes), placed[0].start)


def _link(finding: Finding, links: tuple[CheckedLink, ...], original: Original) -> Mend | None:
    found = next((each for each in links if each.link.start == finding.start and each.link.url == finding.url), None)
    if found is None or found.fetched.state is not LinkState.MOVED or found.position.line is None:
        return None
    new = found.fetched.final_url
    if web_address(new) != new or not new:
        return None
    first, last = found.position.line, found.position.end_line or found.position.line
    printed = found.link.url
    at, end = original.offset(first), original.offset(last + 1)
    spots = list(_spots(original.text, printed, at, end))
    if len(spots) != 1 or found.position.part:
        return None
    return Mend((finding,), (Change(spots[0], spots[0] + len(printed), new),), new, spots[0])


def _spots(text: str, words: str, start: int, end: int) -> Iterator[int]:
    """Where an address stands, and not the beginning of a longer one."""
    at = text.find(words, start, end)
    while at >= 0:
        after = text[at + len(words) : at + len(words) + 1]
        if not (after.isalnum() or (after in ("/", "?", "#", "&", "=", "-", "_", "%", "~") and after)):
            yield at
        at = text.find(words, at + 1, end)


def _tried(mends: Sequence[Mend], manuscript: Manuscript, original: Original) -> list[Mend]:
    """The mends after which the file reads as it should: together if they can be, else each by itself."""
    apart = [mend for index, mend in enumerate(mends) if not any(_meet(mend, other) for other in mends[:index])]
    if not apart or _reads(apart, manuscript, original):
        return apart
    return [mend for mend in apart if _reads([mend], manuscript, original)]


def _meet(one: Mend, other: Mend) -> bool:
    return one.changes[0].start <= other.changes[-1].end and other.changes[0].start <= one.changes[-1].end


def _reads(mends: Sequence[Mend], manuscript: Manuscript, original: Original) -> bool:
    """Whether the changed file has the mended quotations and links, and all the others as they were."""
    document = manuscript.document
    try:
        data = original.changed(in_order(mends))
        again = parse(read(original.path, document.format, ReadOptions(), data))
    except CitecheckError:
        return False
    before = [each.text for each in manuscript.quotations]
    after = [each.text for each in again.quotations]
    links = {each.url for each in again.links}
    wanted = {mend.result for mend in mends}
    if len(before) != len(after) or len(again.links) != len(manuscript.links):
        return False
    changed = sum(one != other for one, other in zip(before, after, strict=True))
    # A quotation inside a mended one, or around it, changes with it.
    depth = 1 + max((each.depth for each in manuscript.quotations), default=0)
    return wanted <= links | set(after) and changed <= depth * len(mends)


def in_order(mends: Sequence[Mend]) -> list[Change]:
    """All changes of some mends by their place."""
    return sorted((change for mend in mends for change in mend.changes), key=lambda change: change.start)
