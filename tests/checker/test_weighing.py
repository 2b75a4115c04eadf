"""A source that was not read whole may speak for a quotation, never against it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from citecheck.checker.shelving import Shelved
from citecheck.checker.weighing import hold, weigh, worth_matching
from citecheck.model.document import Block, BlockKind, Document
from citecheck.model.manuscript import (
    Attribution,
    AttributionWay,
    Confidence,
    Link,
    Manuscript,
    Quotation,
    QuotationKind,
    Reference,
    ReferenceForm,
    Role,
)
from citecheck.model.report import CheckedQuotation
from citecheck.model.source import Fetched, LinkState, Reason, SourceText
from citecheck.model.verdict import Edit, EditKind, Match, Passage, Verdict

TEXT = "the lamp was never lit before evening by the old harbour keeper"
URL, OTHER = "https://a.example/page", "https://b.example/page"
WHOLE = SourceText(URL, TEXT, url=URL)
LOCAL = SourceText("library/lamp.txt", TEXT)
PART = SourceText(URL, TEXT, url=URL, whole=False)


def manuscript(*, role: Role = Role.QUOTATION, cited: bool = True, links: tuple[str, ...] = (URL,)) -> Manuscript:
    document = Document("a.md", "markdown", TEXT, len(TEXT), (Block(BlockKind.PARAGRAPH, 0, len(TEXT)),))
    quotation = Quotation("q1", QuotationKind.INLINE, role, TEXT, 0, len(TEXT))
    attribution = Attribution(
        "q1", AttributionWay.MARKER_AFTER, Confidence.HIGH, note="n1", links=tuple(range(len(links)))
    )
    return Manuscript(
        document,
        quotations=(quotation,),
        links=tuple(Link(url, (url,), url, 0, 1) for url in links),
        attributions=(attribution,) if cited else (),
    )


def outcome(
    verdict: Verdict,
    fetched: Mapping[str, Fetched],
    *,
    found: str | None = None,
    edits: tuple[Edit, ...] = (),
    **of: object,
) -> CheckedQuotation:
    ours = manuscript(**of)  # type: ignore[arg-type]
    (holding,) = hold(ours, fetched)
    place = Passage(found, 0, len(TEXT)) if found else None
    match = Match("q1", verdict, place, similarity=95.0, edits=edits)
    sources = {answer.source.id: answer.source for answer in fetched.values() if answer.source}
    return weigh(holding, match, ours, sources)


def ok(source: SourceText = WHOLE) -> Fetched:
    return Fetched(source.url, LinkState.OK, source=source)


def wall(url: str = OTHER) -> Fetched:
    return Fetched(url, LinkState.UNCHECKED, Reason.WALL, "a bot wall answered")


@pytest.mark.parametrize("verdict", [Verdict.NOT_FOUND, Verdict.MISATTRIBUTED, Verdict.ALTERED, Verdict.MATCH])
def test_a_source_read_whole_lets_every_verdict_be_said(verdict: Verdict) -> None:
    found = None if verdict is Verdict.NOT_FOUND else URL
    assert outcome(verdict, {URL: ok()}, found=found).match.verdict is verdict


@pytest.mark.parametrize("verdict", [Verdict.NOT_FOUND, Verdict.MISATTRIBUTED, Verdict.ALTERED])
def test_half_a_page_accuses_nobody(verdict: Verdict) -> None:
    checked = outcome(verdict, {URL: ok(PART)}, found=None if verdict is Verdict.NOT_FOUND else URL)
    assert checked.match.verdict is Verdict.UNCHECKED
    assert checked.reason is Reason.INCOMPLETE


@pytest.mark.parametrize(
    ("text", "edit", "state", "verdict"),
    [
        (f"{TEXT} and more", (4, 8), LinkState.OK, Verdict.ALTERED),
        (f"{TEXT} and more", (4, 8), LinkState.MOVED, Verdict.ALTERED),
        (f"{TEXT} and more", (4, 8), LinkState.UNCHECKED, Verdict.UNCHECKED),
        (f"{TEXT} and more", (len(TEXT) - 6, len(TEXT)), LinkState.OK, Verdict.UNCHECKED),
        (f"{TEXT} and more", (0, 3), LinkState.OK, Verdict.UNCHECKED),
        (TEXT, (4, 8), LinkState.OK, Verdict.UNCHECKED),
        (f"{TEXT} and more", (9, 50), LinkState.OK, Verdict.UNCHECKED),
    ],
    ids=["within", "moved", "wall", "at its end", "at its beginning", "at the page's end", "little else in common"],
)
def test_a_passage_that_stands_in_half_a_page_from_end_to_end_is_compared(
    text: str, edit: tuple[int, int], state: LinkState, verdict: Verdict
) -> None:
    answer = Fetched(URL, state, source=SourceText(URL, text, url=URL, whole=False))
    edits = (Edit(EditKind.SUBSTITUTION, "lamp", TEXT[slice(*edit)], 4, 8, *edit),)
    assert outcome(Verdict.ALTERED, {URL: answer}, found=URL, edits=edits).match.verdict is verdict


def test_half_a_page_that_holds_the_words_speaks_for_them() -> None:
    assert outcome(Verdict.MATCH, {URL: ok(PART)}, found=URL).match.verdict is Verdict.MATCH


def test_a_page_like_an_error_page_that_holds_the_words_speaks_for_them() -> None:
    answer = Fetched(URL, LinkState.UNCHECKED, Reason.SOFT_404, source=WHOLE)
    assert outcome(Verdict.MATCH, {URL: answer}, found=URL).match.verdict is Verdict.MATCH
    assert outcome(Verdict.NOT_FOUND, {URL: answer}).match.verdict is Verdict.UNCHECKED


@pytest.mark.parametrize("verdict", [Verdict.NOT_FOUND, Verdict.MISATTRIBUTED])
def test_the_words_may_stand_in_the_cited_page_that_was_not_read(verdict: Verdict) -> None:
    checked = outcome(
        verdict, {URL: ok(), OTHER: wall()}, found=URL if verdict is not Verdict.NOT_FOUND else None, links=(URL, OTHER)
    )
    assert checked.match.verdict is Verdict.UNCHECKED
    assert checked.reason is Reason.WALL


def test_without_a_match_the_first_obstacle_is_the_reason() -> None:
    ours = manuscript(links=(OTHER,))
    (holding,) = hold(ours, {OTHER: wall()})
    assert not worth_matching(holding, sources_given=False)
    checked = weigh(holding, None, ours, {})
    assert (checked.match.verdict, checked.reason) == (Verdict.UNCHECKED, Reason.WALL)


def test_an_uncited_quotation_is_looked_for_only_in_sources_the_user_gave() -> None:
    (holding,) = hold(manuscript(cited=False), {URL: ok()})
    assert not worth_matching(holding, sources_given=False)
    assert worth_matching(holding, sources_given=True)


def test_a_term_is_held_to_a_source_only_when_one_is_cited() -> None:
    (free,) = hold(manuscript(role=Role.TERM, cited=False), {})
    (cited,) = hold(manuscript(role=Role.TERM), {URL: ok()})
    assert not worth_matching(free, sources_given=True)
    assert worth_matching(cited, sources_given=False)


def test_a_reference_leads_to_its_links_and_its_local_text() -> None:
    ours = manuscript(links=(URL,))
    attribution = Attribution("q1", AttributionWay.MARKER_AFTER, Confidence.HIGH, note="n1", references=("r1",))
    work = Reference("r1", ReferenceForm.FULL, 0, 1, links=(0,))
    ours = Manuscript(ours.document, (), ours.quotations, ours.links, (work,), (attribution,))
    (holding,) = hold(ours, {URL: ok()}, Shelved({"r1": [LOCAL.id]}), {LOCAL.id: LOCAL})
    assert holding.read == ("library/lamp.txt", URL)
