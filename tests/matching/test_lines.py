"""Quotations whose seeds stand in one line are placed by a shorter way, which must lead to the same places."""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.matching.interface import Query
from citecheck.matching.locate import locate, search
from citecheck.matching.locate.gather import Gathered, gather
from citecheck.matching.locate.hits import Line
from citecheck.matching.locate.library import Library
from citecheck.matching.locate.scan import scan
from citecheck.matching.locate.search import _fold_all
from citecheck.matching.locate.sought import prepare
from tests.matching.prose import LOG, OTHER

TEXT = f"{OTHER} {LOG}"
WORDS = TEXT.split()
_NEW = st.sampled_from(["not", "lamp", "the", "a remarkably long-winded aside", "", "1859", "lighthouse"])


def line_of(quotation: str, *sources: str, cited: frozenset[int] = frozenset()) -> Line | None:
    soughts = prepare([Query("q", quotation)], _fold_all)
    met = scan(soughts, Library(sources, sum(map(len, sources))), [cited])
    return gather(met, soughts, [cited]).lines(soughts)[0]


def best(quotation: str, *, by_lines: bool) -> list[tuple[tuple[int, int, int], ...]]:
    """The pieces of the best place where a quotation may stand, found as where many are looked for."""
    found = Gathered.lines if by_lines else lambda _, soughts: [None] * len(soughts)
    with mock.patch.object(search, "_FEW", 0), mock.patch.object(Gathered, "lines", found):
        return [each.pieces for each in locate([Query("q", quotation)], {"log": TEXT})["q"][:1]]


@given(
    st.integers(0, len(WORDS) - 8),
    st.integers(6, 90),
    st.lists(st.tuples(st.integers(0, 90), _NEW), max_size=4),
)
def test_the_best_place_is_the_same_by_lines_and_without(start: int, size: int, changes: list[tuple[int, str]]) -> None:
    words = WORDS[start : start + size]
    for at, word in changes:
        words[at % len(words)] = word
    quotation = " ".join(words)

    assert best(quotation, by_lines=True) == best(quotation, by_lines=False)


def test_a_passage_stands_in_a_line_from_its_first_seed_to_its_last() -> None:
    line = line_of(LOG[:200], OTHER, LOG)
    assert line is not None and (line.source, line.offset, line.letter) == (1, 0, 0)
    assert line.last_at - line.at == line.last_letter


@pytest.mark.parametrize("changed", ["", "had", "had never once in all those long years"])
def test_so_does_one_with_words_left_out_put_in_or_changed(changed: str) -> None:
    quotation = LOG[:300].replace("until the fog had come in from the sound", changed)
    assert line_of(quotation, LOG) is not None


def test_a_passage_that_stands_twice_has_no_line_and_both_places_are_told() -> None:
    source = f"{LOG[:200]} {OTHER * 3} {LOG[:200]}"
    assert line_of(LOG[:200], source) is None
    assert [each.start for each in locate([Query("q", LOG[:200])], {"a": source})["q"]] == [0, 202 + 3 * len(OTHER)]


def test_sentences_that_changed_places_make_no_line() -> None:
    first, second, *_ = LOG.split(". ")
    assert line_of(f"{second}. {first}.", LOG) is None


@given(
    st.integers(0, len(WORDS) - 40),
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 40)), min_size=2, max_size=4),
    st.lists(st.tuples(st.integers(0, 90), _NEW), max_size=2),
)
def test_so_it_is_with_ellipses(start: int, kept: list[tuple[int, int]], changes: list[tuple[int, str]]) -> None:
    parts = []
    for size, left_out in kept:
        parts.append(WORDS[start : start + size])
        start += size + left_out
    for at, word in changes:
        part = parts[at % len(parts)]
        if part:
            part[at % len(part)] = word
    quotation = " … ".join(" ".join(part) for part in parts)

    assert best(quotation, by_lines=True) == best(quotation, by_lines=False)


def test_parts_make_a_line_when_each_stands_after_the_one_before() -> None:
    first, second = LOG[:90], LOG[200:300]
    line = line_of(f"{first} … {second}", LOG)
    assert line is not None and (line.offset, line.last_letter - line.letter) == (0, 137)
    assert line_of(f"{second} … {first}", LOG) is None
    assert line_of(f"{first} … sea … {second}", LOG) is None


def test_words_left_out_make_one_line_although_a_phrase_stands_elsewhere_too() -> None:
    quotation = LOG[:300].replace("until the fog had come in from the sound", "")
    line = line_of(quotation, f"{LOG} {OTHER} The keeper climbed the stairs. {OTHER}")
    assert line is not None and line.offset == 0 and 250 < line.last_offset < 300


def test_a_chance_seed_elsewhere_does_not_matter_but_in_a_cited_source() -> None:
    echo = f"{OTHER} The keeper climbed on. {OTHER}"
    assert line_of(LOG[:300], LOG, echo) is not None
    assert line_of(LOG[:300], LOG, echo, cited=frozenset([0])) is not None
    assert line_of(LOG[:300], LOG, echo, cited=frozenset([1])) is None


def test_nothing_met_makes_no_line() -> None:
    assert line_of("Quite other words than those that anybody wrote down.", LOG) is None
