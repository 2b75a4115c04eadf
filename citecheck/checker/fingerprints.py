"""What a finding is known by from one run to the next, wherever its lines have moved."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from citecheck.model.report import DocumentReport, Finding

_BEFORE = 60  # characters of the text before a finding that nothing else tells from others


def fingerprints(document: DocumentReport, findings: tuple[Finding, ...] | None = None) -> tuple[str, ...]:
    """One fingerprint for each finding (32 hexadecimal digits): its code, the words concerned, which of several alike.

    The words are a quotation's own, a link's address, a note's body, or the text before the place: letters and
    digits alone, so that neither moved lines nor new line ends change them.
    """
    seen: Counter[tuple[str, str]] = Counter()
    made = []
    for finding in document.findings if findings is None else findings:
        words = words_of(finding, document)
        seen[finding.code, words] += 1
        made.append(digest(finding.code, words, seen[finding.code, words]))
    return tuple(made)


def digest(code: str, words: str, number: int = 1) -> str:
    """The fingerprint of the `number`th finding of a code about the same words."""
    return hashlib.sha256(f"{code}\0{words}\0{number}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def words_of(finding: Finding, document: DocumentReport) -> str:
    """The letters and digits that a finding is about."""
    manuscript = document.manuscript
    if finding.quotation is not None:
        text = next((each.text for each in manuscript.quotations if each.id == finding.quotation), "")
    elif finding.url is not None:
        text = finding.url
    else:
        text = next((note.body for note in manuscript.notes if note.id == finding.note), "")
        if not text.strip():
            start = finding.start
            text = f"{finding.message} {manuscript.document.text[max(0, start - _BEFORE) : start]}"
    return letters(text)


def unread_words(document: DocumentReport) -> Iterator[str]:
    """The words of all quotations and links that could not be checked: findings about them may only be unseen."""
    for quotation in document.quotations:
        if quotation.match.verdict == "unchecked":
            yield letters(quotation.quotation.text)
    for link in document.links:
        if link.fetched.state == "unchecked":
            yield letters(link.link.url)


def letters(text: str) -> str:
    """Letters and digits alone, case folded."""
    return "".join(filter(str.isalnum, text.casefold()))
