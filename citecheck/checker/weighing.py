"""Holds each quotation to the sources its note or link leads to, and says what their answers allow to be said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from citecheck.checker.shelving import Shelved
from citecheck.matching.interface import Query
from citecheck.model.manuscript import Attribution, AttributionWay, Manuscript, Quotation, Role
from citecheck.model.report import CheckedQuotation
from citecheck.model.source import Fetched, LinkState, Reason, SourceText
from citecheck.model.verdict import Match, Verdict

_AGREES = (Verdict.MATCH, Verdict.MINOR)
_SURELY = 60.0
_TELLING = re.compile(r"[^\W\d_]{5,}")
_LEAST_TELLING = 3  # words that no two sentences share by chance in one order
_ACCUSES = (Verdict.NOT_FOUND, Verdict.MISATTRIBUTED)


@dataclass(frozen=True)
class Holding:
    """A quotation and what it is held to.

    `read` are the ids of cited sources that were read whole; `doubtful` those of which some text was had (a page
    that looks like an error page, a part of a page): they may speak for the quotation, never against it. `answered`
    are those of them that the server gave as asked: only more may follow, so the words that are there can be compared.
    `obstacles` say of each other cited source why it was not read. `possible` say the same of texts that were not
    read whole and may hold the cited work, for nothing says that they are another: where the words are found
    nowhere, they may stand there.
    """

    quotation: Quotation
    attribution: Attribution | None
    read: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    answered: frozenset[str] = frozenset()
    obstacles: tuple[tuple[Reason, str], ...] = ()
    possible: tuple[tuple[Reason, str], ...] = ()

    @property
    def query(self) -> Query:
        """What to ask of the matcher."""
        return Query(self.quotation.id, self.quotation.text, self.read + self.doubtful)

    @property
    def expected(self) -> bool:
        """Whether the quotation is held to sources at all: titles and terms are only when something cites them."""
        free = self.quotation.role is Role.QUOTATION and not self.quotation.depth
        return free or self.attribution is not None


def hold(
    manuscript: Manuscript,
    fetched: Mapping[str, Fetched],
    shelved: Shelved | None = None,
    texts: Mapping[str, SourceText] | None = None,
) -> tuple[Holding, ...]:
    """One holding for every quotation.

    `fetched` answers for the links by URL; `shelved` leads references to the local sources that hold their works,
    and `texts` are these by their ids.
    """
    attributions = {attribution.quotation: attribution for attribution in manuscript.attributions}
    return tuple(
        _hold(quotation, attributions.get(quotation.id), manuscript, fetched, shelved or Shelved(), texts or {})
        for quotation in manuscript.quotations
    )


def _hold(
    quotation: Quotation,
    attribution: Attribution | None,
    manuscript: Manuscript,
    fetched: Mapping[str, Fetched],
    shelved: Shelved,
    texts: Mapping[str, SourceText],
) -> Holding:
    if attribution is None:
        return Holding(quotation, None)
    read: list[str] = []
    doubtful: list[str] = []
    answered: set[str] = set()
    obstacles: list[tuple[Reason, str]] = []
    references = [each for each in manuscript.references if each.id in attribution.references]
    at_hand: set[int] = set()
    for reference in references:
        copies = [texts[id] for id in shelved.found.get(reference.id, ()) if id in texts]
        read += [copy.id for copy in copies if copy.whole]
        doubtful += [copy.id for copy in copies if copy.characters and not copy.whole]
        obstacles += [_obstacle(copy) for copy in copies if not copy.whole]
        if copies and all(copy.whole for copy in copies):
            # The copy on the shelf stands for the address that the reference gives.
            at_hand |= set(reference.links)
    links = dict.fromkeys((*attribution.links, *(link for each in references for link in each.links)))
    for index in links:
        answer = fetched.get(manuscript.links[index].url)
        if answer is None:
            continue
        if answer.source is None:
            if index in at_hand:
                continue
            obstacles.append((answer.reason or Reason.NO_SOURCE, answer.detail))
        elif answer.state in (LinkState.OK, LinkState.MOVED) and answer.source.whole:
            read.append(answer.source.id)
        else:
            doubtful.append(answer.source.id)
            if answer.state in (LinkState.OK, LinkState.MOVED):
                answered.add(answer.source.id)
            if index not in at_hand:
                obstacles.append((answer.reason or Reason.INCOMPLETE, answer.detail))
    return Holding(
        quotation,
        attribution,
        tuple(dict.fromkeys(read)),
        tuple(source for source in dict.fromkeys(doubtful) if source not in read),
        frozenset(answered),
        tuple(dict.fromkeys(obstacles)),
        tuple(_obstacle(texts[id]) for each in references for id in shelved.possible.get(each.id, ()) if id in texts),
    )


def _obstacle(text: SourceText) -> tuple[Reason, str]:
    """Why a local text cannot be held against a quotation."""
    why = f": {text.detail}" if text.detail else ""
    return text.reason or Reason.INCOMPLETE, f"{text.id} could not be read{' whole' if text.characters else ''}{why}"


def worth_matching(holding: Holding, *, sources_given: bool) -> bool:
    """Whether to look for a quotation: when a cited source was read, or the user laid sources beside it."""
    if not holding.expected:
        return False
    return bool(holding.read or holding.doubtful) or sources_given


def weigh(
    holding: Holding,
    match: Match | None,
    manuscript: Manuscript,
    sources: Mapping[str, SourceText],
) -> CheckedQuotation:
    """The checked quotation: the matcher's verdict where it may be said, else UNCHECKED with the reason.

    Nothing is called wrong on the word of a source that was not read whole: while one of the cited sources
    could not be read, "not found" and "misattributed" stay unsaid, for the words may stand there. Where a page may only
    go on after what was read, a passage that stands in it from end to end and differs within is altered.
    """
    quotation = holding.quotation
    position = manuscript.document.locate(quotation.start, quotation.end)
    checked = CheckedQuotation(
        quotation,
        position,
        holding.attribution,
        match or Match(quotation.id, Verdict.UNCHECKED),
        cited=holding.read + holding.doubtful,
    )
    if match is None:
        return _unchecked(checked, holding)
    found = match.found
    if found is not None:
        checked = replace(checked, source=sources.get(found.source))
    if match.verdict in _AGREES:
        return checked
    if found is not None and found.source in holding.doubtful:
        altered = match.verdict is Verdict.ALTERED and found.source in holding.answered
        return checked if altered and _is_there(checked) else _unchecked(checked, holding)
    if match.verdict in _ACCUSES and (holding.obstacles or not holding.read or _only_named(holding.attribution)):
        return _unchecked(checked, holding)
    if match.verdict is Verdict.NOT_FOUND and holding.possible:
        return _unchecked(checked, holding)
    if match.verdict is Verdict.ALTERED and not holding.read and not _near(match):
        return _unchecked(checked, holding)
    return checked


def _only_named(attribution: Attribution | None) -> bool:
    """Whether the sentence names an author and nothing cites: the words may stand in another work of theirs."""
    return attribution is not None and attribution.way is AttributionWay.AUTHOR_IN_SENTENCE


def _near(match: Match) -> bool:
    """Whether a passage nobody cited is near enough in words to be taken for the one meant."""
    return match.similarity >= 80


def _is_there(checked: CheckedQuotation) -> bool:
    """Whether the quotation's passage stands in a page that goes on after it, with the same first and last words."""
    match, text = checked.match, checked.quotation.text
    if checked.source is None or match.found is None or match.similarity < _SURELY:
        return False
    differing = sorted((edit.quote_start, edit.quote_end) for edit in match.edits if not edit.permitted)
    edges = [0, *(edge for span in differing for edge in span), len(text)]
    same = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    if len(_TELLING.findall(" ".join(same))) < _LEAST_TELLING:
        return False
    return bool(same[0].strip() and same[-1].strip() and checked.source.text[match.found.end :].strip())


def _unchecked(checked: CheckedQuotation, holding: Holding) -> CheckedQuotation:
    if holding.obstacles:
        reason, detail = holding.obstacles[0]
    elif holding.possible and holding.read:
        reason, detail = holding.possible[0]
        others = f"; nor could {len(holding.possible) - 1} more" if len(holding.possible) > 1 else ""
        detail = f"it is not in {holding.read[0]}, but {detail}{others}"
    elif holding.attribution is None:
        reason, detail = Reason.NO_CITATION, ""
    else:
        reason, detail = Reason.NO_SOURCE, ""
    match = Match(checked.quotation.id, Verdict.UNCHECKED, ties=checked.match.ties)
    return replace(checked, match=match, reason=reason, detail=detail, source=None)
