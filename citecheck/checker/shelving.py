"""Finds the works that references name among the texts at hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from citecheck.model.manuscript import Reference, ReferenceForm
from citecheck.model.source import SourceText

_FIRST_PAGE = 3000  # characters in which a title page, a byline or an identifier stands
_TITLE_LIKENESS = 88  # of 100, rapidfuzz.fuzz.partial_ratio of a cited title against a title page
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Card:
    """What a text says of itself, folded: its name and metadata, and its first page."""

    id: str
    label: str
    opening: str


def find_works(references: Sequence[Reference], texts: Sequence[SourceText]) -> dict[str, list[str]]:
    """For each full reference the ids of the texts that hold its work, by reference id; works not found are left out.

    An identifier or a citation key in the name or on the first page decides; else the title, and where several
    texts bear it, the author.
    """
    cards = [_card(text) for text in texts]
    found: dict[str, list[str]] = {}
    for reference in references:
        if reference.form in (ReferenceForm.IBID, ReferenceForm.OP_CIT, ReferenceForm.CROSS):
            continue
        ids = _by_identifier(reference, cards) or _by_title(reference, cards)
        if ids:
            found[reference.id] = ids
    return found


def _card(text: SourceText) -> _Card:
    return _Card(text.id, _fold(f"{text.id} {text.title} {text.author} {text.year}"), _fold(text.text[:_FIRST_PAGE]))


def _fold(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold().replace("_", " ")))


def _by_identifier(reference: Reference, cards: Sequence[_Card]) -> list[str]:
    for identifier in (reference.doi, reference.isbn, reference.arxiv, reference.key):
        folded = _fold(identifier)
        if len(folded) < 4:
            continue
        needle = f" {folded} "
        ids = [card.id for card in cards if needle in f" {card.label} " or needle in f" {card.opening} "]
        if ids:
            return ids
    return []


def _by_title(reference: Reference, cards: Sequence[_Card]) -> list[str]:
    titles = [folded for title in (reference.title, reference.container) if (folded := _fold(title))]
    for title in titles:
        scored = [(_likeness(title, card), card) for card in cards]
        best = [card for score, card in scored if score >= _TITLE_LIKENESS]
        if len(best) > 1:
            best = [card for card in best if _names_author(reference, card)] or best
        if best:
            return [card.id for card in best]
    return []


def _likeness(title: str, card: _Card) -> float:
    if len(title) < 8:
        # A short title such as "Emma" stands by chance inside other words: whole words only.
        return 100.0 if f" {title} " in f" {card.label} " else 0.0
    return max(_within(title, card.label), _within(title, card.opening))


def _within(title: str, text: str) -> float:
    return fuzz.partial_ratio(title, text) if len(text) >= len(title) else 0.0


def _names_author(reference: Reference, card: _Card) -> bool:
    surnames = [words[-1] for author in reference.authors if (words := _fold(author).split())]
    return any(f" {name} " in f" {card.label} {card.opening} " for name in surnames)
