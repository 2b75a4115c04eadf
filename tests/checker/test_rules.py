"""Each rule of both sides: what must be told, and what must not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from citecheck.checker.facts import Facts
from citecheck.checker.registry import Told, rule
from citecheck.checker.rules import rules, run
from citecheck.model.document import Position
from citecheck.model.manuscript import (
    Attribution,
    AttributionWay,
    Confidence,
    Link,
    Manuscript,
    Quotation,
    QuotationKind,
    Role,
)
from citecheck.model.report import CheckedLink, CheckedQuotation, Finding, Severity
from citecheck.model.source import Fetched, LinkState, Reason, SourceText
from citecheck.model.verdict import Convention, Edit, EditKind, Elision, Match, Passage, Verdict
from citecheck.parser.parse import parse
from citecheck.parser.readers.text.reader import document

SOURCE = SourceText("s", "the lamp was not lit, and the keeper slept until noon", title="The Log")
WORDS = "the lamp was lit, and the keeper slept"
PLACE = Passage("s", 0, 44)


def facts_of(*checked: CheckedQuotation, convention: Convention = Convention.CHICAGO, text: str = WORDS) -> Facts:
    manuscript = Manuscript(document("a.txt", "text", text), quotations=tuple(each.quotation for each in checked))
    return Facts(manuscript, checked, (), convention, "2026-01-01")


def quotation(match: Match, *, cited: bool = True, role: Role = Role.QUOTATION, words: str = WORDS) -> CheckedQuotation:
    made = Attribution("q1", AttributionWay.MARKER_AFTER, Confidence.HIGH) if cited else None
    quoted = Quotation("q1", QuotationKind.INLINE, role, words, 0, len(words))
    return CheckedQuotation(quoted, Position(line=1), made, match, source=SOURCE)


def edit(kind: EditKind, source: str = "a", quote: str = "b", permitted: str = "") -> Edit:
    return Edit(kind, source, quote, 0, 1, 0, 1, permitted)


def codes(facts: Facts) -> list[str]:
    return [finding.code for finding in run(facts)]


def altered(*edits: Edit, **more: object) -> Match:
    return Match("q1", Verdict.ALTERED, PLACE, 90.0, edits, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (EditKind.SUBSTITUTION, "Q201"),
        (EditKind.INFLECTION, "Q201"),
        (EditKind.OMISSION, "Q202"),
        (EditKind.INSERTION, "Q203"),
        (EditKind.NEGATION, "Q204"),
        (EditKind.NUMBER, "Q204"),
        (EditKind.NAME, "Q204"),
        (EditKind.TRANSPOSITION, "Q205"),
    ],
)
def test_each_kind_of_edit_has_its_rule(kind: EditKind, code: str) -> None:
    assert codes(facts_of(quotation(altered(edit(kind))))) == [code]


def test_what_the_convention_permits_is_not_told() -> None:
    permitted = edit(EditKind.INSERTION, "", "[sic]", permitted="brackets")
    assert codes(facts_of(quotation(Match("q1", Verdict.MATCH, PLACE, 100.0, (permitted,))))) == []
    assert codes(facts_of(quotation(altered(permitted, edit(EditKind.OMISSION))))) == ["Q202"]


def test_spliced_passages_are_told() -> None:
    assert codes(facts_of(quotation(altered(spliced=True)))) == ["Q205"]


@pytest.mark.parametrize("concern", ["negation", "distance"])
def test_a_misleading_ellipsis_is_told_and_an_honest_one_is_not(concern: str) -> None:
    hidden = altered(elisions=(Elision(0, 1, 13, 16, concern),))
    honest = Match("q1", Verdict.MATCH, PLACE, elisions=(Elision(0, 1, 13, 16),))
    assert codes(facts_of(quotation(hidden))) == ["Q206"]
    assert codes(facts_of(quotation(honest))) == []


@pytest.mark.parametrize(
    ("verdict", "code"),
    [
        (Verdict.MINOR, "Q207"),
        (Verdict.NOT_FOUND, "Q209"),
        (Verdict.MISATTRIBUTED, "Q210"),
        (Verdict.UNCHECKED, "Q216"),
    ],
)
def test_each_verdict_has_its_rule(verdict: Verdict, code: str) -> None:
    assert codes(facts_of(quotation(Match("q1", verdict, PLACE)))) == [code]


def test_a_changed_case_is_told_under_the_strict_convention_only() -> None:
    match = Match("q1", Verdict.MATCH, PLACE, edits=(edit(EditKind.CASE),))
    assert codes(facts_of(quotation(match), convention=Convention.STRICT)) == ["Q208"]
    assert codes(facts_of(quotation(match))) == []


def test_an_uncited_quotation_is_told_but_no_title_and_no_phrase() -> None:
    unchecked = Match("q1", Verdict.UNCHECKED)
    assert codes(facts_of(quotation(unchecked, cited=False))) == ["Q212"]
    assert codes(facts_of(quotation(unchecked, cited=False, role=Role.TITLE))) == []
    assert codes(facts_of(quotation(unchecked, cited=False, words="the long watch"))) == []


@pytest.mark.parametrize(
    ("verdicts", "told"),
    [
        ((Verdict.UNCHECKED, Verdict.UNCHECKED), "q2"),
        ((Verdict.MATCH, Verdict.UNCHECKED), "q2"),
        ((Verdict.UNCHECKED, Verdict.MATCH), "q1"),
        ((Verdict.MATCH, Verdict.MATCH), ""),
    ],
)
def test_one_passage_quoted_two_ways_is_told_of_what_was_not_found_so(
    verdicts: tuple[Verdict, Verdict], told: str
) -> None:
    first = quotation(Match("q1", verdicts[0], PLACE), words="the lamp was not lit and the keeper slept until noon")
    other = quotation(Match("q2", verdicts[1], PLACE), words="the lamp was lit and the keeper slept until noon")
    other = replace(other, quotation=replace(other.quotation, id="q2", start=5))
    found = [each.quotation for each in run(facts_of(first, other)) if each.code == "Q214"]
    assert found == ([told] if told else [])
    assert "Q214" not in codes(facts_of(first, replace(first, quotation=replace(first.quotation, id="q2"))))


def test_words_that_the_source_quotes_itself_are_told() -> None:
    assert codes(facts_of(quotation(Match("q1", Verdict.MATCH, PLACE, second_hand=True)))) == ["Q215"]


def link(state: LinkState, reason: Reason = Reason.NONE, **more: object) -> Facts:
    url = "https://a.example/x#part"
    printed = Link(url, (url,), url, 0, 5, problem=str(more.pop("problem", "")))
    fetched = Fetched(url, state, reason, "why", **more)  # type: ignore[arg-type]
    manuscript = Manuscript(document("a.txt", "text", WORDS), links=(printed,))
    return Facts(manuscript, (), (CheckedLink(printed, Position(line=1), fetched),))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (link(LinkState.OK), []),
        (link(LinkState.DEAD, status=404), ["L301"]),
        (link(LinkState.DEAD, archived_url="https://archive.example/1"), ["L305"]),
        (link(LinkState.MOVED, final_url="https://b.example/"), ["L302"]),
        (link(LinkState.OK, problem="line-end hyphen"), ["L303"]),
        (link(LinkState.UNCHECKED, Reason.WALL), ["L304"]),
        (link(LinkState.UNCHECKED, Reason.SOFT_404), ["L304"]),
        (link(LinkState.OK, fragment_missing=True), ["L306"]),
        (link(LinkState.UNCHECKED, Reason.BLOCKED_ADDRESS), ["L308"]),
        (link(LinkState.UNCHECKED, Reason.TLS), ["L309"]),
    ],
)
def test_links(facts: Facts, expected: list[str]) -> None:
    assert codes(facts) == expected


def from_text(text: str) -> list[tuple[str, str | None]]:
    manuscript = parse(document("a.txt", "text", text))
    labels = {note.id: note.label for note in manuscript.notes}
    return [(each.code, labels.get(each.note or "")) for each in run(Facts(manuscript, (), (), today="2026-01-01"))]


FULL = "Ann Moor, Salt and Lamp Oil (Leith: Harbour Press, 1911), 12."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"It was dark.1 He slept.2\n\n1 {FULL}\n\n2 Ibid., 13.\n", []),
        (f"It was dark.1 He slept.2 She woke.3\n\n1 {FULL}\n\n3 Ibid., 13.\n", [("N101", "2")]),
        (f"It was dark.1 He slept.3\n\n1 {FULL}\n\n2 Ibid., 13.\n\n3 Ibid., 14.\n", [("N102", "2")]),
        ("It was dark.1 He slept.2\n\n1 Nobody knows.\n\n2 Ibid., 13.\n", [("N106", "2")]),
        (f"It was dark.1 He slept.2\n\n1 {FULL}\n\n2 Fell, op. cit., 13.\n", [("N108", "2")]),
        (f"It was dark.1 He slept.2\n\n1 {FULL}\n\n2 See note 9 above.\n", [("N109", "2")]),
        (f"It was dark.1 He slept.2\n\n1 {FULL}\n\n2 {FULL.replace('1911', '1912')}\n", [("R401", "2")]),
        (f"It was dark.1 He slept.2\n\n1 {FULL}\n\n2 {FULL.replace('Lamp Oil', 'Lamp Oils')}\n", [("R401", "2")]),
        (f"It was dark.1\n\n1 {FULL.replace('12.', '123–24.')}\n", []),
        (f"It was dark.1\n\n1 {FULL.replace('12.', '142–23.')}\n", [("R402", "1")]),
        (f"It was dark.1\n\n1 {FULL.replace('1911', '2041')}\n", [("R403", "1")]),
    ],
)
def test_notes_and_references(text: str, expected: list[tuple[str, str]]) -> None:
    assert from_text(text) == expected


def test_every_rule_has_a_page_with_a_summary_and_what_to_do() -> None:
    for each in rules():
        assert each.summary.endswith((".", ")"))
        assert "What to do:" in each.page or each.code == "N105"


def test_a_code_is_registered_once_and_with_a_docstring() -> None:
    with pytest.raises(ValueError, match="twice"):

        @rule("Q201", "again", Severity.INFO)
        def again(facts: Facts) -> list[Told]:
            """Again."""
            return []

    with pytest.raises(ValueError, match="no documentation"):

        @rule("Z999", "silent", Severity.INFO)
        def silent(facts: Facts) -> list[Told]:
            return []


def test_findings_bear_the_rule_s_severity_and_stand_in_the_order_of_the_text() -> None:
    found: tuple[Finding, ...] = run(facts_of(quotation(altered(edit(EditKind.NEGATION), edit(EditKind.INSERTION)))))
    assert [(each.code, each.severity) for each in found] == [("Q203", Severity.ERROR), ("Q204", Severity.ERROR)]
    assert run(facts_of(quotation(altered(edit(EditKind.NEGATION)))), lambda code: code != "Q204") == ()
