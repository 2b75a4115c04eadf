"""Rules of quotations: what was done to the source's words."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.checker.expecting import expects_citation, is_cited
from citecheck.checker.facts import Facts
from citecheck.checker.registry import Told, rule
from citecheck.checker.wording import edit_in_words, shortened, where_they_part
from citecheck.matching.variants import variants
from citecheck.model.manuscript import Confidence, Role
from citecheck.model.report import CheckedQuotation, Severity
from citecheck.model.source import Reason
from citecheck.model.verdict import Convention, Edit, EditKind, Verdict

_MEANING = (EditKind.NEGATION, EditKind.NUMBER, EditKind.NAME)
_SHOWN = 3  # edits named in one message


def _told(checked: CheckedQuotation, message: str, confidence: Confidence | None = None) -> Told:
    note = checked.attribution.note if checked.attribution else None
    sure = confidence or (checked.attribution.confidence if checked.attribution else Confidence.MEDIUM)
    url = checked.source.url if checked.source and checked.source.url else None
    quotation = checked.quotation
    note = note or quotation.in_note
    return Told(message, checked.position, quotation.start, sure, note=note, quotation=quotation.id, url=url)


def _edits(checked: CheckedQuotation, *kinds: EditKind) -> list[Edit]:
    """The edits of some kinds that nothing permits."""
    return [edit for edit in checked.match.edits if edit.kind in kinds and not edit.permitted]


def _altered(facts: Facts) -> Iterator[CheckedQuotation]:
    return (each for each in facts.quotations if each.match.verdict is Verdict.ALTERED)


def _changed(facts: Facts, *kinds: EditKind) -> Iterator[Told]:
    """One finding for each altered quotation with edits of some kinds."""
    for checked in _altered(facts):
        edits = _edits(checked, *kinds)
        if edits:
            more = f" (and {len(edits) - _SHOWN} more)" if len(edits) > _SHOWN else ""
            yield _told(checked, "; ".join(edit_in_words(edit, checked) for edit in edits[:_SHOWN]) + more)


@rule("Q201", "words-changed", Severity.ERROR)
def words_changed(facts: Facts) -> Iterator[Told]:
    """A word of the source was replaced by another, or by another form of itself.

    A quotation gives the source's words. A word put in place of another belongs in square brackets.

    Example: the source has "the formal dogma", the manuscript “the animal dogma”.

    Before: the source has “the lamp was lit”; the text: “the lamp was dim”.

    After: “the lamp was lit”, or “the lamp was [dim]”.

    What to do: restore the source's word, or put yours in brackets.

    Source: Chicago Manual of Style 13.7 (permissible changes), 13.60 (interpolations in brackets).
    """
    yield from _changed(facts, EditKind.SUBSTITUTION, EditKind.INFLECTION)


@rule("Q202", "words-omitted", Severity.ERROR)
def words_omitted(facts: Facts) -> Iterator[Told]:
    """Words of the source are left out without an ellipsis.

    Example: the source has "a long and bitter winter", the manuscript “a long winter”.

    Before: the source has “a long and bitter winter”; the text: “a long winter”.

    After: “a long … winter”.

    What to do: put the words back, or an ellipsis in their place.

    Source: Chicago Manual of Style 13.50–13.58 (ellipses).
    """
    yield from _changed(facts, EditKind.OMISSION)


@rule("Q203", "words-added", Severity.ERROR)
def words_added(facts: Facts) -> Iterator[Told]:
    """The quotation has words that the source does not have.

    Before: the source has “a long winter”; the text: “a long and bitter winter”.

    After: “a long [and bitter] winter”.

    What to do: take them out, or put them in square brackets.

    Source: Chicago Manual of Style 13.60 (interpolations in brackets).
    """
    yield from _changed(facts, EditKind.INSERTION)


@rule("Q204", "meaning-changed", Severity.ERROR)
def meaning_changed(facts: Facts) -> Iterator[Told]:
    """A negation, a number or a name differs from the source.

    These are the changes that turn a statement round. A dropped "not" in eighty words leaves 99 % of the letters as
    they were, which is why no score can be trusted to find it.

    Example: the source has "did not light the lamp", the manuscript “did light the lamp”.

    Before: the source has “did not light the lamp”; the text: “did light the lamp”.

    After: “did not light the lamp”.

    What to do: restore the source's words. If the source is wrong, quote it as it is and say so in brackets.

    Source: Chicago Manual of Style 13.7, 13.61 (sic).
    """
    yield from _changed(facts, *_MEANING)


@rule("Q205", "order-changed", Severity.ERROR)
def order_changed(facts: Facts) -> Iterator[Told]:
    """The source's words or sentences stand in another order, or passages far apart are run together.

    Before: the source has “He slept. The lamp burned.”; the text: “The lamp burned. He slept.”

    After: “He slept. The lamp burned.”

    What to do: quote them in their order, as two quotations, or with an ellipsis between.

    Source: Chicago Manual of Style 13.50 (what an ellipsis may not do).
    """
    for checked in _altered(facts):
        moved = _edits(checked, EditKind.TRANSPOSITION)
        if moved:
            yield _told(checked, edit_in_words(moved[0], checked))
        elif checked.match.spliced:
            yield _told(checked, "passages that stand apart in the source are run together without an ellipsis")


@rule("Q206", "misleading-ellipsis", Severity.ERROR)
def misleading_ellipsis(facts: Facts) -> Iterator[Told]:
    """An ellipsis hides a negation, or joins passages that stand far apart.

    An ellipsis may shorten, not change the sense: "was … its influence" for "was not without its influence" does.

    Before: the source has “was not without its influence”; the text: “was … its influence”.

    After: “was not without its influence”.

    What to do: give the words that were left out, or quote another passage.

    Source: Chicago Manual of Style 13.50–13.51 (when not to use an ellipsis).
    """
    for checked in facts.quotations:
        for elision in checked.match.elisions:
            left_out = checked.source.text[elision.source_start : elision.source_end] if checked.source else ""
            if elision.concern == "negation":
                yield _told(checked, f"the ellipsis leaves out “{shortened(left_out)}”, which turns the sense round")
            elif elision.concern:
                words = len(left_out.split())
                message = f"the ellipsis joins passages that stand {words} words apart in the source"
                yield _told(checked, message, Confidence.MEDIUM)


@rule("Q207", "minor-difference", Severity.INFO)
def minor_difference(facts: Facts) -> Iterator[Told]:
    """Spelling, punctuation or an error of scanning differs; the words are the source's.

    Before: the source has “the harbour light”; the text: “the harbor light”.

    After: “the harbour light”, where the house follows its sources.

    What to do: follow the source if your house quotes to the letter; most modernise nothing silently.

    Source: Chicago Manual of Style 13.7 (obvious typographic errors may be corrected silently).
    """
    for checked in facts.quotations:
        if checked.match.verdict is Verdict.MINOR:
            edits = [edit for edit in checked.match.edits if not edit.permitted]
            told = "; ".join(edit_in_words(edit, checked) for edit in edits[:_SHOWN])
            yield _told(checked, told or "differs from the source in spelling or punctuation")


@rule("Q208", "unmarked-case", Severity.WARNING)
def unmarked_case(facts: Facts) -> Iterator[Told]:
    """The first letter's case differs from the source's and no brackets tell (strict convention only).

    Legal and textual work writes “[T]he”. Elsewhere the change is permitted silently.

    Before: the source has “The lamp was lit”; the text: he saw that “the lamp was lit”.

    After: he saw that “[t]he lamp was lit”.

    What to do: put the letter in square brackets.

    Source: Chicago Manual of Style 13.21 (brackets around a changed letter).
    """
    if facts.convention is not Convention.STRICT:
        return
    for checked in facts.quotations:
        if checked.match.verdict in (Verdict.MATCH, Verdict.MINOR, Verdict.ALTERED):
            for edit in _edits(checked, EditKind.CASE)[:1]:
                yield _told(checked, edit_in_words(edit, checked))


@rule("Q209", "quotation-not-found", Severity.ERROR)
def quotation_not_found(facts: Facts) -> Iterator[Told]:
    """The words stand in none of the sources at hand, and each of those cited was read whole.

    Either the passage is from another work or edition, or nobody wrote it. Where a cited source could not be read
    whole, this is never said (see Q216).

    Before: “No lamp burns twice,” with a note to a book in which these words do not stand.

    After: the same words with a note to the book that has them; or no quotation marks.

    What to do: look the passage up in the source; check that the right page or edition is cited.

    Source: Chicago Manual of Style 13.3 (accuracy of quotations).
    """
    for checked in facts.quotations:
        if checked.match.verdict is Verdict.NOT_FOUND:
            yield _told(checked, f"“{shortened(checked.quotation.text)}” is not in the source that its note cites")


@rule("Q210", "misattributed", Severity.ERROR)
def misattributed(facts: Facts) -> Iterator[Told]:
    """The words are not in the cited source, but in another one at hand.

    Often notes were moved, or an "ibid." lost its antecedent when a note was put between.

    Before: “The winters were long.” 7. Ibid., 12. (Note 6 was put in later and cites another book.)

    After: 7. Moor, Salt, 12.

    What to do: cite the source that has the words.

    Source: Chicago Manual of Style 14.34 (ibid. after moved notes).
    """
    for checked in facts.quotations:
        if checked.match.verdict is Verdict.MISATTRIBUTED and checked.match.found:
            source = checked.source
            name = (source.title or source.url or source.id) if source else checked.match.found.source
            yield _told(checked, f"the words are not in the cited source; they stand in “{name}”")


@rule("Q212", "uncited-quotation", Severity.WARNING)
def uncited_quotation(facts: Facts) -> Iterator[Told]:
    """A quotation has no note, link or citation, and repeats none that has.

    Told only where a reader would ask for the source: not for titles, terms, scare quotes and short phrases, slogans
    that are called so, questions put to oneself, headings and the turns of a dialogue.

    Before: Moor wrote that “no lamp is ever lit for the man who holds it.”

    After: Moor wrote that “no lamp is ever lit for the man who holds it.”⁴

    What to do: cite the source.

    Source: Chicago Manual of Style 13.66 (sources of quotations).
    """
    for checked in facts.quotations:
        quotation = checked.quotation
        if is_cited(checked.attribution) or checked.match.verdict is not Verdict.UNCHECKED:
            continue
        if expects_citation(facts.manuscript, quotation):
            message = f"nothing cites the source of “{shortened(quotation.text)}”"
            yield _told(checked, message, Confidence.LOW if quotation.in_note else Confidence.MEDIUM)


@rule("Q213", "unbalanced-marks", Severity.WARNING)
def unbalanced_marks(facts: Facts) -> Iterator[Told]:
    """A quotation mark has no partner.

    The reader cannot tell where the quotation ends, nor can a program.

    Before: She wrote that “the lamp was lit, and left.

    After: She wrote that “the lamp was lit,” and left.

    What to do: put in the missing mark.

    Source: Chicago Manual of Style 13.30–13.32 (quotation marks over several paragraphs).
    """
    document = facts.manuscript.document
    for offset in facts.manuscript.unbalanced:
        words = " ".join(document.text[offset : offset + 40].split())
        message = f"the quotation mark before “{words[1:]}” has no partner"
        yield Told(message, facts.position(offset, offset + 1), offset, Confidence.MEDIUM)


@rule("Q214", "inconsistent-quotation", Severity.WARNING)
def inconsistent_quotation(facts: Facts) -> Iterator[Told]:
    """One passage is quoted two ways in the manuscript.

    At least one of the two cannot be what the source has. Told also where no source is at hand; not of two that
    were both found as quoted, in two places or two editions.

    Before: “the lamp was lit at dusk” on one page, “the lamp was lit at dawn” on another, both from page 12.

    After: both as the source has them.

    What to do: compare both with the source.

    Source: Chicago Manual of Style 13.3 (accuracy of quotations).
    """
    by_id = {checked.quotation.id: checked for checked in facts.quotations}
    texts = [(each.id, each.text) for each in facts.manuscript.quotations if each.role is Role.QUOTATION]
    for group in variants(texts):
        first, *others = (by_id[id] for id in group)
        told: set[str] = set()
        for other in others:
            here, there, where = other, first, "before"
            if _as_quoted(other):
                here, there, where = first, other, "later"
            if _as_quoted(here) or here.quotation.id in told:
                continue
            told.add(here.quotation.id)
            theirs, ours = where_they_part(there.quotation.text, here.quotation.text)
            message = f"quoted {where} as “{theirs}”, here as “{ours}”"
            yield _told(here, message, Confidence.MEDIUM)


def _as_quoted(checked: CheckedQuotation) -> bool:
    return checked.match.verdict is Verdict.MATCH


@rule("Q215", "second-hand", Severity.INFO)
def second_hand(facts: Facts) -> Iterator[Told]:
    """The source itself quotes these words from somebody else.

    Before: “the lamp was lit”, with a note to Fell, who quotes it from Moor.

    After: a note to Moor; or: Ann Moor, quoted in Fell, Tides, 9.

    What to do: cite the original, or say "quoted in".

    Source: Chicago Manual of Style 14.260 (citations taken from secondary sources).
    """
    for checked in facts.quotations:
        if checked.match.second_hand and checked.match.verdict in (Verdict.MATCH, Verdict.MINOR):
            signals = [facts.reference(id) for id in (checked.attribution.references if checked.attribution else ())]
            if not any(reference and "in" in reference.signal.casefold().split() for reference in signals):
                yield _told(checked, "the source quotes these words from somebody else", Confidence.LOW)


@rule("Q216", "unchecked-quotation", Severity.INFO)
def unchecked_quotation(facts: Facts) -> Iterator[Told]:
    """A cited quotation could not be compared with its source; this accuses nobody.

    The reason is told: no source at hand, a bot wall, a log-in, a page that came half, a time-out.

    Before: a quotation whose note leads to a page behind a log-in.

    After: the same, checked with `--source moor.pdf`.

    What to do: lay the source beside the manuscript with `--source`, or compare by hand.
    """
    for checked in facts.quotations:
        if checked.match.verdict is not Verdict.UNCHECKED or not is_cited(checked.attribution):
            continue
        detail = f": {checked.detail}" if checked.detail else ""
        yield _told(checked, f"not compared ({checked.reason or Reason.NO_SOURCE}){detail}", Confidence.HIGH)
